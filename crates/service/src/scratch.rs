//! This process's own folder for files that nobody needs after it: previews and runs of children.
//!
//! It stands beside the artifacts, so that files move between them without being copied. A lock file
//! beside it is held as long as the process lives; whatever stands there unlocked belongs to a dead
//! process and is swept by the next one.

use crate::types::{ErrorCode, WireError};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const PREFIX: &str = "service-";
const LOCK: &str = "service.lock";

/// A folder that goes when this value does.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: TempDir,
    lock_path: PathBuf,
    _lock: File,
}

impl Scratch {
    /// Makes this process's folder inside `base`. Blocking.
    ///
    /// # Errors
    /// When it cannot be written there.
    pub(crate) fn open(base: &Path) -> Result<Self, WireError> {
        let attempt = || -> std::io::Result<Self> {
            fs::create_dir_all(base)?;
            // Held while the folder comes into being, so that no sweeper sees it before it is locked.
            let _all = lock_of_all(base)?;
            let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(base)?;
            fs::create_dir(folder.path().join("previews"))?;
            fs::create_dir(folder.path().join("runs"))?;
            fs::create_dir(folder.path().join("inputs"))?;
            let lock_path = folder.path().with_extension("lock");
            let lock = File::create(&lock_path)?;
            lock.lock()?;
            Ok(Self { folder, lock_path, _lock: lock })
        };
        attempt().map_err(|error| {
            let mut wire = WireError::file("Temporary files cannot be written", base, &error);
            wire.code = ErrorCode::StoreAway;
            wire
        })
    }

    /// Where previews are kept.
    pub(crate) fn previews(&self) -> PathBuf {
        self.folder.path().join("previews")
    }

    /// Where open inputs are kept.
    pub(crate) fn inputs(&self) -> PathBuf {
        self.folder.path().join("inputs")
    }

    /// A new empty folder for one run; it goes when the value does. Blocking.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(crate) fn run_folder(&self) -> Result<TempDir, WireError> {
        let runs = self.folder.path().join("runs");
        tempfile::tempdir_in(&runs)
            .map_err(|error| WireError::file("A temporary folder cannot be made", &runs, &error))
    }
}

impl Scratch {
    /// Removes all that is here, for good. Blocking.
    pub(crate) fn clear(&self) {
        // Best effort: what is left is swept by the next process.
        let _ = fs::remove_dir_all(self.folder.path());
        let _ = fs::remove_file(&self.lock_path);
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.clear();
    }
}

fn lock_of_all(base: &Path) -> std::io::Result<File> {
    let lock = File::create(base.join(LOCK))?;
    lock.lock()?;
    Ok(lock)
}

/// Removes the folders of processes that died; how many. Blocking.
///
/// # Errors
/// When the folder cannot be listed or locked; single folders that resist are left.
pub(crate) fn sweep(base: &Path) -> std::io::Result<usize> {
    let mut swept = 0;
    for entry in fs::read_dir(base)? {
        let folder = entry?.path();
        let ours =
            folder.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(PREFIX));
        if !ours || !folder.is_dir() {
            continue;
        }
        let lock_path = folder.with_extension("lock");
        let dead = {
            let _all = lock_of_all(base)?;
            match File::create(&lock_path).map(|lock| (lock.try_lock(), lock)) {
                // Kept open until the folder is gone, so that two sweepers do not meet in it.
                Ok((Ok(()), lock)) => Some(lock),
                Ok((Err(TryLockError::WouldBlock | TryLockError::Error(_)), _)) | Err(_) => None,
            }
        };
        if dead.is_some() && fs::remove_dir_all(&folder).is_ok() {
            let _ = fs::remove_file(&lock_path);
            swept += 1;
        }
    }
    Ok(swept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_folders_of_the_dead_are_swept() {
        let base = tempfile::tempdir().unwrap();
        let alive = Scratch::open(base.path()).unwrap();
        let dead = base.path().join("service-dead");
        fs::create_dir_all(dead.join("previews")).unwrap();
        let foreign = base.path().join("attempt-1");
        fs::create_dir(&foreign).unwrap();

        assert_eq!(sweep(base.path()).unwrap(), 1);
        assert!(!dead.exists() && foreign.exists() && alive.previews().exists());

        let folder = alive.folder.path().to_owned();
        drop(alive);
        assert!(!folder.exists(), "a folder goes with its owner");
        assert_eq!(sweep(base.path()).unwrap(), 0);
    }
}
