//! Blocks: shapes kept in units of the file until an INSERT asks for them.

use super::ReadError;
use super::extrusion::Extrusion;
use super::notes::Note;
use super::record::{Fault, Record};
use crate::Path;
use kurbo::{Affine, Point, Vec2};
use std::collections::HashMap;

/// An INSERT.
#[derive(Clone, Debug)]
pub(super) struct Insert {
    /// Name of the block, as a key.
    pub(super) block: String,
    pub(super) layer: u32,
    pub(super) line: u32,
    extrusion: Extrusion,
    at: Point,
    elevation: f64,
    scale: Vec2,
    turn: f64,
    /// Columns and rows, at least one of each.
    pub(super) count: (u64, u64),
    step: Vec2,
}

impl Insert {
    pub(super) fn read(record: &Record<'_, '_>, layer: u32, block: String) -> Result<Self, Fault> {
        let number = |code: i32, other: f64| record.number(code).map(|it| it.unwrap_or(other));
        let count = |code| record.whole(code).unwrap_or(1).max(1) as u64;
        let scale = Vec2::new(number(41, 1.0)?, number(42, 1.0)?);
        if scale.x == 0.0 || scale.y == 0.0 {
            return Err(Fault::new("bad-number", "its scale is 0"));
        }
        Ok(Self {
            block,
            layer,
            line: record.head.line,
            extrusion: Extrusion::of(record)?,
            at: record.required_point(10, "place")?,
            elevation: number(30, 0.0)?,
            scale,
            turn: number(50, 0.0)?.to_radians(),
            count: (count(70), count(71)),
            step: Vec2::new(number(44, 0.0)?, number(45, 0.0)?),
        })
    }

    pub(super) fn is_tilted(&self) -> bool {
        self.extrusion.is_tilted()
    }

    /// From the block's coordinates to those it is inserted in, for one cell of the array. Rows and
    /// columns turn with the block and are not scaled with it.
    pub(super) fn map(&self, column: u64, row: u64, base: Point) -> Affine {
        let cell = Vec2::new(self.step.x * column as f64, self.step.y * row as f64);
        self.extrusion.to_sheet(self.elevation)
            * Affine::translate(self.at.to_vec2())
            * Affine::rotate(self.turn)
            * Affine::translate(cell)
            * Affine::scale_non_uniform(self.scale.x, self.scale.y)
            * Affine::translate(-base.to_vec2())
    }
}

/// A file with more is none that a person drew.
const MOST_BLOCKS: usize = 500_000;

/// A block.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) name: String,
    /// Line of its head.
    pub(super) line: u32,
    pub(super) base: Point,
    pub(super) shapes: Vec<(u32, Path)>,
    pub(super) inserts: Vec<Insert>,
    /// What is in it and not cut.
    pub(super) notes: Vec<Note>,
}

impl Block {
    pub(super) fn new(name: String, line: u32, base: Point) -> Self {
        Self { name, line, base, shapes: Vec::new(), inserts: Vec::new(), notes: Vec::new() }
    }
}

/// All blocks by key.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    list: HashMap<String, Block>,
}

impl Blocks {
    /// Names of blocks differ by more than the case of their letters.
    pub(super) fn key(name: &str) -> String {
        name.to_lowercase()
    }

    /// Keeps a block; of two with the same name the first counts, and false comes back for the second.
    pub(super) fn add(&mut self, block: Block) -> Result<bool, ReadError> {
        let key = Self::key(&block.name);
        if self.list.contains_key(&key) {
            return Ok(false);
        }
        if self.list.len() >= MOST_BLOCKS {
            return Err(ReadError::too_large("Blocks of the drawing", "500,000"));
        }
        self.list.insert(key, block);
        Ok(true)
    }

    pub(super) fn get(&self, key: &str) -> Option<&Block> {
        self.list.get(key)
    }
}
