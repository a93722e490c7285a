//! Lines and arcs as the proof sees them: centre, radius and angles, and exact distances between any two.
//!
//! The generator thinks in bulges; this does not, so that a mistake there does not repeat itself here.

use kurbo::{Point, Rect, Vec2};
use std::f64::consts::TAU;

/// A straight piece or an arc.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Shape {
    /// From one point to another; both may be the same.
    Line {
        /// Where it begins.
        from: Point,
        /// Where it ends.
        to: Point,
    },
    /// Around a centre.
    Arc {
        /// Where it begins.
        from: Point,
        /// Where it ends.
        to: Point,
        /// Its centre.
        center: Point,
        /// Its radius in mm.
        radius: f64,
        /// Swept angle in radians, positive from +x towards +y.
        sweep: f64,
    },
}

impl Shape {
    /// An arc by its centre: `positive` turns from +x towards +y. An arc that ends where it starts is a whole
    /// circle.
    #[must_use]
    pub fn around(from: Point, to: Point, center: Point, positive: bool) -> Self {
        let (before, after) = (from - center, to - center);
        let turned = before.cross(after).atan2(before.dot(after));
        let turned = if positive { turned } else { -turned };
        let turned = if from == to { TAU } else { turned.rem_euclid(TAU) };
        let sweep = if positive { turned } else { -turned };
        Self::Arc { from, to, center, radius: before.hypot(), sweep }
    }

    /// Where it begins.
    #[must_use]
    pub fn from(&self) -> Point {
        match *self {
            Self::Line { from, .. } | Self::Arc { from, .. } => from,
        }
    }

    /// Where it ends.
    #[must_use]
    pub fn to(&self) -> Point {
        match *self {
            Self::Line { to, .. } | Self::Arc { to, .. } => to,
        }
    }

    /// In mm.
    #[must_use]
    pub fn length_mm(&self) -> f64 {
        match *self {
            Self::Line { from, to } => (to - from).hypot(),
            Self::Arc { radius, sweep, .. } => radius * sweep.abs(),
        }
    }

    /// The point after the share `t` of its length.
    #[must_use]
    pub fn point(&self, t: f64) -> Point {
        match *self {
            Self::Line { from, to } => from.lerp(to, t),
            Self::Arc { to, .. } if t >= 1.0 => to,
            Self::Arc { from, center, sweep, .. } => {
                let (sin, cos) = (sweep * t).sin_cos();
                let ray = from - center;
                center + Vec2::new(ray.x * cos - ray.y * sin, ray.x * sin + ray.y * cos)
            }
        }
    }

    /// Direction at the share `t`, of length one; zero where there is none.
    #[must_use]
    pub fn direction(&self, t: f64) -> Vec2 {
        match *self {
            Self::Line { from, to } => unit(to - from),
            Self::Arc { center, sweep, .. } => {
                let ray = self.point(t) - center;
                unit(Vec2::new(-ray.y, ray.x) * sweep.signum())
            }
        }
    }

    /// The smallest box around it, or a larger one.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        let ends = Rect::from_points(self.from(), self.to());
        let Self::Arc { center, radius, .. } = *self else { return ends };
        [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)]
            .into_iter()
            .map(|(x, y)| Vec2::new(x, y) * radius)
            .filter(|&ray| self.sweeps(ray))
            .fold(ends, |bounds, ray| bounds.union_pt(center + ray))
    }

    /// An arc passes the direction of this ray from its centre.
    fn sweeps(&self, ray: Vec2) -> bool {
        let Self::Arc { from, center, sweep, .. } = *self else { return false };
        let before = from - center;
        let turned = before.cross(ray).atan2(before.dot(ray));
        let turned = if sweep > 0.0 { turned } else { -turned };
        turned.rem_euclid(TAU) <= sweep.abs()
    }

    /// The point of it that is nearest to `place`.
    #[must_use]
    pub fn nearest(&self, place: Point) -> Point {
        match *self {
            Self::Line { from, to } => {
                let along = to - from;
                let length = along.hypot2();
                if length == 0.0 {
                    return from;
                }
                from + along * ((place - from).dot(along) / length).clamp(0.0, 1.0)
            }
            Self::Arc { from, to, center, radius, .. } => {
                let ray = place - center;
                if ray.hypot2() == 0.0 {
                    return from;
                }
                if self.sweeps(ray) {
                    center + unit(ray) * radius
                } else if (place - from).hypot2() <= (place - to).hypot2() {
                    from
                } else {
                    to
                }
            }
        }
    }

    /// From `place` to its nearest point, in mm.
    #[must_use]
    pub fn distance_to(&self, place: Point) -> f64 {
        (self.nearest(place) - place).hypot()
    }

    /// The smallest distance between points of both, exact, and the point of `self` where it is.
    ///
    /// Two lines or arcs are nearest where they cross, at an end of one of them, or where the way between
    /// them is at right angles to both: on the line through the centres of two circles, on the
    /// perpendicular from a circle's centre to a line.
    #[must_use]
    pub fn distance(&self, other: &Self) -> (f64, Point) {
        let mut best = (f64::INFINITY, self.from());
        let mut offer = |on_self: Point| {
            let distance = other.distance_to(on_self);
            if distance < best.0 {
                best = (distance, on_self);
            }
        };
        offer(self.from());
        offer(self.to());
        offer(self.nearest(other.from()));
        offer(self.nearest(other.to()));
        for place in self.crossings(other) {
            offer(place);
        }
        match (*self, *other) {
            (Self::Arc { center, .. }, Self::Line { from, to }) => {
                let foot = foot(center, from, to);
                offer(self.nearest(foot));
            }
            (Self::Line { .. }, Self::Arc { center, .. }) => offer(self.nearest(center)),
            (Self::Arc { center, radius, .. }, Self::Arc { center: there, .. }) => {
                let ray = unit(there - center) * radius;
                for place in [center + ray, center - ray] {
                    if self.sweeps(place - center) {
                        offer(place);
                    }
                }
            }
            (Self::Line { .. }, Self::Line { .. }) => {}
        }
        best
    }

    /// Points that lie on both, where two lines or circles cross.
    fn crossings(&self, other: &Self) -> impl Iterator<Item = Point> {
        let places = match (*self, *other) {
            (Self::Line { from, to }, Self::Line { from: a, to: b }) => [lines_cross(from, to, a, b), None],
            (Self::Line { from, to }, Self::Arc { center, radius, .. })
            | (Self::Arc { center, radius, .. }, Self::Line { from, to }) => {
                line_crosses(from, to, center, radius)
            }
            (Self::Arc { center, radius, .. }, Self::Arc { center: there, radius: other, .. }) => {
                circles_cross(center, radius, there, other)
            }
        };
        // What lies on the lines and circles lies on the pieces when they are there.
        let (one, two) = (*self, *other);
        places.into_iter().flatten().filter(move |&p| one.distance_to(p) < 1e-9 && two.distance_to(p) < 1e-9)
    }
}

