//! The area that two parts share.

use crate::parts::{Contour, Part};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::float::overlay::FloatOverlay;
use kurbo::{Point, Vec2};
use penstock_drawing::Segment;

/// Followed by edges within this share of the part's size.
const FINE: f64 = 1e-9;
const MOST_EDGES: f64 = 20_000.0;

/// The area that both cover, in mm², arcs followed within a billionth of their size or 20,000 edges.
pub(super) fn area_mm2(a: &Part, b: &Part) -> f64 {
    let mut overlay = FloatOverlay::<[f64; 2], i64>::from_subj_and_clip(&rings(a), &rings(b));
    let shared = overlay.overlay(OverlayRule::Intersect, FillRule::NonZero);
    let areas = shared.iter().flatten().map(|ring| {
        let next = ring.iter().cycle().skip(1);
        ring.iter()
            .zip(next)
            .map(|(p, q)| {
                (p[0] - ring[0][0]) * (q[1] - ring[0][1]) - (q[0] - ring[0][0]) * (p[1] - ring[0][1])
            })
            .sum::<f64>()
            / 2.0
    });
    areas.sum::<f64>().abs()
}

fn rings(part: &Part) -> Vec<Vec<[f64; 2]>> {
    part.contours().map(ring).collect()
}

fn ring(contour: &Contour) -> Vec<[f64; 2]> {
    let mut points = Vec::new();
    for (from, segment) in contour.path().pieces() {
        let pieces = match *segment {
            Segment::Arc { bulge, .. } => {
                (4.0 * bulge.atan().abs() / (8.0 * FINE).sqrt()).ceil().clamp(1.0, MOST_EDGES) as usize
            }
            _ => 1,
        };
        points.extend((0..pieces).map(|at| on(from, segment, at as f64 / pieces as f64)).map(|p| [p.x, p.y]));
    }
    points
}

/// The point at this share of the way along a line or an arc.
pub(super) fn on(from: Point, segment: &Segment, share: f64) -> Point {
    match *segment {
        Segment::Arc { to, bulge } if bulge.abs() > 1e-12 && share > 0.0 => {
            let chord = to - from;
            let center =
                from.midpoint(to) + Vec2::new(-chord.y, chord.x) * ((1.0 - bulge * bulge) / (4.0 * bulge));
            let (sin, cos) = (4.0 * bulge.atan() * share).sin_cos();
            let spoke = from - center;
            center + Vec2::new(cos * spoke.x - sin * spoke.y, sin * spoke.x + cos * spoke.y)
        }
        _ => from.lerp(segment.to(), share),
    }
}

/// A point beside the middle of the contour's longest piece, on its inner side for an outline.
pub(super) fn point_beside(contour: &Contour) -> Point {
    let longest =
        contour.path().pieces().max_by(|(a, s), (b, t)| s.length_mm(*a).total_cmp(&t.length_mm(*b)));
    let Some((from, segment)) = longest else { return contour.path().start };
    let (before, middle, after) = (on(from, segment, 0.49), on(from, segment, 0.5), on(from, segment, 0.51));
    let along = after - before;
    // The material of an outline lies to the left, and a defect's own inside too.
    let left = Vec2::new(-along.y, along.x) * contour.area_mm2().signum();
    // A sliver may be thinner than any fixed step.
    let mut step = 1.0;
    for _ in 0..40 {
        let point = middle + left * step;
        if contour.contains(point) {
            return point;
        }
        step *= 0.5;
    }
    middle
}
