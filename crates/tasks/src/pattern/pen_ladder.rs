use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::Point;
use penstock_drawing::lettering::Align;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Blocks of parallel lines, each at a smaller distance than the one before. In the first block without
/// white between its lines, the distance (the figure above, in mm) is the width of the pen.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PenLadder {
    /// Largest distance.
    #[schemars(title = "From", range(min = 0.1, max = 10.0), extend("x-group" = "Ladder", "x-unit" = "mm"))]
    from_mm: f64,
    /// Smallest distance.
    #[schemars(title = "To", range(min = 0.02, max = 10.0), extend("x-group" = "Ladder", "x-unit" = "mm"))]
    to_mm: f64,
    /// Blocks.
    #[schemars(title = "Blocks", range(min = 2, max = 40), extend("x-group" = "Ladder"))]
    blocks: u32,
}

impl Default for PenLadder {
    fn default() -> Self {
        Self { from_mm: 1.0, to_mm: 0.1, blocks: 10 }
    }
}

/// Height of the figures over the blocks, where there is room for them, in mm.
const FIGURES_MM: f64 = 2.6;

impl Kind for PenLadder {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let area = ground.area;
        let pitch = area.width() / f64::from(self.blocks);
        let block = pitch * 0.8;
        // Four figures are about three times as wide as they are high.
        let cap = FIGURES_MM.min(block / 3.6);
        for n in 0..self.blocks {
            let share = f64::from(n) / f64::from(self.blocks - 1);
            let distance = self.from_mm * (self.to_mm / self.from_mm).powf(share);
            let left = area.x0 + pitch * f64::from(n);
            let lines = (block / distance).floor() as u32;
            for line in 0..=lines {
                let x = left + f64::from(line) * distance;
                let ends = [Point::new(x, area.y0 + 2.0 * cap), Point::new(x, area.y1)];
                strokes.line(if line % 2 == 0 { ends } else { [ends[1], ends[0]] }, 0);
            }
            let label = format!("{distance:.2}");
            strokes.text(&label, Point::new(left + block / 2.0, area.y0), cap, Align::Center, 0);
        }
        Ok(())
    }
}
