//! What is cut: closed contours, and the tree of outlines, holes and islands that they make.
//!
//! A sheet cutter thinks in parts. One part is one outline with the holes in it; what lies inside a hole is a
//! part of its own. Contours are lines and arcs only: curves are fitted to them once, within a stated
//! tolerance, so that offsets, leads and programs keep true arcs.

mod chain;
mod conflict;
mod contour;
mod fault;
mod faults;
mod find;
mod fit;
mod measure;
mod network;
mod nodes;
mod plane;
mod repair;
mod round;
mod stroke;
mod survey;
#[cfg(test)]
mod tests;
mod tree;

pub use conflict::{Conflict, Whose, conflicts};
pub use contour::{Contour, NotClosed};
pub use fault::{Fault, FaultKind};
pub use find::{Found, Options, find};
pub use nodes::Gap;
pub use repair::{Repair, RepairStep};
pub use stroke::Stroke;
pub use survey::{Checks, Survey, survey};

use kurbo::{Point, Rect};
use penstock_drawing::Path;

/// One piece that falls out of the sheet.
#[derive(Clone, PartialEq, Debug)]
pub struct Part {
    /// What people call it: the name of its file or its place in the drawing, such as `bracket 2`.
    pub name: String,
    /// The outline. Its area is positive.
    pub outer: Contour,
    /// What is cut out of it, in document order. Their areas are negative.
    pub holes: Vec<Contour>,
    /// Open lines inside it that are cut or scribed as they stand, such as slits.
    pub slits: Vec<Path>,
}

impl Part {
    /// Outline and holes, the outline first.
    pub fn contours(&self) -> impl Iterator<Item = &Contour> {
        std::iter::once(&self.outer).chain(&self.holes)
    }

    /// Area of what is left in mm²: the outline less the holes.
    #[must_use]
    pub fn net_area_mm2(&self) -> f64 {
        self.contours().map(Contour::area_mm2).fold(0.0, std::ops::Add::add)
    }

    /// Length of all that is cut in mm, on the drawn line: outline, holes and slits.
    #[must_use]
    pub fn cut_length_mm(&self) -> f64 {
        let contours = self.contours().map(|contour| contour.path().length_mm());
        contours.chain(self.slits.iter().map(Path::length_mm)).fold(0.0, std::ops::Add::add)
    }

    /// How often the jet starts: once for each contour and slit.
    #[must_use]
    pub fn pierces(&self) -> usize {
        1 + self.holes.len() + self.slits.len()
    }

    /// The box around its outline in mm.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        self.outer.bounds()
    }

    /// A point is in the material of the part: inside the outline, and in no hole.
    #[must_use]
    pub fn contains(&self, point: Point) -> bool {
        self.outer.contains(point) && !self.holes.iter().any(|hole| hole.contains(point))
    }
}
