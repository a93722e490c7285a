use penstock_drawing::Diagnostic;
use std::path::{Path, PathBuf};

/// A file that a task takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Input {
    /// File name shown to people; its ending is a hint, never trusted.
    pub name: String,
    /// Where its content is.
    pub path: PathBuf,
}

/// The person, or the worker, wants it to stop.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// What a running task may ask and say.
pub trait Context {
    /// An empty folder for what it makes; nothing else may be written.
    fn out_dir(&self) -> &Path;
    /// Says how far it is. Cheap; call it as often as convenient. `fraction` is 0 to 1 over the whole
    /// job, none while it cannot be known.
    ///
    /// # Errors
    /// [`Cancelled`] when it should stop, so that every place that reports can also end: `?`.
    fn progress(&self, stage: &str, fraction: Option<f64>) -> Result<(), Cancelled>;
    /// Adds a diagnostic to the report.
    fn diagnose(&self, diagnostic: Diagnostic);
}
