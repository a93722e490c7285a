//! How ready a drawing is to be cut, as one number.

use crate::files::io_error;
use crate::{Input, TaskError};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use std::fs;
use std::io::Read;

/// Reports are small; this one is somebody else's file.
const LARGEST_BYTES: u64 = 32 << 20;

/// 100 less 30 for each critical finding, 10 for each error and 5 for each warning, and not below 0.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Readiness {
    /// 0 to 100.
    pub score: u64,
    /// `excellent` from 80 on, `good` from 60, `fair` from 40, else `poor`.
    pub level: &'static str,
    /// Findings that make cutting impossible.
    pub critical: u64,
    /// Findings that must be settled.
    pub errors: u64,
    /// Findings that should be looked at: those of the report and the warnings about the list.
    pub warnings: u64,
    /// The report of `analyze` that was counted too; null where none was given.
    pub report: Option<String>,
}

impl Readiness {
    /// From what a report and a list have.
    pub(super) fn new(found: &Found, list_warnings: u64) -> Self {
        let warnings = found.warnings + list_warnings;
        let lost = found
            .critical
            .saturating_mul(30)
            .saturating_add(found.errors.saturating_mul(10))
            .saturating_add(warnings.saturating_mul(5));
        let score = 100_u64.saturating_sub(lost);
        let level = match score {
            80.. => "excellent",
            60.. => "good",
            40.. => "fair",
            _ => "poor",
        };
        let Found { critical, errors, ref report, .. } = *found;
        Self { score, level, critical, errors, warnings, report: report.clone() }
    }
}

/// Findings of a report of `analyze` by severity.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Found {
    pub(super) critical: u64,
    pub(super) errors: u64,
    pub(super) warnings: u64,
    pub(super) report: Option<String>,
}

/// Counts `findings[].severity` of a report.
pub(super) fn of_report(input: &Input) -> Result<Found, TaskError> {
    let failed = |source| io_error(format!("Reading {}", input.name), source);
    let bad = |fault: String| TaskError::BadInput {
        message: format!("{} is no report of analyze: {fault}", input.name),
        advice: Some("Give the report.json that analyze made".to_owned()),
    };
    let mut bytes = Vec::new();
    let file = fs::File::open(&input.path).map_err(failed)?;
    file.take(LARGEST_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LARGEST_BYTES {
        return Err(bad(format!("it has more than {} MB", LARGEST_BYTES >> 20)));
    }
    let report: Value = serde_json::from_slice(&bytes).map_err(|fault| bad(fault.to_string()))?;
    let findings = report.get("findings").and_then(Value::as_array);
    let findings = findings.ok_or_else(|| bad("it has no list of findings".to_owned()))?;
    let mut found = Found { report: Some(input.name.clone()), ..Found::default() };
    for finding in findings {
        match finding.get("severity").and_then(Value::as_str) {
            Some("critical") => found.critical += 1,
            Some("error") => found.errors += 1,
            Some("warning") => found.warnings += 1,
            _ => {}
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_score_falls_by_severity_and_has_levels() {
        let score = |critical, errors, warnings, of_list| {
            let found = Found { critical, errors, warnings, report: None };
            let readiness = Readiness::new(&found, of_list);
            (readiness.score, readiness.level)
        };
        assert_eq!(score(0, 0, 0, 0), (100, "excellent"));
        assert_eq!(score(0, 1, 1, 1), (80, "excellent"));
        assert_eq!(score(1, 0, 2, 0), (60, "good"));
        assert_eq!(score(1, 2, 2, 0), (40, "fair"));
        assert_eq!(score(2, 0, 0, 1), (35, "poor"));
        assert_eq!(score(u64::MAX, u64::MAX, u64::MAX / 5, 1), (0, "poor"));
    }
}
