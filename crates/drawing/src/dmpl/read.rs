//! What [`super::write()`] makes, as a drawing again.

use super::Unit;
use crate::{Color, Drawing, Layer, Page, Path, Pen, Segment};
use kurbo::Point;

/// More points are not a drawing.
const MOST_POINTS: usize = 50_000_000;
/// Width that a pen is taken to have: the file does not say it.
const PEN_WIDTH_MM: f64 = 0.3;

/// Why a file was not read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReadError {
    /// Something is not as DMPL has it.
    #[error("At byte {at}: {what}")]
    Syntax {
        /// Counted from 0.
        at: usize,
        /// What is wrong.
        what: &'static str,
    },
    /// A file of this size is no drawing.
    #[error("The file holds more than {most} points")]
    TooLarge {
        /// The limit.
        most: usize,
    },
}

/// Reads lines and pens. Each run of strokes with one pen is a layer, called `Pen 1` and so on.
///
/// # Errors
/// When a command or a point cannot be understood, or the file is too large.
pub fn read(source: &[u8], page: Page) -> Result<Drawing, ReadError> {
    let mut drawing = Drawing { page, layers: Vec::new() };
    let (mut unit, mut pen, mut relative) = (Unit::Mil, 1_i64, false);
    let mut at = (0_i64, 0_i64);
    let mut stroke: Option<Path> = None;
    let mut points = 0;
    let mut place = 0;
    while let Some(begin) = source[place..].iter().position(u8::is_ascii_alphabetic) {
        let begin = place + begin;
        let mut end = begin + 1;
        let letter = source[begin];
        // `EC` and `BP` have two letters, and `ECM` no number.
        if matches!((letter, source.get(end)), (b'E', Some(b'C')) | (b'B', Some(b'P'))) {
            end += 1;
        }
        let rest =
            source[end..].iter().take_while(|byte| !byte.is_ascii_alphabetic() && **byte != b';').count();
        let numbers =
            numbers(&source[end..end + rest]).ok_or(ReadError::Syntax { at: end, what: "not a number" })?;
        place = end + rest;
        match letter {
            b'E' => match (source.get(end), numbers.first()) {
                (Some(b'M'), _) => (unit, place) = (Unit::TenthMm, end + 1),
                (_, Some(1)) => unit = Unit::Mil,
                (_, Some(5)) => unit = Unit::FiveMil,
                _ => return Err(ReadError::Syntax { at: begin, what: "an unknown unit" }),
            },
            b'A' => relative = false,
            b'R' => relative = true,
            b'H' => at = (0, 0),
            b'P' => {
                lift(&mut drawing, &mut stroke, pen);
                pen = numbers.first().copied().unwrap_or(0);
                continue;
            }
            b'U' => lift(&mut drawing, &mut stroke, pen),
            b'D' => {
                let start = to_page(at, page, unit);
                stroke.get_or_insert_with(|| Path { start, segments: Vec::new() });
            }
            // Speed, pressure, line type, end.
            _ => continue,
        }
        if matches!(letter, b'E') {
            continue;
        }
        let (pairs, odd) = numbers.as_chunks::<2>();
        if !odd.is_empty() {
            return Err(ReadError::Syntax { at: end, what: "a point has an X and no Y" });
        }
        for &[x, y] in pairs {
            at = if relative { (at.0.saturating_add(x), at.1.saturating_add(y)) } else { (x, y) };
            points += 1;
            if points > MOST_POINTS {
                return Err(ReadError::TooLarge { most: MOST_POINTS });
            }
            let to = to_page(at, page, unit);
            if let Some(path) = stroke.as_mut().filter(|path| path.end() != to) {
                path.segments.push(Segment::Line { to });
            }
        }
    }
    lift(&mut drawing, &mut stroke, pen);
    Ok(drawing)
}

fn numbers(text: &[u8]) -> Option<Vec<i64>> {
    let words = text.split(|byte| *byte == b',' || *byte == b':' || byte.is_ascii_whitespace());
    let number = |word: &[u8]| std::str::from_utf8(word).ok()?.parse().ok();
    words.filter(|word| !word.is_empty()).map(number).collect()
}

fn to_page((x, y): (i64, i64), page: Page, unit: Unit) -> Point {
    Point::new(x as f64 * unit.mm(), page.height_mm - y as f64 * unit.mm())
}

/// Ends the stroke that is being drawn.
fn lift(drawing: &mut Drawing, stroke: &mut Option<Path>, pen: i64) {
    let Some(path) = stroke.take() else { return };
    let name = format!("Pen {pen}");
    match drawing.layers.last_mut().filter(|layer| layer.name == name) {
        Some(layer) => layer.paths.push(path),
        None => {
            let pen = Pen { color: Color::BLACK, width_mm: PEN_WIDTH_MM };
            drawing.layers.push(Layer { name, pen, paths: vec![path] });
        }
    }
}
