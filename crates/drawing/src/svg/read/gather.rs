//! Puts paths into layers: Inkscape's by name, the rest by colour.

use crate::{Color, Layer, Path, Pen};
use std::collections::HashMap;

/// Widths that differ by less than this, in mm, are one pen.
const WIDTH_STEP_MM: f64 = 1e-3;

/// What a path belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Key {
    /// A layer of the source, by its number in the document.
    Named(usize),
    /// Everything of this colour outside of them.
    Color(Color),
}

#[derive(Default)]
struct Pile {
    name: String,
    paths: Vec<Path>,
    colors: HashMap<Color, (usize, usize)>,
    widths: HashMap<u64, (usize, usize)>,
}

/// Layers in the making.
#[derive(Default)]
pub(super) struct Gather {
    piles: Vec<Pile>,
    by_key: HashMap<Key, usize>,
}

impl Gather {
    /// The layer stands after all that came before. Later calls do nothing.
    pub(super) fn begin(&mut self, key: Key, name: &str) -> usize {
        *self.by_key.entry(key).or_insert_with(|| {
            self.piles.push(Pile { name: name.to_owned(), ..Pile::default() });
            self.piles.len() - 1
        })
    }

    /// Adds a path drawn in this colour and width.
    pub(super) fn add(&mut self, key: Key, color: Color, width_mm: Option<f64>, path: Path) {
        let index = match self.by_key.get(&key) {
            Some(&index) => index,
            None => self.begin(key, &color.to_string()),
        };
        let pile = &mut self.piles[index];
        let seen = pile.paths.len();
        pile.colors.entry(color).or_insert((0, seen)).0 += 1;
        if let Some(width) = width_mm {
            let steps = (width / WIDTH_STEP_MM).round().max(1.0) as u64;
            pile.widths.entry(steps).or_insert((0, seen)).0 += 1;
        }
        pile.paths.push(path);
    }

    /// The layers that hold something, with the pens that most of their paths ask for.
    pub(super) fn into_layers(self, default_width_mm: f64) -> Vec<Layer> {
        let drawn = self.piles.into_iter().filter(|pile| !pile.paths.is_empty());
        drawn
            .map(|pile| {
                let width = most(&pile.widths).map(|steps| steps as f64 * WIDTH_STEP_MM);
                let pen = Pen {
                    color: most(&pile.colors).unwrap_or(Color::BLACK),
                    width_mm: width.map_or(default_width_mm, |width| (width * 1e3).round() / 1e3),
                };
                Layer { name: pile.name, pen, paths: pile.paths }
            })
            .collect()
    }
}

/// The most frequent one; among equals the one that came first.
fn most<T: Copy>(counts: &HashMap<T, (usize, usize)>) -> Option<T> {
    counts
        .iter()
        .max_by_key(|(_, (count, first))| (*count, std::cmp::Reverse(*first)))
        .map(|(&value, _)| value)
}
