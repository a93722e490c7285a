//! Runs a task in a folder of its own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(dead_code, reason = "each test file uses its part")]

use penstock_drawing::Diagnostic;
use penstock_tasks::{Cancelled, Context, Input, TaskError};
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) report: Value,
    pub(crate) files: Vec<String>,
    pub(crate) folder: TempDir,
}

struct Free<'a>(&'a Path);

impl Context for Free<'_> {
    fn out_dir(&self) -> &Path {
        self.0
    }

    fn progress(&self, _: &str, fraction: Option<f64>) -> Result<(), Cancelled> {
        assert!(fraction.is_none_or(|done| (0.0..=1.0).contains(&done)));
        Ok(())
    }

    fn diagnose(&self, _: Diagnostic) {}
}

/// Runs it to its end.
pub(crate) fn run(task: &str, params: Value, inputs: &[Input]) -> Result<Ran, TaskError> {
    let folder = tempfile::tempdir().unwrap();
    let output = penstock_tasks::run(task, &params, inputs, &Free(folder.path()))?;
    let files = output.files.into_iter().map(|file| file.name).collect();
    Ok(Ran { report: output.report, files, folder })
}
