//! The inputs that faces have open. The store's maintenance removes content that no job names after an
//! hour; a drawing may lie open in a window for a day before it is queued. So the last few are kept
//! here too, and put again when they are used.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Files kept at most.
const MOST_FILES: usize = 64;
/// Bytes kept at most; the newest file stays whatever its size.
const MOST_BYTES: u64 = 2 << 30;

struct Kept {
    sha256: String,
    bytes: u64,
}

/// The last inputs of this process. The most recently used one is at the back.
pub(crate) struct Inputs {
    folder: PathBuf,
    kept: Mutex<VecDeque<Kept>>,
}

impl Inputs {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, kept: Mutex::new(VecDeque::new()) }
    }

    /// A panic under this lock leaves a list that is still a list.
    fn lock(&self) -> MutexGuard<'_, VecDeque<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves this file here; it holds what `sha256` names and is on the same file system. Blocking.
    pub(crate) fn keep(&self, sha256: &str, from: &Path) {
        let mut kept = self.lock();
        if let Some(at) = kept.iter().position(|one| one.sha256 == sha256) {
            let used = kept.remove(at);
            kept.extend(used);
            return;
        }
        let path = self.folder.join(sha256);
        let moved = fs::rename(from, &path).and_then(|()| Ok(fs::metadata(&path)?.len()));
        match moved {
            Ok(bytes) => kept.push_back(Kept { sha256: sha256.to_owned(), bytes }),
            // Only a convenience for those who wait for more than an hour.
            Err(error) => tracing::warn!(%error, "An input could not be kept for later"),
        }
        let mut total: u64 = kept.iter().map(|one| one.bytes).sum();
        while kept.len() > MOST_FILES || (total > MOST_BYTES && kept.len() > 1) {
            let Some(oldest) = kept.pop_front() else { break };
            total -= oldest.bytes;
            if let Err(error) = fs::remove_file(self.folder.join(&oldest.sha256)) {
                tracing::warn!(%error, "An input could not be removed");
            }
        }
    }

    /// Where the content is, if it is here.
    pub(crate) fn path(&self, sha256: &str) -> Option<PathBuf> {
        self.lock().iter().any(|one| one.sha256 == sha256).then(|| self.folder.join(sha256))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_goes_when_there_are_too_many() {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("inputs");
        fs::create_dir(&home).unwrap();
        let inputs = Inputs::new(home);
        for number in 0..=MOST_FILES {
            let file = folder.path().join("new");
            fs::write(&file, number.to_string()).unwrap();
            inputs.keep(&number.to_string(), &file);
        }
        assert_eq!(inputs.path("0"), None);
        let last = inputs.path(&MOST_FILES.to_string()).unwrap();
        assert_eq!(fs::read_to_string(last).unwrap(), MOST_FILES.to_string());
        assert_eq!(fs::read_dir(folder.path().join("inputs")).unwrap().count(), MOST_FILES);
    }
}
