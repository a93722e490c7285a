//! The middle lines of strokes, for pens: where somebody drew a line, one line, not its two edges.
//!
//! The ink is thinned, the pixels become a graph of edges between ends and junctions, short spurs that only
//! say how rough or how wide a stroke was go, junctions that the width of the strokes pulled apart are one
//! again, lines near junctions, corners and ends are carried on from where they are sure, and edges that go
//! straight on through a junction become one stroke.

mod graph;
mod joints;
mod strokes;

use super::distance::to_paper;
use super::thin::Ink;
use super::{Grey, TraceError};
use kurbo::Point;

/// The middle of one stroke.
#[derive(Clone, PartialEq, Debug)]
pub struct Chain {
    /// Its points in pixels, about one for each pixel of its length, smoothed.
    pub points: Vec<Point>,
    /// Its last point is joined to its first.
    pub is_closed: bool,
    /// Mean width of the ink around it, in pixels.
    pub width_px: f64,
}

/// The middle lines of everything that is darker than `threshold` (lightness from 0 to 1). A blot without
/// any length is a chain of one point.
///
/// # Errors
/// [`TraceError::Stopped`] when `goes_on`, which hears how much is done from 0 to 1, says no.
pub fn center_lines(
    grey: &Grey,
    threshold: f64,
    goes_on: &mut dyn FnMut(f64) -> bool,
) -> Result<Vec<Chain>, TraceError> {
    let mut ink = Ink::new(grey, threshold);
    let widths = to_paper(&ink);
    if !goes_on(0.2) {
        return Err(TraceError::Stopped);
    }
    ink.thin(&mut |done| goes_on(0.2 + 0.5 * done))?;
    let mut graph = graph::Graph::new(&ink, &widths);
    if !goes_on(0.8) {
        return Err(TraceError::Stopped);
    }
    graph.prune();
    graph.draw_together();
    Ok(strokes::strokes(graph))
}

#[cfg(test)]
mod tests;
