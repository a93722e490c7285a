//! The drawings that are written and shown: the repaired one, and the parts by what they are.

use kurbo::Point;
use penstock_drawing::{Color, Drawing, Layer, Page, Path, Pen};
use penstock_toolpath::parts::{Contour, Part, Survey};

/// The drawing after the repairs, on the layers that it had.
pub(super) fn repaired(drawing: &Drawing, survey: &Survey) -> Drawing {
    let mut repaired = drawing.clone();
    for layer in &mut repaired.layers {
        // Points stay: they may mark where to drill.
        layer.paths.retain(|path| path.segments.is_empty());
    }
    for line in &survey.lines {
        if let Some(layer) = repaired.layers.get_mut(line.layer) {
            layer.paths.push(line.path.clone());
        }
    }
    repaired
}

/// The parts as layers of outlines, holes and open lines; those that have nothing are left out.
pub(super) fn sorted(page: Page, survey: &Survey, kerf_mm: f64) -> Drawing {
    let found = &survey.found;
    let path = |contour: &Contour| contour.path().clone();
    let outlines: Vec<Path> = found.parts.iter().map(|part| path(&part.outer)).collect();
    let holes = found.parts.iter().flat_map(|part| part.holes.iter().map(path)).collect();
    let slits = found.parts.iter().flat_map(|part: &Part| part.slits.clone()).collect();
    let open = found.open.iter().map(|line| line.path.clone()).collect();
    let layer = |name: &str, color: Color, paths: Vec<Path>| Layer {
        name: name.to_owned(),
        // As wide as the cut.
        pen: Pen { color, width_mm: kerf_mm.max(0.05) },
        paths,
    };
    let mut layers = vec![
        layer("Holes", Color { r: 0x1f, g: 0x77, b: 0xb4 }, holes),
        layer("Slits", Color { r: 0x94, g: 0x67, b: 0xbd }, slits),
        layer("Outlines", Color { r: 0x20, g: 0x20, b: 0x20 }, outlines),
        layer("Open lines", Color { r: 0xd6, g: 0x27, b: 0x28 }, open),
    ];
    layers.retain(|layer| !layer.paths.is_empty());
    Drawing { page, layers }
}

/// Dots, which are not cut, with the first of them.
pub(super) fn points(drawing: &Drawing) -> Option<(usize, Point)> {
    let paths = drawing.layers.iter().flat_map(|layer| &layer.paths);
    let mut dots = paths.filter(|path| path.segments.is_empty()).map(|path| path.start);
    let first = dots.next()?;
    Some((1 + dots.count(), first))
}
