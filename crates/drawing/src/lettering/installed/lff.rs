//! LibreCAD's fonts: LFF.
//!
//! `[0041] A` begins the letter of that code point; each line of it is a stroke of points `x,y;x,y`, where
//! `A` with a number after a point is the bulge of the arc that leads to it. `C0041` takes over the strokes of
//! another letter. `#` begins remarks, of which `LetterSpacing` and `WordSpacing` tell distances. Capitals are
//! 9 units high, y grows upwards; a letter is as wide as its ink.

use super::{MOST_GLYPHS, MOST_SEGMENTS, Raw, turned_down};
use crate::lettering::Glyph;
use crate::{Path, Segment};
use kurbo::Point;
use std::collections::HashMap;

/// What the format says when the file does not.
const LETTER_SPACING: f64 = 3.0;
const WORD_SPACING: f64 = 6.75;
const CAP_HEIGHT: f64 = 9.0;
/// A copy of a copy of a copy; no letter needs more.
const DEEPEST: u32 = 8;
/// Letters that one letter takes over, directly or not.
const MOST_VISITS: u32 = 100;

/// A letter as it stands in the file.
#[derive(Default)]
struct Entry<'a> {
    copies: Vec<char>,
    strokes: Vec<&'a str>,
}

pub(super) fn is_one(text: &str) -> bool {
    let mut lines = text.lines().take(400);
    lines.any(|line| opens(line).is_some()) && !text.contains('\0')
}

/// The character that a line in brackets begins.
fn opens(line: &str) -> Option<char> {
    let (code, _) = line.trim().strip_prefix('[')?.split_once(']')?;
    // Old files write the character before the code, or the code with a mark.
    let code = code.trim_start_matches(['#', 'U', 'u', '+']);
    char::from_u32(u32::from_str_radix(code, 16).ok()?)
}

pub(super) fn read(text: &str) -> Raw {
    let mut raw = Raw { em: CAP_HEIGHT / 0.7, cap_height: Some(CAP_HEIGHT), ..Raw::default() };
    let (mut letter_spacing, mut word_spacing) = (LETTER_SPACING, WORD_SPACING);
    let mut entries: HashMap<char, Entry<'_>> = HashMap::new();
    let mut current = None;
    for line in text.lines().map(str::trim) {
        if let Some(remark) = line.strip_prefix('#') {
            let Some((key, value)) = remark.split_once(':') else { continue };
            let number = || value.trim().parse::<f64>().ok().filter(|it| (0.0..1000.0).contains(it));
            match key.trim().to_ascii_lowercase().as_str() {
                "letterspacing" => letter_spacing = number().unwrap_or(letter_spacing),
                "wordspacing" => word_spacing = number().unwrap_or(word_spacing),
                "name" => raw.name = Some(value.trim().chars().take(100).collect()),
                _ => {}
            }
        } else if let Some(character) = opens(line) {
            if entries.len() >= MOST_GLYPHS {
                break;
            }
            entries.insert(character, Entry::default());
            current = Some(character);
        } else if let Some(entry) = current.and_then(|character| entries.get_mut(&character)) {
            if let Some(code) = line.strip_prefix('C') {
                entry.copies.extend(u32::from_str_radix(code.trim(), 16).ok().and_then(char::from_u32));
            } else if !line.is_empty() {
                entry.strokes.push(line);
            }
        }
    }
    for character in entries.keys() {
        let mut strokes = Vec::new();
        let mut visits = 0;
        collect(*character, &entries, DEEPEST, &mut visits, &mut strokes);
        let strokes = turned_down(strokes);
        let glyph = Glyph::of(strokes, 0.0);
        let width = glyph.ink().map_or(word_spacing, |ink| ink.x1.max(0.0));
        raw.glyphs.insert(*character, Glyph { advance_em: width + letter_spacing, ..glyph });
    }
    raw.glyphs.entry(' ').or_insert_with(|| Glyph::of(Vec::new(), word_spacing + letter_spacing));
    raw
}

fn collect(
    character: char,
    entries: &HashMap<char, Entry<'_>>,
    deeper: u32,
    visits: &mut u32,
    strokes: &mut Vec<Path>,
) {
    let Some(entry) = entries.get(&character) else { return };
    *visits += 1;
    if deeper > 0 {
        for copy in entry.copies.iter().filter(|copy| **copy != character) {
            // Copies of copies must fill neither memory nor time.
            if *visits < MOST_VISITS {
                collect(*copy, entries, deeper - 1, visits, strokes);
            }
        }
    }
    let room = MOST_SEGMENTS.saturating_sub(strokes.len());
    strokes.extend(entry.strokes.iter().take(room).filter_map(|line| stroke(line)));
}

fn stroke(line: &str) -> Option<Path> {
    let mut path: Option<Path> = None;
    for vertex in line.split(';').filter(|vertex| !vertex.trim().is_empty()).take(MOST_SEGMENTS) {
        let mut fields = vertex.split(',').map(str::trim);
        let mut number = || fields.next()?.parse::<f64>().ok().filter(|number| number.is_finite());
        let (Some(x), Some(y)) = (number(), number()) else { continue };
        let bulge: f64 = fields.next().and_then(|field| field.strip_prefix('A')?.parse().ok()).unwrap_or(0.0);
        let to = Point::new(x, y);
        match &mut path {
            None => path = Some(Path { start: to, segments: Vec::new() }),
            Some(path) if bulge != 0.0 && bulge.is_finite() => path.segments.push(Segment::Arc { to, bulge }),
            Some(path) => path.segments.push(Segment::Line { to }),
        }
    }
    path
}
