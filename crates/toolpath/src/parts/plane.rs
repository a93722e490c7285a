//! Contours in a grid of cells, for questions about what is near a place and what is around it.
//!
//! What is around a place is found by going left from it to the nearest contour: the place is either inside
//! of that one, or inside of whatever that one is inside of. This takes one walk along a row of cells however
//! many contours there are, and however many pieces they have.

use super::contour::Contour;
use super::round::Round;
use kurbo::{Point, Rect};
use penstock_drawing::Segment;
use std::f64::consts::PI;

/// Cells along one side, at most.
const MOST_CELLS: f64 = 2048.0;

/// One part of a contour that goes up or down only.
#[derive(Clone, Copy)]
struct Run {
    contour: u32,
    from: Point,
    to: Point,
    /// The circle that it is on, and whether it is the right half of it.
    arc: Option<(Point, f64, bool)>,
}

impl Run {
    /// Where it crosses this height; None when it does not. Its upper end belongs to it, its lower does not.
    fn x_at(&self, y: f64) -> Option<f64> {
        let (low, high) = if self.from.y < self.to.y { (self.from, self.to) } else { (self.to, self.from) };
        if !(low.y <= y && y < high.y) {
            return None;
        }
        if let Some((centre, radius, right)) = self.arc {
            let half = (radius * radius - (y - centre.y).powi(2)).max(0.0).sqrt();
            return Some(if right { centre.x + half } else { centre.x - half });
        }
        Some(low.x + (y - low.y) / (high.y - low.y) * (high.x - low.x))
    }

    fn bounds(&self) -> Rect {
        let mut bounds = Rect::from_points(self.from, self.to);
        // A run of an arc reaches beyond its ends only where it passes the side of its circle.
        if let Some((centre, radius, right)) = self.arc
            && bounds.y0 < centre.y
            && bounds.y1 > centre.y
        {
            let x = if right { centre.x + radius } else { centre.x - radius };
            bounds = bounds.union_pt(Point::new(x, centre.y));
        }
        bounds
    }
}

/// The nearest contour to the left of a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Left {
    pub(super) contour: u32,
    /// How far away it is there.
    pub(super) distance: f64,
    /// The line runs so that the place would be inside of it.
    pub(super) inside: bool,
}

