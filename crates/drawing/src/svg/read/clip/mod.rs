//! Clip paths that cut lines.
//!
//! A region is what a clip path lets through, with everything that clips the clip path itself. A path is
//! cut where it crosses an edge of the region, and each piece is kept if its middle is inside; curves
//! stay curves. A line that runs along an edge is kept, since half of its width would show.

mod cut;
mod grid;
mod region;

pub(super) use cut::clip;
pub(super) use region::{Builder, Region};

/// How closely curves are followed to find where they cross an edge, in mm.
const TOLERANCE_MM: f64 = 0.01;
/// A point this close to an edge is on it: wider than the noise of 32-bit coordinates.
const BORDER_MM: f64 = 0.001;
