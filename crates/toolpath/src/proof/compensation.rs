//! What a controller makes of G41 and G42: the jet runs beside the programmed line.
//!
//! The rules are those that LinuxCNC follows and that this was held against: the entry move ends beside its
//! own end; around a corner away from the jet goes an arc; in a corner towards it, both neighbours are cut
//! short where they meet. A corner that the jet cannot reach is an error there, and here.

use super::motion::Stroke;
use super::shape::{Shape, circles_cross, line_crosses, lines_cross, unit};
use kurbo::{Point, Vec2};

/// A programmed move.
pub(super) type Element = Stroke;

/// On which side of the programmed line the jet runs, seen along it with y upwards.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    Left,
    Right,
}

/// The controller would stop here.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Gouge {
    pub(super) line: u32,
    pub(super) message: String,
}

/// A corner of less than this needs neither an arc nor a cut, as the sine of its angle.
const STRAIGHT_ON: f64 = 1e-6;

/// The jet's own way for a compensated stretch; the first move is the entry.
pub(super) fn follow(elements: &[Element], side: Side, radius: f64) -> Result<Vec<Stroke>, Gouge> {
    let Some(entry) = elements.first() else { return Ok(Vec::new()) };
    let gouge = |element: &Element, message: &str| Gouge { line: element.line, message: message.to_owned() };
    if !matches!(entry.shape, Shape::Line { .. }) || entry.shape.length_mm() <= radius {
        return Err(gouge(entry, "the entry move is not straight, or not longer than the radius"));
    }
    let mut beside: Vec<Shape> = Vec::with_capacity(elements.len());
    for element in elements {
        let shape = moved(element.shape, side, radius);
        beside.push(shape.ok_or_else(|| gouge(element, "the jet is too large for this arc"))?);
    }
    let mut strokes: Vec<Stroke> = Vec::new();
    let mut around: Vec<(usize, Shape)> = Vec::new();
    for at in 1..elements.len() {
        let (before, after) = (&elements[at - 1], &elements[at]);
        let (ends, begins) = (before.shape.direction(1.0), after.shape.direction(0.0));
        let turn = ends.cross(begins);
        let ahead = ends.dot(begins) > 0.0;
        if turn.abs() < STRAIGHT_ON && ahead {
            continue;
        }
        let towards = (turn > 0.0) == (side == Side::Left);
        let corner = after.shape.from();
        if towards {
            let meet = meeting(&beside[at - 1], &beside[at], corner)
                .ok_or_else(|| gouge(after, "the jet cannot reach this corner"))?;
            beside[at - 1] = ending(beside[at - 1], meet)
                .ok_or_else(|| gouge(before, "the jet cannot follow so short a move"))?;
            beside[at] = beginning(beside[at], meet)
                .ok_or_else(|| gouge(after, "the jet cannot follow so short a move"))?;
        } else {
            let arc = Shape::around(beside[at - 1].to(), beside[at].from(), corner, side == Side::Right);
            around.push((at, arc));
        }
    }
    // The entry comes from where the jet is, not from beside it.
    beside[0] = Shape::Line { from: entry.shape.from(), to: beside[0].to() };
    let mut around = around.into_iter().peekable();
    for (at, (element, shape)) in elements.iter().zip(beside).enumerate() {
        if let Some((_, arc)) = around.next_if(|&(corner, _)| corner == at) {
            strokes.push(Stroke { shape: arc, ..*element });
        }
        strokes.push(Stroke { shape, ..*element });
    }
    Ok(strokes)
}

fn left(direction: Vec2) -> Vec2 {
    Vec2::new(-direction.y, direction.x)
}

/// A piece beside its own place; none for an arc that is too tight.
fn moved(shape: Shape, side: Side, radius: f64) -> Option<Shape> {
    let sign = if side == Side::Left { 1.0 } else { -1.0 };
    match shape {
        Shape::Line { from, to } => {
            let across = left(unit(to - from)) * (sign * radius);
            Some(Shape::Line { from: from + across, to: to + across })
        }
        Shape::Arc { from, to, center, radius: own, sweep } => {
            // The centre of an arc that turns left is on the left.
            let towards_center = (sweep > 0.0) == (side == Side::Left);
            let radius = if towards_center { own - radius } else { own + radius };
            let at = |point: Point| center + unit(point - center) * radius;
            (radius > 0.0).then(|| Shape::Arc { from: at(from), to: at(to), center, radius, sweep })
        }
    }
}

/// Where two moved pieces meet: of the places where their lines and circles cross, the nearest to the corner.
fn meeting(before: &Shape, after: &Shape, corner: Point) -> Option<Point> {
    let places = match (*before, *after) {
        (Shape::Line { from, to }, Shape::Line { from: a, to: b }) => [lines_cross(from, to, a, b), None],
        (Shape::Line { from, to }, Shape::Arc { center, radius, .. })
        | (Shape::Arc { center, radius, .. }, Shape::Line { from, to }) => {
            line_crosses(from, to, center, radius)
        }
        (Shape::Arc { center, radius, .. }, Shape::Arc { center: there, radius: other, .. }) => {
            circles_cross(center, radius, there, other)
        }
    };
    let nearest =
        places.into_iter().flatten().min_by(|a, b| a.distance(corner).total_cmp(&b.distance(corner)))?;
    // It has to lie on both, not on what they would be if they were longer.
    const ON_MM: f64 = 1e-6;
    (before.distance_to(nearest) < ON_MM && after.distance_to(nearest) < ON_MM).then_some(nearest)
}

/// The piece up to `to`; none when nothing of it is left.
fn ending(shape: Shape, to: Point) -> Option<Shape> {
    match shape {
        Shape::Line { from, to: end } => {
            ((to - from).dot(end - from) > 0.0).then_some(Shape::Line { from, to })
        }
        Shape::Arc { from, center, sweep, .. } => {
            let cut = Shape::around(from, to, center, sweep > 0.0);
            (cut.length_mm() <= shape.length_mm() + 1e-6).then_some(cut)
        }
    }
}

/// The piece from `from` on; none when nothing of it is left.
fn beginning(shape: Shape, from: Point) -> Option<Shape> {
    match shape {
        Shape::Line { from: start, to } => {
            ((to - from).dot(to - start) > 0.0).then_some(Shape::Line { from, to })
        }
        Shape::Arc { to, center, sweep, .. } => {
            let cut = Shape::around(from, to, center, sweep > 0.0);
            (cut.length_mm() <= shape.length_mm() + 1e-6).then_some(cut)
        }
    }
}
