//! From a store's URL to the store.

use crate::sqlite::{beside, connection::make_folder};
use crate::{ArtifactsChoice, FileArtifacts, RedisSettings, RedisStore, SqliteStore};
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

/// Opens a store: `sqlite:PATH`, a Redis URL ([`RedisSettings::parse`]), or without a URL the user's own
/// embedded one, `penstock/queue.db` in `$XDG_DATA_HOME` or `~/.local/share`.
///
/// # Errors
/// [`StoreError::Invalid`] for a URL that is not understood, [`StoreError::Unavailable`] when the store
/// cannot be reached; and as [`open_embedded`].
pub async fn open(url: Option<&str>) -> Result<Opened, StoreError> {
    match Place::read(url)? {
        Place::Embedded(path) => {
            let opening = tokio::task::spawn_blocking(move || open_embedded(&path));
            opening.await.map_err(|_| StoreError::Unavailable("opening it was interrupted".into()))?
        }
        Place::Redis(settings) => open_redis(*settings).await,
    }
}

/// What tells this store from others, without a secret; none for an embedded one.
///
/// # Errors
/// [`StoreError::Invalid`] for a URL that is not understood.
pub fn remote_identity(url: Option<&str>) -> Result<Option<String>, StoreError> {
    match url.map(|url| Place::read(Some(url))).transpose()? {
        Some(Place::Redis(settings)) => Ok(Some(settings.identity())),
        Some(Place::Embedded(_)) | None => Ok(None),
    }
}

/// Opens the embedded store in this file. Artifacts live in `PATH.artifacts`, work in `PATH.scratch`.
/// Blocking.
///
/// # Errors
/// As [`SqliteStore::open`].
pub fn open_embedded(path: &Path) -> Result<Opened, StoreError> {
    let store = SqliteStore::open(path)?;
    let artifacts = FileArtifacts::open(&beside(path, ".artifacts"))?;
    let scratch = beside(path, ".scratch");
    make_folder(&scratch)?;
    Ok(Opened { store: Arc::new(store), artifacts: Arc::new(artifacts), scratch })
}

async fn open_redis(settings: RedisSettings) -> Result<Opened, StoreError> {
    let choice = ArtifactsChoice::read(settings.artifacts())?;
    let scratch = local_scratch(|name| std::env::var_os(name).map(PathBuf::from))?;
    let store = RedisStore::open(settings.clone()).await?;
    let artifacts = choice.open(&settings).await?;
    let store = store.keeping_contents_in(Arc::clone(&artifacts));
    Ok(Opened { store: Arc::new(store), artifacts, scratch })
}

/// Where a store that is elsewhere has its work in progress: in the user's cache, and without a home (a
/// service, a container) among the temporary files.
fn local_scratch(variable: impl Fn(&str) -> Option<PathBuf>) -> Result<PathBuf, StoreError> {
    let absolute = |path: &PathBuf| path.is_absolute();
    let cache = variable("XDG_CACHE_HOME")
        .filter(absolute)
        .or_else(|| variable("HOME").filter(absolute).map(|home| home.join(".cache")));
    if let Some(cache) = cache {
        let scratch = cache.join("penstock/scratch");
        if make_folder(&scratch).is_ok() {
            return Ok(scratch);
        }
    }
    let scratch = std::env::temp_dir().join(own_name());
    make_folder(&scratch)?;
    refuse_strange_folder(&scratch)?;
    Ok(scratch)
}

#[cfg(unix)]
fn own_name() -> String {
    format!("penstock-{}", rustix::process::getuid().as_raw())
}

#[cfg(not(unix))]
fn own_name() -> String {
    "penstock".to_owned()
}

/// Among the temporary files anybody may have made it first, to read what we write there.
#[cfg(unix)]
fn refuse_strange_folder(folder: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::MetadataExt as _;
    let strange = |why: &str| Err(StoreError::Unavailable(format!("{}: {why}", folder.display())));
    match std::fs::symlink_metadata(folder) {
        Ok(found) if !found.is_dir() => strange("it is no folder"),
        Ok(found) if found.uid() != rustix::process::getuid().as_raw() => strange("it is somebody else's"),
        Ok(found) if found.mode() & 0o077 != 0 => strange("others may look into it"),
        Ok(_) => Ok(()),
        Err(error) => strange(&error.to_string()),
    }
}

#[cfg(not(unix))]
fn refuse_strange_folder(_folder: &Path) -> Result<(), StoreError> {
    // The folder of temporary files is the user's own.
    Ok(())
}

