//! Content on its way: counted, hashed, and placed in files that nobody else made.

use penstock_jobs::{StoreError, Stored};
use sha2::{Digest as _, Sha256};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncSeekExt as _, ReadBuf};

/// Bytes read at once.
const STEP: usize = 128 * 1024;

/// A SHA-256 and a length that grow.
#[derive(Default)]
pub(super) struct Sum {
    hash: Sha256,
    bytes: u64,
}

impl Sum {
    pub(super) fn add(&mut self, part: &[u8]) {
        self.hash.update(part);
        self.bytes += part.len() as u64;
    }

    pub(super) fn stored(self) -> Stored {
        Stored { sha256: format!("{:x}", self.hash.finalize()), bytes: self.bytes }
    }
}

/// The sum of this content.
pub(super) fn of(content: &[u8]) -> Stored {
    let mut sum = Sum::default();
    sum.add(content);
    sum.stored()
}

/// The sum of this file, which then stands at its beginning again.
pub(super) async fn of_file(file: &mut File) -> Result<Stored, StoreError> {
    let stored = Hashing::new(&mut *file).finish().await?;
    file.rewind().await.map_err(|error| unreadable(&error))?;
    Ok(stored)
}

/// A reader that sums up what goes through it.
pub(super) struct Hashing<R> {
    from: R,
    sum: Sum,
}

impl<R: AsyncRead + Unpin> Hashing<R> {
    pub(super) fn new(from: R) -> Self {
        Self { from, sum: Sum::default() }
    }

    /// Reads what is left; the sum of all.
    pub(super) async fn finish(mut self) -> Result<Stored, StoreError> {
        let mut step = vec![0; STEP];
        while self.read(&mut step).await.map_err(|error| unreadable(&error))? > 0 {}
        Ok(self.sum.stored())
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Hashing<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        to: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = to.filled().len();
        ready!(Pin::new(&mut self.from).poll_read(cx, to))?;
        self.sum.add(&to.filled()[before..]);
        Poll::Ready(Ok(()))
    }
}

/// Anything that is not a hash is refused: it might lead to other keys or folders.
pub(super) fn check_name(sha256: &str) -> Result<(), StoreError> {
    let digits = |text: &str| text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if sha256.len() == 64 && digits(sha256) {
        return Ok(());
    }
    Err(StoreError::Invalid(format!("{sha256:?} is not the hash of an artifact")))
}

/// A whole file with its sum, unless it has more than `most` bytes. Blocks.
pub(super) fn read_small(path: &Path, most: u64) -> Result<Option<(Stored, Vec<u8>)>, StoreError> {
    let file = std::fs::File::open(path).map_err(|error| cannot_be_read(path, &error))?;
    let mut content = Vec::new();
    file.take(most + 1).read_to_end(&mut content).map_err(|error| unreadable(&error))?;
    Ok((content.len() as u64 <= most).then(|| (of(&content), content)))
}

fn cannot_be_read(path: &Path, error: &io::Error) -> StoreError {
    StoreError::Invalid(format!("{} cannot be read: {error}", path.display()))
}

pub(super) async fn open(path: &Path) -> Result<File, StoreError> {
    File::open(path).await.map_err(|error| cannot_be_read(path, &error))
}

/// A file of somebody else's that cannot be read to its end.
pub(super) fn unreadable(error: &io::Error) -> StoreError {
    StoreError::Invalid(format!("the file cannot be read: {error}"))
}

pub(super) fn damaged(expected: &str, found: &str) -> StoreError {
    StoreError::Damaged(format!("the artifact {expected} has changed where it is kept (it is now {found})"))
}

/// A new file, removed again unless it is kept.
pub(super) struct Target {
    path: Option<PathBuf>,
    shown: String,
    file: File,
}

impl Target {
    /// # Errors
    /// [`StoreError::Invalid`] when something is there already.
    pub(super) async fn create(path: &Path) -> Result<Self, StoreError> {
        let shown = path.display().to_string();
        let file = File::options().write(true).create_new(true).open(path).await;
        let file = file.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => StoreError::Invalid(format!("{shown} is there already")),
            _ => unwritable(&shown, &error),
        })?;
        Ok(Self { path: Some(path.to_owned()), shown, file })
    }

    pub(super) fn file(&mut self) -> &mut File {
        &mut self.file
    }

    pub(super) fn failure(&self) -> impl Fn(io::Error) -> StoreError + use<> {
        let shown = self.shown.clone();
        move |error| unwritable(&shown, &error)
    }

    pub(super) fn keep(mut self) {
        self.path = None;
    }
}

fn unwritable(shown: &str, error: &io::Error) -> StoreError {
    StoreError::Unavailable(format!("{shown} cannot be written: {error}"))
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Some(path) = self.path.take()
            && let Err(error) = std::fs::remove_file(&path)
        {
            tracing::warn!(%error, path = %path.display(), "an incomplete copy could not be removed");
        }
    }
}
