//! Parts of an area that are narrower than the pen.
//!
//! What a fill leaves without ink is made smaller by less and less, and what remains is drawn along its
//! border: at each step the ink reaches over the area's border by what the step is short of half a pen.

use crate::region::Region;
use penstock_drawing::Path;

/// By how much, as shares of half the pen's width, in turn.
const STEPS: [f64; 3] = [0.6, 0.3, 0.08];
/// Narrower than this, in mm, is rounding of the area's border.
const NOISE_MM: f64 = 0.004;
/// Smaller than this, as a share of the square of the pen's width, is the white in a corner that a round
/// pen cannot reach.
const CORNER: f64 = 0.2;

/// Draws what is left of an area.
pub(super) fn fill(rest: &Region, pen_width_mm: f64, strokes: &mut Vec<Path>) {
    let half = pen_width_mm / 2.0;
    let mut rest = worth_drawing(rest, pen_width_mm);
    for step in STEPS {
        if rest.is_empty() {
            return;
        }
        let inner = rest.inset((step * half).max(NOISE_MM));
        strokes.extend(inner.paths());
        rest = worth_drawing(&rest.minus(&inner.inset(-half)), pen_width_mm);
    }
}

/// Without slivers and corners.
fn worth_drawing(rest: &Region, pen_width_mm: f64) -> Region {
    let cores: Vec<Region> = rest
        .inset(NOISE_MM)
        .parts()
        .filter(|part| part.area_mm2() > CORNER * pen_width_mm * pen_width_mm)
        .collect();
    Region::union(&cores).inset(-NOISE_MM)
}

/// A sign of a part that is too small for any fill: its outline, or a dot where even that is one.
pub(super) fn mark(part: &Region, pen_width_mm: f64) -> Vec<Path> {
    let Some(bounds) = part.bounds() else { return Vec::new() };
    if bounds.width().hypot(bounds.height()) > pen_width_mm / 2.0 {
        return part.paths().collect();
    }
    vec![Path { start: bounds.center(), segments: Vec::new() }]
}
