//! Named tokens in a file that only its owner may read. The tokens themselves are nowhere: the file has
//! their hashes, and a token is shown once, when it is made.

use super::secret::{self, fresh, hash, hex};
use super::{TokenError, TokenKind};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Longest name in characters.
const LONGEST_NAME: usize = 60;
/// Tokens in one file at most.
const MOST: usize = 1_000;

/// One named token, as the file has it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NamedToken {
    /// Its name: the tablet, the script, the person.
    pub name: String,
    /// What it allows.
    pub kind: TokenKind,
    /// SHA-256 of the token, 64 hexadecimal digits.
    pub sha256: String,
    /// When it was made, milliseconds since 1970.
    pub created_at_ms: i64,
}

/// Why the file was left as it is, or cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TokenFileError {
    /// It could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Others than its owner may read or write it.
    #[error("{0} can be read by others: run `chmod 600` on it")]
    Open(PathBuf),
    /// It is not what this program writes.
    #[error("{0} is no file of tokens: {1}")]
    NotOurs(PathBuf, String),
    /// The name is taken.
    #[error("there is a token called {0} already; revoke it first")]
    Taken(String),
    /// There is no such name.
    #[error("there is no token called {0}")]
    Unknown(String),
    /// The name cannot be one.
    #[error("{0:?} cannot be the name of a token: use 1 to {LONGEST_NAME} letters, digits, `-`, `_`, `.`")]
    BadName(String),
    /// It is full.
    #[error("there are {MOST} tokens already")]
    TooMany,
    /// A token cannot be made or used.
    #[error(transparent)]
    Token(#[from] TokenError),
}

#[derive(Default, Serialize, Deserialize)]
struct Content {
    version: u32,
    tokens: Vec<NamedToken>,
}

/// A file of named tokens. It need not be there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenFile {
    path: PathBuf,
}

impl TokenFile {
    /// The file at this path.
    #[must_use]
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its tokens, in the order in which they were made; none when it is not there.
    ///
    /// # Errors
    /// [`TokenFileError`] when it cannot be read, or could have been written by others.
    pub fn list(&self) -> Result<Vec<NamedToken>, TokenFileError> {
        match private_text(&self.path) {
            Ok(text) => {
                let content: Content = serde_json::from_str(&text)
                    .map_err(|error| TokenFileError::NotOurs(self.path.clone(), error.to_string()))?;
                Ok(content.tokens)
            }
            Err(TokenFileError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                Ok(Vec::new())
            }
            Err(error) => Err(error),
        }
    }

    /// Makes a token, keeps its hash under this name, and returns it: this once.
    ///
    /// # Errors
    /// [`TokenFileError`].
    pub fn add(&self, name: &str, kind: TokenKind) -> Result<String, TokenFileError> {
        let plain = |letter: char| letter.is_alphanumeric() || "-_.".contains(letter);
        let fits = (1..=LONGEST_NAME).contains(&name.chars().count()) && name.chars().all(plain);
        if !fits || ["full", "read-only"].contains(&name) {
            return Err(TokenFileError::BadName(name.to_owned()));
        }
        let token = fresh()?;
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let made = NamedToken {
            name: name.to_owned(),
            kind,
            sha256: hex(&hash(&token)),
            created_at_ms: i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        };
        self.change(|tokens| {
            if tokens.iter().any(|known| known.name == name) {
                return Err(TokenFileError::Taken(name.to_owned()));
            }
            if tokens.len() >= MOST {
                return Err(TokenFileError::TooMany);
            }
            tokens.push(made);
            Ok(())
        })?;
        Ok(token)
    }

    /// Removes a token; a running server refuses it within a second.
    ///
    /// # Errors
    /// [`TokenFileError`].
    pub fn revoke(&self, name: &str) -> Result<(), TokenFileError> {
        self.change(|tokens| {
            let before = tokens.len();
            tokens.retain(|known| known.name != name);
            if tokens.len() == before { Err(TokenFileError::Unknown(name.to_owned())) } else { Ok(()) }
        })
    }

