use penstock_jobs::{Artifacts, Store, StoreError};
use penstock_queue::Opened;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A folder of its own with a store in it; gone when it is dropped.
pub struct Place {
    opened: Opened,
    folder: tempfile::TempDir,
}

impl Place {
    /// A new folder with an empty embedded store.
    ///
    /// # Panics
    /// When there is no room for temporary files: no test can go on.
    #[must_use]
    pub fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("penstock-test-")
            .tempdir()
            .unwrap_or_else(|error| panic!("no temporary folder: {error}"));
        let opened = open(&folder.path().join("queue.db"))
            .unwrap_or_else(|error| panic!("no store in {}: {error}", folder.path().display()));
        Self { opened, folder }
    }

    /// The jobs.
    #[must_use]
    pub fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.opened.store)
    }

    /// The artifacts.
    #[must_use]
    pub fn artifacts(&self) -> Arc<dyn Artifacts> {
        Arc::clone(&self.opened.artifacts)
    }

    /// A folder for work in progress, on the file system of the artifacts.
    #[must_use]
    pub fn scratch(&self) -> &Path {
        &self.opened.scratch
    }

    /// The folder that all of it is in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The file of the store.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("queue.db")
    }

    /// What `--store` takes to mean this store.
    #[must_use]
    pub fn url(&self) -> String {
        format!("sqlite:{}", self.file().display())
    }

    /// The same store once more, as another process would open it.
    ///
    /// # Errors
    /// As [`penstock_queue::open_embedded`].
    pub fn open_again(&self) -> Result<Opened, StoreError> {
        open(&self.file())
    }
}

impl Default for Place {
    fn default() -> Self {
        Self::new()
    }
}

fn open(file: &Path) -> Result<Opened, StoreError> {
    penstock_queue::open_embedded(file)
}
