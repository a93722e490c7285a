use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use super::turtle::Figure;
use crate::Cancelled;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Hilbert's curve (1891): 4^order cells, one line.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Hilbert {
    /// How often the figure is refined.
    #[schemars(title = "Order", range(min = 1, max = 9), extend("x-group" = "Curve"))]
    order: u32,
}

impl Default for Hilbert {
    fn default() -> Self {
        Self { order: 6 }
    }
}

const FIGURE: Figure<'_> = Figure {
    axiom: "A",
    rules: &[('A', "+BF-AFA-FB+"), ('B', "-AF+BFB+FA-")],
    turn_deg: 90.0,
    draws: "F",
    heading_deg: 0.0,
};

impl Kind for Hilbert {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        FIGURE.draw(self.order, 0.0, ground, strokes)?;
        strokes.fit(ground.area);
        Ok(())
    }
}
