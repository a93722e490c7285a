//! What is wrong or doubtful in a list, each with its line.

use penstock_drawing::{Diagnostic, Severity};
use schemars::JsonSchema;
use serde::Serialize;

/// So many are listed one by one; the rest is counted.
const MOST: usize = 1000;

/// One thing in a list that should be looked at.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct BillFinding {
    /// A word for programs: `quantity`, `missing-file`, `conflict`.
    pub kind: &'static str,
    /// An error keeps the row out of the quote.
    pub severity: Severity,
    /// Number of the line in the file; the first is 1.
    pub line: u64,
    /// The heading of the column it is about.
    pub column: Option<String>,
    /// One sentence.
    pub message: String,
}

/// Collects them.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) list: Vec<BillFinding>,
    pub(super) more: u64,
    pub(super) errors: u64,
    pub(super) warnings: u64,
}

impl Findings {
    pub(super) fn add(&mut self, finding: BillFinding) {
        match finding.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => {}
        }
        if self.list.len() < MOST {
            self.list.push(finding);
        } else {
            self.more += 1;
        }
    }
}

impl BillFinding {
    /// The same for the report's list of diagnostics.
    pub(super) fn diagnostic(&self, file: &str) -> Diagnostic {
        Diagnostic {
            kind: self.kind.to_owned(),
            severity: self.severity,
            message: format!("{file}, line {}: {}", self.line, self.message),
            layer: None,
            element: Some(format!("line {}", self.line)),
            x_mm: None,
            y_mm: None,
        }
    }
}
