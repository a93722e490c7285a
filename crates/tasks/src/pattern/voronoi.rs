use super::ground::Ground;
use super::kinds::Kind;
use super::noise::Noise;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::{Point, Rect};
use penstock_drawing::{Path, Segment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Regions of many and of few rings along the longer side.
const REGIONS: f64 = 4.5;
/// A ring shorter than this is left out.
const SHORTEST_MM: f64 = 2.0;

/// Cells of scattered points, each drawn a little smaller inside of itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Voronoi {
    /// Cells.
    #[schemars(title = "Cells", range(min = 2, max = 5000), extend("x-group" = "Cells"))]
    cells: u32,
    /// How often points move to the middle of their cell (Lloyd, 1982): 0 is wild, 20 is calm.
    #[schemars(title = "Evening out", range(min = 0, max = 50), extend("x-group" = "Cells"))]
    relax: u32,
    /// Most lines inside of each other in a cell: calm regions have few, busy ones many.
    #[schemars(title = "Rings", range(min = 1, max = 30), extend("x-group" = "Lines"))]
    rings: u32,
    /// How round corners are: 0 leaves them sharp, 1 makes pebbles of the cells.
    #[schemars(title = "Rounding", range(min = 0.0, max = 1.0), extend("x-group" = "Lines"))]
    rounding: f64,
    /// Gap between neighbouring cells, and from ring to ring.
    #[schemars(title = "Gap", range(min = 0.0, max = 20.0), extend("x-group" = "Lines", "x-unit" = "mm"))]
    gap_mm: f64,
}

impl Default for Voronoi {
    fn default() -> Self {
        Self { cells: 170, relax: 3, rings: 6, rounding: 1.0, gap_mm: 1.5 }
    }
}

impl Kind for Voronoi {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let area = ground.area;
        let mut points: Vec<Point> = (0..self.cells)
            .map(|_| {
                Point::new(ground.random.between(area.x0, area.x1), ground.random.between(area.y0, area.y1))
            })
            .collect();
        for round in 0..self.relax {
            ground.at(0.8 * f64::from(round) / f64::from(self.relax))?;
            let cells = cells(&points, area);
            for (point, cell) in points.iter_mut().zip(&cells) {
                *point = centroid(cell).unwrap_or(*point);
            }
        }
        let busy = Noise::new(&mut ground.random);
        let region_mm = area.width().max(area.height()) / REGIONS;
        for (n, (cell, point)) in cells(&points, area).into_iter().zip(&points).enumerate() {
            let share = 0.5 + 0.8 * busy.at(point.x / region_mm, point.y / region_mm);
            let rings = 1 + (share.clamp(0.0, 1.0) * f64::from(self.rings - 1)).round() as u32;
            let mut ring = inset(&cell, self.gap_mm / 2.0);
            for depth in 0..rings {
                if ring.len() < 3 {
                    break;
                }
                if let Some(path) = rounded(&ring, self.rounding) {
                    strokes.path(path, depth + n as u32 % 2);
                }
                ring = inset(&ring, self.gap_mm);
            }
        }
        Ok(())
    }
}

/// A polygon whose corners are curves over this share of its sides: from middle to middle at 1. None where
/// nothing is left that a pen could tell from a dot.
fn rounded(ring: &[Point], rounding: f64) -> Option<Path> {
    let count = ring.len();
    let length: f64 = (0..count).map(|n| ring[n].distance(ring[(n + 1) % count])).sum();
    if length < SHORTEST_MM {
        return None;
    }
    let reach = rounding.clamp(0.0, 1.0) / 2.0;
    let curve = |n: usize| {
        let (before, corner, after) = (ring[(n + count - 1) % count], ring[n], ring[(n + 1) % count]);
        (corner.lerp(before, reach), corner, corner.lerp(after, reach))
    };
    let start = curve(0).0;
    let mut segments = Vec::with_capacity(2 * count);
    for n in 0..count {
        let (from, corner, to) = curve(n);
        if reach > 0.0 {
            // A parabola with its handle in the corner, as a cubic.
            segments.push(Segment::Cubic {
                c1: from.lerp(corner, 2.0 / 3.0),
                c2: to.lerp(corner, 2.0 / 3.0),
                to,
            });
        }
        let next = if n + 1 < count { curve(n + 1).0 } else { start };
        if next.distance(to) > 1e-9 {
            segments.push(Segment::Line { to: next });
        }
    }
    // Rounding of numbers may leave the last curve beside its start.
    match segments.last_mut() {
        Some(Segment::Line { to } | Segment::Cubic { to, .. }) => *to = start,
        _ => return None,
    }
    Some(Path { start, segments })
}

