use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::{Point, Vec2};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::f64::consts::TAU;

/// One line that goes round as a polygon, wider and further turned with each corner.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PolygonSpiral {
    /// Corners of a round.
    #[schemars(title = "Sides", range(min = 3, max = 60), extend("x-group" = "Spiral"))]
    sides: u32,
    /// From one round to the next.
    #[schemars(title = "Distance", range(min = 0.2, max = 50.0), extend("x-group" = "Spiral", "x-unit" = "mm"))]
    spacing_mm: f64,
    /// Each round is turned by this against the last.
    #[schemars(title = "Twist", range(min = -60.0, max = 60.0), extend("x-group" = "Spiral", "x-unit" = "°"))]
    twist_deg: f64,
}

impl Default for PolygonSpiral {
    fn default() -> Self {
        Self { sides: 6, spacing_mm: 2.4, twist_deg: 4.0 }
    }
}

impl Kind for PolygonSpiral {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let center = ground.center();
        let sides = f64::from(self.sides);
        // Whole rounds, and a last one that grows no more: the outline closes.
        let rounds = (ground.half_mm() / self.spacing_mm).floor().max(1.0);
        let corner = |n: u32| -> Point {
            let round = f64::from(n) / sides;
            let grown = round.min(rounds);
            let angle = TAU * round + (self.twist_deg * grown).to_radians() - TAU / 4.0;
            center + Vec2::from_angle(angle) * (grown * self.spacing_mm)
        };
        let corners = ((rounds + 1.0) * sides) as u32;
        strokes.line((0..=corners).map(corner), 0);
        Ok(())
    }
}
