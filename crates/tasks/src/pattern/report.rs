use super::PatternParams;
use penstock_drawing::Drawing;
use penstock_toolpath::stats::travel_mm;
use schemars::JsonSchema;
use serde::Serialize;

/// What `pattern` made.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct PatternReport {
    /// What was drawn.
    pub kind: String,
    /// Width of the page in mm.
    pub width_mm: f64,
    /// Height of the page in mm.
    pub height_mm: f64,
    /// Strokes, over all layers.
    pub paths: u64,
    /// How far the pen moves while it is down, in mm.
    pub draw_mm: f64,
    /// How far it moves between strokes in the order in which they stand, in mm.
    pub travel_mm: f64,
    /// Everything that makes this drawing again.
    pub params: PatternParams,
}

impl PatternReport {
    pub(super) fn new(params: &PatternParams, drawing: &Drawing) -> Self {
        Self {
            kind: params.pattern.word().to_owned(),
            width_mm: drawing.page.width_mm,
            height_mm: drawing.page.height_mm,
            paths: drawing.path_count() as u64,
            draw_mm: drawing.draw_mm(),
            travel_mm: travel_mm(drawing),
            params: params.clone(),
        }
    }
}
