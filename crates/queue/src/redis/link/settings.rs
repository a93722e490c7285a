//! What a Redis URL says, with its password kept out of every text.

use super::secret::Secret;
use super::{shown, url};
use crate::blobs::Choice;
use penstock_jobs::StoreError;
use std::fmt;
use std::path::PathBuf;

/// Where a Redis is, who we are there, and where our keys begin. Its texts never hold a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    pub(super) place: Place,
    pub(super) user: Option<String>,
    pub(super) password: Option<Secret>,
    pub(super) database: u32,
    pub(super) prefix: String,
    pub(super) artifacts: Option<String>,
}

/// How the server is found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// One server behind TCP.
    Server { address: Address, tls: Option<Tls> },
    /// One server of this computer behind a socket file.
    Socket(PathBuf),
    /// Whichever server these sentinels name at the moment.
    Sentinels { nodes: Vec<Address>, group: String, login: Login, tls: Option<Tls> },
}

/// Host and port.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Address {
    pub(super) host: String,
    pub(super) port: u16,
}

/// Credentials for the sentinels themselves; often none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Login {
    pub(super) user: Option<String>,
    pub(super) password: Option<Secret>,
}

/// Files in PEM. Without `ca` the system's own authorities count; with it, it alone.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Tls {
    pub(super) ca: Option<PathBuf>,
    pub(super) certificate: Option<PathBuf>,
    pub(super) key: Option<PathBuf>,
}

impl Settings {
    /// Reads a URL:
    ///
    /// - `redis://[user[:password]@]host[:6379][/db]`, and `rediss://` with TLS;
    /// - `redis+unix://[user[:password]@]/path/of.sock[?db=0]`;
    /// - `redis+sentinel://[user[:password]@]host[:26379][,host…]/group[/db]`, and `rediss+sentinel://`
    ///   with TLS to sentinels and servers; `?sentinel_user=` and `?sentinel_password=` for the sentinels.
    ///
    /// All take `?prefix=` (`rq` without it; `{tag}` for Redis Cluster), `?artifacts=` (where files go),
    /// `?db=`, `?user=` and `?password=`; with TLS `?ca=`, `?cert=` and `?key=` name files in PEM. The
    /// names that redis-py uses for the same (`unix://`, `ssl_ca_certs`, …) are understood.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] says which part is wrong, and never repeats the URL.
    pub fn parse(url: &str) -> Result<Self, StoreError> {
        url::parse(url).map_err(StoreError::Invalid)
    }

    /// The URL without the secrets in it, to be shown and edited.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn without_secrets(url: &str) -> Result<String, StoreError> {
        shown::without_secrets(url).map_err(StoreError::Invalid)
    }

    /// The URL with the secrets of another one where it has none of its own: what
    /// [`Self::without_secrets`] took away. A password goes to the same servers only, the key of an
    /// artifact store to that store only.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn with_secrets_of(url: &str, kept: &str) -> Result<String, StoreError> {
        shown::with_secrets_of(url, kept).map_err(StoreError::Invalid)
    }

    /// The same with this password, which is kept somewhere else than in the URL.
    #[must_use]
    pub fn with_password(mut self, password: &str) -> Self {
        self.password = (!password.is_empty()).then(|| Secret::new(password));
        self
    }

    /// Every key begins with this and a colon: `rq`, or for Redis Cluster something like `{rq}`.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Where the URL wants artifacts: `redis`, `file:PATH`, `s3://…`. None is for the store to choose.
    #[must_use]
    pub fn artifacts(&self) -> Option<&str> {
        self.artifacts.as_deref()
    }

    /// The same text for the same store, whoever reaches it and however: where it is, the database and the
    /// prefix, and no secret.
    #[must_use]
    pub fn identity(&self) -> String {
        let place = match &self.place {
            Place::Server { address, .. } => address.to_string(),
            Place::Socket(path) => path.display().to_string(),
            Place::Sentinels { nodes, group, .. } => {
                let mut nodes: Vec<String> = nodes.iter().map(Address::to_string).collect();
                nodes.sort_unstable();
                format!("{group}@{}", nodes.join(","))
            }
        };
        format!("redis {place}/{} {}", self.database, self.prefix)
    }

    /// Whether what is said, to Redis or to the artifact store that the URL names, can be read by others on
    /// the way: no TLS, and not within this computer.
    #[must_use]
    pub fn is_readable_on_the_way(&self) -> bool {
        self.commands_are_readable() || self.artifacts_are_readable()
    }

    /// The same of Redis alone.
    pub(super) fn commands_are_readable(&self) -> bool {
        let away = |address: &Address| !address.is_this_computer();
        match &self.place {
            Place::Server { address, tls } => tls.is_none() && away(address),
            Place::Socket(_) => false,
            Place::Sentinels { nodes, tls, .. } => tls.is_none() && nodes.iter().any(away),
        }
    }

    /// The same of an artifact store in S3 alone. One that the environment names is judged where it is used.
    pub(super) fn artifacts_are_readable(&self) -> bool {
        matches!(Choice::read(self.artifacts()), Ok(Choice::S3(place)) if place.is_readable_on_the_way())
    }

    /// Whether the URL holds anything that others must not see: a password, or the key of an artifact
    /// store.
    #[must_use]
    pub fn has_secret(&self) -> bool {
        let sentinels = matches!(&self.place, Place::Sentinels { login, .. } if login.password.is_some());
        let artifacts = self.artifacts.as_deref().is_some_and(|text| text.contains('@'));
        self.password.is_some() || sentinels || artifacts
    }

    /// Whether a password is known; never which.
    #[must_use]
    pub fn has_password(&self) -> bool {
        self.password.is_some()
    }
}

impl Address {
    pub(super) fn is_this_computer(&self) -> bool {
        self.host == "localhost"
            || self.host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

/// For people: `shop:6379, database 2, with TLS`.
impl fmt::Display for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tls = match &self.place {
            Place::Server { address, tls } => {
                write!(f, "{address}")?;
                tls.is_some()
            }
            Place::Socket(path) => {
                write!(f, "{}", path.display())?;
                false
            }
            Place::Sentinels { nodes, group, tls, .. } => {
                let nodes: Vec<String> = nodes.iter().map(Address::to_string).collect();
                write!(f, "{group} by the sentinels {}", nodes.join(", "))?;
                tls.is_some()
            }
        };
        if self.database != 0 {
            write!(f, ", database {}", self.database)?;
        }
        if tls {
            write!(f, ", with TLS")?;
        }
        if self.prefix != url::DEFAULT_PREFIX {
            write!(f, ", keys {}:…", self.prefix)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("place", &self.place)
            .field("user", &self.user)
            .field("password", &self.password)
            .field("database", &self.database)
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}