/// The file of the user's own embedded store.
///
/// # Errors
/// [`StoreError::Invalid`] when the environment names no home.
pub fn default_file() -> Result<PathBuf, StoreError> {
    default_path(|name| std::env::var_os(name).map(PathBuf::from))
}

/// What a URL names.
#[derive(Debug)]
enum Place {
    Embedded(PathBuf),
    Redis(Box<RedisSettings>),
}

impl Place {
    /// Errors never show the URL: it may hold a password.
    fn read(url: Option<&str>) -> Result<Self, StoreError> {
        let invalid = |text: &str| Err(StoreError::Invalid(text.to_owned()));
        let Some(url) = url else { return default_file().map(Self::Embedded) };
        let Some((scheme, rest)) = url.split_once(':') else {
            return invalid("a store is named like sqlite:/path/to/queue.db or redis://host:6379/0");
        };
        if is_redis(scheme) {
            return RedisSettings::parse(url).map(Box::new).map(Self::Redis);
        }
        if scheme != "sqlite" {
            return invalid(&format!("{scheme}: is no kind of store; use sqlite:PATH or redis://HOST"));
        }
        let path = rest.strip_prefix("//").unwrap_or(rest);
        if path.is_empty() {
            return invalid("sqlite: needs the path of a file, like sqlite:/path/to/queue.db");
        }
        std::path::absolute(path)
            .map(Self::Embedded)
            .map_err(|error| StoreError::Invalid(format!("{path} is no path: {error}")))
    }
}

/// Schemes of Redis, those that redis-py knows too.
fn is_redis(scheme: &str) -> bool {
    matches!(
        scheme,
        "redis"
            | "rediss"
            | "valkey"
            | "valkeys"
            | "redis+unix"
            | "unix"
            | "redis+sentinel"
            | "rediss+sentinel"
    )
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
        let opened = open_embedded(&path).unwrap();
        assert!(path.is_file());
        assert_eq!(opened.scratch, folder.path().join("deep/queue.db.scratch"));
        assert!(opened.scratch.is_dir());
        assert!(folder.path().join("deep/queue.db.artifacts").is_dir());
        assert_eq!(opened.store.describe(), format!("Embedded queue, {}", path.display()));
    }

    #[test]
    fn a_url_with_two_slashes_means_the_same() {
        let path_of = |url| match Place::read(Some(url)).unwrap() {
            Place::Embedded(path) => path,
            Place::Redis(settings) => panic!("{settings}"),
        };
        assert_eq!(path_of("sqlite:///var/q.db"), Path::new("/var/q.db"));
        assert_eq!(path_of("sqlite:/var/q.db"), Path::new("/var/q.db"));
        assert!(path_of("sqlite:q.db").is_absolute());
    }

    #[test]
    fn what_is_no_store_is_refused_without_showing_the_url() {
        for url in ["redis://:secret@host/x", "postgres://u:secret@h", "/secret", "sqlite:", "redis:secret"] {
            let error = Place::read(Some(url)).unwrap_err();
            assert!(
                matches!(&error, StoreError::Invalid(text) if !text.contains("secret")),
                "{url}: {error}"
            );
        }
    }

    #[test]
    fn every_scheme_of_redis_is_known() {
        for url in [
            "redis://shop",
            "rediss://shop",
            "valkey://shop",
            "unix:///run/redis.sock",
            "redis+unix:///run/redis.sock",
            "redis+sentinel://a,b/group",
            "rediss+sentinel://a/group",
        ] {
            assert!(matches!(Place::read(Some(url)), Ok(Place::Redis(_))), "{url}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn work_for_a_store_elsewhere_lies_where_nobody_else_looks() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let path = home.path().to_owned();
        let in_home = local_scratch(|name| (name == "HOME").then(|| path.clone())).unwrap();
        assert_eq!(in_home, path.join(".cache/penstock/scratch"));
        assert_eq!(std::fs::metadata(&in_home).unwrap().permissions().mode() & 0o777, 0o700);
        let open = home.path().join("open");
        std::fs::create_dir(&open).unwrap();
        std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o755)).unwrap();
        assert!(refuse_strange_folder(&open).is_err());
        std::os::unix::fs::symlink(&in_home, home.path().join("link")).unwrap();
        assert!(refuse_strange_folder(&home.path().join("link")).is_err());
        assert!(refuse_strange_folder(&in_home).is_ok());
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
