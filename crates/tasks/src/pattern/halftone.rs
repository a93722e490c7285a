use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use super::tones::Tone;
use crate::Cancelled;
use kurbo::{Affine, Point, Vec2};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Dots on a turned grid, the larger the darker, as newspapers print pictures.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Halftone {
    /// From one dot to the next.
    #[schemars(title = "Distance", range(min = 0.5, max = 50.0), extend("x-group" = "Screen", "x-unit" = "mm"))]
    cell_mm: f64,
    /// Direction of the grid; 0 is level.
    #[schemars(title = "Angle", range(min = -90.0, max = 90.0), extend("x-group" = "Screen", "x-unit" = "°"))]
    angle_deg: f64,
    /// Diameter of a dot where the picture is black, as a share of the distance.
    #[schemars(title = "Size", range(min = 0.1, max = 1.5), extend("x-group" = "Screen"))]
    size: f64,
    /// What a dot looks like.
    #[schemars(title = "Dot", extend("x-group" = "Screen"))]
    dot: Dot,
    #[serde(flatten)]
    tone: Tone,
}

/// What a dot looks like.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Dot {
    /// Full of ink: rings from the edge to the middle.
    #[schemars(title = "Filled")]
    Filled,
    /// The edge alone.
    #[schemars(title = "Ring")]
    Ring,
    /// A square along the grid, its edge alone.
    #[schemars(title = "Square")]
    Square,
}

impl Default for Halftone {
    fn default() -> Self {
        Self { cell_mm: 2.4, angle_deg: 45.0, size: 1.05, dot: Dot::Filled, tone: Tone::default() }
    }
}

impl Kind for Halftone {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let tones = ground.tones(&self.tone).blurred(self.cell_mm / 3.0);
        let (area, cell) = (tones.area, self.cell_mm);
        let turn = self.angle_deg.to_radians();
        let reach = (area.width().hypot(area.height()) / 2.0 / cell).ceil() as i32;
        let place = Affine::translate(area.center().to_vec2()) * Affine::rotate(turn);
        for row in -reach..=reach {
            ground.at(f64::from(row + reach) / f64::from(2 * reach + 1))?;
            for step in -reach..=reach {
                let column = if row % 2 == 0 { step } else { -step };
                let at = place * Point::new(f64::from(column) * cell, f64::from(row) * cell);
                // Ink covers a share of the cell: the diameter goes with the root of the tone.
                let size = self.size * cell * tones.darkness(at).sqrt();
                if size < ground.pen_mm / 2.0 || !area.contains_rect(around(at, size / 2.0)) {
                    continue;
                }
                match self.dot {
                    Dot::Filled => strokes.spot(at, size, ground.pen_mm, 0),
                    Dot::Ring => strokes.circle(at, size / 2.0, 0),
                    Dot::Square => {
                        let corner = size / 2.0 * std::f64::consts::FRAC_1_SQRT_2;
                        strokes.polygon(at, corner, 4, turn + std::f64::consts::FRAC_PI_4, 0);
                    }
                }
            }
        }
        Ok(())
    }
}

fn around(center: Point, radius: f64) -> kurbo::Rect {
    let reach = Vec2::new(radius, radius);
    kurbo::Rect::from_points(center - reach, center + reach)
}
