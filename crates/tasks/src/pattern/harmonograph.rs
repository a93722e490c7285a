use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::Point;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::f64::consts::TAU;

/// Two pendulums for each direction, each swinging less and less. The seed sets their phases.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Harmonograph {
    /// Swings of the pendulum that goes left and right while the other does `swings_y`.
    #[schemars(title = "Swings across", range(min = 1, max = 12), extend("x-group" = "Pendulums"))]
    swings_x: u32,
    /// Swings of the pendulum that goes up and down.
    #[schemars(title = "Swings down", range(min = 1, max = 12), extend("x-group" = "Pendulums"))]
    swings_y: u32,
    /// How far the pendulums are out of tune: the figure turns slowly.
    #[schemars(title = "Detune", range(min = 0.0, max = 0.05), extend("x-group" = "Pendulums"))]
    detune: f64,
    /// What a pendulum loses in one swing.
    #[schemars(title = "Damping", range(min = 0.0, max = 0.2), extend("x-group" = "Pendulums"))]
    damping: f64,
    /// How long it swings.
    #[schemars(title = "Swings", range(min = 1, max = 400), extend("x-group" = "Pendulums"))]
    length: u32,
}

impl Default for Harmonograph {
    fn default() -> Self {
        Self { swings_x: 1, swings_y: 3, detune: 0.005, damping: 0.025, length: 60 }
    }
}

/// Points of the quickest swing.
const POINTS_PER_SWING: f64 = 40.0;

impl Kind for Harmonograph {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let phases: Vec<f64> = (0..4).map(|_| ground.random.angle()).collect();
        let quickest = f64::from(self.swings_x.max(self.swings_y));
        let per_round = POINTS_PER_SWING * quickest;
        let points = (per_round * f64::from(self.length)) as u32;
        let (sx, sy) = (f64::from(self.swings_x), f64::from(self.swings_y));
        let point = |n: u32| {
            let rounds = f64::from(n) / per_round;
            let left = (-self.damping * rounds).exp();
            let swing = |rate: f64, phase: f64| (TAU * rate * rounds + phase).sin() * left;
            Point::new(
                0.7 * swing(sx, phases[0]) + 0.3 * swing(sy + self.detune, phases[1]),
                0.7 * swing(sy, phases[2]) + 0.3 * swing(sx - self.detune, phases[3]),
            )
        };
        let line: Vec<Point> = (0..=points).map(point).collect();
        ground.at(0.8)?;
        strokes.smooth(&line, 0);
        strokes.fit(ground.area);
        Ok(())
    }
}
