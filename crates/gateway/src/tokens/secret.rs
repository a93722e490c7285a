//! Tokens as text: how one is made, which may be chosen, and the hash that is kept of it.

use sha2::{Digest, Sha256};

/// Shortest token that a person may choose, in bytes; ours have 64.
const SHORTEST: usize = 16;
/// Longest token that is looked at, in bytes.
pub(super) const LONGEST: usize = 512;

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

/// Whether a person may choose this token.
///
/// # Errors
/// [`TokenError`].
pub(super) fn check(token: &str) -> Result<(), TokenError> {
    if token.len() < SHORTEST {
        return Err(TokenError::TooShort);
    }
    let plain = token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte));
    if plain && token.len() <= LONGEST { Ok(()) } else { Err(TokenError::BadCharacter) }
}

/// What is kept of a token. It has 256 random bits or was chosen long, so a fast hash will do.
pub(crate) fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A hash from its hexadecimal digits.
pub(super) fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// A new token: 256 random bits as 64 hexadecimal digits.
///
/// # Errors
/// [`TokenError::NoRandom`].
pub(crate) fn fresh() -> Result<String, TokenError> {
    let mut random = [0_u8; 32];
    getrandom::fill(&mut random).map_err(|_| TokenError::NoRandom)?;
    Ok(hex(&random))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_that_could_be_guessed_or_not_be_sent_are_refused() {
        assert_eq!(check("secret"), Err(TokenError::TooShort));
        assert_eq!(check("with a space in between"), Err(TokenError::BadCharacter));
        assert_eq!(check(&"x".repeat(513)), Err(TokenError::BadCharacter));
        assert_eq!(check("sixteen-letters-"), Ok(()));
    }

    #[test]
    fn a_fresh_token_has_256_bits_and_never_comes_twice() {
        let (one, other) = (fresh().unwrap(), fresh().unwrap());
        assert_eq!(one.len(), 64);
        assert_ne!(one, other);
    }

    #[test]
    fn a_hash_comes_back_from_its_digits() {
        assert_eq!(unhex(&hex(&hash("x"))), Some(hash("x")));
        for bad in ["", "zz", &"é".repeat(32), &"0".repeat(63)] {
            assert_eq!(unhex(bad), None);
        }
    }
}
