//! Helvetica, which every PDF reader brings along: its letters, their codes and their widths.
//!
//! Codes are those of Windows-1252; its free codes carry the letters of Central and Eastern Europe and of
//! Turkish that the standard fonts also have (Adobe's metrics of the 14 core fonts, 1997 and later). Greek,
//! Cyrillic and Asian letters are not in these fonts.

use super::super::sheet::Sheet;
use std::collections::BTreeMap;

/// One of the two faces.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    Bold,
}

/// Widths of the characters from space to tilde in thousandths of the size (Adobe's core font metrics).
const REGULAR: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278,
    556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584,
    556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556,
    333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

/// Characters beyond ASCII: glyph name, and the plain letter that is as wide, or the widths themselves.
const FURTHER: &[(char, &str, Width)] = &[
    ('Ą', "Aogonek", As('A')),
    ('ą', "aogonek", As('a')),
    ('Ć', "Cacute", As('C')),
    ('ć', "cacute", As('c')),
    ('Č', "Ccaron", As('C')),
    ('č', "ccaron", As('c')),
    ('Ď', "Dcaron", As('D')),
    ('ď', "dcaron", Wide(643, 743)),
    ('Đ', "Dcroat", As('D')),
    ('đ', "dcroat", As('d')),
    ('Ę', "Eogonek", As('E')),
    ('ę', "eogonek", As('e')),
    ('Ě', "Ecaron", As('E')),
    ('ě', "ecaron", As('e')),
    ('Ğ', "Gbreve", As('G')),
    ('ğ', "gbreve", As('g')),
    ('İ', "Idotaccent", As('I')),
    ('ı', "dotlessi", Wide(278, 278)),
    ('Ł', "Lslash", As('L')),
    ('ł', "lslash", As('l')),
    ('Ń', "Nacute", As('N')),
    ('ń', "nacute", As('n')),
    ('Ň', "Ncaron", As('N')),
    ('ň', "ncaron", As('n')),
    ('Ő', "Ohungarumlaut", As('O')),
    ('ő', "ohungarumlaut", As('o')),
    ('Ř', "Rcaron", As('R')),
    ('ř', "rcaron", As('r')),
    ('Ś', "Sacute", As('S')),
    ('ś', "sacute", As('s')),
    ('Ş', "Scedilla", As('S')),
    ('ş', "scedilla", As('s')),
    ('Ť', "Tcaron", As('T')),
    ('ť', "tcaron", Wide(317, 389)),
    ('Ű', "Uhungarumlaut", As('U')),
    ('ű', "uhungarumlaut", As('u')),
    ('Ů', "Uring", As('U')),
    ('ů', "uring", As('u')),
    ('Ź', "Zacute", As('Z')),
    ('ź', "zacute", As('z')),
    ('Ż', "Zdotaccent", As('Z')),
    ('ż', "zdotaccent", As('z')),
    ('ă', "abreve", As('a')),
    ('Ă', "Abreve", As('A')),
    ('≤', "lessequal", Wide(549, 549)),
    ('≥', "greaterequal", Wide(549, 549)),
];

/// Codes of Windows-1252 that mean nothing or control, and so are free.
const FREE: [u8; 36] = [
    1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
    127, 129, 141, 143, 144, 157, 160, 173,
];

#[derive(Clone, Copy)]
enum Width {
    As(char),
    /// Regular and bold.
    Wide(u16, u16),
}
use Width::{As, Wide};

/// The codes of one document.
pub(super) struct Letters {
    /// Letters that are not in Windows-1252, with the code that each got.
    extra: BTreeMap<char, u8>,
    /// Characters that the fonts do not have.
    pub(super) missing: Vec<char>,
}

impl Letters {
    /// Gives every character of the sheet a code.
    pub(super) fn of(sheet: &Sheet) -> Self {
        let mut letters = Self { extra: BTreeMap::new(), missing: Vec::new() };
        sheet.texts(&mut |text| text.chars().for_each(|letter| letters.add(letter)));
        letters
    }

    fn add(&mut self, letter: char) {
        if windows_1252(letter).is_some()
            || self.extra.contains_key(&letter)
            || self.missing.contains(&letter)
        {
            return;
        }
        let known = FURTHER.iter().any(|(known, ..)| *known == letter);
        match FREE.get(self.extra.len()).filter(|_| known) {
            Some(&code) => {
                self.extra.insert(letter, code);
            }
            None => self.missing.push(letter),
        }
    }

    fn code(&self, letter: char) -> u8 {
        windows_1252(letter).or_else(|| self.extra.get(&letter).copied()).unwrap_or(b'?')
    }

    /// The text as a string of PDF.
    pub(super) fn string(&self, text: &str) -> String {
        let hex = |code: u8| format!("{code:02X}");
        format!("<{}>", text.chars().map(|letter| hex(self.code(letter))).collect::<String>())
    }

    /// Width of the text in points.
    pub(super) fn width(&self, text: &str, face: Face, size: f64) -> f64 {
        text.chars().map(|letter| f64::from(width(letter, face))).sum::<f64>() * size / 1000.0
    }

