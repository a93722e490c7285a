//! Where a content lies.

use crate::sqlite::connection::make_folder;
use penstock_jobs::StoreError;
use std::fs::{self, DirEntry, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The folder of the artifacts.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    root: PathBuf,
    audience: Audience,
}

/// Who may read what is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Audience {
    /// The user of this process.
    Owner,
    /// Whoever the process's mask lets.
    Everyone,
}

impl Layout {
    pub(super) fn new(root: &Path, audience: Audience) -> Self {
        Self { root: root.to_owned(), audience }
    }

    /// Makes a folder of ours, if it is missing.
    pub(super) fn make_folder(&self, folder: &Path) -> Result<(), StoreError> {
        match self.audience {
            Audience::Owner => make_folder(folder),
            Audience::Everyone => fs::create_dir_all(folder).map_err(|error| {
                StoreError::Unavailable(format!("the folder {} cannot be made: {error}", folder.display()))
            }),
        }
    }

    /// An unfinished file, to be renamed when it is complete.
    pub(super) fn new_file(&self, prefix: &str) -> io::Result<tempfile::NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(prefix);
        #[cfg(unix)]
        let readable = <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666);
        #[cfg(unix)]
        if self.audience == Audience::Everyone {
            builder.permissions(readable);
        }
        builder.tempfile_in(self.unfinished())
    }

    /// Held while something is put; any number may. Goes with the value.
    pub(super) fn hold_for_put(&self) -> io::Result<File> {
        let lock = self.lock_file()?;
        lock.lock_shared()?;
        Ok(lock)
    }

    /// Held while something is removed: nobody puts meanwhile.
    pub(super) fn hold_for_removal(&self) -> io::Result<File> {
        let lock = self.lock_file()?;
        lock.lock()?;
        Ok(lock)
    }

    fn lock_file(&self) -> io::Result<File> {
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        if self.audience == Audience::Owner {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        options.open(self.root.join("collecting.lock"))
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