/// All contours.
pub(super) struct Plane {
    runs: Vec<Run>,
    positive: Vec<bool>,
    bounds: Rect,
    columns: usize,
    rows: usize,
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Plane {
    pub(super) fn new(contours: &[Contour]) -> Self {
        let mut runs = Vec::new();
        for (number, contour) in contours.iter().enumerate() {
            for (from, segment) in contour.path().pieces() {
                push_runs(number as u32, from, segment, &mut runs);
            }
        }
        let bounds = contours.iter().map(Contour::bounds).reduce(|a, b| a.union(b)).unwrap_or(Rect::ZERO);
        let positive = contours.iter().map(|contour| contour.area_mm2() > 0.0).collect();
        let mut cells = (runs.len() as f64).sqrt().ceil().clamp(1.0, MOST_CELLS);
        loop {
            let (width, height) = (bounds.width(), bounds.height());
            let side = |own: f64, other: f64| {
                if own > 0.0 && other > 0.0 {
                    (cells * (own / other).sqrt()).ceil().clamp(1.0, MOST_CELLS) as usize
                } else {
                    1
                }
            };
            let mut plane = Self {
                runs: Vec::new(),
                positive: Vec::new(),
                bounds,
                columns: side(width, height),
                rows: side(height, width),
                starts: Vec::new(),
                items: Vec::new(),
            };
            let mut entries = 0usize;
            runs.iter().for_each(|run| plane.cells_of(run, &mut |_| entries += 1));
            if entries > 12 * runs.len() + 1024 && cells > 1.0 {
                cells = (cells / 2.0).ceil();
                continue;
            }
            plane.fill(&runs, entries);
            (plane.runs, plane.positive) = (runs, positive);
            return plane;
        }
    }

    fn fill(&mut self, runs: &[Run], entries: usize) {
        let mut starts = vec![0u32; self.columns * self.rows + 1];
        runs.iter().for_each(|run| self.cells_of(run, &mut |cell| starts[cell + 1] += 1));
        for cell in 1..starts.len() {
            starts[cell] += starts[cell - 1];
        }
        let mut next = starts.clone();
        let mut items = vec![0u32; entries];
        for (number, run) in runs.iter().enumerate() {
            self.cells_of(run, &mut |cell| {
                items[next[cell] as usize] = number as u32;
                next[cell] += 1;
            });
        }
        (self.starts, self.items) = (starts, items);
    }

    fn column(&self, x: f64) -> usize {
        let share = (x - self.bounds.x0) / self.bounds.width();
        ((share * self.columns as f64) as usize).min(self.columns - 1)
    }

    fn row(&self, y: f64) -> usize {
        let share = (y - self.bounds.y0) / self.bounds.height();
        ((share * self.rows as f64) as usize).min(self.rows - 1)
    }

    /// Cells that a run passes, row by row; the same for the same run.
    fn cells_of(&self, run: &Run, visit: &mut dyn FnMut(usize)) {
        let bounds = run.bounds();
        let height = self.bounds.height() / self.rows as f64;
        for row in self.row(bounds.y0)..=self.row(bounds.y1) {
            let (mut low, mut high) = (bounds.x0, bounds.x1);
            if run.arc.is_none() && bounds.height() > 0.0 {
                // A straight run is in a row only between the heights of its edges.
                let top = (self.bounds.y0 + row as f64 * height).clamp(bounds.y0, bounds.y1);
                let bottom = (self.bounds.y0 + (row + 1) as f64 * height).clamp(bounds.y0, bounds.y1);
                let x = |y: f64| {
                    run.from.x + (y - run.from.y) / (run.to.y - run.from.y) * (run.to.x - run.from.x)
                };
                let slack = bounds.width() * 1e-9;
                (low, high) = (x(top).min(x(bottom)) - slack, x(top).max(x(bottom)) + slack);
            }
            for column in self.column(low)..=self.column(high) {
                visit(row * self.columns + column);
            }
        }
    }

    /// The nearest contour to the left of a place, without those that `skip` names.
    pub(super) fn left_of(&self, place: Point, skip: &dyn Fn(u32) -> bool) -> Option<Left> {
        if place.y < self.bounds.y0
            || place.y > self.bounds.y1
            || place.x < self.bounds.x0
            || self.runs.is_empty()
        {
            return None;
        }
        let row = self.row(place.y);
        let mut best: Option<(f64, &Run)> = None;
        for column in (0..=self.column(place.x)).rev() {
            let cell = row * self.columns + column;
            for &item in &self.items[self.starts[cell] as usize..self.starts[cell + 1] as usize] {
                let run = &self.runs[item as usize];
                if skip(run.contour) {
                    continue;
                }
                let Some(x) = run.x_at(place.y).filter(|&x| x <= place.x) else { continue };
                if best.is_none_or(|(nearest, _)| x > nearest) {
                    best = Some((x, run));
                }
            }
            // What is further left cannot be nearer.
            let edge = self.bounds.x0 + column as f64 * self.bounds.width() / self.columns as f64;
            if best.is_some_and(|(x, _)| x >= edge) {
                break;
            }
        }
        let (x, run) = best?;
        // Along an outline, which turns from +x towards +y, what is right of a line that goes up is inside.
        let up = run.to.y < run.from.y;
        let inside = up == self.positive[run.contour as usize];
        Some(Left { contour: run.contour, distance: place.x - x, inside })
    }
}

/// Cuts a piece where it turns between up and down; level lines are crossed by no height.
fn push_runs(contour: u32, from: Point, segment: &Segment, runs: &mut Vec<Run>) {
    let to = segment.to();
    let round = match *segment {
        Segment::Arc { bulge, .. } => Round::new(from, to, bulge),
        _ => None,
    };
    let Some(round) = round else {
        if from.y != to.y {
            runs.push(Run { contour, from, to, arc: None });
        }
        return;
    };
    let mut shares: Vec<f64> = [-PI / 2.0, PI / 2.0]
        .into_iter()
        .map(|top| round.share_of(top))
        .filter(|&share| share < 1.0)
        .collect();
    shares.sort_by(f64::total_cmp);
    shares.push(1.0);
    let (mut start, mut begin) = (from, 0.0);
    for share in shares {
        let end = if share >= 1.0 { to } else { round.at(share) };
        let middle = round.at(f64::midpoint(begin, share));
        if start.y != end.y {
            let right = middle.x >= round.centre.x;
            runs.push(Run {
                contour,
                from: start,
                to: end,
                arc: Some((round.centre, round.radius_mm, right)),
            });
        }
        (start, begin) = (end, share);
    }
}
