//! Binary DXF, of R12 and of later ones, to the text of an ASCII DXF, which the reader then takes.
//!
//! A tag is a group code (one byte until R12, then two) and a value whose type follows from the code. Each
//! becomes two lines; pictures and other chunks of bytes are left out. Where a code or a value cannot be
//! what it says, what follows is passed over up to the next record, and a line that is no code tells the
//! reader so: a damaged binary file costs what a damaged text costs.
//!
//! Limit: 300 MB of text.

use super::ReadError;
use std::io::Write;

/// What every binary DXF begins with.
const SENTINEL: &[u8] = b"AutoCAD Binary DXF\r\n\x1a\0";
/// What is enough of it to know one.
const MARK: &[u8] = b"AutoCAD Binary DXF";
/// More text than this is not made of a file.
const MOST_TEXT: usize = 300 << 20;
/// No text in a drawing is longer.
const LONGEST_TEXT: usize = 1 << 20;
/// A tag that is cut off has fewer bytes than this: a chunk has 255.
const LONGEST_TAG: usize = 300;
/// No name of a record is longer.
const LONGEST_NAME: usize = 64;
/// What no reader takes for a group code.
const NO_CODE: &[u8] = b"?\n?\n";

/// A binary file as text.
#[derive(Debug)]
pub(super) struct Text {
    /// Lines: a code and a value in turn.
    pub(super) bytes: Vec<u8>,
    /// For each pair of lines, how many bytes of the file stand before its tag.
    pub(super) offsets: Vec<u32>,
}

/// Whether this is a binary DXF.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    bytes.starts_with(MARK)
}

/// The text of a binary file.
///
/// # Errors
/// When nothing follows its first line, or it would become too much text.
pub(super) fn to_text(bytes: &[u8]) -> Result<Text, ReadError> {
    if !bytes.starts_with(SENTINEL) || bytes.len() <= SENTINEL.len() {
        return Err(ReadError::invalid("This binary DXF is cut off or spoiled in its first line", None));
    }
    let mut tags = Tags { bytes, at: SENTINEL.len(), is_wide: is_wide(&bytes[SENTINEL.len()..]) };
    let mut text = Text { bytes: Vec::with_capacity(bytes.len() * 2), offsets: Vec::new() };
    let mut record = SENTINEL.len();
    // Going back is paid from this, so that no file is read over and over.
    let mut back = 4 * bytes.len();
    while tags.at < bytes.len() {
        let begin = tags.at;
        match tags.next() {
            Some(tag) => {
                if tag.code == 0 {
                    record = begin;
                }
                text.add(begin, &tag);
            }
            None => {
                // What was read wrongly may have begun before, but not before the record it is in.
                let from = if begin - record <= back { record + 1 } else { begin + 1 };
                back = back.saturating_sub(begin - record);
                let next = tags.record_after(from);
                if next == bytes.len() && bytes.len() - begin < LONGEST_TAG {
                    // Cut off within a tag.
                    break;
                }
                text.add_damage(begin);
                (tags.at, record) = (next, next);
            }
        }
        if text.bytes.len() > MOST_TEXT {
            return Err(ReadError::too_large("Size of this binary DXF as text", "300 MB"));
        }
    }
    Ok(text)
}

/// Whether group codes have two bytes. Of a small code the second one is below 4; where codes have one
/// byte, the second one is a letter of a text, and 255 is what codes from 1000 on begin with.
fn is_wide(tags: &[u8]) -> bool {
    matches!(tags, [first, second, ..] if *first != 255 && *second < b' ')
}

impl Text {
    fn add(&mut self, offset: usize, tag: &Tag<'_>) {
        let is_name = matches!(tag.code, 0 | 8 | 9);
        let out = &mut self.bytes;
        let written = match tag.value {
            // An empty line here would be taken for one that slipped in.
            Value::Text(value) if is_name && value.trim_ascii().is_empty() => return,
            Value::Text(value) => writeln!(out, "{}", tag.code).and_then(|()| out.write_all(value)),
            Value::Whole(value) => write!(out, "{}\n{value}", tag.code),
            // With an exponent where that is shorter: 1e300 has 301 digits.
            Value::Number(value) if value != 0.0 && !(1e-5..1e16).contains(&value.abs()) => {
                write!(out, "{}\n{value:e}", tag.code)
            }
            Value::Number(value) => write!(out, "{}\n{value}", tag.code),
            Value::Chunk => return,
        };
        debug_assert!(written.is_ok(), "a vector takes everything");
        out.push(b'\n');
        self.offsets.push(u32::try_from(offset).unwrap_or(u32::MAX));
    }

