//! Where a content lies.

use penstock_jobs::StoreError;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The folder of the artifacts.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    root: PathBuf,
}

impl Layout {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Where files lie until they are complete: on the same file system, so that a rename moves them.
    pub(super) fn unfinished(&self) -> PathBuf {
        self.root.join("unfinished")
    }

    /// The place of a content. Anything that is not a hash is refused: it might lead out of the folder.
    pub(super) fn path(&self, sha256: &str) -> Result<PathBuf, StoreError> {
        let digits = |text: &str| text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        match sha256.split_at_checked(2) {
            Some((first, rest)) if sha256.len() == 64 && digits(sha256) => {
                Ok(self.root.join(first).join(rest))
            }
            _ => Err(StoreError::Invalid(format!("{sha256:?} is not the hash of an artifact"))),
        }
    }

    /// Hashes that were last put before this time.
    pub(super) fn kept_before(&self, before: SystemTime) -> io::Result<Vec<String>> {
        let mut kept = Vec::new();
        for folder in fs::read_dir(&self.root)? {
            let folder = folder?;
            let first = folder.file_name();
            let Some(first) = first.to_str().filter(|name| name.len() == 2) else { continue };
            for file in fs::read_dir(folder.path())? {
                let file = file?;
                let Some(hash) = file.file_name().to_str().map(|rest| format!("{first}{rest}")) else {
                    continue;
                };
                if self.path(&hash).is_ok() && last_put(&file)?.is_some_and(|at| at < before) {
                    kept.push(hash);
                }
            }
        }
        Ok(kept)
    }

    /// Removes what a process that died left half written.
    pub(super) fn sweep_unfinished(&self, before: SystemTime) -> io::Result<()> {
        for file in fs::read_dir(self.unfinished())? {
            let file = file?;
            if last_put(&file)?.is_some_and(|at| at < before) {
                match fs::remove_file(file.path()) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

/// None when it went away in the meantime.
fn last_put(file: &DirEntry) -> io::Result<Option<SystemTime>> {
    match file.metadata().and_then(|metadata| metadata.modified()) {
        Ok(at) => Ok(Some(at)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
