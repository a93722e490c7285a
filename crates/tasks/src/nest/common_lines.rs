//! Straight edges of two parts that one cut could make.

use super::pictures::Laid;
use super::report::CommonLines;
use kurbo::{Point, Rect};
use penstock_drawing::Segment;
use penstock_toolpath::parts::Part;

/// Edges count as parallel and as close as the kerf within this, in mm.
const SLACK_MM: f64 = 0.02;
/// Shorter runs are not worth it.
const SHORTEST_MM: f64 = 5.0;

/// Finds parallel straight edges of different parts that are no further apart than the kerf.
pub(super) fn find(sheets: &[Laid<'_>], kerf_mm: f64) -> CommonLines {
    let reach = kerf_mm + SLACK_MM;
    let mut found = CommonLines::default();
    for laid in sheets {
        let mut edges: Vec<(usize, Point, Point, Rect)> = Vec::new();
        for (owner, (_, part)) in laid.parts.iter().enumerate() {
            edges.extend(lines(part).map(|(a, b)| (owner, a, b, Rect::from_points(a, b))));
        }
        edges.sort_by(|a, b| a.3.x0.total_cmp(&b.3.x0));
        for (nth, &(owner, a, b, bounds)) in edges.iter().enumerate() {
            for &(other, c, d, _) in edges[nth + 1..].iter().take_while(|edge| edge.3.x0 <= bounds.x1 + reach)
            {
                let shared = if other == owner { 0.0 } else { shared_mm((a, b), (c, d), reach) };
                if shared >= SHORTEST_MM {
                    found.pairs += 1;
                    found.saved_mm += shared;
                }
            }
        }
    }
    found
}

fn lines(part: &Part) -> impl Iterator<Item = (Point, Point)> + '_ {
    part.outer.path().pieces().filter_map(|(from, segment)| match *segment {
        Segment::Line { to } => Some((from, to)),
        _ => None,
    })
}

/// How long two edges run side by side within `reach`; outlines turn the same way, so neighbours run
/// against each other.
fn shared_mm((a, b): (Point, Point), (c, d): (Point, Point), reach: f64) -> f64 {
    let length = (b - a).hypot();
    if length < SHORTEST_MM || (d - c).dot(b - a) >= 0.0 {
        return 0.0;
    }
    let along = (b - a) / length;
    let off = |p: Point| along.cross(p - a).abs();
    // Both ends alike: parallel.
    if off(c) > reach || off(d) > reach || (along.cross(c - a) - along.cross(d - a)).abs() > SLACK_MM {
        return 0.0;
    }
    let (first, last) = (along.dot(d - a), along.dot(c - a));
    (last.min(length) - first.max(0.0)).max(0.0)
}
