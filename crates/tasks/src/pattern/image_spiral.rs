use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use super::tones::Tone;
use crate::Cancelled;
use kurbo::{Point, Vec2};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::f64::consts::TAU;

/// One line that winds outwards and trembles where the picture is dark.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ImageSpiral {
    /// From one turn to the next.
    #[schemars(title = "Distance", range(min = 0.5, max = 50.0), extend("x-group" = "Spiral", "x-unit" = "mm"))]
    spacing_mm: f64,
    /// Length of one tremble.
    #[schemars(title = "Wave", range(min = 0.2, max = 50.0), extend("x-group" = "Spiral", "x-unit" = "mm"))]
    wave_mm: f64,
    /// How far it trembles where the picture is black, as a share of the room between turns.
    #[schemars(title = "Swing", range(min = 0.0, max = 1.5), extend("x-group" = "Spiral"))]
    swing: f64,
    /// Lift the pen where the picture is white.
    #[schemars(title = "Leave white out", extend("x-group" = "Spiral"))]
    leave_white_out: bool,
    #[serde(flatten)]
    tone: Tone,
}

impl Default for ImageSpiral {
    fn default() -> Self {
        Self { spacing_mm: 1.9, wave_mm: 1.1, swing: 0.92, leave_white_out: false, tone: Tone::default() }
    }
}

/// Points of one tremble.
const POINTS_PER_WAVE: f64 = 8.0;
/// Less than this is white.
const WHITE: f64 = 0.01;
/// A spiral of more points is coarser instead.
const MOST_POINTS: f64 = 400_000.0;

impl Kind for ImageSpiral {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let tones = ground.tones(&self.tone).blurred(self.spacing_mm / 3.0);
        let (center, pitch) = (tones.area.center(), self.spacing_mm);
        let swing = pitch / 2.0 * self.swing;
        // The outermost turn trembles too.
        let radius = (tones.area.width().min(tones.area.height()) / 2.0 - swing).max(pitch);
        let length = std::f64::consts::PI * radius * radius / pitch;
        let wave = self.wave_mm.max(length * POINTS_PER_WAVE / MOST_POINTS);
        let step = wave / POINTS_PER_WAVE;
        let mut line: Vec<Point> = Vec::new();
        let (mut angle, mut along) = (0.0f64, 0.0f64);
        loop {
            let away = pitch * angle / TAU;
            if away > radius {
                break;
            }
            if line.len().is_multiple_of(4096) {
                ground.at((along / length).min(1.0))?;
            }
            let out = Vec2::from_angle(angle);
            let dark = tones.darkness(center + out * away);
            if self.leave_white_out && dark < WHITE {
                strokes.line(line.drain(..), 0);
            } else {
                // Near the centre there is no room to tremble.
                let room = swing.min(away * 0.6);
                line.push(center + out * (away + room * dark * (TAU * along / wave).sin()));
            }
            along += step;
            // Along an Archimedean spiral a step turns by step / √(r² + (pitch/τ)²).
            angle += step / away.hypot(pitch / TAU);
        }
        strokes.line(line, 0);
        Ok(())
    }
}
