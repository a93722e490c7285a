use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use super::turtle::Figure;
use crate::Cancelled;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Gosper's flowsnake: 7^order steps, one line.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Gosper {
    /// How often the figure is refined.
    #[schemars(title = "Order", range(min = 1, max = 7), extend("x-group" = "Curve"))]
    order: u32,
}

impl Default for Gosper {
    fn default() -> Self {
        Self { order: 4 }
    }
}

const FIGURE: Figure<'_> = Figure {
    axiom: "A",
    rules: &[('A', "A-B--B+A++AA+B-"), ('B', "+A-BB--B-A++A+B")],
    turn_deg: 60.0,
    draws: "AB",
    heading_deg: 0.0,
};

impl Kind for Gosper {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        FIGURE.draw(self.order, 0.0, ground, strokes)?;
        strokes.fit(ground.area);
        Ok(())
    }
}
