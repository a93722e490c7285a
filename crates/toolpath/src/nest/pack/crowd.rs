//! The items of a sheet by place, so that a spot is held against its neighbours alone: a sheet of thousands of
//! parts is filled in about as many looks as one of hundreds, part for part.

use super::world::{Spot, World};
use kurbo::Rect;

/// Cells along one side, at most.
const MOST_CELLS: f64 = 128.0;

/// Items of a sheet in square cells.
#[derive(Debug)]
pub(super) struct Crowd {
    cell_mm: f64,
    columns: usize,
    rows: usize,
    cells: Vec<Vec<u32>>,
    /// The widest distance that is asked for around an item.
    gap_mm: f64,
}

impl Crowd {
    /// The items that are on the sheet already; cells are about as large as the shapes that are to come.
    pub(super) fn new(world: &World<'_>, to_come: &[usize]) -> Self {
        let (width, height) = (world.layout.length_mm, world.height_mm);
        let sides = to_come.iter().filter_map(|&shape| {
            let bounds = world.shapes.shapes[shape].poses.first()?.bounds;
            Some(bounds.width().max(bounds.height()))
        });
        let (sum, count) = sides.fold((0.0, 0.0f64), |(sum, count), side| (sum + side, count + 1.0));
        let cell_mm = (sum / count.max(1.0)).max(width.max(height) / MOST_CELLS).max(1e-6);
        let cells_along = |side: f64| (side / cell_mm).ceil().clamp(1.0, MOST_CELLS) as usize;
        let (columns, rows) = (cells_along(width), cells_along(height));
        let gap_mm = world.gap_mm.max(world.edge_gap_mm);
        let mut crowd = Self { cell_mm, columns, rows, cells: vec![Vec::new(); columns * rows], gap_mm };
        (0..world.items.len()).for_each(|item| crowd.add(world, item));
        crowd
    }

    /// Files an item where it lies.
    pub(super) fn add(&mut self, world: &World<'_>, item: usize) {
        for cell in self.around(world.bounds_of(item)) {
            self.cells[cell].push(item as u32);
        }
    }

    /// A further item of this shape would touch nothing at this spot.
    pub(super) fn leaves_free(&self, world: &World<'_>, shape: usize, spot: Spot) -> bool {
        let bounds = world.shapes.shapes[shape].poses[spot.pose].at(spot.at.to_vec2());
        let cells = self.around(bounds.inflate(self.gap_mm, self.gap_mm));
        // Whoever is in several cells is looked at several times: cheaper than remembering.
        cells
            .into_iter()
            .all(|cell| self.cells[cell].iter().all(|&item| world.is_clear_of(item as usize, shape, spot)))
    }

    /// Cells that a box meets; what is outside of the sheet belongs to the cells at its edge.
    fn around(&self, bounds: Rect) -> impl IntoIterator<Item = usize> + use<> {
        let cell = |at: f64, count: usize| ((at / self.cell_mm).max(0.0) as usize).min(count - 1);
        let (left, right) = (cell(bounds.x0, self.columns), cell(bounds.x1, self.columns));
        let (top, bottom) = (cell(bounds.y0, self.rows), cell(bounds.y1, self.rows));
        let columns = self.columns;
        (top..=bottom).flat_map(move |row| (left..=right).map(move |column| row * columns + column))
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::super::shapes::{Shapes, Wanted};
    use super::super::world::Item;
    use super::*;
    use kurbo::Point;
    use proptest::prelude::*;

    fn square(side: f64) -> Wanted {
        let ring = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)].map(Point::from).to_vec();
        Wanted { rings: vec![ring], degrees: vec![0.0, 30.0], may_mirror: false, bounds: Vec::new() }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn a_spot_is_free_if_every_item_is_clear_of_it(seed in any::<u64>(), count in 0usize..40, gap in 0.0..8.0f64) {
            let shapes = Shapes::new(&[square(5.0), square(40.0)], 1.0);
            let mut random = Random::new(seed);
            let mut world = World::new(&shapes, (300.0, 120.0), (gap, 1.0));
            // Overlaps do not matter here, nor does what stands over the edge.
            let mut anywhere = |shape: usize| {
                let at = Point::new(random.between(-20.0, 320.0), random.between(-20.0, 140.0));
                (shape, Spot { at, pose: random.below(2) })
            };
            let mut crowd = Crowd::new(&world, &[0, 1]);
            for number in 0..count {
                let (shape, spot) = anywhere(number % 2);
                world.push(Item { shape, fixed: false }, spot);
                crowd.add(&world, number);
            }
            for number in 0..60 {
                let (shape, spot) = anywhere(number % 2);
                let truth = (0..count).all(|item| world.is_clear_of(item, shape, spot));
                prop_assert_eq!(crowd.leaves_free(&world, shape, spot), truth);
            }
        }
    }
}
