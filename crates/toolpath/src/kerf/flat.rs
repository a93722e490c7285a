//! The offset by straight edges, with the arcs put back.
//!
//! `i_overlay` moves the flattened contour and resolves every crossing on an integer grid. Each corner of
//! its result lies beside one piece of the contour, or around one of its corners; a run of corners that
//! belong to the same one becomes that piece's own offset: a straight line, or an arc about its centre.

use super::Lines;
use super::lines::Piece;
use crate::parts::Contour;
use crate::region::Region;
use kurbo::Point;
use penstock_drawing::{FillRule, Path, Segment};
use std::f64::consts::TAU;

/// How far edges stand off from arcs, in mm.
const FLAT_MM: f64 = 2e-4;
/// How far a corner of the moved edges may be off, in mm.
const REACH_MM: f64 = 0.05;
/// A piece that is nearest only at its end has its corner as the centre, within this, in mm.
const CORNER_MM: f64 = 1e-3;

/// What the edges follow.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Guide {
    Straight { from: Point, to: Point },
    Around(Point),
}

pub(super) fn offset(contour: &Contour, lines: &Lines, distance_mm: f64) -> Vec<Contour> {
    // Filled, a hole is an outline that shrinks.
    let outline = contour.area_mm2() > 0.0;
    let region = Region::new(std::slice::from_ref(contour.path()), FillRule::NonZero, FLAT_MM);
    let inset_mm = if outline { -distance_mm } else { distance_mm };
    let moved = region.inset(inset_mm);
    moved
        .paths()
        .filter_map(|ring| refit(&ring, lines, distance_mm.abs()))
        .filter_map(|path| Contour::new(path, contour.layer()).ok())
        // The region's outer rings go one way and its holes the other; either way the material of an
        // outline is inside of its outer ring, that of a hole outside.
        .map(|found| if outline == region_turns_positive(&moved) { found } else { found.reversed() })
        .collect()
}

/// Whether outer rings of a region have a positive area. The largest ring is an outer one.
fn region_turns_positive(region: &Region) -> bool {
    let areas = region.paths().filter_map(|ring| Contour::new(ring, 0).ok()).map(|ring| ring.area_mm2());
    areas.max_by(|a, b| a.abs().total_cmp(&b.abs())).is_none_or(|area| area > 0.0)
}

/// A ring of straight edges as lines and arcs at `distance_mm` from the guides.
fn refit(ring: &Path, lines: &Lines, distance_mm: f64) -> Option<Path> {
    let corners: Vec<(Point, Guide)> = ring
        .segments
        .iter()
        .filter_map(|edge| {
            let corner = edge.to();
            let (_, foot, piece) = lines.nearest(corner, distance_mm + REACH_MM)?;
            let away = corner - foot;
            let length = away.hypot();
            let snapped = if length > 0.0 { foot + away * (distance_mm / length) } else { corner };
            Some((snapped, guide(piece, foot)))
        })
        .collect();
    // Begin where one guide takes over from another, so that no run is cut in two.
    let first = (0..corners.len()).find(|&at| at > 0 && corners[at].1 != corners[at - 1].1).unwrap_or(0);
    let around = |at: usize| corners[(first + at) % corners.len()];
    if corners.len() < 3 {
        return None;
    }
    let mut path = Path { start: around(0).0, segments: Vec::new() };
    let mut at = 0;
    while at < corners.len() {
        let guide = around(at).1;
        let mut last = at;
        while last + 1 < corners.len() && around(last + 1).1 == guide {
            last += 1;
        }
        path.segments.extend(run((at..=last).map(|at| around(at).0), guide));
        // The edge to the next guide's first corner.
        path.segments.push(Segment::Line { to: around(last + 1).0 });
        at = last + 1;
    }
    if let Some(closing) = path.segments.last_mut() {
        *closing = Segment::Line { to: path.start };
    }
    Some(path)
}

fn guide(piece: &Piece, foot: Point) -> Guide {
    let to = piece.segment.to();
    for corner in [piece.from, to] {
        if (foot - corner).hypot() < CORNER_MM {
            return Guide::Around(corner);
        }
    }
    piece.circle().map_or(Guide::Straight { from: piece.from, to }, |(center, _)| Guide::Around(center))
}

/// The corners of one guide as lines and arcs; the first of them is where the path already is.
fn run(corners: impl Iterator<Item = Point>, guide: Guide) -> Vec<Segment> {
    let corners: Vec<Point> = corners.collect();
    let Some((&first, rest)) = corners.split_first() else { return Vec::new() };
    let Some(&last) = rest.last() else { return Vec::new() };
    let Guide::Around(center) = guide else { return vec![Segment::Line { to: last }] };
    let turned = |from: Point, to: Point| {
        let (before, after) = (from - center, to - center);
        before.cross(after).atan2(before.dot(after))
    };
    let steps = std::iter::once(&first).chain(rest).zip(rest).map(|(&from, &to)| turned(from, to));
    let sweep: f64 = steps.fold(0.0, std::ops::Add::add).clamp(-TAU, TAU);
    if sweep.abs() < 1e-9 {
        return vec![Segment::Line { to: last }];
    }
    // Two arcs where one would be more than half a circle.
    if sweep.abs() > std::f64::consts::PI && rest.len() > 1 {
        let middle = rest.len() / 2;
        let to_middle: f64 = std::iter::once(&first)
            .chain(&rest[..middle])
            .zip(&rest[..middle])
            .map(|(&from, &to)| turned(from, to))
            .fold(0.0, std::ops::Add::add);
        return vec![
            Segment::Arc { to: rest[middle - 1], bulge: (to_middle / 4.0).tan() },
            Segment::Arc { to: last, bulge: ((sweep - to_middle) / 4.0).tan() },
        ];
    }
    vec![Segment::Arc { to: last, bulge: (sweep / 4.0).tan() }]
}
