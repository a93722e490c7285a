use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::Point;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Circles are thrown at random; each grows until it touches another or the edge.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CirclePacking {
    /// Smallest circle.
    #[schemars(title = "Smallest radius", range(min = 0.2, max = 100.0), extend("x-group" = "Circles", "x-unit" = "mm"))]
    smallest_mm: f64,
    /// Largest circle.
    #[schemars(title = "Largest radius", range(min = 0.5, max = 500.0), extend("x-group" = "Circles", "x-unit" = "mm"))]
    largest_mm: f64,
    /// Gap between circles.
    #[schemars(title = "Gap", range(min = 0.0, max = 20.0), extend("x-group" = "Circles", "x-unit" = "mm"))]
    gap_mm: f64,
    /// How often a circle is thrown.
    #[schemars(title = "Tries", range(min = 10, max = 200_000), extend("x-group" = "Circles", "x-advanced" = true))]
    tries: u32,
    /// Circles inside of each large one.
    #[schemars(title = "Rings inside", range(min = 0, max = 20), extend("x-group" = "Circles"))]
    rings: u32,
}

impl Default for CirclePacking {
    fn default() -> Self {
        Self { smallest_mm: 1.0, largest_mm: 26.0, gap_mm: 0.6, tries: 30_000, rings: 2 }
    }
}

impl Kind for CirclePacking {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let area = ground.area;
        let largest = self.largest_mm.max(self.smallest_mm);
        let mut circles: Vec<(Point, f64)> = Vec::new();
        for n in 0..self.tries {
            if n % 256 == 0 {
                ground.at(f64::from(n) / f64::from(self.tries))?;
            }
            let at =
                Point::new(ground.random.between(area.x0, area.x1), ground.random.between(area.y0, area.y1));
            let edge = (at.x - area.x0).min(area.x1 - at.x).min(at.y - area.y0).min(area.y1 - at.y);
            let room = circles
                .iter()
                .map(|&(center, radius)| center.distance(at) - radius - self.gap_mm)
                .fold(edge, f64::min);
            if room >= self.smallest_mm {
                circles.push((at, room.min(largest)));
            }
        }
        for (n, (center, radius)) in circles.into_iter().enumerate() {
            strokes.circle(center, radius, n as u32);
            for ring in 1..=self.rings {
                let inner = radius * (1.0 - f64::from(ring) / f64::from(self.rings + 1));
                if radius - inner > 2.0 * ground.pen_mm
                    && inner > ground.pen_mm
                    && radius > 3.0 * self.smallest_mm
                {
                    strokes.circle(center, inner, n as u32 + ring);
                }
            }
        }
        Ok(())
    }
}
