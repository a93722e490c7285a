use super::arrange::Arranged;
use penstock_drawing::{Drawing, Layer};
use penstock_toolpath::stats::{Meter, Stats};
use schemars::JsonSchema;
use serde::Serialize;

/// What `plot` did. Travel and time are counted from the first drop of the pen to its last lift: the
/// ways from and to home and pen changes are not in them.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct PlotReport {
    /// Sheet width in mm.
    pub width_mm: f64,
    /// Sheet height in mm.
    pub height_mm: f64,
    /// Strokes, after joining.
    pub paths: u64,
    /// Paths in the file.
    pub paths_before: u64,
    /// Paths that were dropped because they repeat others.
    pub duplicates_removed: u64,
    /// Length of the gaps between joined ends, in mm.
    pub joined_gap_mm: f64,
    /// Length with the pen down, in mm.
    pub draw_mm: f64,
    /// Length with the pen down in the order of the file, in mm.
    pub draw_before_mm: f64,
    /// Length with the pen up, in mm.
    pub travel_mm: f64,
    /// Length with the pen up in the order of the file, in mm.
    pub travel_before_mm: f64,
    /// How often the pen is lifted.
    pub pen_lifts: u64,
    /// How often the pen is lifted in the order of the file.
    pub pen_lifts_before: u64,
    /// Seconds.
    pub time_s: f64,
    /// Seconds in the order of the file.
    pub time_before_s: f64,
    /// The layers in document order.
    pub layers: Vec<PlotLayer>,
}

/// One layer as it will be drawn.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct PlotLayer {
    /// Its name to the letter.
    pub name: String,
    /// Colour of the pen, like `#1f4e9e`.
    pub color: String,
    /// Width of the pen's line in mm.
    pub pen_width_mm: f64,
    /// Strokes.
    pub paths: u64,
    /// Length with the pen down, in mm.
    pub draw_mm: f64,
    /// Length with the pen up, in mm, the way from the layer before included.
    pub travel_mm: f64,
    /// Seconds, the way from the layer before included.
    pub time_s: f64,
}

impl PlotReport {
    /// Puts the figures together.
    pub(super) fn new(drawing: &Drawing, arranged: &Arranged, before: &Meter, after: &Meter) -> Self {
        let layers = drawing.layers.iter().zip(after.layers()).map(PlotLayer::new).collect();
        let (before, after) = (before.total(), after.total());
        Self {
            width_mm: drawing.page.width_mm,
            height_mm: drawing.page.height_mm,
            paths: after.paths,
            paths_before: before.paths,
            duplicates_removed: arranged.duplicates_removed,
            joined_gap_mm: arranged.joined_gap_mm,
            draw_mm: after.draw_mm,
            draw_before_mm: before.draw_mm,
            // The same ways summed in another order may differ in the last digits.
            travel_mm: after.travel_mm.min(before.travel_mm),
            travel_before_mm: before.travel_mm,
            pen_lifts: after.paths,
            pen_lifts_before: before.paths,
            time_s: after.time_s,
            time_before_s: before.time_s,
            layers,
        }
    }
}

impl PlotLayer {
    fn new((layer, stats): (&Layer, &Stats)) -> Self {
        Self {
            name: layer.name.clone(),
            color: layer.pen.color.to_string(),
            pen_width_mm: layer.pen.width_mm,
            paths: stats.paths,
            draw_mm: stats.draw_mm,
            travel_mm: stats.travel_mm,
            time_s: stats.time_s,
        }
    }
}
