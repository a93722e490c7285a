//! ARC and CIRCLE, as true arcs of at most half a turn each.

use super::Shapes;
use crate::dxf::record::{Fault, Record};
use crate::{Path, Segment};
use kurbo::{Point, Vec2};
use std::f64::consts::{PI, TAU};

pub(super) fn circle(record: &Record<'_, '_>, shapes: &mut Shapes) -> Result<(), Fault> {
    let (center, radius) = center_and_radius(record)?;
    shapes.add_in_plane(record, 30, whole(center, radius))
}

pub(super) fn arc(record: &Record<'_, '_>, shapes: &mut Shapes) -> Result<(), Fault> {
    let (center, radius) = center_and_radius(record)?;
    let from = record.required(50, "start angle")?.to_radians();
    let to = record.required(51, "end angle")?.to_radians();
    if from == to {
        // As drawing programs have it; but it may also be next to nothing, written with too few digits.
        shapes.warn("full-turn", "The arc ends at the angle it begins at: it is read as a full circle");
    }
    shapes.add_in_plane(record, 30, part(center, radius, from, turn(from, to)))
}

fn center_and_radius(record: &Record<'_, '_>) -> Result<(Point, f64), Fault> {
    let center = record.required_point(10, "centre")?;
    let radius = record.required(40, "radius")?;
    if radius <= 0.0 {
        return Err(Fault::new("bad-number", format!("its radius is {radius}")));
    }
    Ok((center, radius))
}

/// How far it is counter-clockwise from one angle to another, in radians: more than 0, at most a turn.
pub(super) fn turn(from: f64, to: f64) -> f64 {
    let turn = (to - from).rem_euclid(TAU);
    // Angles have been to degrees and back: next to nothing means all of it.
    if turn < 1e-9 { TAU } else { turn }
}

/// A full circle: two halves, from its rightmost point.
pub(super) fn whole(center: Point, radius: f64) -> Path {
    let start = center + Vec2::new(radius, 0.0);
    let half = center - Vec2::new(radius, 0.0);
    let segments = vec![Segment::Arc { to: half, bulge: 1.0 }, Segment::Arc { to: start, bulge: 1.0 }];
    Path { start, segments }
}

/// An arc from an angle through a sweep in radians, positive counter-clockwise.
pub(super) fn part(center: Point, radius: f64, from: f64, sweep: f64) -> Path {
    let at = |angle: f64| center + Vec2::from_angle(angle) * radius;
    let start = at(from);
    if sweep.abs() >= TAU - 1e-9 {
        let (half, bulge) = (at(from + PI), sweep.signum());
        let segments = vec![Segment::Arc { to: half, bulge }, Segment::Arc { to: start, bulge }];
        return Path { start, segments };
    }
    // A bulge of more than a half turn loses digits: its chord is shorter than its radius.
    let parts = if sweep.abs() > PI + 1e-9 { 2 } else { 1 };
    let bulge = (sweep / f64::from(parts) / 4.0).tan();
    let segments = (1..=parts)
        .map(|n| Segment::Arc { to: at(from + sweep * f64::from(n) / f64::from(parts)), bulge })
        .collect();
    Path { start, segments }
}
