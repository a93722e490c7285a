//! From usvg's paths to ours: points to millimetres, curves that are parts of circles back to arcs.

use crate::{Path, Segment};
use kurbo::{Affine, CubicBez, Line, PathSeg, Point, QuadBez, Vec2};
use usvg::tiny_skia_path::{self, PathSegment};

/// A run of the pen in the coordinates of its element.
#[derive(Clone, Debug)]
pub(super) struct Subpath {
    pub(super) start: Point,
    pub(super) segments: Vec<PathSeg>,
    pub(super) is_closed: bool,
}

/// Splits a path at its moves. Pieces without length are dropped; a subpath that has none left is kept,
/// as a dot.
pub(super) fn subpaths(path: &tiny_skia_path::Path) -> Vec<Subpath> {
    let mut all: Vec<Subpath> = Vec::new();
    let mut at = Point::ORIGIN;
    for segment in path.segments() {
        let piece = match segment {
            PathSegment::MoveTo(to) => {
                at = point(to);
                all.push(Subpath { start: at, segments: Vec::new(), is_closed: false });
                continue;
            }
            PathSegment::LineTo(to) => PathSeg::Line(Line::new(at, point(to))),
            PathSegment::QuadTo(c, to) => PathSeg::Quad(QuadBez::new(at, point(c), point(to))),
            PathSegment::CubicTo(c1, c2, to) => {
                PathSeg::Cubic(CubicBez::new(at, point(c1), point(c2), point(to)))
            }
            PathSegment::Close => {
                let Some(subpath) = all.last_mut() else { continue };
                subpath.is_closed = true;
                if at != subpath.start {
                    subpath.segments.push(PathSeg::Line(Line::new(at, subpath.start)));
                }
                at = subpath.start;
                continue;
            }
        };
        let moves = match piece {
            PathSeg::Line(it) => it.p0 != it.p1,
            PathSeg::Quad(it) => it.p0 != it.p1 || it.p0 != it.p2,
            PathSeg::Cubic(it) => it.p0 != it.p1 || it.p0 != it.p2 || it.p0 != it.p3,
        };
        if let (true, Some(subpath)) = (moves, all.last_mut()) {
            at = end(&piece);
            subpath.segments.push(piece);
        }
    }
    all
}

fn point(point: tiny_skia_path::Point) -> Point {
    Point::new(f64::from(point.x), f64::from(point.y))
}

fn end(segment: &PathSeg) -> Point {
    match segment {
        PathSeg::Line(it) => it.p1,
        PathSeg::Quad(it) => it.p2,
        PathSeg::Cubic(it) => it.p3,
    }
}

/// A usvg transform with the digits of ours.
pub(super) fn affine(transform: tiny_skia_path::Transform) -> Affine {
    let t = transform;
    Affine::new([t.sx, t.ky, t.kx, t.sy, t.tx, t.ty].map(f64::from))
}

/// The subpath on the page.
pub(super) fn to_path(subpath: &Subpath, to_mm: Affine) -> Path {
    let start = to_mm * subpath.start;
    let (mut from, mut before) = (start, start);
    let mut segments: Vec<Segment> = Vec::with_capacity(subpath.segments.len());
    for piece in &subpath.segments {
        let segment = match piece {
            PathSeg::Line(it) => Segment::Line { to: to_mm * it.p1 },
            PathSeg::Quad(it) => {
                let cubic = it.raise();
                Segment::Cubic { c1: to_mm * cubic.p1, c2: to_mm * cubic.p2, to: to_mm * cubic.p3 }
            }
            PathSeg::Cubic(it) => {
                let (c1, c2, to) = (to_mm * it.p1, to_mm * it.p2, to_mm * it.p3);
                as_arc(from, c1, c2, to).unwrap_or(Segment::Cubic { c1, c2, to })
            }
        };
        match (segments.last_mut(), segment) {
            (Some(last), Segment::Arc { to, bulge }) if continues(before, last, to, bulge) => {
                if let Segment::Arc { to: end, bulge: whole } = last {
                    (*end, *whole) = (to, ((whole.atan() + bulge.atan()).tan()).clamp(-1.0, 1.0));
                }
            }
            _ => {
                before = from;
                segments.push(segment);
            }
        }
        from = segment.to();
    }
    segments.shrink_to_fit();
    Path { start, segments }
}

/// An arc goes on with the circle of the one before, which starts at `before`, and both together are at
/// most half of it. Angles of bulges add up as `4·atan(b)`.
fn continues(before: Point, last: &Segment, to: Point, bulge: f64) -> bool {
    let Segment::Arc { to: meet, bulge: first } = *last else { return false };
    let sum = first.atan() + bulge.atan();
    if first * bulge <= 0.0 || sum.abs() > std::f64::consts::FRAC_PI_4 + 1e-6 {
        return false;
    }
    let (one, other) = (circle(before, meet, first), circle(meet, to, bulge));
    let tolerance = 1e-4 + one.1 * 1e-5;
    (one.0 - other.0).hypot() < tolerance && (one.1 - other.1).abs() < tolerance
}

/// Centre and radius of an arc: the centre lies beside the middle of the chord `d` by `d·(1 − b²)/(4b)`.
fn circle(from: Point, to: Point, bulge: f64) -> (Point, f64) {
    let chord = to - from;
    let across = Vec2::new(-chord.y, chord.x);
    let center = from.midpoint(to) + across * ((1.0 - bulge * bulge) / (4.0 * bulge));
    (center, chord.hypot() * (1.0 + bulge * bulge) / (4.0 * bulge.abs()))
}

/// The circular arc that a curve stands for, if it does.
///
/// SVG tools and usvg write an arc of the angle `θ` as a cubic whose control points lie on the tangents,
/// `4/3·tan(θ/4)·r` from its ends. A curve whose control points are within a thousandth of that is taken
/// back to the arc: the two then differ by less than 0.03 % of the radius at 90°, which is the error of
/// the cubic, not of the arc.
fn as_arc(from: Point, c1: Point, c2: Point, to: Point) -> Option<Segment> {
    let (chord, leave, arrive) = (to - from, c1 - from, to - c2);
    let half_angles =
        [leave.cross(chord).atan2(leave.dot(chord)), chord.cross(arrive).atan2(chord.dot(arrive))];
    let half = f64::midpoint(half_angles[0], half_angles[1]);
    let bulge = (half / 2.0).tan();
    let length = chord.hypot();
    // Anything flatter is a line to every machine; beyond 100° nobody uses one cubic.
    let is_round = (half.abs() * 2.0).to_degrees() < 100.0 && bulge.abs() * length / 2.0 > 1e-3;
    if !is_round {
        return None;
    }
    let radius = length / (2.0 * half.abs().sin());
    let arm = 4.0 / 3.0 * (half.abs() / 2.0).tan() * radius;
    let direction = chord / length;
    let along = |angle: f64| {
        let (sin, cos) = angle.sin_cos();
        Vec2::new(direction.x * cos - direction.y * sin, direction.x * sin + direction.y * cos) * arm
    };
    let tolerance = 1e-4 + 1e-3 * arm;
    let fits = (leave - along(-half)).hypot() < tolerance && (arrive - along(half)).hypot() < tolerance;
    fits.then_some(Segment::Arc { to, bulge })
}
