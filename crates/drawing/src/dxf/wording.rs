//! The words of a text without the codes that set it: `%%c` in a TEXT, `\P`, `\f…;` and braces in an MTEXT.

/// Of a TEXT: `%%c`, `%%d` and `%%p` are signs, `%%u`, `%%o` and `%%k` draw lines, `%%065` is a character.
pub(super) fn of_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("%%") {
        out.push_str(&rest[..at]);
        let after = &rest[at + 2..];
        let digits = after.get(..3).filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
        let coded = digits.and_then(|it| it.parse().ok()).and_then(char::from_u32);
        let (sign, length) = match (coded, after.chars().next().map(|it| it.to_ascii_lowercase())) {
            (Some(sign), _) => (Some(sign), 3),
            (_, Some('c')) => (Some('⌀'), 1),
            (_, Some('d')) => (Some('°'), 1),
            (_, Some('p')) => (Some('±'), 1),
            (_, Some('%')) => (Some('%'), 1),
            (_, Some('u' | 'o' | 'k')) => (None, 1),
            _ => {
                out.push_str("%%");
                (None, 0)
            }
        };
        out.extend(sign.filter(|sign| !sign.is_control()));
        rest = &after[length..];
    }
    out.push_str(rest);
    out
}

/// Of an MTEXT: paragraphs are parted by a space, fractions written with their slash.
pub(super) fn of_paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '{' | '}' => {}
            '\\' => match letters.next() {
                Some('P' | 'N' | 'X' | '~') => out.push(' '),
                Some(escaped @ ('\\' | '{' | '}')) => out.push(escaped),
                Some('S') => {
                    let stacked = letters.by_ref().take_while(|&it| it != ';');
                    out.extend(stacked.map(|it| if matches!(it, '^' | '#') { '/' } else { it }));
                }
                Some('A' | 'C' | 'c' | 'f' | 'F' | 'H' | 'Q' | 'T' | 'W' | 'p') => {
                    letters.by_ref().take_while(|&it| it != ';').for_each(drop);
                }
                Some('L' | 'l' | 'O' | 'o' | 'K' | 'k') | None => {}
                Some(other) => out.extend(['\\', other]),
            },
            // ^J and ^I stand for what a file of lines cannot hold.
            '^' => match letters.next() {
                Some('J' | 'M' | 'I') => out.push(' '),
                Some(' ') => out.push('^'),
                Some(other) => out.extend(['^', other]),
                None => out.push('^'),
            },
            other => out.push(other),
        }
    }
    let signs = of_line(&out);
    signs.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stand_for_their_codes() {
        assert_eq!(of_line("%%c10 %%p0.1 %%u90%%d%%U 5%%% %%065%%"), "⌀10 ±0.1 90° 5% A%%");
        assert_eq!(of_line("100 %"), "100 %");
    }

    #[test]
    fn paragraphs_lose_their_setting() {
        let text = r"\A1;{\fArial|b0|i0;Ø\H0.7x;12}\Pdeep \S1/2; \{x\} ^J\C1;%%c end\";
        assert_eq!(of_paragraphs(text), "Ø12 deep 1/2 {x} ⌀ end");
    }
}
