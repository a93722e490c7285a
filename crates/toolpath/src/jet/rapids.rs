//! The way with the jet off between the cuts of parts.

use super::Machine;
use crate::parts::Part;
use crate::point_tree::PointTree;
use kurbo::Point;
use penstock_drawing::Path;

/// Moves with the jet off.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Rapids {
    /// Their length together in mm.
    pub length_mm: f64,
    /// Seconds for them, each from rest to rest.
    pub time_s: f64,
}

impl Rapids {
    fn go(&mut self, from: Point, to: Point, machine: &Machine) {
        let length_mm = from.distance(to);
        self.length_mm += length_mm;
        self.time_s += machine.rapid_s(length_mm);
    }
}

/// The moves of parts that are cut one after the other where they lie: from a corner of each part's box to the
/// nearest hole or slit, on to the next nearest, to the outline last, and to where the next part may begin.
///
/// An estimate before leads and order are known: contours are entered where they were drawn first.
#[must_use]
pub fn rapids(parts: &[Part], machine: &Machine) -> Rapids {
    let mut all = Rapids::default();
    for part in parts {
        let bounds = part.bounds();
        let mut at = bounds.origin();
        for line in inside_first(part, at) {
            all.go(at, line.start, machine);
            at = line.end();
        }
        all.go(at, Point::new(bounds.x1, bounds.y0), machine);
    }
    all
}

/// Holes and slits, the nearest next, and the outline last.
fn inside_first(part: &Part, from: Point) -> Vec<&Path> {
    let inside: Vec<&Path> = part.holes.iter().map(|hole| hole.path()).chain(&part.slits).collect();
    let mut open = PointTree::new(inside.iter().map(|path| path.start).collect());
    let mut order = Vec::with_capacity(inside.len() + 1);
    let mut at = from;
    while let Some(next) = open.nearest(at) {
        open.remove(next);
        let path = inside[next as usize];
        at = path.end();
        order.push(path);
    }
    order.push(part.outer.path());
    order
}
