//! Shapes by place.

use super::shape::Shape;
use kurbo::{Point, Rect};
use std::collections::HashMap;

/// Shapes in square cells. A long shape is in every cell that its box meets, so cells are not too small.
#[derive(Debug)]
pub(super) struct Grid {
    cell_mm: f64,
    cells: HashMap<(i32, i32), Vec<u32>>,
    /// Shapes with a box over more cells than this are looked at every time.
    large: Vec<u32>,
}

const MOST_CELLS: usize = 4096;

impl Grid {
    pub(super) fn new(shapes: &[Shape]) -> Self {
        let all = shapes.iter().map(Shape::bounds).reduce(|all, one| all.union(one)).unwrap_or_default();
        let side = all.width().max(all.height());
        // About as many cells along a side as the square root of the shapes, twice over.
        let cell_mm = (side / (2.0 * (shapes.len() as f64).sqrt()).ceil().max(1.0)).max(0.5);
        let mut grid = Self { cell_mm, cells: HashMap::new(), large: Vec::new() };
        for (number, shape) in shapes.iter().enumerate() {
            let cells = grid.cells_of(shape.bounds());
            if cells.clone().count() > MOST_CELLS {
                grid.large.push(number as u32);
                continue;
            }
            for cell in cells {
                grid.cells.entry(cell).or_default().push(number as u32);
            }
        }
        grid
    }

    fn cells_of(&self, around: Rect) -> impl Iterator<Item = (i32, i32)> + Clone + use<> {
        let cell = |at: f64| (at / self.cell_mm).floor() as i32;
        let (left, right) = (cell(around.x0), cell(around.x1));
        let (top, bottom) = (cell(around.y0), cell(around.y1));
        (left..=right).flat_map(move |x| (top..=bottom).map(move |y| (x, y)))
    }

    /// Numbers of the shapes that may be in this box, each once, the smallest first.
    pub(super) fn near(&self, around: Rect) -> Vec<u32> {
        let mut found = self.large.clone();
        for cell in self.cells_of(around) {
            found.extend(self.cells.get(&cell).into_iter().flatten());
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The same around a place.
    pub(super) fn around(&self, place: Point, reach: f64) -> Vec<u32> {
        self.near(Rect::from_points(place, place).inflate(reach, reach))
    }
}
