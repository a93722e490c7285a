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

/// The glyph of an ASCII character; none for any other, and where the face has a gap.
pub(super) fn glyph(face: Face, character: char) -> Option<Glyph> {
    if !matches!(character, ' '..='~') {
        return None;
    }
    // The crate tells strokes but no widths, and skips what it does not have.
    let probe = steps(face, &String::from(PROBE));
    let both = steps(face, &String::from_iter([character, PROBE]));
    let own = both.len().checked_sub(probe.len())?;
    let advance = f64::from(both.get(own)?.x) - f64::from(probe.first()?.x);
    if advance <= 0.0 {
        return None;
    }
    Some(Glyph { strokes: strokes(&both[..own]), advance_em: advance / UNITS_PER_EM, is_stand_in: false })
}

fn strokes(steps: &[Step]) -> Vec<Path> {
    let mut strokes: Vec<Path> = Vec::new();
    for step in steps {
        let to = Point::new(f64::from(step.x) / UNITS_PER_EM, (f64::from(step.y) - BASELINE) / UNITS_PER_EM);
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
