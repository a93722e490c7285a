//! Where text takes its letters from: a face that comes with Penstock, or a font that a person installed.

use super::installed::Font;
use super::profile::Profile;
use super::{Face, Glyph, accents, glyph, glyph::made_of};
use crate::{Path, Segment};
use kurbo::{Point, Rect};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Height of a capital letter against the size of the font: every face and font is scaled to it.
pub const CAP_HEIGHT_EM: f64 = 0.7;

/// How well a character could be had.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// It is the face's own, or composed of its letters.
    Whole,
    /// It is a typographic variant in its plain form.
    Plain,
    /// The installed font lacks it; the plain built-in face draws it.
    OtherFace,
    /// Nothing has it; a box stands in its place.
    Missing,
}

/// A character ready to be set.
#[derive(Debug)]
pub(super) struct Letter {
    pub(super) character: char,
    pub(super) glyph: Glyph,
    pub(super) found: Found,
    pub(super) profile: Profile,
}

/// Letters, remembered once they were made.
#[derive(Debug)]
pub struct Typeface {
    source: Source,
    made: RefCell<HashMap<char, Rc<Letter>>>,
}

#[derive(Debug)]
enum Source {
    BuiltIn(Face),
    Installed(Font),
}

impl From<Face> for Typeface {
    fn from(face: Face) -> Self {
        Self { source: Source::BuiltIn(face), made: RefCell::default() }
    }
}

impl From<Font> for Typeface {
    fn from(font: Font) -> Self {
        Self { source: Source::Installed(font), made: RefCell::default() }
    }
}

impl Typeface {
    /// What people call it.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.source {
            Source::BuiltIn(face) => face.name(),
            Source::Installed(font) => &font.name,
        }
    }

    /// What is drawn for a character, in em, and how well it could be had. Never nothing: what no face
    /// has is a box.
    #[must_use]
    pub fn glyph(&self, character: char) -> (Glyph, Found) {
        let letter = self.letter(character);
        (letter.glyph.clone(), letter.found)
    }

    /// How much closer, in em, the right one of a pair stands because the font says so.
    pub(super) fn kerning_em(&self, left: char, right: char) -> Option<f64> {
        match &self.source {
            Source::BuiltIn(_) => None,
            Source::Installed(font) => font.kerning.get(&(left, right)).copied(),
        }
    }

    /// Its letters are joined, or too wild to be moved towards each other.
    pub(super) fn is_joined(&self) -> bool {
        matches!(self.source, Source::BuiltIn(Face::Script | Face::ScriptBold))
    }

    pub(super) fn letter(&self, character: char) -> Rc<Letter> {
        if let Some(letter) = self.made.borrow().get(&character) {
            return Rc::clone(letter);
        }
        let (glyph, found) = self.make(character);
        let profile = Profile::of(&glyph);
        let letter = Rc::new(Letter { character, glyph, found, profile });
        self.made.borrow_mut().insert(character, Rc::clone(&letter));
        letter
    }

    fn make(&self, character: char) -> (Glyph, Found) {
        let own = match &self.source {
            Source::BuiltIn(face) => glyph(*face, character),
            Source::Installed(font) => made_of(&|base| font.glyphs.get(&base).cloned(), character),
        };
        let told = |glyph: Glyph, whole| {
            // A space of another width is a space.
            let found = if glyph.is_stand_in && !character.is_whitespace() { Found::Plain } else { whole };
            (glyph, found)
        };
        match (own, &self.source) {
            (Some(glyph), _) => told(glyph, Found::Whole),
            (None, Source::Installed(_)) => match glyph(Face::Sans, character) {
                Some(glyph) if glyph.strokes.is_empty() => (glyph, Found::Whole),
                Some(glyph) => told(glyph, Found::OtherFace),
                None => (gap(), Found::Missing),
            },
            (None, Source::BuiltIn(_)) => (gap(), Found::Missing),
        }
    }

    /// The letters of a text: a combining mark is put on the letter before it.
    pub(super) fn letters(&self, text: &str) -> Vec<Rc<Letter>> {
        let mut letters: Vec<Rc<Letter>> = Vec::new();
        for character in text.chars() {
            if is_silent(character) {
                continue;
            }
            if let Some(last) = letters.last_mut() {
                if let Some(joined) = accents::joined(last.character, character) {
                    *last = self.letter(joined);
                    continue;
                }
                let mut glyph = last.glyph.clone();
                if last.found != Found::Missing && glyph.add_mark(character) {
                    let profile = Profile::of(&glyph);
                    *last = Rc::new(Letter { character: last.character, glyph, found: last.found, profile });
                    continue;
                }
            }
            letters.push(self.letter(character));
        }
        letters
    }
}

/// It tells how text is to be set, and is never seen: joiners, directions, variants of the one before.
fn is_silent(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// A box as high as a capital letter.
fn gap() -> Glyph {
    let area = Rect::new(0.1, -CAP_HEIGHT_EM, 0.5, 0.0);
    let corners = [(area.x1, area.y0), (area.x1, area.y1), (area.x0, area.y1), (area.x0, area.y0)];
    let segments = corners.map(|(x, y)| Segment::Line { to: Point::new(x, y) }).into();
    Glyph::of(vec![Path { start: Point::new(area.x0, area.y0), segments }], 0.6)
}
