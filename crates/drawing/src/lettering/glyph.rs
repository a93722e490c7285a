//! One character of a face.

use super::{Face, accents, hershey, marks, signs};
use crate::Path;
use kurbo::Rect;

/// One character, in em: the size of the font is 1. The pen starts at the origin on the baseline, y is
/// down.
#[derive(Clone, PartialEq, Debug)]
pub struct Glyph {
    /// What the pen draws.
    pub strokes: Vec<Path>,
    /// Where the next character starts.
    pub advance_em: f64,
    /// It is the plain form of a typographic variant, such as `"` for `“`.
    pub is_stand_in: bool,
}

/// What a face draws for a character: its own letter, a letter with an accent composed of two, or the
/// plain form of a typographic variant. None when it has none of these.
#[must_use]
pub fn glyph(face: Face, character: char) -> Option<Glyph> {
    if let Some(glyph) = hershey::glyph(face, character) {
        return Some(glyph);
    }
    if let Some(glyph) = accents::composed(face, character).or_else(|| signs::drawn(face, character)) {
        return Some(glyph);
    }
    let mut plain = signs::plain(character)?.chars().map(|plain| hershey::glyph(face, plain));
    let mut whole = plain.next()??;
    for next in plain {
        whole.append(next?);
    }
    whole.is_stand_in = true;
    Some(whole)
}

impl Glyph {
    /// Adds the mark that a combining character (U+0300 and following) stands for. False when it is none, or
    /// the glyph has no ink to bear it.
    pub fn add_mark(&mut self, combining: char) -> bool {
        let (Some(mark), Some(ink)) = (marks::combining(combining), self.ink()) else { return false };
        self.strokes.extend(marks::at(mark, ink));
        true
    }

    /// The box around its strokes; none for a space.
    pub(super) fn ink(&self) -> Option<Rect> {
        self.strokes.iter().filter_map(Path::bounds).reduce(|all, one| all.union(one))
    }

    /// Sets another one behind it.
    pub(super) fn append(&mut self, other: Self) {
        let step = self.advance_em;
        self.strokes.extend(other.strokes.iter().map(|stroke| stroke.moved(step, 0.0)));
        self.advance_em += other.advance_em;
    }
}
