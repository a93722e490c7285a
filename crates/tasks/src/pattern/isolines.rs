//! Lines of equal height through a grid of values (marching squares, after Lorensen and Cline, 1987),
//! joined to whole lines.

use kurbo::{Point, Rect};
use std::collections::HashMap;

/// Heights at the corners of equal cells that cover `area`.
pub(super) struct Heights {
    pub(super) area: Rect,
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// Row by row, `columns · rows` of them; at least two of each.
    pub(super) values: Vec<f64>,
}

/// An edge of the grid: its first corner, and whether it goes down.
type Edge = (usize, bool);

impl Heights {
    fn value(&self, column: usize, row: usize) -> f64 {
        self.values[row * self.columns + column]
    }

    fn corner(&self, column: usize, row: usize) -> Point {
        Point::new(
            self.area.x0 + self.area.width() * column as f64 / (self.columns - 1) as f64,
            self.area.y0 + self.area.height() * row as f64 / (self.rows - 1) as f64,
        )
    }

    /// Every line at this height; a closed one ends where it begins.
    pub(super) fn lines(&self, height: f64) -> Vec<Vec<Point>> {
        let mut links: HashMap<Edge, Vec<Edge>> = HashMap::new();
        let mut order = Vec::new();
        for row in 0..self.rows - 1 {
            for column in 0..self.columns - 1 {
                for (from, to) in self.cell(column, row, height) {
                    for (here, there) in [(from, to), (to, from)] {
                        links
                            .entry(here)
                            .or_insert_with(|| {
                                order.push(here);
                                Vec::with_capacity(2)
                            })
                            .push(there);
                    }
                }
            }
        }
        let mut lines = Vec::new();
        // Open lines from their ends first, then what is left goes round.
        let open: Vec<Edge> = order.iter().copied().filter(|edge| links[edge].len() == 1).collect();
        for start in open.into_iter().chain(order) {
            let mut line = Vec::new();
            let mut at = Some(start);
            while let Some(here) = at {
                let Some(nexts) = links.get_mut(&here) else { break };
                line.push(self.crossing(here, height));
                at = nexts.pop();
                if let Some(next) = at
                    && let Some(back) = links.get_mut(&next)
                    && let Some(same) = back.iter().position(|&edge| edge == here)
                {
                    back.swap_remove(same);
                }
            }
            if line.len() > 1 {
                lines.push(line);
            }
        }
        lines
    }

    /// The pieces that cross one cell, from edge to edge.
    fn cell(&self, column: usize, row: usize, height: f64) -> impl Iterator<Item = (Edge, Edge)> {
        let at = row * self.columns + column;
        let (top, left) = ((at, false), (at, true));
        let (bottom, right) = ((at + self.columns, false), (at + 1, true));
        let above = |column, row| self.value(column, row) >= height;
        let corners =
            [above(column, row), above(column + 1, row), above(column + 1, row + 1), above(column, row + 1)];
        let number = corners.iter().rev().fold(0, |number, &up| number * 2 + u8::from(up));
        let pieces = match number {
            0 | 15 => [None, None],
            1 | 14 => [Some((left, top)), None],
            2 | 13 => [Some((top, right)), None],
            3 | 12 => [Some((left, right)), None],
            4 | 11 => [Some((right, bottom)), None],
            6 | 9 => [Some((top, bottom)), None],
            7 | 8 => [Some((left, bottom)), None],
            // Saddles: the middle decides which corners belong together.
            saddle => {
                let middle = (self.value(column, row)
                    + self.value(column + 1, row)
                    + self.value(column, row + 1)
                    + self.value(column + 1, row + 1))
                    / 4.0;
                if (saddle == 5) == (middle >= height) {
                    [Some((left, bottom)), Some((top, right))]
                } else {
                    [Some((left, top)), Some((right, bottom))]
                }
            }
        };
        pieces.into_iter().flatten()
    }

    fn crossing(&self, (at, down): Edge, height: f64) -> Point {
        let (column, row) = (at % self.columns, at / self.columns);
        let (to_column, to_row) = if down { (column, row + 1) } else { (column + 1, row) };
        let (from, to) = (self.value(column, row), self.value(to_column, to_row));
        let share = if to == from { 0.5 } else { ((height - from) / (to - from)).clamp(0.0, 1.0) };
        self.corner(column, row).lerp(self.corner(to_column, to_row), share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cone_has_round_lines_that_close() {
        let size = 41;
        let values = (0..size * size)
            .map(|n| 20.0 - Point::new((n % size) as f64, (n / size) as f64).distance(Point::new(20.0, 20.0)))
            .collect();
        let cone = Heights { area: Rect::new(0.0, 0.0, 40.0, 40.0), columns: size, rows: size, values };
        for radius in [3.3, 10.5, 17.0] {
            let lines = cone.lines(20.0 - radius);
            assert_eq!(lines.len(), 1);
            assert_eq!(lines[0].first(), lines[0].last());
            for point in &lines[0] {
                assert!((point.distance(Point::new(20.0, 20.0)) - radius).abs() < 0.1);
            }
        }
    }

    #[test]
    fn a_slope_has_open_lines() {
        let values = (0..30).map(|n| f64::from(n % 5)).collect();
        let slope = Heights { area: Rect::new(0.0, 0.0, 4.0, 5.0), columns: 5, rows: 6, values };
        let lines = slope.lines(1.5);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].len(), 6);
        assert!(lines[0].iter().all(|point| (point.x - 1.5).abs() < 1e-9));
    }
}
