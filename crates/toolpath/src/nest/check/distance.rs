//! Distances between contours of lines and arcs, exact.

use super::overlap::on;
use crate::parts::Contour;
use kurbo::{Point, Rect, Vec2};
use penstock_drawing::Segment;

/// A piece of a contour.
#[derive(Clone, Copy, Debug)]
struct Piece<'a> {
    from: Point,
    segment: &'a Segment,
    bounds: Rect,
    arc: Option<Circle>,
}

#[derive(Clone, Copy, Debug)]
struct Circle {
    center: Point,
    radius: f64,
    /// Direction of its start, and how far it turns from there.
    start: f64,
    sweep: f64,
}

impl Circle {
    fn of(from: Point, segment: &Segment) -> Option<Self> {
        let Segment::Arc { to, bulge } = *segment else { return None };
        let chord = to - from;
        if bulge.abs() < 1e-12 || chord.hypot2() == 0.0 {
            return None;
        }
        let center =
            from.midpoint(to) + Vec2::new(-chord.y, chord.x) * ((1.0 - bulge * bulge) / (4.0 * bulge));
        let spoke = from - center;
        Some(Self { center, radius: spoke.hypot(), start: spoke.atan2(), sweep: 4.0 * bulge.atan() })
    }

    /// The arc reaches this direction.
    fn covers(&self, direction: f64) -> bool {
        let turned = (direction - self.start) * self.sweep.signum();
        let turned = turned.rem_euclid(std::f64::consts::TAU);
        turned <= self.sweep.abs() + 1e-12 || turned > std::f64::consts::TAU - 1e-12
    }

    /// The point of the circle towards another one, if the arc has it.
    fn towards(&self, point: Point) -> Option<Point> {
        let away = point - self.center;
        self.covers(away.atan2())
            .then(|| self.center + away.normalize() * self.radius)
            .filter(|p| p.is_finite())
    }
}

fn pieces(contour: &Contour) -> Vec<Piece<'_>> {
    let piece =
        |(from, segment): (Point, &'_ Segment)| (from, segment.bounds(from), Circle::of(from, segment));
    contour
        .path()
        .pieces()
        .map(|(from, segment)| {
            let (from, bounds, arc) = piece((from, segment));
            Piece { from, segment, bounds, arc }
        })
        .collect()
}

/// The least distance of two contours in mm; 0 when they cross or touch. What is further away than `limit`
/// may be said to be infinitely far.
pub(super) fn between(a: &Contour, b: &Contour, limit: f64) -> f64 {
    let mut least = f64::INFINITY;
    let others = pieces(b);
    for one in pieces(a) {
        let near = one.bounds.inflate(limit, limit);
        for other in &others {
            let apart = other.bounds;
            if near.x0 <= apart.x1 && apart.x0 <= near.x1 && near.y0 <= apart.y1 && apart.y0 <= near.y1 {
                least = least.min(of_pieces(&one, other));
            }
        }
    }
    least
}

fn of_pieces(a: &Piece<'_>, b: &Piece<'_>) -> f64 {
    if meets(a, b) {
        return 0.0;
    }
    // Nearest places are ends, feet of perpendiculars, or on the line of both centres.
    let ends = [a.from, a.segment.to()].map(|end| to_piece(end, b)).into_iter();
    let others = [b.from, b.segment.to()].map(|end| to_piece(end, a)).into_iter();
    let mut least = ends.chain(others).fold(f64::INFINITY, f64::min);
    for (round, other) in [(a, b), (b, a)] {
        let Some(circle) = round.arc else { continue };
        least = least.min(match other.arc {
            None => {
                let foot = foot(other.from, other.segment.to(), circle.center);
                let both = [1.0, -1.0].map(|way| {
                    circle.towards(circle.center + (foot - circle.center) * way).map(|p| to_piece(p, other))
                });
                both.into_iter().flatten().fold(f64::INFINITY, f64::min)
            }
            Some(second) => {
                let away = second.center - circle.center;
                let both = [1.0, -1.0]
                    .map(|way| circle.towards(circle.center + away * way).map(|p| to_piece(p, other)));
                both.into_iter().flatten().fold(f64::INFINITY, f64::min)
            }
        });
    }
    least
}

