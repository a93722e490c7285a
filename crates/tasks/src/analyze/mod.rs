//! Looks at a drawing as a shop does before it quotes: what the parts are, what is wrong with them and where,
//! and mends what can be mended without changing the part.

mod components;
mod figures;
mod findings;
mod listening;
mod params;
mod pictures;
mod report;
mod words;

pub use components::{Component, Group};
pub use findings::Finding;
pub use params::AnalyzeParams;
pub use report::{
    AnalyzeReport, Artifacts, FileIntegrity, GeometryValidation, LayerMetrics, MaterialFacts, Metrics,
    PartFacts, Quality, RepairDone, Scale, Toolpath,
};

use crate::cut::{self, CutDrawing};
use crate::files::write_whole;
use crate::stage::Stage;
use crate::{Cancelled, Context, FileRole, Input, MadeFile, Output, Task, TaskError, TaskInfo, preview};
use components::{Components, MOST_LISTED};
use figures::Stock;
use findings::Findings;
use listening::Listening;
use penstock_drawing::{Diagnostic, Severity, dxf};
use penstock_toolpath::jet::{Material, Quality as EdgeQuality, Setup, speed_mm_per_min};
use penstock_toolpath::parts::{RepairStep, Survey, survey};
use penstock_toolpath::time::{Motion, Profile};
use serde_json::Value;

const BEFORE: &str = "before.preview";
const AFTER: &str = "after.preview";
const REPAIRED: &str = "repaired.dxf";
const COMPONENTS: &str = "components.csv";

/// The task `analyze`.
pub struct Analyze;

impl Task for Analyze {
    type Params = AnalyzeParams;
    type Report = AnalyzeReport;

    fn info() -> TaskInfo {
        TaskInfo {
            name: "analyze",
            version: 1,
            title: "Analyze",
            summary: "Finds the parts of a drawing, what is wrong with them and where, and mends what can be mended",
            queue: "analysis",
            timeout_s: 600,
            accepts: cut::ENDINGS,
            inputs: (1, 1),
            rerun_after_crash: true,
            schema: Value::Null,
            report_schema: Value::Null,
        }
    }

    fn run(
        params: &AnalyzeParams,
        inputs: &[Input],
        context: &dyn Context,
    ) -> Result<Output<AnalyzeReport>, TaskError> {
        let repairs = params.repairs()?;
        let material = cut::material(&params.cut, context)?;
        let listening = Listening::new(context);
        let reading = Stage::new(&listening, "Reading the drawing", 0.0..0.3);
        let read = cut::read(&inputs[0], &params.cut, &listening, &reading)?;
        if let Some((count, first)) = pictures::points(&read.drawing) {
            listening.diagnose(points_not_cut(count, first));
        }
        let remarks = listening.into_heard();

        let looking = Stage::new(context, "Looking for parts and faults", 0.3..0.75);
        let (options, checks) = (params.options(&read.name), params.checks());
        let survey = survey(&read.drawing, &options, &repairs, &checks, &mut looking.goes_on())
            .map_err(|_| Cancelled)?;
        let findings = Findings::new(&survey, &read.drawing, &remarks);
        findings.diagnostics().for_each(|diagnostic| context.diagnose(diagnostic));

        let components = Components::new(&survey, &read.drawing);
        let files = write(params, &material, &read, &survey, &components, context)?;
        let report = report(params, material, &read, &survey, findings, components, remarks.len());
        Ok(Output { report: AnalyzeReport { file: inputs[0].name.clone(), ..report }, files })
    }
}

/// Every file: the repaired drawing, the table, and the pictures.
fn write(
    params: &AnalyzeParams,
    material: &Material,
    read: &CutDrawing,
    survey: &Survey,
    components: &Components,
    context: &dyn Context,
) -> Result<Vec<MadeFile>, TaskError> {
    let folder = context.out_dir();
    let repaired = pictures::repaired(&read.drawing, survey);
    let options = dxf::WriteOptions { origin_mm: Some(read.origin_mm) };
    Stage::new(context, "Writing repaired.dxf", 0.75..0.8).at(0.0)?;
    write_whole(folder, REPAIRED, |out| dxf::write(&repaired, &options, out))?;
    write_whole(folder, COMPONENTS, |out| components.write_csv(out))?;
    let profile = profile(params, material);
    let picturing = Stage::new(context, "Picturing the drawing as it is", 0.8..0.9);
    preview::write(&read.drawing, &[], profile, folder, BEFORE, &picturing)?;
    let picturing = Stage::new(context, "Picturing the parts", 0.9..1.0);
    let parts = pictures::sorted(read.drawing.page, survey, params.cut.kerf_mm);
    preview::write(&parts, &[], profile, folder, AFTER, &picturing)?;
    let result = |name: &str, media_type: &str| MadeFile {
        name: name.to_owned(),
        role: FileRole::Result,
        media_type: media_type.to_owned(),
    };
    Ok(vec![
        result(REPAIRED, "image/vnd.dxf"),
        result(COMPONENTS, "text/csv"),
        MadeFile::preview(BEFORE),
        MadeFile::preview(AFTER),
    ])
}

