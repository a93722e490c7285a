//! G-code as a drawing.
//!
//! Understood are lines and arcs (`G0` to `G3`, arcs by centre or radius), `G20` and `G21`, `G90` and
//! `G91`, `G92`, line numbers, check sums and both kinds of comments. When the pen is down is taken from
//! the profile: the first line that only its pen-down template has lowers the pen, and the first line that
//! only its pen-up template has raises it. In a profile without such lines `G0` travels and every other
//! move draws.

use super::place::Place;
use super::{Profile, ReadError, Unit};
use crate::{Color, Drawing, Layer, Page, Path, Pen, Segment};
use kurbo::{Point, Vec2};

/// More moves are not a drawing.
const MOST_MOVES: usize = 50_000_000;
/// Width that a pen is taken to have: the file does not say it.
const PEN_WIDTH_MM: f64 = 0.3;
/// The name of the one layer.
const LAYER: &str = "G-code";

/// Reads a file of this dialect onto a page, as one layer. The profile says which way its axes run.
///
/// # Errors
/// When a number is none, an arc has no middle, the file is too large, or the profile is wrong.
pub fn read(source: &[u8], profile: &Profile, page: Page) -> Result<Drawing, ReadError> {
    let mut machine = Machine {
        place: Place::new(profile, page),
        signs: Signs::of(profile)?,
        unit_mm: profile.unit.mm(),
        relative: profile.relative,
        motion: None,
        at: Point::ZERO,
        shift: Vec2::ZERO,
        path: None,
        paths: Vec::new(),
        moves: 0,
    };
    let mut words = Vec::new();
    for (index, line) in source.split(|byte| *byte == b'\n').enumerate() {
        let failed = |what| ReadError::Syntax { line: index + 1, what };
        split(line, &mut words).map_err(failed)?;
        machine.line(&words).map_err(failed)?;
        if machine.moves > MOST_MOVES {
            return Err(ReadError::TooLarge { most: MOST_MOVES });
        }
    }
    machine.lift();
    let pen = Pen { color: Color::BLACK, width_mm: PEN_WIDTH_MM };
    let layers = if machine.paths.is_empty() {
        Vec::new()
    } else {
        vec![Layer { name: LAYER.to_owned(), pen, paths: machine.paths }]
    };
    Ok(Drawing { page, layers })
}

/// A letter and a number.
type Word = (u8, f64);

/// The words of a line without its comments, number and check sum.
fn split(line: &[u8], words: &mut Vec<Word>) -> Result<(), String> {
    words.clear();
    let mut at = 0;
    let mut inside = false;
    while let Some(&byte) = line.get(at) {
        at += 1;
        match byte {
            b')' => inside = false,
            _ if inside => {}
            b'(' => inside = true,
            b';' | b'*' => break,
            // Commands of a firmware's own, and the marks around a program.
            b'$' | b'%' | b'[' if words.is_empty() => break,
            byte if byte.is_ascii_whitespace() => {}
            byte if byte.is_ascii_alphabetic() => {
                let begin = at + line[at..].iter().take_while(|byte| **byte == b' ').count();
                let digit = |byte: &&u8| byte.is_ascii_digit() || b"+-.".contains(byte);
                let end = begin + line[begin..].iter().take_while(digit).count();
                let letter = byte.to_ascii_uppercase();
                let number =
                    std::str::from_utf8(&line[begin..end]).ok().and_then(|text| text.parse::<f64>().ok());
                match number {
                    Some(number) => words.push((letter, number)),
                    None => return Err(format!("{} has no number", char::from(letter))),
                }
                at = end;
                // The rest is a message.
                if words.last() == Some(&(b'M', 117.0)) {
                    break;
                }
            }
            byte => return Err(format!("{:?} means nothing here", char::from(byte))),
        }
    }
    words.retain(|(letter, _)| *letter != b'N');
    Ok(())
}

/// What lowers and raises the pen.
struct Signs {
    down: Vec<Word>,
    up: Vec<Word>,
}

impl Signs {
    fn of(profile: &Profile) -> Result<Self, ReadError> {
        let (down, up) = (lines(profile, &profile.pen_down)?, lines(profile, &profile.pen_up)?);
        let only = |here: &[Vec<Word>], there: &[Vec<Word>]| {
            here.iter().find(|line| !line.is_empty() && !there.contains(line)).cloned().unwrap_or_default()
        };
        let signs = Self { down: only(&down, &up), up: only(&up, &down) };
        if signs.down.is_empty() != signs.up.is_empty() {
            return Err(ReadError::Profile("only one of the pen templates moves the pen".to_owned()));
        }
        Ok(signs)
    }
}

/// The lines of a template as words, each up to what differs from path to path.
fn lines(profile: &Profile, template: &str) -> Result<Vec<Vec<Word>>, ReadError> {
    let constant = |line: &str| {
        let line = line.replace("{down}", &profile.down.to_string()).replace("{up}", &profile.up.to_string());
        let end = line.find('{').map_or(line.len(), |brace| {
            line[..brace].trim_end_matches(|c: char| c.is_ascii_alphabetic()).len()
        });
        let mut words = Vec::new();
        split(&line.as_bytes()[..end], &mut words).map_err(ReadError::Profile)?;
        Ok(words)
    };
    template.lines().map(constant).collect()
}

