//! What an entity's tags say: numbers, points, flags. Every question looks at the tags of one record.

use super::tags::{Head, Tag};
use kurbo::Point;
use std::cell::Cell;

/// Coordinates beyond this, in units of the file, are no drawing.
pub(super) const FARTHEST: f64 = 1e9;

/// One record with its tags.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record<'r, 'a> {
    pub(super) head: Head<'a>,
    pub(super) tags: &'r [Tag<'a>],
    /// Line of the first number with a decimal comma.
    pub(super) comma: &'r Cell<Option<u32>>,
}

/// Why an entity cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fault {
    /// Word for programs.
    pub(super) kind: &'static str,
    /// What is wrong, to stand after "left out: ".
    pub(super) message: String,
    /// Where, if not where the entity begins.
    pub(super) line: Option<u32>,
}

impl Fault {
    pub(super) fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), line: None }
    }

    pub(super) fn missing(what: &str) -> Self {
        Self::new("incomplete-entity", format!("it has no {what}"))
    }
}

impl<'a> Record<'_, 'a> {
    /// The value of the first tag with this code.
    pub(super) fn text(&self, code: i32) -> Option<&'a [u8]> {
        self.tags.iter().find(|tag| tag.code == code).map(|tag| tag.value)
    }

    /// Line of a value that an entity has once and this one has twice: a piece of the file is gone, and two
    /// entities run into each other.
    pub(super) fn doubled(&self) -> Option<u32> {
        let once: &[i32] = match self.head.kind {
            b"LINE" => &[10, 11],
            b"CIRCLE" => &[10, 40],
            b"ARC" => &[10, 40, 50, 51],
            b"ELLIPSE" => &[10, 11, 40, 41, 42],
            b"POINT" | b"VERTEX" | b"POLYLINE" => &[10],
            b"INSERT" => &[2, 10, 41, 42, 50],
            b"LWPOLYLINE" => &[90],
            b"SPLINE" => &[71, 72, 73],
            _ => &[],
        };
        // A handle and a layer, as everything has, and of each code in the list.
        let mut seen = 0_u32;
        self.tags.iter().find_map(|tag| {
            let bit = match tag.code {
                5 => 0,
                8 => 1,
                code => 2 + once.iter().position(|&it| it == code)?,
            };
            let is_again = seen & (1 << bit) != 0;
            seen |= 1 << bit;
            is_again.then_some(tag.line)
        })
    }

    /// The number in the first tag with this code.
    pub(super) fn number(&self, code: i32) -> Result<Option<f64>, Fault> {
        self.tags.iter().find(|tag| tag.code == code).map(|tag| self.number_in(tag)).transpose()
    }

    pub(super) fn number_in(&self, tag: &Tag<'_>) -> Result<f64, Fault> {
        let (number, has_comma) = number(tag.value).ok_or_else(|| not_a_number(tag))?;
        if has_comma && self.comma.get().is_none() {
            self.comma.set(Some(tag.line));
        }
        if number.is_finite() && number.abs() <= FARTHEST { Ok(number) } else { Err(not_a_number(tag)) }
    }

    /// The whole number in the first tag with this code; None also for what is none.
    pub(super) fn whole(&self, code: i32) -> Option<i64> {
        self.text(code).and_then(whole)
    }

    /// Whether a bit of a flag is set.
    pub(super) fn has_bit(&self, code: i32, bit: i64) -> bool {
        self.whole(code).is_some_and(|flags| flags & bit != 0)
    }

    /// The point whose x has this code; y has ten more.
    pub(super) fn point(&self, code: i32) -> Result<Option<Point>, Fault> {
        Ok(match (self.number(code)?, self.number(code + 10)?) {
            (Some(x), Some(y)) => Some(Point::new(x, y)),
            _ => None,
        })
    }

    /// The point, or a fault that names it.
    pub(super) fn required_point(&self, code: i32, what: &str) -> Result<Point, Fault> {
        self.point(code)?.ok_or_else(|| Fault::missing(what))
    }

    /// The number, or a fault that names it.
    pub(super) fn required(&self, code: i32, what: &str) -> Result<f64, Fault> {
        self.number(code)?.ok_or_else(|| Fault::missing(what))
    }
}

fn not_a_number(tag: &Tag<'_>) -> Fault {
    let text = String::from_utf8_lossy(&tag.value[..tag.value.len().min(40)]).trim().to_owned();
    let message = format!("{text:?} is not a number that a drawing can hold");
    Fault { kind: "bad-number", message, line: Some(tag.line) }
}

/// A number with a point, or with a comma in its place; whether it had the comma.
pub(super) fn number(value: &[u8]) -> Option<(f64, bool)> {
    let text = std::str::from_utf8(value.trim_ascii()).ok()?;
    if let Ok(number) = text.parse() {
        return Some((number, false));
    }
    if text.len() > 64 || text.contains('.') || text.matches(',').count() != 1 {
        return None;
    }
    text.replace(',', ".").parse().ok().map(|number| (number, true))
}

/// A whole number; some programs write `1.0`.
pub(super) fn whole(value: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(value.trim_ascii()).ok()?;
    text.parse().ok().or_else(|| {
        let number = number(value)?.0;
        (number.abs() < 1e15 && number.fract() == 0.0).then_some(number as i64)
    })
}
