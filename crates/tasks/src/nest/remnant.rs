//! What is left of a sheet beside its parts.

use super::pictures::{self, Laid};
use kurbo::Rect;
use penstock_drawing::{Color, Drawing, Layer, Page, Pen};
use penstock_toolpath::nest::Blank;

/// What is narrower is scrap, in mm.
const NARROWEST_MM: f64 = 50.0;

/// The largest rectangle right of all parts on a sheet, by area: the sheet's index and the rectangle on it.
/// Sheets that are remnants themselves leave none.
pub(super) fn largest(sheets: &[Laid<'_>], gap_mm: f64) -> Option<(usize, Rect)> {
    let left = sheets.iter().enumerate().filter_map(|(index, laid)| {
        let Blank::Rectangle { width_mm, height_mm } = laid.sheet.blank else { return None };
        let reach = laid.parts.iter().map(|(_, part)| part.bounds().x1).fold(0.0, f64::max);
        let rect = Rect::new(reach + gap_mm, 0.0, width_mm, height_mm);
        (rect.width() >= NARROWEST_MM).then_some((index, rect))
    });
    left.max_by(|(_, a), (_, b)| a.area().total_cmp(&b.area()))
}

/// The remnant as a drawing of its own, for the next nest.
pub(super) fn drawing(rect: Rect) -> Drawing {
    let page = Page { width_mm: rect.width(), height_mm: rect.height() };
    let pen = Pen { color: Color::BLACK, width_mm: 0.25 };
    let edge = pictures::rectangle(Rect::new(0.0, 0.0, page.width_mm, page.height_mm));
    Drawing { page, layers: vec![Layer { name: "SHEET".to_owned(), pen, paths: vec![edge] }] }
}
