//! Connections that a person keeps by name: a small file in the config folder, and passwords in the
//! system's keyring.
//!
//! A service has one store for its whole life: leases, updates, previews and plans belong to it. So
//! choosing another connection is written down here, and a face opens a new service on it.

mod secrets;

pub(crate) use secrets::Secrets;

use crate::{ErrorCode, SetupLog, WireError};
use penstock_queue::RedisSettings;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The name of the store that is always there.
pub(crate) const EMBEDDED: &str = "Embedded queue";
/// Longest name in characters.
const LONGEST_NAME: usize = 60;
/// Connections that a person keeps at most.
const MOST: usize = 100;

/// The file, and what keeps its secrets.
#[derive(Clone, Debug)]
pub(crate) struct Connections {
    folder: PathBuf,
    secrets: Secrets,
}

/// What the file holds.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// The one that the next start opens; the embedded store if none.
    #[serde(default)]
    pub(crate) chosen: Option<String>,
    #[serde(default)]
    pub(crate) connections: Vec<Connection>,
}

/// One of them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Connection {
    pub(crate) name: String,
    /// For people.
    pub(crate) store: String,
    /// The URL without its secrets. Empty in files of before there was one.
    #[serde(default)]
    pub(crate) address: String,
    /// [`RedisSettings::identity`].
    pub(crate) identity: String,
    pub(crate) readable_on_the_way: bool,
    /// The URL, where it holds no secret.
    pub(crate) url: Option<String>,
    /// Where the URL is, where it does.
    pub(crate) secret_in: Option<SecretPlace>,
}

/// Where a secret is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SecretPlace {
    /// The system's keyring.
    Keyring,
    /// A file that only its owner can read.
    File,
}

impl SecretPlace {
    /// For people.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Keyring => "the system keyring",
            Self::File => "a file that only you can read",
        }
    }
}

impl Connections {
    /// The user's own, in `$XDG_CONFIG_HOME/penstock` or `~/.config/penstock`.
    ///
    /// # Errors
    /// When the environment names no home.
    pub(crate) fn of_user() -> Result<Self, WireError> {
        let variable =
            |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let config =
            variable("XDG_CONFIG_HOME").or_else(|| variable("HOME").map(|home| home.join(".config")));
        let Some(config) = config else {
            return Err(WireError::new(ErrorCode::BadRequest, "There is no place for connections")
                .advise("Set HOME or XDG_CONFIG_HOME"));
        };
        Ok(Self::at(config.join("penstock"), Secrets::of_system()))
    }

    pub(crate) fn at(folder: PathBuf, secrets: Secrets) -> Self {
        Self { folder, secrets }
    }

    fn file(&self) -> PathBuf {
        self.folder.join("connections.json")
    }

    /// All of them. Blocking.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub(crate) fn read(&self) -> Result<Kept, WireError> {
        let path = self.file();
        match fs::read(&path) {
            Ok(text) => serde_json::from_slice(&text).map_err(|error| {
                WireError::new(ErrorCode::Failed, "The file with the connections cannot be understood")
                    .advise(format!("Mend or remove {}", path.display()))
                    .detail(error.to_string())
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Kept::default()),
            Err(error) => Err(WireError::file("The connections cannot be read", &path, &error)),
        }
    }

    /// Keeps one, or replaces the one with this name. Blocking.
    ///
    /// # Errors
    /// [`ErrorCode::BadRequest`] for a name or a URL that cannot be one.
    pub(crate) fn save(&self, name: &str, url: &str) -> Result<(), WireError> {
        check_name(name)?;
        let settings = RedisSettings::parse(url).map_err(no_address)?;
        let address = RedisSettings::without_secrets(url).map_err(no_address)?;
        self.change(|kept| {
            let secret_in =
                if settings.has_secret() { Some(self.secrets.keep(&self.folder, name, url)?) } else { None };
            let connection = Connection {
                name: name.to_owned(),
                store: settings.to_string(),
                address,
                identity: settings.identity(),
                readable_on_the_way: settings.is_readable_on_the_way(),
                url: secret_in.is_none().then(|| url.to_owned()),
                secret_in,
            };
            if let Some(old) = kept.connections.iter_mut().find(|one| one.name == name) {
                if old.secret_in.is_some() && old.secret_in != secret_in {
                    self.secrets.forget_at(&self.folder, name, old.secret_in);
                }
                *old = connection;
                return Ok(());
            }
            if kept.connections.len() >= MOST {
                return Err(WireError::new(ErrorCode::BadRequest, "There are 100 connections already"));
            }
            kept.connections.push(connection);
            Ok(())
        })
    }

