//! Lines of G-code with variables, and what words from a file may become.

use super::{Comments, TemplateError};
use std::fmt::{self, Display, Write};

/// One template, understood.
#[derive(Clone, Debug)]
pub(super) struct Template {
    pub(super) lines: Vec<Vec<Piece>>,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Piece {
    Text(String),
    Variable(Variable),
}

/// What can stand in braces.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Variable {
    Unit,
    Width,
    Height,
    Down,
    Up,
    LayerId,
    LayerName,
    Pen,
    Prompt,
    Feed,
    Index,
    X,
    Y,
    Dx,
    Dy,
    DwellS,
    DwellMs,
}

use Variable as V;

/// Of the whole file.
pub(super) const FILE: &[Variable] = &[V::Unit, V::Width, V::Height, V::Down, V::Up, V::DwellS, V::DwellMs];
/// Of a layer.
pub(super) const LAYER: &[Variable] = &[
    V::Unit,
    V::Width,
    V::Height,
    V::Down,
    V::Up,
    V::LayerId,
    V::LayerName,
    V::Pen,
    V::Prompt,
    V::Feed,
    V::Index,
    V::DwellS,
    V::DwellMs,
];
/// Of a path.
pub(super) const PATH: &[Variable] = &[
    V::Unit,
    V::Width,
    V::Height,
    V::Down,
    V::Up,
    V::LayerId,
    V::LayerName,
    V::Pen,
    V::Prompt,
    V::Feed,
    V::Index,
    V::X,
    V::Y,
    V::Dx,
    V::Dy,
    V::DwellS,
    V::DwellMs,
];

impl Variable {
    fn name(self) -> &'static str {
        match self {
            V::Unit => "unit",
            V::Width => "width",
            V::Height => "height",
            V::Down => "down",
            V::Up => "up",
            V::LayerId => "layer-id",
            V::LayerName => "layer-name",
            V::Pen => "pen",
            V::Prompt => "prompt",
            V::Feed => "feed",
            V::Index => "index",
            V::X => "x",
            V::Y => "y",
            V::Dx => "dx",
            V::Dy => "dy",
            V::DwellS => "dwell-s",
            V::DwellMs => "dwell-ms",
        }
    }

    /// It holds words from a file.
    fn is_words(self) -> bool {
        matches!(self, V::LayerName | V::Prompt)
    }
}

impl Template {
    /// Understands a template in which these variables may stand.
    pub(super) fn parse(source: &str, comments: Comments, known: &[Variable]) -> Result<Self, TemplateError> {
        let mut lines = Vec::new();
        for line in source.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let line = pieces(line, known)?;
            check_words(&line, comments)?;
            lines.push(line);
        }
        Ok(Self { lines })
    }

    /// The variable stands where a machine obeys it.
    pub(super) fn commands(&self, variable: Variable) -> bool {
        let obeyed = |line: &Vec<Piece>| {
            let comment = |piece: &Piece| matches!(piece, Piece::Text(text) if text.contains(['(', ';']));
            line.iter().take_while(|piece| !comment(piece)).any(|piece| *piece == Piece::Variable(variable))
        };
        self.lines.iter().any(obeyed)
    }

    /// The lines with their variables filled in, none longer than `longest`. A comment is cut to fit; a
    /// command cannot be, and is given back as the error.
    pub(super) fn fill(
        &self,
        longest: Option<usize>,
        value: &dyn Fn(Variable, &mut String),
        emit: &mut dyn FnMut(&str) -> Result<(), super::WriteError>,
    ) -> Result<(), super::WriteError> {
        let mut text = String::new();
        for line in &self.lines {
            text.clear();
            for piece in line {
                match piece {
                    Piece::Text(part) => text.push_str(part),
                    Piece::Variable(variable) => value(*variable, &mut text),
                }
            }
            if let Some(most) = longest.filter(|most| text.len() > *most) {
                let Some(cut) = shortened(&text, most) else {
                    return Err(super::WriteError::LongLine { most, line: text });
                };
                text = cut;
            }
            emit(text.trim_end())?;
        }
        Ok(())
    }
}

fn pieces(line: &str, known: &[Variable]) -> Result<Vec<Piece>, TemplateError> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(['{', '}']) {
        text.push_str(&rest[..at]);
        let brace = &rest[at..];
        if brace.starts_with("{{") || brace.starts_with("}}") {
            text.push_str(&brace[..1]);
            rest = &brace[2..];
            continue;
        }
        let end = brace.find('}').filter(|end| *end > 0).ok_or(TemplateError::OpenBrace)?;
        let name = brace[1..end].trim();
        let variable = known.iter().copied().find(|variable| variable.name() == name);
        let variable = variable.ok_or_else(|| TemplateError::UnknownVariable(name.to_owned()))?;
        if !text.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut text)));
        }
        pieces.push(Piece::Variable(variable));
        rest = &brace[end + 1..];
    }
    text.push_str(rest);
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    Ok(pieces)
}

