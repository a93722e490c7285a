//! From bytes to letters: the file's code page, UTF-8 since 2007, and the escapes `\U+XXXX` and `\M+nXXXX`.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// How text is stored in a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct CodePage {
    encoding: &'static Encoding,
    /// The declared name is not known; western European letters are assumed.
    pub(super) is_assumed: bool,
    /// Many programs write UTF-8 into files that say otherwise.
    may_be_utf8: bool,
}

impl CodePage {
    /// By `$DWGCODEPAGE`, and by `$ACADVER`: from AC1021 on all text is UTF-8.
    pub(super) fn of(name: Option<&[u8]>, version: Option<&[u8]>) -> Self {
        let name = name.map(|name| String::from_utf8_lossy(name.trim_ascii()).to_ascii_uppercase());
        let number = name.as_deref().map(|it| it.trim_start_matches(|c: char| !c.is_ascii_digit()));
        let label = match (name.as_deref(), number) {
            (None, _) => Some("windows-1252"),
            (Some(name), _) if name.contains("UTF") => Some("utf-8"),
            (Some(name), _) if name.starts_with("ISO") => iso(name),
            (Some(_), Some(number)) => by_number(number),
            (Some(_), None) => None,
        };
        let declared = label.and_then(|label| Encoding::for_label(label.as_bytes()));
        let is_utf8 =
            version.is_some_and(|it| it.trim_ascii() >= b"AC1021" && it.trim_ascii().starts_with(b"AC"));
        Self {
            encoding: declared.unwrap_or(WINDOWS_1252),
            is_assumed: declared.is_none() && !is_utf8,
            may_be_utf8: is_utf8 || declared.is_none_or(Encoding::is_single_byte),
        }
    }

    /// The text that these bytes are.
    pub(super) fn text(self, bytes: &[u8]) -> String {
        let plain = match std::str::from_utf8(bytes) {
            Ok(text) if self.may_be_utf8 || text.is_ascii() => text.into(),
            _ => {
                let encoding = if self.encoding == UTF_8 { WINDOWS_1252 } else { self.encoding };
                encoding.decode_without_bom_handling(bytes).0
            }
        };
        if plain.contains("\\U+") || plain.contains("\\M+") { unescaped(&plain) } else { plain.into_owned() }
    }
}

fn by_number(number: &str) -> Option<&'static str> {
    Some(match number {
        "874" => "windows-874",
        "932" => "shift_jis",
        "936" => "gbk",
        "949" | "1361" => "euc-kr",
        "950" => "big5",
        "866" => "ibm866",
        "1250" => "windows-1250",
        "1251" => "windows-1251",
        "1252" => "windows-1252",
        "1253" => "windows-1253",
        "1254" => "windows-1254",
        "1255" => "windows-1255",
        "1256" => "windows-1256",
        "1257" => "windows-1257",
        "1258" => "windows-1258",
        _ => return None,
    })
}

/// `ISO8859-2` and its like.
fn iso(name: &str) -> Option<&'static str> {
    Some(match name.rsplit(['-', '_']).next()? {
        "1" => "iso-8859-1",
        "2" => "iso-8859-2",
        "3" => "iso-8859-3",
        "4" => "iso-8859-4",
        "5" => "iso-8859-5",
        "6" => "iso-8859-6",
        "7" => "iso-8859-7",
        "8" => "iso-8859-8",
        "9" => "iso-8859-9",
        _ => return None,
    })
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (letter, length) = match rest.as_bytes().get(1..3) {
            Some(b"U+") => (hex(rest.get(3..7)).and_then(|it| char::from_u32(it).map(String::from)), 7),
            Some(b"M+") => {
                (rest.get(3..4).zip(hex(rest.get(4..8))).and_then(|(page, it)| multibyte(page, it)), 8)
            }
            _ => (None, 1),
        };
        match letter {
            Some(letter) => {
                out.push_str(&letter);
                rest = &rest[length..];
            }
            None => {
                out.push('\\');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn hex(digits: Option<&str>) -> Option<u32> {
    digits
        .filter(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .and_then(|it| u32::from_str_radix(it, 16).ok())
}

/// A letter of an East Asian code page.
fn multibyte(page: &str, code: u32) -> Option<String> {
    let number = match page {
        "1" => "932",
        "2" => "950",
        "3" => "949",
        "5" => "936",
        _ => return None,
    };
    let encoding = Encoding::for_label(by_number(number)?.as_bytes())?;
    let bytes = [(code >> 8) as u8, code as u8];
    encoding.decode_without_bom_handling_and_without_replacement(&bytes).map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_an_umlaut_is_understood() {
        let western = CodePage::of(Some(b"ANSI_1252"), Some(b"AC1015"));
        assert_eq!(western.text(b"Gr\xf6\xdfe"), "Größe");
        assert_eq!(western.text("Größe".as_bytes()), "Größe");
        assert_eq!(western.text(b"Gr\\U+00F6\\U+00DFe \\U+00"), "Größe \\U+00");
        assert_eq!(CodePage::of(Some(b"ANSI_1250"), None).text(b"\xe8"), "č");
        assert_eq!(CodePage::of(Some(b"ANSI_932"), None).text(b"\x8e\x86"), "紙");
        assert_eq!(western.text(b"\\M+18E86"), "紙");
        assert_eq!(CodePage::of(Some(b"ANSI_1252"), Some(b"AC1021")).text("č".as_bytes()), "č");
        assert!(CodePage::of(Some(b"DOS_850"), None).is_assumed);
    }
}
