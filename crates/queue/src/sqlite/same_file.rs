//! Whether the path still leads to the file that was opened.
//!
//! A file that was deleted, or replaced by a copy from elsewhere, stays open for whoever opened it, and takes
//! their writes; whoever opens the path finds none of them. So the writer looks before every transaction.
//! Where the platform does not number files (Windows keeps an open one from being replaced) nothing is seen.

use super::fault::Outcome;
use penstock_jobs::StoreError;
use rusqlite::Connection;
#[cfg(unix)]
use std::path::Path;

/// The file behind the path of a connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct SameFile(Option<Number>);

/// Device and number on it.
type Number = (u64, u64);

impl SameFile {
    /// The file that this connection has open, as its path says now.
    pub(super) fn of(sql: &Connection) -> Self {
        Self(sql.path().and_then(number))
    }

    /// Requires that the path leads to it still.
    pub(super) fn check(&self, sql: &Connection) -> Outcome<()> {
        if self.0.is_none() || self.0 == sql.path().and_then(number) {
            return Ok(());
        }
        let why = format!(
            "the queue's file {} was removed or replaced while it was open; nothing more is written to the \
             old one. End every Penstock, put the file back where that was a mistake, and start again",
            sql.path().unwrap_or_default()
        );
        Err(StoreError::Unavailable(why).into())
    }
}

#[cfg(unix)]
fn number(path: &str) -> Option<Number> {
    use std::os::unix::fs::MetadataExt;
    let found = std::fs::metadata(Path::new(path)).ok()?;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn number(_path: &str) -> Option<Number> {
    None
}
