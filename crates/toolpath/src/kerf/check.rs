//! Measures an offset against the line it came from, in both directions.

use super::{Lines, TOLERANCE_MM, heading, waste_side};
use crate::parts::Contour;
use kurbo::{Point, Vec2};

/// Each piece is looked at in steps no longer than this, in mm.
const STEP_MM: f64 = 1.0;
/// And at this many places at least.
const FEWEST: usize = 4;
/// And no more than this many: a piece is a line or an arc, so its middle is as good as all of it.
const MOST: usize = 32;
/// A place at which the jet fits by less than this may be left out, in mm.
const FITS_MM: f64 = 1e-4;

/// A place at which the offset is wrong; none when it is right.
pub(super) fn first_fault(
    contour: &Contour,
    lines: &Lines,
    distance_mm: f64,
    found: &[Contour],
) -> Option<Point> {
    keeps_distance(contour, lines, distance_mm, found).or_else(|| {
        let found = Lines::of_contours(found);
        leaves_nothing_out(contour, lines, distance_mm, &found)
    })
}

/// Every place of the result is as far from the contour as it should be, and on the right side of it.
fn keeps_distance(contour: &Contour, lines: &Lines, distance_mm: f64, found: &[Contour]) -> Option<Point> {
    let distance = distance_mm.abs();
    let inside = (distance_mm > 0.0) != (contour.area_mm2() > 0.0);
    for one in found {
        // At its distance everywhere, a line never crosses the contour: one place tells the side of all.
        let start = one.path().start;
        if contour.contains(start) != inside {
            return Some(start);
        }
        let wrong = samples(one).map(|(place, _)| place).find(|&place| {
            let nearest = lines.nearest(place, distance + 2.0 * TOLERANCE_MM);
            nearest.is_none_or(|(least, ..)| (least - distance).abs() > TOLERANCE_MM)
        });
        if wrong.is_some() {
            return wrong;
        }
    }
    None
}

/// Where the jet fits beside the contour, the result runs.
fn leaves_nothing_out(contour: &Contour, lines: &Lines, distance_mm: f64, found: &Lines) -> Option<Point> {
    let distance = distance_mm.abs();
    samples(contour)
        .filter(|&(_, heading)| heading != Vec2::ZERO)
        .map(|(place, heading)| place + waste_side(heading) * distance_mm)
        .filter(|&center| lines.nearest(center, distance - FITS_MM).is_none())
        .find(|&center| found.nearest(center, TOLERANCE_MM).is_none())
}

/// Places along a contour, each with the direction there.
fn samples(contour: &Contour) -> impl Iterator<Item = (Point, Vec2)> + '_ {
    contour.path().pieces().flat_map(|(from, segment)| {
        let steps = (segment.length_mm(from) / STEP_MM).ceil().clamp(FEWEST as f64, MOST as f64) as usize;
        (0..steps).map(move |step| {
            // Half a step in: at its ends a piece has two directions.
            let t = (step as f64 + 0.5) / steps as f64;
            (segment.point(from, t), heading(from, segment, t))
        })
    })
}
