use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::Point;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Lines down, then lines across, from the left and the upper edge on. With the default distance of
/// 10 mm it is Drawscape's grid.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Grid {
    /// From one line to the next.
    #[schemars(title = "Distance", range(min = 0.2, max = 500.0), extend("x-group" = "Grid", "x-unit" = "mm"))]
    spacing_mm: f64,
    /// Draw every second line backwards, which saves travel.
    #[schemars(title = "Back and forth", extend("x-group" = "Grid"))]
    back_and_forth: bool,
}

impl Default for Grid {
    fn default() -> Self {
        Self { spacing_mm: 10.0, back_and_forth: false }
    }
}

impl Kind for Grid {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let area = ground.area;
        // A line on the far edge stays out, as at Drawscape.
        let places = |length: f64| {
            let count = (length / self.spacing_mm - 1e-9).floor().max(0.0) as u32 + 1;
            (0..count).map(|n| f64::from(n) * self.spacing_mm).enumerate()
        };
        for (n, x) in places(area.width()) {
            let x = area.x0 + x;
            self.add(strokes, n, Point::new(x, area.y0), Point::new(x, area.y1), 0);
        }
        for (n, y) in places(area.height()) {
            let y = area.y0 + y;
            self.add(strokes, n, Point::new(area.x0, y), Point::new(area.x1, y), 1);
        }
        Ok(())
    }
}

impl Grid {
    fn add(&self, strokes: &mut Strokes, n: usize, from: Point, to: Point, group: u32) {
        let back = self.back_and_forth && n % 2 == 1;
        strokes.line(if back { [to, from] } else { [from, to] }, group);
    }
}
