//! What waits for one store.

use super::entry::Entry;
use crate::{ErrorCode, WireError};
use penstock_jobs::{Artifacts, StoreError};
use penstock_queue::FileArtifacts;
use sha2::{Digest as _, Sha256};
use std::collections::HashSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Names the target for people and for the next process.
const TARGET: &str = "target.txt";
const ENDING: &str = "json";
/// Content is put before the entry that names it.
const STRAY_AFTER: Duration = Duration::from_secs(3600);

/// The folder of one target.
#[derive(Clone, Debug)]
pub(crate) struct Drawer {
    folder: PathBuf,
    target: String,
}

/// Held while somebody sends; two senders would do no harm, but double work.
pub(super) struct Sending(#[expect(dead_code, reason = "it holds the lock")] File);

impl Drawer {
    pub(super) fn new(outbox: &Path, target: &str) -> Self {
        let hash = format!("{:x}", Sha256::digest(target.as_bytes()));
        Self { folder: outbox.join(&hash[..16]), target: target.to_owned() }
    }

    /// The drawer in this folder, if it is one.
    pub(super) fn found(folder: &Path) -> Option<Self> {
        let target = fs::read_to_string(folder.join(TARGET)).ok()?;
        Some(Self { folder: folder.to_owned(), target })
    }

    /// [`penstock_queue::remote_identity`] of the store.
    pub(crate) fn target(&self) -> &str {
        &self.target
    }

    /// The content of inputs that wait.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub(crate) fn artifacts(&self) -> Result<FileArtifacts, WireError> {
        Ok(FileArtifacts::open(&self.folder.join("artifacts"))?)
    }

    /// Keeps a batch; durable when it returns. Its inputs must be in [`Drawer::artifacts`]. Blocking.
    ///
    /// # Errors
    /// When it cannot be written: then nothing is kept.
    pub(crate) fn hold(&self, entry: &Entry) -> Result<(), WireError> {
        let Some(name) = entry.name() else {
            return Err(WireError::new(ErrorCode::Internal, "A job without an id cannot wait in the outbox"));
        };
        let text = serde_json::to_vec_pretty(entry)
            .map_err(|error| WireError::internal("The job cannot be written as JSON", &error))?;
        // Makes the folder, for its owner alone.
        self.artifacts()?;
        let write = || -> io::Result<()> {
            if fs::read_to_string(self.folder.join(TARGET)).ok().as_deref() != Some(&self.target) {
                self.place(TARGET, self.target.as_bytes())?;
            }
            self.place(&format!("{name}.{ENDING}"), &text)
        };
        write().map_err(|error| WireError::file("The outbox cannot be written to", &self.folder, &error))
    }

    /// A file that is there whole or not at all.
    fn place(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let mut file = tempfile::Builder::new().prefix(".new-").tempfile_in(&self.folder)?;
        file.write_all(content)?;
        file.as_file().sync_all()?;
        file.persist(self.folder.join(name)).map_err(|error| error.error)?;
        sync(&self.folder)
    }

    /// What waits, the oldest first; a file that cannot be read is left where it is and named in the log.
    /// Blocking.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub(crate) fn entries(&self) -> Result<Vec<Entry>, WireError> {
        let read = || -> io::Result<Vec<(PathBuf, Vec<u8>)>> {
            let mut files = Vec::new();
            for file in fs::read_dir(&self.folder)? {
                let path = file?.path();
                if path.extension().is_some_and(|ending| ending == ENDING) {
                    match fs::read(&path) {
                        Ok(text) => files.push((path, text)),
                        // Sent by another process in the meantime.
                        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                        Err(error) => return Err(error),
                    }
                }
            }
            files.sort();
            Ok(files)
        };
        let files = match read() {
            Ok(files) => files,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(WireError::file("The outbox cannot be read", &self.folder, &error)),
        };
        let parsed = files.into_iter().filter_map(|(path, text)| match serde_json::from_slice(&text) {
            Ok(entry) => Some(entry),
            Err(error) => {
                tracing::error!(%error, path = %path.display(), "A file in the outbox cannot be understood");
                None
            }
        });
        Ok(parsed.collect())
    }

    /// Takes a batch out, after it arrived or because a person does not want it any more. True when it was
    /// there. Blocking.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub(crate) fn drop_entry(&self, entry: &Entry) -> Result<bool, WireError> {
        let Some(name) = entry.name() else { return Ok(false) };
        let remove = || match fs::remove_file(self.folder.join(format!("{name}.{ENDING}"))) {
            Ok(()) => sync(&self.folder).map(|()| true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        };
        remove().map_err(|error| WireError::file("The outbox cannot be written to", &self.folder, &error))
    }

    /// The right to send, unless another process does. Blocking.
    pub(super) fn try_send(&self) -> Result<Option<Sending>, WireError> {
        let lock = File::create(self.folder.join("sending.lock"))
            .map_err(|error| WireError::file("The outbox cannot be written to", &self.folder, &error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Sending(lock))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => {
                Err(WireError::file("The outbox cannot be locked", &self.folder, &error))
            }
        }
    }

    /// Removes content that no entry names any more.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub(super) async fn sweep(&self, entries: &[Entry]) -> Result<(), StoreError> {
        let Ok(artifacts) = self.artifacts() else { return Ok(()) };
        let named: HashSet<&str> = entries.iter().flat_map(|entry| entry.inputs().into_keys()).collect();
        for sha256 in artifacts.list(STRAY_AFTER).await? {
            if !named.contains(sha256.as_str()) {
                artifacts.remove(&sha256, STRAY_AFTER).await?;
            }
        }
        Ok(())
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}

#[cfg(unix)]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync(_folder: &Path) -> io::Result<()> {
    Ok(())
}
