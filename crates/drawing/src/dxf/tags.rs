//! Tags and records: a tag is a line with a group code and a line with its value; a record begins with a
//! tag of code 0 and goes on to the next one.
//!
//! A file that lost or gained a line is out of step: a value stands where a code belongs. Then lines are
//! passed over up to the next `0` that a name in capitals follows, and the record in which it happened
//! counts as damaged. A blank line where a code belongs is passed over, and so is one where a number or a
//! name belongs. Values are slices of the file: reading makes no string.

use super::ReadError;
use super::lines::Lines;

/// Tags of one record; the longest polyline that is read has a third of this many vertices.
const MOST_TAGS: usize = 8 << 20;
/// The group codes that exist.
const CODES: std::ops::RangeInclusive<i32> = -5..=1071;

/// One tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'a> {
    pub(super) code: i32,
    /// Line of the value.
    pub(super) line: u32,
    /// The value as it stands there.
    pub(super) value: &'a [u8],
}

/// The head of a record; its other tags are in the list given to [`Records::next`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Head<'a> {
    /// What it is: `LINE`, `SECTION`.
    pub(super) kind: &'a [u8],
    /// Line of its kind.
    pub(super) line: u32,
    /// The file was out of step within it, from this line on.
    pub(super) damaged: Option<u32>,
    /// The file ends within it.
    pub(super) is_last: bool,
}

/// Reads records.
#[derive(Debug)]
pub(super) struct Records<'a> {
    lines: Lines<'a>,
    /// The state before the value that was read last: where to look for a new beginning.
    before: Lines<'a>,
    last_value: &'a [u8],
    /// Kind and line of the record whose first tag has been read.
    begun: Option<(&'a [u8], u32)>,
    /// Blank lines passed over, and the line of the first.
    pub(super) blanks: (u32, u32),
    /// Codes taken for 0 because the name of an entity follows, and the line of the first.
    pub(super) zeros: (u32, u32),
}

enum Read<'a> {
    Tag(Tag<'a>),
    OutOfStep(u32),
    End,
}

impl<'a> Records<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let lines = Lines::new(bytes);
        Self { before: lines.clone(), lines, begun: None, blanks: (0, 0), zeros: (0, 0), last_value: b"" }
    }

    /// Bytes read so far.
    pub(super) fn at(&self) -> usize {
        self.lines.at()
    }

    /// The line that was read last.
    pub(super) fn line(&self) -> u32 {
        self.lines.number()
    }

    /// Reads the next record. Its tags replace those in `tags` when `wanted` says so of its kind. What
    /// stands before the first record is passed over.
    pub(super) fn next(
        &mut self,
        tags: &mut Vec<Tag<'a>>,
        wanted: impl Fn(&[u8]) -> bool,
    ) -> Result<Option<Head<'a>>, ReadError> {
        tags.clear();
        while self.begun.is_none() {
            match self.tag() {
                Read::Tag(tag) if tag.code == 0 => self.begun = Some((tag.value.trim_ascii(), tag.line)),
                Read::Tag(_) => {}
                Read::OutOfStep(_) => self.find_step(),
                Read::End => return Ok(None),
            }
        }
        let Some((kind, line)) = self.begun.take() else { return Ok(None) };
        let mut head = Head { kind, line, damaged: None, is_last: false };
        let keep = wanted(kind);
        loop {
            match self.tag() {
                Read::Tag(tag) if tag.code == 0 => {
                    self.begun = Some((tag.value.trim_ascii(), tag.line));
                    return Ok(Some(head));
                }
                Read::Tag(tag) => {
                    if keep {
                        if tags.len() == MOST_TAGS {
                            let what = format!("Values of the entity on line {line}");
                            return Err(ReadError::too_large(what, "8 million"));
                        }
                        tags.push(tag);
                    }
                }
                Read::OutOfStep(at) => {
                    head.damaged.get_or_insert(at);
                    self.find_step();
                }
                Read::End => {
                    head.is_last = true;
                    return Ok(Some(head));
                }
            }
        }
    }

    fn tag(&mut self) -> Read<'a> {
        let code = loop {
            let Some(line) = self.lines.next() else { return Read::End };
            let line = line.trim_ascii();
            if line.is_empty() {
                self.blank();
                continue;
            }
            match code(line) {
                Some(code) => break code,
                // What DOS put at the end of a file.
                None if line == b"\x1a" => return Read::End,
                // The 0 before it is lost. After a value of 0 the file is rather out of step.
                None if begins_record(line) && self.last_value != b"0" => {
                    self.zero();
                    return Read::Tag(Tag { code: 0, line: self.lines.number(), value: line });
                }
                None if self.is_spoiled_zero() => break 0,
                None => return Read::OutOfStep(self.lines.number()),
            }
        };
        loop {
            self.before = self.lines.clone();
            let Some(value) = self.lines.next() else { return Read::End };
            if needs_value(code) && value.trim_ascii().is_empty() {
                self.blank();
                continue;
            }
            self.last_value = value.trim_ascii();
            return Read::Tag(Tag { code, line: self.lines.number(), value });
        }
    }

    /// The line that was read last is no code, but a record begins right after it.
    fn is_spoiled_zero(&mut self) -> bool {
        let begins = self.lines.clone().next().is_some_and(|line| begins_record(line.trim_ascii()));
        if begins {
            self.zero();
        }
        begins
    }

    fn zero(&mut self) {
        if self.zeros.0 == 0 {
            self.zeros.1 = self.lines.number();
        }
        self.zeros.0 += 1;
    }

    fn blank(&mut self) {
        if self.blanks.0 == 0 {
            self.blanks.1 = self.lines.number();
        }
        self.blanks.0 += 1;
    }

    /// Goes on at the next `0` with a name after it, from the last value on.
    fn find_step(&mut self) {
        let mut ahead = self.before.clone();
        loop {
            let here = ahead.clone();
            let Some(line) = ahead.next() else {
                self.lines = ahead;
                return;
            };
            if line.trim_ascii() == b"0" && ahead.clone().next().is_some_and(is_name) {
                self.lines = here;
                return;
            }
        }
    }
}

