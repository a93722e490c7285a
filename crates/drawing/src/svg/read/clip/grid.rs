//! Edges by the cells of a grid, so that a line meets only those nearby.

use super::BORDER_MM;
use kurbo::{Point, Rect};

/// Cells along the longer side, at most.
const MOST_CELLS: f64 = 512.0;
/// Entries in all cells, for each edge, before the grid is made coarser.
const ENTRIES_PER_EDGE: usize = 12;

/// Straight edge of a region.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) a: Point,
    pub(super) b: Point,
    /// The shape that it bounds.
    pub(super) shape: u32,
}

/// Edges by cell, and by row.
#[derive(Debug)]
pub(super) struct Grid {
    bounds: Rect,
    columns: usize,
    rows: usize,
    cells: Buckets,
    bands: Buckets,
}

impl Grid {
    pub(super) fn of(edges: &[Edge]) -> Self {
        let bounds = edges
            .iter()
            .map(|edge| Rect::from_points(edge.a, edge.b))
            .reduce(|all, one| all.union(one))
            .unwrap_or(Rect::ZERO)
            .inflate(2.0 * BORDER_MM, 2.0 * BORDER_MM);
        let mut cells = (edges.len() as f64).sqrt().ceil().clamp(1.0, MOST_CELLS);
        loop {
            let longer = bounds.width().max(bounds.height());
            let share = |side: f64| (cells * side / longer).ceil().clamp(1.0, MOST_CELLS) as usize;
            let mut grid = Self {
                bounds,
                columns: share(bounds.width()),
                rows: share(bounds.height()),
                cells: Buckets::default(),
                bands: Buckets::default(),
            };
            let count: usize = edges.iter().map(|edge| grid.count(edge)).sum();
            if count > edges.len() * ENTRIES_PER_EDGE + 1024 && cells > 1.0 {
                cells = (cells / 2.0).ceil();
                continue;
            }
            grid.fill(edges);
            return grid;
        }
    }

    pub(super) fn bounds(&self) -> Rect {
        self.bounds
    }

    fn count(&self, edge: &Edge) -> usize {
        let mut count = 0;
        self.walk(edge.a, edge.b, &mut |_| count += 1);
        count
    }

    fn fill(&mut self, edges: &[Edge]) {
        let mut cells = Vec::new();
        let mut bands = Vec::new();
        for (index, edge) in edges.iter().enumerate() {
            let index = index as u32;
            self.walk(edge.a, edge.b, &mut |cell| cells.push((cell as u32, index)));
            let (first, last) = self.row_range(edge.a.y.min(edge.b.y), edge.a.y.max(edge.b.y));
            bands.extend((first..=last).map(|row| (row as u32, index)));
        }
        self.cells = Buckets::of(self.columns * self.rows, &cells);
        self.bands = Buckets::of(self.rows, &bands);
    }

    /// Calls `visit` with every cell that comes near the line from `a` to `b`, row by row.
    fn walk(&self, a: Point, b: Point, visit: &mut dyn FnMut(usize)) {
        let (low, high) = if a.y <= b.y { (a, b) } else { (b, a) };
        if high.y < self.bounds.y0 || low.y > self.bounds.y1 {
            return;
        }
        let (first, last) = self.row_range(low.y - BORDER_MM, high.y + BORDER_MM);
        let height = self.bounds.height() / self.rows as f64;
        let rise = high.y - low.y;
        for row in first..=last {
            let top = self.bounds.y0 + row as f64 * height - BORDER_MM;
            let bottom = top + height + 2.0 * BORDER_MM;
            let at = |y: f64| {
                let share = if rise > 0.0 { ((y - low.y) / rise).clamp(0.0, 1.0) } else { 0.0 };
                low.x + (high.x - low.x) * share
            };
            let (x0, x1) = if rise > 2.0 * BORDER_MM { (at(top), at(bottom)) } else { (low.x, high.x) };
            let (left, right) = (x0.min(x1) - BORDER_MM, x0.max(x1) + BORDER_MM);
            if right < self.bounds.x0 || left > self.bounds.x1 {
                continue;
            }
            let (from, to) = (self.column(left), self.column(right));
            (from..=to).for_each(|column| visit(row * self.columns + column));
        }
    }

    fn column(&self, x: f64) -> usize {
        let share = (x - self.bounds.x0) / self.bounds.width();
        ((share * self.columns as f64) as usize).min(self.columns - 1)
    }

    fn row(&self, y: f64) -> usize {
        let share = (y - self.bounds.y0) / self.bounds.height();
        ((share * self.rows as f64) as usize).min(self.rows - 1)
    }

    fn row_range(&self, from: f64, to: f64) -> (usize, usize) {
        (self.row(from), self.row(to))
    }

    /// Calls `visit` with each edge that may come near the line; some come more than once.
    pub(super) fn near(&self, a: Point, b: Point, visit: &mut dyn FnMut(usize)) {
        self.walk(a, b, &mut |cell| self.cells.of_bucket(cell).iter().for_each(|&edge| visit(edge as usize)));
    }

    /// Whether `found` says yes to one of the edges in the cells of a box.
    pub(super) fn any_in(&self, bounds: Rect, found: &mut dyn FnMut(usize) -> bool) -> bool {
        if !self.bounds.overlaps(bounds) {
            return false;
        }
        let (left, right) = (self.column(bounds.x0), self.column(bounds.x1));
        let (top, bottom) = self.row_range(bounds.y0, bounds.y1);
        (top..=bottom).any(|row| {
            (left..=right).any(|column| {
                let edges = self.cells.of_bucket(row * self.columns + column);
                edges.iter().any(|&edge| found(edge as usize))
            })
        })
    }

    /// Edges whose rows hold this height.
    pub(super) fn band(&self, y: f64) -> &[u32] {
        self.bands.of_bucket(self.row(y))
    }
}

/// Lists, one behind the other.
#[derive(Debug, Default)]
struct Buckets {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Buckets {
    fn of(count: usize, entries: &[(u32, u32)]) -> Self {
        let mut starts = vec![0_u32; count + 1];
        for &(bucket, _) in entries {
            starts[bucket as usize + 1] += 1;
        }
        for bucket in 0..count {
            starts[bucket + 1] += starts[bucket];
        }
        let mut next = starts.clone();
        let mut items = vec![0; entries.len()];
        for &(bucket, item) in entries {
            items[next[bucket as usize] as usize] = item;
            next[bucket as usize] += 1;
        }
        Self { starts, items }
    }

    fn of_bucket(&self, bucket: usize) -> &[u32] {
        &self.items[self.starts[bucket] as usize..self.starts[bucket + 1] as usize]
    }
}
