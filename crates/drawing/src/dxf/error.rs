//! Why a DXF could not be read at all.

use thiserror::Error;

/// Why a source could not be read at all. What could be read in part is a drawing with diagnostics.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum ReadError {
    /// It is not a DXF, or one of a kind that this reader does not know.
    #[error("{message}{}", place(*line))]
    Invalid {
        /// What is wrong and what to do.
        message: String,
        /// Line of the source, from 1.
        line: Option<u32>,
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

fn place(line: Option<u32>) -> String {
    line.map(|line| format!(" (line {line})")).unwrap_or_default()
}

impl ReadError {
    pub(super) fn invalid(message: impl Into<String>, line: Option<u32>) -> Self {
        Self::Invalid { message: message.into(), line }
    }

    pub(super) fn too_large(what: impl Into<String>, limit: impl Into<String>) -> Self {
        Self::TooLarge { what: what.into(), limit: limit.into() }
    }
}
