//! Pages with text and rules: operators of PDF, places in points from the top left.

use super::font::{Face, Letters};
use std::fmt::Write as _;

/// A4.
pub(super) const WIDTH: f64 = 595.28;
pub(super) const HEIGHT: f64 = 841.89;

/// Ink as red, green and blue from 0 to 1.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Ink(pub(super) f64, pub(super) f64, pub(super) f64);

pub(super) const DARK: Ink = Ink(0.09, 0.13, 0.17);
pub(super) const GREY: Ink = Ink(0.36, 0.41, 0.45);
pub(super) const FAINT: Ink = Ink(0.87, 0.90, 0.92);
pub(super) const ACCENT: Ink = Ink(0.09, 0.31, 0.43);

/// How a text looks.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub(super) face: Face,
    pub(super) size: f64,
    pub(super) ink: Ink,
}

/// One page while it is set.
#[derive(Default)]
pub(super) struct Page {
    pub(super) content: String,
}

impl Page {
    /// Sets one line of text with its baseline at `y` from the top, from `x` on to the right.
    pub(super) fn text(&mut self, letters: &Letters, (x, y): (f64, f64), style: Style, text: &str) {
        let font = if style.face == Face::Bold { "FB" } else { "FR" };
        let Ink(r, g, b) = style.ink;
        // Writing to a string cannot fail.
        let _ = writeln!(
            self.content,
            "BT /{font} {:.2} Tf {r:.2} {g:.2} {b:.2} rg {x:.2} {:.2} Td {} Tj ET",
            style.size,
            HEIGHT - y,
            letters.string(text)
        );
    }

    /// The same so that it ends at `x`.
    pub(super) fn text_to(&mut self, letters: &Letters, (x, y): (f64, f64), style: Style, text: &str) {
        let width = letters.width(text, style.face, style.size);
        self.text(letters, (x - width, y), style, text);
    }

    /// A rule from left to right.
    pub(super) fn rule(&mut self, (from, to): (f64, f64), y: f64, (width, ink): (f64, Ink)) {
        let Ink(r, g, b) = ink;
        let y = HEIGHT - y;
        let _ = writeln!(
            self.content,
            "{r:.2} {g:.2} {b:.2} RG {width:.2} w {from:.2} {y:.2} m {to:.2} {y:.2} l S"
        );
    }
}

/// Breaks a text into lines that are no wider than `width`: between words, and inside of words that are wider
/// than a line.
pub(super) fn lines(letters: &Letters, text: &str, style: Style, width: f64) -> Vec<String> {
    let fits = |line: &str| letters.width(line, style.face, style.size) <= width;
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        let line = &mut lines[last];
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if fits(&joined) {
            *line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(String::new());
        }
        for letter in word.chars() {
            let last = lines.len() - 1;
            let line = &mut lines[last];
            line.push(letter);
            if !fits(line) && line.chars().count() > 1 {
                line.pop();
                lines.push(letter.to_string());
            }
        }
    }
    lines
}
