//! Fonts that a person installs: SVG 1.1 fonts, Hershey's JHF, LibreCAD's LFF, and TrueType or OpenType whose
//! outlines are open lines.
//!
//! Every font is scaled so that its capitals are 0.7 em high, as those of the faces that come with Penstock.
//! Files come from strangers: sizes, counts and nesting are bounded, what is broken in one letter costs that
//! letter, and only a file without any letter is an error.

mod jhf;
mod lff;
mod opentype;
mod svg_font;

use super::{CAP_HEIGHT_EM, Glyph};
use crate::Path;
use kurbo::Affine;
use std::collections::HashMap;

/// A bigger file is refused.
const LARGEST_BYTES: usize = 32 << 20;
/// Letters of one font.
const MOST_GLYPHS: usize = 70_000;
/// Strokes of one letter, and segments of all its strokes.
const MOST_SEGMENTS: usize = 20_000;
/// Pairs with a distance of their own.
const MOST_PAIRS: usize = 200_000;

/// A font of single lines, read from a file.
#[derive(Clone, PartialEq, Debug)]
pub struct Font {
    /// Its family, or the name of its file.
    pub name: String,
    /// Letters in em, scaled to the usual height of capitals.
    pub(super) glyphs: HashMap<char, Glyph>,
    /// What is added between two letters, in em; negative brings them closer.
    pub(super) kerning: HashMap<(char, char), f64>,
}

/// Why a file gives no font.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FontError {
    /// It is none of the formats that are read.
    #[error("this is no SVG font, JHF, LFF, TrueType or OpenType font")]
    Unknown,
    /// It has more bytes than a font of lines can need.
    #[error("the font has {0} MB; the most is 32")]
    TooLarge(usize),
    /// It is broken.
    #[error("the font cannot be read: {0}")]
    Broken(String),
    /// It holds no letter with a line.
    #[error("the font has no letters")]
    Empty,
}

impl Font {
    /// Reads a font, whatever its name ends with. `name` is what it is called if the file does not say.
    ///
    /// # Errors
    /// [`FontError`]; a font of which a part cannot be read is no error.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, FontError> {
        if bytes.len() > LARGEST_BYTES {
            return Err(FontError::TooLarge(bytes.len() >> 20));
        }
        let mut raw = if opentype::is_one(bytes) {
            opentype::read(bytes)?
        } else {
            let text = String::from_utf8_lossy(bytes);
            let text = text.trim_start_matches('\u{feff}');
            if text.trim_start().starts_with('<') {
                svg_font::read(text)?
            } else if lff::is_one(text) {
                lff::read(text)
            } else if jhf::is_one(text) {
                jhf::read(text)
            } else {
                return Err(FontError::Unknown);
            }
        };
        raw.glyphs.retain(|_, glyph| is_sound(glyph));
        raw.finish(name)
    }
}

/// A font in units of its own, y down.
#[derive(Default)]
struct Raw {
    name: Option<String>,
    glyphs: HashMap<char, Glyph>,
    kerning: HashMap<(char, char), f64>,
    /// Height of capitals, if the file says it.
    cap_height: Option<f64>,
    /// Size of the font, for one that has no capital letter.
    em: f64,
}

impl Raw {
    fn finish(self, name: &str) -> Result<Font, FontError> {
        if self.glyphs.values().all(|glyph| glyph.strokes.is_empty()) {
            return Err(FontError::Empty);
        }
        let height_of = |letter: char| Some(-self.glyphs.get(&letter)?.ink()?.y0);
        // Flat-topped letters first: round ones overshoot.
        let measured = ['H', 'E', 'I', 'T', 'X', 'Z', 'N', 'A', 'O'].into_iter().find_map(height_of);
        let small = || ['x', 'z', 'n', 'o'].into_iter().find_map(height_of).map(|height| height * 1.5);
        let cap_height = measured
            .or(self.cap_height)
            .or_else(small)
            .filter(|height| height.is_finite() && *height > 0.0)
            .unwrap_or(self.em * CAP_HEIGHT_EM);
        let scale = CAP_HEIGHT_EM / cap_height;
        let glyphs = self.glyphs.into_iter().map(|(character, glyph)| (character, glyph.scaled(scale, 0.0)));
        let mut glyphs: HashMap<char, Glyph> = glyphs.filter(|(_, glyph)| is_sound(glyph)).collect();
        glyphs.entry(' ').or_insert_with(|| Glyph::of(Vec::new(), 0.5));
        let kerning = self.kerning.into_iter().map(|(pair, step)| (pair, (step * scale).clamp(-1.0, 1.0)));
        let name = self.name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| name.to_owned());
        Ok(Font { name, glyphs, kerning: kerning.filter(|(_, step)| step.is_finite()).collect() })
    }
}

/// Its numbers are numbers, and it is not made to fill memory.
fn is_sound(glyph: &Glyph) -> bool {
    let segments: usize = glyph.strokes.iter().map(|stroke| stroke.segments.len() + 1).sum();
    segments <= MOST_SEGMENTS
        && glyph.advance_em.is_finite()
        && (0.0..1e6).contains(&glyph.advance_em)
        && glyph.strokes.iter().all(|stroke| stroke.bounds().is_some_and(|box_| box_.abs().width() < 1e6))
}

/// Turned from y up to y down.
fn turned_down(strokes: Vec<Path>) -> Vec<Path> {
    strokes.into_iter().map(|stroke| stroke.transformed(Affine::FLIP_Y)).collect()
}

#[cfg(test)]
mod tests;
