//! HATCH: the edges of its boundary. One that names the lines it fills between is left out, because those
//! lines are in the drawing themselves and would be cut twice.

use super::spline::{Points, clamped};
use super::vertices::Vertices;
use super::{Shapes, ellipse, round};
use crate::dxf::nurbs::{Nurbs, Work};
use crate::dxf::record::{Fault, Record};
use crate::dxf::tags::Tag;
use crate::{Path, Segment, Severity};
use kurbo::{Point, Vec2};
use std::f64::consts::TAU;

const POLYLINE: i64 = 2;
/// The two ends of edges that follow each other are this close, as a share of their distance from 0.
const JOINED: f64 = 1e-9;

pub(super) fn read(record: &Record<'_, '_>, shapes: &mut Shapes) -> Result<(), Fault> {
    let begin = record.tags.iter().position(|tag| tag.code == 91);
    let Some(begin) = begin else { return Err(Fault::missing("boundary")) };
    let end = record.tags[begin..].iter().position(|tag| tag.code == 75).unwrap_or(record.tags.len() - begin);
    let boundary = &record.tags[begin + 1..begin + end];
    let mut found = Vec::new();
    let mut sources = 0;
    for path in split(boundary, 92) {
        let is_polyline =
            path.first().and_then(|tag| super::super::record::whole(tag.value)).unwrap_or(0) & POLYLINE != 0;
        sources += path.iter().filter(|tag| tag.code == 330).count();
        if is_polyline {
            found.extend(polyline(record, path)?);
        } else {
            for edge in split(path, 72) {
                join(&mut found, edge_path(record, edge, &mut shapes.work)?);
            }
        }
    }
    if sources > 0 {
        let message = "The filling is left out: the lines around it are in the drawing themselves";
        shapes.notes.push(("hatch", Severity::Note, message.to_owned()));
        return Ok(());
    }
    let message = "The filling is left out; the lines around it are read as lines to cut";
    shapes.notes.push(("hatch", Severity::Note, message.to_owned()));
    for path in found {
        shapes.add_in_plane(record, 30, path)?;
    }
    Ok(())
}

/// The runs of tags that begin with this code.
fn split<'t, 'a>(tags: &'t [Tag<'a>], code: i32) -> impl Iterator<Item = &'t [Tag<'a>]> {
    let first = tags.iter().position(|tag| tag.code == code).unwrap_or(tags.len());
    let mut rest = &tags[first..];
    std::iter::from_fn(move || {
        let next = rest.iter().skip(1).position(|tag| tag.code == code).map_or(rest.len(), |at| at + 1);
        let (run, after) = rest.split_at(next);
        rest = after;
        (!run.is_empty()).then_some(run)
    })
}

fn polyline(record: &Record<'_, '_>, tags: &[Tag<'_>]) -> Result<Option<Path>, Fault> {
    let mut vertices = Vertices::default();
    let mut x = None;
    for tag in tags {
        match tag.code {
            10 => x = Some(record.number_in(tag)?),
            20 => {
                if let Some(x) = x.take() {
                    vertices.add(Point::new(x, record.number_in(tag)?));
                }
            }
            42 => vertices.bend(record.number_in(tag)?),
            _ => {}
        }
    }
    let of_edge = Record { tags, ..*record };
    // A boundary is closed, but for a program that says it is not.
    Ok(vertices.path(of_edge.whole(73) != Some(0)))
}

fn edge_path(record: &Record<'_, '_>, tags: &[Tag<'_>], work: &mut Work) -> Result<Path, Fault> {
    let edge = Record { tags, ..*record };
    match edge.whole(72) {
        Some(1) => {
            let start = edge.required_point(10, "start of an edge")?;
            let to = edge.required_point(11, "end of an edge")?;
            Ok(Path { start, segments: vec![Segment::Line { to }] })
        }
        Some(2) => {
            let center = edge.required_point(10, "centre of an edge")?;
            let radius = edge.required(40, "radius of an edge")?;
            let (from, sweep) = swept(&edge)?;
            Ok(round::part(center, radius, from, sweep))
        }
        Some(3) => {
            let center = edge.required_point(10, "centre of an edge")?;
            let major = edge.required_point(11, "axis of an edge")?.to_vec2();
            let ratio = edge.required(40, "ratio of an edge")?;
            let minor = Vec2::new(-major.y, major.x) * ratio;
            let (from, sweep) = swept(&edge)?;
            Ok(ellipse::part(center, major, minor, from, sweep))
        }
        Some(4) => spline(&edge, work),
        _ => Err(Fault::new("incomplete-entity", "an edge of it is of no known kind")),
    }
}

/// Start angle and sweep in radians. Clockwise edges have their angles mirrored.
fn swept(edge: &Record<'_, '_>) -> Result<(f64, f64), Fault> {
    let from = edge.number(50)?.unwrap_or(0.0).to_radians();
    let to = edge.number(51)?.unwrap_or(360.0).to_radians();
    let sweep = if (to - from).abs() >= TAU - 1e-9 { TAU } else { round::turn(from, to) };
    Ok(if edge.whole(73) == Some(0) { (-from, -sweep) } else { (from, sweep) })
}

fn spline(edge: &Record<'_, '_>, work: &mut Work) -> Result<Path, Fault> {
    let (mut points, mut knots, mut weights) = (Points::default(), Vec::new(), Vec::new());
    for tag in edge.tags {
        match tag.code {
            10 => points.x(edge.number_in(tag)?),
            20 => points.y(edge.number_in(tag)?),
            40 => knots.push(edge.number_in(tag)?),
            42 => weights.push(edge.number_in(tag)?),
            _ => {}
        }
    }
    let degree = edge.whole(94).unwrap_or(3).clamp(0, 1_000) as usize;
    if knots.is_empty() {
        knots = clamped(degree, points.list.len());
    }
    let weights = (weights.len() == points.list.len()).then_some(&weights[..]);
    Nurbs::new(degree, knots, &points.list, weights)?.path(work)
}

/// Goes on with the last path where the next edge begins at its end.
fn join(paths: &mut Vec<Path>, next: Path) {
    match paths.last_mut() {
        Some(last) if last.end().distance(next.start) <= JOINED * (1.0 + next.start.to_vec2().hypot()) => {
            last.segments.extend(next.segments);
        }
        _ => paths.push(next),
    }
}
