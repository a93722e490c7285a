//! Content that comes in: what a face sends, and files of this computer.

use super::input_names::{input_ref, plain_name};
use super::types::ErrorCode;
use crate::service::{Caller, blocking, file_name};
use crate::{Service, WireError};
use penstock_jobs::ArtifactRef;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;

/// Largest input in bytes.
const LARGEST_INPUT: u64 = 200 * 1024 * 1024;

impl Service {
    /// Keeps content that a face sends, at most 200 MB.
    ///
    /// # Errors
    /// [`ErrorCode::BadInput`] when it is too large, [`ErrorCode::ReadOnly`] for such a caller.
    pub async fn upload(
        &self,
        caller: &Caller,
        name: &str,
        content: Vec<u8>,
    ) -> Result<ArtifactRef, WireError> {
        Self::may_act(caller)?;
        let name = plain_name(name)?;
        check_size(&name, content.len() as u64)?;
        let stored = self.inner.artifacts.put_bytes(&content).await?;
        Ok(input_ref(name, stored))
    }

    /// Begins to take content that comes in pieces; nothing is kept before [`Upload::finish`].
    ///
    /// # Errors
    /// [`ErrorCode::ReadOnly`] for such a caller, [`ErrorCode::BadRequest`] for a name that cannot be one.
    pub async fn begin_upload(&self, caller: &Caller, name: &str) -> Result<Upload, WireError> {
        Self::may_act(caller)?;
        let name = plain_name(name)?;
        let here = self.clone();
        let folder = blocking(move || here.inner.scratch.run_folder()).await?;
        let path = folder.path().join("upload");
        let file = tokio::fs::File::create_new(&path)
            .await
            .map_err(|error| WireError::file("A temporary file cannot be made", &path, &error))?;
        Ok(Upload { service: self.clone(), name, path, file, bytes: 0, _folder: folder })
    }

    /// Keeps a file of this computer as an input, for `penstock submit`.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] when it is not there, [`ErrorCode::BadRequest`] when it is no file,
    /// [`ErrorCode::BadInput`] when it is over 200 MB.
    pub async fn add_input(&self, path: &Path) -> Result<ArtifactRef, WireError> {
        self.put_input(file_name(path), path).await
    }

    async fn put_input(&self, name: String, path: &Path) -> Result<ArtifactRef, WireError> {
        check_file(path).await?;
        let stored = self.inner.artifacts.put_file(path).await?;
        Ok(input_ref(name, stored))
    }
}

/// Content that comes in pieces, on disk until it is whole.
pub struct Upload {
    service: Service,
    name: String,
    path: PathBuf,
    file: tokio::fs::File,
    bytes: u64,
    /// Holds the file.
    _folder: TempDir,
}

impl Upload {
    /// Adds a piece.
    ///
    /// # Errors
    /// [`ErrorCode::BadInput`] when it is over 200 MB by now; the disk's.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), WireError> {
        self.bytes += piece.len() as u64;
        check_size(&self.name, self.bytes)?;
        self.file
            .write_all(piece)
            .await
            .map_err(|error| WireError::file("The upload cannot be kept", &self.path, &error))
    }

    /// Keeps the whole as an input.
    ///
    /// # Errors
    /// The disk's and the store's.
    pub async fn finish(mut self) -> Result<ArtifactRef, WireError> {
        self.file
            .flush()
            .await
            .map_err(|error| WireError::file("The upload cannot be kept", &self.path, &error))?;
        let stored = self.service.inner.artifacts.put_file(&self.path).await?;
        Ok(input_ref(self.name, stored))
    }
}

/// A file that is there, is a file, and is not too large.
pub(crate) async fn check_file(path: &Path) -> Result<(), WireError> {
    let found = tokio::fs::metadata(path).await.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            WireError::new(ErrorCode::NotFound, format!("There is no file {}", path.display()))
        }
        _ => WireError::file("The file cannot be read", path, &error),
    })?;
    if found.is_dir() {
        return Err(WireError::new(ErrorCode::BadRequest, format!("{} is a folder", path.display()))
            .advise("Open the files in it"));
    }
    if !found.is_file() {
        return Err(WireError::new(ErrorCode::BadRequest, format!("{} is not a plain file", path.display())));
    }
    check_size(&file_name(path), found.len())
}

fn check_size(name: &str, bytes: u64) -> Result<(), WireError> {
    if bytes <= LARGEST_INPUT {
        return Ok(());
    }
    Err(WireError::new(ErrorCode::BadInput, format!("{name} is larger than 200 MB"))
        .advise("Split the drawing, or save it with fewer digits")
        .detail(format!("{bytes} bytes")))
}
