//! The shapes on one sheet while they are being moved: where each lies and how much it overlaps.

use super::shapes::{Pose, Shapes};
use kurbo::{Point, Rect};

/// Where a shape lies.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(in super::super) struct Spot {
    /// Of the shape's own origin.
    pub(in super::super) at: Point,
    /// Index of its pose.
    pub(in super::super) pose: usize,
}

/// A shape on the sheet.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(in super::super) struct Item {
    /// Index of its shape.
    pub(in super::super) shape: usize,
    /// It is part of the sheet: a defect, or what is not sheet.
    pub(in super::super) fixed: bool,
}

/// Where everything lies, without how good that is.
#[derive(Clone, PartialEq, Debug)]
pub(in super::super) struct Layout {
    pub(in super::super) spots: Vec<Spot>,
    /// The edges of parts stay within 0 and this, in x.
    pub(in super::super) length_mm: f64,
}

/// Items on one sheet. Overlaps are measured by [`World::set`] and kept up to date by [`World::move_to`] from
/// then on; [`World::push`] and [`World::is_clear_of`] do without.
#[derive(Clone, Debug)]
pub(in super::super) struct World<'a> {
    pub(in super::super) shapes: &'a Shapes,
    pub(in super::super) items: Vec<Item>,
    pub(in super::super) layout: Layout,
    /// The edges of parts stay within 0 and this, in y.
    pub(in super::super) height_mm: f64,
    /// Least distance between two parts, and from a part to what is fixed.
    pub(in super::super) gap_mm: f64,
    pub(in super::super) edge_gap_mm: f64,
    boxes: Vec<Rect>,
    /// Weights of pairs, by both items.
    weights: Vec<f64>,
    /// How deep pairs overlap; 0 for what is apart.
    overlaps: Vec<f64>,
}

impl<'a> World<'a> {
    /// An empty sheet.
    pub(in super::super) fn new(
        shapes: &'a Shapes,
        (length_mm, height_mm): (f64, f64),
        (gap_mm, edge_gap_mm): (f64, f64),
    ) -> Self {
        let layout = Layout { spots: Vec::new(), length_mm };
        let (items, boxes, weights, overlaps) = Default::default();
        Self { shapes, items, layout, height_mm, gap_mm, edge_gap_mm, boxes, weights, overlaps }
    }

    /// Adds an item.
    pub(in super::super) fn push(&mut self, item: Item, spot: Spot) {
        self.boxes.push(self.shapes.shapes[item.shape].poses[spot.pose].at(spot.at.to_vec2()));
        self.items.push(item);
        self.layout.spots.push(spot);
    }

    /// Takes the last item off.
    pub(in super::super) fn pop(&mut self) {
        self.boxes.pop();
        self.items.pop();
        self.layout.spots.pop();
    }

