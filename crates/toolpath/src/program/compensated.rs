//! The same cut along the drawn line, for a controller that shifts the jet itself.
//!
//! The entry and the exit are straight and longer than the jet's radius. The jet leaves out a corner where
//! the entry meets the line, so the cut goes on over its start by more than the radius.

use super::Settings;
use crate::kerf::{Lines, heading, waste_side};
use crate::leads::{Choice, overcut, turned};
use crate::parts::Contour;
use kurbo::Point;
use penstock_drawing::{Path, Segment};

/// The entry is longer than the radius by this factor at least.
const ENTRY_RADII: f64 = 1.5;
/// The cut goes on over its start by the radius and this much, in mm.
const CLOSING_MM: f64 = 0.3;

/// The choice along the contour that it is the centre line of; none where the leads are too short.
pub(super) fn along(choice: &Choice, contour: &Contour, settings: &Settings) -> Option<Choice> {
    let radius = settings.radius_mm();
    let pierce = choice.lead_in.as_ref()?.start;
    let place = choice.line.start;
    let (piece, t) = foot(contour, place, radius)?;
    let around = turned(contour.path(), piece, t);
    let start = around.start;
    let line = overcut(around, settings.leads.overcut_mm.max(radius + CLOSING_MM));
    let (from, last) = line.pieces().last()?;
    let waste = waste_side(heading(from, last, 1.0));
    let end = line.end();
    // Straight off the line; the head is up before it has gone far.
    let out = end + waste * (radius * ENTRY_RADII);
    let long_enough = pierce.distance(start) > radius * ENTRY_RADII;
    long_enough.then(|| Choice {
        lead_in: Some(Path { start: pierce, segments: vec![Segment::Line { to: start }] }),
        lead_out: Some(Path { start: end, segments: vec![Segment::Line { to: out }] }),
        line,
        share: choice.share,
    })
}

/// The piece of the contour beside this place, and the parameter on it.
fn foot(contour: &Contour, place: Point, radius: f64) -> Option<(usize, f64)> {
    let lines = Lines::of_contours([contour]);
    let (_, foot, _) = lines.nearest(place, radius + 0.01)?;
    contour.path().pieces().enumerate().find_map(|(number, (from, segment))| {
        let t = parameter(from, segment, foot)?;
        ((segment.point(from, t) - foot).hypot() < 1e-4).then_some((number, t))
    })
}

/// Where on a line or arc a point that lies on it is.
fn parameter(from: Point, segment: &Segment, place: Point) -> Option<f64> {
    let chord = segment.to() - from;
    let ray = place - from;
    if chord.hypot2() == 0.0 {
        return None;
    }
    let t = match *segment {
        Segment::Arc { bulge, .. } if bulge.abs() > 1e-9 => {
            // A chord from the start makes half the angle that the arc has swept with the tangent there.
            let tangent = heading(from, segment, 0.0);
            let half = tangent.cross(ray).atan2(tangent.dot(ray));
            half * 2.0 / (4.0 * bulge.atan())
        }
        _ => ray.dot(chord) / chord.hypot2(),
    };
    (-1e-9..=1.0 + 1e-9).contains(&t).then(|| t.clamp(0.0, 1.0))
}