    /// The encoding of the fonts, for their dictionaries.
    pub(super) fn encoding(&self) -> String {
        let mut codes: Vec<(u8, &str)> = Vec::new();
        for (letter, &code) in &self.extra {
            let name = FURTHER.iter().find(|(known, ..)| known == letter).map(|&(_, name, _)| name);
            codes.extend(name.map(|name| (code, name)));
        }
        codes.sort_unstable();
        let differences: String = codes.iter().map(|(code, name)| format!("{code}/{name} ")).collect();
        format!("<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[{differences}]>>")
    }
}

fn windows_1252(letter: char) -> Option<u8> {
    match letter {
        ' '..='~' => Some(letter as u8),
        // Not by encoding_rs, which maps controls to the free codes.
        '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{ff}' => Some(letter as u8),
        '\u{a0}' | '\u{202f}' => Some(b' '),
        _ => HIGH.iter().find(|(high, _)| *high == letter).map(|&(_, code)| code),
    }
}

const HIGH: [(char, u8); 27] = [
    ('€', 128),
    ('‚', 130),
    ('ƒ', 131),
    ('„', 132),
    ('…', 133),
    ('†', 134),
    ('‡', 135),
    ('ˆ', 136),
    ('‰', 137),
    ('Š', 138),
    ('‹', 139),
    ('Œ', 140),
    ('Ž', 142),
    ('‘', 145),
    ('’', 146),
    ('“', 147),
    ('”', 148),
    ('•', 149),
    ('–', 150),
    ('—', 151),
    ('˜', 152),
    ('™', 153),
    ('š', 154),
    ('›', 155),
    ('œ', 156),
    ('ž', 158),
    ('Ÿ', 159),
];

fn width(letter: char, face: Face) -> u16 {
    let widths = match face {
        Face::Regular => &REGULAR,
        Face::Bold => &BOLD,
    };
    let plain = |letter: char| widths.get((letter as usize).wrapping_sub(32)).copied();
    if let Some(width) = plain(letter) {
        return width;
    }
    if let Some(&(.., wide)) = FURTHER.iter().find(|(known, ..)| *known == letter) {
        return match wide {
            As(like) => plain(like).unwrap_or(556),
            Wide(regular, bold) => {
                if face == Face::Bold {
                    bold
                } else {
                    regular
                }
            }
        };
    }
    let bold = face == Face::Bold;
    match letter {
        'À'..='Å' => plain('A').unwrap_or(667),
        'à'..='å' => 556,
        'È'..='Ë' => 667,
        'è'..='ë' => 556,
        'Ì'..='Ï' | 'ì'..='ï' | '\u{a0}' | '\u{202f}' | '·' | '¸' => 278,
        'Ò'..='Ö' | 'Ø' => 778,
        'Ù'..='Ü' | 'Ñ' | 'Ç' | 'Ð' => 722,
        'Ý' | 'Š' | 'Þ' | 'Ÿ' => 667,
        'ß' | '¿' => 611,
        'ª' | 'º' => 370,
        'Ž' => 611,
        'ç' | 'š' | 'ý' | 'ÿ' => plain('c').unwrap_or(500),
        'ž' => 500,
        'ò'..='ö' | 'ø' | 'ù'..='ü' | 'ñ' | 'þ' | 'ð' | 'µ' => plain('n').unwrap_or(556),
        'Æ' | 'Œ' | '—' | '…' | '‰' | '™' => 1000,
        'æ' => 889,
        'œ' => 944,
        '‘' | '’' | '‚' => {
            if bold {
                278
            } else {
                222
            }
        }
        '“' | '”' | '„' => {
            if bold {
                500
            } else {
                333
            }
        }
        '×' | '±' | '÷' | '¬' => 584,
        '°' => 400,
        '©' | '®' => 737,
        '²' | '³' | '¹' | '¡' | '‹' | '›' => 333,
        '¼' | '½' | '¾' => 834,
        '•' => 350,
        _ => 556,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_central_europe_get_codes_and_what_is_missing_is_named() {
        let mut letters = Letters { extra: BTreeMap::new(), missing: Vec::new() };
        "Łódź Žižkov €5 日本".chars().for_each(|letter| letters.add(letter));
        assert_eq!(letters.missing, ['日', '本']);
        assert_eq!(letters.string("Ł5日"), "<01353F>");
        assert_eq!(letters.string("Ž€ó"), "<8E80F3>");
        let encoding = letters.encoding();
        assert!(encoding.contains("1/Lslash 2/zacute"), "{encoding}");
    }

    #[test]
    fn widths_are_those_of_the_metrics() {
        let letters = Letters { extra: BTreeMap::new(), missing: Vec::new() };
        for (text, face, expected) in [
            ("Total", Face::Regular, 611 + 556 + 278 + 556 + 222),
            ("Total", Face::Bold, 611 + 611 + 333 + 556 + 278),
            ("0123456789", Face::Regular, 5560),
            ("ÄÖü", Face::Regular, 667 + 778 + 556),
            ("~", Face::Bold, 584),
        ] {
            let width = letters.width(text, face, 1000.0);
            assert!((width - f64::from(expected)).abs() < 1e-9, "{text}: {width}");
        }
    }
}
