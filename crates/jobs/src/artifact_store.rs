use crate::StoreError;
use async_trait::async_trait;
use std::path::{Path, PathBuf};

/// What was put.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stored {
    /// Lower-case hexadecimal SHA-256 of the content.
    pub sha256: String,
    /// Length in bytes.
    pub bytes: u64,
}

/// Where artifacts live, by hash. Content never changes under a hash, so every call may be repeated.
#[async_trait]
pub trait Artifacts: Send + Sync + 'static {
    /// Keeps copies of a few files, told in their order; durable when it returns. Several small ones cost
    /// little more than one. [`StoreError::Invalid`] if one of them cannot be read.
    async fn put_files(&self, from: &[PathBuf]) -> Result<Vec<Stored>, StoreError>;
    /// Keeps a copy of this file; durable when it returns.
    async fn put_file(&self, from: &Path) -> Result<Stored, StoreError> {
        let stored = self.put_files(&[from.to_owned()]).await?;
        let none = || StoreError::Unavailable(format!("{} was not kept", from.display()));
        stored.into_iter().next().ok_or_else(none)
    }
    /// Keeps these bytes; durable when it returns.
    async fn put_bytes(&self, content: &[u8]) -> Result<Stored, StoreError>;
    /// Places a copy at `to`, which must not exist. [`StoreError::Invalid`] if the hash is not here;
    /// [`StoreError::Damaged`] if the content does not match its hash.
    async fn fetch(&self, sha256: &str, to: &Path) -> Result<(), StoreError>;
    /// The whole content.
    async fn read(&self, sha256: &str) -> Result<Vec<u8>, StoreError>;
    /// Whether it is here.
    async fn has(&self, sha256: &str) -> Result<bool, StoreError>;
    /// Hashes kept for longer than `older_than`, unsorted.
    async fn list(&self, older_than: std::time::Duration) -> Result<Vec<String>, StoreError>;
    /// Somebody still needs these: where content has a lifetime, it begins again. What is not here is
    /// left out.
    async fn renew(&self, hashes: &[String]) -> Result<(), StoreError>;
    /// Removes it, unless somebody put it within `older_than`: what was listed as old may have been put
    /// again since. True when it was removed; harmless when it is not here.
    async fn remove(&self, sha256: &str, older_than: std::time::Duration) -> Result<bool, StoreError>;
}
