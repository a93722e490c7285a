//! Files that appear whole or not at all.

use crate::service::blocking;
use crate::types::{ErrorCode, WireError};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A file in the making beside its final place: a private folder on the same file system, so that it
/// appears there whole or not at all.
pub(crate) struct TempBeside {
    folder: TempDir,
    to: PathBuf,
}

impl TempBeside {
    pub(crate) async fn new(to: &Path) -> Result<Self, WireError> {
        let to = to.to_owned();
        blocking(move || {
            if to.is_dir() {
                return Err(WireError::new(ErrorCode::BadRequest, format!("{} is a folder", to.display()))
                    .advise("Name a file in it"));
            }
            let parent = match to.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => parent,
                _ => Path::new("."),
            };
            let folder = tempfile::Builder::new()
                .prefix(".penstock-")
                .tempdir_in(parent)
                .map_err(|error| WireError::file("That place cannot be written to", parent, &error))?;
            Ok(Self { folder, to })
        })
        .await
    }

    /// Where to write.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("file")
    }

    /// Another file in the same private folder, for steps on the way.
    pub(crate) fn draft(&self) -> PathBuf {
        self.folder.path().join("draft")
    }

    /// Puts what was written in its place, durably.
    pub(crate) async fn keep(self) -> Result<(), WireError> {
        blocking(move || {
            File::open(self.path())
                .and_then(|file| file.sync_all())
                .and_then(|()| fs::rename(self.path(), &self.to))
                .map_err(|error| WireError::file("The file cannot be written", &self.to, &error))
        })
        .await
    }
}

/// Copies content into a new file with the permissions that this user's files have. Blocking.
pub(crate) fn copy_plain(from: &Path, to: &Path) -> io::Result<()> {
    io::copy(&mut File::open(from)?, &mut File::create_new(to)?).map(drop)
}

/// Makes the folder that a name begins with, in `folder`. Blocking.
///
/// # Errors
/// When it cannot be made, or is there and is no folder: a link would lead elsewhere.
pub(crate) fn make_inner_folder(folder: &Path, name: &str) -> io::Result<()> {
    let Some((inner, _)) = name.split_once('/') else { return Ok(()) };
    let inner = folder.join(inner);
    match fs::symlink_metadata(&inner) {
        Ok(found) if found.is_dir() => Ok(()),
        Ok(_) => Err(io::Error::new(io::ErrorKind::NotADirectory, "there is something that is no folder")),
        Err(_) => fs::create_dir(&inner),
    }
}
