//! Where a round jet fits nearest to a place that it cannot touch.

use super::drawn::Drawn;
use kurbo::Point;

/// A centre is taken when no line is nearer than the radius less this, in mm.
const NEAR_MM: f64 = 1e-4;
const MOST_PUSHES: usize = 200;
/// A centre further away than this many radii has nothing to do with the place.
const FURTHEST_RADII: f64 = 6.0;

/// The distance from `place` to the nearest centre at which a disc of this radius meets no drawn line and
/// lies in no part, as far as pushing finds it: from `start`, away from whatever is nearest, until nothing
/// is too near. None when the way ends nowhere.
pub(super) fn nearest_center(drawn: &Drawn<'_>, place: Point, start: Point, radius: f64) -> Option<f64> {
    let mut center = start;
    for _ in 0..MOST_PUSHES {
        let nearest = drawn
            .grid
            .around(center, radius)
            .into_iter()
            .filter(|&shape| !drawn.is_passed_over(shape))
            .map(|shape| drawn.shapes[shape as usize].nearest(center))
            .min_by(|a, b| a.distance(center).total_cmp(&b.distance(center)))
            .filter(|nearest| nearest.distance(center) < radius - NEAR_MM);
        let Some(nearest) = nearest else {
            let free = !drawn.parts.iter().any(|part| part.contains(center));
            return free.then(|| center.distance(place));
        };
        let away = center - nearest;
        let distance = away.hypot();
        if distance == 0.0 || center.distance(place) > FURTHEST_RADII * radius {
            return None;
        }
        center = nearest + away * (radius / distance);
    }
    None
}
