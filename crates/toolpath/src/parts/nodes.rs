//! Where ends of lines meet: clusters of ends, and the gaps that are closed between loose ones.

use crate::point_tree::PointTree;
use crate::{Progress, Stopped, tick};
use kurbo::Point;

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

/// Side of a cell in mm: so wide that a place is rarely near the edge of its cell.
const CELL_MM: f64 = 8.0 * MEETS_MM;

/// Points by the cell of a grid, as lists in a table of hashes: two cells may share a list, so that whoever
/// asks has to look at distances.
pub(super) struct Cells {
    heads: Vec<u32>,
    next: Vec<u32>,
}

impl Cells {
    pub(super) fn new(points: &[Point]) -> Self {
        let size = (2 * points.len()).next_power_of_two().max(16);
        let mut cells = Self { heads: vec![NONE; size], next: vec![NONE; points.len()] };
        for (number, &point) in points.iter().enumerate() {
            let slot = cells.slot(cell(point.x), cell(point.y));
            cells.next[number] = std::mem::replace(&mut cells.heads[slot], number as u32);
        }
        cells
    }

    fn slot(&self, x: i64, y: i64) -> usize {
        // Multipliers of SplitMix64 (Steele, Lea and Flood 2014).
        let mixed =
            (x as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (y as u64).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed ^ (mixed >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb) as usize >> 20 & (self.heads.len() - 1)
    }

    /// Every point that may be within [`MEETS_MM`] of this one, and some others.
    pub(super) fn near(&self, point: Point, visit: &mut dyn FnMut(u32)) {
        for x in cell(point.x - MEETS_MM)..=cell(point.x + MEETS_MM) {
            for y in cell(point.y - MEETS_MM)..=cell(point.y + MEETS_MM) {
                let mut at = self.heads[self.slot(x, y)];
                while at != NONE {
                    visit(at);
                    at = self.next[at as usize];
                }
            }
        }
    }
}

/// The end of a list.
const NONE: u32 = u32::MAX;

fn cell(at: f64) -> i64 {
    (at / CELL_MM).floor() as i64
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
        let cells = Cells::new(ends);
        let mut leader: Vec<u32> = (0..ends.len() as u32).collect();
        for (end, &point) in ends.iter().enumerate() {
            cells.near(point, &mut |other| {
                if (other as usize) < end && ends[other as usize].distance(point) <= MEETS_MM {
                    let (a, b) = (root(&mut leader, end as u32), root(&mut leader, other));
                    leader[a.max(b) as usize] = a.min(b);
                }
            });
        }
        let mut nodes = Self { places: Vec::new(), of_end: vec![0; ends.len()] };
        for (end, &place) in ends.iter().enumerate() {
            let first = root(&mut leader, end as u32) as usize;
            if first == end {
                nodes.of_end[end] = nodes.places.len() as u32;
                nodes.places.push(place);
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
