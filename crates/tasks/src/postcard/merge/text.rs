//! What a table's bytes mean as characters.

use crate::postcard::params::Encoding;
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252};

/// An encoding that was told or recognised.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Bytes {
    Utf8,
    Single(&'static encoding_rs::Encoding),
}

impl Bytes {
    /// One value; none when its bytes are none of this encoding.
    pub(super) fn decode(self, value: &[u8]) -> Option<String> {
        let text = match self {
            Self::Utf8 => std::str::from_utf8(value).ok()?.to_owned(),
            Self::Single(encoding) => {
                encoding.decode_without_bom_handling_and_without_replacement(value)?.into_owned()
            }
        };
        // Bytes that only control a terminal are no text.
        let is_odd =
            |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}');
        (!text.chars().any(is_odd)).then_some(text)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Single(encoding) => encoding.name(),
        }
    }
}

/// The bytes as the table is parsed from, how its values are decoded, and what that is called.
pub(super) fn recognised(bytes: &[u8], told: Encoding) -> (Vec<u8>, Bytes, String) {
    let utf_16 = match (told, bytes) {
        (Encoding::Auto | Encoding::Utf16, [0xff, 0xfe, ..]) => Some(UTF_16LE),
        (Encoding::Auto | Encoding::Utf16, [0xfe, 0xff, ..]) => Some(UTF_16BE),
        (Encoding::Utf16, _) => Some(UTF_16LE),
        _ => None,
    };
    if let Some(encoding) = utf_16 {
        let (text, _, _) = encoding.decode(bytes);
        return (text.into_owned().into_bytes(), Bytes::Utf8, encoding.name().to_owned());
    }
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let how = match told {
        Encoding::Utf8 | Encoding::Utf16 => Bytes::Utf8,
        Encoding::Windows1252 => Bytes::Single(WINDOWS_1252),
        Encoding::Windows1250 => Bytes::Single(WINDOWS_1250),
        Encoding::Auto if plain.len() < bytes.len() || looks_like_utf_8(plain) => Bytes::Utf8,
        Encoding::Auto => Bytes::Single(WINDOWS_1252),
    };
    (plain.to_vec(), how, how.name().to_owned())
}

/// Sequences of UTF-8 are hardly ever text of another encoding: a few bad bytes among many good ones are a
/// damaged row and not another encoding.
fn looks_like_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good > bad
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart_by_their_bytes() {
        let name = |bytes: &[u8]| recognised(bytes, Encoding::Auto).2;
        assert_eq!(name("Zoë".as_bytes()), "UTF-8");
        assert_eq!(name(b"Zo\xeb"), "windows-1252");
        assert_eq!(name(b"plain"), "UTF-8");
        assert_eq!(
            name("Zoë Łukasz Kůň".as_bytes().iter().chain(b"\xff").copied().collect::<Vec<_>>().as_slice()),
            "UTF-8"
        );
        assert_eq!(name(b"\xff\xfeZ\0"), "UTF-16LE");
        let (text, how, _) = recognised(b"\xff\xfeZ\0o\0\xeb\0", Encoding::Auto);
        assert_eq!(how.decode(&text).unwrap(), "Zoë");
        let (text, how, _) = recognised(b"\xa3\xf3d\x9f", Encoding::Windows1250);
        assert_eq!(how.decode(&text).unwrap(), "Łódź");
        assert_eq!(Bytes::Utf8.decode(b"a\xffb"), None);
        assert_eq!(Bytes::Utf8.decode(b"a\0b"), None);
    }
}