    fn add_damage(&mut self, offset: usize) {
        self.bytes.extend_from_slice(NO_CODE);
        self.offsets.push(u32::try_from(offset).unwrap_or(u32::MAX));
    }
}

#[derive(Clone, Copy, Debug)]
struct Tag<'a> {
    code: i32,
    value: Value<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Value<'a> {
    Text(&'a [u8]),
    Number(f64),
    Whole(i64),
    /// Bytes that are no part of a drawing.
    Chunk,
}

/// Where a reader of binary tags stands.
#[derive(Debug)]
struct Tags<'a> {
    bytes: &'a [u8],
    at: usize,
    is_wide: bool,
}

impl<'a> Tags<'a> {
    /// The next tag; None when it cannot be one.
    fn next(&mut self) -> Option<Tag<'a>> {
        let code = self.code()?;
        let value = match code {
            10..=59 | 110..=149 | 210..=239 | 460..=469 | 1010..=1059 => {
                Value::Number(f64::from_le_bytes(self.take()?))
            }
            60..=79 | 170..=179 | 270..=289 | 370..=389 | 400..=409 | 1060..=1070 => {
                Value::Whole(i16::from_le_bytes(self.take()?).into())
            }
            90..=99 | 420..=429 | 440..=459 | 1071 => Value::Whole(i32::from_le_bytes(self.take()?).into()),
            160..=169 => Value::Whole(i64::from_le_bytes(self.take()?)),
            290..=299 => Value::Whole(self.take::<1>()?[0].into()),
            310..=319 | 1004 => {
                let [length] = self.take()?;
                let end = self.at + usize::from(length);
                self.bytes.get(self.at..end)?;
                self.at = end;
                Value::Chunk
            }
            0..=9
            | 100..=109
            | 300..=309
            | 320..=369
            | 390..=399
            | 410..=419
            | 430..=439
            | 470..=481
            | 999..=1009 => Value::Text(self.text(code == 0)?),
            _ => return None,
        };
        Some(Tag { code, value })
    }

    fn code(&mut self) -> Option<i32> {
        if self.is_wide {
            return Some(i16::from_le_bytes(self.take()?).into());
        }
        match self.take()? {
            // Extended data has codes from 1000 on.
            [255] => Some(i16::from_le_bytes(self.take()?).into()),
            [code] => Some(code.into()),
        }
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let bytes = self.bytes.get(self.at..)?.first_chunk()?;
        self.at += N;
        Some(*bytes)
    }

    /// A text that a 0 ends, without control characters: they would be lines of their own.
    fn text(&mut self, is_name: bool) -> Option<&'a [u8]> {
        let rest = self.bytes.get(self.at..)?;
        let length = rest.iter().take(LONGEST_TEXT).position(|&byte| byte == 0)?;
        let text = &rest[..length];
        let is_sound = match is_name {
            true => is_record(text),
            false => !text.iter().any(|&byte| byte < b' ' && byte != b'\t'),
        };
        self.at += length + 1;
        is_sound.then_some(text)
    }

    /// Where the next record begins at this place or after it: a code 0 with the name of a record, which a
    /// 0 ends.
    fn record_after(&self, from: usize) -> usize {
        let code: &[u8] = if self.is_wide { &[0, 0] } else { &[0] };
        let mut at = from;
        while let Some(rest) = self.bytes.get(at..).filter(|rest| rest.len() > code.len()) {
            if rest.starts_with(code) {
                let name = &rest[code.len()..];
                let length = name.iter().take(LONGEST_NAME).position(|&byte| byte == 0);
                if length.is_some_and(|length| length >= 3 && is_record(&name[..length])) {
                    return at;
                }
            }
            at += 1;
        }
        self.bytes.len()
    }
}

/// Capitals, digits and underscores, as names of records are.
fn is_record(name: &[u8]) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    name.len() <= LONGEST_NAME
        && name.first().is_some_and(|first| first.is_ascii_alphanumeric())
        && name.iter().all(is_letter)
}
