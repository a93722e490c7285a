use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::{Point, Vec2};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::f64::consts::TAU;

/// Rosettes: closed waves around a centre, each shifted against the last.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Guilloche {
    /// Waves around the centre.
    #[schemars(title = "Petals", range(min = 2, max = 90), extend("x-group" = "Rosette"))]
    petals: u32,
    /// Lines of a band.
    #[schemars(title = "Lines", range(min = 1, max = 120), extend("x-group" = "Rosette"))]
    lines: u32,
    /// Bands from the centre to the edge.
    #[schemars(title = "Bands", range(min = 1, max = 8), extend("x-group" = "Rosette"))]
    bands: u32,
    /// How far a band's waves swing, as a share of its width.
    #[schemars(title = "Swing", range(min = 0.05, max = 1.0), extend("x-group" = "Rosette"))]
    swing: f64,
    /// How many waves the last line of a band is turned against its first.
    #[schemars(title = "Shift", range(min = 0.0, max = 4.0), extend("x-group" = "Rosette"))]
    shift: f64,
}

impl Default for Guilloche {
    fn default() -> Self {
        Self { petals: 8, lines: 8, bands: 3, swing: 0.95, shift: 1.0 }
    }
}

/// Share of the radius that stays free in the middle.
const EYE: f64 = 0.16;
/// Points of one wave.
const POINTS_PER_WAVE: u32 = 24;

impl Kind for Guilloche {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let (center, half) = (ground.center(), ground.half_mm());
        let width = half * (1.0 - EYE) / f64::from(self.bands);
        for band in 0..self.bands {
            // Outer bands have more waves, so that waves are about equally wide everywhere.
            let petals = self.petals * (band + 1);
            let middle = half * EYE + width * (f64::from(band) + 0.5);
            for line in 0..self.lines {
                ground.at(f64::from(band * self.lines + line) / f64::from(self.bands * self.lines))?;
                let phase = TAU * self.shift * f64::from(line) / f64::from(self.lines);
                let points = petals * POINTS_PER_WAVE;
                let point = |n: u32| -> Point {
                    let angle = TAU * f64::from(n % points) / f64::from(points);
                    let wave = (f64::from(petals) * angle + phase).sin();
                    // A slow second wave lets the band swell, and scallops its edges.
                    let slow = (f64::from(self.petals) * angle).cos();
                    let room = width / 2.0 * self.swing;
                    let away = room * (0.14 * slow + (0.68 + 0.18 * slow) * wave);
                    center + Vec2::from_angle(angle) * (middle + away)
                };
                let ring: Vec<Point> = (0..=points).map(point).collect();
                strokes.smooth(&ring, band);
            }
        }
        Ok(())
    }
}
