//! The lines of a file, with their numbers. A line ends with LF, CR LF, CR CR LF or a lone CR, in any mix.

/// Where a reader of lines stands.
#[derive(Clone, Debug)]
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    number: u32,
}

impl<'a> Lines<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, number: 0 }
    }

    /// Number of the line that was read last, from 1.
    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// Bytes read.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The next line without its end; None at the end of the file.
    pub(super) fn next(&mut self) -> Option<&'a [u8]> {
        let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
        self.number = self.number.saturating_add(1);
        let Some(length) = rest.iter().position(|&byte| byte == b'\n' || byte == b'\r') else {
            self.at = self.bytes.len();
            return Some(rest);
        };
        let returns = rest[length..].iter().take_while(|&&byte| byte == b'\r').count();
        let end = match rest.get(length + returns) {
            Some(b'\n') => returns + 1,
            _ => 1,
        };
        self.at += length + end;
        Some(&rest[..length])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts_once() {
        let mut lines = Lines::new(b"a\nb\r\nc\r\r\nd\re\n\nf");
        let mut all = Vec::new();
        while let Some(line) = lines.next() {
            all.push((lines.number(), line));
        }
        let expected: [&[u8]; 7] = [b"a", b"b", b"c", b"d", b"e", b"", b"f"];
        assert!(all.iter().map(|(_, line)| *line).eq(expected), "{all:?}");
        assert_eq!(all.last().unwrap().0, 7);
    }
}
