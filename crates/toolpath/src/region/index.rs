//! A region that answers quickly where a line crosses its border and whether a point is inside.

use super::Region;
use crate::boxes::Boxes;
use kurbo::{Point, Rect};

/// A region with its edges by place.
#[derive(Debug)]
pub(crate) struct Indexed {
    bounds: Rect,
    edges: Vec<(Point, Point)>,
    /// By cell, for what is near.
    near: Boxes,
    /// By height only, for what a level line meets.
    level: Boxes,
}

impl Indexed {
    /// None for an empty region.
    pub(crate) fn new(region: &Region) -> Option<Self> {
        let bounds = region.bounds()?;
        let mut edges = Vec::new();
        for ring in region.rings() {
            let next = ring.iter().cycle().skip(1);
            edges.extend(ring.iter().zip(next).map(|(&a, &b)| (a, b)));
        }
        let boxes: Vec<Rect> = edges.iter().map(|&(a, b)| Rect::from_points(a, b)).collect();
        let heights: Vec<Rect> = boxes.iter().map(|b| Rect::new(0.0, b.y0, 0.0, b.y1)).collect();
        Some(Self { bounds, near: Boxes::new(&boxes), level: Boxes::new(&heights), edges })
    }

    pub(crate) fn bounds(&self) -> Rect {
        self.bounds
    }

    /// Calls `visit` with every edge whose box comes near this one; some come more than once.
    pub(crate) fn edges_near(&self, around: Rect, visit: &mut dyn FnMut(Point, Point)) {
        self.near.near(around, &mut |edge| {
            let (a, b) = self.edges[edge as usize];
            visit(a, b);
        });
    }

    /// The point lies within `slack_mm` of the border.
    pub(crate) fn is_on_border(&self, point: Point, slack_mm: f64) -> bool {
        let around = Rect::from_points(point, point).inflate(slack_mm, slack_mm);
        let mut on_border = false;
        self.edges_near(around, &mut |a, b| on_border |= distance(a, b, point) <= slack_mm);
        on_border
    }

    /// The point is inside: a ray to the left leaves through an odd number of edges.
    pub(crate) fn holds(&self, point: Point) -> bool {
        if !self.bounds.contains(point) {
            return false;
        }
        let mut inside = false;
        self.level.near_once(Rect::new(0.0, point.y, 0.0, point.y), &mut |edge| {
            let (a, b) = self.edges[edge as usize];
            if (a.y <= point.y) != (b.y <= point.y) {
                let x = a.x + (b.x - a.x) * (point.y - a.y) / (b.y - a.y);
                inside ^= x < point.x;
            }
        });
        inside
    }
}

/// From a point to a straight piece.
pub(crate) fn distance(a: Point, b: Point, point: Point) -> f64 {
    nearest_on(a, b, point).distance(point)
}

/// The point of a straight piece that is nearest to another one.
pub(crate) fn nearest_on(a: Point, b: Point, point: Point) -> Point {
    let along = b - a;
    let t = (point - a).dot(along) / along.hypot2();
    // Without a length there is only one point.
    if t.is_nan() { a } else { a + along * t.clamp(0.0, 1.0) }
}
