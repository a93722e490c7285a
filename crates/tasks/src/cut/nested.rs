//! The sheets of a drawing that `nest` wrote: their edges and the labels are no cuts.

use kurbo::Rect;
use penstock_drawing::{Drawing, Layer, Path};
use penstock_toolpath::parts::Contour;

/// Edges of the sheets, and defects in them.
const EDGES: &str = "SHEET";
/// Names and numbers of parts.
const LABELS: &str = "LABELS";
/// A part may stand over the edge by rounding, in mm.
const ROUNDING_MM: f64 = 1e-3;

/// A sheet of a nest.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct NestedSheet {
    /// The box around it in mm.
    pub(crate) bounds: Rect,
    /// Its area in mm²: less than the box for a remnant with another outline.
    pub(crate) area_mm2: f64,
}

impl NestedSheet {
    /// The box is on it, to the edge.
    pub(crate) fn holds(&self, inner: Rect) -> bool {
        holds(self.bounds, inner)
    }
}

/// Takes out of a drawing what is not cut, and answers its sheets from top to bottom; none for a drawing that
/// is no nest. Layers keep their index.
pub(crate) fn take_sheets(drawing: &mut Drawing) -> Vec<NestedSheet> {
    let is = |layer: &Layer, name: &str| layer.name.eq_ignore_ascii_case(name);
    let Some(edges) = drawing.layers.iter_mut().find(|layer| is(layer, EDGES)) else { return Vec::new() };
    let sheets = outermost(&edges.paths);
    if sheets.is_empty() {
        // Somebody else's layer of that name.
        return sheets;
    }
    edges.paths.clear();
    for labels in drawing.layers.iter_mut().filter(|layer| is(layer, LABELS)) {
        labels.paths.clear();
    }
    sheets
}

/// The closed lines that lie in no other one.
fn outermost(paths: &[Path]) -> Vec<NestedSheet> {
    let closed = paths.iter().filter_map(|path| Contour::new(path.clone(), 0).ok());
    let all: Vec<NestedSheet> =
        closed.map(|edge| NestedSheet { bounds: edge.bounds(), area_mm2: edge.area_mm2().abs() }).collect();
    let mut outer: Vec<NestedSheet> = Vec::new();
    for (at, one) in all.iter().enumerate() {
        let inside = all.iter().enumerate().any(|(other, around)| {
            other != at && around.holds(one.bounds) && (around.bounds != one.bounds || other < at)
        });
        if !inside {
            outer.push(*one);
        }
    }
    outer.sort_by(|a, b| a.bounds.y0.total_cmp(&b.bounds.y0).then(a.bounds.x0.total_cmp(&b.bounds.x0)));
    outer
}

/// A box is in another one, to the edge.
pub(crate) fn holds(outer: Rect, inner: Rect) -> bool {
    let outer = outer.inflate(ROUNDING_MM, ROUNDING_MM);
    outer.union(inner) == outer
}
