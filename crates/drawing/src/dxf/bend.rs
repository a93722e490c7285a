//! Paths under maps that need not keep circles round, and the cubics that stand for parts of circles.

use crate::{Path, Segment};
use kurbo::{Affine, Point};

/// Parts of a circle that become one cubic each: the sixteenth of a turn. A cubic is off by
/// `2/27·sin⁶(θ/4)/cos²(θ/4)` of the radius for a part of angle θ, here by less than 7e-8.
pub(super) const PART: f64 = std::f64::consts::PI / 8.0;

/// A map whose two stretches differ by less than this share keeps circles round.
const ROUND: f64 = 1e-9;

/// Number of parts for this angle in radians.
pub(super) fn parts(sweep: f64) -> usize {
    ((sweep.abs() / PART - 1e-9).ceil() as usize).clamp(1, 64)
}

/// The path under a map. Arcs stay arcs where circles stay round.
pub(super) fn under(path: &Path, map: Affine) -> Path {
    let turn = map.determinant().signum();
    let round = is_round(map);
    let mut segments = Vec::with_capacity(path.segments.len());
    for (from, segment) in path.pieces() {
        match *segment {
            Segment::Line { to } => segments.push(Segment::Line { to: map * to }),
            Segment::Cubic { c1, c2, to } => {
                segments.push(Segment::Cubic { c1: map * c1, c2: map * c2, to: map * to });
            }
            Segment::Arc { to, bulge } if round => {
                segments.push(Segment::Arc { to: map * to, bulge: bulge * turn });
            }
            Segment::Arc { bulge, .. } => {
                let count = parts(4.0 * bulge.atan());
                let share = |part: usize| part as f64 / count as f64;
                for part in 0..count {
                    let (start, piece) = segment.piece(from, share(part)..share(part + 1));
                    piece.as_cubics(start, &mut |c1, c2, to| {
                        segments.push(Segment::Cubic { c1: map * c1, c2: map * c2, to: map * to });
                    });
                }
            }
        }
    }
    Path { start: map * path.start, segments }
}

/// The map turns, mirrors, moves and scales alike in all directions.
pub(super) fn is_round(map: Affine) -> bool {
    let [a, b, c, d, ..] = map.as_coeffs();
    let size = a.hypot(b).max(c.hypot(d));
    let like = |x: f64, y: f64| (x - y).abs() <= ROUND * size;
    (like(a, d) && like(b, -c)) || (like(a, -d) && like(b, c))
}

/// No coordinate is beyond `farthest`.
pub(super) fn is_within(path: &Path, farthest: f64) -> bool {
    let near = |point: Point| point.x.abs() <= farthest && point.y.abs() <= farthest;
    near(path.start)
        && path.segments.iter().all(|segment| match *segment {
            Segment::Line { to } | Segment::Arc { to, .. } => near(to),
            Segment::Cubic { c1, c2, to } => near(c1) && near(c2) && near(to),
        })
}

/// From units of the file, y up, to the page in mm, y down, without moving the path to another place in
/// memory: `x·scale + dx`, `dy − y·scale`.
pub(super) fn to_page(path: &mut Path, scale: f64, dx: f64, dy: f64) {
    let place = |point: Point| Point::new(point.x * scale + dx, dy - point.y * scale);
    path.start = place(path.start);
    for segment in &mut path.segments {
        *segment = match *segment {
            Segment::Line { to } => Segment::Line { to: place(to) },
            Segment::Arc { to, bulge } => Segment::Arc { to: place(to), bulge: -bulge },
            Segment::Cubic { c1, c2, to } => Segment::Cubic { c1: place(c1), c2: place(c2), to: place(to) },
        };
    }
}