/// The same direction with length one; zero stays zero.
pub(super) fn unit(vector: Vec2) -> Vec2 {
    let length = vector.hypot();
    if length == 0.0 { Vec2::ZERO } else { vector / length }
}

fn foot(place: Point, from: Point, to: Point) -> Point {
    let along = unit(to - from);
    from + along * (place - from).dot(along)
}

pub(super) fn lines_cross(from: Point, to: Point, a: Point, b: Point) -> Option<Point> {
    let (one, two) = (to - from, b - a);
    let across = one.cross(two);
    (across.abs() > 1e-12 * one.hypot() * two.hypot()).then(|| from + one * ((a - from).cross(two) / across))
}

pub(super) fn line_crosses(from: Point, to: Point, center: Point, radius: f64) -> [Option<Point>; 2] {
    let foot = foot(center, from, to);
    let rest = radius * radius - (foot - center).hypot2();
    if rest < 0.0 || from == to {
        return [None, None];
    }
    let along = unit(to - from) * rest.sqrt();
    [Some(foot - along), Some(foot + along)]
}

pub(super) fn circles_cross(one: Point, radius: f64, two: Point, other: f64) -> [Option<Point>; 2] {
    let between = two - one;
    let distance = between.hypot();
    if distance == 0.0 {
        return [None, None];
    }
    let along = (distance * distance + radius * radius - other * other) / (2.0 * distance);
    let rest = radius * radius - along * along;
    if rest < 0.0 {
        return [None, None];
    }
    let (middle, across) = (one + between * (along / distance), Vec2::new(-between.y, between.x) / distance);
    [Some(middle + across * rest.sqrt()), Some(middle - across * rest.sqrt())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point() -> impl Strategy<Value = Point> {
        (-10.0f64..10.0, -10.0f64..10.0).prop_map(|(x, y)| Point::new(x, y))
    }

    fn shape() -> impl Strategy<Value = Shape> {
        let arc = (point(), 0.1f64..8.0, 0.0f64..TAU, -6.2f64..6.2);
        prop_oneof![
            (point(), point()).prop_map(|(from, to)| Shape::Line { from, to }),
            arc.prop_map(|(center, radius, angle, sweep)| {
                let at = |angle: f64| center + Vec2::from_angle(angle) * radius;
                Shape::around(at(angle), at(angle + sweep), center, sweep > 0.0)
            }),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// Against many points of both: never more than what they show, and never much less.
        #[test]
        fn the_distance_of_two_shapes_is_that_of_their_nearest_points(a in shape(), b in shape()) {
            let (distance, place) = a.distance(&b);
            let steps = 400;
            let sampled = (0..=steps)
                .map(|step| b.distance_to(a.point(f64::from(step) / f64::from(steps))))
                .fold(f64::INFINITY, f64::min);
            prop_assert!(distance <= sampled + 1e-9, "{distance} {sampled}");
            prop_assert!(distance >= sampled - a.length_mm() / f64::from(steps), "{distance} {sampled}");
            prop_assert!(a.distance_to(place) < 1e-9 && (b.distance_to(place) - distance).abs() < 1e-9);
        }

        #[test]
        fn the_box_holds_the_shape(a in shape(), t in 0.0f64..1.0) {
            prop_assert!(a.bounds().inflate(1e-9, 1e-9).contains(a.point(t)));
        }
    }

    #[test]
    fn an_arc_that_ends_where_it_starts_is_a_circle() {
        let circle = Shape::around(Point::new(1.0, 0.0), Point::new(1.0, 0.0), Point::ORIGIN, false);
        assert!((circle.length_mm() - TAU).abs() < 1e-12);
    }
}
