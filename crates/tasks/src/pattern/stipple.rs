use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use super::tones::Tone;
use crate::Cancelled;
use penstock_drawing::picture;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Dots that stand closer where the picture is darker (weighted Voronoi stippling, Secord 2002).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Stipple {
    /// How many.
    #[schemars(title = "Dots", range(min = 10, max = 30_000), extend("x-group" = "Dots"))]
    dots: u32,
    /// How often they are evened out.
    #[schemars(title = "Rounds", range(min = 0, max = 200), extend("x-group" = "Dots"))]
    rounds: u32,
    /// Diameter where the picture is light; nothing below the pen's width.
    #[schemars(title = "Smallest", range(min = 0.0, max = 20.0), extend("x-group" = "Dots", "x-unit" = "mm"))]
    smallest_mm: f64,
    /// Diameter where it is black.
    #[schemars(title = "Largest", range(min = 0.0, max = 20.0), extend("x-group" = "Dots", "x-unit" = "mm"))]
    largest_mm: f64,
    #[serde(flatten)]
    tone: Tone,
}

impl Default for Stipple {
    fn default() -> Self {
        Self { dots: 6000, rounds: 30, smallest_mm: 0.3, largest_mm: 1.2, tone: Tone::default() }
    }
}

impl Kind for Stipple {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let tones = ground.tones(&self.tone);
        let dots = ground.stipples(&tones, self.dots, self.rounds)?;
        for dot in dots {
            let place = tones.on_sheet(dot);
            let dark = tones.darkness(place).powi(2);
            let size = self.smallest_mm + (self.largest_mm - self.smallest_mm) * dark;
            strokes.spot(place, size, ground.pen_mm, 0);
        }
        Ok(())
    }
}

impl Ground<'_> {
    /// Places of dots in the picture's pixels.
    ///
    /// # Errors
    /// [`Cancelled`] when it should stop.
    pub(super) fn stipples(
        &mut self,
        tones: &super::tones::Tones,
        dots: u32,
        rounds: u32,
    ) -> Result<Vec<kurbo::Point>, Cancelled> {
        let (random, stage) = (&mut self.random, self.stage);
        let goes_on = &mut |done| stage.at(0.8 * done).is_ok();
        picture::stipples(&tones.grey, dots as usize, rounds, &mut || random.unit(), goes_on)
            .map_err(|_| Cancelled)
    }
}
