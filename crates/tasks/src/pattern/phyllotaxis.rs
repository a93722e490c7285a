use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::{Point, Vec2};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Seeds at a constant angle from one to the next, the n-th at a distance that grows with √n
/// (Vogel, 1979).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Phyllotaxis {
    /// How many.
    #[schemars(title = "Seeds", range(min = 2, max = 20_000), extend("x-group" = "Flower"))]
    seeds: u32,
    /// From one to the next. 137.508° is the golden angle; a tenth beside it changes everything.
    #[schemars(title = "Angle", range(min = 0.0, max = 360.0), extend("x-group" = "Flower", "x-unit" = "°"))]
    angle_deg: f64,
    /// What a seed looks like.
    #[schemars(title = "Seed shape", extend("x-group" = "Seeds"))]
    shape: Shape,
    /// Size of the innermost seeds, as a share of the room there is.
    #[schemars(title = "Size inside", range(min = 0.05, max = 1.0), extend("x-group" = "Seeds"))]
    inner: f64,
    /// Size of the outermost.
    #[schemars(title = "Size outside", range(min = 0.05, max = 1.0), extend("x-group" = "Seeds"))]
    outer: f64,
}

/// What a seed looks like.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Shape {
    /// Round.
    #[schemars(title = "Circle")]
    Circle,
    /// Pointing outwards.
    #[schemars(title = "Petal")]
    Petal,
    /// A square on its corner.
    #[schemars(title = "Diamond")]
    Diamond,
}

impl Default for Phyllotaxis {
    fn default() -> Self {
        Self { seeds: 700, angle_deg: 137.508, shape: Shape::Circle, inner: 0.3, outer: 0.85 }
    }
}

/// Half the distance of neighbours, in units of the spacing constant: 0.9 touches at the golden angle.
const ROOM: f64 = 0.85;

impl Kind for Phyllotaxis {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let count = f64::from(self.seeds);
        // The last seed stays inside with its own size.
        let spacing = ground.half_mm() / (count.sqrt() + ROOM * self.outer);
        let center = ground.center();
        for n in 0..self.seeds {
            let (share, angle) = (f64::from(n) / count, (f64::from(n) * self.angle_deg).to_radians());
            let outwards = Vec2::from_angle(angle);
            let at = center + outwards * (spacing * f64::from(n).sqrt());
            let size = ROOM * spacing * (self.inner + (self.outer - self.inner) * share);
            // The arms of 8, 13 and 21 seeds are what the eye sees: colours follow 13.
            self.seed(strokes, at, outwards, size, n % 13);
        }
        Ok(())
    }
}

impl Phyllotaxis {
    fn seed(&self, strokes: &mut Strokes, at: Point, outwards: Vec2, size: f64, group: u32) {
        match self.shape {
            Shape::Circle => strokes.circle(at, size, group),
            Shape::Diamond => strokes.polygon(at, size, 4, outwards.atan2(), group),
            Shape::Petal => {
                use penstock_drawing::{Path, Segment};
                let side = Vec2::new(-outwards.y, outwards.x) * (size * 0.9);
                let (tip, foot) = (at + outwards * size, at - outwards * size);
                let half = |c1, to| Segment::Cubic { c1, c2: to, to };
                let segments = vec![half(at + side, tip), half(at - side, foot)];
                strokes.path(Path { start: foot, segments }, group);
            }
        }
    }
}
