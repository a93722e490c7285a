//! INSERT: blocks placed, within each other, in rows and columns, scaled and mirrored. A block within
//! itself is named and left out; everything is paid from one budget, so that no file expands without end.

use super::ReadError;
use super::bend;
use super::blocks::{Blocks, Insert};
use super::budget::Budget;
use super::layers::LayerInfo;
use super::places::Places;
use super::record::FARTHEST;
use super::remarks::{About, Remarks};
use crate::{Path, Severity};
use kurbo::Affine;

/// Blocks within blocks.
const DEEPEST: usize = 100;
/// Paths between two questions whether to go on.
const STRIDE: u64 = 4096;

/// Expands inserts into paths by layer.
pub(super) struct Expander<'e> {
    pub(super) blocks: &'e Blocks,
    pub(super) paths: &'e mut Vec<Vec<Path>>,
    /// Whether each layer is frozen: what is inserted on such a one is hidden with it.
    pub(super) frozen: &'e [bool],
    pub(super) remarks: &'e mut Remarks,
    pub(super) budget: &'e mut Budget,
    pub(super) progress: &'e mut dyn FnMut(&str, Option<f64>) -> bool,
    pub(super) placed: u64,
    pub(super) layers: &'e [LayerInfo],
    pub(super) places: &'e Places,
    /// Paths left out because their insert is on a frozen layer, and the line of the first such insert.
    pub(super) hidden: (u64, u32),
}

impl Expander<'_> {
    /// Places what an insert of the drawing itself stands for.
    pub(super) fn place(&mut self, insert: &Insert) -> Result<(), ReadError> {
        self.expand(insert, insert.layer, Affine::IDENTITY, false, &mut Vec::new())
    }

    fn expand(
        &mut self,
        insert: &Insert,
        layer: u32,
        outer: Affine,
        is_hidden: bool,
        within: &mut Vec<String>,
    ) -> Result<(), ReadError> {
        let blocks = self.blocks;
        let Some(block) = blocks.get(&insert.block) else {
            let message =
                || format!("The block {:?} is not in the file: its insert is left out", insert.block);
            self.remarks.say("missing-block", Severity::Error, message, || About::line(insert.line));
            return Ok(());
        };
        if within.contains(&insert.block) || within.len() >= DEEPEST {
            let message = || format!("The block {:?} holds itself: this insert is left out", block.name);
            self.remarks.say("block-cycle", Severity::Error, message, || About::line(insert.line));
            return Ok(());
        }
        if insert.is_tilted() {
            let message = || {
                format!(
                    "The block {:?} is tilted against the sheet: it is read as seen from above",
                    block.name
                )
            };
            self.remarks.say("tilted", Severity::Warning, message, || About::line(insert.line));
        }
        let is_hidden = is_hidden || self.frozen.get(layer as usize).copied().unwrap_or(false);
        within.push(insert.block.clone());
        let places = self.places;
        let what = || {
            let place = places.name(insert.line);
            format!("Shapes that the block {:?} (inserted at {place}) becomes", block.name)
        };
        for row in 0..insert.count.1 {
            for column in 0..insert.count.0 {
                self.budget.take(1, what)?;
                self.go_on(1)?;
                let map = outer * insert.map(column, row, block.base);
                for (own, path) in &block.shapes {
                    self.go_on(1)?;
                    if is_hidden {
                        self.budget.pay(path, what)?;
                        if self.hidden.0 == 0 {
                            self.hidden.1 = insert.line;
                        }
                        self.hidden.0 += 1;
                        continue;
                    }
                    // Stretched arcs have become several curves: what is kept is what is paid.
                    let path = bend::under(path, map);
                    self.budget.pay(&path, what)?;
                    if !bend::is_within(&path, FARTHEST) {
                        let message =
                            || format!("A shape of the block {:?} ends up too far away", block.name);
                        self.remarks.say("bad-number", Severity::Error, message, || About::line(insert.line));
                        continue;
                    }
                    // What is on layer 0 in a block is on the layer of the insert.
                    let target = if *own == 0 { layer } else { *own };
                    self.paths[target as usize].push(path);
                }
                for note in block.notes.iter().filter(|_| !is_hidden) {
                    self.budget.take(1, what)?;
                    self.go_on(1)?;
                    note.say(note.at.map(|at| map * at), self.layers, self.remarks);
                }
                for inner in &block.inserts {
                    let target = if inner.layer == 0 { layer } else { inner.layer };
                    self.expand(inner, target, map, is_hidden, within)?;
                }
            }
        }
        within.pop();
        Ok(())
    }

    fn go_on(&mut self, count: u64) -> Result<(), ReadError> {
        self.placed += count;
        if self.placed.is_multiple_of(STRIDE) && !(self.progress)("Placing the blocks", None) {
            return Err(ReadError::Stopped);
        }
        Ok(())
    }
}
