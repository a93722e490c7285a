//! One character of a face.

use super::{Face, accents, hershey, marks, signs};
use crate::Path;
use kurbo::{Affine, Rect};

/// One character, in em: the size of the font is 1. The pen starts at the origin on the baseline, y is
/// down.
#[derive(Clone, PartialEq, Debug)]
pub struct Glyph {
    /// What the pen draws.
    pub strokes: Vec<Path>,
    /// Where the next character starts.
    pub advance_em: f64,
    /// It is the plain form of a typographic variant, such as `'` for `‛`.
    pub is_stand_in: bool,
}

/// Where letters are taken from that others are made of: a face's own characters.
pub(super) type Bases<'a> = &'a dyn Fn(char) -> Option<Glyph>;

/// What a face draws for a character: its own letter, a letter with an accent composed of two, a sign that
/// is drawn here, or the plain form of a typographic variant. None when it has none of these.
#[must_use]
pub fn glyph(face: Face, character: char) -> Option<Glyph> {
    made_of(&|base| hershey::glyph(face, base), character)
}

/// The same for any source of letters.
pub(super) fn made_of(bases: Bases<'_>, character: char) -> Option<Glyph> {
    if let Some(glyph) = bases(character) {
        return Some(glyph);
    }
    if let Some(glyph) = accents::composed(bases, character).or_else(|| signs::drawn(bases, character)) {
        return Some(glyph);
    }
    let mut plain = signs::plain(character)?.chars().map(bases);
    let mut whole = plain.next()??;
    for next in plain {
        whole.append(next?);
    }
    whole.is_stand_in = true;
    Some(whole)
}

impl Glyph {
    /// Strokes of its own.
    pub(super) fn of(strokes: Vec<Path>, advance_em: f64) -> Self {
        Self { strokes, advance_em, is_stand_in: false }
    }

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

    /// The same, smaller or larger, with its baseline raised by so many em.
    pub(super) fn scaled(&self, by: f64, raised_em: f64) -> Self {
        let place = Affine::translate((0.0, -raised_em)) * Affine::scale(by);
        Self {
            strokes: self.strokes.iter().map(|stroke| stroke.transformed(place)).collect(),
            advance_em: self.advance_em * by,
            is_stand_in: self.is_stand_in,
        }
    }

    /// The parts of its strokes inside a box, flattened to straight pieces.
    pub(super) fn within(&self, area: Rect) -> Vec<Path> {
        let mut kept: Vec<Path> = Vec::new();
        let mut points = Vec::new();
        for stroke in &self.strokes {
            points.clear();
            stroke.flatten(FLAT_EM, &mut points);
            for pair in points.windows(2) {
                let Some((from, to)) = super::cut::inside(area, pair[0], pair[1]) else { continue };
                match kept.last_mut() {
                    Some(path) if path.end() == from => path.segments.push(crate::Segment::Line { to }),
                    _ => kept.push(Path { start: from, segments: vec![crate::Segment::Line { to }] }),
                }
            }
        }
        kept
    }
}

/// Curves become straight pieces within this many em where they are cut: no pen shows it.
const FLAT_EM: f64 = 0.002;
