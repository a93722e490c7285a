//! Contours and parts that are too small, too large, or no parts at all.

use super::super::contour::Contour;
use super::super::fault::{Fault, FaultKind};
use super::super::find::Found;
use super::super::survey::Checks;
use super::spacing::gap;
use kurbo::Rect;
use penstock_drawing::Segment;
use std::f64::consts::PI;

/// Parts up to which each is compared with each for the distance between them.
const FEW_PARTS: usize = 1000;
/// A part is far away when it is this many times the size of the largest part from all others.
const FAR: f64 = 5.0;

/// All faults of size and place.
pub(in crate::parts) fn find(found: &Found, checks: &Checks) -> Vec<Fault> {
    let mut faults = Vec::new();
    for part in &found.parts {
        let bounds = part.bounds();
        let place = bounds.center();
        let layer = part.outer.layer();
        let (width_mm, height_mm) = (bounds.width(), bounds.height());
        let (long, short) = (width_mm.max(height_mm), width_mm.min(height_mm));
        let (sheet_long, sheet_short) = (
            checks.sheet_width_mm.max(checks.sheet_height_mm),
            checks.sheet_width_mm.min(checks.sheet_height_mm),
        );
        if long > sheet_long + 1e-6 || short > sheet_short + 1e-6 {
            faults.push(Fault::plain(FaultKind::LargerThanSheet { width_mm, height_mm }, place, layer));
        }
        if long < 2.0 * checks.kerf_mm {
            faults.push(Fault::plain(FaultKind::StrayShape { size_mm: long }, place, layer));
        }
        for hole in &part.holes {
            let size_mm = width_of(hole);
            if size_mm < checks.least_hole_mm - 1e-6 {
                let kind = FaultKind::SmallHole { size_mm, least_mm: checks.least_hole_mm };
                faults.push(Fault::plain(kind, hole.bounds().center(), hole.layer()));
            }
        }
    }
    faults.extend(border(found));
    far_away(found, &mut faults);
    faults
}

/// The narrower side of a hole in mm: the diameter of something round, the width of a slot.
///
/// A rectangle of the same area `A` and half girth `g` has the sides `(g ± √(g² − 4A))/2`; what is rounder
/// than a square has no such rectangle, and counts as a circle of its area.
pub(in crate::parts) fn width_of(contour: &Contour) -> f64 {
    let area = contour.area_mm2().abs();
    let half_girth = contour.path().length_mm() / 2.0;
    let square = half_girth * half_girth - 4.0 * area;
    let width = if square < 0.0 { 2.0 * (area / PI).sqrt() } else { (half_girth - square.sqrt()) / 2.0 };
    width.min(contour.bounds().width()).min(contour.bounds().height())
}

/// A level rectangle around everything, with parts inside of its holes: the edge of a sheet or the frame of a
/// drawing, which turns every outline into a hole.
fn border(found: &Found) -> Option<Fault> {
    let all = found.parts.iter().map(super::super::Part::bounds).reduce(|a, b| a.union(b))?;
    let frame = found.parts.iter().find(|part| part.bounds() == all)?;
    let islands = found.parts.len() - 1;
    let holds_parts = islands > 0 && !frame.holes.is_empty();
    (is_level_rectangle(&frame.outer) && holds_parts)
        .then(|| Fault::plain(FaultKind::Border, frame.outer.path().start, frame.outer.layer()))
}

fn is_level_rectangle(contour: &Contour) -> bool {
    let straight = contour.path().segments.iter().all(|segment| matches!(segment, Segment::Line { .. }));
    straight && (contour.area_mm2() - contour.bounds().area()).abs() <= 1e-6 * contour.bounds().area()
}

/// Parts that lie so far off that they were hardly meant.
fn far_away(found: &Found, faults: &mut Vec<Fault>) {
    if found.parts.len() < 2 || found.parts.len() > FEW_PARTS {
        return;
    }
    let boxes: Vec<Rect> = found.parts.iter().map(super::super::Part::bounds).collect();
    let largest = boxes.iter().map(|it| it.width().hypot(it.height())).fold(0.0, f64::max);
    for (number, own) in boxes.iter().enumerate() {
        let others = boxes.iter().enumerate().filter(|&(other, _)| other != number);
        let distance_mm = others.map(|(_, other)| gap(own, other)).fold(f64::INFINITY, f64::min);
        if distance_mm > FAR * largest {
            let layer = found.parts[number].outer.layer();
            faults.push(Fault::plain(FaultKind::FarAway { distance_mm }, own.center(), layer));
        }
    }
}
