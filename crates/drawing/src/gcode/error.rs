//! What can stand in the way.

/// Why a drawing was not written. Nothing was written then, but for the last kind.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A template of the profile is wrong.
    #[error("The template {template:?} of the G-code profile cannot be used: {source}")]
    Template {
        /// Name of the field.
        template: &'static str,
        /// What is wrong.
        source: TemplateError,
    },
    /// A figure of the profile is wrong.
    #[error("The G-code profile cannot be used: {0}")]
    Profile(String),
    /// The pen would have to go where it cannot.
    #[error(
        "The drawing goes {by_mm:.2} mm beyond the {side} end of {axis} of the machine: move it, make it smaller, or crop it"
    )]
    OutOfReach {
        /// `X` or `Y`.
        axis: char,
        /// `lower` or `upper`.
        side: &'static str,
        /// How far, in mm.
        by_mm: f64,
    },
    /// A line of a template became longer than the machine takes.
    #[error("The machine takes lines of {most} bytes, and {line:?} is longer: shorten the template")]
    LongLine {
        /// The limit.
        most: usize,
        /// The line.
        line: String,
    },
    /// The writer failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// What is wrong with a template.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TemplateError {
    /// There is no such variable here.
    #[error("there is no {{{0}}} here")]
    UnknownVariable(String),
    /// A brace without its match.
    #[error("a brace is not closed; write {{{{ for a brace")]
    OpenBrace,
    /// Words from a file where the machine would obey them.
    #[error(
        "{{{0}}} has to stand in a comment behind a word of your own, or behind M117: anywhere else the machine could take a name for a command"
    )]
    WordsOutsideComment(&'static str),
}

/// Why a file was not read.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum ReadError {
    /// Something is not as G-code has it.
    #[error("Line {line}: {what}")]
    Syntax {
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// A file of this size is no drawing.
    #[error("The file holds more than {most} moves")]
    TooLarge {
        /// The limit.
        most: usize,
    },
    /// A template of the profile is wrong.
    #[error("The G-code profile cannot be used: {0}")]
    Profile(String),
}
