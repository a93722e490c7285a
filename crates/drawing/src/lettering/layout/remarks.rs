use crate::lettering::Found;
use crate::lettering::typeface::Letter;
use crate::{Diagnostic, Severity};
use std::collections::BTreeMap;

/// What was set in another way than it was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Remark {
    /// No face has this character, so many times; boxes stand there.
    Missing(char, u32),
    /// The installed font lacks this character; the plain face drew it.
    OtherFace(char, u32),
    /// This typographic variant is written in its plain form.
    Plain(char, u32),
    /// This word is longer than a line and was broken anywhere.
    BrokenWord(String),
    /// The path is too short: so many letters at its end are left out.
    PathTooShort(u32),
}

impl Remark {
    /// The remark for people. `typeface` is what the letters were taken from, `element` what the text is.
    #[must_use]
    pub fn diagnostic(&self, typeface: &str, element: &str) -> Diagnostic {
        let times = |count: u32| if count == 1 { String::new() } else { format!(", {count} times") };
        let named = |character: char| format!("{character} (U+{:04X})", character as u32);
        let (kind, severity, message) = match self {
            Self::Missing(character, count) => (
                "missing-character",
                Severity::Warning,
                format!("“{typeface}” has no {}{}; a box is drawn", named(*character), times(*count)),
            ),
            Self::OtherFace(character, count) => (
                "other-face",
                Severity::Note,
                format!(
                    "“{typeface}” has no {}{}; the face “sans” draws it",
                    named(*character),
                    times(*count)
                ),
            ),
            Self::Plain(character, count) => (
                "plain-character",
                Severity::Note,
                format!("{} is written in its plain form{}", named(*character), times(*count)),
            ),
            Self::BrokenWord(word) => (
                "broken-word",
                Severity::Note,
                format!(
                    "“{word}” is longer than a line and was broken; a soft hyphen (U+00AD) says where it may be"
                ),
            ),
            Self::PathTooShort(count) => (
                "text-too-long",
                Severity::Warning,
                format!("The path is too short: {count} letters at the end are left out"),
            ),
        };
        Diagnostic {
            kind: kind.to_owned(),
            severity,
            message,
            layer: None,
            element: Some(element.to_owned()),
            x_mm: None,
            y_mm: None,
        }
    }
}

/// Counts how well letters could be had.
#[derive(Default)]
pub(super) struct Tally {
    counts: BTreeMap<(u8, char), u32>,
}

impl Tally {
    pub(super) fn count(&mut self, letter: &Letter) {
        let rank = match letter.found {
            Found::Whole => return,
            Found::Missing => 0,
            Found::OtherFace => 1,
            Found::Plain => 2,
        };
        *self.counts.entry((rank, letter.character)).or_insert(0) += 1;
    }

    pub(super) fn into_remarks(self) -> Vec<Remark> {
        let remark = |((rank, character), count)| match rank {
            0 => Remark::Missing(character, count),
            1 => Remark::OtherFace(character, count),
            _ => Remark::Plain(character, count),
        };
        self.counts.into_iter().map(remark).collect()
    }
}
