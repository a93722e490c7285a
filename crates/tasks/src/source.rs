//! Reads the drawing that a task takes.

use crate::files::io_error;
use crate::sheet;
use crate::stage::Stage;
use crate::{Cancelled, Context, Input, TaskError};
use penstock_drawing::svg::{self, ReadError, ReadOptions};
use penstock_drawing::{Diagnostic, Diagnostics, Drawing, Severity};
use std::fs;

/// A bigger file is refused before it is read: no drawing for a plotter is that big.
const LARGEST_FILE: u64 = 256 << 20;

/// Reads an SVG and passes on what was found in it. A drawing without any path gets a diagnostic.
pub(crate) fn read(
    input: &Input,
    options: &ReadOptions,
    context: &dyn Context,
    stage: &Stage<'_>,
) -> Result<Drawing, TaskError> {
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
    let drawing = svg::read(&bytes, options, &mut diagnostics, &mut progress)
        .map_err(|error| refused(input, &error))?;
    for diagnostic in diagnostics.into_vec() {
        context.diagnose(diagnostic);
    }
    if drawing.path_count() == 0 {
        context.diagnose(nothing_to_draw());
    }
    for overhang in sheet::overhangs(&drawing) {
        context.diagnose(overhang);
    }
    Ok(drawing)
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
