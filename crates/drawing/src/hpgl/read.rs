//! Commands as a drawing.
//!
//! Understood are `PU`, `PD`, `PA`, `PR` and `SP`; other commands are passed over, because they draw
//! nothing (`IN`, `VS`, `PS`…) or are not what a pen plotter's file of lines holds (`LB`, `CI`, `AA`).

use super::place::Place;
use super::{Device, ReadError, Sheet};
use crate::{Color, Drawing, Layer, Page, Path, Pen, Segment};

/// More points are not a drawing.
const MOST_POINTS: usize = 50_000_000;
/// Width that a pen is taken to have: the file does not say it.
const PEN_WIDTH_MM: f64 = 0.3;

/// Reads a file for this machine and sheet onto a page. Each run of strokes with one pen is a layer, called
/// `Pen 1` and so on.
///
/// # Errors
/// When a number is none or the file is too large.
pub fn read(
    source: &[u8],
    device: &'static Device,
    sheet: Option<&'static Sheet>,
    page: Page,
) -> Result<Drawing, ReadError> {
    let mut reader = Reader {
        place: Place::of(device, sheet, page),
        drawing: Drawing { page, layers: Vec::new() },
        slot: 1,
        at: (0, 0),
        relative: false,
        path: None,
        points: 0,
    };
    let mut at = 0;
    while let Some(command) = next_command(source, &mut at) {
        reader.command(command)?;
    }
    reader.lift();
    Ok(reader.drawing)
}

struct Command<'a> {
    name: [u8; 2],
    arguments: &'a [u8],
    /// Where its arguments begin.
    at: usize,
}

/// Two letters and everything up to the next letter or semicolon.
fn next_command<'a>(source: &'a [u8], at: &mut usize) -> Option<Command<'a>> {
    loop {
        let first = source[*at..].iter().position(u8::is_ascii_alphabetic)? + *at;
        let Some(second) = source.get(first + 1).filter(|byte| byte.is_ascii_alphabetic()) else {
            *at = first + 1;
            continue;
        };
        let name = [source[first].to_ascii_uppercase(), second.to_ascii_uppercase()];
        let begin = first + 2;
        // A label runs to its terminator and may hold anything.
        let ends: fn(&u8) -> bool = if name == *b"LB" {
            |&byte| byte == 3
        } else {
            |&byte| byte == b';' || byte.is_ascii_alphabetic()
        };
        let length = source[begin..].iter().position(ends).unwrap_or(source.len() - begin);
        *at = begin + length;
        return Some(Command { name, arguments: &source[begin..begin + length], at: begin });
    }
}

struct Reader {
    place: Place,
    drawing: Drawing,
    slot: u32,
    at: (i32, i32),
    /// Of moves: steps instead of places.
    relative: bool,
    /// What is being drawn: none while the pen is up.
    path: Option<Path>,
    points: usize,
}

impl Reader {
    fn command(&mut self, command: Command<'_>) -> Result<(), ReadError> {
        match &command.name {
            b"PU" => self.lift(),
            b"PD" => {
                self.path
                    .get_or_insert_with(|| Path { start: self.place.page(self.at), segments: Vec::new() });
            }
            b"PA" => self.relative = false,
            b"PR" => self.relative = true,
            b"SP" => {
                self.lift();
                let slot = numbers(&command)?.first().copied().unwrap_or(0.0);
                self.slot = slot.clamp(0.0, f64::from(u32::MAX)) as u32;
                return Ok(());
            }
            b"IN" | b"DF" => {
                self.lift();
                self.relative = false;
                return Ok(());
            }
            _ => return Ok(()),
        }
        let numbers = numbers(&command)?;
        let (pairs, rest) = numbers.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(ReadError::Syntax { at: command.at, what: "a point has an X and no Y".to_owned() });
        }
        for &[x, y] in pairs {
            let (x, y) = (x.round() as i32, y.round() as i32);
            self.at = match self.relative {
                true => (self.at.0.saturating_add(x), self.at.1.saturating_add(y)),
                false => (x, y),
            };
            self.points += 1;
            if self.points > MOST_POINTS {
                return Err(ReadError::TooLarge { most: MOST_POINTS });
            }
            let to = self.place.page(self.at);
            if let Some(path) = &mut self.path {
                // Down where it is: a dot so far.
                if path.end() != to {
                    path.segments.push(Segment::Line { to });
                }
            }
        }
        Ok(())
    }

    /// Ends the stroke that is being drawn.
    fn lift(&mut self) {
        let Some(path) = self.path.take() else { return };
        let name = format!("Pen {}", self.slot);
        match self.drawing.layers.last_mut().filter(|layer| layer.name == name) {
            Some(layer) => layer.paths.push(path),
            None => self.drawing.layers.push(Layer {
                name,
                pen: Pen { color: Color::BLACK, width_mm: PEN_WIDTH_MM },
                paths: vec![path],
            }),
        }
    }
}

/// Numbers between commas, blanks and line ends.
fn numbers(command: &Command<'_>) -> Result<Vec<f64>, ReadError> {
    let words = command.arguments.split(|byte| *byte == b',' || byte.is_ascii_whitespace());
    let number = |word: &[u8]| {
        let number = std::str::from_utf8(word).ok().and_then(|word| word.parse::<f64>().ok());
        number.filter(|number| number.is_finite()).ok_or_else(|| ReadError::Syntax {
            at: command.at,
            what: format!("{:?} is no number", String::from_utf8_lossy(word)),
        })
    };
    words.filter(|word| !word.is_empty()).map(number).collect()
}
