//! Where to cut a chain, and what each span of it is: the fewest and closest pieces, by dynamic programming
//! over the knots.

use super::shape::Shape;
use kurbo::Point;

/// An arc is worth one piece and a bit: two lines are better than two arcs that do the same.
const ARC_COST: f64 = 1.3;
const LINE_COST: f64 = 1.0;
/// Weight of the squares of the distances, in tolerances, of one point: neighbours share most of theirs.
const ERROR_WEIGHT: f64 = 0.1;
/// So many knots further back that nothing fits: nothing will.
const PATIENCE: u32 = 4;
/// Points next to a joint that pixels may have rounded off.
pub(super) const ROUNDED: usize = 2;

/// One piece: the points from `from` to `to`, both included, and what they lie on. None where nothing fits,
/// which only a piece between two neighbouring knots can be: it is a line between its ends.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Span {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) shape: Option<Shape>,
}

/// A way to cut a chain.
pub(super) struct Cut {
    pub(super) spans: Vec<Span>,
    pub(super) cost: f64,
}

/// The best way to cut the chain at some of the knots, the first and last among them.
pub(super) fn best(points: &[Point], knots: &[usize], tolerance: f64) -> Cut {
    // For each knot: what the best way there costs, and its last span.
    let mut ways: Vec<(f64, Option<(usize, Span)>)> = vec![(0.0, None)];
    for (last, &to) in knots.iter().enumerate().skip(1) {
        let mut way = (f64::INFINITY, None);
        let mut misses = 0;
        for first in (0..last).rev() {
            let from = knots[first];
            let before = ways[first].0;
            let found = piece(&points[from..=to], tolerance);
            match found {
                Some((cost, shape)) => {
                    misses = 0;
                    if before + cost < way.0 {
                        way = (before + cost, Some((first, Span { from, to, shape: Some(shape) })));
                    }
                }
                None if first + 1 == last => {
                    // Neighbouring knots are within half the tolerance of a line: never worse than this.
                    way = (before + LINE_COST + 1.0, Some((first, Span { from, to, shape: None })));
                }
                None => misses += 1,
            }
            if misses > PATIENCE {
                break;
            }
        }
        ways.push(way);
    }
    let cost = ways.last().map_or(0.0, |way| way.0);
    let mut spans = Vec::new();
    let mut at = ways.len() - 1;
    while let Some((first, span)) = ways[at].1 {
        spans.push(span);
        at = first;
    }
    spans.reverse();
    Cut { spans, cost }
}

/// The cheapest shape that these points are within the tolerance of.
pub(super) fn piece(points: &[Point], tolerance: f64) -> Option<(f64, Shape)> {
    // Ends are left out where enough is left to tell what it is.
    let trim = if points.len() > 10 * ROUNDED { ROUNDED } else { usize::from(points.len() > 4) };
    let inner = &points[trim..points.len() - trim];
    let line =
        Shape::line(inner).and_then(|shape| Some((LINE_COST + error(&shape, inner, tolerance)?, shape)));
    // A line that fits well needs no arc.
    if let Some((cost, _)) = line
        && cost < ARC_COST
    {
        return line;
    }
    let arc = Shape::arc(inner).filter(|shape| is_bent(shape, inner, tolerance));
    let arc = arc.and_then(|shape| Some((ARC_COST + error(&shape, inner, tolerance)?, shape)));
    [line, arc].into_iter().flatten().min_by(|one, other| one.0.total_cmp(&other.0))
}

/// It is bent enough to be told from a line, and no smaller than what pixels round off.
fn is_bent(shape: &Shape, points: &[Point], tolerance: f64) -> bool {
    let Shape::Arc { radius, .. } = *shape else { return false };
    let chord = points[0].distance(points[points.len() - 1]);
    let sagitta = chord * chord / (8.0 * radius);
    points.len() > 4 && radius > 2.0 * tolerance && (sagitta > tolerance / 2.0 || chord < radius)
}

/// The cost of the distances; None when one is more than the tolerance.
fn error(shape: &Shape, points: &[Point], tolerance: f64) -> Option<f64> {
    let mut squares = 0.0;
    for &point in points {
        let distance = shape.distance(point) / tolerance;
        if distance > 1.0 {
            return None;
        }
        squares += distance * distance;
    }
    Some(ERROR_WEIGHT * squares)
}
