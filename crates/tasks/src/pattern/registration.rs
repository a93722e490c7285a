use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::Point;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The same crosses with every pen: a cross that is not covered shows by how much that pen is off.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Registration {
    /// Length of an arm.
    #[schemars(title = "Arm", range(min = 1.0, max = 100.0), extend("x-group" = "Crosses", "x-unit" = "mm"))]
    arm_mm: f64,
    /// How many pens draw them.
    #[schemars(title = "Drawn by", range(min = 1, max = 8), extend("x-group" = "Crosses"))]
    drawn_by: u32,
}

impl Default for Registration {
    fn default() -> Self {
        Self { arm_mm: 8.0, drawn_by: 1 }
    }
}

impl Kind for Registration {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let arm = self.arm_mm.min(ground.half_mm() / 2.0);
        let area = ground.area.inset(-arm);
        let corners =
            [(area.x0, area.y0), (area.x1, area.y0), (area.x1, area.y1), (area.x0, area.y1)].map(Point::from);
        for pen in 0..self.drawn_by {
            for at in corners.into_iter().chain([ground.center()]) {
                strokes.cross(at, arm, pen);
                strokes.circle(at, arm / 2.0, pen);
            }
        }
        Ok(())
    }
}
