//! Letters one behind the other.

use super::TextStyle;
use crate::lettering::Typeface;
use crate::lettering::typeface::{CAP_HEIGHT_EM, Letter};
use std::rc::Rc;

/// Letters with the place of each, in mm from the start of the line.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) letters: Vec<(Rc<Letter>, f64)>,
    /// Where the next letter would stand.
    pub(super) width_mm: f64,
}

/// Measures and joins letters of a typeface in a style.
pub(super) struct Compositor<'a> {
    typeface: &'a Typeface,
    style: &'a TextStyle,
    /// One em in mm.
    pub(super) em_mm: f64,
    /// The gap between two straight stems, in em.
    stems_em: f64,
}

impl<'a> Compositor<'a> {
    pub(super) fn new(typeface: &'a Typeface, style: &'a TextStyle) -> Self {
        let stem = typeface.letter('n');
        let stems_em = stem.profile.gap_em(stem.glyph.advance_em, &stem.profile).unwrap_or(0.0);
        Self { typeface, style, em_mm: style.cap_height_mm / CAP_HEIGHT_EM, stems_em }
    }

    pub(super) fn letters(&self, text: &str) -> Vec<Rc<Letter>> {
        self.typeface.letters(text)
    }

    /// Adds a letter to a row.
    pub(super) fn push(&self, row: &mut Row, letter: &Rc<Letter>) {
        if let Some((last, _)) = row.letters.last() {
            row.width_mm -= self.closer_em(last, letter) * self.em_mm;
        }
        row.letters.push((Rc::clone(letter), row.width_mm));
        let space = if letter.character.is_whitespace() { self.style.word_spacing_mm } else { 0.0 };
        row.width_mm += letter.glyph.advance_em * self.em_mm + self.style.letter_spacing_mm + space;
    }

    pub(super) fn row<'l>(&self, letters: impl IntoIterator<Item = &'l Rc<Letter>>) -> Row {
        let mut row = Row::default();
        letters.into_iter().for_each(|letter| self.push(&mut row, letter));
        row
    }

    fn closer_em(&self, left: &Letter, right: &Letter) -> f64 {
        if !self.style.kerning {
            return 0.0;
        }
        if let Some(step) = self.typeface.kerning_em(left.character, right.character) {
            return -step;
        }
        let counts = |letter: &Letter| !letter.character.is_ascii_digit() && !letter.glyph.strokes.is_empty();
        if self.typeface.is_joined() || !counts(left) || !counts(right) {
            return 0.0;
        }
        left.profile.closer_em(left.glyph.advance_em, &right.profile, self.stems_em)
    }
}

impl Row {
    /// The width without the spaces and the letter spacing at its end.
    pub(super) fn inked_mm(&self, style: &TextStyle) -> f64 {
        let last = self.letters.iter().rposition(|(letter, _)| !letter.character.is_whitespace());
        match last {
            Some(at) => match self.letters.get(at + 1) {
                Some((_, next_mm)) => next_mm - style.letter_spacing_mm,
                None => self.width_mm - style.letter_spacing_mm,
            },
            None => 0.0,
        }
    }

    pub(super) fn text(&self) -> String {
        self.letters.iter().map(|(letter, _)| letter.character).collect()
    }
}
