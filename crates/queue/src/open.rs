//! From a store's URL to the store.

use crate::sqlite::{beside, connection::make_folder};
use crate::{FileArtifacts, SqliteStore};
use penstock_jobs::{Artifacts, Store, StoreError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// All that a program needs of a store.
#[derive(Clone)]
pub struct Opened {
    /// The jobs.
    pub store: Arc<dyn Store>,
    /// The files that jobs took and made.
    pub artifacts: Arc<dyn Artifacts>,
    /// A folder for work in progress, on the same file system as the artifacts.
    pub scratch: PathBuf,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened")
            .field("store", &self.store.describe())
            .field("scratch", &self.scratch)
            .finish()
    }
}

/// Opens a store: `sqlite:PATH`, or without a URL the user's own, `penstock/queue.db` in
/// `$XDG_DATA_HOME` or `~/.local/share`. Artifacts live in `PATH.artifacts`, work in `PATH.scratch`.
///
/// # Errors
/// [`StoreError::Invalid`] for a URL that this version does not know, and as [`SqliteStore::open`].
pub fn open(url: Option<&str>) -> Result<Opened, StoreError> {
    let path = match url {
        Some(url) => path_of(url)?,
        None => default_path(|name| std::env::var_os(name).map(PathBuf::from))?,
    };
    let store = SqliteStore::open(&path)?;
    let artifacts = FileArtifacts::open(&beside(&path, ".artifacts"))?;
    let scratch = beside(&path, ".scratch");
    make_folder(&scratch)?;
    Ok(Opened { store: Arc::new(store), artifacts: Arc::new(artifacts), scratch })
}

fn path_of(url: &str) -> Result<PathBuf, StoreError> {
    // Never shown whole: a URL may hold a password.
    let invalid = |text: &str| Err(StoreError::Invalid(text.to_owned()));
    let Some((scheme, rest)) = url.split_once(':') else {
        return invalid("a store is named like sqlite:/path/to/queue.db");
    };
    match scheme {
        "sqlite" => {
            let path = rest.strip_prefix("//").unwrap_or(rest);
            if path.is_empty() {
                return invalid("sqlite: needs the path of a file, like sqlite:/path/to/queue.db");
            }
            std::path::absolute(path)
                .map_err(|error| StoreError::Invalid(format!("{path} is no path: {error}")))
        }
        "redis" | "rediss" => invalid("this version of Penstock has no Redis store; use sqlite:PATH"),
        other => Err(StoreError::Invalid(format!("{other}: is no kind of store; use sqlite:PATH"))),
    }
}

/// As the XDG base directory specification has it: an empty or relative `XDG_DATA_HOME` does not count.
fn default_path(variable: impl Fn(&str) -> Option<PathBuf>) -> Result<PathBuf, StoreError> {
    let absolute = |path: &PathBuf| path.is_absolute();
    let data = variable("XDG_DATA_HOME")
        .filter(absolute)
        .or_else(|| variable("HOME").filter(absolute).map(|home| home.join(".local/share")));
    match data {
        Some(data) => Ok(data.join(Path::new("penstock/queue.db"))),
        None => Err(StoreError::Invalid(
            "there is no place for the queue: neither HOME nor XDG_DATA_HOME is set. Name one with --store sqlite:PATH"
                .into(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_lies_beside_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/queue.db");
        let opened = open(Some(&format!("sqlite:{}", path.display()))).unwrap();
        assert!(path.is_file());
        assert_eq!(opened.scratch, folder.path().join("deep/queue.db.scratch"));
        assert!(opened.scratch.is_dir());
        assert!(folder.path().join("deep/queue.db.artifacts").is_dir());
        assert_eq!(opened.store.describe(), format!("Embedded queue, {}", path.display()));
    }

    #[test]
    fn a_url_with_two_slashes_means_the_same() {
        assert_eq!(path_of("sqlite:///var/q.db").unwrap(), Path::new("/var/q.db"));
        assert_eq!(path_of("sqlite:/var/q.db").unwrap(), Path::new("/var/q.db"));
        assert!(path_of("sqlite:q.db").unwrap().is_absolute());
    }

    #[test]
    fn other_stores_are_refused_without_showing_the_url() {
        for url in
            ["redis://:secret@host/0", "rediss://:secret@host", "postgres://u:secret@h", "/secret", "sqlite:"]
        {
            let error = open(Some(url)).unwrap_err();
            assert!(
                matches!(&error, StoreError::Invalid(text) if !text.contains("secret")),
                "{url}: {error}"
            );
        }
    }

    #[test]
    fn the_default_follows_the_platform() {
        let with = |pairs: &'static [(&str, &str)]| {
            default_path(|name| {
                pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| PathBuf::from(value))
            })
        };
        let data = with(&[("XDG_DATA_HOME", "/data"), ("HOME", "/home/anna")]).unwrap();
        assert_eq!(data, Path::new("/data/penstock/queue.db"));
        let home = with(&[("XDG_DATA_HOME", ""), ("HOME", "/home/anna")]).unwrap();
        assert_eq!(home, Path::new("/home/anna/.local/share/penstock/queue.db"));
        assert!(matches!(with(&[]), Err(StoreError::Invalid(_))));
    }
}
