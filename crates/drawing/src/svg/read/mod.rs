//! Reads an SVG.

mod error;

pub use error::ReadError;

use crate::{Diagnostics, Drawing};

/// How to read.
#[derive(Clone, PartialEq, Debug)]
pub struct ReadOptions {
    /// Also draw the outline of shapes that have neither fill nor stroke.
    pub draw_invisible: bool,
    /// Width of the pen in mm where the source says nothing usable.
    pub default_pen_width_mm: f64,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { draw_invisible: false, default_pen_width_mm: 0.3 }
    }
}

/// Reads.
///
/// # Errors
/// When the source is no SVG.
pub fn read(
    _bytes: &[u8],
    _options: &ReadOptions,
    _diagnostics: &mut Diagnostics,
    _progress: &mut dyn FnMut(&str, Option<f64>) -> bool,
) -> Result<Drawing, ReadError> {
    Err(ReadError::invalid("The SVG reader is being written", 1, 1))
}
