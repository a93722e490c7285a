//! One spiral around the middle of an area, cut at its border.
//!
//! It is made of half circles around two centres in turn, so that it stays arcs: each is one pitch wider
//! than the one before, and turns are one pitch apart everywhere on the axis.

use super::FillOptions;
use super::loops::join_to;
use crate::cut::{Keep, cut};
use crate::region::{Indexed, Region};
use kurbo::Point;
use penstock_drawing::{Path, Segment};

/// Fills a connected region.
pub(super) fn fill(body: &Region, options: &FillOptions, strokes: &mut Vec<Path>) {
    let inner = body.inset(options.row_inset_mm());
    if let (Some(border), Some(bounds)) = (Indexed::new(&inner), inner.bounds()) {
        let furthest = Point::new(bounds.x0, bounds.y0).distance(bounds.center());
        cut(spiral(bounds.center(), furthest, options.pitch_mm()), &border, Keep::Inside, strokes);
    }
    if options.outline {
        strokes.extend(join_to(Vec::new(), body, 0.0).iter().filter_map(|points| super::polyline(points)));
    }
}

/// From the centre until a turn is further out than `radius`. On the axis through the centre it passes 0,
/// 1, −1, 2, −2, … pitches.
fn spiral(center: Point, radius: f64, pitch_mm: f64) -> Path {
    let turns = (radius / pitch_mm).ceil() as u32 + 1;
    let at = |pitches: f64| Point::new(center.x + pitches * pitch_mm, center.y);
    let half_circle = |to| Segment::Arc { to, bulge: 1.0 };
    let segments =
        (1..=turns).map(f64::from).flat_map(|turn| [half_circle(at(turn)), half_circle(at(-turn))]);
    Path { start: center, segments: segments.collect() }
}
