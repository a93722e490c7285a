//! Reads the drawing that a task takes.

use crate::files::io_error;
use crate::sheet;
use crate::stage::Stage;
use crate::{Cancelled, Context, Input, TaskError};
use penstock_drawing::svg::{self, ReadError, ReadOptions};
use penstock_drawing::{Artwork, Diagnostic, Diagnostics, Drawing, Severity};
use std::fs;

/// A bigger file is refused before it is read: no drawing for a plotter is that big.
const LARGEST_FILE: u64 = 256 << 20;

/// Reads an SVG as lines and passes on what was found in it.
pub(crate) fn read(
    input: &Input,
    options: &ReadOptions,
    context: &dyn Context,
    stage: &Stage<'_>,
) -> Result<Drawing, TaskError> {
    let artwork = read_artwork(input, options, context, stage)?;
    artwork.about_outlines().into_iter().for_each(|note| context.diagnose(note));
    let drawing = artwork.into_outlines(options.default_pen_width_mm);
    look_over(&drawing, context);
    Ok(drawing)
}

/// Says when there is nothing to draw, and what lies beyond the sheet.
pub(crate) fn look_over(drawing: &Drawing, context: &dyn Context) {
    if drawing.path_count() == 0 {
        context.diagnose(nothing_to_draw());
    }
    sheet::overhangs(drawing).for_each(|overhang| context.diagnose(overhang));
}

/// Reads an SVG as what it shows and passes on what was found in it.
pub(crate) fn read_artwork(
    input: &Input,
    options: &ReadOptions,
    context: &dyn Context,
    stage: &Stage<'_>,
) -> Result<Artwork, TaskError> {
    stage.at(0.0)?;
    let failed = |source| io_error(format!("Reading {}", input.name), source);
    let size = fs::metadata(&input.path).map_err(failed)?.len();
    if size > LARGEST_FILE {
        return Err(TaskError::BadInput {
            message: format!("{} has {} MB", input.name, size >> 20),
            advice: Some(format!("Split the drawing; files may have {} MB", LARGEST_FILE >> 20)),
        });
    }
    let bytes = fs::read(&input.path).map_err(failed)?;
    let mut diagnostics = Diagnostics::default();
    // The reader does not know a fraction for every step; the bar never goes back.
    let mut done = 0.0f64;
    let mut progress = |doing: &str, fraction: Option<f64>| {
        done = fraction.map_or(done, |fraction| done.max(fraction));
        stage.at_doing(doing, done).is_ok()
    };
    let artwork = svg::read_artwork(&bytes, options, &mut diagnostics, &mut progress)
        .map_err(|error| refused(input, &error))?;
    for diagnostic in diagnostics.into_vec() {
        context.diagnose(diagnostic);
    }
    Ok(artwork)
}

fn refused(input: &Input, error: &ReadError) -> TaskError {
    match error {
        ReadError::Stopped => Cancelled.into(),
        error => TaskError::BadInput {
            message: format!("{}: {error}", input.name),
            advice: matches!(error, ReadError::Invalid { .. })
                .then(|| "Open the file in the program it comes from and save it as an SVG again".to_owned()),
        },
    }
}

fn nothing_to_draw() -> Diagnostic {
    Diagnostic {
        kind: "empty-drawing".to_owned(),
        severity: Severity::Warning,
        message: "There is nothing to draw: no line or shape with an outline was found".to_owned(),
        layer: None,
        element: None,
        x_mm: None,
        y_mm: None,
    }
}
