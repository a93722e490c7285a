//! In which unit a drawing is, in words.

use penstock_drawing::dxf::{Units, Verdict};
use schemars::JsonSchema;
use serde::Serialize;

/// In which unit the drawing was read, and what speaks for or against it.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct UnitsReport {
    /// What the file declares, such as `inches`; null when it declares nothing.
    pub declared: Option<String>,
    /// What was used, such as `millimetres`.
    pub used: String,
    /// Whether a person should settle it before anything is cut.
    pub ask: bool,
    /// What it likely is, where the evidence speaks for another unit than the one used.
    pub likely: Option<String>,
    /// Why: one sentence each.
    pub evidence: Vec<String>,
}

impl From<&Units> for UnitsReport {
    fn from(units: &Units) -> Self {
        let likely = match units.verdict {
            Verdict::Undeclared { likely } => likely,
            Verdict::Doubtful { likely } => Some(likely),
            Verdict::Given | Verdict::Declared => None,
        };
        Self {
            declared: units.declared.map(|unit| unit.name().to_owned()),
            used: units.used.name().to_owned(),
            ask: units.verdict.asks(),
            likely: likely.map(|unit| unit.name().to_owned()),
            evidence: units.evidence.clone(),
        }
    }
}
