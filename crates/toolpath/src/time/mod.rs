//! How long the machine takes.
//!
//! The model is the one that grbl, saxi and AxiDraw share: constant acceleration, every stroke and every
//! move from rest to rest, and corners passed as fast as the "junction deviation" of grbl allows. grbl
//! limits speed and acceleration per axis; here, as in saxi and AxiDraw, one value holds for the plane.
//! Pen changes, homing and the ways from and to home are not in it.

mod motion;
mod profile;

pub use motion::Motion;
pub use profile::{Profile, axidraw_servo_s};

use kurbo::Point;

/// A clock that runs along a toolpath: move, drop, draw, lift, and so on.
///
/// It starts above the first stroke with the tool up.
#[derive(Clone, Debug)]
pub struct Clock {
    profile: Profile,
    at_s: f64,
    last: Option<Point>,
}

impl Clock {
    /// A clock at zero.
    #[must_use]
    pub fn new(profile: Profile) -> Self {
        Self { profile, at_s: 0.0, last: None }
    }

    /// Seconds until the tool is up again after the last stroke.
    #[must_use]
    pub fn at_s(&self) -> f64 {
        self.at_s
    }

    /// Moves to the first of the points, drops, draws and lifts. `times_s` is replaced with the time at
    /// which the tool reaches each point. No points, no time.
    pub fn stroke(&mut self, points: &[Point], times_s: &mut Vec<f64>) {
        times_s.clear();
        let (Some(&first), Some(&end)) = (points.first(), points.last()) else { return };
        if let Some(last) = self.last {
            self.at_s += self.profile.pen_up.line_s(last.distance(first));
        }
        let down_s = self.at_s + self.profile.drop_s;
        self.profile.pen_down.stroke_times(points, times_s);
        for time in times_s.iter_mut() {
            *time += down_s;
        }
        self.at_s = times_s.last().map_or(down_s, |&end_s| end_s) + self.profile.lift_s;
        self.last = Some(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_adds_drops_lifts_and_the_moves_between_strokes() {
        let profile = Profile::SAXI;
        let mut clock = Clock::new(profile);
        let mut times = Vec::new();
        clock.stroke(&[Point::new(0.0, 0.0), Point::new(100.0, 0.0)], &mut times);
        assert!((times[0] - 0.12).abs() < 1e-9);
        assert!((times[1] - 2.37).abs() < 1e-3);
        // A dot 2.2 mm further on: the way there, a drop and a lift.
        clock.stroke(&[Point::new(102.2, 0.0)], &mut times);
        assert!((times[0] - (2.37 + 0.12 + 0.1483 + 0.12)).abs() < 1e-3, "{times:?}");
        assert!((clock.at_s() - times[0] - 0.12).abs() < 1e-9);
    }

    #[test]
    fn no_points_take_no_time() {
        let mut clock = Clock::new(Profile::SAXI);
        clock.stroke(&[], &mut vec![1.0]);
        assert_eq!(clock.at_s(), 0.0);
    }
}
