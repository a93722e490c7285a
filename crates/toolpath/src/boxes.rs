//! Boxes by the cells of a grid, so that a question about a place meets only those nearby.

use kurbo::Rect;

/// Cells along one side, at most.
const MOST_CELLS: f64 = 1024.0;
/// Entries in all cells, for each box, before the grid is made coarser.
const ENTRIES_PER_BOX: usize = 8;

/// Boxes, numbered in the order in which they were given.
#[derive(Debug)]
pub(crate) struct Boxes {
    bounds: Rect,
    columns: usize,
    rows: usize,
    /// Where the list of each cell begins in `items`.
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Boxes {
    /// Boxes must be finite, and at most `u32::MAX`.
    pub(crate) fn new(boxes: &[Rect]) -> Self {
        let bounds = boxes.iter().copied().reduce(|all, one| all.union(one)).unwrap_or(Rect::ZERO);
        let mut cells = (boxes.len() as f64).sqrt().ceil().clamp(1.0, MOST_CELLS);
        loop {
            // As many cells as boxes, in the proportions of the whole; a flat whole gets them all in a row.
            let (width, height) = (bounds.width(), bounds.height());
            let share = |side: f64, other: f64| match (side > 0.0, other > 0.0) {
                (true, true) => (cells * (side / other).sqrt()).ceil().clamp(1.0, MOST_CELLS) as usize,
                (true, false) => (cells * cells).min(MOST_CELLS) as usize,
                (false, _) => 1,
            };
            let mut grid = Self {
                bounds,
                columns: share(width, height),
                rows: share(height, width),
                starts: Vec::new(),
                items: Vec::new(),
            };
            let entries: usize = boxes.iter().map(|&b| grid.cell_count(b)).sum();
            if entries > boxes.len() * ENTRIES_PER_BOX + 1024 && cells > 1.0 {
                cells = (cells / 2.0).ceil();
                continue;
            }
            grid.fill(boxes);
            return grid;
        }
    }

    fn fill(&mut self, boxes: &[Rect]) {
        self.starts = vec![0; self.columns * self.rows + 1];
        for &one in boxes {
            for cell in self.cells(one) {
                self.starts[cell + 1] += 1;
            }
        }
        for cell in 1..self.starts.len() {
            self.starts[cell] += self.starts[cell - 1];
        }
        let mut next = self.starts.clone();
        self.items = vec![0; self.starts[self.columns * self.rows] as usize];
        for (number, &one) in boxes.iter().enumerate() {
            for cell in self.cells(one) {
                self.items[next[cell] as usize] = number as u32;
                next[cell] += 1;
            }
        }
    }

    fn span(&self, around: Rect) -> (usize, usize, usize, usize) {
        let cell = |at: f64, low: f64, side: f64, count: usize| {
            let share = if side > 0.0 { (at - low) / side } else { 0.0 };
            // Before the first cell gives 0, behind the last one is cut.
            ((share * count as f64) as usize).min(count - 1)
        };
        let bounds = self.bounds;
        let column = |x| cell(x, bounds.x0, bounds.width(), self.columns);
        let row = |y| cell(y, bounds.y0, bounds.height(), self.rows);
        (column(around.x0), column(around.x1), row(around.y0), row(around.y1))
    }

    fn cell_count(&self, around: Rect) -> usize {
        let (left, right, top, bottom) = self.span(around);
        (right + 1 - left) * (bottom + 1 - top)
    }

    fn cells(&self, around: Rect) -> impl Iterator<Item = usize> + use<> {
        let (left, right, top, bottom) = self.span(around);
        let columns = self.columns;
        (top..=bottom).flat_map(move |row| (left..=right).map(move |column| row * columns + column))
    }

    /// Calls `visit` with the number of every box that may meet this one, and some of its neighbours; a box
    /// that covers several cells comes more than once.
    pub(crate) fn near(&self, around: Rect, visit: &mut dyn FnMut(u32)) {
        let apart = around.x1 < self.bounds.x0
            || around.x0 > self.bounds.x1
            || around.y1 < self.bounds.y0
            || around.y0 > self.bounds.y1;
        if apart {
            return;
        }
        for cell in self.cells(around) {
            let list = self.starts[cell] as usize..self.starts[cell + 1] as usize;
            self.items[list].iter().for_each(|&number| visit(number));
        }
    }

    /// As [`Self::near`], for a place that is inside of one cell: every box comes once.
    pub(crate) fn near_once(&self, point: Rect, visit: &mut dyn FnMut(u32)) {
        debug_assert_eq!(self.cell_count(point), 1, "a point is in one cell");
        self.near(point, visit);
    }

    /// The numbers of all boxes that may meet this one, in order.
    pub(crate) fn numbers_near(&self, around: Rect, numbers: &mut Vec<u32>) {
        numbers.clear();
        self.near(around, &mut |number| numbers.push(number));
        numbers.sort_unstable();
        numbers.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rects() -> impl Strategy<Value = Vec<Rect>> {
        let rect = (0.0..100.0, 0.0..30.0, 0.0..20.0, 0.0..3.0);
        prop::collection::vec(rect.prop_map(|(x, y, w, h)| Rect::new(x, y, x + w, y + h)), 0..200)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn no_box_that_meets_the_place_is_missed(rects in rects(), x in -5.0..110.0, y in -5.0..40.0) {
            let place = Rect::new(x, y, x + 3.0, y + 3.0);
            let boxes = Boxes::new(&rects);
            let mut found = Vec::new();
            boxes.numbers_near(place, &mut found);
            for (number, rect) in rects.iter().enumerate() {
                let meets = rect.x0 <= place.x1 && rect.x1 >= place.x0 && rect.y0 <= place.y1 && rect.y1 >= place.y0;
                prop_assert!(!meets || found.contains(&(number as u32)), "{rect:?} near {place:?}");
            }
        }
    }

    #[test]
    fn boxes_in_a_row_are_spread_over_cells() {
        let heights: Vec<Rect> =
            (0..1000).map(|y| Rect::new(0.0, f64::from(y), 0.0, f64::from(y) + 1.0)).collect();
        let boxes = Boxes::new(&heights);
        let mut found = Vec::new();
        boxes.numbers_near(Rect::new(0.0, 500.5, 0.0, 500.5), &mut found);
        assert!(found.contains(&500) && found.len() < 6, "{found:?}");
    }
}
