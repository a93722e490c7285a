use super::ground::Ground;
use super::kinds::Kind;
use super::noise::Noise;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::{Point, Rect, Vec2};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::f64::consts::TAU;

/// Streamlines at an even distance (after Jobard and Lefer, 1997).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FlowField {
    /// From one line to the next, at least.
    #[schemars(title = "Distance", range(min = 0.3, max = 30.0), extend("x-group" = "Lines", "x-unit" = "mm"))]
    spacing_mm: f64,
    /// Longest line.
    #[schemars(title = "Longest", range(min = 1.0, max = 2000.0), extend("x-group" = "Lines", "x-unit" = "mm"))]
    longest_mm: f64,
    /// Shorter lines are left out.
    #[schemars(title = "Shortest", range(min = 0.0, max = 200.0), extend("x-group" = "Lines", "x-unit" = "mm"))]
    shortest_mm: f64,
    /// Size of a swirl.
    #[schemars(title = "Swirl", range(min = 5.0, max = 1000.0), extend("x-group" = "Field", "x-unit" = "mm"))]
    scale_mm: f64,
    /// How far directions swing, in full turns.
    #[schemars(title = "Swing", range(min = 0.0, max = 4.0), extend("x-group" = "Field"))]
    swing: f64,
    /// Finer layers of turbulence.
    #[schemars(title = "Octaves", range(min = 1, max = 6), extend("x-group" = "Field"))]
    octaves: u32,
}

impl Default for FlowField {
    fn default() -> Self {
        Self { spacing_mm: 2.0, longest_mm: 160.0, shortest_mm: 6.0, scale_mm: 110.0, swing: 0.9, octaves: 2 }
    }
}

/// Length of one step along a line, in distances between lines.
const STEP: f64 = 0.4;
/// A line ends when it comes this close to another, in distances between lines.
const NEAREST: f64 = 0.6;
/// More lines than this are never started.
const MOST_SEEDS: usize = 400_000;

impl Kind for FlowField {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let noise = Noise::new(&mut ground.random);
        let area = ground.area;
        let flow = |p: Point| {
            let turbulence = noise.layered(p.x / self.scale_mm, p.y / self.scale_mm, self.octaves);
            Vec2::from_angle(turbulence * self.swing * TAU)
        };
        let mut crowd = Crowd::new(area, self.spacing_mm);
        let spots = area.area() / (self.spacing_mm * self.spacing_mm) * 6.0;
        let seeds = (spots as usize).clamp(64, MOST_SEEDS);
        for seed in 0..seeds {
            if seed % 256 == 0 {
                ground.at(seed as f64 / seeds as f64)?;
            }
            let start =
                Point::new(ground.random.between(area.x0, area.x1), ground.random.between(area.y0, area.y1));
            if crowd.near(start, self.spacing_mm) {
                continue;
            }
            let ahead = self.follow(start, 1.0, area, &crowd, &flow);
            let behind = self.follow(start, -1.0, area, &crowd, &flow);
            let line: Vec<Point> = behind.into_iter().rev().chain([start]).chain(ahead).collect();
            if (line.len() - 1) as f64 * STEP * self.spacing_mm < self.shortest_mm.max(STEP * self.spacing_mm)
            {
                continue;
            }
            line.iter().for_each(|&point| crowd.add(point));
            strokes.smooth(&line, ground.random.below(64) as u32);
        }
        Ok(())
    }
}

impl FlowField {
    /// Half a line: by the midpoint rule until it leaves, gets long or gets near another.
    fn follow(
        &self,
        start: Point,
        way: f64,
        area: Rect,
        crowd: &Crowd,
        flow: &impl Fn(Point) -> Vec2,
    ) -> Vec<Point> {
        let step = STEP * self.spacing_mm * way;
        let most = (self.longest_mm / 2.0 / step.abs()) as usize;
        let (mut at, mut line) = (start, Vec::new());
        for _ in 0..most {
            at += flow(at + flow(at) * (step / 2.0)) * step;
            if !area.contains(at) || crowd.near(at, self.spacing_mm * NEAREST) {
                break;
            }
            line.push(at);
        }
        line
    }
}

/// Where lines are already, in cells of one distance.
struct Crowd {
    area: Rect,
    cell_mm: f64,
    columns: usize,
    cells: Vec<Vec<Point>>,
}

impl Crowd {
    fn new(area: Rect, cell_mm: f64) -> Self {
        let columns = (area.width() / cell_mm).ceil() as usize + 1;
        let rows = (area.height() / cell_mm).ceil() as usize + 1;
        Self { area, cell_mm, columns, cells: vec![Vec::new(); columns * rows] }
    }

    fn cell(&self, p: Point) -> (usize, usize) {
        let place = |value: f64| (value / self.cell_mm).max(0.0) as usize;
        (place(p.x - self.area.x0), place(p.y - self.area.y0))
    }

    fn add(&mut self, p: Point) {
        let (column, row) = self.cell(p);
        if let Some(cell) = self.cells.get_mut(row * self.columns + column) {
            cell.push(p);
        }
    }

    /// Is a line closer than this, which is at most the size of a cell?
    fn near(&self, p: Point, distance_mm: f64) -> bool {
        let (column, row) = self.cell(p);
        let rows = row.saturating_sub(1)..=row + 1;
        rows.flat_map(|row| {
            (column.saturating_sub(1)..=(column + 1).min(self.columns - 1)).map(move |c| (row, c))
        })
        .filter_map(|(row, column)| self.cells.get(row * self.columns + column))
        .flatten()
        .any(|other| other.distance_squared(p) < distance_mm * distance_mm)
    }
}
