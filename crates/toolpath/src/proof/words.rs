//! One line of a program as words.

/// A letter and its number.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Word {
    pub(super) letter: char,
    pub(super) value: f64,
    /// It was written with a decimal point.
    pub(super) pointed: bool,
}

/// The words of a line without its remarks: `( … )`, and `;` to the end. A lone `%` is no word.
///
/// # Errors
/// What cannot be read.
pub(super) fn words(line: &str) -> Result<Vec<Word>, String> {
    let mut words = Vec::new();
    let mut rest = line.trim();
    if rest == "%" {
        return Ok(words);
    }
    while let Some(first) = rest.chars().next() {
        match first {
            ';' => break,
            '(' => match rest.find(')') {
                Some(end) => rest = &rest[end + 1..],
                None => return Err("a remark has no end".to_owned()),
            },
            _ if first.is_whitespace() => rest = &rest[first.len_utf8()..],
            'A'..='Z' | 'a'..='z' => {
                let number = rest[1..].trim_start();
                let length = number
                    .char_indices()
                    .find(|&(at, c)| !(c.is_ascii_digit() || c == '.' || (at == 0 && (c == '-' || c == '+'))))
                    .map_or(number.len(), |(at, _)| at);
                let text = &number[..length];
                let value: f64 = text.parse().map_err(|_| format!("{first} has no number"))?;
                let letter = first.to_ascii_uppercase();
                words.push(Word { letter, value, pointed: text.contains('.') });
                rest = &number[length..];
            }
            _ => return Err(format!("{first:?} is no word")),
        }
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_with_and_without_gaps_and_remarks() {
        let read: Vec<(char, f64)> =
            words("n10 G1X-1.5 (to Y9) y2. ; F7").unwrap().iter().map(|w| (w.letter, w.value)).collect();
        assert_eq!(read, [('N', 10.0), ('G', 1.0), ('X', -1.5), ('Y', 2.0)]);
        assert!(words("%").unwrap().is_empty());
        for wrong in ["G1 X", "G1 X1..2", "(no end", "G1 X1 *"] {
            assert!(words(wrong).is_err(), "{wrong}");
        }
    }
}
