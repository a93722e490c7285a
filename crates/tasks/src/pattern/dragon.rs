use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use super::turtle::Figure;
use crate::Cancelled;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Heighway's dragon: a strip of paper folded in half `order` times, every fold opened to a right angle.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Dragon {
    /// How often the figure is refined.
    #[schemars(title = "Order", range(min = 1, max = 17), extend("x-group" = "Curve"))]
    order: u32,
}

impl Default for Dragon {
    fn default() -> Self {
        Self { order: 12 }
    }
}

const FIGURE: Figure<'_> = Figure {
    axiom: "FX",
    rules: &[('X', "X+YF+"), ('Y', "-FX-Y")],
    turn_deg: 90.0,
    draws: "F",
    heading_deg: 0.0,
};

impl Kind for Dragon {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        FIGURE.draw(self.order, 0.0, ground, strokes)?;
        strokes.fit(ground.area);
        Ok(())
    }
}
