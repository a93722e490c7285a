//! The model: what a drawing is, whatever file it came from.

mod arc;
mod flatten;
mod layer;
mod path;
mod pen;
mod segment;
mod setup;
#[cfg(test)]
mod tests;
mod transform;

pub(crate) use flatten::flatten_segment;
pub use layer::Layer;
pub use path::Path;
pub use pen::{Color, Pen};
pub use segment::Segment;
pub use setup::LayerSetup;

use kurbo::Rect;

/// The sheet, in millimetres. The origin is its top left corner, y grows downwards.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Page {
    /// Width in mm.
    pub width_mm: f64,
    /// Height in mm.
    pub height_mm: f64,
}

/// Page and layers.
#[derive(Clone, PartialEq, Debug)]
pub struct Drawing {
    /// The sheet.
    pub page: Page,
    /// Bottom layer first, in document order.
    pub layers: Vec<Layer>,
}

impl Drawing {
    /// The smallest box around all lines in mm, without the width of the pens; None when nothing is drawn.
    #[must_use]
    pub fn bounds(&self) -> Option<Rect> {
        self.layers.iter().filter_map(Layer::bounds).reduce(|all, one| all.union(one))
    }

    /// Paths of all layers.
    #[must_use]
    pub fn path_count(&self) -> usize {
        self.layers.iter().map(|layer| layer.paths.len()).sum()
    }

    /// How far the tool moves while it is down, in mm.
    #[must_use]
    pub fn draw_mm(&self) -> f64 {
        self.layers.iter().map(Layer::draw_mm).fold(0.0, std::ops::Add::add)
    }
}