/// The first word of a record: capitals, digits and underscores.
fn is_name(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    let is_letter = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    line.len() >= 3 && line.iter().all(is_letter) && line.iter().any(u8::is_ascii_uppercase)
}

/// Words that stand for themselves even where the code before them is spoiled.
fn begins_record(word: &[u8]) -> bool {
    const WORDS: [&[u8]; 19] = [
        b"SECTION",
        b"ENDSEC",
        b"EOF",
        b"TABLE",
        b"ENDTAB",
        b"BLOCK",
        b"ENDBLK",
        b"LINE",
        b"ARC",
        b"CIRCLE",
        b"ELLIPSE",
        b"SPLINE",
        b"LWPOLYLINE",
        b"POLYLINE",
        b"VERTEX",
        b"SEQEND",
        b"INSERT",
        b"POINT",
        b"HATCH",
    ];
    WORDS.contains(&word)
}

/// Numbers, kinds, layers and names of variables are never empty.
fn needs_value(code: i32) -> bool {
    matches!(code, 0 | 8 | 9 | 10..=99 | 140..=149 | 170..=179 | 210..=239 | 270..=299)
}

fn code(line: &[u8]) -> Option<i32> {
    let (negative, digits) = match line.split_first() {
        Some((b'-', digits)) => (true, digits),
        _ => (false, line),
    };
    if digits.is_empty() || digits.len() > 5 {
        return None;
    }
    let mut code = 0_i32;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        code = code * 10 + i32::from(digit - b'0');
    }
    let code = if negative { -code } else { code };
    CODES.contains(&code).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(source: &str) -> Vec<(String, usize, bool)> {
        let mut records = Records::new(source.as_bytes());
        let (mut tags, mut found) = (Vec::new(), Vec::new());
        while let Some(head) = records.next(&mut tags, |_| true).unwrap() {
            let kind = String::from_utf8_lossy(head.kind).into_owned();
            found.push((kind, tags.len(), head.damaged.is_some()));
        }
        found
    }

    #[test]
    fn a_lost_line_costs_one_record() {
        // The first line has lost the value of its code 10; all numbers are whole, so codes still parse.
        let source = "0\nLINE\n8\n0\n10\n20\n7\n11\n3\n21\n4\n0\nLINE\n10\n5\n0\nCIRCLE\n40\n1\n0\nEOF\n";
        let found = all(source);
        assert_eq!(found[0].0, "LINE");
        assert!(found[0].2);
        assert_eq!(
            found[1..],
            [("LINE".into(), 1, false), ("CIRCLE".into(), 1, false), ("EOF".into(), 0, false)]
        );
    }

    #[test]
    fn blank_lines_are_passed_over() {
        let found = all("\n\n0\n\nLINE\n\n10\n\n5\n\n0\nEOF");
        assert_eq!(found, [("LINE".into(), 1, false), ("EOF".into(), 0, false)]);
    }
}
