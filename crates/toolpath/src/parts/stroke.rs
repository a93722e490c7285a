//! Lines of a drawing with their layers, curves fitted, before they are contours.

use super::fit;
use penstock_drawing::{Drawing, Path};

/// One line of the drawing, open or closed, of straight pieces and arcs.
#[derive(Clone, PartialEq, Debug)]
pub struct Stroke {
    /// The line itself.
    pub path: Path,
    /// Index of its layer in the drawing it comes from.
    pub layer: usize,
}

/// All lines of a drawing in document order, curves fitted within `curve_tolerance_mm`. Dots are left out:
/// there is nothing to cut along.
pub(super) fn of_drawing(drawing: &Drawing, curve_tolerance_mm: f64) -> Vec<Stroke> {
    let mut strokes = Vec::with_capacity(drawing.path_count());
    for (layer, paths) in drawing.layers.iter().map(|layer| &layer.paths).enumerate() {
        let lines = paths.iter().filter(|path| !path.segments.is_empty());
        strokes.extend(lines.map(|path| Stroke { path: fit::fitted(path, curve_tolerance_mm), layer }));
    }
    strokes
}

impl Stroke {
    /// Leaves out segments without a length.
    pub(super) fn drop_points(&mut self) {
        let mut from = self.path.start;
        self.path.segments.retain(|segment| {
            let stays = segment.to() != from;
            from = segment.to();
            stays
        });
    }
}