    /// Items that are no part of the sheet.
    pub(in super::super) fn movable(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.items.len()).filter(|&item| !self.items[item].fixed)
    }

    pub(in super::super) fn pose(&self, item: usize, pose: usize) -> &'a Pose {
        &self.shapes.shapes[self.items[item].shape].poses[pose]
    }

    /// Where the origin of a shape may be in this pose; none when it does not fit in at all.
    pub(in super::super) fn room(&self, shape: usize, pose: usize) -> Option<Rect> {
        let bounds = self.shapes.shapes[shape].poses[pose].bounds;
        let (x0, y0) = (-bounds.x0, -bounds.y0);
        let (x1, y1) = (self.layout.length_mm - bounds.x1, self.height_mm - bounds.y1);
        // A part as large as the sheet fits, whatever the last digit says.
        let slack = 1e-9 * (self.layout.length_mm + self.height_mm);
        (x0 <= x1 + slack && y0 <= y1 + slack).then(|| Rect::new(x0, y0, x1.max(x0), y1.max(y0)))
    }

    /// The box of an item where it lies.
    pub(in super::super) fn bounds_of(&self, item: usize) -> Rect {
        self.boxes[item]
    }

    /// A further item of this shape would not touch this one at this spot.
    pub(in super::super) fn is_clear_of(&self, item: usize, shape: usize, spot: Spot) -> bool {
        let pose = &self.shapes.shapes[shape].poses[spot.pose];
        let mine = pose.at(spot.at.to_vec2());
        let gap = if self.items[item].fixed { self.edge_gap_mm } else { self.gap_mm };
        let still = self.layout.spots[item];
        !overlap_within(&mine, &self.boxes[item], gap)
            || self.shapes.depth(self.pose(item, still.pose), still.at, pose, spot.at) + gap <= 0.0
    }

    /// Takes this layout and measures all overlaps.
    pub(in super::super) fn set(&mut self, layout: &Layout) {
        self.layout.clone_from(layout);
        self.measure();
    }

    fn measure(&mut self) {
        let pairs = self.items.len() * self.items.len();
        if self.weights.len() != pairs {
            self.weights = vec![1.0; pairs];
            self.overlaps = vec![0.0; pairs];
        }
        for item in 0..self.items.len() {
            let spot = self.layout.spots[item];
            self.boxes[item] = self.pose(item, spot.pose).at(spot.at.to_vec2());
        }
        for item in 0..self.items.len() {
            self.measure_item(item);
        }
    }

    fn measure_item(&mut self, item: usize) {
        let count = self.items.len();
        let spot = self.layout.spots[item];
        for other in 0..count {
            let overlap = if other == item { 0.0 } else { self.overlap(item, other, spot) };
            self.overlaps[item * count + other] = overlap;
            self.overlaps[other * count + item] = overlap;
        }
    }

    pub(in super::super) fn move_to(&mut self, item: usize, spot: Spot) {
        self.layout.spots[item] = spot;
        self.boxes[item] = self.pose(item, spot.pose).at(spot.at.to_vec2());
        self.measure_item(item);
    }

    /// How deep the item, at this spot, would overlap the other one where that lies.
    fn overlap(&self, item: usize, other: usize, spot: Spot) -> f64 {
        let fixed = self.items[other].fixed || self.items[item].fixed;
        if fixed && self.items[other].fixed == self.items[item].fixed {
            return 0.0;
        }
        let gap = if fixed { self.edge_gap_mm } else { self.gap_mm };
        let pose = self.pose(item, spot.pose);
        if !overlap_within(&pose.at(spot.at.to_vec2()), &self.boxes[other], gap) {
            return 0.0;
        }
        let still = self.layout.spots[other];
        let depth = self.shapes.depth(self.pose(other, still.pose), still.at, pose, spot.at);
        (depth + gap).max(0.0)
    }

    /// The weighted overlap of an item at this spot; at least `limit` when it is not less.
    #[inline]
    pub(in super::super) fn loss_at(&self, item: usize, spot: Spot, limit: f64) -> f64 {
        let count = self.items.len();
        let pose = self.pose(item, spot.pose);
        let mine = pose.at(spot.at.to_vec2());
        let weights = &self.weights[item * count..(item + 1) * count];
        let mut loss = 0.0;
        for (other, weight) in weights.iter().enumerate() {
            let fixed = self.items[other].fixed;
            let gap = if fixed { self.edge_gap_mm } else { self.gap_mm };
            if other == item || !overlap_within(&mine, &self.boxes[other], gap) {
                continue;
            }
            let still = self.layout.spots[other];
            let depth = self.shapes.depth(self.pose(other, still.pose), still.at, pose, spot.at) + gap;
            if depth > 0.0 {
                loss += weight * depth;
                if loss >= limit {
                    break;
                }
            }
        }
        loss
    }

    /// The weighted overlap of an item where it lies.
    pub(in super::super) fn weighted_loss(&self, item: usize) -> f64 {
        let row = item * self.items.len()..(item + 1) * self.items.len();
        let pairs = self.weights[row.clone()].iter().zip(&self.overlaps[row]);
        pairs.map(|(weight, overlap)| weight * overlap).fold(0.0, std::ops::Add::add)
    }

    /// The overlap of an item with all others.
    pub(in super::super) fn loss_of(&self, item: usize) -> f64 {
        let row = item * self.items.len()..(item + 1) * self.items.len();
        self.overlaps[row].iter().fold(0.0, |sum, overlap| sum + overlap)
    }

    /// All overlaps together, in mm.
    pub(in super::super) fn loss(&self) -> f64 {
        self.overlaps.iter().fold(0.0, |sum, overlap| sum + overlap) / 2.0
    }

    /// Makes what overlaps dearer, the deepest most, and lets the rest be forgotten slowly.
    pub(in super::super) fn raise_weights(&mut self) {
        let deepest = self.overlaps.iter().copied().fold(0.0, f64::max);
        for (weight, overlap) in self.weights.iter_mut().zip(&self.overlaps) {
            *weight = if *overlap > 0.0 {
                *weight * (LEAST_RAISE + (MOST_RAISE - LEAST_RAISE) * overlap / deepest)
            } else {
                (*weight * FORGET).max(1.0)
            };
        }
    }

    pub(in super::super) fn forget_weights(&mut self) {
        self.weights.fill(1.0);
    }
}

/// Of the paper, section on guided local search.
const MOST_RAISE: f64 = 2.0;
const LEAST_RAISE: f64 = 1.2;
const FORGET: f64 = 0.95;

#[inline]
fn overlap_within(a: &Rect, b: &Rect, gap: f64) -> bool {
    a.x0 < b.x1 + gap && b.x0 < a.x1 + gap && a.y0 < b.y1 + gap && b.y0 < a.y1 + gap
}
