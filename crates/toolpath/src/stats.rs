//! What a toolpath costs: length drawn, travel, lifts and seconds, for each layer and in all.
//!
//! Travel is the straight way with the tool up from the end of each path to the start of the next one,
//! within and across layers. The ways from and to home are left out.

use crate::time::{Clock, Estimate, Profile};
use kurbo::Point;
use penstock_drawing::{Drawing, LayerSetup, Path, Pen};

/// One layer, or all of them.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Stats {
    /// Strokes; the tool is lifted once after each.
    pub paths: u64,
    /// Length with the tool down, in mm.
    pub draw_mm: f64,
    /// Length with the tool up, in mm. The way from one layer to the next belongs to the next.
    pub travel_mm: f64,
    /// Seconds, the way from the layer before included.
    pub time_s: f64,
}

impl std::iter::Sum for Stats {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            paths: sum.paths + one.paths,
            draw_mm: sum.draw_mm + one.draw_mm,
            travel_mm: sum.travel_mm + one.travel_mm,
            time_s: sum.time_s + one.time_s,
        })
    }
}

/// Measures a toolpath stroke by stroke.
#[derive(Clone, Debug)]
pub struct Meter {
    clock: Clock,
    last: Option<Point>,
    layers: Vec<Stats>,
}

impl Meter {
    /// A meter for `layers` layers on this machine.
    #[must_use]
    pub fn new(profile: Profile, layers: usize) -> Self {
        Self { clock: Clock::new(profile), last: None, layers: vec![Stats::default(); layers] }
    }

    /// Adds a path that was flattened to `points`; `times_s` is replaced with the time at which the tool
    /// reaches each of them. Paths have to come in drawing order.
    pub fn add(&mut self, layer: usize, path: &Path, points: &[Point], times_s: &mut Vec<f64>) {
        let before_s = self.clock.at_s();
        self.clock.stroke(points, times_s);
        let stats = &mut self.layers[layer];
        stats.paths += 1;
        stats.draw_mm += path.length_mm();
        stats.travel_mm += self.last.map_or(0.0, |last| last.distance(path.start));
        stats.time_s += self.clock.at_s() - before_s;
        self.last = Some(path.end());
    }

    /// Tells the machine what it is told before a layer: its pen, a pause, its speed. The seconds for
    /// that belong to the layer.
    pub fn prepare(&mut self, layer: usize, setup: &LayerSetup) {
        let before_s = self.clock.at_s();
        self.clock.prepare(setup.pen, setup.pause_before);
        self.clock.draw_at(setup.speed_mm_per_s);
        self.layers[layer].time_s += self.clock.at_s() - before_s;
    }

    /// Where the seconds of all layers went.
    #[must_use]
    pub fn estimate(&self) -> Estimate {
        self.clock.estimate()
    }

    /// One entry for each layer.
    #[must_use]
    pub fn layers(&self) -> &[Stats] {
        &self.layers
    }

    /// All layers together.
    #[must_use]
    pub fn total(&self) -> Stats {
        self.layers.iter().copied().sum()
    }
}

/// The number of the pen of each layer, 1 for the first: layers of one colour and width share a pen.
#[must_use]
pub fn distinct_pens(drawing: &Drawing) -> Vec<u32> {
    let mut known: Vec<Pen> = Vec::new();
    let number = |pen: Pen| {
        let at = known.iter().position(|&other| other == pen).unwrap_or_else(|| {
            known.push(pen);
            known.len() - 1
        });
        at as u32 + 1
    };
    drawing.layers.iter().map(|layer| layer.pen).map(number).collect()
}

/// Travel in mm over all layers.
#[must_use]
pub fn travel_mm(drawing: &Drawing) -> f64 {
    travel_of(drawing.layers.iter().flat_map(|layer| &layer.paths), None)
}

/// Travel in mm of these paths in this order, with the way from `from` to the first one if there is one.
pub(crate) fn travel_of<'a>(paths: impl Iterator<Item = &'a Path>, mut from: Option<Point>) -> f64 {
    let mut travel = 0.0;
    for path in paths {
        travel += from.map_or(0.0, |from| from.distance(path.start));
        from = Some(path.end());
    }
    travel
}
