//! SPLINE, and the curve of HELIX.

use super::Shapes;
use crate::dxf::nurbs::Nurbs;
use crate::dxf::record::{Fault, Record};
use crate::dxf::through;
use kurbo::Point;

pub(super) fn read(record: &Record<'_, '_>, shapes: &mut Shapes) -> Result<(), Fault> {
    let (mut knots, mut weights) = (Vec::new(), Vec::new());
    let (mut controls, mut fits) = (Points::default(), Points::default());
    for tag in record.tags {
        // What follows belongs to the helix, not to its curve.
        if tag.code == 100 && tag.value.trim_ascii() == b"AcDbHelix" {
            break;
        }
        match tag.code {
            40 => knots.push(record.number_in(tag)?),
            41 => weights.push(record.number_in(tag)?),
            10 => controls.x(record.number_in(tag)?),
            20 => controls.y(record.number_in(tag)?),
            11 => fits.x(record.number_in(tag)?),
            21 => fits.y(record.number_in(tag)?),
            _ => {}
        }
    }
    if controls.list.is_empty() && !fits.list.is_empty() {
        let tangent = |code| record.point(code).map(|it| it.map(Point::to_vec2));
        let path = through::path(&fits.list, tangent(12)?, tangent(13)?)
            .ok_or_else(|| Fault::new("bad-spline", "all its points are the same"))?;
        shapes.paths.push(path);
        return Ok(());
    }
    if controls.list.is_empty() {
        return Err(Fault::missing("control points"));
    }
    let degree = record.whole(71).unwrap_or(3).clamp(0, 1_000) as usize;
    if knots.is_empty() {
        shapes.warn("spline-knots", "The spline has no knots: evenly spaced ones are assumed");
        knots = clamped(degree, controls.list.len());
    }
    if !weights.is_empty() && weights.len() != controls.list.len() {
        let message = format!("it has {} weights for {} points", weights.len(), controls.list.len());
        return Err(Fault::new("bad-spline", message));
    }
    let weights = (!weights.is_empty()).then_some(&weights[..]);
    shapes.paths.push(Nurbs::new(degree, knots, &controls.list, weights)?.path(&mut shapes.work)?);
    Ok(())
}

/// Points as their coordinates come in.
#[derive(Debug, Default)]
pub(super) struct Points {
    x: Option<f64>,
    pub(super) list: Vec<Point>,
}

impl Points {
    pub(super) fn x(&mut self, x: f64) {
        self.x = Some(x);
    }

    pub(super) fn y(&mut self, y: f64) {
        self.list.extend(self.x.take().map(|x| Point::new(x, y)));
    }
}

/// Knots of a curve that begins and ends at its outer control points.
pub(super) fn clamped(degree: usize, points: usize) -> Vec<f64> {
    let last = points.saturating_sub(degree);
    (0..points + degree + 1).map(|n| n.saturating_sub(degree).min(last) as f64).collect()
}
