//! Makes a drawing ready for a pen plotter: every line once, joined to long strokes, in an order with
//! little travel, and says what that saves.

mod arrange;
mod groups;
mod import;
mod outputs;
mod params;
mod prepare;
mod recipe;
mod report;
mod steps;

pub use import::Import;
pub use params::{
    Align, Crop, Fill, Fit, Font, GcodeProfile, HiddenBy, HpglDevice, Machine, Order, OrderRule, Orientation,
    Paper, PensBy, PlotParams, Split, Text, WideStrokes,
};
pub use recipe::Recipe;
pub use report::{PlotLayer, PlotReport, Time};
pub use steps::Step;

use crate::stage::Stage;
use crate::{Context, Input, MadeFile, Output, Task, TaskError, TaskInfo, preview};
use arrange::{Arranged, arrange};
use import::{Counting, Muted};
use params::Resolved;
use penstock_drawing::{Diagnostic, Drawing, LayerSetup, Severity};
use penstock_toolpath::{passes, pens, seam, split};
use prepare::{Prepared, note, prepare};
use report::Made;
use serde_json::Value;
use std::cell::RefCell;
use std::ops::Range;
use steps::{Steps, Tally};

const BEFORE: &str = "before.preview";
const AFTER: &str = "after.preview";

/// The progress of what takes longest.
const ORDERING: Range<f64> = 0.5..0.85;

/// What each step takes of the progress: a search for a better order takes the seconds that it was given,
/// and all else gives way.
struct Shares {
    beside_the_search: f64,
}

impl Shares {
    fn of(params: &PlotParams) -> Self {
        Self { beside_the_search: params.share_beside_the_search() }
    }

    /// Where a step lies that would have `usual` without a search.
    fn of_all(&self, usual: Range<f64>) -> Range<f64> {
        let at = |usual: f64| match usual {
            before if before <= ORDERING.start => before * self.beside_the_search,
            after => 1.0 - (1.0 - after) * self.beside_the_search,
        };
        at(usual.start)..at(usual.end)
    }
}

/// The task `plot`.
pub struct Plot;

impl Task for Plot {
    type Params = PlotParams;
    type Report = PlotReport;

    fn info() -> TaskInfo {
        TaskInfo {
            name: "plot",
            version: 1,
            title: "Plot",
            summary: "Joins and orders a drawing so that a pen plotter travels and lifts as little as possible",
            queue: "default",
            timeout_s: 600,
            accepts: &["svg", "svgz"],
            inputs: (1, 1),
            rerun_after_crash: true,
            schema: Value::Null,
            report_schema: Value::Null,
        }
    }

