use super::ArtboardParams;
use schemars::JsonSchema;
use serde::Serialize;

/// What `artboard` made.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct ArtboardReport {
    /// Width of the sheet in mm.
    pub width_mm: f64,
    /// Height of the sheet in mm.
    pub height_mm: f64,
    /// Size of the drawing on the sheet against its own.
    pub scale: f64,
    /// Colour of the paper that it is meant for.
    pub paper_color: String,
    /// Strokes, over all layers.
    pub paths: u64,
    /// How far the pen moves while it is down, in mm.
    pub draw_mm: f64,
    /// How far it moves between strokes in the order in which they stand, in mm.
    pub travel_mm: f64,
    /// Everything that makes this sheet again, together with the drawing.
    pub params: ArtboardParams,
}
