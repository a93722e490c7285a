//! Where ends of lines meet: clusters of ends, and the gaps that are closed between loose ones.

use crate::point_tree::PointTree;
use crate::{Progress, Stopped, tick};
use kurbo::Point;
use std::collections::HashMap;

/// Ends no further apart than this meet; the difference is rounding, in mm.
pub(super) const MEETS_MM: f64 = 1e-3;

/// Two ends that were brought together.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Gap {
    /// Where the one line ends.
    pub from: Point,
    /// Where the other begins.
    pub to: Point,
    /// Layer of the first.
    pub layer: usize,
}

impl Gap {
    /// Its width in mm.
    #[must_use]
    pub fn width_mm(&self) -> f64 {
        self.from.distance(self.to)
    }
}

/// Points by the cell of a grid that is as wide as what counts as one place.
pub(super) struct Cells {
    cells: HashMap<(i64, i64), Vec<u32>>,
    size: f64,
}

impl Cells {
    /// Files points by cells of this size; what is asked for later is within it.
    pub(super) fn new(points: &[Point], size: f64) -> Self {
        let mut cells: HashMap<(i64, i64), Vec<u32>> = HashMap::with_capacity(points.len());
        for (number, &point) in points.iter().enumerate() {
            cells.entry(cell(point, size)).or_default().push(number as u32);
        }
        Self { cells, size }
    }

    /// Every point in this cell and its neighbours.
    pub(super) fn near(&self, point: Point) -> impl Iterator<Item = u32> + '_ {
        let (x, y) = cell(point, self.size);
        let around = (-1..=1).flat_map(move |dx| (-1..=1).map(move |dy| (x + dx, y + dy)));
        around.filter_map(|cell| self.cells.get(&cell)).flatten().copied()
    }
}

fn cell(point: Point, size: f64) -> (i64, i64) {
    ((point.x / size).floor() as i64, (point.y / size).floor() as i64)
}

/// Which ends meet where.
pub(super) struct Nodes {
    /// Place of each node.
    pub(super) places: Vec<Point>,
    /// Node of each end: end `2e` is the start of line `e`, `2e + 1` its end.
    pub(super) of_end: Vec<u32>,
}

impl Nodes {
    /// Groups ends that meet to a micrometre, whatever their order.
    pub(super) fn new(ends: &[Point]) -> Self {
        let cells = Cells::new(ends, MEETS_MM);
        let mut leader: Vec<u32> = (0..ends.len() as u32).collect();
        for (end, &point) in ends.iter().enumerate() {
            for other in cells.near(point) {
                if (other as usize) < end && ends[other as usize].distance(point) <= MEETS_MM {
                    let (a, b) = (root(&mut leader, end as u32), root(&mut leader, other));
                    leader[a.max(b) as usize] = a.min(b);
                }
            }
        }
        let mut nodes = Self { places: Vec::new(), of_end: vec![0; ends.len()] };
        for end in 0..ends.len() {
            let first = root(&mut leader, end as u32) as usize;
            if first == end {
                nodes.of_end[end] = nodes.places.len() as u32;
                nodes.places.push(ends[end]);
            } else {
                nodes.of_end[end] = nodes.of_end[first];
            }
        }
        nodes
    }

    /// Closes gaps between ends that stand alone, the narrowest first, by moving both to the middle.
    /// `lengths` are those of the lines: a line that is hardly longer than the gap between its own ends is
    /// not bent to a ring.
    pub(super) fn close_gaps(
        &mut self,
        tolerance_mm: f64,
        lengths: &[f64],
        layers: &[usize],
        progress: &mut Progress<'_>,
    ) -> Result<Vec<Gap>, Stopped> {
        let mut ends_at = vec![0u32; self.places.len()];
        for &node in &self.of_end {
            ends_at[node as usize] += 1;
        }
        let loose: Vec<u32> = (0..self.of_end.len() as u32)
            .filter(|&end| ends_at[self.of_end[end as usize] as usize] == 1)
            .collect();
        let place = |end: u32| self.places[self.of_end[end as usize] as usize];
        let tree = PointTree::new(loose.iter().map(|&end| place(end)).collect());
        let mut pairs = Vec::new();
        let mut near = Vec::new();
        for (at, &end) in loose.iter().enumerate() {
            tick(progress, at, loose.len())?;
            // Of a crowd of loose ends only the nearest matter.
            tree.nearest_many(place(end), NEAR_ENDS, &mut near);
            for &(_, other) in near.iter().filter(|&&(_, other)| other as usize > at) {
                let other = loose[other as usize];
                let width = place(end).distance(place(other));
                let own = end / 2 == other / 2 && lengths[end as usize / 2] <= OWN_GAP * width;
                if width <= tolerance_mm && !own {
                    pairs.push((width, end, other));
                }
            }
        }
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let mut taken = vec![false; self.of_end.len()];
        let mut gaps = Vec::new();
        for (_, a, b) in pairs {
            if taken[a as usize] || taken[b as usize] {
                continue;
            }
            (taken[a as usize], taken[b as usize]) = (true, true);
            let (from, to) = (place(a), place(b));
            gaps.push((a, b, Gap { from, to, layer: layers[a as usize / 2] }));
        }
        for &(a, b, gap) in &gaps {
            let node = self.of_end[a as usize];
            self.places[node as usize] = gap.from.midpoint(gap.to);
            self.of_end[b as usize] = node;
        }
        Ok(gaps.into_iter().map(|(_, _, gap)| gap).collect())
    }
}

/// Loose ends looked at around each one.
const NEAR_ENDS: usize = 8;
/// A line closes on itself when it is longer than this many times its gap.
const OWN_GAP: f64 = 3.0;

fn root(leader: &mut [u32], mut at: u32) -> u32 {
    while leader[at as usize] != at {
        let above = leader[leader[at as usize] as usize];
        leader[at as usize] = above;
        at = above;
    }
    at
}
