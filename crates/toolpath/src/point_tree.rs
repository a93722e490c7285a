//! Nearest points with deletion.
//!
//! A balanced k-d tree over a fixed set of points, stored as one permutation with implicit nodes. A
//! uniform grid is a little faster on even spreads, and degrades to comparing all with all as soon as
//! one stray mark far off the page stretches its cells; a tree of medians does not care.

use kurbo::Point;

/// Points in one leaf at most.
const LEAF: usize = 8;

/// Smallest box around the points of a node.
#[derive(Clone, Copy)]
struct Bounds {
    x0: f64,
    y0: f64,
    x1: f64,
    y1: f64,
}

impl Bounds {
    const EMPTY: Self =
        Self { x0: f64::INFINITY, y0: f64::INFINITY, x1: f64::NEG_INFINITY, y1: f64::NEG_INFINITY };

    fn add(&mut self, p: Point) {
        self.x0 = self.x0.min(p.x);
        self.y0 = self.y0.min(p.y);
        self.x1 = self.x1.max(p.x);
        self.y1 = self.y1.max(p.y);
    }

    fn distance_squared(&self, p: Point) -> f64 {
        let dx = (self.x0 - p.x).max(p.x - self.x1).max(0.0);
        let dy = (self.y0 - p.y).max(p.y - self.y1).max(0.0);
        dx * dx + dy * dy
    }
}

/// The tree. Node 1 is the root and covers every slot; the children of node `i` are `2i` and `2i + 1`
/// and cover the two halves of its slots.
pub(crate) struct PointTree {
    points: Vec<Point>,
    /// Slot to point number.
    slots: Vec<u32>,
    /// Point number to slot.
    slot_of: Vec<u32>,
    removed: Vec<bool>,
    bounds: Vec<Bounds>,
    live: Vec<u32>,
}

impl PointTree {
    /// Builds the tree in O(n log n). Points must be finite, and at most `u32::MAX`.
    pub(crate) fn new(points: Vec<Point>) -> Self {
        let count = points.len();
        let mut leaves = 1;
        while count.div_ceil(leaves) > LEAF {
            leaves *= 2;
        }
        let mut tree = Self {
            slots: (0..count as u32).collect(),
            slot_of: vec![0; count],
            removed: vec![false; count],
            bounds: vec![Bounds::EMPTY; 2 * leaves],
            live: vec![0; 2 * leaves],
            points,
        };
        tree.build(1, 0, count);
        for (slot, &point) in tree.slots.iter().enumerate() {
            tree.slot_of[point as usize] = slot as u32;
        }
        tree
    }

    // Recursion as deep as the tree: at most 30 levels.
    fn build(&mut self, node: usize, low: usize, high: usize) {
        let mut bounds = Bounds::EMPTY;
        for &point in &self.slots[low..high] {
            bounds.add(self.points[point as usize]);
        }
        self.bounds[node] = bounds;
        self.live[node] = (high - low) as u32;
        if self.is_leaf(node) || low == high {
            return;
        }
        let middle = low.midpoint(high);
        let points = &self.points;
        let by_x = bounds.x1 - bounds.x0 >= bounds.y1 - bounds.y0;
        self.slots[low..high].select_nth_unstable_by(middle - low, |&a, &b| {
            let (p, q) = (points[a as usize], points[b as usize]);
            let (first, second) = if by_x { (p.x, q.x) } else { (p.y, q.y) };
            first.total_cmp(&second).then(a.cmp(&b))
        });
        self.build(2 * node, low, middle);
        self.build(2 * node + 1, middle, high);
    }

    fn is_leaf(&self, node: usize) -> bool {
        2 * node >= self.live.len()
    }

    /// How many points are left.
    #[cfg(test)]
    fn len(&self) -> usize {
        self.live[1] as usize
    }

    /// Takes a point out; harmless when it is out already.
    pub(crate) fn remove(&mut self, point: u32) {
        if std::mem::replace(&mut self.removed[point as usize], true) {
            return;
        }
        let slot = self.slot_of[point as usize] as usize;
        let (mut node, mut low, mut high) = (1, 0usize, self.slots.len());
        loop {
            self.live[node] -= 1;
            if self.is_leaf(node) {
                return;
            }
            let middle = low.midpoint(high);
            if slot < middle {
                (node, high) = (2 * node, middle);
            } else {
                (node, low) = (2 * node + 1, middle);
            }
        }
    }

    /// Calls `found` with every point that is left and may matter, near boxes first. `found` gets the
    /// point and its squared distance and answers how far the search still has to look, squared.
    fn search(&self, from: Point, mut reach: f64, found: &mut dyn FnMut(u32, f64) -> f64) {
        // At most one far sibling a level waits on the stack, and there are fewer than 32 levels.
        let mut stack = [(0usize, 0usize, 0usize, 0.0f64); 40];
        let mut top = 1;
        stack[0] = (1, 0, self.slots.len(), self.bounds[1].distance_squared(from));
        while top > 0 {
            top -= 1;
            let (node, low, high, distance) = stack[top];
            if distance > reach || self.live[node] == 0 {
                continue;
            }
            if self.is_leaf(node) {
                for &point in &self.slots[low..high] {
                    let distance = (self.points[point as usize] - from).hypot2();
                    if !self.removed[point as usize] && distance <= reach {
                        reach = found(point, distance);
                    }
                }
                continue;
            }
            let middle = low.midpoint(high);
            let left = (2 * node, low, middle, self.bounds[2 * node].distance_squared(from));
            let right = (2 * node + 1, middle, high, self.bounds[2 * node + 1].distance_squared(from));
            let (near, far) = if left.3 <= right.3 { (left, right) } else { (right, left) };
            stack[top] = far;
            stack[top + 1] = near;
            top += 2;
        }
    }

