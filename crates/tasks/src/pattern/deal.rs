//! Deals strokes to pens.

use super::strokes::Strokes;
use penstock_drawing::{Color, Layer, Pen};

/// Inks that go together, and stay apart for people who see fewer colours (after Okabe and Ito, 2008).
const INKS: [(&str, Color); 8] = [
    ("Black", Color::BLACK),
    ("Blue", Color { r: 0, g: 114, b: 178 }),
    ("Vermilion", Color { r: 213, g: 94, b: 0 }),
    ("Green", Color { r: 0, g: 158, b: 115 }),
    ("Purple", Color { r: 204, g: 121, b: 167 }),
    ("Sky", Color { r: 86, g: 180, b: 233 }),
    ("Orange", Color { r: 230, g: 159, b: 0 }),
    ("Yellow", Color { r: 240, g: 228, b: 66 }),
];

/// One layer for each pen that draws something.
pub(super) fn into_layers(strokes: Strokes, pens: u32, width_mm: f64) -> Vec<Layer> {
    let pens = pens.clamp(1, INKS.len() as u32);
    let mut layers: Vec<Layer> = INKS
        .iter()
        .take(pens as usize)
        .map(|&(name, color)| Layer {
            name: name.to_owned(),
            pen: Pen { color, width_mm },
            paths: Vec::new(),
        })
        .collect();
    for (path, group) in strokes.paths {
        layers[(group % pens) as usize].paths.push(path);
    }
    layers.retain(|layer| !layer.paths.is_empty());
    layers
}
