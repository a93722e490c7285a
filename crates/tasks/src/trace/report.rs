use super::params::Mode;
use super::scale::ScaleFrom;
use schemars::JsonSchema;
use serde::Serialize;

/// What `trace` found.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct TraceReport {
    /// What was looked for.
    pub mode: Mode,
    /// Pixels across, upright.
    pub width_px: u64,
    /// Pixels down.
    pub height_px: u64,
    /// Width of the whole picture in mm; the drawing's page.
    pub width_mm: f64,
    /// Height of the whole picture in mm.
    pub height_mm: f64,
    /// Side of a pixel in mm.
    pub mm_per_px: f64,
    /// Where that comes from.
    pub scale: ScaleFrom,
    /// Lightness from 0 to 1 below which there is ink; none for modes that draw tones.
    pub threshold: Option<f64>,
    /// What was fitted.
    pub fitted: Fitting,
    /// Strokes.
    pub paths: u64,
    /// How far the tool moves while it is down, in mm.
    pub draw_mm: f64,
    /// How far it moves between strokes, in mm.
    pub travel_mm: f64,
    /// Specks that were left out.
    pub specks: u64,
    /// Shapes that were left out because they are smaller than the smallest feature.
    pub small: u64,
}

/// What was fitted, and how well.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, JsonSchema)]
pub struct Fitting {
    /// Closed shapes of ink, their holes not counted.
    pub shapes: u64,
    /// Holes in them.
    pub holes: u64,
    /// Whole circles.
    pub circles: u64,
    /// Arcs, without those of circles.
    pub arcs: u64,
    /// Straight pieces.
    pub lines: u64,
    /// Dots.
    pub dots: u64,
    /// Lines and arcs were to stay this close to what was traced, in mm.
    pub tolerance_mm: Option<f64>,
    /// The largest distance of a traced point from them, in mm; half a pixel that pixels round off at corners is
    /// left out.
    pub worst_error_mm: Option<f64>,
    /// Mean width of the strokes whose middle was drawn, in mm.
    pub stroke_width_mm: Option<f64>,
}
