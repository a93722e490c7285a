use kurbo::Vec2;

/// What the two axes can do each by itself, as a machine states it that drives every axis with a motor
/// of its own. A slanted line shares the work and may be faster than either axis.
///
/// grbl ($110, $111, $120, $121) and the pen plotters of the 1980s are limited like this; AxiDraw and
/// saxi plan with one value for the plane.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct AxisLimits {
    /// Highest speed along x and along y in mm/s.
    pub speed_mm_per_s: Vec2,
    /// Acceleration along x and along y in mm/s².
    pub acceleration_mm_per_s2: Vec2,
}

impl AxisLimits {
    /// The same limits on both axes.
    #[must_use]
    pub const fn both(speed_mm_per_s: f64, acceleration_mm_per_s2: f64) -> Self {
        Self {
            speed_mm_per_s: Vec2::new(speed_mm_per_s, speed_mm_per_s),
            acceleration_mm_per_s2: Vec2::new(acceleration_mm_per_s2, acceleration_mm_per_s2),
        }
    }
}

/// The largest length along `direction` (a unit vector) whose parts keep within `limit` on each axis,
/// as grbl's `limit_value_by_axis_maximum`.
pub(super) fn along(limit: Vec2, direction: Vec2) -> f64 {
    let one = |limit: f64, part: f64| if part == 0.0 { f64::INFINITY } else { limit / part.abs() };
    one(limit.x, direction.x).min(one(limit.y, direction.y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slanted_line_may_be_faster_than_either_axis() {
        let limit = Vec2::new(30.0, 40.0);
        assert_eq!(along(limit, Vec2::new(1.0, 0.0)), 30.0);
        assert_eq!(along(limit, Vec2::new(0.0, -1.0)), 40.0);
        assert!((along(limit, Vec2::new(-0.6, 0.8)) - 50.0).abs() < 1e-12);
    }
}
