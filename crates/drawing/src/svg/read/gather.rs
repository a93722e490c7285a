//! Puts marks into layers: Inkscape's by name, the rest by colour.

use crate::{ArtworkLayer, Color, Mark};
use std::collections::HashMap;

/// What a mark belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Key {
    /// A layer of the source, by its number in the document.
    Named(usize),
    /// Everything of this colour outside of them.
    Color(Color),
}

/// Layers in the making.
#[derive(Default)]
pub(super) struct Gather {
    layers: Vec<ArtworkLayer>,
    by_key: HashMap<Key, usize>,
    /// The layer of the last mark: most follow one of their own kind.
    last: Option<(Key, usize)>,
}

impl Gather {
    /// The layer stands after all that came before. Later calls do nothing.
    pub(super) fn begin(&mut self, key: Key, name: &str) -> usize {
        *self.by_key.entry(key).or_insert_with(|| {
            self.layers.push(ArtworkLayer { name: name.to_owned(), marks: Vec::new() });
            self.layers.len() - 1
        })
    }

    /// Adds a mark above all others of its layer.
    pub(super) fn add(&mut self, key: Key, mark: Mark) {
        let index = match self.last {
            Some((last, index)) if last == key => index,
            _ => match self.by_key.get(&key) {
                Some(&index) => index,
                None => self.begin(key, &mark.color.to_string()),
            },
        };
        self.last = Some((key, index));
        self.layers[index].marks.push(mark);
    }

    /// The layers that hold something.
    pub(super) fn into_layers(self) -> Vec<ArtworkLayer> {
        let mut layers = self.layers;
        layers.retain(|layer| !layer.marks.is_empty());
        layers
    }
}
