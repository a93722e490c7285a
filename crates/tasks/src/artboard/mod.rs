//! Puts a drawing on a sheet of paper with a title, a subtitle, a legend and a border, in one of three
//! styles that Drawscape renders: a blueprint, an airport's sign, and a plain sheet.

mod layout;
mod params;
mod report;

pub use params::ArtboardParams;
pub use report::ArtboardReport;

use crate::files::write_whole;
use crate::stage::Stage;
use crate::{Context, FileRole, Input, MadeFile, Output, Task, TaskError, TaskInfo, preview, source};
use penstock_drawing::svg::{self, ReadOptions, WriteOptions};
use penstock_toolpath::stats::travel_mm;
use penstock_toolpath::time::Profile;
use serde_json::Value;

const ARTBOARD: &str = "artboard.svg";
const AFTER: &str = "after.preview";

/// The task `artboard`.
pub struct MakeArtboard;

impl Task for MakeArtboard {
    type Params = ArtboardParams;
    type Report = ArtboardReport;

    fn info() -> TaskInfo {
        TaskInfo {
            name: "artboard",
            version: 1,
            title: "Artboard",
            summary: "Puts a drawing on paper with a title, a legend and a border",
            queue: "svg-generation",
            timeout_s: 300,
            accepts: &["svg", "svgz"],
            inputs: (1, 1),
            rerun_after_crash: true,
            schema: Value::Null,
            report_schema: Value::Null,
        }
    }

    fn run(
        params: &ArtboardParams,
        inputs: &[Input],
        context: &dyn Context,
    ) -> Result<Output<ArtboardReport>, TaskError> {
        let reading = Stage::new(context, "Reading the drawing", 0.0..0.6);
        let options = ReadOptions { default_pen_width_mm: params.pen_width_mm, ..ReadOptions::default() };
        // What lies beyond the drawing's own sheet is no matter here: it gets another one.
        let artwork = source::read_artwork(&inputs[0], &options, context, &reading)?;
        artwork.about_outlines().into_iter().for_each(|note| context.diagnose(note));
        let drawing = artwork.into_outlines(options.default_pen_width_mm);
        let board = layout::laid_out(params, &drawing)?;
        source::look_over(&board.drawing, context);
        board.diagnostics.into_iter().for_each(|diagnostic| context.diagnose(diagnostic));
        let picturing = Stage::new(context, "Measuring the result", 0.6..0.9);
        preview::write(&board.drawing, &[], Profile::AXIDRAW, context.out_dir(), AFTER, &picturing)?;
        Stage::new(context, "Writing artboard.svg", 0.9..1.0).at(0.0)?;
        let recipe = serde_json::to_string(params).map_err(|source| TaskError::Io {
            what: "Writing the parameters".to_owned(),
            source: source.into(),
        })?;
        let options = WriteOptions {
            title: Some(if params.title.is_empty() { inputs[0].name.clone() } else { params.title.clone() }),
            description: Some(format!("penstock artboard {recipe}")),
        };
        write_whole(context.out_dir(), ARTBOARD, |out| svg::write(&board.drawing, &options, out))?;
        let file = MadeFile {
            name: ARTBOARD.to_owned(),
            role: FileRole::Result,
            media_type: "image/svg+xml".to_owned(),
        };
        let report = ArtboardReport {
            width_mm: board.drawing.page.width_mm,
            height_mm: board.drawing.page.height_mm,
            scale: board.scale,
            paper_color: params.paper().to_string(),
            paths: board.drawing.path_count() as u64,
            draw_mm: board.drawing.draw_mm(),
            travel_mm: travel_mm(&board.drawing),
            params: params.clone(),
        };
        Ok(Output { report, files: vec![file, MadeFile::preview(AFTER)] })
    }
}
