//! Hershey's own letters, from the crate `vector-text-hershey`.
//!
//! One unit of theirs is 1/30 em: capitals are 21 units high, as in most fonts about 0.7 em. Their origin
//! is in the middle of the line, 9 units above the baseline.

use super::{Face, Glyph};
use crate::{Path, Segment};
use kurbo::Point;
use vector_text_core::{Point as Step, Renderer};
use vector_text_hershey::{HersheyFont, HersheyRenderer};

const UNITS_PER_EM: f64 = 30.0;
const BASELINE: f64 = 9.0;
/// Every face has it, and it has a stroke: where it comes to stand tells how wide the one before is.
const PROBE: char = '!';

/// No letter reaches higher than this above the middle of the line; see [`Own::of`].
const OUT_OF_SIGHT: i16 = -25;
/// What stands before the strokes of a glyph in the data: eight characters are four steps.
const HEADER: usize = 4;

/// The glyph of an ASCII character; none for any other, and where the face has a gap.
pub(super) fn glyph(face: Face, character: char) -> Option<Glyph> {
    if !matches!(character, ' '..='~') {
        return None;
    }
    if let Some(own) = Own::of(face, character) {
        return Some(own.glyph());
    }
    let before = char::from_u32(character as u32 - 1)?;
    Own::of(face, before)?.swallowed()
}

/// What the crate tells of one character.
struct Own {
    steps: Vec<Step>,
    advance: f64,
    /// How many of the steps are the character's.
    count: usize,
}

impl Own {
    /// The crate tells strokes but no widths, and skips what it does not have. Where the last line of a
    /// glyph's data is full, it takes the next glyph for a part of it: the header of that one, read as
    /// coordinates, stands far above any letter.
    fn of(face: Face, character: char) -> Option<Self> {
        let probe = steps(face, &String::from(PROBE));
        let mut steps = steps(face, &String::from_iter([character, PROBE]));
        let own = steps.len().checked_sub(probe.len())?;
        let advance = f64::from(steps.get(own)?.x) - f64::from(probe.first()?.x);
        steps.truncate(own);
        let count = steps.iter().position(|step| step.y <= OUT_OF_SIGHT).unwrap_or(own);
        (advance > 0.0).then_some(Self { steps, advance, count })
    }

    fn glyph(&self) -> Glyph {
        let strokes = strokes(&self.steps[..self.count], 0.0);
        Glyph { strokes, advance_em: self.advance / UNITS_PER_EM, is_stand_in: false }
    }

    /// The next glyph, where it was taken for a part of this one. Its steps are still moved by the left
    /// bearing of this one, which the first character of the header gives away: it is a space, 50 before
    /// the origin `R`. After the header come its own bearings, of which y was not moved.
    fn swallowed(&self) -> Option<Glyph> {
        let rest = self.steps.get(self.count..)?;
        let moved = f64::from(b' ') - f64::from(b'R') - f64::from(rest.first()?.x);
        let bearings = rest.get(HEADER)?;
        let (left, right) = (f64::from(bearings.x) + moved, f64::from(bearings.y));
        let strokes = strokes(&rest[HEADER + 1..], moved - left);
        Some(Glyph { strokes, advance_em: (right - left) / UNITS_PER_EM, is_stand_in: false })
    }
}

fn strokes(steps: &[Step], right: f64) -> Vec<Path> {
    let mut strokes: Vec<Path> = Vec::new();
    for step in steps {
        let to = Point::new(
            (f64::from(step.x) + right) / UNITS_PER_EM,
            (f64::from(step.y) - BASELINE) / UNITS_PER_EM,
        );
        match strokes.last_mut() {
            Some(stroke) if step.pen && to != stroke.end() => stroke.segments.push(Segment::Line { to }),
            Some(_) if step.pen => {}
            _ => strokes.push(Path { start: to, segments: Vec::new() }),
        }
    }
    strokes
}

fn steps(face: Face, text: &str) -> Vec<Step> {
    let font = match face {
        Face::Sans => HersheyFont::Romans,
        Face::SansBold => HersheyFont::Romand,
        Face::Serif => HersheyFont::Romanc,
        Face::SerifBold => HersheyFont::Romant,
        Face::Italic => HersheyFont::Italicc,
        Face::ItalicBold => HersheyFont::Italict,
        Face::Script => HersheyFont::Scripts,
        Face::ScriptBold => HersheyFont::Scriptc,
        Face::GothicEnglish => HersheyFont::Gotheng,
        Face::GothicGerman => HersheyFont::Gothger,
        Face::GothicItalian => HersheyFont::Gothita,
    };
    HersheyRenderer::render_text(text, font)
}
