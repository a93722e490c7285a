//! Who may come in: the server's own tokens, and named ones from a file.

mod file;
mod secret;

pub use file::{NamedToken, TokenFile, TokenFileError};
pub use secret::TokenError;
pub(crate) use secret::{fresh, hash};

use penstock_service::Kind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use subtle::ConstantTimeEq;

/// How old what was read of the file may be.
const FRESH: Duration = Duration::from_secs(1);

/// What a token allows; each kind allows what the ones before it do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// Looking.
    Read,
    /// Everything that is done with jobs, queues and workers.
    Operate,
    /// Changing how Penstock is set up, too.
    Admin,
}

impl TokenKind {
    /// As the command line and the file have it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Operate => "operate",
            Self::Admin => "admin",
        }
    }

    /// The furthest commands that it allows.
    pub(crate) fn may(self) -> Kind {
        match self {
            Self::Read => Kind::Read,
            Self::Operate => Kind::Act,
            Self::Admin => Kind::Admin,
        }
    }

    /// Whether it allows commands of this kind.
    pub(crate) fn allows(self, kind: Kind) -> bool {
        self.may() >= kind
    }
}

/// Whom a token stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Visitor {
    /// Name of the token, for the audit trail.
    pub(crate) name: String,
    pub(crate) kind: TokenKind,
}

struct Entry {
    visitor: Visitor,
    sha256: [u8; 32],
}

/// The tokens of one server, as hashes.
pub(crate) struct Tokens {
    own: Vec<Entry>,
    file: Option<TokenFile>,
    named: Mutex<Named>,
}

#[derive(Default)]
struct Named {
    read_at: Option<Instant>,
    entries: Vec<Entry>,
}

impl Tokens {
    /// The full token, perhaps one that may only read, and perhaps a file of named ones.
    ///
    /// # Errors
    /// [`TokenError`] for one that cannot be used.
    pub(crate) fn new(
        full: &str,
        read_only: Option<&str>,
        file: Option<TokenFile>,
    ) -> Result<Self, TokenError> {
        let mut own = Vec::new();
        for (name, kind, token) in
            [("full", TokenKind::Admin, Some(full)), ("read-only", TokenKind::Read, read_only)]
        {
            let Some(token) = token else { continue };
            secret::check(token)?;
            let visitor = Visitor { name: name.to_owned(), kind };
            own.push(Entry { visitor, sha256: hash(token) });
        }
        if own.windows(2).any(|two| two[0].sha256 == two[1].sha256) {
            return Err(TokenError::Same);
        }
        Ok(Self { own, file, named: Mutex::default() })
    }

    /// Whom this token stands for, if anybody. Every hash is compared, each in constant time.
    pub(crate) fn visitor(&self, given: &str) -> Option<Visitor> {
        let given = hash(given.get(..secret::LONGEST).unwrap_or(given));
        self.with_all(|entries| {
            let mut found = None;
            for entry in entries {
                if bool::from(given.ct_eq(&entry.sha256)) {
                    found = Some(entry.visitor.clone());
                }
            }
            found
        })
    }

    /// Whether a token with this name and kind still opens anything.
    pub(crate) fn knows(&self, visitor: &Visitor) -> bool {
        self.with_all(|entries| entries.iter().any(|entry| entry.visitor == *visitor))
    }

    fn with_all<T>(&self, look: impl FnOnce(&[&Entry]) -> T) -> T {
        let mut named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = &self.file
            && named.read_at.is_none_or(|at| at.elapsed() > FRESH)
        {
            named.read_at = Some(Instant::now());
            named.entries = match file.list() {
                Ok(tokens) => tokens.into_iter().filter_map(Entry::of).collect(),
                // A file that cannot be trusted opens nothing.
                Err(error) => {
                    tracing::error!(%error, "The named tokens cannot be read; none of them is accepted");
                    Vec::new()
                }
            };
        }
        let all: Vec<&Entry> = self.own.iter().chain(&named.entries).collect();
        look(&all)
    }
}

impl Entry {
    fn of(token: NamedToken) -> Option<Self> {
        let sha256 = secret::unhex(&token.sha256)?;
        Some(Self { visitor: Visitor { name: token.name, kind: token.kind }, sha256 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_token_opens() {
        let full = fresh().unwrap();
        let tokens = Tokens::new(&full, Some("a-token-for-tablets"), None).unwrap();
        let kind = |token: &str| tokens.visitor(token).map(|visitor| visitor.kind);
        assert_eq!(kind(&full), Some(TokenKind::Admin));
        assert_eq!(kind("a-token-for-tablets"), Some(TokenKind::Read));
        for wrong in ["", &full[..63], &format!("{full}0"), &full.to_uppercase(), &"é".repeat(600)] {
            assert_eq!(kind(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_same_token_cannot_mean_two_things() {
        let same = "the-same-token-twice";
        assert_eq!(Tokens::new(same, Some(same), None).err(), Some(TokenError::Same));
        assert_eq!(Tokens::new("secret", None, None).err(), Some(TokenError::TooShort));
    }

    #[test]
    fn each_kind_allows_what_the_ones_before_do() {
        assert!(TokenKind::Read.allows(Kind::Read) && !TokenKind::Read.allows(Kind::Act));
        assert!(TokenKind::Operate.allows(Kind::Act) && !TokenKind::Operate.allows(Kind::Admin));
        assert!(TokenKind::Admin.allows(Kind::Admin));
    }
}
