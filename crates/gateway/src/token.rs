//! The tokens that open the API, compared in constant time on their hashes.

use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

/// Shortest token that a person may choose, in bytes; ours have 64.
const SHORTEST: usize = 16;
/// Longest header that is looked at, in bytes.
const LONGEST: usize = 512;

/// Why a token cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TokenError {
    /// It could be guessed.
    #[error("a token has at least {SHORTEST} characters")]
    TooShort,
    /// It could not be sent in a header or a link.
    #[error("a token has only letters, digits, `-`, `_`, `.` and `~`, and at most {LONGEST} of them")]
    BadCharacter,
    /// The same one cannot mean two things.
    #[error("the read-only token must differ from the full one")]
    Same,
    /// The system gives no random numbers.
    #[error("the system gives no random numbers to make a token from")]
    NoRandom,
}

/// What a token allows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Access {
    /// Everything.
    Full,
    /// Commands of kind `read`.
    ReadOnly,
}

/// The tokens of one server, as hashes.
pub(crate) struct Tokens {
    full: [u8; 32],
    read_only: Option<[u8; 32]>,
}

impl Tokens {
    pub(crate) fn new(full: &str, read_only: Option<&str>) -> Result<Self, TokenError> {
        check(full)?;
        read_only.map(check).transpose()?;
        let tokens = Self { full: hash(full), read_only: read_only.map(hash) };
        if tokens.read_only == Some(tokens.full) {
            return Err(TokenError::Same);
        }
        Ok(tokens)
    }

    /// What this token opens, if anything. Takes the same time whatever was given.
    pub(crate) fn access(&self, given: &str) -> Option<Access> {
        let given = hash(given.get(..LONGEST).unwrap_or(given));
        let full = given.ct_eq(&self.full);
        let read_only = self.read_only.map_or(Choice::from(0), |read_only| given.ct_eq(&read_only));
        if bool::from(full) {
            Some(Access::Full)
        } else if bool::from(read_only) {
            Some(Access::ReadOnly)
        } else {
            None
        }
    }
}

fn check(token: &str) -> Result<(), TokenError> {
    if token.len() < SHORTEST {
        return Err(TokenError::TooShort);
    }
    let plain = token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte));
    if plain && token.len() <= LONGEST { Ok(()) } else { Err(TokenError::BadCharacter) }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// A new token: 256 random bits as 64 hexadecimal digits.
pub(crate) fn fresh() -> Result<String, TokenError> {
    let mut random = [0_u8; 32];
    getrandom::fill(&mut random).map_err(|_| TokenError::NoRandom)?;
    Ok(random.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_token_opens() {
        let full = fresh().unwrap();
        let tokens = Tokens::new(&full, Some("a-token-for-tablets")).unwrap();
        assert_eq!(tokens.access(&full), Some(Access::Full));
        assert_eq!(tokens.access("a-token-for-tablets"), Some(Access::ReadOnly));
        for wrong in ["", &full[..63], &format!("{full}0"), &full.to_uppercase(), &"é".repeat(600)] {
            assert_eq!(tokens.access(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn tokens_that_could_be_guessed_or_not_be_sent_are_refused() {
        assert_eq!(Tokens::new("secret", None).err(), Some(TokenError::TooShort));
        assert_eq!(Tokens::new("with a space in between", None).err(), Some(TokenError::BadCharacter));
        assert_eq!(
            Tokens::new("the-same-token-twice", Some("the-same-token-twice")).err(),
            Some(TokenError::Same)
        );
    }

    #[test]
    fn a_fresh_token_has_256_bits_and_never_comes_twice() {
        let (one, other) = (fresh().unwrap(), fresh().unwrap());
        assert_eq!(one.len(), 64);
        assert_ne!(one, other);
    }
}
