//! Runs a task in a folder of its own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(dead_code, reason = "each test file uses its part")]

use penstock_drawing::Diagnostic;
use penstock_tasks::{Cancelled, Context, Input, TaskError};
use serde_json::Value;
use std::cell::RefCell;
use std::path::Path;
use tempfile::TempDir;

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) report: Value,
    pub(crate) files: Vec<String>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) folder: TempDir,
}

struct Free<'a> {
    folder: &'a Path,
    diagnostics: RefCell<Vec<Diagnostic>>,
}

impl Context for Free<'_> {
    fn out_dir(&self) -> &Path {
        self.folder
    }

    fn progress(&self, _: &str, fraction: Option<f64>) -> Result<(), Cancelled> {
        assert!(fraction.is_none_or(|done| (0.0..=1.0).contains(&done)));
        Ok(())
    }

    fn diagnose(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }
}

/// Runs it to its end.
pub(crate) fn run(task: &str, params: Value, inputs: &[Input]) -> Result<Ran, TaskError> {
    let folder = tempfile::tempdir().unwrap();
    let context = Free { folder: folder.path(), diagnostics: RefCell::default() };
    let output = penstock_tasks::run(task, &params, inputs, &context)?;
    let files = output.files.into_iter().map(|file| file.name).collect();
    let diagnostics = context.diagnostics.into_inner();
    Ok(Ran { report: output.report, files, diagnostics, folder })
}
