//! Text into a box: as large as it fits.

use kurbo::{Point, Rect};
use penstock_drawing::Path;
use penstock_drawing::lettering::{Setting, TextStyle, Typeface, set};

/// A size is tried after the next, each by this much smaller.
const STEP: f64 = 0.96;
/// What may hang below the last baseline, as a multiple of the height of capitals.
pub(crate) const DEPTH: f64 = 0.35;

/// A text in its size.
pub(crate) struct Fitted {
    pub(crate) setting: Setting,
    pub(crate) cap_height_mm: f64,
    /// How far accents of the first line stand above its capitals, in mm: the block is set lower by this.
    rise_mm: f64,
    /// It is inside its box.
    pub(crate) fits: bool,
}

impl Fitted {
    /// Where the block's upper left corner is when all its ink is below this place.
    pub(crate) fn corner(&self, at: Point) -> Point {
        Point::new(at.x, at.y + self.rise_mm)
    }

    /// The strokes, all of them below this place and right of it.
    pub(crate) fn placed(&self, at: Point) -> impl Iterator<Item = Path> + '_ {
        let corner = self.corner(at);
        self.setting.placed(corner.x, corner.y)
    }

    /// From the top of accents to the last baseline.
    pub(crate) fn height_mm(&self) -> f64 {
        self.rise_mm + self.setting.height_mm
    }
}

/// The largest size between these that fits the box, or the smallest.
pub(crate) fn fitted(
    typeface: &Typeface,
    text: &str,
    style: &TextStyle,
    area: Rect,
    (smallest_mm, largest_mm): (f64, f64),
    wraps: bool,
) -> Fitted {
    let mut cap_height_mm = largest_mm.max(smallest_mm);
    loop {
        let style = TextStyle { cap_height_mm, ..*style };
        let setting = set(typeface, text, &style, wraps.then_some(area.width()));
        let rise_mm = setting.ink().map_or(0.0, |ink| (-ink.y0).max(0.0));
        let height = rise_mm + setting.height_mm + cap_height_mm * DEPTH;
        let fits = height <= area.height() + 1e-6 && setting.longest_mm() <= area.width() + 1e-6;
        // A broken word is better than letters that nobody can read.
        let is_good = fits && (!setting.breaks_words() || cap_height_mm <= largest_mm * 0.7);
        if is_good || cap_height_mm <= smallest_mm {
            return Fitted { setting, cap_height_mm, rise_mm, fits };
        }
        cap_height_mm = (cap_height_mm * STEP).max(smallest_mm);
    }
}
