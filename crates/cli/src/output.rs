//! Standard output for results, standard error for everything else; the only place that writes either.

use crate::failure::Failure;
use serde::Serialize;
use std::io::{self, IsTerminal, Write};

/// Writes text to standard output and flushes it.
///
/// # Errors
/// [`Failure::ReaderGone`] when nobody reads any more, [`Failure::Work`] when it cannot be written.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Failure::of_stdout)
}

/// Writes one line to standard output.
///
/// # Errors
/// As [`print`].
pub(crate) fn print_line(text: &str) -> Result<(), Failure> {
    print(&format!("{text}\n"))
}

/// Writes one JSON document to standard output.
///
/// # Errors
/// As [`print`].
pub(crate) fn print_json(document: &impl Serialize) -> Result<(), Failure> {
    let mut text = serde_json::to_string_pretty(document)
        .map_err(|error| anyhow::Error::new(error).context("The answer cannot be written as JSON"))?;
    text.push('\n');
    print(&text)
}

/// Says something on standard error. A closed standard error is not worth failing for.
pub(crate) fn note(text: &str) {
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "{text}");
}

/// Replaces the last line of a terminal's standard error; empty text clears it.
pub(crate) fn repaint(text: &str) {
    let mut err = io::stderr().lock();
    let _ = write!(err, "\r\x1b[2K{text}").and_then(|()| err.flush());
}

/// A person looks at standard error.
pub(crate) fn stderr_is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Columns of the terminal that standard output goes to; none when it goes to a file or a pipe.
pub(crate) fn stdout_columns() -> Option<usize> {
    terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0))
}

/// Columns of the terminal that standard error goes to; none when it goes to a file or a pipe.
pub(crate) fn stderr_columns() -> Option<usize> {
    terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| usize::from(width.0))
}
