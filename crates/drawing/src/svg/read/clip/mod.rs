//! Clip paths and masks that cut lines and areas.
//!
//! A region is what a clip path or a mask lets through, with everything that clips the clip path itself. A
//! line is cut where it crosses an edge of the region, and each piece is kept if its middle is inside;
//! curves stay curves. A line that runs along an edge is kept, since half of its width would show. An area
//! that crosses an edge becomes the polygon that is left of it.

mod area;
mod cut;
mod grid;
mod polygons;
mod region;
mod shown;

pub(super) use area::{Area, clip_area};
pub(super) use cut::clip;
pub(super) use region::{Builder, Ink, Region};

/// How closely curves are followed to find where they cross an edge, in mm.
const TOLERANCE_MM: f64 = 0.01;
/// A point this close to an edge is on it: wider than the noise of 32-bit coordinates.
const BORDER_MM: f64 = 0.001;
