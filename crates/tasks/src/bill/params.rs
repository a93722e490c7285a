//! What `analyze-csv` may be told.

use crate::cut::CutParams;
use crate::quote::{MachineParams, Order, PaperParams, Rates, presets};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What `analyze-csv` may be told. Material, thickness, quality and quantity stand in where the list says
/// none.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("x-presets" = presets(), "additionalProperties" = false))]
pub struct BillParams {
    /// What the list is.
    #[schemars(title = "List", extend("x-group" = "List"))]
    pub list: ListKind,
    /// Thicknesses in stock in mm, with commas between: `3, 5, 6, 10`. Others are pointed out.
    #[schemars(title = "Thicknesses in stock", length(max = 500), extend("x-group" = "List"))]
    pub stock_mm: String,
    /// Where the list says none.
    #[serde(flatten)]
    pub cut: CutParams,
    /// How many, and how cut.
    #[serde(flatten)]
    pub order: Order,
    /// What cuts it.
    #[serde(flatten)]
    pub machine: MachineParams,
    /// What it costs.
    #[serde(flatten)]
    pub rates: Rates,
    /// What is printed.
    #[serde(flatten)]
    pub paper: PaperParams,
}

/// What a list is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ListKind {
    /// What its headings say.
    #[default]
    #[schemars(title = "As its headings say")]
    Auto,
    /// A bill of parts: files, quantities, materials.
    #[schemars(title = "Bill of parts")]
    Parts,
    /// Components of a drawing with area and perimeter, as wjp's analyser exports them.
    #[schemars(title = "Component export")]
    Components,
}
