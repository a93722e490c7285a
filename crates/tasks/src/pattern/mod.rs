//! Makes a drawing where there is no file yet: a catalogue of patterns, each one file beside this one.
//!
//! A kind is a struct of parameters that draws strokes onto a [`Ground`]. Page, margin, seed and pens are
//! common to all and handled here. The same parameters give the same bytes; they stand in the SVG's
//! `<desc>`, so that a drawing can be made again. Image styles draw a picture; without one they draw the one
//! that is built in, so that every kind shows what it does.

mod deal;
mod dots;
mod ground;
mod isolines;
mod kinds;
mod noise;
mod params;
mod random;
mod report;
mod sample;
mod strokes;
mod tones;
mod tour;

mod backlash;
mod circle_packing;
mod contours;
mod dragon;
mod flow_field;
mod gosper;
mod grid;
mod guilloche;
mod halftone;
mod harmonograph;
mod hatched;
mod hex_grid;
mod hilbert;
mod image_spiral;
mod lsystem;
mod maze;
mod moire;
mod peano;
mod pen_ladder;
mod phyllotaxis;
mod polygon_spiral;
mod reaction_diffusion;
mod registration;
mod ridges;
mod schotter;
mod spiral;
mod squareness;
mod squiggle;
mod stipple;
mod superformula;
mod truchet;
mod tsp;
mod turtle;
mod voronoi;

pub use params::PatternParams;
pub(crate) use random::Random;
pub use report::PatternReport;

use crate::files::write_whole;
use crate::stage::Stage;
use crate::{Context, FileRole, Input, MadeFile, Output, Task, TaskError, TaskInfo, picture_file, preview};
use ground::Ground;
use penstock_drawing::picture::Grey;
use penstock_drawing::svg::{self, WriteOptions};
use penstock_drawing::{Drawing, Page};
use penstock_toolpath::time::Profile;
use serde_json::Value;
use strokes::Strokes;

const PATTERN: &str = "pattern.svg";
const AFTER: &str = "after.preview";

/// The task `pattern`.
pub struct MakePattern;

impl Task for MakePattern {
    type Params = PatternParams;
    type Report = PatternReport;

    fn info() -> TaskInfo {
        TaskInfo {
            name: "pattern",
            version: 1,
            title: "Pattern",
            summary: "Makes a drawing from a catalogue of patterns, image styles and calibration sheets",
            queue: "svg-generation",
            timeout_s: 300,
            accepts: picture_file::ENDINGS,
            inputs: (0, 1),
            rerun_after_crash: true,
            schema: Value::Null,
            report_schema: Value::Null,
        }
    }

    fn run(
        params: &PatternParams,
        inputs: &[Input],
        context: &dyn Context,
    ) -> Result<Output<PatternReport>, TaskError> {
        let folder = context.out_dir();
        let reading = Stage::new(context, "Reading the picture", 0.0..0.1);
        let picture = picture(params, inputs, context, &reading)?;
        let drawing = draw(params, picture.as_ref(), &Stage::new(context, "Drawing the pattern", 0.1..0.7))?;
        let picturing = Stage::new(context, "Measuring the result", 0.7..0.9);
        preview::write(&drawing, &[], Profile::AXIDRAW, folder, AFTER, &picturing)?;
        Stage::new(context, "Writing pattern.svg", 0.9..1.0).at(0.0)?;
        let options = WriteOptions {
            title: Some(params.pattern.title().to_owned()),
            description: Some(recipe(params)?),
        };
        write_whole(folder, PATTERN, |out| svg::write(&drawing, &options, out))?;
        let pattern = MadeFile {
            name: PATTERN.to_owned(),
            role: FileRole::Result,
            media_type: "image/svg+xml".to_owned(),
        };
        let report = PatternReport::new(params, &drawing);
        Ok(Output { report, files: vec![pattern, MadeFile::preview(AFTER)] })
    }
}

/// The picture that the kind draws, if one is given.
fn picture(
    params: &PatternParams,
    inputs: &[Input],
    context: &dyn Context,
    stage: &Stage<'_>,
) -> Result<Option<Grey>, TaskError> {
    let Some(input) = inputs.first() else { return Ok(None) };
    if !params.pattern.takes_picture() {
        return Err(TaskError::BadInput {
            message: format!("{} takes no picture", params.pattern.title()),
            advice: Some(format!("Leave {} out, or choose one of the image styles", input.name)),
        });
    }
    Ok(Some(picture_file::read(input, context, stage)?.grey))
}

/// The pattern on its page, a layer for each pen.
///
/// # Errors
/// [`crate::Cancelled`] when the task should stop; bad input when the margins leave no room.
fn draw(params: &PatternParams, picture: Option<&Grey>, stage: &Stage<'_>) -> Result<Drawing, TaskError> {
    let page = Page { width_mm: params.width_mm, height_mm: params.height_mm };
    let margin_mm = params.margin_mm.unwrap_or_else(|| params.pattern.margin_mm());
    let mut ground = Ground::new(page, margin_mm, params.seed, params.pen_width_mm, picture, stage)?;
    let mut strokes = Strokes::default();
    params.pattern.draw(&mut ground, &mut strokes)?;
    let layers = deal::into_layers(strokes, params.pens, params.pen_width_mm);
    Ok(Drawing { page, layers })
}

/// What to type to make it again.
fn recipe(params: &PatternParams) -> Result<String, TaskError> {
    let params = serde_json::to_string(params).map_err(|source| TaskError::Io {
        what: "Writing the parameters".to_owned(),
        source: source.into(),
    })?;
    Ok(format!("penstock pattern {params}"))
}
