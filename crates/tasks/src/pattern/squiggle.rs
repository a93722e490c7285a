use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use super::tones::{Tone, Tones};
use crate::Cancelled;
use kurbo::Point;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::f64::consts::TAU;

/// Level lines that wave where the picture is dark: higher, quicker, or both.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Squiggle {
    /// From one line to the next.
    #[schemars(title = "Distance", range(min = 0.5, max = 50.0), extend("x-group" = "Lines", "x-unit" = "mm"))]
    spacing_mm: f64,
    /// Length of a wave where the picture is black.
    #[schemars(title = "Wave", range(min = 0.3, max = 50.0), extend("x-group" = "Lines", "x-unit" = "mm"))]
    wave_mm: f64,
    /// Height of a wave where the picture is black, as a share of the distance of the lines.
    #[schemars(title = "Swing", range(min = 0.0, max = 2.0), extend("x-group" = "Lines"))]
    swing: f64,
    /// What the tone changes.
    #[schemars(title = "Tone changes", extend("x-group" = "Lines"))]
    modulation: Modulation,
    /// Join the lines at their ends to one.
    #[schemars(title = "Join ends", extend("x-group" = "Lines"))]
    join_ends: bool,
    #[serde(flatten)]
    tone: Tone,
}

/// What the tone changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Modulation {
    /// How high the waves are.
    #[schemars(title = "Height")]
    Height,
    /// How quickly they follow each other.
    #[schemars(title = "Frequency")]
    Frequency,
    /// Both.
    #[schemars(title = "Both")]
    Both,
}

impl Default for Squiggle {
    fn default() -> Self {
        Self {
            spacing_mm: 2.6,
            wave_mm: 1.3,
            swing: 1.0,
            modulation: Modulation::Both,
            join_ends: true,
            tone: Tone::default(),
        }
    }
}

const POINTS_PER_WAVE: f64 = 10.0;
/// Waves are at most this many times longer where the picture is light.
const LONGEST: f64 = 6.0;

impl Kind for Squiggle {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let tones = ground.tones(&self.tone).blurred(self.spacing_mm / 3.0);
        let area = tones.area;
        let room = self.spacing_mm * self.swing.max(1.0);
        let rows = ((area.height() - room) / self.spacing_mm).floor().max(0.0) as u32 + 1;
        let first = area.center().y - self.spacing_mm * f64::from(rows - 1) / 2.0;
        let mut line: Vec<Point> = Vec::new();
        for row in 0..rows {
            ground.at(f64::from(row) / f64::from(rows))?;
            let mut points = self.row(&tones, first + self.spacing_mm * f64::from(row));
            if row % 2 == 1 {
                points.reverse();
            }
            if !self.join_ends {
                strokes.line(points, row);
            } else {
                line.extend(points);
            }
        }
        strokes.line(line, 0);
        Ok(())
    }
}

impl Squiggle {
    fn row(&self, tones: &Tones, y: f64) -> Vec<Point> {
        let area = tones.area;
        let step = self.wave_mm / POINTS_PER_WAVE;
        let steps = (area.width() / step).ceil() as u32;
        let mut phase = 0.0f64;
        let point = |n: u32| {
            let at = Point::new((area.x0 + step * f64::from(n)).min(area.x1), y);
            let dark = tones.darkness(at);
            let (height, speed) = match self.modulation {
                Modulation::Height => (dark, 1.0),
                Modulation::Frequency => (if dark > 0.0 { 0.8 } else { 0.0 }, dark.max(1.0 / LONGEST)),
                Modulation::Both => (dark.sqrt(), dark.max(1.0 / LONGEST)),
            };
            phase += TAU / POINTS_PER_WAVE * speed;
            Point::new(at.x, y + self.spacing_mm / 2.0 * self.swing * height * phase.sin())
        };
        (0..=steps).map(point).collect()
    }
}
