//! Makes a program for a waterjet, and proves it before anybody gets it.

mod laid;
mod params;
mod pictures;
mod refusal;
mod report;

pub use params::{Compensation, Dialect, GcodeParams, LeadKind, Origin, ProgramUnits, SmallHoles};
pub use report::{CutFacts, GcodeReport, LeadFacts, Seconds};

use crate::cut;
use crate::files::write_whole;
use crate::stage::Stage;
use crate::{Cancelled, Context, FileRole, Input, MadeFile, Output, Task, TaskError, TaskInfo, preview};
use kurbo::Rect;
use laid::{Laid, lay};
use penstock_drawing::{Diagnostic, Severity, svg};
use penstock_toolpath::jet::{Material, Quality};
use penstock_toolpath::program::{self, CutPlan, Heading, Note, PlanTime, Settings, Unit};
use penstock_toolpath::proof::{self, Job, Proof, Small};
use refusal::Wanted;
use report::Made;
use serde_json::Value;
use std::io::Write;

const BEFORE: &str = "before.preview";
const AFTER: &str = "after.preview";
const PICTURE: &str = "program.svg";

/// Largest distance of the swept part from the drawing, in mm.
const TOLERANCE_MM: f64 = 0.02;
/// Tabs may come out longer than asked by this where the line bends, in mm.
const TAB_SLACK_MM: f64 = 0.5;

/// The longest side of what is cut in one piece, in mm.
const LARGEST_MM: f64 = 50_000.0;

/// The task `gcode`.
pub struct Gcode;

impl Task for Gcode {
    type Params = GcodeParams;
    type Report = GcodeReport;

    fn info() -> TaskInfo {
        TaskInfo {
            name: "gcode",
            version: 1,
            title: "G-code",
            summary: "Makes a program for a waterjet, with kerf, leads and order, and proves that it cuts the drawing",
            queue: "gcode",
            timeout_s: 600,
            accepts: cut::ENDINGS,
            inputs: (1, 1),
            rerun_after_crash: true,
            schema: Value::Null,
            report_schema: Value::Null,
        }
    }

    fn run(
        params: &GcodeParams,
        inputs: &[Input],
        context: &dyn Context,
    ) -> Result<Output<GcodeReport>, TaskError> {
        params.check()?;
        let material = cut::material(&params.cut, context)?;
        let reading = Stage::new(context, "Reading the drawing", 0.0..0.25);
        let mut read = cut::read(&inputs[0], &params.cut, context, &reading)?;
        let finding = Stage::new(context, "Finding parts", 0.25..0.35);
        let laid = lay(&mut read, params, &finding)?;
        fits_on_a_table(laid.sheet)?;
        if laid.open > 0 {
            let message = format!("{} line(s) close nothing and are not cut", laid.open);
            context.diagnose(remark("not-cut", Severity::Warning, message));
        }
        let names: Vec<String> = read.drawing.layers.iter().map(|layer| layer.name.clone()).collect();
        let settings = settings(params, material, &laid, &names)?;
        if params.pierce() != params.pierce().allowed(&material) {
            let message = format!("{} is brittle and is pierced at low pressure", material.name);
            context.diagnose(remark("brittle", Severity::Warning, message));
        }

        let wanted = Wanted { parts: &laid.parts, kerf_mm: settings.kerf_mm, units: &read.units };
        let planning = Stage::new(context, "Planning cuts", 0.35..0.55);
        let plan = program::plan(&laid.parts, &settings, &mut planning.goes_on())
            .map_err(|error| wanted.no_plan(error, context))?;
        plan.notes.iter().for_each(|note| context.diagnose(said(note)));
        let heading = heading(params, &inputs[0].name, &material, &laid);
        let text = program::write(&plan, params.dialect.written(), &heading);

        let proving = Stage::new(context, "Proving the program", 0.55..0.85);
        let proof = prove(&text, params, &settings, &laid, &proving)?;
        if !proof.holds() {
            return Err(wanted.not_released(&proof, context));
        }
        tell_of_narrow_places(&proof, context);
        tell_of_ways(&plan, context);
        let name = program::file_name(params.dialect.written());
        let files = write(params, &plan, &text, name, &laid, &settings, context)?;
        let report = GcodeReport::new(Made {
            plan: &plan,
            parts: &laid.parts,
            proof: &proof,
            time: time(params, &plan, &proof, &settings),
            sheet: laid.sheet,
            sheets: laid.sheets,
            dialect: params.dialect.word(),
            program: name,
            material: material.name,
            feed_mm_per_min: settings.fastest_mm_per_min(),
        });
        Ok(Output { report, files })
    }
}

