//! Why a command did not do its work, and the exit code that says so.
//!
//! 1: the work failed; 2: the call was wrong; 3: the store cannot be reached. A reader that went away
//! (`penstock jobs | head`) is nobody's failure and ends with 0.

use crate::output;
use penstock_service::types::WireError;
use std::io;
use std::process::ExitCode;

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The call was wrong: names the option, the parameter or the file.
    Usage(String),
    /// The service refused or failed.
    Wire(WireError),
    /// The work failed on this side: a file that cannot be written.
    Work(anyhow::Error),
    /// What was to be said is said already; only the exit code is left.
    Said(u8),
    /// Standard output was closed by its reader.
    ReaderGone,
}

impl Failure {
    /// The call was wrong.
    pub(crate) fn usage(what: impl Into<String>) -> Self {
        Self::Usage(what.into())
    }

    /// What the process ends with.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Usage(_) => 2,
            Self::Wire(error) => error.exit_code(),
            Self::Work(_) => 1,
            Self::Said(code) => *code,
            Self::ReaderGone => 0,
        })
    }

    /// Says on standard error what happened and what to do.
    pub(crate) fn say(&self) {
        match self {
            Self::Usage(what) => output::note(&format!("penstock: {what}")),
            Self::Wire(error) => output::note(&wire_text(error)),
            Self::Work(error) => output::note(&format!("penstock: {error:#}")),
            Self::Said(_) | Self::ReaderGone => {}
        }
    }
}

/// Title, detail and advice, one below the other.
fn wire_text(error: &WireError) -> String {
    let mut text = String::from("penstock: ");
    if let Some(field) = error.field.as_deref().filter(|field| !error.title.contains(field)) {
        text.push_str(field);
        text.push_str(": ");
    }
    text.push_str(&error.title);
    for more in [&error.detail, &error.advice].into_iter().flatten() {
        for line in more.lines() {
            text.push_str("\n  ");
            text.push_str(line);
        }
    }
    text
}

impl From<WireError> for Failure {
    fn from(error: WireError) -> Self {
        Self::Wire(error)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Work(error)
    }
}

impl Failure {
    /// What an error of standard output means.
    pub(crate) fn of_stdout(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ReaderGone,
            _ => Self::Work(anyhow::Error::new(error).context("Standard output cannot be written")),
        }
    }
}
