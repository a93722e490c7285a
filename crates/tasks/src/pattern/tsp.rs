use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use super::tones::Tone;
use super::tour;
use crate::Cancelled;
use kurbo::Point;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A picture as one line: the shortest way that was found through all its stipples (Bosch and Herman 2004;
/// Kaplan and Bosch 2005).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Tsp {
    /// How many points the line goes through.
    #[schemars(title = "Points", range(min = 10, max = 20_000), extend("x-group" = "Line"))]
    points: u32,
    /// How often the points are evened out.
    #[schemars(title = "Rounds", range(min = 0, max = 200), extend("x-group" = "Line"))]
    rounds: u32,
    /// Bend through the points instead of turning at them.
    #[schemars(title = "Round corners", extend("x-group" = "Line"))]
    smooth: bool,
    #[serde(flatten)]
    tone: Tone,
}

impl Default for Tsp {
    fn default() -> Self {
        Self { points: 7000, rounds: 25, smooth: false, tone: Tone::default() }
    }
}

impl Kind for Tsp {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let tones = ground.tones(&self.tone);
        let dots = ground.stipples(&tones, self.points, self.rounds)?;
        let places: Vec<Point> = dots.into_iter().map(|dot| tones.on_sheet(dot)).collect();
        let order = tour::shortest(&places, &mut |done| ground.at(0.8 + 0.2 * done))?;
        let mut line: Vec<Point> = order.iter().map(|&n| places[n as usize]).collect();
        line.extend(line.first().copied());
        if self.smooth {
            strokes.smooth(&line, 0);
        } else {
            strokes.line(line, 0);
        }
        Ok(())
    }
}
