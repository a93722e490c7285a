//! Paragraphs to lines: as many words on each as fit. A word that is longer than a line is broken, where it
//! says itself that it may be (soft hyphen, after a hyphen or a slash), else anywhere, with a hyphen.

use super::TextStyle;
use super::line::{Compositor, Row};
use crate::lettering::typeface::Letter;
use std::rc::Rc;

const SOFT_HYPHEN: char = '\u{ad}';

/// A line, and whether a paragraph ends with it.
pub(super) struct Wrapped {
    pub(super) row: Row,
    pub(super) ends: bool,
}

/// The lines of a text, and the words that were broken where nothing said so.
pub(super) fn wrap(
    compositor: &Compositor<'_>,
    style: &TextStyle,
    text: &str,
    width_mm: Option<f64>,
) -> (Vec<Wrapped>, Vec<String>) {
    let (mut lines, mut broken) = (Vec::new(), Vec::new());
    for paragraph in paragraphs(text) {
        let Some(width_mm) = width_mm else {
            let whole: String = paragraph.chars().filter(|character| *character != SOFT_HYPHEN).collect();
            lines.push(Wrapped { row: compositor.row(&compositor.letters(&whole)), ends: true });
            continue;
        };
        let mut filling = Filling { compositor, style, width_mm, row: Row::default(), lines: &mut lines };
        for word in paragraph.split([' ', '\t']).filter(|word| !word.is_empty()) {
            if filling.word(word) {
                broken.push(word.chars().filter(|character| *character != SOFT_HYPHEN).collect());
            }
        }
        filling.end();
    }
    (lines, broken)
}

/// Any ending of a line ends a paragraph, and so does what keyboards and spreadsheets write for one.
fn paragraphs(text: &str) -> Vec<String> {
    let text =
        text.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    text.split('\n').map(str::to_owned).collect()
}

struct Filling<'a> {
    compositor: &'a Compositor<'a>,
    style: &'a TextStyle,
    width_mm: f64,
    row: Row,
    lines: &'a mut Vec<Wrapped>,
}

/// Rounding does not break a line that is exactly as wide as its measure.
const LEEWAY_MM: f64 = 1e-6;

impl Filling<'_> {
    /// Sets a word behind what stands in the line; true when it had to be broken by force.
    fn word(&mut self, word: &str) -> bool {
        let parts = parts(word);
        let whole: String = parts.concat();
        if self.try_add(&whole) {
            return false;
        }
        if parts.len() > 1 {
            return self.in_parts(&parts);
        }
        self.next_line();
        if self.try_add(&whole) {
            return false;
        }
        self.by_force(&whole)
    }

    /// As many parts on each line as fit; a part that a soft hyphen ended shows it at the end of a line.
    fn in_parts(&mut self, parts: &[String]) -> bool {
        let (mut broken, mut rest, mut glued) = (false, parts, false);
        while !rest.is_empty() {
            let fits = (1..=rest.len()).rev().find(|&count| {
                let text = self.shown(&rest[..count], count == rest.len());
                self.fits(&text, glued)
            });
            match fits {
                Some(count) => {
                    let text = self.shown(&rest[..count], count == rest.len());
                    self.add(&text, glued);
                    rest = &rest[count..];
                    glued = false;
                    if !rest.is_empty() {
                        self.next_line();
                    }
                }
                None if self.row.letters.is_empty() => {
                    broken |= self.by_force(&rest[0]);
                    rest = &rest[1..];
                    glued = true;
                }
                None => {
                    self.next_line();
                    glued = false;
                }
            }
        }
        broken
    }

    fn shown(&self, parts: &[String], is_end: bool) -> String {
        let text = parts.concat();
        let says = text.ends_with(['-', '–', '—', '/']);
        if is_end || says { text } else { text + "-" }
    }

    /// Breaks a word anywhere.
    fn by_force(&mut self, word: &str) -> bool {
        let letters = self.compositor.letters(word);
        let hyphen = self.compositor.letters("-");
        for (at, letter) in letters.iter().enumerate() {
            let mut longer = self.row.clone();
            self.compositor.push(&mut longer, letter);
            let mut closed = longer.clone();
            if at + 1 < letters.len() {
                hyphen.iter().for_each(|hyphen| self.compositor.push(&mut closed, hyphen));
            }
            // One letter a line is the least, however narrow the measure.
            if self.row.letters.is_empty() || closed.inked_mm(self.style) <= self.width_mm + LEEWAY_MM {
                self.row = longer;
                continue;
            }
            hyphen.iter().for_each(|hyphen| self.compositor.push(&mut self.row, hyphen));
            self.next_line();
            self.compositor.push(&mut self.row, letter);
        }
        true
    }

    fn with(&self, text: &str, glued: bool) -> Row {
        let mut row = self.row.clone();
        if !glued && !row.letters.is_empty() {
            self.extend(&mut row, &self.compositor.letters(" "));
        }
        self.extend(&mut row, &self.compositor.letters(text));
        row
    }

    fn extend(&self, row: &mut Row, letters: &[Rc<Letter>]) {
        letters.iter().for_each(|letter| self.compositor.push(row, letter));
    }

    fn fits(&self, text: &str, glued: bool) -> bool {
        self.with(text, glued).inked_mm(self.style) <= self.width_mm + LEEWAY_MM
    }

    fn add(&mut self, text: &str, glued: bool) {
        self.row = self.with(text, glued);
    }

    fn try_add(&mut self, text: &str) -> bool {
        let row = self.with(text, false);
        let fits = row.inked_mm(self.style) <= self.width_mm + LEEWAY_MM;
        if fits {
            self.row = row;
        }
        fits
    }

    fn next_line(&mut self) {
        if !self.row.letters.is_empty() {
            self.lines.push(Wrapped { row: std::mem::take(&mut self.row), ends: false });
        }
    }

    fn end(self) {
        self.lines.push(Wrapped { row: self.row, ends: true });
    }
}

/// The parts of a word between which it may be broken.
fn parts(word: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut is_first = true;
    for character in word.chars() {
        let Some(last) = parts.last_mut() else { break };
        if character == SOFT_HYPHEN {
            if !is_first {
                parts.push(String::new());
            }
            continue;
        }
        last.push(character);
        if matches!(character, '-' | '–' | '—' | '/') && last.chars().count() > 1 {
            parts.push(String::new());
        }
        is_first = false;
    }
    parts.retain(|part| !part.is_empty());
    parts
}
