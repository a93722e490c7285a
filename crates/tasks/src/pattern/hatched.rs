use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use super::tones::Tone;
use crate::Cancelled;
use penstock_drawing::picture::{self, HatchPass};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Sets of parallel lines over each other: the darker, the more of them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Hatched {
    /// From one line of a set to the next.
    #[schemars(title = "Distance", range(min = 0.2, max = 50.0), extend("x-group" = "Lines", "x-unit" = "mm"))]
    spacing_mm: f64,
    /// Sets of lines, one for each tone.
    #[schemars(title = "Tones", range(min = 1, max = 8), extend("x-group" = "Lines"))]
    levels: u32,
    /// Direction of the first set; 0 is level.
    #[schemars(title = "Angle", range(min = -180.0, max = 180.0), extend("x-group" = "Lines", "x-unit" = "°"))]
    angle_deg: f64,
    /// Added for each further set.
    #[schemars(title = "Turn from set to set", range(min = -180.0, max = 180.0), extend("x-group" = "Lines", "x-unit" = "°"))]
    turn_deg: f64,
    #[serde(flatten)]
    tone: Tone,
}

impl Default for Hatched {
    fn default() -> Self {
        Self { spacing_mm: 1.6, levels: 4, angle_deg: 45.0, turn_deg: 37.0, tone: Tone::default() }
    }
}

impl Kind for Hatched {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let tones = ground.tones(&self.tone).blurred(self.spacing_mm / 4.0);
        let spacing_px = self.spacing_mm / tones.mm_per_px();
        for level in 0..self.levels {
            let share = |done: f64| (f64::from(level) + done) / f64::from(self.levels);
            let pass = HatchPass {
                darker_than: 1.0 - (f64::from(level) + 0.5) / (f64::from(self.levels) + 0.2),
                spacing_px,
                angle_deg: self.angle_deg + self.turn_deg * f64::from(level),
                shift: 0.0,
            };
            let lines =
                picture::hatching(&tones.grey, &pass, spacing_px, &mut |done| ground.at(share(done)).is_ok())
                    .map_err(|_| Cancelled)?;
            for line in lines {
                strokes.line(line.map(|end| tones.on_sheet(end)), level);
            }
        }
        Ok(())
    }
}