    /// Forgets one, with its secret. Blocking.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub(crate) fn delete(&self, name: &str) -> Result<(), WireError> {
        self.change(|kept| {
            let at = kept.connections.iter().position(|one| one.name == name).ok_or_else(|| unknown(name))?;
            let gone = kept.connections.remove(at);
            self.secrets.forget_at(&self.folder, name, gone.secret_in);
            if kept.chosen.as_deref() == Some(name) {
                kept.chosen = None;
            }
            Ok(())
        })
    }

    /// The next start of the app opens this one. Blocking.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub(crate) fn choose(&self, name: &str) -> Result<(), WireError> {
        self.change(|kept| {
            let known = kept.connections.iter().any(|one| one.name == name);
            kept.chosen = match name {
                EMBEDDED => None,
                _ if known => Some(name.to_owned()),
                _ => return Err(unknown(name)),
            };
            Ok(())
        })
    }

    /// The whole URL, with its secret. Blocking.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`]; [`ErrorCode::Failed`] when the keyring does not give it.
    pub(crate) fn url(&self, name: &str) -> Result<String, WireError> {
        let kept = self.read()?;
        let connection =
            kept.connections.into_iter().find(|one| one.name == name).ok_or_else(|| unknown(name))?;
        match (connection.url, connection.secret_in) {
            (Some(url), _) => Ok(url),
            (None, Some(place)) => self.secrets.get(&self.folder, name, place),
            (None, None) => Err(WireError::new(ErrorCode::Failed, format!("{name} has lost its address"))
                .advise("Save the connection again")),
        }
    }

    /// The URL with the secrets that are kept with this connection, where it has none of its own. Blocking.
    ///
    /// # Errors
    /// As [`Connections::url`]; [`ErrorCode::BadRequest`] for a URL that cannot be one.
    pub(crate) fn completed(&self, name: &str, url: &str) -> Result<String, WireError> {
        RedisSettings::with_secrets_of(url, &self.url(name)?).map_err(no_address)
    }

    /// Writes down who changed what. Blocking.
    ///
    /// # Errors
    /// [`ErrorCode::Failed`]: it was done, and cannot be written down.
    pub(crate) fn note(&self, actor: &str, action: &str, detail: &str) -> Result<(), WireError> {
        make_private(&self.folder)
            .and_then(|()| SetupLog::of(&self.folder).note(actor, action, detail))
            .map_err(|error| WireError::file("It is done, and cannot be written down", &self.folder, &error))
    }

    fn change(&self, act: impl FnOnce(&mut Kept) -> Result<(), WireError>) -> Result<(), WireError> {
        let unwritable =
            |error: &io::Error| WireError::file("The connections cannot be written", &self.folder, error);
        make_private(&self.folder).map_err(|error| unwritable(&error))?;
        let lock = File::create(self.folder.join("connections.lock")).map_err(|error| unwritable(&error))?;
        lock.lock().map_err(|error| unwritable(&error))?;
        let mut kept = self.read()?;
        act(&mut kept)?;
        let text = serde_json::to_vec_pretty(&kept)
            .map_err(|error| WireError::internal("The connections cannot be written as JSON", &error))?;
        place(&self.folder, &self.file(), &text).map_err(|error| unwritable(&error))
    }
}

/// A file for its owner alone, there whole or not at all.
fn place(folder: &Path, path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(".new-").tempfile_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn check_name(name: &str) -> Result<(), WireError> {
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count())
        && name.trim() == name
        && name != EMBEDDED
        && !name.chars().any(char::is_control);
    if fits {
        return Ok(());
    }
    Err(WireError::new(ErrorCode::BadRequest, format!("{name:?} cannot be the name of a connection"))
        .advise("Use 1 to 60 characters without spaces at the ends")
        .field("name"))
}

pub(crate) fn no_address(error: impl std::fmt::Display) -> WireError {
    WireError::new(ErrorCode::BadRequest, "This is no address of a Redis store")
        .detail(error.to_string())
        .field("url")
}

fn unknown(name: &str) -> WireError {
    WireError::new(ErrorCode::NotFound, format!("There is no connection {name}")).field("name")
}

#[cfg(test)]
mod tests;
