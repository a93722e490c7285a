//! Where two segments meet, and how far they are apart.

use super::super::fit::distance;
use super::super::round::Round;
use super::index::Piece;
use kurbo::{Point, Vec2};
use penstock_drawing::Segment;

/// A piece as what it is.
enum Form {
    Line(Point, Point),
    Arc(Round),
}

fn form(piece: &Piece) -> Form {
    let to = piece.segment.to();
    match piece.segment {
        Segment::Arc { bulge, .. } => {
            Round::new(piece.from, to, bulge).map_or(Form::Line(piece.from, to), Form::Arc)
        }
        _ => Form::Line(piece.from, to),
    }
}

/// Points that two pieces share, at most two; none for pieces that lie on each other.
pub(super) fn meetings(a: &Piece, b: &Piece, visit: &mut dyn FnMut(Point)) {
    match (form(a), form(b)) {
        (Form::Line(a0, a1), Form::Line(b0, b1)) => line_line(a0, a1, b0, b1, visit),
        (Form::Line(from, to), Form::Arc(round)) | (Form::Arc(round), Form::Line(from, to)) => {
            line_arc(from, to, &round, visit);
        }
        (Form::Arc(one), Form::Arc(other)) => arc_arc(&one, &other, visit),
    }
}

/// Shares this far outside of a segment are rounding.
const SLACK: f64 = 1e-9;

fn line_line(a0: Point, a1: Point, b0: Point, b1: Point, visit: &mut dyn FnMut(Point)) {
    let (a, b) = (a1 - a0, b1 - b0);
    let across = a.cross(b);
    if across.abs() <= 1e-12 * a.hypot() * b.hypot() {
        return;
    }
    let (t, u) = ((b0 - a0).cross(b) / across, (b0 - a0).cross(a) / across);
    let on = -SLACK..=1.0 + SLACK;
    if on.contains(&t) && on.contains(&u) {
        visit(a0 + a * t);
    }
}

fn line_arc(from: Point, to: Point, round: &Round, visit: &mut dyn FnMut(Point)) {
    let along = to - from;
    let length = along.hypot();
    if length == 0.0 {
        return;
    }
    let unit = along / length;
    let foot = (round.centre - from).dot(unit);
    let beside = (round.centre - from).cross(unit);
    let half = round.radius_mm * round.radius_mm - beside * beside;
    if half < 0.0 {
        return;
    }
    for at in [foot - half.sqrt(), foot + half.sqrt()] {
        let point = from + unit * at;
        let on = -SLACK * length..=length * (1.0 + SLACK);
        if on.contains(&at) && round.reaches((point - round.centre).atan2(), SLACK) {
            visit(point);
        }
    }
}

fn arc_arc(one: &Round, other: &Round, visit: &mut dyn FnMut(Point)) {
    let between = other.centre - one.centre;
    let apart = between.hypot();
    let (r, s) = (one.radius_mm, other.radius_mm);
    if apart <= 1e-9 * (r + s) || apart > r + s || apart < (r - s).abs() {
        return;
    }
    let along = (apart * apart + r * r - s * s) / (2.0 * apart);
    let half = (r * r - along * along).max(0.0).sqrt();
    let unit = between / apart;
    let across = Vec2::new(-unit.y, unit.x);
    for side in [-1.0, 1.0] {
        let point = one.centre + unit * along + across * (side * half);
        let on = |round: &Round| round.reaches((point - round.centre).atan2(), SLACK);
        if on(one) && on(other) {
            visit(point);
        }
    }
}

/// The direction of a piece where it passes a point of it.
pub(super) fn direction(piece: &Piece, point: Point) -> Vec2 {
    match form(piece) {
        Form::Line(from, to) => (to - from).normalize(),
        Form::Arc(round) => {
            let out = (point - round.centre) * round.sweep.signum();
            Vec2::new(-out.y, out.x).normalize()
        }
    }
}

/// How far two pieces that do not cross are apart, and the middle of the shortest way between them.
///
/// The shortest way ends at an end of one of them, or is square to both: it lies on the line through the
/// centres of two arcs, or through the centre of an arc and square to a line.
pub(super) fn apart(a: &Piece, b: &Piece) -> (f64, Point) {
    let mut best = (f64::INFINITY, a.from);
    let mut look = |place: Point, other: &Piece| {
        let away = distance(other.from, &other.segment, place);
        if away < best.0 {
            best = (away, place);
        }
    };
    for (one, other) in [(a, b), (b, a)] {
        look(one.from, other);
        look(one.segment.to(), other);
        let Form::Arc(round) = form(one) else { continue };
        let way = match form(other) {
            Form::Arc(second) => second.centre - round.centre,
            Form::Line(from, to) => {
                let along = (to - from).normalize();
                Vec2::new(-along.y, along.x)
            }
        };
        if way.hypot2() > 0.0 && way.is_finite() {
            for way in [way, -way] {
                if round.reaches(way.atan2(), 0.0) {
                    look(round.centre + way.normalize() * round.radius_mm, other);
                }
            }
        }
    }
    best
}
