//! The picture that an image style draws: given by a person, or the one that is built in.

use kurbo::{Point, Rect, Vec2};
use penstock_drawing::picture::Grey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A picture of more pixels is shrunk: no pen draws more detail.
const MOST_PIXELS: usize = 1_000_000;

/// How a picture's tones are taken.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Tone {
    /// Above 0 lighter, below 0 darker.
    #[schemars(title = "Brightness", range(min = -1.0, max = 1.0), extend("x-group" = "Picture"))]
    brightness: f64,
    /// Above 1 more, below 1 less.
    #[schemars(title = "Contrast", range(min = 0.0, max = 5.0), extend("x-group" = "Picture"))]
    contrast: f64,
    /// Draw what is light instead of what is dark.
    #[schemars(title = "Invert", extend("x-group" = "Picture"))]
    invert: bool,
    /// What is lighter than this stays white.
    #[schemars(title = "White above", range(min = 0.01, max = 1.0), extend("x-group" = "Picture", "x-advanced" = true))]
    white_above: f64,
}

impl Default for Tone {
    fn default() -> Self {
        Self { brightness: 0.0, contrast: 1.0, invert: false, white_above: 0.96 }
    }
}

impl Tone {
    fn apply(&self, lightness: f64) -> f64 {
        let lightness = if self.invert { 1.0 - lightness } else { lightness };
        let toned = (lightness - 0.5) * self.contrast + 0.5 + self.brightness;
        if toned >= self.white_above { 1.0 } else { toned }
    }
}

/// A picture in its place on the sheet.
pub(super) struct Tones {
    /// Its pixels.
    pub(super) grey: Grey,
    /// Where it is, in mm.
    pub(super) area: Rect,
}

impl Tones {
    /// The picture as large as it fits into `area`, in its middle; without one, the built-in one all over it.
    pub(super) fn new(picture: Option<&Grey>, tone: &Tone, area: Rect) -> Self {
        let Some(picture) = picture else {
            let sample = super::sample::sphere(area.width() / area.height());
            return Self { grey: sample.mapped(|lightness| tone.apply(lightness)), area };
        };
        let grey = picture.shrunk(MOST_PIXELS).mapped(|lightness| tone.apply(lightness));
        let (width, height) = (grey.width() as f64, grey.height() as f64);
        let scale = (area.width() / width).min(area.height() / height);
        let size = Vec2::new(width, height) * scale;
        let corner = area.center() - size / 2.0;
        Self { grey, area: Rect::from_origin_size(corner, (size.x, size.y)) }
    }

    /// Millimetres of a pixel's side.
    pub(super) fn mm_per_px(&self) -> f64 {
        self.area.width() / self.grey.width() as f64
    }

    /// From pixels to the sheet.
    pub(super) fn on_sheet(&self, pixel: Point) -> Point {
        self.area.origin() + pixel.to_vec2() * self.mm_per_px()
    }

    /// How dark a place of the sheet is, from 0 to 1; 0 beside the picture.
    pub(super) fn darkness(&self, place: Point) -> f64 {
        let inside = self.area.inflate(1e-9, 1e-9).contains(place);
        if !inside {
            return 0.0;
        }
        let pixel = (place - self.area.origin()) / self.mm_per_px();
        1.0 - self.grey.lightness(pixel.x, pixel.y)
    }

    /// Blurred by this many mm, so that detail finer than the lines does not tear them.
    pub(super) fn blurred(self, sigma_mm: f64) -> Self {
        let sigma_px = (sigma_mm / self.mm_per_px()).min(50.0);
        Self { grey: self.grey.blurred(sigma_px), area: self.area }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_keeps_its_shape_and_lies_in_the_middle() {
        let grey = Grey::from_fn(40, 20, |x, _| if x < 20.0 { 0.0 } else { 1.0 });
        let tones = Tones::new(Some(&grey), &Tone::default(), Rect::new(10.0, 10.0, 110.0, 110.0));
        assert_eq!(tones.area, Rect::new(10.0, 35.0, 110.0, 85.0));
        assert!(tones.darkness(Point::new(30.0, 60.0)) > 0.99);
        assert!(tones.darkness(Point::new(90.0, 60.0)) < 0.01);
        assert_eq!(tones.darkness(Point::new(30.0, 20.0)), 0.0);
    }

    #[test]
    fn tones_are_turned_round_and_stretched_as_asked() {
        let tone = Tone { invert: true, contrast: 2.0, brightness: 0.1, white_above: 0.9 };
        assert!((tone.apply(0.6) - 0.4).abs() < 1e-12);
        assert_eq!(tone.apply(0.2), 1.0);
    }
}
