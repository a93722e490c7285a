//! What a drawing may become: a count that everything is paid from.

use super::ReadError;
use crate::Path;

/// Paths and their segments together, all blocks expanded. Half a gigabyte.
const MOST_SHAPES: u64 = 5_000_000;

/// What is left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    left: u64,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { left: MOST_SHAPES }
    }

    /// Pays for a path; `what` says what there is too much of.
    pub(super) fn pay(&mut self, path: &Path, what: impl FnOnce() -> String) -> Result<(), ReadError> {
        self.take(1 + path.segments.len() as u64, what)
    }

    /// Pays for this many.
    pub(super) fn take(&mut self, count: u64, what: impl FnOnce() -> String) -> Result<(), ReadError> {
        self.left = self.left.checked_sub(count).ok_or_else(|| ReadError::too_large(what(), "5 million"))?;
        Ok(())
    }
}
