//! Lines along a border, and how strokes get on and off them.

use crate::region::{Region, Ring, closed_path, nearest_on};
use kurbo::Point;

/// A stroke and the line along the border are joined when they are no further apart than the rows keep
/// from that line, and this much, in mm.
const SLACK_MM: f64 = 0.01;

/// A place on a ring: on the edge that begins at this point.
#[derive(Clone, Copy, Debug)]
pub(super) struct On {
    pub(super) ring: usize,
    pub(super) edge: usize,
    pub(super) point: Point,
    pub(super) distance: f64,
}

/// The place of these rings that is nearest to a point. None without rings.
pub(super) fn nearest<'a>(rings: impl Iterator<Item = (usize, &'a Ring)>, to: Point) -> Option<On> {
    let mut best: Option<On> = None;
    for (number, ring) in rings {
        for edge in 0..ring.len() {
            let point = nearest_on(ring[edge], ring[(edge + 1) % ring.len()], to);
            let distance = point.distance(to);
            if best.is_none_or(|best| distance < best.distance) {
                best = Some(On { ring: number, edge, point, distance });
            }
        }
    }
    best
}

/// Once around, from a place back to it.
pub(super) fn around(ring: &Ring, on: On) -> Vec<Point> {
    let count = ring.len();
    let mut points = Vec::with_capacity(count + 2);
    points.push(on.point);
    points.extend((1..=count).map(|step| ring[(on.edge + step) % count]));
    points.push(on.point);
    points.dedup();
    points
}

/// Puts the lines along the border of `body` before the strokes that begin beside them, so that each pair
/// is one stroke. A stroke may only go to the nearest of all lines, which keeps the way between them
/// inside. Lines that no stroke begins at stay on their own.
pub(super) fn join_to(strokes: Vec<Vec<Point>>, body: &Region, apart_mm: f64) -> Vec<Vec<Point>> {
    let rings: Vec<Ring> = body.rings().collect();
    let mut free = vec![true; rings.len()];
    let mut left = rings.len();
    let mut joined = Vec::with_capacity(strokes.len() + rings.len());
    for mut stroke in strokes {
        let beside = |at: Option<&Point>| {
            let on = nearest(rings.iter().enumerate(), *at?)?;
            (on.distance <= apart_mm + SLACK_MM && free[on.ring]).then_some(on)
        };
        if left == 0 {
            joined.push(stroke);
            continue;
        }
        if let Some(on) = beside(stroke.first()) {
            (free[on.ring], left) = (false, left - 1);
            let mut whole = around(&rings[on.ring], on);
            whole.append(&mut stroke);
            stroke = whole;
        } else if let Some(on) = beside(stroke.last()) {
            (free[on.ring], left) = (false, left - 1);
            stroke.append(&mut around(&rings[on.ring], on));
        }
        stroke.dedup();
        joined.push(stroke);
    }
    let alone = rings.iter().zip(&free).filter(|(_, free)| **free);
    joined.extend(alone.filter_map(|(ring, _)| closed_path(ring, 0)).map(|path| {
        let ends = path.segments.iter().map(penstock_drawing::Segment::to);
        std::iter::once(path.start).chain(ends).collect()
    }));
    joined
}
