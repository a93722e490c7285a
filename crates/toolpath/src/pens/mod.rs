//! Which pen draws what: layers made by colour, group or width, and a pen number for each layer.

mod map;
#[cfg(test)]
mod tests;

pub use map::{PenMap, PenMapError};

use penstock_drawing::{Artwork, ArtworkLayer, Drawing, Layer, LayerSetup, Mark};
use std::collections::HashMap;

/// What has a pen of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PensBy {
    /// Each layer of the file.
    #[default]
    Layer,
    /// Each colour.
    Color,
    /// Each group of the file; what is in none comes first.
    Group,
    /// Each width of line.
    Width,
}

/// Sorts the marks of an artwork into layers by what has a pen of its own, in the order in which each
/// first appears. Within a layer marks keep their order. [`PensBy::Layer`] changes nothing.
pub fn regroup(artwork: &mut Artwork, by: PensBy, default_width_mm: f64) {
    if by == PensBy::Layer {
        return;
    }
    let mut layers: Vec<ArtworkLayer> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for mark in artwork.layers.drain(..).flat_map(|layer| layer.marks) {
        let name = layer_name(&mark, by, default_width_mm);
        let number = match known.get(&name) {
            Some(&number) => number,
            None => {
                layers.push(ArtworkLayer { name: name.clone(), marks: Vec::new() });
                known.insert(name, layers.len() - 1);
                layers.len() - 1
            }
        };
        layers[number].marks.push(mark);
    }
    artwork.layers = layers;
}

fn layer_name(mark: &Mark, by: PensBy, default_width_mm: f64) -> String {
    match (by, mark.group) {
        (PensBy::Color, _) => mark.color.to_string(),
        (PensBy::Width, _) => width_name(mark.width_mm.unwrap_or(default_width_mm)),
        (PensBy::Group, 0) => "No group".to_owned(),
        (PensBy::Layer | PensBy::Group, number) => format!("Group {number}"),
    }
}

/// Widths are told apart to a hundredth of a mm.
fn width_name(width_mm: f64) -> String {
    format!("{} mm", (width_mm * 100.0).round().max(1.0) / 100.0)
}

/// Gives every layer a pen. Without a map they are numbered from 1 in their order; with one, layers that
/// it does not name get the numbers that it leaves free, and layers are put in the order of their pens,
/// so that each pen is taken once. `pause` asks for a pause before every layer that needs another pen
/// than the one before. Returns one entry for each layer, and what of the map fits no layer.
pub fn assign(drawing: &mut Drawing, map: &PenMap, pause: bool) -> (Vec<LayerSetup>, Vec<String>) {
    let mut unused: Vec<String> = map.names().map(str::to_owned).collect();
    let mut pens: Vec<Option<u32>> = Vec::with_capacity(drawing.layers.len());
    for layer in &drawing.layers {
        let found = names_of(layer).into_iter().find_map(|name| Some((map.pen(&name)?, name)));
        if let Some((_, name)) = &found {
            unused.retain(|key| !key.eq_ignore_ascii_case(name));
        }
        pens.push(found.map(|(pen, _)| pen));
    }
    let mut free = (1..).filter(|number| !map.pens().any(|pen| pen == *number));
    let pens: Vec<u32> =
        pens.into_iter().map(|pen| pen.or_else(|| free.next()).unwrap_or(u32::MAX)).collect();
    let mut layers: Vec<(u32, Layer)> = pens.into_iter().zip(std::mem::take(&mut drawing.layers)).collect();
    if !map.is_empty() {
        layers.sort_by_key(|(pen, _)| *pen);
    }
    let mut setups: Vec<LayerSetup> = Vec::with_capacity(layers.len());
    for (pen, layer) in layers {
        let changes = setups.last().is_some_and(|before| before.pen != pen);
        let prompt = (pause && changes).then(|| prompt(pen, &layer));
        setups.push(LayerSetup { pen, pause_before: prompt.is_some(), prompt, speed_mm_per_s: None });
        drawing.layers.push(layer);
    }
    (setups, unused)
}

/// What a map may call a layer, the most particular first.
fn names_of(layer: &Layer) -> [String; 3] {
    [layer.name.clone(), layer.pen.color.to_string(), width_name(layer.pen.width_mm)]
}

fn prompt(pen: u32, layer: &Layer) -> String {
    format!("Put in pen {pen} ({}, {}) for {}", layer.pen.color, width_name(layer.pen.width_mm), layer.name)
}
