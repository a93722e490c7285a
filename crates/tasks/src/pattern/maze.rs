use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::{Point, Vec2};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A perfect maze: exactly one way between any two cells (depth-first search with chance).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Maze {
    /// Cells across.
    #[schemars(title = "Columns", range(min = 2, max = 300), extend("x-group" = "Maze"))]
    columns: u32,
    /// Cells down.
    #[schemars(title = "Rows", range(min = 2, max = 300), extend("x-group" = "Maze"))]
    rows: u32,
    /// Draw the way through with the second pen.
    #[schemars(title = "Show the way", extend("x-group" = "Maze"))]
    solution: bool,
}

impl Default for Maze {
    fn default() -> Self {
        Self { columns: 44, rows: 30, solution: false }
    }
}

/// Which walls of a cell are gone.
#[derive(Clone, Copy, Default)]
struct Cell {
    right_open: bool,
    down_open: bool,
    seen: bool,
    /// The cell from which this one was reached.
    from: usize,
}

impl Kind for Maze {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let (columns, rows) = (self.columns as usize, self.rows as usize);
        let cells = self.dig(ground)?;
        let side = (ground.area.width() / columns as f64).min(ground.area.height() / rows as f64);
        let first = ground.center() - Vec2::new(columns as f64, rows as f64) * (side / 2.0);
        let at = |column: usize, row: usize| first + Vec2::new(column as f64, row as f64) * side;
        let open_right = |column: usize, row: usize| cells[row * columns + column].right_open;
        let open_down = |column: usize, row: usize| cells[row * columns + column].down_open;

        // Walls across: above row 0, between rows, below the last; with a way in and out.
        for edge in 0..=rows {
            let wall = |column: usize| match edge {
                0 => column != 0,
                edge if edge == rows => column != columns - 1,
                edge => !open_down(column, edge - 1),
            };
            runs(columns, wall, |from, to| strokes.line([at(from, edge), at(to, edge)], 0));
        }
        for edge in 0..=columns {
            let wall = |row: usize| edge == 0 || edge == columns || !open_right(edge - 1, row);
            runs(rows, wall, |from, to| strokes.line([at(edge, from), at(edge, to)], 0));
        }
        if self.solution {
            strokes.smooth(
                &way(&cells, columns, |column, row| at(column, row) + Vec2::new(side, side) / 2.0),
                1,
            );
        }
        Ok(())
    }
}

impl Maze {
    fn dig(&self, ground: &mut Ground<'_>) -> Result<Vec<Cell>, Cancelled> {
        let (columns, rows) = (self.columns as usize, self.rows as usize);
        let mut cells = vec![Cell::default(); columns * rows];
        let mut path = vec![0];
        cells[0].seen = true;
        let mut dug = 1;
        while let Some(&here) = path.last() {
            let (column, row) = (here % columns, here / columns);
            let neighbours = [
                (column > 0).then(|| here - 1),
                (column + 1 < columns).then(|| here + 1),
                (row > 0).then(|| here - columns),
                (row + 1 < rows).then(|| here + columns),
            ];
            let fresh: Vec<usize> = neighbours.into_iter().flatten().filter(|&n| !cells[n].seen).collect();
            if fresh.is_empty() {
                path.pop();
                continue;
            }
            let next = fresh[ground.random.below(fresh.len())];
            let upper_left = here.min(next);
            if here.abs_diff(next) == 1 {
                cells[upper_left].right_open = true;
            } else {
                cells[upper_left].down_open = true;
            }
            cells[next].seen = true;
            cells[next].from = here;
            path.push(next);
            dug += 1;
            if dug % 1024 == 0 {
                ground.at(dug as f64 / cells.len() as f64)?;
            }
        }
        Ok(cells)
    }
}

/// Calls `draw` for each unbroken run of walls.
fn runs(count: usize, wall: impl Fn(usize) -> bool, mut draw: impl FnMut(usize, usize)) {
    let mut begun = None;
    for n in 0..=count {
        match (n < count && wall(n), begun) {
            (true, None) => begun = Some(n),
            (false, Some(from)) => {
                draw(from, n);
                begun = None;
            }
            _ => {}
        }
    }
}

/// Middles of the cells from the way in to the way out.
fn way(cells: &[Cell], columns: usize, middle: impl Fn(usize, usize) -> Point) -> Vec<Point> {
    let mut here = cells.len() - 1;
    let mut points = vec![middle(here % columns, here / columns)];
    while here != 0 {
        here = cells[here].from;
        points.push(middle(here % columns, here / columns));
    }
    points.reverse();
    points
}
