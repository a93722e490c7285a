//! Hershey's fonts as James Hurt distributed them: JHF.
//!
//! A letter is a line: its number in five columns, the count of its pairs in three, and the pairs, each
//! coordinate a character against `R`. The first pair is the left and right bearing, ` R` lifts the pen. Long
//! letters go on in the next line. Letters are ASCII from the space on, in their order; y grows downwards, and
//! the baseline is 9 units below the middle.

use super::Raw;
use crate::lettering::Glyph;
use crate::{Path, Segment};
use kurbo::Point;

const ORIGIN: i32 = b'R' as i32;
const BASELINE: f64 = 9.0;
const UNITS_PER_EM: f64 = 30.0;
/// Columns before the pairs.
const HEAD: usize = 8;

/// Its first line begins with two numbers in their columns.
pub(super) fn is_one(text: &str) -> bool {
    text.lines().next().is_some_and(|line| head(line.as_bytes()).is_some_and(|count| count >= 1))
}

fn head(line: &[u8]) -> Option<usize> {
    let number = |columns: &[u8]| -> Option<usize> { std::str::from_utf8(columns).ok()?.trim().parse().ok() };
    number(line.get(..5)?)?;
    number(line.get(5..HEAD)?)
}

pub(super) fn read(text: &str) -> Raw {
    let mut raw = Raw { em: UNITS_PER_EM, cap_height: Some(21.0), ..Raw::default() };
    let mut lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    let mut character = ' ';
    while let Some(line) = lines.next() {
        let Some(count) = head(line.as_bytes()) else { continue };
        let mut pairs: Vec<u8> = line.as_bytes()[HEAD..].to_vec();
        while pairs.len() < count * 2 {
            let Some(more) = lines.next() else { break };
            pairs.extend(more.as_bytes());
        }
        if let Some(glyph) = glyph(&pairs, count) {
            raw.glyphs.insert(character, glyph);
        }
        // Sets of more than ASCII are told apart by position only: the rest has no characters.
        match char::from_u32(character as u32 + 1) {
            Some(next) if next <= '~' => character = next,
            _ => break,
        }
    }
    raw
}

fn glyph(pairs: &[u8], count: usize) -> Option<Glyph> {
    let mut pairs = pairs.chunks_exact(2).take(count).map(|pair| (i32::from(pair[0]), i32::from(pair[1])));
    let (left, right) = pairs.next()?;
    let (left, right) = (f64::from(left - ORIGIN), f64::from(right - ORIGIN));
    let mut strokes: Vec<Path> = Vec::new();
    let mut is_up = true;
    for (x, y) in pairs {
        if (x, y) == (i32::from(b' '), ORIGIN) {
            is_up = true;
            continue;
        }
        let to = Point::new(f64::from(x - ORIGIN) - left, f64::from(y - ORIGIN) - BASELINE);
        match strokes.last_mut() {
            Some(stroke) if !is_up => stroke.segments.push(Segment::Line { to }),
            _ => strokes.push(Path { start: to, segments: Vec::new() }),
        }
        is_up = false;
    }
    Some(Glyph::of(strokes, (right - left).max(0.0)))
}
