use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::Vec2;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Squares in rows; the further down, the more they turn and slip (Georg Nees, 1968).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Schotter {
    /// Squares in a row.
    #[schemars(title = "Columns", range(min = 1, max = 200), extend("x-group" = "Squares"))]
    columns: u32,
    /// Rows.
    #[schemars(title = "Rows", range(min = 1, max = 200), extend("x-group" = "Squares"))]
    rows: u32,
    /// Turn of the last row at most.
    #[schemars(title = "Turn", range(min = 0.0, max = 180.0), extend("x-group" = "Disorder", "x-unit" = "°"))]
    turn_deg: f64,
    /// Slip of the last row at most, in sides of a square.
    #[schemars(title = "Slip", range(min = 0.0, max = 3.0), extend("x-group" = "Disorder"))]
    slip: f64,
    /// How late disorder sets in: 1 grows evenly, more keeps the first rows quiet.
    #[schemars(title = "Onset", range(min = 0.2, max = 6.0), extend("x-group" = "Disorder"))]
    onset: f64,
}

impl Default for Schotter {
    fn default() -> Self {
        Self { columns: 24, rows: 14, turn_deg: 45.0, slip: 0.6, onset: 1.6 }
    }
}

impl Kind for Schotter {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let (columns, rows) = (f64::from(self.columns), f64::from(self.rows));
        // Room for the slip and for a corner that is turned outwards.
        let spare = self.slip + 0.21;
        let cell =
            (ground.area.width() / (columns + 2.0 * spare)).min(ground.area.height() / (rows + 2.0 * spare));
        let first = ground.center() - Vec2::new(columns - 1.0, rows - 1.0) * (cell / 2.0);
        for row in 0..self.rows {
            let disorder = (f64::from(row) / (rows - 1.0).max(1.0)).powf(self.onset);
            for column in 0..self.columns {
                let turn = (self.turn_deg * disorder * ground.random.signed()).to_radians();
                let slip =
                    Vec2::new(ground.random.signed(), ground.random.signed()) * (self.slip * disorder * cell);
                let center = first + Vec2::new(f64::from(column), f64::from(row)) * cell + slip;
                let quarter = std::f64::consts::FRAC_PI_4;
                strokes.polygon(center, cell * std::f64::consts::FRAC_1_SQRT_2, 4, quarter + turn, row);
            }
        }
        Ok(())
    }
}
