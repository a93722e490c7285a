//! Straight segments by the line that they lie on.
//!
//! A segment is filed under the direction of its line, in bins of a fifth of a degree, and there under
//! cells of a grid that is turned into that direction: narrow across, long along. Lines that overlap
//! share a cell in one direction or its neighbour, and a hatch of thousands of long parallel lines does not
//! make each of them meet all the others.

use super::cells::{Cell, Cells};
use super::intervals::{Covered, Interval};
use kurbo::{Point, Vec2};
use penstock_drawing::{Path, Segment};
use std::collections::HashMap;
use std::f64::consts::PI;

/// Directions in half a turn. Lines that differ by more than a bin or two only overlap if they are
/// shorter than a few hundred tolerances, and are then drawn twice.
const BINS: i64 = 900;

/// Width of a cell across as a multiple of the mean length of the segments: they cross a tenth of it within
/// their bin, so that most lie in one.
const ACROSS: f64 = 0.02;
/// No cell is wider across, in mm.
const WIDEST_MM: f64 = 1.0;

/// Length of a cell as a multiple of the mean length of the segments.
const ALONG: f64 = 4.0;

/// A segment with its place among all segments.
#[derive(Clone, Copy)]
struct Line {
    number: u32,
    from: Point,
    to: Point,
}

/// All straight segments.
pub(super) struct Lines {
    lines: Vec<Line>,
    cells: Cells,
    /// Sine and cosine of each bin.
    turns: Vec<(f64, f64)>,
    along_mm: f64,
    across_mm: f64,
    tolerance_mm: f64,
}

impl Lines {
    /// Files all straight segments that have a length.
    pub(super) fn new<'a>(paths: impl Iterator<Item = &'a Path>, tolerance_mm: f64) -> Self {
        let mut lines = Vec::new();
        let mut number = 0;
        for path in paths {
            for (from, segment) in path.pieces() {
                if let Segment::Line { to } = *segment
                    && from != to
                {
                    lines.push(Line { number, from, to });
                }
                number += 1;
            }
        }
        let total_mm: f64 = lines.iter().map(|line| line.from.distance(line.to)).sum();
        let mean_mm = total_mm / lines.len().max(1) as f64;
        let across_mm = (ACROSS * mean_mm).min(WIDEST_MM).max(4.0 * tolerance_mm);
        let mut this = Self {
            along_mm: (ALONG * mean_mm).max(across_mm),
            across_mm,
            cells: Cells::default(),
            turns: (0..BINS).map(|bin| (bin as f64 / BINS as f64 * PI).sin_cos()).collect(),
            lines,
            tolerance_mm,
        };
        let mut cells = Vec::with_capacity(2 * this.lines.len());
        for (at, line) in this.lines.iter().enumerate() {
            this.cells_of(line, bin(line), 0.0, &mut |cell| cells.push((cell, at as u32)));
        }
        this.cells = Cells::new(cells);
        this
    }

    /// Cells that a line goes through in the grid of a direction, with those that a margin around it touches.
    fn cells_of(&self, line: &Line, bin: i64, margin_mm: f64, visit: &mut dyn FnMut(Cell)) {
        let (sin, cos) = self.turns[bin as usize];
        let turned = |p: Point| (p.x * cos + p.y * sin, p.y * cos - p.x * sin);
        let (a, b) = (turned(line.from), turned(line.to));
        let ((u0, v0), (u1, v1)) = if a.0 <= b.0 { (a, b) } else { (b, a) };
        let span = |a: f64, b: f64, size: f64| {
            let low = ((a.min(b) - margin_mm) / size).floor() as i32;
            low..=((a.max(b) + margin_mm) / size).floor() as i32
        };
        // Column by column: the box around a line a thousand times as long as the others has a cell for each pair.
        let rise = (v1 - v0) / (u1 - u0);
        let across_at = |u: f64| (v0 + rise * (u - u0)).max(v0.min(v1)).min(v0.max(v1));
        for u in span(u0, u1, self.along_mm) {
            let left = f64::from(u) * self.along_mm;
            let (from, to) = if u0 < u1 {
                (across_at(left - margin_mm), across_at(left + self.along_mm + margin_mm))
            } else {
                (v0, v1)
            };
            for v in span(from, to, self.across_mm) {
                visit((bin as i16, v, u));
            }
        }
    }

    /// Adds what earlier segments draw of this one; `kept` says what is left of those that were cut.
    pub(super) fn cover(&self, number: u32, kept: &HashMap<u32, Vec<Interval>>, covered: &mut Covered) {
        let Ok(own) = self.lines.binary_search_by_key(&number, |line| line.number) else { return };
        let line = self.lines[own];
        let mut near: Vec<u32> = Vec::new();
        let own_bin = bin(&line);
        for turn in -1..=1 {
            let bin = (own_bin + turn).rem_euclid(BINS);
            self.cells_of(&line, bin, self.tolerance_mm, &mut |cell| {
                near.extend(self.cells.in_cell(cell).iter().take_while(|&&other| other < own as u32));
            });
        }
        near.sort_unstable();
        near.dedup();
        for other in near {
            let other = self.lines[other as usize];
            match kept.get(&other.number) {
                None => covered.extend(self.overlap(&line, other.from, other.to)),
                Some(rest) => covered.extend(rest.iter().filter_map(|piece| {
                    let at = |t| other.from.lerp(other.to, t);
                    self.overlap(&line, at(piece.start), at(piece.end))
                })),
            }
        }
    }

    /// The share of `line` that a piece from `a` to `b` draws: where both lie side by side, their
    /// distance is within the tolerance from one end to the other.
    fn overlap(&self, line: &Line, a: Point, b: Point) -> Option<Interval> {
        let along = line.to - line.from;
        let length = along.hypot();
        let unit = along / length;
        let place = |p: Point| ((p - line.from).dot(unit), unit.cross(p - line.from));
        let ((u0, v0), (u1, v1)) = (place(a), place(b));
        let ((u0, v0), (u1, v1)) = if u0 <= u1 { ((u0, v0), (u1, v1)) } else { ((u1, v1), (u0, v0)) };
        let (start, end) = (u0.max(0.0), u1.min(length));
        if end - start <= self.tolerance_mm {
            return None;
        }
        let away = |u: f64| (v0 + (v1 - v0) * (u - u0) / (u1 - u0)).abs();
        let close = away(start) <= self.tolerance_mm && away(end) <= self.tolerance_mm;
        close.then(|| Interval { start: start / length, end: end / length })
    }
}

