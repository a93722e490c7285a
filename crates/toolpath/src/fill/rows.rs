//! Rows across an area, linked along its border to as few strokes as a sweep from the first row to the
//! last one finds.

use crate::region::{Region, Ring};
use kurbo::{Affine, Point};

/// A link along the border is no longer than this many rows are apart; else the pen is lifted.
const LONGEST_LINK: f64 = 8.0;
/// The first and the last row lie this far inside, in mm, so that a border along them is met.
const INSIDE_MM: f64 = 1e-6;

/// Where a row meets the border.
#[derive(Clone, Copy, Debug)]
struct Crossing {
    row: u32,
    x: f64,
    ring: u32,
    /// The edge from this point of the ring to the next one.
    edge: u32,
}

/// Fills a region with rows at most `pitch_mm` apart; the outermost ones touch its border.
pub(super) fn fill(region: &Region, pitch_mm: f64, angle_deg: f64) -> Vec<Vec<Point>> {
    let level = Affine::rotate(-angle_deg.to_radians());
    let back = level.inverse();
    let mut strokes = Vec::new();
    for part in region.parts() {
        let rings: Vec<Ring> =
            part.rings().map(|ring| ring.into_iter().map(|p| level * p).collect()).collect();
        strokes.append(&mut Sweep::new(rings, pitch_mm).strokes());
    }
    strokes.iter_mut().flatten().for_each(|point| *point = back * *point);
    strokes
}

/// One connected part with level rows.
struct Sweep {
    rings: Vec<Ring>,
    first_y: f64,
    step: f64,
    rows: u32,
    pitch_mm: f64,
    /// By row, and from left to right: each pair is one stretch inside.
    crossings: Vec<Crossing>,
    /// Numbers of crossings by row, ring and edge.
    by_edge: Vec<u32>,
    used: Vec<bool>,
}

impl Sweep {
    fn new(rings: Vec<Ring>, pitch_mm: f64) -> Self {
        let heights = || rings.iter().flatten().map(|point| point.y);
        let low = heights().fold(f64::INFINITY, f64::min) + INSIDE_MM;
        let high = heights().fold(f64::NEG_INFINITY, f64::max) - INSIDE_MM;
        let gaps = ((high - low) / pitch_mm).ceil().max(0.0);
        let (rows, step) = if gaps > 0.0 { (gaps as u32 + 1, (high - low) / gaps) } else { (1, pitch_mm) };
        let first_y = if gaps > 0.0 { low } else { f64::midpoint(low, high) };
        let mut sweep = Self {
            rings,
            first_y,
            step,
            rows,
            pitch_mm,
            crossings: Vec::new(),
            by_edge: Vec::new(),
            used: Vec::new(),
        };
        sweep.find_crossings();
        sweep
    }

    fn y(&self, row: u32) -> f64 {
        self.first_y + self.step * f64::from(row)
    }

    fn find_crossings(&mut self) {
        let mut crossings = Vec::new();
        for (number, ring) in self.rings.iter().enumerate() {
            for edge in 0..ring.len() {
                let (a, b) = ends(ring, edge);
                let first = ((a.y.min(b.y) - self.first_y) / self.step).floor().max(0.0) as u32;
                for row in first..self.rows {
                    let y = self.y(row);
                    if y > a.y.max(b.y) {
                        break;
                    }
                    if crosses(a, b, y) {
                        let x = a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y);
                        crossings.push(Crossing { row, x, ring: number as u32, edge: edge as u32 });
                    }
                }
            }
        }
        crossings.sort_unstable_by(|a, b| a.row.cmp(&b.row).then(a.x.total_cmp(&b.x)));
        self.by_edge = (0..crossings.len() as u32).collect();
        self.by_edge.sort_unstable_by_key(|&number| key(&crossings[number as usize]));
        self.used = vec![false; crossings.len()];
        self.crossings = crossings;
    }

    fn strokes(mut self) -> Vec<Vec<Point>> {
        let mut strokes = Vec::new();
        for left in (0..self.crossings.len()).step_by(2) {
            if self.used[left] {
                continue;
            }
            // Draw towards the side from which it goes on.
            let onwards_left = self.link(left ^ 1).is_none() && self.link(left).is_some();
            strokes.push(self.stroke(if onwards_left { left ^ 1 } else { left }));
        }
        strokes
    }

    /// Follows rows and links from one end of a stretch until nothing is left to go on with.
    fn stroke(&mut self, from: usize) -> Vec<Point> {
        let mut points = Vec::new();
        let mut next = Some((from, Vec::new()));
        while let Some((enter, link)) = next {
            let leave = enter ^ 1;
            (self.used[enter], self.used[leave]) = (true, true);
            points.extend(link);
            points.extend([self.place(enter), self.place(leave)]);
            next = self.link(leave);
        }
        points
    }

    fn place(&self, crossing: usize) -> Point {
        let crossing = self.crossings[crossing];
        Point::new(crossing.x, self.y(crossing.row))
    }

    /// From an end of a stretch along the border to the next row: the end there and the corners between.
    /// None where the border turns back, where the way is long, and where that stretch is drawn already.
    fn link(&self, from: usize) -> Option<(usize, Vec<Point>)> {
        let Crossing { row, ring: number, edge, .. } = self.crossings[from];
        if row + 1 >= self.rows {
            return None;
        }
        let ring = &self.rings[number as usize];
        let (a, b) = ends(ring, edge as usize);
        let onwards = b.y > a.y;
        let (here, there) = (self.y(row), self.y(row + 1));
        let (mut edge, mut corners, mut length) = (edge as usize, Vec::new(), 0.0);
        let mut last = self.place(from);
        loop {
            let (a, b) = ends(ring, edge);
            if crosses(a, b, there) {
                let next = self.find((row + 1, number, edge as u32))?;
                return (!self.used[next]).then_some((next, corners));
            }
            let corner = if onwards { b } else { a };
            length += last.distance(corner);
            if length > LONGEST_LINK * self.pitch_mm || corners.len() > ring.len() {
                return None;
            }
            corners.push(corner);
            last = corner;
            edge = if onwards { (edge + 1) % ring.len() } else { (edge + ring.len() - 1) % ring.len() };
            let (a, b) = ends(ring, edge);
            if crosses(a, b, here) {
                return None;
            }
        }
    }

    fn find(&self, wanted: (u32, u32, u32)) -> Option<usize> {
        let at = self
            .by_edge
            .binary_search_by_key(&wanted, |&number| key(&self.crossings[number as usize]))
            .ok()?;
        Some(self.by_edge[at] as usize)
    }
}

fn key(crossing: &Crossing) -> (u32, u32, u32) {
    (crossing.row, crossing.ring, crossing.edge)
}

fn ends(ring: &Ring, edge: usize) -> (Point, Point) {
    (ring[edge], ring[(edge + 1) % ring.len()])
}

/// A point on the line counts as above it, so that a corner on a row is met once or twice, never by half.
fn crosses(a: Point, b: Point, y: f64) -> bool {
    (a.y <= y) != (b.y <= y)
}
