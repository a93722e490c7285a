//! Artifacts as files, named by their content.
//!
//! `ab/cdef…` holds the content whose SHA-256 is `abcdef…`. A file appears under its name only when it is
//! complete and on disk (temporary file, sync, rename, sync of the folder), and never changes after that.
//! Its time of modification is the last time somebody put it. Puts share a lock that a removal holds
//! alone, so that what is put again while it is being collected stays.
//!
//! A folder that several computers share works the same way, if its file system carries locks (NFS and
//! SMB do).

mod copy;
mod layout;

use async_trait::async_trait;
use layout::{Audience, Layout};
use penstock_jobs::{Artifacts, StoreError, Stored};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The artifact store of this computer.
#[derive(Clone, Debug)]
pub struct FileArtifacts {
    layout: Layout,
}

impl FileArtifacts {
    /// Opens the folder, and makes it (for its owner alone) when it is missing.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it cannot be made.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        Self::open_layout(Layout::new(dir, Audience::Owner))
    }

    /// As [`FileArtifacts::open`], for a folder that other users and computers use too: what is made in
    /// it is as open as the process's mask allows, and not only for its owner.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it is not there: a share that is not mounted must not be taken
    /// for an empty one.
    pub fn open_shared(dir: &Path) -> Result<Self, StoreError> {
        if !dir.is_dir() {
            return Err(StoreError::Unavailable(format!("there is no folder {}", dir.display())));
        }
        Self::open_layout(Layout::new(dir, Audience::Everyone))
    }

    fn open_layout(layout: Layout) -> Result<Self, StoreError> {
        layout.make_folder(&layout.unfinished())?;
        Ok(Self { layout })
    }

    /// Runs file work on a thread for blocking work.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Layout) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let layout = self.layout.clone();
        let working = tokio::task::spawn_blocking(move || work(&layout));
        working.await.map_err(|_| StoreError::Unavailable("work on an artifact was interrupted".into()))?
    }
}

#[async_trait]
impl Artifacts for FileArtifacts {
    async fn put_files(&self, from: &[PathBuf]) -> Result<Vec<Stored>, StoreError> {
        let from = from.to_vec();
        let put = move |layout: &Layout| {
            let put_one = |path: &PathBuf| {
                let source = std::fs::File::open(path).map_err(|error| unreadable(path, &error))?;
                copy::put(layout, source)
            };
            from.iter().map(put_one).collect()
        };
        self.blocking(put).await
    }

    async fn put_bytes(&self, content: &[u8]) -> Result<Stored, StoreError> {
        let content = content.to_vec();
        self.blocking(move |layout| copy::put(layout, content.as_slice())).await
    }

    async fn fetch(&self, sha256: &str, to: &Path) -> Result<(), StoreError> {
        let (sha256, to) = (sha256.to_owned(), to.to_owned());
        self.blocking(move |layout| copy::fetch(layout, &sha256, &to)).await
    }

    async fn read(&self, sha256: &str) -> Result<Vec<u8>, StoreError> {
        let sha256 = sha256.to_owned();
        self.blocking(move |layout| copy::read(layout, &sha256)).await
    }

    async fn has(&self, sha256: &str) -> Result<bool, StoreError> {
        let sha256 = sha256.to_owned();
        self.blocking(move |layout| Ok(layout.path(&sha256)?.is_file())).await
    }

    async fn list(&self, older_than: Duration) -> Result<Vec<String>, StoreError> {
        let list = move |layout: &Layout| {
            let before = SystemTime::now().checked_sub(older_than).unwrap_or(SystemTime::UNIX_EPOCH);
            layout.sweep_unfinished(before).map_err(|error| trouble(&error))?;
            layout.kept_before(before).map_err(|error| trouble(&error))
        };
        self.blocking(list).await
    }

    async fn renew(&self, _hashes: &[String]) -> Result<(), StoreError> {
        // Files stay until somebody removes them.
        Ok(())
    }

    async fn remove(&self, sha256: &str, older_than: Duration) -> Result<bool, StoreError> {
        let sha256 = sha256.to_owned();
        self.blocking(move |layout| copy::remove(layout, &sha256, older_than)).await
    }
}

/// A file of somebody else's that cannot be read.
fn unreadable(path: &Path, error: &io::Error) -> StoreError {
    StoreError::Invalid(format!("{} cannot be read: {error}", path.display()))
}

/// The folder of the artifacts failed us.
fn trouble(error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            StoreError::Unavailable("the disk is full; free some space and try again".into())
        }
        _ => StoreError::Unavailable(format!("the folder of the artifacts cannot be used: {error}")),
    }
}
