//! What one pen draws.

use super::{Path, Pen};
use kurbo::Rect;

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

impl Layer {
    /// How far the tool moves while it is down, in mm.
    #[must_use]
    pub fn draw_mm(&self) -> f64 {
        self.paths.iter().map(Path::length_mm).fold(0.0, std::ops::Add::add)
    }

    /// The smallest box around all its lines in mm, without the width of the pen; None when it is empty.
    #[must_use]
    pub fn bounds(&self) -> Option<Rect> {
        self.paths.iter().filter_map(Path::bounds).reduce(|all, one| all.union(one))
    }
}
