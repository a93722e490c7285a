//! Layers: by name, whatever the case of its letters, as it was written first.

use super::codepage::CodePage;
use super::record::Record;
use super::{ReadError, palette};
use crate::Color;
use std::collections::HashMap;

/// A file with more is none that a person drew.
const MOST_LAYERS: usize = 100_000;
const FROZEN: i64 = 1;
const LOCKED: i64 = 4;

/// What the file says about one of its layers.
#[derive(Clone, PartialEq, Debug)]
pub struct LayerInfo {
    /// Its name to the letter.
    pub name: String,
    /// Its colour, 7 being black.
    pub color: Color,
    /// Its line width in mm, where it states one.
    pub width_mm: Option<f64>,
    /// Neither shown nor plotted.
    pub is_frozen: bool,
    /// Not shown.
    pub is_off: bool,
    /// Shown, not to be edited.
    pub is_locked: bool,
    /// It is in the table of layers; entities may also name one that is not.
    pub is_declared: bool,
}

impl LayerInfo {
    /// It is frozen or off.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.is_frozen || self.is_off
    }
}

/// All layers. Number 0 is the layer called `0`.
#[derive(Debug)]
pub(super) struct Layers<'a> {
    pub(super) list: Vec<LayerInfo>,
    /// For each, the line of its entry in the table, or of the first entity on it.
    pub(super) lines: Vec<u32>,
    by_name: HashMap<String, u32>,
    by_bytes: HashMap<&'a [u8], u32>,
    last: (&'a [u8], u32),
}

impl<'a> Layers<'a> {
    pub(super) fn new() -> Self {
        let mut layers = Self {
            list: Vec::new(),
            lines: Vec::new(),
            by_name: HashMap::new(),
            by_bytes: HashMap::new(),
            last: (b"0", 0),
        };
        layers.insert("0".to_owned(), 1);
        layers
    }

    /// Number of the layer that an entity is on.
    pub(super) fn of(&mut self, record: &Record<'_, 'a>, page: CodePage) -> Result<u32, ReadError> {
        record.text(8).map_or(Ok(0), |name| self.named(name, record.head.line, page))
    }

    /// Takes an entry of the table.
    pub(super) fn declare(&mut self, record: &Record<'_, 'a>, page: CodePage) -> Result<(), ReadError> {
        let Some(name) = record.text(2) else { return Ok(()) };
        let number = self.named(name, record.head.line, page)?;
        self.lines[number as usize] = record.head.line;
        let layer = &mut self.list[number as usize];
        layer.is_declared = true;
        layer.is_frozen = record.has_bit(70, FROZEN);
        layer.is_locked = record.has_bit(70, LOCKED);
        if let Some(index) = record.whole(62) {
            layer.is_off = index < 0;
            layer.color = palette::color(index.saturating_abs()).unwrap_or(layer.color);
        }
        if let Some(bits) = record.whole(420) {
            layer.color = palette::true_color(bits);
        }
        layer.width_mm =
            record.whole(370).filter(|&width| (1..=211).contains(&width)).map(|it| it as f64 / 100.0);
        Ok(())
    }

    fn named(&mut self, bytes: &'a [u8], line: u32, page: CodePage) -> Result<u32, ReadError> {
        let bytes = bytes.trim_ascii();
        if bytes == self.last.0 {
            return Ok(self.last.1);
        }
        let known = self.by_bytes.get(bytes).copied();
        let number = match known {
            Some(number) => number,
            None => {
                let name = page.text(bytes);
                let number = match self.by_name.get(&name.to_lowercase()) {
                    Some(&number) => number,
                    None => self.insert(name, line),
                };
                self.by_bytes.insert(bytes, number);
                if self.by_bytes.len() > MOST_LAYERS {
                    return Err(ReadError::too_large("Layers of the drawing", "100,000"));
                }
                number
            }
        };
        self.last = (bytes, number);
        Ok(number)
    }

    fn insert(&mut self, name: String, line: u32) -> u32 {
        let number = self.list.len() as u32;
        self.by_name.insert(name.to_lowercase(), number);
        self.lines.push(line);
        self.list.push(LayerInfo {
            name,
            color: Color::BLACK,
            width_mm: None,
            is_frozen: false,
            is_off: false,
            is_locked: false,
            is_declared: false,
        });
        number
    }
}
