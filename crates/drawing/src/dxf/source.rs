//! What is refused, or taken off, before the first line is read.

use super::ReadError;

/// No source is larger than this.
const MOST_BYTES: usize = 200 << 20;
const BINARY: &[u8] = b"AutoCAD Binary DXF";

/// The lines of a source, without a byte order mark.
pub(super) fn text(bytes: &[u8]) -> Result<&[u8], ReadError> {
    if bytes.len() > MOST_BYTES {
        return Err(ReadError::too_large("Size of the file", "200 MB"));
    }
    let refused = |message: &str| Err(ReadError::invalid(message, None));
    if bytes.starts_with(BINARY) {
        return refused("This is a binary DXF, which is not read yet. Save it as an ASCII DXF");
    }
    if bytes.starts_with(b"AC10") {
        return refused("This is a DWG, not a DXF. Save it as an ASCII DXF in the drawing program");
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return refused("This file is in UTF-16, which no DXF is. Save it as an ASCII DXF");
    }
    let text = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    if text.trim_ascii().is_empty() {
        return refused("The file is empty");
    }
    Ok(text)
}
