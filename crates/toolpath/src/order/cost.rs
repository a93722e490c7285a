//! What a move with the tool up costs.

use crate::time::Motion;
use kurbo::{Point, Vec2};

/// Prices moves by two numbers: what is looked for is seconds, and millimetres are looked for where
/// fewer seconds would have meant a longer way than the file's.
///
/// From rest to rest a move takes `2·sqrt(d/a)` while it is too short for full speed, and `d/v + v/a`
/// beyond. Worked out directly it costs two square roots, which the search does not notice.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cost {
    /// The length in mm.
    Length,
    /// Seconds with one speed and one acceleration for the plane.
    Plane { acceleration: f64, speed: f64, knee_squared: f64 },
    /// Seconds where each axis has limits of its own.
    Axes { acceleration: Vec2, axis_speed: Vec2, speed: f64 },
}

impl Cost {
    /// Seconds of this motion.
    pub(super) fn seconds(motion: &Motion) -> Self {
        let speed = motion.speed_mm_per_s;
        match motion.axes {
            Some(axes) => Self::Axes {
                acceleration: axes.acceleration_mm_per_s2,
                axis_speed: axes.speed_mm_per_s,
                speed,
            },
            None => {
                let acceleration = motion.acceleration_mm_per_s2;
                let knee = speed * speed / acceleration;
                Self::Plane { acceleration, speed, knee_squared: knee * knee }
            }
        }
    }

    /// The price of a straight move.
    #[inline]
    pub(super) fn of(&self, from: Point, to: Point) -> f64 {
        let way = to - from;
        match *self {
            Self::Length => way.hypot2().sqrt(),
            Self::Plane { acceleration, speed, knee_squared } => {
                let squared = way.hypot2();
                let length = squared.sqrt();
                if squared <= knee_squared {
                    2.0 * (length / acceleration).sqrt()
                } else {
                    length / speed + speed / acceleration
                }
            }
            Self::Axes { acceleration, axis_speed, speed } => {
                let (x, y) = (way.x.abs(), way.y.abs());
                // Both over the length of the way: the slower axis sets them. A part of 0 gives infinity,
                // and a way of 0 no time.
                let acceleration = (acceleration.x / x).min(acceleration.y / y);
                let speed = (axis_speed.x / x).min(axis_speed.y / y).min(speed / way.hypot2().sqrt());
                if acceleration <= speed * speed {
                    2.0 / acceleration.sqrt()
                } else {
                    1.0 / speed + speed / acceleration
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Machine;

    #[test]
    fn a_move_costs_what_the_motion_model_says() {
        for machine in Machine::ALL {
            let motion = machine.profile().pen_up;
            let cost = Cost::seconds(&motion);
            for way in
                [(0.0, 0.0), (0.1, 0.0), (0.0, -3.0), (2.0, 5.0), (-30.0, 30.0), (400.0, -1.0), (90.0, 250.0)]
            {
                let (model, cost) = (motion.move_s(way.into()), cost.of(Point::ORIGIN, way.into()));
                assert!((model - cost).abs() < 1e-9, "{machine:?} {way:?}: {model} is not {cost}");
            }
        }
        assert_eq!(Cost::Length.of(Point::new(1.0, 1.0), Point::new(4.0, 5.0)), 5.0);
    }
}
