//! Keeps the groups of a file apart while its strokes are ordered: each is a layer of its own until then.

use penstock_drawing::{Artwork, ArtworkLayer, Drawing, Layer, Mark, Shape};
use std::collections::HashMap;

/// Makes a layer of every group of a layer, in the order in which they first appear. Answers which layers
/// belong together: for each new one the number of the old one. Layers and groups that draw nothing are
/// left out, so that the numbers hold for the drawing too.
pub(super) fn split(artwork: &mut Artwork) -> Vec<usize> {
    let mut origin = Vec::new();
    let mut layers: Vec<ArtworkLayer> = Vec::new();
    for (number, layer) in artwork.layers.drain(..).enumerate() {
        let mut groups: HashMap<u32, usize> = HashMap::new();
        for mark in layer.marks.into_iter().filter(is_drawn) {
            let at = *groups.entry(mark.group).or_insert_with(|| {
                layers.push(ArtworkLayer { name: layer.name.clone(), marks: Vec::new() });
                origin.push(number);
                layers.len() - 1
            });
            layers[at].marks.push(mark);
        }
    }
    artwork.layers = layers;
    origin
}

fn is_drawn(mark: &Mark) -> bool {
    matches!(mark.shape, Shape::Stroke(_)) || (!mark.stroked && !mark.color.is_paper())
}

/// Puts the layers that belong together into one again; its pen is that of the largest group.
pub(super) fn merge(drawing: &mut Drawing, origin: &[usize]) {
    let mut merged: Vec<Layer> = Vec::new();
    let (mut last, mut largest) = (None, 0);
    for (layer, &from) in std::mem::take(&mut drawing.layers).into_iter().zip(origin) {
        let count = layer.paths.len();
        match merged.last_mut() {
            Some(whole) if last == Some(from) => {
                if count > largest {
                    (whole.pen, largest) = (layer.pen, count);
                }
                whole.paths.extend(layer.paths);
            }
            _ => {
                largest = count;
                merged.push(layer);
            }
        }
        last = Some(from);
    }
    drawing.layers = merged;
}
