//! Why a source could not be read at all.

use thiserror::Error;

/// Why a source could not be read at all. What could be read in part is a drawing with diagnostics.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum ReadError {
    /// It is not an SVG.
    #[error("{message}{}", place(*line, *column))]
    Invalid {
        /// What is wrong and where to look.
        message: String,
        /// Line of the source, from 1.
        line: Option<u32>,
        /// Column of the source in characters, from 1.
        column: Option<u32>,
    },
    /// It is more than this program takes on.
    #[error("{what}: more than {limit}")]
    TooLarge {
        /// What there is too much of.
        what: String,
        /// How much is allowed.
        limit: String,
    },
    /// The progress callback asked to stop.
    #[error("Reading was stopped")]
    Stopped,
}

fn place(line: Option<u32>, column: Option<u32>) -> String {
    match (line, column) {
        (Some(line), Some(column)) => format!(" (line {line}, column {column})"),
        (Some(line), None) => format!(" (line {line})"),
        _ => String::new(),
    }
}

impl ReadError {
    pub(super) fn invalid(message: impl Into<String>, line: u32, column: u32) -> Self {
        Self::Invalid { message: message.into(), line: Some(line), column: Some(column) }
    }

    pub(super) fn too_large(what: impl Into<String>, limit: impl Into<String>) -> Self {
        Self::TooLarge { what: what.into(), limit: limit.into() }
    }
}
