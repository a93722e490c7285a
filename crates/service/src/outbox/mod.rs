//! The outbox: jobs for a store that is away, kept on this computer until it is back, and sent once.
//!
//! It is a folder beside the embedded store, with a drawer for each target. A batch of jobs is one file,
//! written whole and synced before anybody is told that it is kept; the content of its inputs lies in the
//! drawer's own artifact folder. Jobs have their ids from the start, and a store that knows an id answers
//! with the job that is there: so a batch is sent again until it is acknowledged, and arrives once.
//!
//! It is not a queue of the embedded store: no worker of this computer must ever take what was meant for
//! another store, unless a person says so.

mod drawer;
mod entry;
mod send;
#[cfg(test)]
mod tests;

pub(crate) use drawer::Drawer;
pub(crate) use entry::Entry;
pub(crate) use send::deliver;

use crate::WireError;
use std::path::{Path, PathBuf};

/// All drawers of a user.
#[derive(Clone, Debug)]
pub(crate) struct Outbox {
    folder: PathBuf,
}

impl Outbox {
    /// The user's own, beside the embedded store.
    ///
    /// # Errors
    /// When the environment names no home.
    pub(crate) fn of_user() -> Result<Self, WireError> {
        let file = penstock_queue::default_file()?;
        Ok(Self::at(file.parent().unwrap_or(Path::new("/")).join("outbox")))
    }

    pub(crate) fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The drawer for a store, by its [`penstock_queue::remote_identity`]. Nothing is made before something
    /// is put into it.
    pub(crate) fn drawer(&self, target: &str) -> Drawer {
        Drawer::new(&self.folder, target)
    }

    /// Every drawer that there is. Blocking.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub(crate) fn drawers(&self) -> Result<Vec<Drawer>, WireError> {
        let unreadable =
            |error: &std::io::Error| WireError::file("The outbox cannot be read", &self.folder, error);
        let folders = match std::fs::read_dir(&self.folder) {
            Ok(folders) => folders,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(unreadable(&error)),
        };
        let mut drawers = Vec::new();
        for folder in folders {
            let folder = folder.map_err(|error| unreadable(&error))?.path();
            drawers.extend(Drawer::found(&folder));
        }
        drawers.sort_by(|a, b| a.target().cmp(b.target()));
        Ok(drawers)
    }
}
