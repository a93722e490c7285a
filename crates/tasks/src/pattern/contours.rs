use super::ground::Ground;
use super::isolines::Heights;
use super::kinds::Kind;
use super::noise::Noise;
use super::strokes::Strokes;
use crate::Cancelled;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A map of a landscape that nobody has walked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Contours {
    /// Heights at which lines run.
    #[schemars(title = "Levels", range(min = 1, max = 100), extend("x-group" = "Map"))]
    levels: u32,
    /// Size of a hill.
    #[schemars(title = "Hill", range(min = 5.0, max = 1000.0), extend("x-group" = "Land", "x-unit" = "mm"))]
    scale_mm: f64,
    /// Finer layers of ground.
    #[schemars(title = "Octaves", range(min = 1, max = 6), extend("x-group" = "Land"))]
    octaves: u32,
    /// Every so many levels a line is drawn with the second pen; 0 for never.
    #[schemars(title = "Index line every", range(min = 0, max = 20), extend("x-group" = "Map"))]
    index_every: u32,
    /// From one sample of the ground to the next.
    #[schemars(title = "Detail", range(min = 0.3, max = 10.0), extend("x-group" = "Map", "x-unit" = "mm", "x-advanced" = true))]
    detail_mm: f64,
}

impl Default for Contours {
    fn default() -> Self {
        Self { levels: 26, scale_mm: 95.0, octaves: 3, index_every: 5, detail_mm: 1.0 }
    }
}

/// Samples along one side at most: a sheet of 3 m at the finest detail would have a hundred million.
const MOST_SAMPLES: f64 = 1500.0;

impl Kind for Contours {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let noise = Noise::new(&mut ground.random);
        let area = ground.area;
        let samples = |length: f64| (length / self.detail_mm).clamp(2.0, MOST_SAMPLES) as usize + 1;
        let (columns, rows) = (samples(area.width()), samples(area.height()));
        let mut values = Vec::with_capacity(columns * rows);
        for row in 0..rows {
            ground.at(0.6 * row as f64 / rows as f64)?;
            for column in 0..columns {
                let x = area.width() * column as f64 / (columns - 1) as f64;
                let y = area.height() * row as f64 / (rows - 1) as f64;
                values.push(noise.layered(x / self.scale_mm, y / self.scale_mm, self.octaves));
            }
        }
        let (low, high) =
            values.iter().fold((f64::MAX, f64::MIN), |(low, high), &value| (low.min(value), high.max(value)));
        let land = Heights { area, columns, rows, values };
        for level in 0..self.levels {
            ground.at(0.6 + 0.4 * f64::from(level) / f64::from(self.levels))?;
            let height = low + (high - low) * (f64::from(level) + 0.5) / f64::from(self.levels);
            let index = self.index_every > 0 && level % self.index_every == self.index_every - 1;
            for line in land.lines(height) {
                strokes.smooth(&line, u32::from(index));
            }
        }
        Ok(())
    }
}
