//! What is left of a sheet beside its parts: a rectangle, or all that a saw of stair steps leaves.

use super::params::RemnantShape;
use super::pictures::Laid;
use kurbo::{Point, Rect, Vec2};
use penstock_drawing::{Color, Drawing, Layer, Page, Path, Pen, Segment};
use penstock_toolpath::nest::Blank;
use penstock_toolpath::parts::Part;

/// What is narrower is scrap, in mm.
const NARROWEST_MM: f64 = 50.0;
/// The edge of an outline is found in so many bands over the height of the sheet.
const BANDS: usize = 64;
/// A step of the edge is at least so wide, in mm: nobody saves a sliver.
const LEAST_STEP_MM: f64 = 20.0;

/// What is left of one sheet.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Remnant {
    /// Index of the used sheet.
    pub(super) sheet: usize,
    /// Its edge: corners on the sheet, in mm.
    corners: Vec<Point>,
}

impl Remnant {
    /// The box around it on the sheet, in mm.
    pub(super) fn bounds(&self) -> Rect {
        let first = self.corners.first().copied().unwrap_or_default();
        self.corners.iter().fold(Rect::from_points(first, first), |bounds, &corner| bounds.union_pt(corner))
    }

    /// In mm².
    pub(super) fn area_mm2(&self) -> f64 {
        let next = self.corners.iter().cycle().skip(1);
        let doubled = self.corners.iter().zip(next).map(|(a, b)| a.x * b.y - a.y * b.x);
        doubled.fold(0.0, std::ops::Add::add).abs() / 2.0
    }

    /// As a drawing of its own, for the next nest.
    pub(super) fn drawing(&self) -> Drawing {
        let bounds = self.bounds();
        let by = -bounds.origin().to_vec2();
        let corners: Vec<Point> = self.corners.iter().map(|&corner| corner + by).collect();
        let start = corners.first().copied().unwrap_or_default();
        let next = corners.iter().skip(1).chain(corners.first());
        let edge = Path { start, segments: next.map(|&to| Segment::Line { to }).collect() };
        let pen = Pen { color: Color::BLACK, width_mm: 0.25 };
        Drawing {
            page: Page { width_mm: bounds.width(), height_mm: bounds.height() },
            layers: vec![Layer { name: "SHEET".to_owned(), pen, paths: vec![edge] }],
        }
    }
}

