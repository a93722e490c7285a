//! Passwords: in the system's keyring (the Secret Service on Linux), and where there is none (a server, a
//! container, a session without a desktop) in a file that only its owner can read. Which of the two it was
//! is kept with the connection, and the app says so: never a silent fall-back.

use super::{SecretPlace, place};
use crate::{ErrorCode, WireError};
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};

/// The keyring's name for us.
const SERVICE: &str = "penstock";

/// Where secrets go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Secrets {
    /// The system's keyring, else a file.
    KeyringElseFile,
    /// A file: for tests, which must leave the person's keyring alone.
    FileOnly,
}

impl Secrets {
    /// `PENSTOCK_KEYRING=off` is for systems whose keyring asks somebody who is not there.
    pub(crate) fn of_system() -> Self {
        match std::env::var("PENSTOCK_KEYRING") {
            Ok(value) if value == "off" => Self::FileOnly,
            _ => Self::KeyringElseFile,
        }
    }

    /// Keeps it; where.
    pub(super) fn keep(self, folder: &Path, name: &str, secret: &str) -> Result<SecretPlace, WireError> {
        if self == Self::KeyringElseFile {
            match keyring::Entry::new(SERVICE, name).and_then(|entry| entry.set_password(secret)) {
                Ok(()) => return Ok(SecretPlace::Keyring),
                Err(error) => {
                    tracing::warn!(%error, "There is no keyring; the password goes to a file that only its owner can read");
                }
            }
        }
        let path = file(folder, name);
        place(folder, &path, secret.as_bytes())
            .map(|()| SecretPlace::File)
            .map_err(|error| WireError::file("The password cannot be kept", &path, &error))
    }

    pub(super) fn get(self, folder: &Path, name: &str, place: SecretPlace) -> Result<String, WireError> {
        match place {
            SecretPlace::Keyring => {
                keyring::Entry::new(SERVICE, name).and_then(|entry| entry.get_password()).map_err(|error| {
                    WireError::new(
                        ErrorCode::Failed,
                        format!("The keyring does not give the password of {name}"),
                    )
                    .advise("Unlock the keyring, or save the connection again")
                    .detail(error.to_string())
                })
            }
            SecretPlace::File => {
                let path = file(folder, name);
                std::fs::read_to_string(&path)
                    .map_err(|error| WireError::file("The password cannot be read", &path, &error))
            }
        }
    }

    /// From where it was; one that stays behind is of no use without its connection.
    pub(super) fn forget_at(self, folder: &Path, name: &str, place: Option<SecretPlace>) {
        let forgotten = match place {
            None => return,
            Some(SecretPlace::Keyring) => keyring::Entry::new(SERVICE, name)
                .and_then(|entry| entry.delete_credential())
                .map_err(|error| error.to_string()),
            Some(SecretPlace::File) => {
                std::fs::remove_file(file(folder, name)).map_err(|error| error.to_string())
            }
        };
        if let Err(error) = forgotten {
            tracing::warn!(%error, place = place.map(SecretPlace::words), "A password could not be removed");
        }
    }
}

/// Named by a hash: a connection's name may hold anything.
fn file(folder: &Path, name: &str) -> PathBuf {
    let hash = format!("{:x}", Sha256::digest(name.as_bytes()));
    folder.join(format!("secret-{}", &hash[..16]))
}
