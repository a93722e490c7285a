//! Which contour is inside of which.

use super::contour::Contour;
use super::fit::distance;
use super::plane::Plane;
use super::round::Round;
use kurbo::Point;
use penstock_drawing::Segment;
use std::f64::consts::PI;

/// Contours closer than this touch, in mm.
const TOUCHES_MM: f64 = 1e-6;
/// Places of a contour that are asked about where it touches another one.
const SAMPLES: usize = 16;

/// Contours with the smallest one around each.
pub(super) struct Tree {
    plane: Plane,
    /// The contour around each contour.
    pub(super) around: Vec<Option<u32>>,
    /// How many contours are around each contour.
    pub(super) depth: Vec<u32>,
}

impl Tree {
    pub(super) fn new(contours: &[Contour]) -> Self {
        let plane = Plane::new(contours);
        let mut order: Vec<u32> = (0..contours.len() as u32).collect();
        // What is around a contour begins further left, or is larger where both begin at one place.
        order.sort_by(|&a, &b| {
            let (a, b) = (&contours[a as usize], &contours[b as usize]);
            let left = a.bounds().x0.total_cmp(&b.bounds().x0);
            left.then(b.area_mm2().abs().total_cmp(&a.area_mm2().abs()))
        });
        let mut tree = Self { plane, around: vec![None; contours.len()], depth: vec![0; contours.len()] };
        let mut done = vec![false; contours.len()];
        for &number in &order {
            let own = &contours[number as usize];
            let around = tree.plane.left_of(leftmost(own), &|other| !done[other as usize]).and_then(|left| {
                let inside = if left.distance > TOUCHES_MM {
                    left.inside
                } else {
                    is_inside(own, &contours[left.contour as usize])
                };
                if inside { Some(left.contour) } else { tree.around[left.contour as usize] }
            });
            done[number as usize] = true;
            tree.around[number as usize] = around;
            tree.depth[number as usize] = around.map_or(0, |around| tree.depth[around as usize] + 1);
        }
        tree
    }

    /// The smallest contour around a place.
    pub(super) fn around_place(&self, place: Point) -> Option<u32> {
        let left = self.plane.left_of(place, &|_| false)?;
        if left.inside { Some(left.contour) } else { self.around[left.contour as usize] }
    }
}

/// Where a contour reaches furthest left.
fn leftmost(contour: &Contour) -> Point {
    let mut best = contour.path().start;
    for (from, segment) in contour.path().pieces() {
        let mut take = |point: Point| {
            if point.x < best.x {
                best = point;
            }
        };
        take(segment.to());
        if let Segment::Arc { to, bulge } = *segment
            && let Some(round) = Round::new(from, to, bulge)
            && round.share_of(PI) < 1.0
        {
            take(round.at(round.share_of(PI)));
        }
    }
    best
}

/// A contour that touches another one lies inside of it, judged by places of it that are not on the other.
fn is_inside(inner: &Contour, outer: &Contour) -> bool {
    let count = inner.path().segments.len();
    let places = inner
        .path()
        .pieces()
        .step_by(count.div_ceil(SAMPLES))
        .flat_map(|(from, segment)| [0.5, 0.25, 0.75].map(|share| segment.point(from, share)));
    let off = |place: &Point| {
        outer.path().pieces().all(|(from, segment)| distance(from, segment, *place) > TOUCHES_MM)
    };
    places.into_iter().find(off).is_some_and(|place| outer.contains(place))
}