/// # Errors
/// Bad input for what no table holds: its program would be proved for minutes, and is a mistake about units.
fn fits_on_a_table(sheet: Rect) -> Result<(), TaskError> {
    if sheet.width().max(sheet.height()) <= LARGEST_MM {
        return Ok(());
    }
    let metres = |length_mm: f64| length_mm / 1000.0;
    Err(TaskError::BadInput {
        message: format!(
            "The drawing measures {:.1} × {:.1} m, and no table holds that",
            metres(sheet.width()),
            metres(sheet.height())
        ),
        advice: Some("If it is drawn in millimetres, say so: units=mm".to_owned()),
    })
}

fn settings(
    params: &GcodeParams,
    material: Material,
    laid: &Laid,
    layers: &[String],
) -> Result<Settings, TaskError> {
    Ok(Settings {
        machine: params.machine(),
        material,
        thickness_mm: params.cut.thickness_mm,
        quality: Quality::try_from(params.cut.quality).unwrap_or_default(),
        layer_quality: params.layer_quality(layers)?,
        kerf_mm: params.cut.kerf_mm,
        leads: params.leads(),
        pierce: params.pierce(),
        tabs: program::Tabs { count: params.tabs as usize, width_mm: params.tab_width_mm },
        compensation: match params.compensation {
            Compensation::Computed => program::Compensation::Computed,
            Compensation::Controller => program::Compensation::Controller,
        },
        small_holes: match params.small_holes {
            SmallHoles::LeaveOut => program::SmallHoles::LeaveOut,
            SmallHoles::Pierce => program::SmallHoles::Pierce,
        },
        sheet: laid.sheet,
        common_lines: params.common_lines,
        home: laid.zero,
    })
}

fn heading(params: &GcodeParams, file: &str, material: &Material, laid: &Laid) -> Heading {
    let CutRemark { thickness_mm, quality, kerf_mm } = CutRemark::of(params);
    Heading {
        title: format!("Penstock: {file}"),
        remarks: vec![
            format!("{} {thickness_mm} mm, quality {quality}, kerf {kerf_mm} mm", material.name),
            format!("Sheet {:.1} x {:.1} mm", laid.sheet.width(), laid.sheet.height()),
        ],
        zero: laid.zero,
        unit: match params.program_units {
            ProgramUnits::Mm => Unit::Millimetre,
            ProgramUnits::In => Unit::Inch,
        },
        kerf_mm,
    }
}

/// What the first remarks of a program say.
struct CutRemark {
    thickness_mm: f64,
    quality: u8,
    kerf_mm: f64,
}

impl CutRemark {
    fn of(params: &GcodeParams) -> Self {
        let cut = &params.cut;
        Self { thickness_mm: cut.thickness_mm, quality: cut.quality, kerf_mm: cut.kerf_mm }
    }
}

fn prove(
    text: &str,
    params: &GcodeParams,
    settings: &Settings,
    laid: &Laid,
    stage: &Stage<'_>,
) -> Result<Proof, TaskError> {
    let tabs = &settings.tabs;
    let job = Job {
        parts: &laid.parts,
        kerf_mm: settings.kerf_mm,
        tolerance_mm: TOLERANCE_MM,
        sheet: laid.sheet,
        beyond_sheet_mm: settings.beyond_sheet_mm(),
        zero: laid.zero,
        tabs: proof::Tabs { count: tabs.count, longest_mm: tabs.width_mm + settings.kerf_mm + TAB_SLACK_MM },
        small: match params.small_holes {
            SmallHoles::LeaveOut => Small::LeftOut,
            SmallHoles::Pierce => Small::Pierced,
        },
        fastest_mm_per_min: settings.fastest_mm_per_min(),
    };
    proof::prove(text, params.dialect.read(), &job, &mut stage.goes_on()).map_err(|_| Cancelled.into())
}