/// The largest remnant of all sheets, by area. Sheets that are remnants themselves leave none.
pub(super) fn largest(sheets: &[Laid<'_>], gap_mm: f64, shape: RemnantShape) -> Option<Remnant> {
    let left = sheets.iter().enumerate().filter_map(|(sheet, laid)| {
        let Blank::Rectangle { width_mm, height_mm } = laid.sheet.blank else { return None };
        let parts = laid.parts.iter().map(|(_, part)| part);
        let corners = match shape {
            RemnantShape::Rectangle => {
                let reach = parts.map(|part| part.bounds().x1).fold(0.0, f64::max) + gap_mm;
                steps(&[(0.0, height_mm, reach)], width_mm)?
            }
            RemnantShape::Outline => {
                steps(&coarse(&edge(&parts.collect::<Vec<_>>(), height_mm, gap_mm), width_mm), width_mm)?
            }
        };
        Some(Remnant { sheet, corners })
    });
    left.max_by(|a, b| a.area_mm2().total_cmp(&b.area_mm2()))
}

/// How far parts and their gap reach to the right in each band, from top to bottom: from, to, and reach.
fn edge(parts: &[&Part], height_mm: f64, gap_mm: f64) -> Vec<(f64, f64, f64)> {
    let band_mm = height_mm / BANDS as f64;
    let mut reach = vec![0.0f64; BANDS];
    for (from, segment) in parts.iter().flat_map(|part| part.outer.path().pieces()) {
        let bounds = segment.bounds(from);
        // So short that what it reaches in one band says little about the next.
        let count = (bounds.height() / band_mm).ceil().max(1.0) as usize;
        for at in 0..count {
            let share = |at: usize| at as f64 / count as f64;
            let (from, piece) = segment.piece(from, share(at)..share(at + 1));
            let around = piece.bounds(from).inflate(gap_mm, gap_mm);
            let band = |y: f64| ((y / band_mm).max(0.0) as usize).min(BANDS - 1);
            for own in &mut reach[band(around.y0)..=band(around.y1)] {
                *own = own.max(around.x1);
            }
        }
    }
    let at = |band: usize| band as f64 * band_mm;
    reach.into_iter().enumerate().map(|(band, reach)| (at(band), at(band + 1), reach)).collect()
}

/// Bands with few steps: neighbours that differ by little become one that reaches as far as both. Only the
/// largest stretch in which enough is left stays.
fn coarse(bands: &[(f64, f64, f64)], width_mm: f64) -> Vec<(f64, f64, f64)> {
    let mut runs: Vec<Vec<(f64, f64, f64)>> = vec![Vec::new()];
    for &(from, to, reach) in bands {
        if width_mm - reach < NARROWEST_MM {
            runs.push(Vec::new());
            continue;
        }
        let Some(run) = runs.last_mut() else { continue };
        match run.last_mut() {
            Some(last) if (last.2 - reach).abs() < LEAST_STEP_MM => {
                *last = (last.0, to, last.2.max(reach));
            }
            _ => run.push((from, to, reach)),
        }
    }
    let area = |run: &[(f64, f64, f64)]| {
        run.iter().map(|(from, to, reach)| (to - from) * (width_mm - reach)).fold(0.0, std::ops::Add::add)
    };
    runs.into_iter().max_by(|a, b| area(a).total_cmp(&area(b))).unwrap_or_default()
}

/// The corners of what is right of these bands; none where it is too narrow to keep.
fn steps(bands: &[(f64, f64, f64)], width_mm: f64) -> Option<Vec<Point>> {
    let (&(top, ..), &(_, bottom, _)) = (bands.first()?, bands.last()?);
    let widest = bands.iter().map(|band| width_mm - band.2).fold(0.0, f64::max);
    if widest < NARROWEST_MM || bottom - top < NARROWEST_MM {
        return None;
    }
    let mut corners = vec![Point::new(width_mm, top), Point::new(width_mm, bottom)];
    for &(from, to, reach) in bands.iter().rev() {
        corners.extend([Point::new(reach, to), Point::new(reach, from)]);
    }
    // Where two bands reach equally far there is no corner.
    let straight = |a: Point, b: Point, c: Point| (b - a).cross(c - b) == 0.0 && b - a != Vec2::ZERO;
    let mut at = 1;
    while at + 1 < corners.len() {
        if straight(corners[at - 1], corners[at], corners[at + 1]) {
            corners.remove(at);
        } else {
            at += 1;
        }
    }
    Some(corners)
}

#[cfg(test)]
mod tests {
    use super::*;
    use penstock_toolpath::nest::Sheet;
    use penstock_toolpath::parts::Contour;

    fn block(x0: f64, y0: f64, x1: f64, y1: f64) -> Part {
        let to = |x, y| Segment::Line { to: Point::new(x, y) };
        let segments = vec![to(x1, y0), to(x1, y1), to(x0, y1), to(x0, y0)];
        let outer = Contour::new(Path { start: Point::new(x0, y0), segments }, 0).unwrap().turned(true);
        Part { name: "block".to_owned(), outer, holes: Vec::new(), slits: Vec::new() }
    }

    fn left(parts: Vec<Part>, shape: RemnantShape) -> Option<Remnant> {
        let sheet =
            Sheet { blank: Blank::Rectangle { width_mm: 1000.0, height_mm: 640.0 }, stock: None, cost: 1.0 };
        let parts = (1..).zip(parts).collect();
        largest(&[Laid { sheet: &sheet, parts }], 5.0, shape)
    }

    #[test]
    fn an_outline_keeps_what_a_rectangle_gives_away() {
        // One long block at the top and a short one below it.
        let parts = || vec![block(10.0, 10.0, 800.0, 305.0), block(10.0, 330.0, 300.0, 630.0)];
        let rectangle = left(parts(), RemnantShape::Rectangle).unwrap();
        assert!((rectangle.area_mm2() - 195.0 * 640.0).abs() < 1e-6);
        let outline = left(parts(), RemnantShape::Outline).unwrap();
        // 310 and 320 mm are edges of bands.
        let exact = 195.0 * 320.0 + 695.0 * 320.0;
        assert!((outline.area_mm2() - exact).abs() < 1e-6, "{} of {exact}", outline.area_mm2());
        assert_eq!(outline.corners.len(), 6, "{:?}", outline.corners);
        assert!(outline.drawing().layers[0].paths[0].is_closed());
        // It keeps the gap from both.
        for part in parts() {
            let around = part.bounds().inflate(5.0 - 1e-9, 5.0 - 1e-9);
            let edge = Contour::new(outline.drawing().layers[0].paths[0].clone(), 0).unwrap();
            let by = outline.bounds().origin().to_vec2();
            for corner in [(around.x1, around.y0), (around.x1, around.y1), (around.x0, around.y1)] {
                assert!(!edge.contains(Point::from(corner) - by), "{corner:?}");
            }
        }
    }

    #[test]
    fn a_full_sheet_leaves_nothing() {
        for shape in [RemnantShape::Rectangle, RemnantShape::Outline] {
            assert_eq!(left(vec![block(0.0, 0.0, 960.0, 640.0)], shape), None);
        }
        // In the middle a part reaches to the edge: the larger stretch beside it is kept.
        let parts = vec![block(0.0, 100.0, 990.0, 150.0)];
        let outline = left(parts, RemnantShape::Outline).unwrap();
        assert_eq!(outline.bounds(), Rect::new(0.0, 160.0, 1000.0, 640.0));
    }
}
