//! Makes a drawing ready for a pen plotter: every line once, joined to long strokes, in an order with
//! little travel, and says what that saves.

mod arrange;
mod params;
mod report;

pub use params::{Machine, Order, PlotParams};
pub use report::{PlotLayer, PlotReport};

use crate::files::write_whole;
use crate::stage::Stage;
use crate::{Context, FileRole, Input, MadeFile, Output, Task, TaskError, TaskInfo, preview, source};
use arrange::{Arranged, arrange};
use penstock_drawing::svg::{self, ReadOptions, WriteOptions};
use penstock_drawing::{Diagnostic, Severity};
use serde_json::Value;

const PLOT: &str = "plot.svg";
const BEFORE: &str = "before.preview";
const AFTER: &str = "after.preview";

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
        let folder = context.out_dir();
        let profile = params.profile();
        let stage = |name, share| Stage::new(context, name, share);

        let options = ReadOptions {
            draw_invisible: params.draw_invisible,
            default_pen_width_mm: params.default_pen_width_mm,
            ..ReadOptions::default()
        };
        let drawing = source::read(&inputs[0], &options, context, &stage("Reading the drawing", 0.0..0.4))?;
        let picturing = stage("Measuring the drawing as it is", 0.4..0.5);
        let before = preview::write(&drawing, profile, folder, BEFORE, &picturing)?;

        let ordering = stage("Joining and ordering paths", 0.5..0.85);
        let arranged = arrange(drawing, params, &mut ordering.goes_on()).map_err(|_| crate::Cancelled)?;
        diagnose(&arranged, context);

        let picturing = stage("Measuring the result", 0.85..0.93);
        let after = preview::write(&arranged.drawing, profile, folder, AFTER, &picturing)?;
        stage("Writing plot.svg", 0.93..1.0).at(0.0)?;
        let title = WriteOptions { title: Some(inputs[0].name.clone()), ..WriteOptions::default() };
        write_whole(folder, PLOT, |out| svg::write(&arranged.drawing, &title, out))?;

        let report = PlotReport::new(&arranged.drawing, &arranged, &before, &after);
        let plot = MadeFile {
            name: PLOT.to_owned(),
            role: FileRole::Result,
            media_type: "image/svg+xml".to_owned(),
        };
        Ok(Output { report, files: vec![plot, MadeFile::preview(BEFORE), MadeFile::preview(AFTER)] })
    }
}

fn diagnose(arranged: &Arranged, context: &dyn Context) {
    if let Some(step) = arranged.left_out {
        context.diagnose(Diagnostic {
            kind: "step-left-out".to_owned(),
            severity: Severity::Note,
            message: format!(
                "{step} was left out: it would have made the pen travel further than the file does"
            ),
            layer: None,
            element: None,
            x_mm: None,
            y_mm: None,
        });
    }
}
