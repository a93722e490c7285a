use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::{Point, Rect};
use penstock_drawing::lettering::Align;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::f64::consts::SQRT_2;

/// The largest square that fits in whole centimetres, its diagonals, a centimetre rule along two sides
/// and a circle: measure the diagonals, they must be equal; the circle must touch the square four times.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Squareness {
    /// Side of the square; the largest that fits if none is given.
    #[schemars(title = "Side", range(min = 10.0, max = 3000.0), extend("x-group" = "Square", "x-unit" = "mm"))]
    side_mm: Option<f64>,
}

/// To a tenth of a millimetre, which is what a ruler tells.
fn rounded(length_mm: f64) -> String {
    let text = format!("{length_mm:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

impl Kind for Squareness {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let room = 2.0 * ground.half_mm();
        let side = self.side_mm.unwrap_or((room / 10.0).floor() * 10.0).min(room);
        let center = ground.center();
        let square = Rect::from_center_size(center, (side, side));
        let corners =
            [(square.x0, square.y0), (square.x1, square.y0), (square.x1, square.y1), (square.x0, square.y1)]
                .map(Point::from);
        strokes.ring(&corners, 0);
        strokes.line([corners[0], corners[2]], 0);
        strokes.line([corners[1], corners[3]], 0);
        strokes.circle(center, side / 2.0, 0);
        let centimetres = (side / 10.0).floor() as u32;
        for n in 1..centimetres {
            let along = f64::from(n) * 10.0;
            let tick = if n % 10 == 0 {
                6.0
            } else if n % 5 == 0 {
                4.0
            } else {
                2.0
            };
            let (x, y) = (square.x0 + along, square.y0 + along);
            strokes.line([Point::new(x, square.y0), Point::new(x, square.y0 + tick)], 0);
            strokes.line([Point::new(square.x0, y), Point::new(square.x0 + tick, y)], 0);
        }
        // What a ruler must find, between circle and diagonals.
        let cap = (side / 45.0).min(4.0);
        let line = |strokes: &mut Strokes, text: &str, row: f64| {
            let at = Point::new(center.x, center.y + side * 0.22 + row * 2.0 * cap);
            strokes.text(text, at, cap, Align::Center, 0);
        };
        line(strokes, &format!("Side {} mm", rounded(side)), 0.0);
        line(strokes, &format!("Diagonal {} mm", rounded(side * SQRT_2)), 1.0);
        Ok(())
    }
}
