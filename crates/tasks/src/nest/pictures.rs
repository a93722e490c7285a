//! The nest as a drawing: sheets below each other, with layers for edges, outlines, holes and labels.

use kurbo::{Point, Rect, Vec2};
use penstock_drawing::lettering::{Face, TextStyle, Typeface, set};
use penstock_drawing::{Color, Drawing, Layer, Page, Path, Pen, Segment};
use penstock_toolpath::nest::{Blank, Sheet};
use penstock_toolpath::parts::Part;

/// Between two sheets in mm.
const BETWEEN_MM: f64 = 50.0;
const LABEL_MM: std::ops::RangeInclusive<f64> = 1.0..=8.0;

/// A used sheet with its parts where they lie.
pub(super) struct Laid<'a> {
    pub(super) sheet: &'a Sheet,
    /// The parts, each with the number that is written into it.
    pub(super) parts: Vec<(u64, Part)>,
}

/// The edge of a sheet, with defects as holes, at the place where the placements count from.
pub(super) fn edge(sheet: &Sheet) -> Vec<Path> {
    match &sheet.blank {
        Blank::Rectangle { width_mm, height_mm } => {
            vec![rectangle(Rect::new(0.0, 0.0, *width_mm, *height_mm))]
        }
        Blank::Outline(part) => part.contours().map(|contour| contour.path().clone()).collect(),
    }
}

/// The box of a sheet.
pub(super) fn bounds(sheet: &Sheet) -> Rect {
    match &sheet.blank {
        Blank::Rectangle { width_mm, height_mm } => Rect::new(0.0, 0.0, *width_mm, *height_mm),
        Blank::Outline(part) => part.bounds(),
    }
}

/// An upright rectangle as a closed path.
pub(super) fn rectangle(rect: Rect) -> Path {
    let corner = |x, y| Segment::Line { to: Point::new(x, y) };
    let segments = vec![
        corner(rect.x1, rect.y0),
        corner(rect.x1, rect.y1),
        corner(rect.x0, rect.y1),
        corner(rect.x0, rect.y0),
    ];
    Path { start: rect.origin(), segments }
}

/// All sheets on one page, the first on top. Layers without lines are left out.
pub(super) fn drawing(sheets: &[Laid<'_>], labels: bool) -> Drawing {
    let mut page = Page { width_mm: 1.0, height_mm: 0.0 };
    let [mut edges, mut outlines, mut holes, mut slits, mut numbers] = [const { Vec::<Path>::new() }; 5];
    for (nth, laid) in sheets.iter().enumerate() {
        let bounds = bounds(laid.sheet);
        let below = page.height_mm + if nth == 0 { 0.0 } else { BETWEEN_MM };
        let by = Vec2::new(-bounds.x0, below - bounds.y0);
        edges.extend(edge(laid.sheet).iter().map(|path| path.moved(by.x, by.y)));
        for (number, part) in &laid.parts {
            outlines.push(part.outer.path().moved(by.x, by.y));
            holes.extend(part.holes.iter().map(|hole| hole.path().moved(by.x, by.y)));
            slits.extend(part.slits.iter().map(|slit| slit.moved(by.x, by.y)));
            if labels {
                numbers.extend(label(*number, part).iter().map(|stroke| stroke.moved(by.x, by.y)));
            }
        }
        page.width_mm = page.width_mm.max(bounds.width());
        page.height_mm = below + bounds.height();
    }
    let layer =
        |name: &str, color, paths| Layer { name: name.to_owned(), pen: Pen { color, width_mm: 0.25 }, paths };
    let mut layers = vec![
        layer("SHEET", Color { r: 0x99, g: 0x99, b: 0x99 }, edges),
        layer("HOLES", Color { r: 0x1f, g: 0x77, b: 0xb4 }, holes),
        layer("SLITS", Color { r: 0x94, g: 0x67, b: 0xbd }, slits),
        layer("OUTLINES", Color::BLACK, outlines),
        layer("LABELS", Color { r: 0xd6, g: 0x27, b: 0x28 }, numbers),
    ];
    layers.retain(|layer| !layer.paths.is_empty());
    Drawing { page, layers }
}

/// The number and the name of a part in its middle, or where it has room beside a hole.
fn label(number: u64, part: &Part) -> Vec<Path> {
    let typeface = Typeface::from(Face::default());
    let bounds = part.bounds();
    let text = format!("{number} {}", part.name);
    let fit = |text: &str, side: f64| {
        let style = TextStyle { cap_height_mm: 1.0, ..TextStyle::default() };
        let width = set(&typeface, text, &style, None).width_mm.max(1e-3);
        (0.7 * side / width).min(0.25 * bounds.height().min(bounds.width()))
    };
    let Some((center, side)) = free_spot(part) else { return Vec::new() };
    let (text, height) = match fit(&text, side) {
        height if height >= *LABEL_MM.start() => (text, height),
        _ => (number.to_string(), fit(&number.to_string(), side)),
    };
    let style = TextStyle { cap_height_mm: height.min(*LABEL_MM.end()), ..TextStyle::default() };
    let setting = set(&typeface, &text, &style, None);
    let (x, y) = (center.x - setting.width_mm / 2.0, center.y - setting.height_mm / 2.0);
    setting.placed(x, y).collect()
}

/// A point in the material with much of it to both sides, and how much.
fn free_spot(part: &Part) -> Option<(Point, f64)> {
    const STEPS: u32 = 24;
    let bounds = part.bounds();
    let mut best: Option<(Point, f64)> = None;
    for row in 1..12 {
        let y = bounds.y0 + bounds.height() * f64::from(row) / 12.0;
        let at = |step: u32| {
            Point::new(bounds.x0 + bounds.width() * (f64::from(step) + 0.5) / f64::from(STEPS), y)
        };
        let mut start = None;
        for step in 0..=STEPS {
            let inside = step < STEPS && part.contains(at(step));
            match (start, inside) {
                (None, true) => start = Some(step),
                (Some(first), false) => {
                    let length = bounds.width() * f64::from(step - first) / f64::from(STEPS);
                    if best.is_none_or(|(_, longest)| length > longest * 1.0001) {
                        best = Some((at(first).midpoint(at(step - 1)), length));
                    }
                    start = None;
                }
                _ => {}
            }
        }
    }
    best
}
