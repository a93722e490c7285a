//! How often a pen passes each spot of the page.
//!
//! The page is a grid of square cells, and the spot of a cell is its middle. A pen passes a spot when the
//! spot is under its tip; a pen thinner than a cell counts as wide as one, so that no line slips between
//! the spots. Going on over a spot is one pass, coming back to it is another: the same stroke counts anew
//! when it has gone on for six of the pen's radii since it last touched the spot.

use kurbo::Point;
use penstock_drawing::{Drawing, Page};
use std::ops::Range;

/// Cells along the longer side of the page.
const MOST_CELLS: f64 = 1024.0;
/// Ways are counted in steps of a cell over this.
const STEPS_PER_CELL: f64 = 8.0;
/// Radii that a pen has to go on for until it passes a spot anew.
const ANEW_RADII: f64 = 6.0;

/// The grid while strokes are laid on it.
pub(super) struct Coverage {
    pub(super) cell_mm: f64,
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// Row by row from the upper left corner; 255 stands for that and more.
    pub(super) counts: Vec<u8>,
    /// How far all strokes had gone when a spot was last touched, in steps.
    touched: Vec<u32>,
    /// How far they have gone, in mm.
    way_mm: f64,
}

impl Coverage {
    /// Nothing drawn yet. Cells are as small as the page allows, but not under half of the thinnest pen.
    pub(super) fn new(drawing: &Drawing) -> Self {
        let Page { width_mm, height_mm } = drawing.page;
        let pens = drawing.layers.iter().map(|layer| layer.pen.width_mm);
        let thinnest_mm = pens.filter(|width| *width > 0.0).fold(f64::INFINITY, f64::min);
        let longest_mm = width_mm.max(height_mm).max(1e-3);
        let finest_mm = longest_mm / MOST_CELLS;
        let cell_mm = if thinnest_mm.is_finite() { finest_mm.max(thinnest_mm / 2.0) } else { finest_mm };
        let cells = |side_mm: f64| (side_mm / cell_mm).ceil().clamp(1.0, MOST_CELLS + 1.0) as usize;
        let (columns, rows) = (cells(width_mm), cells(height_mm));
        let counts = vec![0; columns * rows];
        Self { cell_mm, columns, rows, touched: vec![0; counts.len()], counts, way_mm: 0.0 }
    }

    /// Lays a stroke of a pen through the points.
    pub(super) fn stroke(&mut self, points: &[Point], pen_width_mm: f64) {
        let radius = (pen_width_mm / self.cell_mm).max(1.0) / 2.0;
        let anew = (ANEW_RADII * radius * STEPS_PER_CELL) as u32;
        // A new stroke passes every spot anew.
        self.way_mm += (ANEW_RADII + 1.0) * radius * self.cell_mm;
        let cells = |point: Point| Point::new(point.x / self.cell_mm, point.y / self.cell_mm);
        let Some((&first, rest)) = points.split_first() else { return };
        let mut from = cells(first);
        self.disc(from, radius, anew);
        for &point in rest {
            let to = Point::new(point.x / self.cell_mm, point.y / self.cell_mm);
            self.band(from, to, radius, anew);
            self.way_mm += from.distance(to) * self.cell_mm;
            self.disc(to, radius, anew);
            from = to;
        }
    }

    /// How far all strokes have gone, and a little more, in steps. Of a way that no pen would survive,
    /// the largest number.
    fn steps(&self, further_cells: f64) -> u32 {
        ((self.way_mm / self.cell_mm + further_cells) * STEPS_PER_CELL) as u32
    }

    fn disc(&mut self, center: Point, radius: f64, anew: u32) {
        let now = self.steps(0.0);
        for row in range(center.y - radius, center.y + radius, self.rows) {
            let dy = row as f64 + 0.5 - center.y;
            let half = (radius * radius - dy * dy).max(0.0).sqrt();
            for column in range(center.x - half, center.x + half, self.columns) {
                self.touch(row * self.columns + column, now, anew);
            }
        }
    }

    /// Spots beside the piece from `a` to `b`, not beyond its ends.
    fn band(&mut self, a: Point, b: Point, radius: f64, anew: u32) {
        let length = a.distance(b);
        if !(length > 0.0 && length.is_finite()) {
            return;
        }
        let along = (b - a) / length;
        let spread = along.x.abs() * radius;
        for row in range(a.y.min(b.y) - spread, a.y.max(b.y) + spread, self.rows) {
            let y = row as f64 + 0.5 - a.y;
            let beside = between(y * along.x, -along.y, -radius, radius);
            let inside = between(y * along.y, along.x, 0.0, length);
            let (from, to) = (beside.0.max(inside.0), beside.1.min(inside.1));
            for column in range(a.x + from, a.x + to, self.columns) {
                let x = column as f64 + 0.5 - a.x;
                let now = self.steps(x * along.x + y * along.y);
                self.touch(row * self.columns + column, now, anew);
            }
        }
    }

    fn touch(&mut self, cell: usize, now: u32, anew: u32) {
        if now.saturating_sub(self.touched[cell]) > anew {
            self.counts[cell] = self.counts[cell].saturating_add(1);
        }
        self.touched[cell] = now.max(self.touched[cell]);
    }
}