/// The bin of a line's direction; a line and its reverse have one.
fn bin(line: &Line) -> i64 {
    let way: Vec2 = line.to - line.from;
    let turn = way.atan2() / PI;
    ((turn * BINS as f64).round() as i64).rem_euclid(BINS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line from the origin, of a length and a direction in degrees.
    fn line(length_mm: f64, degrees: f64) -> Path {
        let end = Vec2::from_angle(degrees.to_radians()) * length_mm;
        Path { start: Point::ZERO, segments: vec![Segment::Line { to: end.to_point() }] }
    }

    #[test]
    fn a_line_a_thousand_times_as_long_as_the_others_has_a_cell_or_two_in_each_column() {
        let mut paths: Vec<Path> = (0..2000).map(|n| line(1.0, f64::from(n))).collect();
        paths.push(line(1000.0, 30.06));
        let lines = Lines::new(paths.iter(), 0.01);
        let long = lines.lines[2000];
        for turn in -1..=1 {
            let mut cells = Vec::new();
            lines.cells_of(&long, bin(&long) + turn, 0.01, &mut |cell| cells.push(cell));
            let columns = 1000.0 / lines.along_mm;
            assert!((cells.len() as f64) < 4.0 * columns, "{} cells in {columns} columns", cells.len());
            // Wherever one stands on it, the cell is among them, with all that is within the margin.
            let (sin, cos) = lines.turns[(bin(&long) + turn) as usize];
            for step in 0..=10_000 {
                let p = long.from.lerp(long.to, f64::from(step) / 10_000.0);
                for (x, y) in [(0.0, 0.0), (0.007, 0.007), (-0.007, 0.007), (0.007, -0.007), (-0.007, -0.007)]
                {
                    let (u, v) = (p.x * cos + p.y * sin + x, p.y * cos - p.x * sin + y);
                    let cell = (v / lines.across_mm).floor() as i32;
                    let cell = ((bin(&long) + turn) as i16, cell, (u / lines.along_mm).floor() as i32);
                    assert!(cells.contains(&cell), "{cell:?} is missing at {step}");
                }
            }
        }
    }
}
