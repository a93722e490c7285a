//! A line or a circle that a span of points lies on.

use super::circle;
use kurbo::{Point, Vec2};

/// What a piece lies on.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Shape {
    /// Through a point, with a direction of length 1.
    Line { at: Point, way: Vec2 },
    /// Around a centre; it turns from +x towards +y, or back.
    Arc { center: Point, radius: f64, forward: bool },
}

impl Shape {
    /// The line that is nearest to the points (total least squares), in their direction.
    pub(super) fn line(points: &[Point]) -> Option<Self> {
        let (first, last) = (*points.first()?, *points.last()?);
        let count = points.len() as f64;
        let mean = points.iter().map(|point| point.to_vec2()).sum::<Vec2>() / count;
        let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
        for point in points {
            let place = point.to_vec2() - mean;
            xx += place.x * place.x;
            xy += place.x * place.y;
            yy += place.y * place.y;
        }
        let way = Vec2::from_angle((2.0 * xy).atan2(xx - yy) / 2.0);
        let way = if way.dot(last - first) < 0.0 { -way } else { way };
        (first != last).then_some(Self::Line { at: mean.to_point(), way })
    }

    /// The arc that is nearest to the points, if they run along one in one direction.
    pub(super) fn arc(points: &[Point]) -> Option<Self> {
        let (center, radius) = circle::through(points)?;
        let (mut turned, mut length) = (0.0, 0.0);
        for pair in points.windows(2) {
            let (from, to) = (pair[0] - center, pair[1] - center);
            turned += from.cross(to).atan2(from.dot(to));
            length += pair[0].distance(pair[1]);
        }
        let along = turned.abs() * radius;
        let runs_along = along > 0.75 * length && turned.abs() < 350_f64.to_radians();
        runs_along.then_some(Self::Arc { center, radius, forward: turned > 0.0 })
    }

    /// How far a point is from the whole line or circle.
    pub(super) fn distance(&self, point: Point) -> f64 {
        match *self {
            Self::Line { at, way } => (point - at).cross(way).abs(),
            Self::Arc { center, radius, .. } => (point.distance(center) - radius).abs(),
        }
    }

    /// The place on it that is nearest to a point.
    pub(super) fn nearest(&self, point: Point) -> Point {
        match *self {
            Self::Line { at, way } => at + way * (point - at).dot(way),
            Self::Arc { center, radius, .. } => {
                let way = point - center;
                let length = way.hypot();
                if length > 0.0 { center + way * (radius / length) } else { point }
            }
        }
    }

    /// Its direction at a place on it.
    pub(super) fn way(&self, at: Point) -> Vec2 {
        match *self {
            Self::Line { way, .. } => way,
            Self::Arc { center, forward, .. } => {
                let out = (at - center).normalize();
                let way = Vec2::new(-out.y, out.x);
                if forward { way } else { -way }
            }
        }
    }

    /// Where two of them meet, nearest to `near`.
    pub(super) fn meeting(&self, other: &Self, near: Point) -> Option<Point> {
        let places = match (*self, *other) {
            (Self::Line { at, way }, Self::Line { at: other, way: across }) => {
                let turn = way.cross(across);
                let along = (other - at).cross(across) / turn;
                [Some(at + way * along), None]
            }
            (Self::Line { at, way }, Self::Arc { center, radius, .. })
            | (Self::Arc { center, radius, .. }, Self::Line { at, way }) => {
                let foot = at + way * (center - at).dot(way);
                let half = (radius * radius - foot.distance_squared(center)).sqrt();
                [Some(foot + way * half), Some(foot - way * half)]
            }
            (Self::Arc { center, radius, .. }, Self::Arc { center: other, radius: second, .. }) => {
                let apart = other - center;
                let distance = apart.hypot();
                let along = (distance * distance + radius * radius - second * second) / (2.0 * distance);
                let half = (radius * radius - along * along).sqrt();
                let way = apart / distance;
                let foot = center + way * along;
                let across = Vec2::new(-way.y, way.x) * half;
                [Some(foot + across), Some(foot - across)]
            }
        };
        let found = places.into_iter().flatten().filter(|place| place.is_finite());
        found.min_by(|one, other| one.distance_squared(near).total_cmp(&other.distance_squared(near)))
    }
}

/// How far a point is from the straight piece between two others.
pub(super) fn to_line(from: Point, to: Point, point: Point) -> f64 {
    let way = to - from;
    let square = way.hypot2();
    let along = if square > 0.0 { ((point - from).dot(way) / square).clamp(0.0, 1.0) } else { 0.0 };
    point.distance(from + way * along)
}
