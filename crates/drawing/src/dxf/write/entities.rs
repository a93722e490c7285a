//! Paths as entities.

use super::Tags;
use super::tables::MODEL_SPACE;
use crate::{Path, Segment};
use kurbo::{Point, Vec2};
use std::io::Result;

/// Two halves make a circle when their bulges are this near to 1.
const HALF: f64 = 1e-12;

pub(super) fn path(tags: &mut Tags<'_>, layer: &str, path: &Path) -> Result<()> {
    match path.segments[..] {
        [] => {
            begin(tags, "POINT", layer, "AcDbPoint")?;
            tags.point(10, path.start)
        }
        [Segment::Line { to }] => {
            begin(tags, "LINE", layer, "AcDbLine")?;
            tags.point(10, path.start)?;
            tags.point(11, to)
        }
        [Segment::Arc { to, bulge }] if bulge.abs() > 1e-6 => arc(tags, layer, path.start, to, bulge),
        [Segment::Arc { to: half, bulge: one }, Segment::Arc { to, bulge: other }]
            if to == path.start && one == other && (one.abs() - 1.0).abs() < HALF =>
        {
            begin(tags, "CIRCLE", layer, "AcDbCircle")?;
            tags.point(10, path.start.midpoint(half))?;
            tags.number(40, path.start.distance(half) / 2.0)
        }
        _ => runs(tags, layer, path),
    }
}

fn begin(tags: &mut Tags<'_>, kind: &str, layer: &str, class: &str) -> Result<()> {
    tags.record(kind, MODEL_SPACE)?;
    tags.text(100, "AcDbEntity")?;
    tags.text(8, layer)?;
    tags.text(100, class)
}

/// An ARC runs counter-clockwise in the file, whichever way the path runs.
fn arc(tags: &mut Tags<'_>, layer: &str, from: Point, to: Point, bulge: f64) -> Result<()> {
    let chord = to - from;
    let across = Vec2::new(-chord.y, chord.x);
    let center = from.midpoint(to) + across * ((1.0 - bulge * bulge) / (4.0 * bulge));
    // A positive bulge is clockwise once y grows upwards.
    let (first, last) = if bulge > 0.0 { (to, from) } else { (from, to) };
    let angle = |point: Point| {
        let way = point - center;
        (-way.y).atan2(way.x).to_degrees().rem_euclid(360.0)
    };
    begin(tags, "ARC", layer, "AcDbCircle")?;
    tags.point(10, center)?;
    tags.number(40, chord.hypot() * (1.0 + bulge * bulge) / (4.0 * bulge.abs()))?;
    tags.text(100, "AcDbArc")?;
    tags.number(50, angle(first))?;
    tags.number(51, angle(last))
}

/// Lines and arcs together, curves together.
fn runs(tags: &mut Tags<'_>, layer: &str, path: &Path) -> Result<()> {
    let is_curve = |segment: &Segment| matches!(segment, Segment::Cubic { .. });
    let mut from = path.start;
    for run in path.segments.chunk_by(|one, other| is_curve(one) == is_curve(other)) {
        if run.first().is_some_and(is_curve) {
            spline(tags, layer, from, run)?;
        } else {
            let is_closed = run.len() == path.segments.len() && path.is_closed() && run.len() > 1;
            polyline(tags, layer, from, run, is_closed)?;
        }
        from = run.last().map_or(from, Segment::to);
    }
    Ok(())
}

fn polyline(tags: &mut Tags<'_>, layer: &str, from: Point, run: &[Segment], is_closed: bool) -> Result<()> {
    begin(tags, "LWPOLYLINE", layer, "AcDbPolyline")?;
    let count = run.len() + usize::from(!is_closed);
    tags.whole(90, count as i64)?;
    tags.whole(70, i64::from(is_closed))?;
    let mut at = from;
    for segment in run {
        tags.flat_point(10, at)?;
        if let Segment::Arc { bulge, .. } = *segment {
            tags.number(42, -bulge)?;
        }
        at = segment.to();
    }
    if is_closed { Ok(()) } else { tags.flat_point(10, at) }
}

/// A spline whose knots are threefold, so that its control points are those of the curves.
fn spline(tags: &mut Tags<'_>, layer: &str, from: Point, run: &[Segment]) -> Result<()> {
    begin(tags, "SPLINE", layer, "AcDbSpline")?;
    let (pieces, points) = (run.len(), 3 * run.len() + 1);
    for axis in [210, 220] {
        tags.number(axis, 0.0)?;
    }
    tags.number(230, 1.0)?;
    // Planar.
    tags.whole(70, 8)?;
    tags.whole(71, 3)?;
    tags.whole(72, points as i64 + 4)?;
    tags.whole(73, points as i64)?;
    tags.whole(74, 0)?;
    for knot in 0..=pieces {
        let times = if knot == 0 || knot == pieces { 4 } else { 3 };
        for _ in 0..times {
            tags.number(40, knot as f64)?;
        }
    }
    tags.point(10, from)?;
    for segment in run {
        if let Segment::Cubic { c1, c2, to } = *segment {
            for point in [c1, c2, to] {
                tags.point(10, point)?;
            }
        }
    }
    Ok(())
}
