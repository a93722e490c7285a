use super::random::Random;
use super::tones::{Tone, Tones};
use crate::stage::Stage;
use crate::{Cancelled, TaskError};
use kurbo::{Point, Rect};
use penstock_drawing::Page;
use penstock_drawing::picture::Grey;

/// The least room in mm that margins must leave.
const LEAST_ROOM_MM: f64 = 1.0;

/// What a kind draws on: the free area of the sheet, chance, and a way to be stopped.
pub(super) struct Ground<'a> {
    /// The sheet without its margins, in mm.
    pub(super) area: Rect,
    /// The one source of chance.
    pub(super) random: Random,
    /// Width of the pen's line in mm.
    pub(super) pen_mm: f64,
    picture: Option<&'a Grey>,
    pub(super) stage: &'a Stage<'a>,
}

impl<'a> Ground<'a> {
    /// # Errors
    /// Bad input when the margins leave less than a millimetre.
    pub(super) fn new(
        page: Page,
        margin_mm: f64,
        seed: u64,
        pen_mm: f64,
        picture: Option<&'a Grey>,
        stage: &'a Stage<'a>,
    ) -> Result<Self, TaskError> {
        let area = Rect::new(margin_mm, margin_mm, page.width_mm - margin_mm, page.height_mm - margin_mm);
        if area.width() < LEAST_ROOM_MM || area.height() < LEAST_ROOM_MM {
            return Err(TaskError::BadInput {
                message: format!(
                    "Margins of {margin_mm} mm leave no room on a sheet of {} × {} mm",
                    page.width_mm, page.height_mm
                ),
                advice: Some("Give a smaller margin or a larger sheet".to_owned()),
            });
        }
        Ok(Self { area, random: Random::new(seed), pen_mm, picture, stage })
    }

    /// Middle of the free area.
    pub(super) fn center(&self) -> Point {
        self.area.center()
    }

    /// Half the shorter side of the free area, in mm.
    pub(super) fn half_mm(&self) -> f64 {
        self.area.width().min(self.area.height()) / 2.0
    }

    /// The picture to draw, in its place.
    pub(super) fn tones(&self, tone: &Tone) -> Tones {
        Tones::new(self.picture, tone, self.area)
    }

    /// Says how far the drawing is, 0 to 1.
    ///
    /// # Errors
    /// [`Cancelled`] when it should stop.
    pub(super) fn at(&self, fraction: f64) -> Result<(), Cancelled> {
        self.stage.at(fraction)
    }
}
