//! A block of text.

use super::hand::Hand;
use super::line::{Compositor, Row};
use super::remarks::{Remark, Tally};
use super::wrap::{Wrapped, wrap};
use super::{Align, TextStyle};
use crate::Path;
use crate::lettering::Typeface;
use kurbo::{Affine, Rect};

/// A line is justified only when this share of its width is full: no holes.
const FULL_ENOUGH: f64 = 0.6;

/// Text that was set: strokes in mm. The block's upper left corner is the origin: the first line's capitals
/// touch y = 0.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Setting {
    /// What the pen draws, letter by letter.
    pub strokes: Vec<Path>,
    /// Its lines, from the top.
    pub lines: Vec<Line>,
    /// Width of the block: the measure if there was one, else that of its longest line.
    pub width_mm: f64,
    /// From the top of the first line's capitals to the last baseline.
    pub height_mm: f64,
    /// What was set in another way than it was asked for.
    pub remarks: Vec<Remark>,
}

/// One line of a block.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// Its characters.
    pub text: String,
    /// Where it begins, from the left edge of the block.
    pub left_mm: f64,
    /// How wide it is.
    pub width_mm: f64,
    /// Its baseline, from the top of the block.
    pub baseline_mm: f64,
}

impl Setting {
    /// The box around all ink; none when there is none.
    #[must_use]
    pub fn ink(&self) -> Option<Rect> {
        self.strokes.iter().filter_map(Path::bounds).reduce(|all, one| all.union(one))
    }

    /// The strokes with the block's upper left corner at this place.
    pub fn placed(&self, x_mm: f64, y_mm: f64) -> impl Iterator<Item = Path> + '_ {
        self.strokes.iter().map(move |stroke| stroke.moved(x_mm, y_mm))
    }

    /// Words that were broken because they are longer than a line.
    #[must_use]
    pub fn breaks_words(&self) -> bool {
        self.remarks.iter().any(|remark| matches!(remark, Remark::BrokenWord(_)))
    }

    /// Width of its longest line.
    #[must_use]
    pub fn longest_mm(&self) -> f64 {
        self.lines.iter().map(|line| line.width_mm).fold(0.0, f64::max)
    }
}

/// Sets a text in lines. With a width it is wrapped to it; each line feed begins a new line in any case.
/// Every character is drawn or named in the remarks.
#[must_use]
pub fn set(typeface: &Typeface, text: &str, style: &TextStyle, width_mm: Option<f64>) -> Setting {
    let compositor = Compositor::new(typeface, style);
    let (wrapped, broken) = wrap(&compositor, style, text, width_mm);
    let hand = Hand::new(style);
    let natural = wrapped.iter().map(|line| line.row.inked_mm(style)).fold(0.0, f64::max);
    let measure = width_mm.unwrap_or(natural);
    let pitch = style.line_spacing * style.cap_height_mm;
    let mut setting = Setting {
        width_mm: measure,
        height_mm: style.cap_height_mm + pitch * wrapped.len().saturating_sub(1) as f64,
        ..Setting::default()
    };
    let mut tally = Tally::default();
    for (number, Wrapped { mut row, ends }) in wrapped.into_iter().enumerate() {
        if style.align == Align::Justify && !ends {
            spread(&mut row, style, measure);
        }
        let width = row.inked_mm(style);
        let left = match style.align {
            Align::Start | Align::Justify => 0.0,
            Align::Center => (measure - width) / 2.0,
            Align::End => measure - width,
        };
        let baseline = style.cap_height_mm + pitch * number as f64;
        let slope = Affine::rotate_about(hand.slope(number), (left, baseline));
        for (at, (letter, x)) in row.letters.iter().enumerate() {
            tally.count(letter);
            let place = slope
                * Affine::translate((left + x, baseline))
                * Affine::scale(compositor.em_mm)
                * hand.stray(number, at);
            setting.strokes.extend(letter.glyph.strokes.iter().map(|stroke| stroke.transformed(place)));
        }
        setting.lines.push(Line { text: row.text(), left_mm: left, width_mm: width, baseline_mm: baseline });
    }
    setting.remarks = tally.into_remarks();
    setting.remarks.extend(broken.into_iter().map(Remark::BrokenWord));
    setting
}

/// Widens the spaces of a line until it is as wide as its measure.
fn spread(row: &mut Row, style: &TextStyle, measure: f64) {
    let width = row.inked_mm(style);
    let spaces = row.letters.iter().filter(|(letter, _)| letter.character == ' ').count();
    if spaces == 0 || width < measure * FULL_ENOUGH {
        return;
    }
    let wider = (measure - width) / spaces as f64;
    let mut passed = 0;
    for (letter, x) in &mut row.letters {
        *x += wider * f64::from(passed);
        passed += u32::from(letter.character == ' ');
    }
    row.width_mm += measure - width;
}
