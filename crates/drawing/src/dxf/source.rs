//! What is refused, taken off or turned into lines before the first one is read.

use super::places::Places;
use super::{ReadError, binary};
use std::borrow::Cow;

/// No source is larger than this.
const MOST_BYTES: usize = 200 << 20;

/// The lines of a source, and what they stand for.
#[derive(Debug)]
pub(super) struct Source<'a> {
    /// Without a byte order mark.
    pub(super) text: Cow<'a, [u8]>,
    pub(super) places: Places,
}

impl<'a> Source<'a> {
    /// # Errors
    /// When it is empty, too large or another kind of file.
    pub(super) fn of(bytes: &'a [u8]) -> Result<Self, ReadError> {
        if bytes.len() > MOST_BYTES {
            return Err(ReadError::too_large("Size of the file", "200 MB"));
        }
        if binary::is_binary(bytes) {
            let binary::Text { bytes, offsets } = binary::to_text(bytes)?;
            return Ok(Self { text: Cow::Owned(bytes), places: Places::Bytes(offsets) });
        }
        let refused = |message: &str| Err(ReadError::invalid(message, None));
        if bytes.starts_with(b"AC10") {
            return refused("This is a DWG, not a DXF. Save it as a DXF in the drawing program");
        }
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return refused("This file is in UTF-16, which no DXF is. Save it as a DXF");
        }
        let text = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
        if text.trim_ascii().is_empty() {
            return refused("The file is empty");
        }
        Ok(Self { text: Cow::Borrowed(text), places: Places::Lines })
    }
}