/// The cell of each point within `area`: the area, cut by the bisector with every neighbour. Neighbours
/// are asked in order of distance until none can cut any more.
fn cells(points: &[Point], area: Rect) -> Vec<Vec<Point>> {
    let side = (area.area() / points.len() as f64).sqrt().max(1e-9);
    let columns = (area.width() / side).floor() as usize + 1;
    let rows = (area.height() / side).floor() as usize + 1;
    let place = |p: Point| {
        let column = ((p.x - area.x0) / side).max(0.0) as usize;
        let row = ((p.y - area.y0) / side).max(0.0) as usize;
        (column.min(columns - 1), row.min(rows - 1))
    };
    let mut grid = vec![Vec::new(); columns * rows];
    for (n, &point) in points.iter().enumerate() {
        let (column, row) = place(point);
        grid[row * columns + column].push(n);
    }
    let whole = [(area.x0, area.y0), (area.x1, area.y0), (area.x1, area.y1), (area.x0, area.y1)];
    let cell_of = |(n, &point): (usize, &Point)| {
        let mut cell: Vec<Point> = whole.into_iter().map(Point::from).collect();
        let (column, row) = place(point);
        for ring in 0..columns.max(rows) {
            // What is in this ring of the grid is at least so far away, and cuts at half of that.
            let reach = cell.iter().map(|corner| corner.distance(point)).fold(0.0, f64::max);
            if ring > 1 && (ring - 1) as f64 * side > 2.0 * reach {
                break;
            }
            for row in row.saturating_sub(ring)..=(row + ring).min(rows - 1) {
                for column in column.saturating_sub(ring)..=(column + ring).min(columns - 1) {
                    let (home_column, home_row) = place(point);
                    if column.abs_diff(home_column).max(row.abs_diff(home_row)) != ring {
                        continue;
                    }
                    for &other in &grid[row * columns + column] {
                        if other != n {
                            cell = cut(&cell, point, points[other]);
                        }
                    }
                }
            }
        }
        cell
    };
    points.iter().enumerate().map(cell_of).collect()
}

/// The part of a convex polygon that is nearer to `point` than to `other`.
fn cut(cell: &[Point], point: Point, other: Point) -> Vec<Point> {
    let (middle, across) = (point.midpoint(other), other - point);
    keep(cell, |corner| (corner - middle).dot(across))
}

/// The part of a convex polygon where `outside` is not positive (Sutherland and Hodgman, 1974).
fn keep(cell: &[Point], outside: impl Fn(Point) -> f64) -> Vec<Point> {
    let mut kept = Vec::with_capacity(cell.len() + 1);
    for (at, &corner) in cell.iter().enumerate() {
        let before = cell[(at + cell.len() - 1) % cell.len()];
        let (from, to) = (outside(before), outside(corner));
        if (from > 0.0) != (to > 0.0) {
            kept.push(before.lerp(corner, from / (from - to)));
        }
        if to <= 0.0 {
            kept.push(corner);
        }
    }
    kept
}

/// A convex polygon, every side moved inwards; empty when nothing is left.
fn inset(cell: &[Point], by_mm: f64) -> Vec<Point> {
    let Some(inside) = centroid(cell) else { return Vec::new() };
    let mut smaller = cell.to_vec();
    for (at, &corner) in cell.iter().enumerate() {
        let along = cell[(at + 1) % cell.len()] - corner;
        if along.hypot() < 1e-9 {
            continue;
        }
        let mut inwards = kurbo::Vec2::new(-along.y, along.x).normalize();
        if (inside - corner).dot(inwards) < 0.0 {
            inwards = -inwards;
        }
        smaller = keep(&smaller, |point| by_mm - (point - corner).dot(inwards));
        if smaller.len() < 3 {
            return Vec::new();
        }
    }
    smaller
}

/// Centre of mass; none for a polygon without area.
fn centroid(cell: &[Point]) -> Option<Point> {
    let origin = *cell.first()?;
    let (mut area, mut sum) = (0.0, kurbo::Vec2::ZERO);
    for pair in cell.windows(2) {
        let (a, b) = (pair[0] - origin, pair[1] - origin);
        area += a.cross(b);
        sum += (a + b) * a.cross(b);
    }
    (area.abs() > 1e-12).then(|| origin + sum / (3.0 * area))
}
