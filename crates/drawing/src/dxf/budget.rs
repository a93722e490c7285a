//! What a drawing may become: a count that everything is paid from.

use super::ReadError;
use crate::Path;

/// What is left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    all: u64,
    left: u64,
}

impl Budget {
    pub(super) fn new(all: u64) -> Self {
        Self { all, left: all }
    }

    /// Pays for a path; `what` says what there is too much of.
    pub(super) fn pay(&mut self, path: &Path, what: impl FnOnce() -> String) -> Result<(), ReadError> {
        self.take(1 + path.segments.len() as u64, what)
    }

    /// Pays for this many.
    pub(super) fn take(&mut self, count: u64, what: impl FnOnce() -> String) -> Result<(), ReadError> {
        let left = self.left.checked_sub(count);
        self.left = left.ok_or_else(|| ReadError::too_large(what(), in_words(self.all)))?;
        Ok(())
    }
}

/// `5 million`, or all digits.
fn in_words(count: u64) -> String {
    const MILLION: u64 = 1_000_000;
    if count >= MILLION && count.is_multiple_of(MILLION) {
        format!("{} million", count / MILLION)
    } else {
        count.to_string()
    }
}