/// Seconds by the text; an OMAX path says none, so there they are those of the plan.
fn time(params: &GcodeParams, plan: &CutPlan, proof: &Proof, settings: &Settings) -> PlanTime {
    if params.dialect == Dialect::Omx {
        return plan.time(&settings.machine);
    }
    let rapid_s = proof.rapids_mm.iter().map(|&length_mm| settings.machine.rapid_s(length_mm)).sum();
    PlanTime { cut_s: proof.feed_s, pierce_s: proof.dwell_s, rapid_s }
}

fn write(
    params: &GcodeParams,
    plan: &CutPlan,
    text: &str,
    name: &str,
    laid: &Laid,
    settings: &Settings,
    context: &dyn Context,
) -> Result<Vec<MadeFile>, TaskError> {
    let folder = context.out_dir();
    Stage::new(context, "Writing the program", 0.85..0.9).at(0.0)?;
    write_whole(folder, name, |out| out.write_all(text.as_bytes()))?;
    let picture = pictures::sorted(plan, &laid.parts, laid.sheet, params.cut.kerf_mm);
    let options = svg::WriteOptions { title: Some(name.to_owned()), ..svg::WriteOptions::default() };
    write_whole(folder, PICTURE, |out| svg::write(&picture, &options, out))?;
    let profile = pictures::profile(plan, &settings.machine);
    let drawn = pictures::drawn(&laid.parts, laid.sheet);
    let picturing = Stage::new(context, "Picturing the parts", 0.9..0.95);
    preview::write(&drawn, &[], profile, folder, BEFORE, &picturing)?;
    let played = pictures::played(plan, laid.sheet, params.cut.kerf_mm);
    let picturing = Stage::new(context, "Picturing the cuts", 0.95..1.0);
    preview::write(&played, &[], profile, folder, AFTER, &picturing)?;
    let result = |name: &str, media_type: &str| MadeFile {
        name: name.to_owned(),
        role: FileRole::Result,
        media_type: media_type.to_owned(),
    };
    Ok(vec![
        result(name, "text/plain"),
        result(PICTURE, "image/svg+xml"),
        MadeFile::preview(BEFORE),
        MadeFile::preview(AFTER),
    ])
}

fn tell_of_ways(plan: &CutPlan, context: &dyn Context) {
    if plan.over_parts > 0 {
        let message = format!(
            "{} move(s) with the jet off pass over parts that are already free: there is no way around. Raise the head, or set tabs",
            plan.over_parts
        );
        context.diagnose(remark("over-finished-part", Severity::Warning, message));
    }
    if plan.common_mm > 0.0 {
        let message = format!("{:.1} mm between neighbours are cut once", plan.common_mm);
        context.diagnose(remark("common-lines", Severity::Note, message));
    }
}

fn tell_of_narrow_places(proof: &Proof, context: &dyn Context) {
    if proof.corner_rest_mm > TOLERANCE_MM {
        let rest = proof.corner_rest_mm;
        let message = format!("Sharp inside corners stay full by up to {rest:.2} mm: the jet is round");
        context.diagnose(remark("round-jet", Severity::Note, message));
    }
}

fn said(note: &Note) -> Diagnostic {
    let severity = if note.is_warning { Severity::Warning } else { Severity::Note };
    Diagnostic {
        x_mm: note.place.map(|place| place.x),
        y_mm: note.place.map(|place| place.y),
        ..remark(note.kind, severity, note.message.clone())
    }
}

fn remark(kind: &str, severity: Severity, message: String) -> Diagnostic {
    Diagnostic {
        kind: kind.to_owned(),
        severity,
        message,
        layer: None,
        element: None,
        x_mm: None,
        y_mm: None,
    }
}
