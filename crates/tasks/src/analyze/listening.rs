//! Hears what is said while a drawing is read, so that it can stand among the findings.

use crate::{Cancelled, Context};
use penstock_drawing::Diagnostic;
use std::cell::RefCell;
use std::path::Path;

/// Passes everything on, and remembers diagnostics.
pub(super) struct Listening<'a> {
    inner: &'a dyn Context,
    heard: RefCell<Vec<Diagnostic>>,
}

impl<'a> Listening<'a> {
    pub(super) fn new(inner: &'a dyn Context) -> Self {
        Self { inner, heard: RefCell::default() }
    }

    pub(super) fn into_heard(self) -> Vec<Diagnostic> {
        self.heard.into_inner()
    }
}

impl Context for Listening<'_> {
    fn out_dir(&self) -> &Path {
        self.inner.out_dir()
    }

    fn progress(&self, stage: &str, fraction: Option<f64>) -> Result<(), Cancelled> {
        self.inner.progress(stage, fraction)
    }

    fn diagnose(&self, diagnostic: Diagnostic) {
        self.inner.diagnose(diagnostic.clone());
        self.heard.borrow_mut().push(diagnostic);
    }
}
