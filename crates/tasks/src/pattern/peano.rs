use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use super::turtle::Figure;
use crate::Cancelled;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Peano's curve (1890): 9^order cells, one line.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Peano {
    /// How often the figure is refined.
    #[schemars(title = "Order", range(min = 1, max = 6), extend("x-group" = "Curve"))]
    order: u32,
}

impl Default for Peano {
    fn default() -> Self {
        Self { order: 4 }
    }
}

const FIGURE: Figure<'_> = Figure {
    axiom: "X",
    rules: &[('X', "XFYFX+F+YFXFY-F-XFYFX"), ('Y', "YFXFY-F-XFYFX+F+YFXFY")],
    turn_deg: 90.0,
    draws: "F",
    heading_deg: 0.0,
};

impl Kind for Peano {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        FIGURE.draw(self.order, 0.0, ground, strokes)?;
        strokes.fit(ground.area);
        Ok(())
    }
}
