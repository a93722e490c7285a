use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::{Point, Vec2};
use penstock_drawing::{Path, Segment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Square tiles that are turned at random; what they show meets at their edges.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Truchet {
    /// What a tile shows.
    #[schemars(title = "Tile", extend("x-group" = "Tiles"))]
    tile: Tile,
    /// Side of a tile.
    #[schemars(title = "Side", range(min = 1.0, max = 200.0), extend("x-group" = "Tiles", "x-unit" = "mm"))]
    side_mm: f64,
    /// Parallel lines instead of each single one.
    #[schemars(title = "Lines", range(min = 1, max = 9), extend("x-group" = "Tiles"))]
    lines: u32,
}

/// What is on a tile.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Tile {
    /// Two quarter circles around opposite corners (Smith, 1987).
    #[schemars(title = "Arcs")]
    Arcs,
    /// One diagonal (Truchet, 1704, as a line).
    #[schemars(title = "Diagonals")]
    Diagonals,
}

impl Default for Truchet {
    fn default() -> Self {
        Self { tile: Tile::Arcs, side_mm: 9.0, lines: 3 }
    }
}

impl Kind for Truchet {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let (area, side) = (ground.area, self.side_mm);
        let columns = (area.width() / side).floor().max(1.0) as u32;
        let rows = (area.height() / side).floor().max(1.0) as u32;
        let side = side.min(area.width()).min(area.height());
        let first = area.center() - Vec2::new(f64::from(columns), f64::from(rows)) * (side / 2.0);
        for row in 0..rows {
            ground.at(f64::from(row) / f64::from(rows))?;
            for column in 0..columns {
                let corner = first + Vec2::new(f64::from(column), f64::from(row)) * side;
                let flipped = ground.random.flip();
                for line in 0..self.lines {
                    // Evenly over the edge, so that neighbours meet.
                    let share = (f64::from(line) + 0.5) / f64::from(self.lines);
                    self.add(strokes, corner, side, share, flipped, line);
                }
            }
        }
        Ok(())
    }
}

impl Truchet {
    fn add(&self, strokes: &mut Strokes, corner: Point, side: f64, share: f64, flipped: bool, line: u32) {
        // Points on the tile, mirrored left to right when it is flipped.
        let at = |x: f64, y: f64| corner + Vec2::new(if flipped { side - x } else { x }, y);
        match self.tile {
            Tile::Arcs => {
                // A quarter turn: the tangent of an eighth.
                let bulge = std::f64::consts::FRAC_PI_8.tan() * if flipped { -1.0 } else { 1.0 };
                let radius = side * share;
                let upper = Segment::Arc { to: at(0.0, radius), bulge };
                strokes.path(Path { start: at(radius, 0.0), segments: vec![upper] }, line);
                let lower = Segment::Arc { to: at(side, side - radius), bulge };
                strokes.path(Path { start: at(side - radius, side), segments: vec![lower] }, line);
            }
            Tile::Diagonals => {
                let shift = side * (share - 0.5);
                let (from, to) = if shift >= 0.0 {
                    (at(shift, 0.0), at(side, side - shift))
                } else {
                    (at(0.0, -shift), at(side + shift, side))
                };
                strokes.line([from, to], line);
            }
        }
    }
}
