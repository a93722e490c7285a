//! Where one outline may not lie because of another one: the no-fit polygon, as a Minkowski sum.
//!
//! The sum of `A` and `−B` is the set of all places of `B` at which the two overlap. It is made from the
//! convolution of the two rings (Guibas, Ramshaw and Stolfi, "A kinetic framework for computational
//! geometry", 1983): every edge of one ring is carried along every corner of the other one whose turn
//! passes the edge's direction, backwards at corners that turn to the right. The winding number of that
//! tangle at a place is the number of pieces in which `A` and `B` overlap there, for rings without holes;
//! so the sum is where it is positive. Holes come in through a slit (`ring.rs`), which makes one ring of an
//! outline with holes. No triangulation, no case for parts that lie inside holes or interlock.

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::float::overlay::FloatOverlay;
use kurbo::Point;
use std::collections::HashMap;
use std::f64::consts::{PI, TAU};

/// Rings with the area on their left (from +x towards +y): outer ones positive, holes negative.
pub(super) type Rings = Vec<Vec<Point>>;

/// All `a + b` of two rings that enclose a positive area without crossing themselves.
pub(super) fn minkowski_sum(a: &[Point], b: &[Point]) -> Rings {
    let cycles = convolution(&Turning::new(a), &Turning::new(b));
    let mut overlay = FloatOverlay::<[f64; 2], i64>::from_subj(&cycles);
    let shapes = overlay.overlay(OverlayRule::Subject, FillRule::Positive);
    let ring = |ring: Vec<[f64; 2]>| ring.into_iter().map(|[x, y]| Point::new(x, y)).collect();
    shapes.into_iter().flatten().map(ring).collect()
}

/// A ring with the direction of each edge and the turn at each corner.
struct Turning {
    corners: Vec<Point>,
    /// Of the edge that leaves the corner, in radians.
    direction: Vec<f64>,
    /// At the corner, to the left positive, in (−π, π).
    turn: Vec<f64>,
}

impl Turning {
    fn new(ring: &[Point]) -> Self {
        let count = ring.len();
        let mut direction = Vec::with_capacity(count);
        for (at, from) in ring.iter().enumerate() {
            let along = ring[(at + 1) % count] - *from;
            direction.push(along.atan2());
        }
        let turn = (0..count).map(|at| {
            let turn = direction[at] - direction[(at + count - 1) % count];
            if turn > PI {
                turn - TAU
            } else if turn <= -PI {
                turn + TAU
            } else {
                turn
            }
        });
        Self { turn: turn.collect(), corners: ring.to_vec(), direction }
    }

    fn len(&self) -> usize {
        self.corners.len()
    }

    /// Passes the turn at the corner this direction? `late` decides where it is one of the two edges':
    /// as if all directions of the other ring were turned by a little. Gives the way it passes.
    fn passes(&self, corner: usize, direction: f64, late: bool) -> Option<bool> {
        let turn = self.turn[corner];
        let before = self.direction[(corner + self.len() - 1) % self.len()];
        let (first, last) =
            if turn >= 0.0 { (before, self.direction[corner]) } else { (self.direction[corner], before) };
        if first == last {
            return None;
        }
        // Compared as numbers on a circle, never subtracted: rounding must not open the tangle.
        let inside = match (first <= last, late) {
            (true, false) => first <= direction && direction < last,
            (true, true) => first < direction && direction <= last,
            (false, false) => direction >= first || direction < last,
            (false, true) => direction > first || direction <= last,
        };
        inside.then_some(turn >= 0.0)
    }
}

/// The convolution as closed lines.
fn convolution(a: &Turning, b: &Turning) -> Vec<Vec<[f64; 2]>> {
    let node = |at: usize, bt: usize| ((at % a.len()) * b.len() + bt % b.len()) as u32;
    // From each node, where its edges lead.
    let mut edges: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut order = Vec::new();
    let mut add = |from: u32, to: u32, forwards: bool| {
        let (from, to) = if forwards { (from, to) } else { (to, from) };
        edges.entry(from).or_default().push(to);
        order.push(from);
    };
    for at in 0..a.len() {
        for bt in 0..b.len() {
            if let Some(forwards) = b.passes(bt, a.direction[at], true) {
                add(node(at, bt), node(at + 1, bt), forwards);
            }
            if let Some(forwards) = a.passes(at, b.direction[bt], false) {
                add(node(at, bt), node(at, bt + 1), forwards);
            }
        }
    }
    let place = |node: u32| {
        let (at, bt) = (node as usize / b.len(), node as usize % b.len());
        let sum = a.corners[at] + b.corners[bt].to_vec2();
        [sum.x, sum.y]
    };
    let mut cycles = Vec::new();
    for first in order {
        let mut cycle = Vec::new();
        let mut here = first;
        while let Some(next) = edges.get_mut(&here).and_then(Vec::pop) {
            cycle.push(place(here));
            here = next;
        }
        debug_assert!(cycle.is_empty() || here == first, "as many edges enter a node as leave it");
        if !cycle.is_empty() {
            cycles.push(cycle);
        }
    }
    cycles
}
