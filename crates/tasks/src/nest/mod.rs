//! Puts parts on sheets: reads them, searches for a while, proves the result, and writes it with true arcs.

mod common_lines;
mod params;
mod pictures;
mod quantities;
mod read;
mod remnant;
mod report;
mod search;
mod stock;

pub use params::{NestParams, Quantity, RemnantShape};
pub use report::{
    CommonLines, NestReport, PlacementReport, RemnantReport, SheetReport, Steps, UnplacedReport,
};

use crate::cut;
use crate::files::{io_error, write_whole};
use crate::stage::Stage;
use crate::{Cancelled, Context, FileRole, Input, MadeFile, Output, Task, TaskError, TaskInfo, preview};
use penstock_drawing::{Diagnostic, Drawing, Severity, dxf, svg};
use penstock_toolpath::nest::check::{Rules, check};
use penstock_toolpath::nest::{Blank, Nest, Options, Piece, Sheet, place};
use penstock_toolpath::parts::{Contour, Part};
use penstock_toolpath::time::{Motion, Profile};
use pictures::Laid;
use remnant::Remnant;
use search::{Limit, Searched, search};
use serde_json::Value;
use std::io;
use std::path::Path;

const AFTER: &str = "after.preview";
/// With less, the hole of the pierce reaches the part: pierces are up to twice as wide as cuts, in mm.
const SHORTEST_USEFUL_LEAD_MM: f64 = 1.0;

/// The task `nest`.
pub struct NestParts;

impl Task for NestParts {
    type Params = NestParams;
    type Report = NestReport;

    fn info() -> TaskInfo {
        TaskInfo {
            name: "nest",
            version: 1,
            title: "Nest",
            summary: "Puts parts on sheets, close together, in the holes of others and on remnants",
            queue: "nesting",
            timeout_s: 90_000,
            accepts: &["dxf", "svg", "svgz", "csv"],
            inputs: (1, 1000),
            rerun_after_crash: true,
            schema: Value::Null,
            report_schema: Value::Null,
        }
    }

    fn run(
        params: &NestParams,
        inputs: &[Input],
        context: &dyn Context,
    ) -> Result<Output<NestReport>, TaskError> {
        let material = cut::material(&params.cut, context)?;
        let (turns, steps) = (params.turns()?, params.steps()?);
        let read = read::read(params, inputs, context)?;
        let sheets = stock::sheets(params, read.remnants)?;
        let wanted = |(part, quantity): &'_ (Part, usize)| (part.clone(), *quantity);
        let parts: Vec<(Part, usize)> = read.parts.iter().map(wanted).collect();
        let piece =
            |(part, quantity)| Piece { part, quantity, turns: turns.clone(), may_mirror: params.mirror };
        let pieces: Vec<Piece<'_>> = parts.iter().map(|(part, quantity)| piece((part, *quantity))).collect();
        let options = options(params, context);
        let limit = steps
            .map_or(Limit::Time(params.time_limit_s), |(explore, compress)| Limit::Steps(explore, compress));
        let searched = search(&pieces, &sheets, &options, limit, context)?;
        let to_the_end = ToTheEnd(context);
        let context: &dyn Context = if searched.stopped_early { &to_the_end } else { context };
        if searched.stopped_early {
            let message = "Stopped before the time was over: this is the best layout found until then";
            context.diagnose(note("stopped-early", Severity::Warning, message.to_owned()));
        }
        Stage::new(context, "Checking the nest", 0.9..0.92).at(0.0)?;
        prove(&searched.nest, &pieces, &sheets, &options)?;
        let mut laid = lay(&searched.nest, &pieces, &sheets)?;
        let remnant = remnant::largest(&laid, options.gap_mm, params.remnant_shape);
        if laid.is_empty() {
            // Where nothing could be placed, the files show the sheet that was tried first.
            laid.extend(sheets.first().map(|sheet| Laid { sheet, parts: Vec::new() }));
        }
        let files = write(params, &laid, remnant.as_ref(), context)?;
        // An empty sum of floats is −0, which a report would show.
        let area_mm2 =
            (searched.nest.placements.iter()).fold(0.0, |sum, at| sum + pieces[at.part].part.net_area_mm2());
        let report = NestReport {
            density: searched.nest.density,
            placed: searched.nest.placements.len() as u64,
            wanted: pieces.iter().map(|piece| piece.quantity as u64).sum(),
            sheets: sheet_reports(&searched, &pieces, &sheets),
            unplaced: report::unplaced(&searched.nest, &pieces),
            common_lines: common_lines::find(&laid, params.cut.kerf_mm),
            area_mm2,
            // mm³ of g/cm³ are millionths of kg.
            mass_kg: area_mm2 * params.cut.thickness_mm * material.density_g_per_cm3 * 1e-6,
            material: material.name.to_owned(),
            lead_room_mm: params.longest_lead_mm(options.gap_mm.min(options.margin_mm)),
            remnant: remnant.map(|remnant| RemnantReport {
                sheet: remnant.sheet as u64 + 1,
                width_mm: remnant.bounds().width(),
                height_mm: remnant.bounds().height(),
                area_mm2: remnant.area_mm2(),
            }),
            steps: Steps { explored: searched.explored, compressed: searched.compressed },
            checked: true,
            stopped_early: searched.stopped_early,
            units: read.units,
        };
        for left in &report.unplaced {
            let message = format!("{} of {} could not be placed: {}", left.copies, left.part, left.reason);
            context.diagnose(note("unplaced", Severity::Warning, message));
        }
        Ok(Output { report, files })
    }
}

