use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::{Point, Vec2};
use penstock_drawing::{Path, Segment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::f64::consts::{FRAC_1_SQRT_2, FRAC_PI_2, FRAC_PI_4, PI, SQRT_2};

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
    /// Two bands of quarter circles around opposite corners (Smith, 1987), one over the other.
    #[schemars(title = "Arcs")]
    Arcs,
    /// One diagonal (Truchet, 1704, as a line).
    #[schemars(title = "Diagonals")]
    Diagonals,
}

impl Default for Truchet {
    fn default() -> Self {
        Self { tile: Tile::Arcs, side_mm: 16.0, lines: 4 }
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
                let tile =
                    Place { corner, side, flipped: ground.random.flip(), turned: ground.random.flip() };
                for line in 0..self.lines {
                    self.add(strokes, &tile, line);
                }
            }
        }
        Ok(())
    }
}

/// Where a tile is, and how it lies.
struct Place {
    corner: Point,
    side: f64,
    /// Mirrored left to right.
    flipped: bool,
    /// By half a turn: the other band is on top.
    turned: bool,
}

impl Place {
    fn at(&self, x: f64, y: f64) -> Point {
        let (x, y) = if self.turned { (self.side - x, self.side - y) } else { (x, y) };
        self.corner + Vec2::new(if self.flipped { self.side - x } else { x }, y)
    }

    /// An arc around a corner of the unturned tile, from one angle to another.
    fn arc(&self, center: Vec2, radius: f64, from: f64, to: f64) -> Path {
        let point = |angle: f64| {
            let place = center + Vec2::from_angle(angle) * radius;
            self.at(place.x, place.y)
        };
        let bulge = ((to - from) / 4.0).tan() * if self.flipped { -1.0 } else { 1.0 };
        Path { start: point(from), segments: vec![Segment::Arc { to: point(to), bulge }] }
    }
}

impl Truchet {
    /// The share of the edge at which a line crosses it: evenly, so that neighbours meet.
    fn share(&self, line: u32) -> f64 {
        (f64::from(line) + 0.5) / f64::from(self.lines)
    }

    fn add(&self, strokes: &mut Strokes, tile: &Place, line: u32) {
        let (side, share) = (tile.side, self.share(line));
        match self.tile {
            Tile::Arcs => self.arcs(strokes, tile, line),
            Tile::Diagonals => {
                let shift = side * (share - 0.5);
                let (from, to) = if shift >= 0.0 {
                    (tile.at(shift, 0.0), tile.at(side, side - shift))
                } else {
                    (tile.at(0.0, -shift), tile.at(side + shift, side))
                };
                strokes.line([from, to], line);
            }
        }
    }

    /// A quarter circle around one corner, and one around the opposite corner that dives under the band of
    /// the first.
    fn arcs(&self, strokes: &mut Strokes, tile: &Place, line: u32) {
        let (side, radius) = (tile.side, tile.side * self.share(line));
        strokes.path(tile.arc(Vec2::ZERO, radius, 0.0, FRAC_PI_2), line);
        let band = side * self.share(self.lines - 1);
        let apart = side * SQRT_2;
        let opposite = Vec2::new(side, side);
        // Half the angle under the band, seen from the opposite corner (law of cosines).
        let cos = (radius * radius + apart * apart - band * band) / (2.0 * radius * apart);
        if cos >= 1.0 {
            strokes.path(tile.arc(opposite, radius, PI, PI + FRAC_PI_2), line);
        } else if cos > FRAC_1_SQRT_2 {
            let (middle, half) = (PI + FRAC_PI_4, cos.acos());
            strokes.path(tile.arc(opposite, radius, PI, middle - half), line);
            strokes.path(tile.arc(opposite, radius, middle + half, PI + FRAC_PI_2), line);
        }
    }
}
