//! What `analyze-csv` reports.

use super::components::ComponentsReport;
use super::findings::BillFinding;
use super::headings::Heading;
use super::table::Format;
use crate::quote::QuoteReport;
use schemars::JsonSchema;
use serde::Serialize;

/// What a list holds and comes to.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct BillReport {
    /// The list.
    pub file: String,
    /// `parts` or `components`.
    pub kind: &'static str,
    /// How the file is written.
    pub format: Format,
    /// What each column was taken for.
    pub headings: Vec<Heading>,
    /// Rows below the headings.
    pub rows: u64,
    /// What is wrong or doubtful, each with its line.
    pub findings: Vec<BillFinding>,
    /// Findings that are not listed one by one.
    pub more_findings: u64,
    /// Of a bill of parts.
    #[serde(flatten)]
    pub bill: Option<PartsBill>,
    /// Of a component export.
    #[serde(flatten)]
    pub components: Option<ComponentsReport>,
}

/// A bill of parts.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct PartsBill {
    /// Every row is in the quote.
    pub complete: bool,
    /// Rows that are in the quote.
    pub quoted_rows: u64,
    /// The line of each of `parts`, in their order.
    pub quoted_lines: Vec<u64>,
    /// Rows that are not, by their lines; the findings say why.
    pub left_out_lines: Vec<u64>,
    /// What the first 1,000 of those say.
    pub left_out: Vec<LeftOutRow>,
    /// Files that are named and not among the inputs.
    pub missing_files: Vec<String>,
    /// Drawings that no row names.
    pub unused_files: Vec<String>,
    /// Sheets that it takes.
    pub stock: Vec<Stock>,
    /// The quote, with its keys beside these. Not there when no row could be quoted.
    #[serde(flatten)]
    pub quote: Option<QuoteReport>,
}

/// A row that is not in the quote, as the list has it. What has no column, or is empty, is not there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct LeftOutRow {
    /// Number of the line in the file; the first is 1.
    pub line: u64,
    /// Number or name of the part.
    pub part: Option<String>,
    /// Name of the drawing.
    pub file: Option<String>,
    /// How many.
    pub quantity: Option<String>,
    /// Of what.
    pub material: Option<String>,
    /// How thick.
    pub thickness: Option<String>,
}

/// How much of one material the quoted rows use up.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Stock {
    /// What it is.
    pub material: &'static str,
    /// How thick.
    pub thickness_mm: f64,
    /// Sum of the areas that the parts use up.
    pub used_area_mm2: f64,
    /// So many sheets have that area; a nest takes more.
    pub sheets_at_least: u64,
}
