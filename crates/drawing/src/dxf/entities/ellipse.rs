//! ELLIPSE, as a cubic for each sixteenth of it: off by less than 7e-8 of its long half axis.

use super::{Shapes, round};
use crate::dxf::bend;
use crate::dxf::extrusion::Extrusion;
use crate::dxf::record::{Fault, Record};
use crate::{Path, Segment};
use kurbo::{Affine, Point, Vec2};
use std::f64::consts::TAU;

pub(super) fn read(record: &Record<'_, '_>, shapes: &mut Shapes) -> Result<(), Fault> {
    let center = record.required_point(10, "centre")?;
    let major = record.required_point(11, "long axis")?.to_vec2();
    let rise = record.number(31)?.unwrap_or(0.0);
    let ratio = record.required(40, "ratio of its axes")?;
    let from = record.number(41)?.unwrap_or(0.0);
    let to = record.number(42)?.unwrap_or(TAU);
    let extrusion = Extrusion::of(record)?;
    // The short axis is the direction times the long one.
    let Extrusion { x, y, z } = extrusion;
    let minor = Vec2::new(y * rise - z * major.y, z * major.x - x * rise) * ratio;
    if major.hypot() == 0.0 || ratio == 0.0 {
        return Err(Fault::new("bad-number", "one of its axes has no length"));
    }
    if extrusion.is_tilted() {
        shapes.warn_tilted();
    }
    shapes.paths.push(part(center, major, minor, from, round::turn(from, to)));
    Ok(())
}

/// A part of the ellipse `center + major·cos t + minor·sin t`, from a parameter through a sweep.
pub(super) fn part(center: Point, major: Vec2, minor: Vec2, from: f64, sweep: f64) -> Path {
    let frame = Affine::new([major.x, major.y, minor.x, minor.y, center.x, center.y]);
    if bend::is_round(frame) {
        return bend::under(&round::part(Point::ORIGIN, 1.0, from, sweep), frame);
    }
    let count = bend::parts(sweep);
    let is_whole = sweep.abs() >= TAU - 1e-9;
    let start = frame * on_circle(from);
    let mut segments = Vec::with_capacity(count);
    for part in 0..count {
        let angle = |n: usize| from + sweep * n as f64 / count as f64;
        let (a, b) = (angle(part), angle(part + 1));
        let arm = 4.0 / 3.0 * ((b - a) / 4.0).tan();
        let tangent = |angle: f64| Vec2::new(-angle.sin(), angle.cos()) * arm;
        let end = frame * on_circle(b);
        segments.push(Segment::Cubic {
            c1: frame * (on_circle(a) + tangent(a)),
            c2: frame * (on_circle(b) - tangent(b)),
            to: if is_whole && part + 1 == count { start } else { end },
        });
    }
    Path { start, segments }
}

fn on_circle(angle: f64) -> Point {
    Vec2::from_angle(angle).to_point()
}
