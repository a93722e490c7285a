//! Reads the picture that a task takes.

use crate::files::io_error;
use crate::stage::Stage;
use crate::{Context, Diagnostic, Input, TaskError};
use penstock_drawing::Severity;
use penstock_drawing::picture::{self, Limits, ReadError, SourcePicture};
use std::fs;

/// Endings of the pictures that can be read.
pub(crate) const ENDINGS: &[&str] = &["png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff"];

/// A bigger file is refused before it is read.
const LARGEST_FILE: u64 = 256 << 20;

/// Reads a picture; of several in one file the first, which is said.
///
/// # Errors
/// Bad input for anything else, for a damaged file and for one with too many pixels, which is known from its
/// header.
pub(crate) fn read(
    input: &Input,
    context: &dyn Context,
    stage: &Stage<'_>,
) -> Result<SourcePicture, TaskError> {
    stage.at(0.0)?;
    let failed = |source| io_error(format!("Reading {}", input.name), source);
    let size = fs::metadata(&input.path).map_err(failed)?.len();
    if size > LARGEST_FILE {
        return Err(TaskError::BadInput {
            message: format!("{} has {} MB", input.name, size >> 20),
            advice: Some(format!("Pictures may have {} MB", LARGEST_FILE >> 20)),
        });
    }
    let bytes = fs::read(&input.path).map_err(failed)?;
    let source = picture::read(&bytes, Limits::default()).map_err(|error| TaskError::BadInput {
        message: format!("{}: {error}", input.name),
        advice: match error {
            ReadError::Unknown(file) => Some(file.advice.to_owned()),
            ReadError::Unsupported(_) => Some("Open it in a picture viewer and save it as PNG".to_owned()),
            ReadError::TooLarge { .. } => Some("Make the picture smaller and try again".to_owned()),
            ReadError::Damaged(_) => {
                Some("Copy the file again, or open it in a picture viewer and save it as PNG".to_owned())
            }
        },
    })?;
    if source.has_more {
        context.diagnose(Diagnostic {
            kind: "first-picture".to_owned(),
            severity: Severity::Warning,
            message: format!("{} holds more than one picture: the first is taken", input.name),
            layer: None,
            element: None,
            x_mm: None,
            y_mm: None,
        });
    }
    Ok(source)
}