/// Cells whose middles lie between two places.
fn range(from: f64, to: f64, most: usize) -> Range<usize> {
    // A cast holds what is too small or too large at the ends of its type.
    let start = (from - 0.5).ceil().max(0.0) as usize;
    let end = ((to + 0.5).floor().max(0.0) as usize).min(most);
    start.min(end)..end
}

/// The x for which `low ≤ start + x·slope ≤ high`.
fn between(start: f64, slope: f64, low: f64, high: f64) -> (f64, f64) {
    if slope.abs() < 1e-12 {
        return if (low..=high).contains(&start) { (f64::NEG_INFINITY, f64::INFINITY) } else { (0.0, -1.0) };
    }
    let (one, other) = ((low - start) / slope, (high - start) / slope);
    (one.min(other), one.max(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use penstock_drawing::{Color, Layer, Pen};

    fn coverage(width_mm: f64) -> Coverage {
        let pen = Pen { color: Color::BLACK, width_mm };
        let layers = vec![Layer { name: String::new(), pen, paths: Vec::new() }];
        Coverage::new(&Drawing { page: Page { width_mm: 102.4, height_mm: 51.2 }, layers })
    }

    fn at(coverage: &Coverage, x_mm: f64, y_mm: f64) -> u8 {
        let cell = |mm: f64| (mm / coverage.cell_mm) as usize;
        coverage.counts[cell(y_mm) * coverage.columns + cell(x_mm)]
    }

    fn points(points: &[(f64, f64)]) -> Vec<Point> {
        points.iter().map(|&point| point.into()).collect()
    }

    #[test]
    fn cells_are_as_small_as_the_page_and_the_pen_make_sense_of() {
        let fine = coverage(0.1);
        assert_eq!((fine.cell_mm, fine.columns, fine.rows), (0.1, 1024, 512));
        let coarse = coverage(2.0);
        assert_eq!((coarse.cell_mm, coarse.columns, coarse.rows), (1.0, 103, 52));
        let none =
            Coverage::new(&Drawing { page: Page { width_mm: 0.0, height_mm: 0.0 }, layers: Vec::new() });
        assert_eq!((none.columns, none.rows), (1, 1));
    }

    #[test]
    fn a_line_passes_once_however_many_pieces_it_has_and_in_any_direction() {
        for end in [(90.0, 10.0), (90.0, 45.0), (12.0, 45.0), (10.0, 45.0)] {
            let mut coverage = coverage(0.6);
            let start = Point::new(10.0, 10.0);
            let line: Vec<Point> =
                (0..=500).map(|step| start.lerp(end.into(), f64::from(step) / 500.0)).collect();
            coverage.stroke(&line, 0.6);
            for step in 0..=100 {
                let spot = start.lerp(end.into(), f64::from(step) / 100.0);
                assert_eq!(at(&coverage, spot.x, spot.y), 1, "{spot:?} on the way to {end:?}");
            }
            assert!(coverage.counts.iter().all(|count| *count <= 1));
        }
    }

    #[test]
    fn coming_back_and_crossing_count_again() {
        let mut coverage = coverage(0.5);
        coverage.stroke(&points(&[(10.0, 10.0), (60.0, 10.0), (10.0, 10.0), (60.0, 10.0)]), 0.5);
        assert_eq!(at(&coverage, 35.0, 10.0), 3);
        // A loop that crosses itself.
        coverage
            .stroke(&points(&[(10.0, 30.0), (40.0, 30.0), (40.0, 40.0), (25.0, 40.0), (25.0, 20.0)]), 0.5);
        assert_eq!(at(&coverage, 25.0, 30.0), 2);
        assert_eq!(at(&coverage, 15.0, 30.0), 1);
        // Two strokes, and a dot on them.
        coverage.stroke(&points(&[(80.0, 5.0), (80.0, 45.0)]), 0.5);
        coverage.stroke(&points(&[(70.0, 25.0), (90.0, 25.0)]), 0.5);
        coverage.stroke(&points(&[(80.0, 25.0)]), 0.5);
        assert_eq!((at(&coverage, 80.0, 25.0), at(&coverage, 80.0, 40.0)), (3, 1));
    }

    #[test]
    fn hatching_as_wide_as_the_pen_covers_every_spot_about_once() {
        let mut coverage = coverage(0.4);
        for row in 0..50 {
            let y = 10.0 + 0.4 * f64::from(row);
            coverage.stroke(&points(&[(10.0, y), (60.0, y)]), 0.4);
        }
        let inside: Vec<u8> = (0..190)
            .flat_map(|y| (0..190).map(move |x| (x, y)))
            .map(|(x, y)| at(&coverage, 12.0 + 0.2 * f64::from(x), 10.5 + 0.09 * f64::from(y)))
            .collect();
        assert!(inside.iter().all(|count| (1..=2).contains(count)), "{inside:?}");
        let mean = inside.iter().map(|count| f64::from(*count)).sum::<f64>() / inside.len() as f64;
        assert!(mean < 1.3, "{mean}");
    }

    #[test]
    fn strokes_beyond_the_page_are_cut() {
        let mut coverage = coverage(0.5);
        coverage.stroke(&points(&[(-1e12, 25.0), (1e12, 25.0), (f64::MAX, -f64::MAX)]), 0.5);
        assert_eq!(at(&coverage, 50.0, 25.0), 1);
    }
}
