//! Inside corners that are sharper than the jet is round.
//!
//! A contour has the material on one side: outlines run so that it is on their positive side, holes the other
//! way round. Where the line turns away from it, the jet comes from inside the corner and leaves its own
//! radius there. A corner of angle `a` then keeps `r·(1/cos(a/2) − 1)` of material at its tip.

use super::super::contour::Contour;
use super::super::round::Round;
use crate::join::ends;
use kurbo::{Point, Vec2};
use penstock_drawing::Segment;

/// Material left in a corner below this is not seen, in mm.
const UNSEEN_MM: f64 = 0.05;

/// How many corners of the contour keep more than [`UNSEEN_MM`] of material, and the first of them.
pub(in crate::parts) fn sharp(contour: &Contour, jet_radius_mm: f64) -> Option<(usize, Point)> {
    if jet_radius_mm <= 0.0 {
        return None;
    }
    let mut count = 0;
    let mut first = None;
    let mut note = |place: Point| {
        count += 1;
        first.get_or_insert(place);
    };
    let path = contour.path();
    let mut arriving = path.segments.last().map(|last| {
        let from = path.segments.len().checked_sub(2).map_or(path.start, |at| path.segments[at].to());
        -ends::leaving(last.to(), &last.reversed(from))
    })?;
    for (from, segment) in path.pieces() {
        let leaving = ends::leaving(from, segment);
        // Less than nothing: it turns away from the material.
        let turn = arriving.cross(leaving).atan2(arriving.dot(leaving));
        if turn < 0.0 && kept_mm(-turn, jet_radius_mm) > UNSEEN_MM {
            note(from);
        }
        if let Segment::Arc { to, bulge } = *segment
            && bulge < 0.0
            && let Some(round) = Round::new(from, to, bulge)
            && round.radius_mm < jet_radius_mm - 1e-6
            && kept_mm(round.sweep.abs().min(3.0), jet_radius_mm - round.radius_mm) > UNSEEN_MM
        {
            note(round.at(0.5));
        }
        arriving = arriving_of(from, segment);
    }
    first.map(|place| (count, place))
}

fn arriving_of(from: Point, segment: &Segment) -> Vec2 {
    -ends::leaving(segment.to(), &segment.reversed(from))
}

/// What a round jet leaves at the tip of a corner, in mm.
fn kept_mm(turn: f64, radius_mm: f64) -> f64 {
    radius_mm * (1.0 / (turn / 2.0).cos().max(1e-3) - 1.0)
}
