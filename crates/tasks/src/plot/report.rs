use super::import::Import;
use super::steps::Step;
use penstock_drawing::{Drawing, Layer, LayerSetup};
use penstock_toolpath::stats::{Meter, Stats};
use penstock_toolpath::time::Estimate;
use schemars::JsonSchema;
use serde::Serialize;

/// What `plot` did. Travel and time are counted from the first drop of the pen to its last lift: the ways
/// from and to home are not in them. "Before" is the same ink, filled, laid out and cut as asked, in the
/// order in which it comes; `steps` begins with the file itself.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct PlotReport {
    /// Sheet width in mm.
    pub width_mm: f64,
    /// Sheet height in mm.
    pub height_mm: f64,
    /// Strokes, after joining.
    pub paths: u64,
    /// Paths in the order of the file.
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
    /// Where the seconds go.
    pub time: Time,
    /// Where the seconds would go in the order of the file.
    pub time_before: Time,
    /// What each operation did, in the order in which they were done.
    pub steps: Vec<Step>,
    /// What the file held that was approximated or left out.
    pub import: Vec<Import>,
    /// The layers in document order.
    pub layers: Vec<PlotLayer>,
}

/// Where the seconds go.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Time {
    /// Moving with the pen down.
    pub draw_s: f64,
    /// Lifting and dropping the pen.
    pub lifts_s: f64,
    /// Moving with the pen up.
    pub travel_s: f64,
    /// A carousel changes the pen.
    pub pen_changes_s: f64,
    /// Waiting for a person.
    pub pauses_s: f64,
    /// All of these together.
    pub total_s: f64,
}

impl From<Estimate> for Time {
    fn from(estimate: Estimate) -> Self {
        let Estimate { draw_s, lifts_s, travel_s, pen_changes_s, pauses_s, total_s } = estimate;
        Self { draw_s, lifts_s, travel_s, pen_changes_s, pauses_s, total_s }
    }
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
    /// Number of the pen.
    pub pen: u32,
    /// Strokes.
    pub paths: u64,
    /// Length with the pen down, in mm.
    pub draw_mm: f64,
    /// Length with the pen up, in mm, the way from the layer before included.
    pub travel_mm: f64,
    /// Seconds, the way from the layer before included.
    pub time_s: f64,
}

/// What a report is made of.
pub(super) struct Made<'a> {
    pub(super) drawing: &'a Drawing,
    pub(super) setups: &'a [LayerSetup],
    pub(super) before: &'a Meter,
    pub(super) after: &'a Meter,
    pub(super) duplicates_removed: u64,
    pub(super) joined_gap_mm: f64,
    pub(super) steps: Vec<Step>,
    pub(super) import: Vec<Import>,
    /// Operations may have added travel on purpose.
    pub(super) may_travel: bool,
}

impl PlotReport {
    /// Puts the figures together.
    pub(super) fn new(made: Made<'_>) -> Self {
        let layers = made.drawing.layers.iter().zip(made.after.layers()).zip(made.setups);
        let layers = layers.map(|((layer, stats), setup)| PlotLayer::new(layer, stats, setup)).collect();
        let (before, after) = (made.before.total(), made.after.total());
        // The same ways summed in another order may differ in the last digits.
        let most_mm = if made.may_travel { f64::INFINITY } else { before.travel_mm };
        Self {
            width_mm: made.drawing.page.width_mm,
            height_mm: made.drawing.page.height_mm,
            paths: after.paths,
            paths_before: before.paths,
            duplicates_removed: made.duplicates_removed,
            joined_gap_mm: made.joined_gap_mm,
            draw_mm: after.draw_mm,
            draw_before_mm: before.draw_mm,
            travel_mm: after.travel_mm.min(most_mm),
            travel_before_mm: before.travel_mm,
            pen_lifts: after.paths,
            pen_lifts_before: before.paths,
            time_s: after.time_s,
            time_before_s: before.time_s,
            time: made.after.estimate().into(),
            time_before: made.before.estimate().into(),
            steps: made.steps,
            import: made.import,
            layers,
        }
    }
}

impl PlotLayer {
    fn new(layer: &Layer, stats: &Stats, setup: &LayerSetup) -> Self {
        Self {
            name: layer.name.clone(),
            color: layer.pen.color.to_string(),
            pen_width_mm: layer.pen.width_mm,
            pen: setup.pen,
            paths: stats.paths,
            draw_mm: stats.draw_mm,
            travel_mm: stats.travel_mm,
            time_s: stats.time_s,
        }
    }
}
