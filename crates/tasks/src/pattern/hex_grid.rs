use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::{Point, Vec2};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Whole cells of a honeycomb.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct HexGrid {
    /// Side of a cell.
    #[schemars(title = "Side", range(min = 0.5, max = 200.0), extend("x-group" = "Honeycomb", "x-unit" = "mm"))]
    side_mm: f64,
    /// Smaller cells inside of each, this many.
    #[schemars(title = "Rings inside", range(min = 0, max = 20), extend("x-group" = "Honeycomb"))]
    rings: u32,
    /// Share of the cells that get rings.
    #[schemars(title = "Share with rings", range(min = 0.0, max = 1.0), extend("x-group" = "Honeycomb"))]
    filled: f64,
}

impl Default for HexGrid {
    fn default() -> Self {
        Self { side_mm: 9.0, rings: 4, filled: 0.4 }
    }
}

impl Kind for HexGrid {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let (area, side) = (ground.area, self.side_mm);
        let (wide, high) = (3_f64.sqrt() * side, 1.5 * side);
        let rows = ((area.height() - 2.0 * side) / high).floor() as i64 + 1;
        let columns = (area.width() / wide - 0.5).floor() as i64;
        let used =
            Vec2::new((columns.max(0) as f64 + 0.5) * wide, (rows.max(1) - 1) as f64 * high + 2.0 * side);
        let first = area.center() - used / 2.0 + Vec2::new(wide / 2.0, side);
        let corner = |n: i64| Vec2::from_angle(std::f64::consts::FRAC_PI_6 * (2 * n + 1) as f64) * side;
        // A side is named by the two corners that it joins, on a lattice of a quarter side.
        let key = |p: Point| ((p.x / side * 8.0).round() as i64, (p.y / side * 8.0).round() as i64);
        let mut drawn = HashSet::new();
        for row in 0..rows {
            ground.at(row as f64 / rows as f64)?;
            for column in 0..columns {
                let shift = if row % 2 == 0 { 0.0 } else { wide / 2.0 };
                let center = first + Vec2::new(column as f64 * wide + shift, row as f64 * high);
                for n in 0..6 {
                    let (from, to) = (center + corner(n), center + corner(n + 1));
                    let ends = (key(from).min(key(to)), key(from).max(key(to)));
                    if drawn.insert(ends) {
                        strokes.line([from, to], 0);
                    }
                }
                if ground.random.unit() < self.filled {
                    for ring in 1..=self.rings {
                        let scale = 1.0 - f64::from(ring) / f64::from(self.rings + 1);
                        let turn = std::f64::consts::FRAC_PI_6;
                        strokes.polygon(center, side * scale, 6, turn, 1 + ring);
                    }
                }
            }
        }
        Ok(())
    }
}
