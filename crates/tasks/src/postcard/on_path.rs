//! Text along a path of one's own template: as large as it fits on it.

use penstock_drawing::Path;
use penstock_drawing::lettering::{Align, Setting, TextStyle, Typeface, along};

/// A size is tried after the next, each by this much smaller.
const STEP: f64 = 0.96;

/// A text on its path.
pub(super) struct Laid {
    pub(super) setting: Setting,
    pub(super) cap_height_mm: f64,
    /// The path is long enough.
    pub(super) fits: bool,
}

/// The largest size between these in which the text is no longer than the path, or the smallest. What stands in
/// several lines becomes one.
pub(super) fn laid(
    typeface: &Typeface,
    text: &str,
    style: &TextStyle,
    path: &Path,
    (smallest_mm, largest_mm): (f64, f64),
) -> Laid {
    let text = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    let length_mm = path.length_mm();
    let mut cap_height_mm = largest_mm.max(smallest_mm);
    loop {
        let style = TextStyle { cap_height_mm, ..*style };
        let setting = along(typeface, &text, &style, path, 0.0);
        let left_mm = length_mm - setting.width_mm;
        let fits = left_mm >= 0.0;
        if !fits && cap_height_mm > smallest_mm {
            cap_height_mm = (cap_height_mm * STEP).max(smallest_mm);
            continue;
        }
        let start_mm = match style.align {
            Align::Start | Align::Justify => 0.0,
            Align::Center => left_mm.max(0.0) / 2.0,
            Align::End => left_mm.max(0.0),
        };
        let setting = if start_mm > 0.0 { along(typeface, &text, &style, path, start_mm) } else { setting };
        return Laid { setting, cap_height_mm, fits };
    }
}