/// Words from a file may only stand where no machine obeys them: in a comment, and there not as its
/// first word, because LinuxCNC runs comments such as `(LOGOPEN,…)`; and in the message of `M117`.
fn check_words(line: &[Piece], comments: Comments) -> Result<(), TemplateError> {
    let mut before = String::new();
    for piece in line {
        match piece {
            Piece::Text(text) => before.push_str(text),
            Piece::Variable(variable) if variable.is_words() => {
                if !is_safe(&before, comments) {
                    return Err(TemplateError::WordsOutsideComment(variable.name()));
                }
                before.push('x');
            }
            Piece::Variable(_) => before.push('0'),
        }
    }
    Ok(())
}

fn is_safe(before: &str, comments: Comments) -> bool {
    if before.trim_start().to_ascii_uppercase().starts_with("M117 ") && !before.contains(['(', ';']) {
        return true;
    }
    let inside = match before.find(['(', ';']) {
        Some(at) if before[at..].starts_with(';') => &before[at + 1..],
        Some(_) if comments == Comments::Parentheses => {
            // The last one that was opened must still be open.
            match before.rfind(['(', ')', ';']) {
                Some(at) if !before[at..].starts_with(')') => &before[at + 1..],
                _ => return false,
            }
        }
        _ => return false,
    };
    inside.contains(|c: char| c.is_ascii_alphabetic())
}

/// The line with the end of its comment cut off; None when what remains is still too long.
fn shortened(line: &str, most: usize) -> Option<String> {
    let at = line.find(['(', ';'])?;
    let closing = if line[at..].starts_with('(') { ")" } else { "" };
    // Words are ASCII, but a template of one's own need not be.
    let end = line.floor_char_boundary(most.checked_sub(closing.len())?);
    (end > at).then(|| format!("{}{closing}", &line[..end]))
}

/// Words from a file with everything taken out that means something to a machine: comment marks, line
/// ends, `%` and `$`, and Grbl's `!`, `~` and `?`, which it obeys wherever they stand.
pub(super) struct Words<'a>(pub(super) &'a str);

impl Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|character| match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' => f.write_char(character),
            ' ' | '_' | '-' | '.' | ',' | ':' | '+' | '=' | '/' | '\'' | '&' => f.write_char(character),
            _ => f.write_char('_'),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(source: &str) -> Result<Template, TemplateError> {
        Template::parse(source, Comments::Parentheses, PATH)
    }

    #[test]
    fn words_from_a_file_stand_only_where_no_machine_obeys_them() {
        for good in [
            "(Layer {layer-name})",
            "; name {layer-name}",
            "M0 (wait {prompt})",
            "M117 {prompt}",
            "G4 P1 (a) (b {prompt})",
        ] {
            assert!(parse(good).is_ok(), "{good}");
        }
        for bad in [
            "{layer-name}",
            "({layer-name})",
            ";{prompt}",
            "M0 {prompt}",
            "(a) {prompt}",
            "G0 X{x} {prompt}",
            "(a) ({prompt})",
        ] {
            assert!(matches!(parse(bad), Err(TemplateError::WordsOutsideComment(_))), "{bad}");
        }
        assert!(Template::parse("(a {prompt})", Comments::Semicolon, PATH).is_err());
    }

    #[test]
    fn unknown_variables_and_open_braces_are_refused_and_double_ones_are_braces() {
        assert_eq!(parse("G0 X{z}").unwrap_err(), TemplateError::UnknownVariable("z".to_owned()));
        assert_eq!(
            Template::parse("G0 X{x}", Comments::Semicolon, FILE).unwrap_err(),
            TemplateError::UnknownVariable("x".to_owned())
        );
        assert_eq!(parse("G0 X{x").unwrap_err(), TemplateError::OpenBrace);
        assert_eq!(parse("a}b").unwrap_err(), TemplateError::OpenBrace);
        assert_eq!(parse("{{a}}").unwrap().lines, [[Piece::Text("{a}".to_owned())]]);
    }

    #[test]
    fn words_lose_everything_that_means_something_to_a_machine() {
        let evil = "a)\nG0 X999;!~?%$H\u{18}ä(M3)*{x}";
        assert_eq!(Words(evil).to_string(), "a__G0 X999______H___M3___x_");
    }

    #[test]
    fn long_comments_are_cut_and_long_commands_are_refused() {
        let template = parse("M0 (wait for {prompt})").unwrap();
        let mut lines = Vec::new();
        template
            .fill(Some(20), &|_, text| text.push_str("something long"), &mut |line| {
                lines.push(line.to_owned());
                Ok(())
            })
            .unwrap();
        assert_eq!(lines, ["M0 (wait for someth)"]);
        let long = parse("G1 X{x}").unwrap();
        assert!(long.fill(Some(5), &|_, text| text.push_str("123.456"), &mut |_| Ok(())).is_err());
    }
}