struct Machine {
    place: Place,
    signs: Signs,
    unit_mm: f64,
    relative: bool,
    /// 0 to 3: a move without a word goes on like the one before.
    motion: Option<u8>,
    /// Where it is, in mm of the machine.
    at: Point,
    /// What `G92` made of the machine's own coordinates.
    shift: Vec2,
    path: Option<Path>,
    paths: Vec<Path>,
    moves: usize,
}

impl Machine {
    fn line(&mut self, words: &[Word]) -> Result<(), String> {
        let begins = |sign: &[Word]| !sign.is_empty() && words.starts_with(sign);
        if begins(&self.signs.down) {
            let start = self.place.page(self.at);
            self.path.get_or_insert_with(|| Path { start, segments: Vec::new() });
        } else if begins(&self.signs.up) {
            self.lift();
        }
        let mut origin = false;
        for &(_, number) in words.iter().filter(|(letter, _)| *letter == b'G') {
            match number {
                0.0 | 1.0 | 2.0 | 3.0 => self.motion = Some(number as u8),
                20.0 => self.unit_mm = Unit::Inch.mm(),
                21.0 => self.unit_mm = Unit::Mm.mm(),
                90.0 => self.relative = false,
                91.0 => self.relative = true,
                92.0 => origin = true,
                // Others do not move in the plane, or are not for pens: a dwell has no X.
                _ => {}
            }
        }
        let (x, y) = (self.length(words, b'X'), self.length(words, b'Y'));
        if origin {
            // From now on the place where it is has these coordinates.
            self.shift += Vec2::new(
                x.map_or(0.0, |x| self.at.x - self.shift.x - x),
                y.map_or(0.0, |y| self.at.y - self.shift.y - y),
            );
            return Ok(());
        }
        if x.is_none() && y.is_none() && self.length(words, b'I').or(self.length(words, b'J')).is_none() {
            return Ok(());
        }
        let Some(motion) = self.motion else { return Ok(()) };
        let to = if self.relative {
            self.at + Vec2::new(x.unwrap_or(0.0), y.unwrap_or(0.0))
        } else {
            Point::new(x.map_or(self.at.x, |x| x + self.shift.x), y.map_or(self.at.y, |y| y + self.shift.y))
        };
        if !to.is_finite() {
            return Err("the place is too far away to be one".to_owned());
        }
        self.moves += 1;
        self.go(to, motion, words)
    }

    fn go(&mut self, to: Point, motion: u8, words: &[Word]) -> Result<(), String> {
        if self.signs.down.is_empty() {
            if motion == 0 {
                self.lift();
            } else {
                let start = self.place.page(self.at);
                self.path.get_or_insert_with(|| Path { start, segments: Vec::new() });
            }
        }
        let from = std::mem::replace(&mut self.at, to);
        let bulges = match motion {
            2 | 3 => self.bulges(from, to, motion == 3, words)?,
            _ => Vec::new(),
        };
        let end = self.place.page(to);
        let mirrored = if self.place.mirrors() { -1.0 } else { 1.0 };
        let Some(path) = &mut self.path else { return Ok(()) };
        if bulges.is_empty() {
            path.segments.push(Segment::Line { to: end });
        }
        for (to, bulge) in bulges {
            path.segments.push(Segment::Arc { to: self.place.page(to), bulge: mirrored * bulge });
        }
        Ok(())
    }

    /// The arc in one piece, or a full circle in two, with places in mm of the machine.
    fn bulges(
        &self,
        from: Point,
        to: Point,
        left: bool,
        words: &[Word],
    ) -> Result<Vec<(Point, f64)>, String> {
        let (i, j) = (self.length(words, b'I'), self.length(words, b'J'));
        let sign = if left { 1.0 } else { -1.0 };
        if let (None, None, Some(radius)) = (i, j, self.length(words, b'R')) {
            let half = (from.distance(to) / (2.0 * radius.abs())).min(1.0).asin();
            // A negative radius means the long way round.
            let half = if radius < 0.0 { std::f64::consts::PI - half } else { half };
            return if from == to || half.is_nan() {
                Err("an arc by its radius needs two places and a radius".to_owned())
            } else {
                Ok(vec![(to, sign * (half / 2.0).tan())])
            };
        }
        if i.is_none() && j.is_none() {
            return Err("the arc has no middle".to_owned());
        }
        let center = from + Vec2::new(i.unwrap_or(0.0), j.unwrap_or(0.0));
        if from == to {
            let opposite = center + (center - from);
            return Ok(vec![(opposite, sign), (to, sign)]);
        }
        let (start, end) = (from - center, to - center);
        let sweep = (sign * start.cross(end).atan2(start.dot(end))).rem_euclid(std::f64::consts::TAU);
        Ok(vec![(to, sign * (sweep / 4.0).tan())])
    }

    /// A word's length in mm.
    fn length(&self, words: &[Word], letter: u8) -> Option<f64> {
        words.iter().find(|word| word.0 == letter).map(|word| word.1 * self.unit_mm)
    }

    fn lift(&mut self) {
        self.paths.extend(self.path.take());
    }
}
