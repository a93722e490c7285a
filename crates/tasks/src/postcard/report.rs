use super::PostcardParams;
use super::zones::Zone;
use schemars::JsonSchema;
use serde::Serialize;

/// What `postcard` made.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct PostcardReport {
    /// Cards that were made.
    pub cards: u64,
    /// Width of a card in mm.
    pub width_mm: f64,
    /// Height of a card in mm.
    pub height_mm: f64,
    /// Strokes over all files.
    pub paths: u64,
    /// How far the pen moves while it is down, over all files, in mm.
    pub draw_mm: f64,
    /// How far it moves between strokes, over all files, in mm.
    pub travel_mm: f64,
    /// Height of capitals in the message of the first card, in mm.
    pub message_size_mm: Option<f64>,
    /// Height of capitals in the address of the first card, in mm.
    pub address_size_mm: Option<f64>,
    /// Zones of the post on each card.
    pub zones: Vec<Zone>,
    /// How the table was read.
    pub table: Option<TableFacts>,
    /// Rows that made no card.
    pub problems: Vec<RowProblem>,
    /// Everything that makes these cards again, together with the files.
    pub params: PostcardParams,
}

/// How the table was read.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct TableFacts {
    /// What stands between values.
    pub delimiter: String,
    /// How characters are written as bytes.
    pub encoding: String,
    /// Its columns.
    pub columns: Vec<ColumnFacts>,
    /// Rows with values.
    pub rows: u64,
    /// Rows without any value, passed over.
    pub blank_rows: u64,
}

/// A column of the table.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct ColumnFacts {
    /// Its heading.
    pub heading: String,
    /// What it is taken for; none is only for `{Heading}` in texts.
    pub meaning: Option<String>,
}

/// A row that made no card.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct RowProblem {
    /// Its number, counted from 1 without the headings.
    pub row: u32,
    /// Line of the file where it begins.
    pub line: u64,
    /// What is wrong.
    pub message: String,
}