/// The context of a task that was stopped and writes down what it has: it is not stopped again.
struct ToTheEnd<'a>(&'a dyn Context);

impl Context for ToTheEnd<'_> {
    fn out_dir(&self) -> &Path {
        self.0.out_dir()
    }

    fn progress(&self, stage: &str, fraction: Option<f64>) -> Result<(), Cancelled> {
        // Whoever asked to stop has done so already.
        let _ = self.0.progress(stage, fraction);
        Ok(())
    }

    fn diagnose(&self, diagnostic: Diagnostic) {
        self.0.diagnose(diagnostic);
    }
}

fn note(kind: &str, severity: Severity, message: String) -> Diagnostic {
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

/// Distances, wide enough for leads.
fn options(params: &NestParams, context: &dyn Context) -> Options {
    let room_mm = params.lead_room_mm();
    let (gap_mm, margin_mm) = (params.gap_mm.max(room_mm), params.margin_mm.max(room_mm));
    if gap_mm > params.gap_mm || margin_mm > params.margin_mm {
        let message = format!("Gap and margin are at least {room_mm} mm, so that leads have room");
        context.diagnose(note("room-for-leads", Severity::Note, message));
    }
    if gap_mm < params.cut.kerf_mm {
        let message = format!(
            "The gap of {gap_mm} mm is less than the kerf of {} mm: cuts of neighbours run into each other unless they are cut as one",
            params.cut.kerf_mm
        );
        context.diagnose(note("gap-below-kerf", Severity::Warning, message));
    }
    let lead_mm = params.longest_lead_mm(gap_mm.min(margin_mm));
    if params.lead_in_mm == 0.0 && lead_mm < SHORTEST_USEFUL_LEAD_MM {
        let message = format!(
            "Between parts there is room for leads of {lead_mm:.2} mm: gcode will pierce close to the part. Set lead_in_mm to keep room for longer ones"
        );
        context.diagnose(note("no-room-for-leads", Severity::Warning, message));
    }
    Options { gap_mm, margin_mm, seed: params.seed, ..Options::default() }
}

/// The check that shares nothing with the search. A nest that fails it never leaves this task.
fn prove(nest: &Nest, pieces: &[Piece<'_>], sheets: &[Sheet], options: &Options) -> Result<(), TaskError> {
    let mut unplaced = vec![0; pieces.len()];
    for left in &nest.unplaced {
        unplaced[left.part] += left.copies;
    }
    let used: Option<Vec<Part>> = nest.sheets.iter().map(|used| outline(&sheets[used.kind])).collect();
    let broken = |what: String| io_error("The nest failed its own check".to_owned(), io::Error::other(what));
    let rules = Rules {
        parts: pieces.iter().map(|piece| (piece.part, piece.quantity)).collect(),
        sheets: used.ok_or_else(|| broken("a sheet has no area".to_owned()))?,
        gap_mm: options.gap_mm,
        margin_mm: options.margin_mm,
        unplaced,
    };
    check(&rules, &nest.placements).map_err(|fault| broken(fault.to_string()))
}

/// The sheet as an outline with defects.
fn outline(sheet: &Sheet) -> Option<Part> {
    match &sheet.blank {
        Blank::Rectangle { .. } => {
            let outer = Contour::new(pictures::rectangle(pictures::bounds(sheet)), 0).ok()?.turned(true);
            Some(Part { name: "sheet".to_owned(), outer, holes: Vec::new(), slits: Vec::new() })
        }
        Blank::Outline(part) => Some(part.clone()),
    }
}

/// The parts where they lie, numbered through.
fn lay<'a>(nest: &Nest, pieces: &[Piece<'_>], sheets: &'a [Sheet]) -> Result<Vec<Laid<'a>>, TaskError> {
    let mut laid: Vec<Laid<'a>> =
        nest.sheets.iter().map(|used| Laid { sheet: &sheets[used.kind], parts: Vec::new() }).collect();
    for (number, placement) in (1..).zip(&nest.placements) {
        let part = place(pieces[placement.part].part, placement)
            .map_err(|error| io_error("Placing a part".to_owned(), io::Error::other(error)))?;
        laid[placement.sheet].parts.push((number, part));
    }
    Ok(laid)
}

fn sheet_reports(searched: &Searched, pieces: &[Piece<'_>], sheets: &[Sheet]) -> Vec<SheetReport> {
    let nest = &searched.nest;
    let report = |(index, used): (usize, &penstock_toolpath::nest::Used)| {
        let sheet = &sheets[used.kind];
        let bounds = pictures::bounds(sheet);
        let here = (1..).zip(&nest.placements).filter(|(_, placement)| placement.sheet == index);
        let placements = here.map(|(number, placement)| PlacementReport {
            number,
            part: pieces[placement.part].part.name.clone(),
            copy: placement.copy as u64 + 1,
            x_mm: placement.at.x - bounds.x0,
            y_mm: placement.at.y - bounds.y0,
            turn_deg: placement.turn_deg,
            mirrored: placement.mirrored,
        });
        SheetReport {
            width_mm: bounds.width(),
            height_mm: bounds.height(),
            used_mm: used.used_mm,
            kind: match &sheet.blank {
                Blank::Rectangle { .. } => "sheet".to_owned(),
                Blank::Outline(part) => part.name.clone(),
            },
            cost: sheet.cost,
            placements: placements.collect(),
        }
    };
    nest.sheets.iter().enumerate().map(report).collect()
}

/// Every file: all sheets in one, each sheet alone where there are several, the remnant, and the picture.
fn write(
    params: &NestParams,
    laid: &[Laid<'_>],
    remnant: Option<&Remnant>,
    context: &dyn Context,
) -> Result<Vec<MadeFile>, TaskError> {
    let all = pictures::drawing(laid, params.labels);
    let mut drawings: Vec<(String, Drawing)> = vec![("nest.dxf".to_owned(), all.clone())];
    if laid.len() > 1 {
        let one = |(index, laid)| {
            (format!("sheet-{}.dxf", index + 1), pictures::drawing(std::slice::from_ref(laid), params.labels))
        };
        drawings.extend(laid.iter().enumerate().map(one));
    }
    drawings.extend(remnant.map(|remnant| ("remnant.dxf".to_owned(), remnant.drawing())));
    let folder = context.out_dir();
    let made = |name: &str, media_type: &str| MadeFile {
        name: name.to_owned(),
        role: FileRole::Result,
        media_type: media_type.to_owned(),
    };
    let mut files = Vec::new();
    for (name, drawing) in &drawings {
        Stage::new(context, "Writing the sheets", 0.92..0.96).at(0.0)?;
        write_whole(folder, name, |out| dxf::write(drawing, &dxf::WriteOptions::default(), out))?;
        files.push(made(name, "image/vnd.dxf"));
    }
    let options = svg::WriteOptions { title: Some("Nest".to_owned()), ..svg::WriteOptions::default() };
    write_whole(folder, "nest.svg", |out| svg::write(&all, &options, out))?;
    files.push(made("nest.svg", "image/svg+xml"));
    let picturing = Stage::new(context, "Picturing the sheets", 0.96..1.0);
    preview::write(&all, &[], profile(), folder, AFTER, &picturing)?;
    files.push(MadeFile::preview(AFTER));
    Ok(files)
}

/// The picture plays at an even pace: `quote` and `gcode` know the times.
fn profile() -> Profile {
    Profile {
        pen_down: Motion::plane(100.0, 1000.0, 0.01),
        pen_up: Motion::plane(200.0, 1000.0, 0.01),
        lift_s: 0.0,
        drop_s: 0.0,
        pen_change_s: None,
        pause_s: 0.0,
    }
}
