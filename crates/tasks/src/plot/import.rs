//! What the file held that was approximated or left out, counted.

use crate::{Cancelled, Context};
use penstock_drawing::{Diagnostic, Severity};
use schemars::JsonSchema;
use serde::Serialize;
use std::cell::RefCell;
use std::path::Path;

/// One kind of thing that was read another way than the file says, or not at all. The places are in the
/// report's diagnostics.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Import {
    /// Its kind, as in the diagnostics.
    pub kind: String,
    /// `note`: carried over another way. `warning`: left out or changed. `error`: should be settled first.
    #[schemars(with = "String")]
    pub severity: Severity,
    /// How many diagnostics say so; one may stand for several places.
    pub count: u64,
    /// The first of them, in words.
    pub example: String,
}

/// Passes everything on and counts diagnostics by kind.
pub(super) struct Counting<'a> {
    inner: &'a dyn Context,
    kinds: RefCell<Vec<Import>>,
}

impl<'a> Counting<'a> {
    pub(super) fn new(inner: &'a dyn Context) -> Self {
        Self { inner, kinds: RefCell::default() }
    }

    /// In the order in which each kind came first.
    pub(super) fn into_counts(self) -> Vec<Import> {
        self.kinds.into_inner()
    }
}

impl Context for Counting<'_> {
    fn out_dir(&self) -> &Path {
        self.inner.out_dir()
    }

    fn progress(&self, stage: &str, fraction: Option<f64>) -> Result<(), Cancelled> {
        self.inner.progress(stage, fraction)
    }

    fn diagnose(&self, diagnostic: Diagnostic) {
        let mut kinds = self.kinds.borrow_mut();
        match kinds.iter_mut().find(|known| known.kind == diagnostic.kind) {
            Some(known) => {
                known.count += 1;
                known.severity = known.severity.max(diagnostic.severity);
            }
            None => kinds.push(Import {
                kind: diagnostic.kind.clone(),
                severity: diagnostic.severity,
                count: 1,
                example: diagnostic.message.clone(),
            }),
        }
        self.inner.diagnose(diagnostic);
    }
}

/// Hears nothing and only lets work be stopped: for doing again what has been told already.
pub(super) struct Muted<'a> {
    pub(super) inner: &'a dyn Context,
    pub(super) goes_on: RefCell<&'a mut dyn FnMut() -> bool>,
}

impl Context for Muted<'_> {
    fn out_dir(&self) -> &Path {
        self.inner.out_dir()
    }

    fn progress(&self, _: &str, _: Option<f64>) -> Result<(), Cancelled> {
        if (self.goes_on.borrow_mut())() { Ok(()) } else { Err(Cancelled) }
    }

    fn diagnose(&self, _: Diagnostic) {}
}
