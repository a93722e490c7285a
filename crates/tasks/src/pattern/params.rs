use super::kinds::Pattern;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What `pattern` may be told: what all patterns share, and what the chosen kind takes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PatternParams {
    /// What is drawn, with its own settings.
    #[serde(flatten)]
    pub pattern: Pattern,
    /// Width of the sheet.
    #[serde(default = "a4_width")]
    #[schemars(title = "Width", range(min = 10.0, max = 3000.0), extend("x-group" = "Page", "x-unit" = "mm"))]
    pub width_mm: f64,
    /// Height of the sheet.
    #[serde(default = "a4_height")]
    #[schemars(title = "Height", range(min = 10.0, max = 3000.0), extend("x-group" = "Page", "x-unit" = "mm"))]
    pub height_mm: f64,
    /// Kept free at every edge; each kind has its usual one.
    #[serde(default)]
    #[schemars(title = "Margin", range(min = 0.0, max = 500.0), extend("x-group" = "Page", "x-unit" = "mm"))]
    pub margin_mm: Option<f64>,
    /// Another number gives another drawing of the same kind; the same number gives the same.
    #[serde(default)]
    #[schemars(title = "Seed", range(min = 0, max = 4_294_967_295_u64), extend("x-group" = "Chance", "x-next" = true))]
    pub seed: u64,
    /// Strokes are dealt to this many pens, each a layer of its own.
    #[serde(default = "one_pen")]
    #[schemars(title = "Pens", range(min = 1, max = 8), extend("x-group" = "Pens"))]
    pub pens: u32,
    /// Width of their lines.
    #[serde(default = "fine_pen")]
    #[schemars(title = "Pen width", range(min = 0.05, max = 5.0), extend("x-group" = "Pens", "x-unit" = "mm"))]
    pub pen_width_mm: f64,
}

fn a4_width() -> f64 {
    297.0
}

fn a4_height() -> f64 {
    210.0
}

fn one_pen() -> u32 {
    1
}

fn fine_pen() -> f64 {
    0.3
}

impl Default for PatternParams {
    fn default() -> Self {
        Self {
            pattern: Pattern::default(),
            width_mm: a4_width(),
            height_mm: a4_height(),
            margin_mm: None,
            seed: 0,
            pens: one_pen(),
            pen_width_mm: fine_pen(),
        }
    }
}
