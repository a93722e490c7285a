use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What `trace` may be told.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TraceParams {
    /// What the lines are.
    #[schemars(title = "Lines", extend("x-group" = "Lines"))]
    pub mode: Mode,
    /// Width of the whole picture, from its left edge to its right.
    #[schemars(title = "Width of the picture", range(min = 0.1, max = 10_000.0), extend("x-group" = "Scale", "x-unit" = "mm"))]
    pub width_mm: Option<f64>,
    /// Two places in the picture, in pixels from its upper left corner, whose distance is known: `120,80 940,80`.
    #[schemars(title = "Two points", length(max = 100), extend("x-group" = "Scale"))]
    pub scale_from: Option<String>,
    /// How far these two points are from each other.
    #[schemars(title = "Their distance", range(min = 0.01, max = 100_000.0), extend("x-group" = "Scale", "x-unit" = "mm"))]
    pub distance_mm: Option<f64>,
    /// Pixels in one inch. Without any scale the file's own is taken, or else 96.
    #[schemars(title = "Resolution", range(min = 1.0, max = 20_000.0), extend("x-group" = "Scale", "x-unit" = "dpi"))]
    pub dpi: Option<f64>,
    /// What is darker than this is ink, from 0 (black) to 1 (white). Without it the tone that parts ink from paper best is found.
    #[schemars(title = "Threshold", range(min = 0.0, max = 1.0), extend("x-group" = "Picture"))]
    pub threshold: Option<f64>,
    /// Take what is light as ink.
    #[schemars(title = "Invert", extend("x-group" = "Picture"))]
    pub invert: bool,
    /// Evens out grain before anything is looked for; corners get rounder.
    #[schemars(title = "Blur", range(min = 0.0, max = 20.0), extend("x-group" = "Picture", "x-unit" = "px"))]
    pub blur_px: f64,
    /// Leave out specks, and holes, that cover fewer pixels.
    #[schemars(title = "Despeckle", range(min = 0.0, max = 100_000.0), extend("x-group" = "Picture", "x-unit" = "px²"))]
    pub despeckle_px2: f64,
    /// Leave out what is smaller than this both ways. For a jet: what is narrower than its kerf cannot be cut.
    #[schemars(title = "Smallest feature", range(min = 0.0, max = 1000.0), extend("x-group" = "Picture", "x-unit" = "mm"))]
    pub min_feature_mm: f64,
    /// Lines and arcs stay this close to the traced edge. Without it, a third of a pixel where edges are soft, half a pixel for centre lines, three quarters where edges are hard.
    #[schemars(title = "Tolerance", range(min = 0.001, max = 50.0), extend("x-group" = "Lines", "x-unit" = "mm"))]
    pub tolerance_mm: Option<f64>,
    /// From one line to the next of a set.
    #[schemars(title = "Distance of lines", range(min = 0.1, max = 50.0), extend("x-group" = "Hatching", "x-unit" = "mm"))]
    pub hatch_spacing_mm: f64,
    /// Direction of the first set; 0 is level.
    #[schemars(title = "Angle", range(min = -180.0, max = 180.0), extend("x-group" = "Hatching", "x-unit" = "°"))]
    pub hatch_angle_deg: f64,
    /// Tones that are told apart: the darkest has this many sets of lines over each other.
    #[schemars(title = "Tones", range(min = 1, max = 8), extend("x-group" = "Hatching"))]
    pub hatch_levels: u32,
    /// How many dots.
    #[schemars(title = "Dots", range(min = 10, max = 30_000), extend("x-group" = "Stipple"))]
    pub dots: u32,
    /// Diameter of the circle that is drawn for a dot; 0 touches the paper once.
    #[schemars(title = "Size of a dot", range(min = 0.0, max = 20.0), extend("x-group" = "Stipple", "x-unit" = "mm"))]
    pub dot_mm: f64,
    /// Another number scatters the dots another way.
    #[schemars(title = "Seed", range(min = 0, max = 4_294_967_295_u64), extend("x-group" = "Stipple", "x-next" = true))]
    pub seed: u64,
    /// Width of the pen's line.
    #[schemars(title = "Pen width", range(min = 0.05, max = 5.0), extend("x-group" = "Lines", "x-unit" = "mm"))]
    pub pen_width_mm: f64,
}

impl Default for TraceParams {
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            width_mm: None,
            scale_from: None,
            distance_mm: None,
            dpi: None,
            threshold: None,
            invert: false,
            blur_px: 0.0,
            despeckle_px2: 3.0,
            min_feature_mm: 0.0,
            tolerance_mm: None,
            hatch_spacing_mm: 0.8,
            hatch_angle_deg: 45.0,
            hatch_levels: 4,
            dots: 3000,
            dot_mm: 0.0,
            seed: 0,
            pen_width_mm: 0.3,
        }
    }
}

/// What the lines are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Edges of the ink, closed, with their holes: for cutting.
    #[default]
    #[schemars(title = "Outlines")]
    Outline,
    /// Middle of each stroke: for pens.
    #[schemars(title = "Centre lines")]
    Centerline,
    /// Parallel lines, the closer the darker.
    #[schemars(title = "Hatching")]
    Hatch,
    /// Dots, the closer the darker.
    #[schemars(title = "Stipple")]
    Stipple,
}
