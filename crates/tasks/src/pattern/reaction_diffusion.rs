use super::ground::Ground;
use super::isolines::Heights;
use super::kinds::Kind;
use super::strokes::Strokes;
use crate::Cancelled;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Two substances that feed and kill each other (Gray and Scott, 1983; the map of their patterns is
/// Pearson's, 1993). Drawn are the outlines of where the second one is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReactionDiffusion {
    /// How quickly the first substance is fed.
    #[schemars(title = "Feed", range(min = 0.01, max = 0.1), extend("x-group" = "Reaction"))]
    feed: f64,
    /// How quickly the second one dies.
    #[schemars(title = "Kill", range(min = 0.04, max = 0.075), extend("x-group" = "Reaction"))]
    kill: f64,
    /// How long it goes on.
    #[schemars(title = "Steps", range(min = 100, max = 20_000), extend("x-group" = "Reaction"))]
    steps: u32,
    /// Width of a stripe, about.
    #[schemars(title = "Stripe", range(min = 1.0, max = 60.0), extend("x-group" = "Outline", "x-unit" = "mm"))]
    stripe_mm: f64,
    /// Outlines inside of each other.
    #[schemars(title = "Outlines", range(min = 1, max = 5), extend("x-group" = "Outline"))]
    outlines: u32,
}

impl Default for ReactionDiffusion {
    fn default() -> Self {
        Self { feed: 0.037, kill: 0.06, steps: 2600, stripe_mm: 9.0, outlines: 2 }
    }
}

/// Cells of a stripe and its gap at usual rates.
const CELLS_PER_STRIPE: f64 = 8.0;
/// Cells along one side at most; larger sheets get wider stripes.
const MOST_CELLS: f64 = 400.0;
/// Share that crosses to a neighbour in one step, for each substance.
const SPREAD: [f32; 2] = [0.16 / 0.8, 0.08 / 0.8];

impl Kind for ReactionDiffusion {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let area = ground.area;
        let cell_mm = (self.stripe_mm / CELLS_PER_STRIPE).max(area.width().max(area.height()) / MOST_CELLS);
        let columns = (area.width() / cell_mm).round().max(8.0) as usize;
        let rows = (area.height() / cell_mm).round().max(8.0) as usize;
        let mut tank = Tank::new(columns, rows);
        for _ in 0..(columns * rows / 400).max(3) {
            tank.drop(ground.random.below(columns), ground.random.below(rows));
        }
        for step in 0..self.steps {
            if step % 16 == 0 {
                ground.at(0.9 * f64::from(step) / f64::from(self.steps))?;
            }
            tank.react(self.feed as f32, self.kill as f32);
        }
        let highest = tank.second.iter().copied().fold(0.0_f32, f32::max);
        let values = tank.second.iter().map(|&value| f64::from(value)).collect();
        let heights = Heights { area, columns, rows, values };
        for outline in 0..self.outlines {
            let share = 0.35 + 0.5 * f64::from(outline) / f64::from(self.outlines);
            for line in heights.lines(f64::from(highest) * share) {
                strokes.smooth(&line, outline);
            }
        }
        Ok(())
    }
}

/// Both substances, row by row.
struct Tank {
    columns: usize,
    rows: usize,
    first: Vec<f32>,
    second: Vec<f32>,
    next: [Vec<f32>; 2],
}

impl Tank {
    fn new(columns: usize, rows: usize) -> Self {
        let cells = columns * rows;
        let next = [vec![0.0; cells], vec![0.0; cells]];
        Self { columns, rows, first: vec![1.0; cells], second: vec![0.0; cells], next }
    }

    /// A drop of the second substance, five cells wide.
    fn drop(&mut self, column: usize, row: usize) {
        for row in row.saturating_sub(2)..(row + 3).min(self.rows) {
            for column in column.saturating_sub(2)..(column + 3).min(self.columns) {
                self.first[row * self.columns + column] = 0.5;
                self.second[row * self.columns + column] = 0.5;
            }
        }
    }

    /// One step of time, with walls that nothing crosses.
    fn react(&mut self, feed: f32, kill: f32) {
        let Self { columns, rows, first, second, next: [next_first, next_second] } = self;
        let (columns, rows) = (*columns, *rows);
        let (mut spread_a, mut spread_b) = (vec![0.0; columns], vec![0.0; columns]);
        for row in 0..rows {
            let line = |of: usize| of * columns..(of + 1) * columns;
            let near = [row.saturating_sub(1), row, (row + 1).min(rows - 1)];
            spread(near.map(|row| &first[line(row)]), &mut spread_a);
            spread(near.map(|row| &second[line(row)]), &mut spread_b);
            let (a, b) = (&first[line(row)], &second[line(row)]);
            let (out_a, out_b) = (&mut next_first[line(row)], &mut next_second[line(row)]);
            for here in 0..columns {
                let (one, other) = (a[here], b[here]);
                let eaten = one * other * other;
                out_a[here] = one + SPREAD[0] * spread_a[here] - eaten + feed * (1.0 - one);
                out_b[here] = other + SPREAD[1] * spread_b[here] + eaten - (kill + feed) * other;
            }
        }
        std::mem::swap(first, next_first);
        std::mem::swap(second, next_second);
    }
}

/// By how much the neighbours of each cell of a row have more than it, corners counting a quarter.
fn spread([up, of, down]: [&[f32]; 3], out: &mut [f32]) {
    let cell = |left: usize, here: usize, right: usize| {
        (of[left] + of[right] + up[here] + down[here]) * 0.8
            + (up[left] + up[right] + down[left] + down[right]) * 0.2
            - of[here] * 4.0
    };
    let last = of.len() - 1;
    (out[0], out[last]) = (cell(0, 0, 1), cell(last - 1, last, last));
    // Slices of one length: the compiler sees that no index is out of bounds, and takes many cells at once.
    let count = of.len() - 2;
    let (out, left, here, right) = (&mut out[1..=count], &of[..count], &of[1..=count], &of[2..count + 2]);
    let (up_left, above, up_right) = (&up[..count], &up[1..=count], &up[2..count + 2]);
    let (down_left, below, down_right) = (&down[..count], &down[1..=count], &down[2..count + 2]);
    for n in 0..count {
        out[n] = (left[n] + right[n] + above[n] + below[n]) * 0.8
            + (up_left[n] + up_right[n] + down_left[n] + down_right[n]) * 0.2
            - here[n] * 4.0;
    }
}
