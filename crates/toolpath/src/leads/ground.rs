//! Where a lead may lie.

use crate::kerf::Lines;
use crate::parts::{Contour, Part};
use kurbo::{Point, Rect};
use penstock_drawing::Path;

/// Places along a lead are no further apart than this, in mm.
const STEP_MM: f64 = 0.1;
/// And no fewer than this many.
const FEWEST: usize = 8;
/// A lead ends on the line, half a kerf from the part; rounding must not count, in mm.
const ROUNDING_MM: f64 = 1e-6;

/// All drawn lines on the sheet.
#[derive(Debug)]
pub struct Ground {
    lines: Lines,
    sheet: Rect,
    jet_radius_mm: f64,
}

impl Ground {
    /// Parts where they lie on the sheet. Contours in `passed_over`, by part and hole, are not cut and not
    /// kept off: holes that are smaller than the jet.
    #[must_use]
    pub fn new(parts: &[Part], passed_over: &[(usize, usize)], sheet: Rect, jet_radius_mm: f64) -> Self {
        let mut paths: Vec<&Path> = Vec::new();
        for (number, part) in parts.iter().enumerate() {
            paths.push(part.outer.path());
            let holes =
                part.holes.iter().enumerate().filter(|(hole, _)| !passed_over.contains(&(number, *hole)));
            paths.extend(holes.map(|(_, hole)| Contour::path(hole)));
            paths.extend(&part.slits);
        }
        Self { lines: Lines::new(paths), sheet, jet_radius_mm }
    }

    /// Half the kerf in mm.
    #[must_use]
    pub fn jet_radius_mm(&self) -> f64 {
        self.jet_radius_mm
    }

    /// The sheet.
    #[must_use]
    pub fn sheet(&self) -> Rect {
        self.sheet
    }

    /// The distance of a place from the nearest drawn line, up to `reach` mm.
    #[must_use]
    pub fn distance_mm(&self, place: Point, reach: f64) -> f64 {
        self.lines.nearest(place, reach).map_or(reach, |(distance, ..)| distance)
    }

    /// The jet can go along this path and marks no part. The pierce, at `pierce`, makes a wider hole than the
    /// cut and keeps `pierce_extra_mm` more. `keep_off_mm` is asked of the half that is further from the
    /// line: room for the kerfs of neighbours. From a start outside of the sheet nothing is asked there.
    #[must_use]
    pub fn is_free(
        &self,
        path: &Path,
        pierce: Option<(Point, f64)>,
        keep_off_mm: f64,
        beyond_mm: f64,
    ) -> bool {
        let allowed = self.sheet.inflate(beyond_mm, beyond_mm);
        if let Some((place, extra_mm)) = pierce {
            let wanted = self.jet_radius_mm + extra_mm.max(keep_off_mm);
            if extra_mm.max(keep_off_mm) > 0.0 && self.lines.nearest(place, wanted).is_some() {
                return false;
            }
        }
        path.pieces().all(|(from, segment)| {
            let steps = ((segment.length_mm(from) / STEP_MM).ceil() as usize).max(FEWEST);
            (0..=steps).all(|step| {
                let place = segment.point(from, step as f64 / steps as f64);
                contains(allowed, place)
                    && self.lines.nearest(place, self.jet_radius_mm - ROUNDING_MM).is_none()
            })
        })
    }
}

/// With its edges.
fn contains(rect: Rect, place: Point) -> bool {
    rect.x0 <= place.x && place.x <= rect.x1 && rect.y0 <= place.y && place.y <= rect.y1
}