    /// The nearest point that is left; of equally near ones the one with the smallest number.
    pub(crate) fn nearest(&self, from: Point) -> Option<u32> {
        let mut best = (f64::INFINITY, u32::MAX);
        self.search(from, f64::INFINITY, &mut |point, distance| {
            if (distance, point) < best {
                best = (distance, point);
            }
            best.0
        });
        (best.1 != u32::MAX).then_some(best.1)
    }

    /// Replaces `out` with the `count` nearest points that are left, the nearest first.
    pub(crate) fn nearest_many(&self, from: Point, count: usize, out: &mut Vec<(f64, u32)>) {
        out.clear();
        self.search(from, f64::INFINITY, &mut |point, distance| {
            let at = out.partition_point(|&held| held < (distance, point));
            if at < count {
                out.truncate(count - 1);
                out.insert(at, (distance, point));
            }
            if out.len() == count { out[count - 1].0 } else { f64::INFINITY }
        });
    }

    /// Replaces `out` with the `count` nearest points that are left, the nearest first, but with no more
    /// than one point of a kind and none of the kind `own`. A point without a kind stands for itself.
    pub(crate) fn nearest_kinds(
        &self,
        from: Point,
        count: usize,
        own: Option<u32>,
        kind: impl Fn(u32) -> Option<u32>,
        out: &mut Vec<(f64, u32)>,
    ) {
        out.clear();
        self.search(from, f64::INFINITY, &mut |point, distance| {
            let this = kind(point);
            let same = |known: &(f64, u32)| this.is_some() && kind(known.1) == this;
            let rival = if this.is_some() { out.iter().position(same) } else { None };
            let welcome = this.is_none() || this != own;
            if welcome && rival.is_none_or(|at| out[at] > (distance, point)) {
                if let Some(rival) = rival {
                    out.remove(rival);
                }
                let at = out.partition_point(|&held| held < (distance, point));
                if at < count {
                    out.truncate(count - 1);
                    out.insert(at, (distance, point));
                }
            }
            if out.len() == count { out[count - 1].0 } else { f64::INFINITY }
        });
    }

    /// Replaces `out` with every point that is left within `radius`, as squared distance and number,
    /// the nearest first.
    pub(crate) fn within(&self, from: Point, radius: f64, out: &mut Vec<(f64, u32)>) {
        out.clear();
        let reach = radius * radius;
        self.search(from, reach, &mut |point, distance| {
            out.push((distance, point));
            reach
        });
        out.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn points() -> impl Strategy<Value = Vec<Point>> {
        // A small lattice, so that many points coincide.
        prop::collection::vec((0i8..6, 0i8..6), 0..120)
            .prop_map(|list| list.into_iter().map(|(x, y)| Point::new(x.into(), y.into())).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_question_is_answered_as_by_looking_at_all_points(
            points in points(), gone in prop::collection::vec(any::<prop::sample::Index>(), 0..60),
            x in -2.0..8.0f64, y in -2.0..8.0f64, count in 1usize..12,
        ) {
            let from = Point::new(x, y);
            let mut tree = PointTree::new(points.clone());
            let mut left: Vec<u32> = (0..points.len() as u32).collect();
            for index in gone {
                if !points.is_empty() {
                    let point = index.index(points.len()) as u32;
                    tree.remove(point);
                    left.retain(|&p| p != point);
                }
            }
            let mut all: Vec<(f64, u32)> =
                left.iter().map(|&p| ((points[p as usize] - from).hypot2(), p)).collect();
            all.sort_by(|a, b| a.partial_cmp(b).unwrap());

            prop_assert_eq!(tree.len(), left.len());
            prop_assert_eq!(tree.nearest(from), all.first().map(|a| a.1));
            let mut out = Vec::new();
            tree.nearest_many(from, count, &mut out);
            prop_assert_eq!(&out, &all[..count.min(all.len())]);
            let kind = |point: u32| (!point.is_multiple_of(3)).then_some(point % 5);
            tree.nearest_kinds(from, count, Some(2), kind, &mut out);
            let mut seen = Vec::new();
            let kinds: Vec<_> = all
                .iter()
                .filter(|a| kind(a.1) != Some(2) && kind(a.1).is_none_or(|kind| {
                    let new = !seen.contains(&kind);
                    seen.push(kind);
                    new
                }))
                .take(count)
                .copied()
                .collect();
            prop_assert_eq!(&out, &kinds);
            tree.within(from, 2.0, &mut out);
            prop_assert_eq!(out, all.into_iter().filter(|a| a.0 <= 4.0).collect::<Vec<_>>());
        }
    }
}