    fn run(
        params: &PlotParams,
        inputs: &[Input],
        context: &dyn Context,
    ) -> Result<Output<PlotReport>, TaskError> {
        let resolved = Resolved::new(params)?;
        let folder = context.out_dir();
        let profile = params.profile();
        let shares = Shares::of(params);
        let stage = |name, share| Stage::new(context, name, shares.of_all(share));

        let counting = Counting::new(context);
        let reading = Stage::new(&counting, "Reading the drawing", shares.of_all(0.0..0.35));
        let preparing = Stage::new(&counting, "Preparing the drawing", shares.of_all(0.35..0.42));
        let Prepared { mut drawing, groups, steps } =
            prepare(params, &inputs[0], &counting, &reading, &preparing)?;
        let import = counting.into_counts();

        let pens =
            |drawing: &mut Drawing| pens::assign(drawing, &resolved.pen_map, params.pause_between_layers);
        let picturing = stage("Measuring the drawing as it is", 0.42..0.5);
        let before = if let Some(groups) = &groups {
            let mut whole = drawing.clone();
            groups::merge(&mut whole, groups);
            let (setups, _) = pens(&mut whole);
            preview::write(&whole, &setups, profile, folder, BEFORE, &picturing)?
        } else {
            let (setups, _) = pens(&mut drawing);
            preview::write(&drawing, &setups, profile, folder, BEFORE, &picturing)?
        };

        let ordering = stage("Joining and ordering paths", ORDERING);
        let goes_on = RefCell::new(ordering.goes_on());
        let mut again = || {
            let mut still = || (goes_on.borrow_mut())(0.0);
            let muted = Muted { inner: context, goes_on: RefCell::new(&mut still) };
            let quietly = Stage::new(&muted, "", 0.0..1.0);
            let Prepared { mut drawing, steps, .. } =
                prepare(params, &inputs[0], &muted, &quietly, &quietly)?;
            if groups.is_none() {
                pens(&mut drawing);
            }
            Ok((drawing, steps))
        };
        let arranged = arrange((drawing, steps), params, &mut |f| (goes_on.borrow_mut())(f), &mut again)?;
        diagnose(&arranged, context);
        let Arranged { mut drawing, mut steps, duplicates_removed, joined_gap_mm, .. } = arranged;
        if let Some(groups) = &groups {
            groups::merge(&mut drawing, groups);
        }
        let (setups, unused) = pens(&mut drawing);
        for name in unused {
            context.diagnose(pen_for_nothing(&name));
        }
        let may_travel = finish(&mut drawing, &mut steps, params);

        let picturing = stage("Measuring the result", 0.85..0.93);
        let after = preview::write(&drawing, &setups, profile, folder, AFTER, &picturing)?;
        let files = write(&drawing, &setups, params, &resolved, &inputs[0].name, context)?;
        let report = PlotReport::new(Made {
            drawing: &drawing,
            setups: &setups,
            before: &before,
            after: &after,
            duplicates_removed,
            joined_gap_mm,
            steps: steps.list,
            import,
            may_travel,
        });
        Ok(Output { report, files })
    }
}

/// What is done to strokes that have their order; answers whether it may have added travel.
fn finish(drawing: &mut Drawing, steps: &mut Steps, params: &PlotParams) -> bool {
    if params.random_seam {
        seam::random_seam(drawing, params.seed.into());
        steps.done("random_seam", steps.now.longer(drawing, 0.0));
    }
    if params.passes > 1 {
        passes::multipass(drawing, params.passes, params.allow_reverse);
        steps.done("passes", Tally::of(drawing));
    }
    if params.split == Split::Length {
        split::split_longer(drawing, params.split_length_mm);
        steps.done("split", steps.now.longer(drawing, 0.0));
    }
    params.random_seam || params.passes > 1 || params.order_rule != OrderRule::None
}

/// Every file that was asked for, and the pictures.
fn write(
    drawing: &Drawing,
    setups: &[LayerSetup],
    params: &PlotParams,
    resolved: &Resolved,
    title: &str,
    context: &dyn Context,
) -> Result<Vec<MadeFile>, TaskError> {
    let plot = outputs::Plot { drawing, setups, params, title };
    let mut files = Vec::new();
    let share = 0.07 / resolved.formats.len() as f64;
    for (at, &format) in resolved.formats.iter().enumerate() {
        let from = 0.93 + share * at as f64;
        let doing = format!("Writing {}", format.file_name());
        Stage::new(context, &doing, Shares::of(params).of_all(from..from + share)).at(0.0)?;
        files.push(outputs::write(&plot, format, context)?);
    }
    files.extend([MadeFile::preview(BEFORE), MadeFile::preview(AFTER)]);
    Ok(files)
}

fn diagnose(arranged: &Arranged, context: &dyn Context) {
    if let Some(step) = arranged.left_out {
        let message =
            format!("{step} was left out: it would have made the pen travel further than the file does");
        context.diagnose(note("step-left-out", message));
    }
    let search = arranged.search;
    if search.rounds_done < search.rounds_asked {
        let share = 100.0 * search.rounds_done as f64 / search.rounds_asked as f64;
        let message = format!(
            "The search for a better order took twice its time and ended after {share:.0} %: on another computer it may find another one"
        );
        context.diagnose(note("search-cut-short", message));
    }
}

fn pen_for_nothing(name: &str) -> Diagnostic {
    let message = format!("No layer, colour or width is called {name:?}: its pen draws nothing");
    Diagnostic { severity: Severity::Warning, ..note("pen-map", message) }
}
