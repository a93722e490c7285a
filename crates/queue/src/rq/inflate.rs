//! zlib with a bound on what comes out.

use super::Unreadable;
use super::pickle::Limits;
use flate2::Compression;
use flate2::read::{ZlibDecoder, ZlibEncoder};
use std::borrow::Cow;
use std::io::Read;

/// Inflates, or returns the bytes as they are when they are not zlib, as RQ does.
///
/// # Errors
/// When either form is larger than [`Limits::bytes`]: a bomb is left after that many bytes.
pub(super) fn inflate_or_plain(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Unreadable> {
    let limit = Limits::default().bytes;
    let too_large = || Unreadable::new(format!("it is larger than {} MiB", limit >> 20));
    if bytes.len() > limit {
        return Err(too_large());
    }
    let mut plain = Vec::new();
    let bound = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    match ZlibDecoder::new(bytes).take(bound).read_to_end(&mut plain) {
        Ok(_) if plain.len() > limit => Err(too_large()),
        Ok(_) => Ok(Cow::Owned(plain)),
        Err(_) if plain.len() > limit => Err(too_large()),
        Err(_) => Ok(Cow::Borrowed(bytes)),
    }
}

/// Deflates at zlib's usual level, as RQ does.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    ZlibEncoder::new(bytes, Compression::default())
        .read_to_end(&mut out)
        .expect("reading from memory into memory cannot fail");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_zlib_comes_back_as_it_is() {
        assert_eq!(&*inflate_or_plain(b"[1]").unwrap(), b"[1]");
        assert_eq!(&*inflate_or_plain(b"").unwrap(), b"");
        assert_eq!(&*inflate_or_plain(&deflate(b"hello")).unwrap(), b"hello");
    }

    #[test]
    fn a_bomb_is_left_alone() {
        let bomb = deflate(&vec![0; 64 << 20]);
        assert!(bomb.len() < 100_000);
        assert!(inflate_or_plain(&bomb).unwrap_err().to_string().contains("16 MiB"));
        assert!(inflate_or_plain(&vec![b'['; 17 << 20]).is_err(), "plain bytes are bounded too");
    }
}