    /// The server's own token, made at the first start and kept in a file beside this one.
    ///
    /// # Errors
    /// [`TokenFileError`].
    pub fn first_token(&self) -> Result<String, TokenFileError> {
        let path = self.path.with_file_name("service-token");
        match private_text(&path) {
            Ok(text) => {
                let token = text.trim().to_owned();
                secret::check(&token)?;
                return Ok(token);
            }
            Err(TokenFileError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let token = fresh()?;
        write_private(&path, format!("{token}\n").as_bytes())?;
        Ok(token)
    }

    /// Changes the list under a lock, and writes it whole.
    fn change(
        &self,
        change: impl FnOnce(&mut Vec<NamedToken>) -> Result<(), TokenFileError>,
    ) -> Result<(), TokenFileError> {
        make_folder(&self.path)?;
        let lock_path = self.path.with_extension("lock");
        let lock = private().append(true).create(true).open(&lock_path).map_err(at(&lock_path))?;
        lock.lock().map_err(at(&lock_path))?;
        let mut tokens = self.list()?;
        change(&mut tokens)?;
        let text = serde_json::to_vec_pretty(&Content { version: 1, tokens })
            .map_err(|error| TokenFileError::NotOurs(self.path.clone(), error.to_string()))?;
        write_private(&self.path, &text)
    }
}

fn at(path: &Path) -> impl Fn(io::Error) -> TokenFileError {
    move |source| TokenFileError::Io { path: path.to_owned(), source }
}

/// Options of a file that only its owner may open.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

fn private_text(path: &Path) -> Result<String, TokenFileError> {
    let file = File::open(path).map_err(at(path))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = file.metadata().map_err(at(path))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(TokenFileError::Open(path.to_owned()));
        }
    }
    io::read_to_string(file).map_err(at(path))
}

fn make_folder(path: &Path) -> Result<(), TokenFileError> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    fs::create_dir_all(folder).map_err(at(folder))
}

/// Whole or not at all, and never readable by others in between.
fn write_private(path: &Path, content: &[u8]) -> Result<(), TokenFileError> {
    make_folder(path)?;
    let passing = path.with_extension(format!("new-{}", std::process::id()));
    let written = private()
        .write(true)
        .create_new(true)
        .open(&passing)
        .and_then(|mut file| file.write_all(content).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&passing, path));
    written.map_err(|source| {
        // The first error is the one to tell.
        let _ = fs::remove_file(&passing);
        TokenFileError::Io { path: path.to_owned(), source }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> (tempfile::TempDir, TokenFile) {
        let folder = tempfile::tempdir().unwrap();
        let file = TokenFile::at(folder.path().join("deep/tokens.json"));
        (folder, file)
    }

    #[test]
    fn a_token_is_shown_once_and_only_its_hash_is_kept() {
        let (_folder, file) = place();
        let token = file.add("tablet", TokenKind::Read).unwrap();
        let text = fs::read_to_string(file.path()).unwrap();
        assert!(!text.contains(&token) && text.contains(&hex(&hash(&token))));
        assert!(matches!(file.add("tablet", TokenKind::Admin), Err(TokenFileError::Taken(_))));
        file.add("script", TokenKind::Operate).unwrap();
        file.revoke("tablet").unwrap();
        assert!(matches!(file.revoke("tablet"), Err(TokenFileError::Unknown(_))));
        let left: Vec<String> = file.list().unwrap().into_iter().map(|token| token.name).collect();
        assert_eq!(left, ["script"]);
        for bad in ["", "a b", "full", "x/y", &"x".repeat(61)] {
            assert!(matches!(file.add(bad, TokenKind::Read), Err(TokenFileError::BadName(_))), "{bad:?}");
        }
    }

    #[test]
    fn the_first_token_is_the_same_at_every_start() {
        let (_folder, file) = place();
        let token = file.first_token().unwrap();
        assert_eq!((token.len(), file.first_token().unwrap()), (64, token.clone()));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_may_read_is_not_trusted() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, file) = place();
        file.add("tablet", TokenKind::Read).unwrap();
        let mode = |mode| fs::set_permissions(file.path(), fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(fs::metadata(file.path()).unwrap().permissions().mode() & 0o777, 0o600);
        mode(0o644);
        assert!(matches!(file.list(), Err(TokenFileError::Open(_))));
        mode(0o600);
        assert_eq!(file.list().unwrap().len(), 1);
    }

    #[test]
    fn two_that_add_at_once_both_get_in() {
        let (_folder, file) = place();
        std::thread::scope(|scope| {
            for number in 0..8 {
                let file = &file;
                scope.spawn(move || file.add(&format!("t{number}"), TokenKind::Read).unwrap());
            }
        });
        assert_eq!(file.list().unwrap().len(), 8);
    }
}