fn to_piece(point: Point, piece: &Piece<'_>) -> f64 {
    let to = piece.segment.to();
    match piece.arc {
        None => (foot(piece.from, to, point) - point).hypot(),
        Some(circle) => {
            let ends = (point - piece.from).hypot().min((point - to).hypot());
            let rim = ((point - circle.center).hypot() - circle.radius).abs();
            if circle.covers((point - circle.center).atan2()) { ends.min(rim) } else { ends }
        }
    }
}

/// The point of a straight piece that is nearest.
fn foot(from: Point, to: Point, point: Point) -> Point {
    let along = to - from;
    let share = (point - from).dot(along) / along.hypot2();
    if share.is_nan() { from } else { from + along * share.clamp(0.0, 1.0) }
}

/// They have a point in common.
fn meets(a: &Piece<'_>, b: &Piece<'_>) -> bool {
    match (a.arc, b.arc) {
        (None, None) => lines_cross(a.from, a.segment.to(), b.from, b.segment.to()),
        (Some(circle), None) => line_crosses(b.from, b.segment.to(), &circle),
        (None, Some(circle)) => line_crosses(a.from, a.segment.to(), &circle),
        (Some(one), Some(other)) => circles_cross(&one, &other),
    }
}

fn lines_cross(a: Point, b: Point, c: Point, d: Point) -> bool {
    let side = |p: Point, q: Point, r: Point| (q - p).cross(r - p);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

fn line_crosses(from: Point, to: Point, circle: &Circle) -> bool {
    let along = to - from;
    let back = from - circle.center;
    let (a, half_b) = (along.hypot2(), back.dot(along));
    let root = half_b * half_b - a * (back.hypot2() - circle.radius * circle.radius);
    if a == 0.0 || root < 0.0 {
        return false;
    }
    let root = root.sqrt();
    [(-half_b - root) / a, (-half_b + root) / a].into_iter().any(|share| {
        (0.0..=1.0).contains(&share) && circle.covers((from + along * share - circle.center).atan2())
    })
}

fn circles_cross(one: &Circle, other: &Circle) -> bool {
    let away = other.center - one.center;
    let distance = away.hypot();
    if distance == 0.0 || distance > one.radius + other.radius || distance < (one.radius - other.radius).abs()
    {
        return false;
    }
    let along =
        (distance * distance + one.radius * one.radius - other.radius * other.radius) / (2.0 * distance);
    let across = (one.radius * one.radius - along * along).max(0.0).sqrt();
    let direction = away / distance;
    let aside = Vec2::new(-direction.y, direction.x) * across;
    [aside, -aside].into_iter().any(|aside| {
        let place = one.center + direction * along + aside;
        one.covers((place - one.center).atan2()) && other.covers((place - other.center).atan2())
    })
}

/// How far the second contour's points lie on the wrong side of the first at most: outside of a sheet's edge,
/// inside of a defect. Both are sampled.
pub(super) fn crosses_by(edge: &Contour, part: &Contour) -> f64 {
    const SAMPLES: usize = 64;
    let outline = edge.area_mm2() > 0.0;
    let edges = pieces(edge);
    let mut furthest = 0.0f64;
    for (from, segment) in part.path().pieces() {
        for at in 0..SAMPLES {
            let point = on(from, segment, at as f64 / SAMPLES as f64);
            if edge.contains(point) != outline {
                let depth = edges.iter().map(|piece| to_piece(point, piece)).fold(f64::INFINITY, f64::min);
                furthest = furthest.max(depth);
            }
        }
    }
    furthest
}
