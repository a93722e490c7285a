//! From the bytes of a file to its text: size limits, SVGZ and encodings.

use super::ReadError;
use std::io::Read;

/// No source is larger than this, compressed or not.
const MOST_BYTES: usize = 200 << 20;
/// A compressed source may grow to this without further questions.
const FREE_BYTES: usize = 1 << 20;
/// Beyond that it may grow by this factor. Drawings compress 3 to 30 times; bombs 1,000 times.
const MOST_GROWTH: usize = 100;

/// The text of a source.
pub(super) fn text(bytes: &[u8], go_on: &mut dyn FnMut() -> bool) -> Result<String, ReadError> {
    if bytes.len() > MOST_BYTES {
        return Err(ReadError::too_large("Size of the file", "200 MB"));
    }
    let text =
        if bytes.starts_with(&[0x1f, 0x8b]) { decode(&inflate(bytes, go_on)?)? } else { decode(bytes)? };
    if text.trim().is_empty() {
        return Err(ReadError::invalid("The file is empty", 1, 1));
    }
    Ok(text)
}

fn inflate(bytes: &[u8], go_on: &mut dyn FnMut() -> bool) -> Result<Vec<u8>, ReadError> {
    let mut source = flate2::read::MultiGzDecoder::new(bytes);
    let mut out = Vec::new();
    let mut chunk = vec![0; 1 << 16];
    loop {
        let count = match source.read(&mut chunk) {
            Ok(0) => return Ok(out),
            Ok(count) => count,
            Err(error) => {
                let message = format!("The compressed file (SVGZ) is damaged: {error}");
                return Err(ReadError::Invalid { message, line: None, column: None });
            }
        };
        out.extend_from_slice(&chunk[..count]);
        if out.len() > MOST_BYTES {
            return Err(ReadError::too_large("Size of the drawing once inflated", "200 MB"));
        }
        if out.len() > FREE_BYTES && out.len() / MOST_GROWTH > bytes.len() {
            return Err(ReadError::too_large("Growth of the compressed file (SVGZ)", "100 times its size"));
        }
        if !go_on() {
            return Err(ReadError::Stopped);
        }
    }
}

/// UTF-8, UTF-16 with a byte order mark, or Latin-1 where the XML declaration names it.
fn decode(bytes: &[u8]) -> Result<String, ReadError> {
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return Ok(utf16(rest, u16::from_le_bytes));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return Ok(utf16(rest, u16::from_be_bytes));
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) if names_latin1(bytes) => Ok(bytes.iter().map(|&byte| char::from(byte)).collect()),
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
            let column = before.iter().rev().take_while(|&&byte| byte != b'\n').count() + 1;
            let message = "The file is not text in UTF-8, so it is not an SVG";
            Err(ReadError::invalid(message, line as u32, column as u32))
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn names_latin1(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).to_ascii_lowercase();
    let declaration = head.split("?>").next().unwrap_or_default();
    ["iso-8859-1", "latin1", "windows-1252"].iter().any(|name| declaration.contains(name))
}