/// The pictures play at the speed of the cut, without pierces: `quote` and `gcode` know the times.
fn profile(params: &AnalyzeParams, material: &Material) -> Profile {
    let quality = EdgeQuality::try_from(params.cut.quality).unwrap_or_default();
    let mm_per_min = speed_mm_per_min(&Setup::default(), material, params.cut.thickness_mm, quality);
    Profile {
        pen_down: Motion::plane(mm_per_min / 60.0, 1000.0, 0.01),
        pen_up: Motion::plane(200.0, 1000.0, 0.01),
        lift_s: 0.0,
        drop_s: 0.0,
        pen_change_s: None,
        pause_s: 0.0,
    }
}

fn report(
    params: &AnalyzeParams,
    material: Material,
    read: &CutDrawing,
    survey: &Survey,
    findings: Findings,
    mut components: Components,
    remarks: usize,
) -> AnalyzeReport {
    let stock = Stock { material, thickness_mm: params.cut.thickness_mm };
    let drawing = &read.drawing;
    let parts = survey.found.parts.iter().take(MOST_LISTED).map(|part| figures::part(part, drawing, stock));
    let layers = figures::layers(survey, drawing);
    let components_total = components.list.len() as u64;
    let (quality, geometry_validation) = (quality(survey, &findings), validation(params, &findings));
    components.list.truncate(MOST_LISTED);
    components.groups.truncate(MOST_LISTED);
    components.order.truncate(MOST_LISTED);
    AnalyzeReport {
        file: String::new(),
        material: MaterialFacts {
            name: material.name.to_owned(),
            thickness_mm: params.cut.thickness_mm,
            density_g_per_cm3: material.density_g_per_cm3,
        },
        kerf_mm: params.cut.kerf_mm,
        units: read.units.clone(),
        metrics: figures::metrics(survey, stock),
        finding_counts: findings.counts,
        findings: findings.list,
        repairs: survey.steps.iter().map(repair_done).collect(),
        parts: parts.collect(),
        layers_present: layers.iter().map(|layer| layer.name.clone()).collect(),
        layers,
        components: components.list,
        components_total,
        groups: components.groups,
        toolpath: Toolpath { order: components.order },
        quality,
        geometry_validation,
        file_integrity: FileIntegrity {
            version: read.version.clone(),
            supported: true,
            open_ok: true,
            remarks: remarks as u64,
        },
        scale: scale(params, read),
        artifacts: Artifacts { repaired_dxf: REPAIRED.to_owned(), components_csv: COMPONENTS.to_owned() },
    }
}

fn quality(survey: &Survey, findings: &Findings) -> Quality {
    let of = |severity: Severity| findings.list.iter().filter(|it| it.severity == severity).count() as u64;
    let contours = survey.found.parts.iter().flat_map(penstock_toolpath::parts::Part::contours);
    Quality {
        open_polylines: survey.found.open.len() as u64,
        tiny_segments: findings.count(&["tiny-segment", "zero-length"]),
        duplicate_candidates: findings.count(&["duplicate", "overlap"]),
        self_intersections: findings.count(&["self-crossing", "crossing"]),
        shaky_polylines: contours.filter(|contour| components::is_shaky(contour)).count() as u64,
        warnings: of(Severity::Warning),
        errors: of(Severity::Error),
    }
}

fn validation(params: &AnalyzeParams, findings: &Findings) -> GeometryValidation {
    let checks = params.checks();
    GeometryValidation {
        min_spacing_mm: checks.least_web_mm,
        min_spacing_violations: findings.count(&["thin-web", "hole-near-edge", "parts-too-close"]),
        min_edge_mm: checks.least_edge_mm,
        min_hole_mm: checks.least_hole_mm,
        min_hole_violations: findings.count(&["small-hole"]),
        min_corner_radius_mm: checks.kerf_mm / 2.0,
        min_corner_radius_violations: findings.count(&["inside-corner"]),
        tiny_segment_threshold_mm: params.tiny_segment_mm,
    }
}

fn scale(params: &AnalyzeParams, read: &CutDrawing) -> Scale {
    let mode = match (params.cut.units.given(), &read.units.declared) {
        (Some(_), _) => "given",
        (None, Some(_)) => "declared",
        (None, None) => "assumed",
    };
    Scale { units_mode: mode.to_owned(), units_factor: read.unit_mm }
}

fn repair_done(step: &RepairStep) -> RepairDone {
    let places = step.places;
    let s = if places == 1 { "" } else { "s" };
    let explanation = match step.repair.name() {
        "zero-length" => format!("Left out {places} line{s} without a length"),
        "duplicates" => {
            format!("Left out {places} line{s} that repeat{} another one", if places == 1 { "s" } else { "" })
        }
        "overlaps" => format!("Cut back {places} line{s} that lay on others"),
        "gaps" => format!("Closed {places} gap{s}"),
        _ => format!("Merged {places} run{s} of tiny segments"),
    };
    RepairDone {
        repair: step.repair.name().to_owned(),
        explanation,
        places: places as u64,
        length_change_mm: step.length_change_mm,
    }
}

fn points_not_cut(count: usize, first: kurbo::Point) -> Diagnostic {
    let points = if count == 1 { "A point is".to_owned() } else { format!("{count} points are") };
    Diagnostic {
        kind: "point".to_owned(),
        severity: Severity::Note,
        message: format!("{points} not cut; the first is here"),
        layer: None,
        element: None,
        x_mm: Some(first.x),
        y_mm: Some(first.y),
    }
}
