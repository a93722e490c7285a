//! The model: what a drawing is, whatever file it came from.

mod path;
mod pen;

pub use path::{Path, Segment};
pub use pen::{Color, Pen};

/// The sheet, in millimetres. The origin is its top left corner, y grows downwards.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Page {
    /// Width in mm.
    pub width_mm: f64,
    /// Height in mm.
    pub height_mm: f64,
}

/// What one pen draws, in order.
#[derive(Clone, PartialEq, Debug)]
pub struct Layer {
    /// Its name to the letter, as in the source.
    pub name: String,
    /// What draws it.
    pub pen: Pen,
    /// Its paths in drawing order.
    pub paths: Vec<Path>,
}

/// Page and layers.
#[derive(Clone, PartialEq, Debug)]
pub struct Drawing {
    /// The sheet.
    pub page: Page,
    /// Bottom layer first, in document order.
    pub layers: Vec<Layer>,
}
