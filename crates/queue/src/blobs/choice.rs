//! Which artifact store belongs to a Redis store.

use super::{RedisArtifacts, S3Artifacts, S3Place};
use crate::{FileArtifacts, RedisSettings};
use penstock_jobs::{Artifacts, StoreError};
use std::path::PathBuf;
use std::sync::Arc;

/// What Redis takes unless the URL says otherwise: larger files crowd out what a queue is for.
const MOST_MIB: u64 = 64;
/// What a URL may say.
const MOST_MIB_EVER: u64 = 1024;

/// Where the artifacts of a Redis store are: what `?artifacts=` says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Choice {
    /// `redis` or `redis:MIB`: in the same Redis, files of at most so many bytes.
    Redis {
        /// Longest file in bytes.
        most_bytes: u64,
    },
    /// `file:/PATH`: in a folder that every worker sees under this path.
    Folder(PathBuf),
    /// `s3:BUCKET[/PREFIX]` or `s3:https://KEY:SECRET@HOST/BUCKET[/PREFIX]`: in a store that speaks S3.
    S3(S3Place),
}

impl Choice {
    /// Reads it; nothing means `redis`.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] without repeating it: it may hold a key.
    pub fn read(text: Option<&str>) -> Result<Self, StoreError> {
        let invalid = |text: &str| Err(StoreError::Invalid(text.to_owned()));
        let (kind, rest) = match text {
            None => ("redis", ""),
            Some(text) => text.split_once(':').unwrap_or((text, "")),
        };
        match kind {
            "redis" => {
                let mib = if rest.is_empty() { Ok(MOST_MIB) } else { rest.parse() };
                match mib {
                    Ok(mib @ 1..=MOST_MIB_EVER) => Ok(Self::Redis { most_bytes: mib << 20 }),
                    _ => invalid("artifacts=redis:MIB takes 1 to 1024 MiB"),
                }
            }
            "file" => {
                let path = PathBuf::from(rest.strip_prefix("//").unwrap_or(rest));
                if path.is_absolute() {
                    Ok(Self::Folder(path))
                } else {
                    invalid("artifacts=file: needs the whole path of a folder")
                }
            }
            "s3" => S3Place::read(rest).map(Self::S3).or_else(invalid),
            _ => invalid("artifacts= takes redis, redis:MIB, file:/PATH or s3:BUCKET"),
        }
    }

    /// Opens it for the store with these settings.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it cannot be reached.
    pub async fn open(self, settings: &RedisSettings) -> Result<Arc<dyn Artifacts>, StoreError> {
        match self {
            Self::Redis { most_bytes } => {
                Ok(Arc::new(RedisArtifacts::open(settings.clone(), most_bytes).await?))
            }
            Self::Folder(path) => {
                let opening = tokio::task::spawn_blocking(move || FileArtifacts::open_shared(&path));
                let opened = opening
                    .await
                    .map_err(|_| StoreError::Unavailable("opening it was interrupted".into()))??;
                Ok(Arc::new(opened))
            }
            Self::S3(place) => Ok(Arc::new(S3Artifacts::new(&place)?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_read_and_nothing_is_repeated() {
        let read = |text| Choice::read(Some(text));
        assert_eq!(Choice::read(None).unwrap(), Choice::Redis { most_bytes: 64 << 20 });
        assert_eq!(read("redis:8").unwrap(), Choice::Redis { most_bytes: 8 << 20 });
        assert_eq!(read("file:///srv/a").unwrap(), Choice::Folder("/srv/a".into()));
        for wrong in ["redis:0", "redis:x", "file:a", "secret", "ftp://secret@host"] {
            let error = read(wrong).unwrap_err().to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
