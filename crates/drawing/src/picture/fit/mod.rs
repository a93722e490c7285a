//! Lines, arcs and circles through chains of points, within a tolerance.
//!
//! A chain that is a circle as a whole becomes one. Any other is cut at some of its points so that each
//! span is within the tolerance of one line or arc, found by least squares; of all ways to cut it, dynamic
//! programming takes the one with the fewest and closest pieces. Then each joint moves to where its two
//! pieces meet, so that corners are as sharp as they were meant, whatever pixels made of them.

mod circle;
mod emit;
mod knots;
mod shape;
mod spans;

use crate::{Path, Segment};
use kurbo::{Point, Vec2};
use shape::Shape;
use spans::Span;

/// A corner that turns by less is none: where a ring begins there is better moved elsewhere.
const CORNER_DEG: f64 = 35.0;

/// Share of the tolerance that pieces may use up, so that some is left for moving their joints.
const FOR_PIECES: f64 = 0.8;

/// A path through a chain of points, in the same units.
#[derive(Clone, PartialEq, Debug)]
pub struct Fitted {
    /// Lines and arcs. A circle is two half arcs that begin on its right.
    pub path: Path,
    /// The largest distance of a point of the chain from the path, what pixels round off at corners (half a
    /// unit) left out.
    pub worst: f64,
    /// It is one circle.
    pub is_circle: bool,
}

/// Fits a closed chain, whose last point is joined to its first. A chain of fewer than three points is taken
/// as it is.
#[must_use]
pub fn ring(points: &[Point], tolerance: f64) -> Fitted {
    if points.len() < 3 {
        return as_it_is(points);
    }
    if let Some((center, radius, worst)) = circle::around(points, tolerance) {
        return Fitted { path: whole_circle(center, radius), worst, is_circle: true };
    }
    let knots = knots::of_ring(points, tolerance / 2.0);
    let (sharpest, turn_deg) = sharpest(points, &knots);
    let mut chain = begin_at(points, &knots, sharpest);
    let mut best = spans::best(&chain.0, &chain.1, FOR_PIECES * tolerance);
    if turn_deg < CORNER_DEG && best.spans.len() > 1 {
        // No corner to begin at: a joint found on the other side is a better place than any.
        let half = best.spans[best.spans.len() / 2 - 1].to;
        let start = (half + sharpest) % points.len();
        let again = begin_at(points, &knots, start);
        let other = spans::best(&again.0, &again.1, FOR_PIECES * tolerance);
        if other.cost < best.cost {
            (chain, best) = (again, other);
        }
    }
    emit::path(&chain.0, &chain.1, &best.spans, true, tolerance)
}

/// Fits an open chain from its first point to its last. A chain of fewer than three points is taken as it is.
#[must_use]
pub fn strand(points: &[Point], tolerance: f64) -> Fitted {
    if points.len() < 3 {
        return as_it_is(points);
    }
    let knots = knots::of_strand(points, tolerance / 2.0);
    let best = spans::best(points, &knots, FOR_PIECES * tolerance);
    emit::path(points, &knots, &best.spans, false, tolerance)
}

fn as_it_is(points: &[Point]) -> Fitted {
    let start = points.first().copied().unwrap_or_default();
    let segments = points.iter().skip(1).map(|&to| Segment::Line { to }).collect();
    Fitted { path: Path { start, segments }, worst: 0.0, is_circle: false }
}

fn whole_circle(center: Point, radius: f64) -> Path {
    let across = Vec2::new(radius, 0.0);
    let half = |to| Segment::Arc { to, bulge: 1.0 };
    Path { start: center + across, segments: vec![half(center - across), half(center + across)] }
}

/// The knot where the ring turns most, seen over a few points to either side, and by how many degrees.
fn sharpest(points: &[Point], knots: &[usize]) -> (usize, f64) {
    let count = points.len();
    let reach = (count / 8).clamp(1, 5);
    let turn = |&knot: &usize| {
        let (before, after) = ((knot + count - reach) % count, (knot + reach) % count);
        let (into, out) = (points[knot] - points[before], points[after] - points[knot]);
        into.cross(out).atan2(into.dot(out)).abs().to_degrees()
    };
    let turns = knots.iter().map(|knot| (*knot, turn(knot)));
    turns.max_by(|one, other| one.1.total_cmp(&other.1)).unwrap_or((0, 0.0))
}

/// The ring as an open chain that begins and ends at one of its points, with its knots.
fn begin_at(points: &[Point], knots: &[usize], start: usize) -> (Vec<Point>, Vec<usize>) {
    let count = points.len();
    let chain: Vec<Point> = (0..=count).map(|n| points[(start + n) % count]).collect();
    let mut moved: Vec<usize> = knots.iter().map(|knot| (knot + count - start) % count).collect();
    moved.extend([0, count]);
    moved.sort_unstable();
    moved.dedup();
    (chain, moved)
}

#[cfg(test)]
mod tests;
