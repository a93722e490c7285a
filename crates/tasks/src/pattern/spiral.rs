use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::Vec2;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An Archimedean spiral of straight pieces. The defaults are Drawscape's: 1000 points, 0.1 rad apart,
/// up to 0.9 of the half side.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Spiral {
    /// Points along the line.
    #[schemars(title = "Points", range(min = 2, max = 200_000), extend("x-group" = "Spiral"))]
    points: u32,
    /// Angle from one point to the next.
    #[schemars(title = "Step", range(min = 0.01, max = 179.0), extend("x-group" = "Spiral", "x-unit" = "°"))]
    step_deg: f64,
    /// Radius at the end, as a share of half the shorter side.
    #[schemars(title = "Size", range(min = 0.05, max = 1.0), extend("x-group" = "Spiral"))]
    extent: f64,
    /// Wind the other way.
    #[schemars(title = "Turn left", extend("x-group" = "Spiral"))]
    turn_left: bool,
}

impl Default for Spiral {
    fn default() -> Self {
        Self { points: 1000, step_deg: 0.1_f64.to_degrees(), extent: 0.9, turn_left: false }
    }
}

impl Kind for Spiral {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let (center, radius) = (ground.center(), self.extent * ground.half_mm());
        let step = if self.turn_left { -self.step_deg } else { self.step_deg }.to_radians();
        let point = |n: u32| {
            let along = f64::from(n);
            center + Vec2::from_angle(step * along) * (radius * along / f64::from(self.points))
        };
        strokes.line((0..self.points).map(point), 0);
        Ok(())
    }
}
