//! Dots of a size, as a pen makes them.

use super::strokes::Strokes;
use kurbo::Point;
use penstock_drawing::Path;

/// Rings of a dot overlap by this share of the pen's line.
const OVERLAP: f64 = 0.15;

impl Strokes {
    /// A round spot of ink of this diameter: a touch where the pen's line is as wide, else rings from the
    /// edge to the middle.
    pub(super) fn spot(&mut self, center: Point, diameter_mm: f64, pen_mm: f64, group: u32) {
        let mut radius = (diameter_mm - pen_mm) / 2.0;
        if radius < pen_mm / 8.0 {
            self.path(Path { start: center, segments: Vec::new() }, group);
            return;
        }
        let step = pen_mm * (1.0 - OVERLAP);
        while radius > pen_mm / 8.0 {
            self.circle(center, radius, group);
            radius -= step;
        }
    }
}
