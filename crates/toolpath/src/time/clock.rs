use super::{Estimate, Motion, Profile};
use kurbo::Point;

/// A clock that runs along a toolpath: move, drop, draw, lift, and so on.
///
/// It starts above the first stroke with the tool up.
#[derive(Clone, Debug)]
pub struct Clock {
    profile: Profile,
    pen_down: Motion,
    at_s: f64,
    last: Option<Point>,
    pen: Option<u32>,
    draw_s: f64,
    lifts_s: f64,
    travel_s: f64,
    pen_changes_s: f64,
    pauses_s: f64,
}

impl Clock {
    /// A clock at zero.
    #[must_use]
    pub fn new(profile: Profile) -> Self {
        Self {
            profile,
            pen_down: profile.pen_down,
            at_s: 0.0,
            last: None,
            pen: None,
            draw_s: 0.0,
            lifts_s: 0.0,
            travel_s: 0.0,
            pen_changes_s: 0.0,
            pauses_s: 0.0,
        }
    }

    /// Seconds until the tool is up again after the last stroke.
    #[must_use]
    pub fn at_s(&self) -> f64 {
        self.at_s
    }

    /// What went into the time so far.
    #[must_use]
    pub fn estimate(&self) -> Estimate {
        Estimate::of(self.draw_s, self.lifts_s, self.travel_s, self.pen_changes_s, self.pauses_s)
    }

    /// Takes this pen, if it is not in use already, and waits for a person if that is asked for. The first
    /// pen of a single holder is in it before the clock starts; a carousel fetches it.
    pub fn prepare(&mut self, pen: u32, pause: bool) {
        let before = self.pen.replace(pen);
        let other = before != Some(pen);
        let by_hand = self.profile.pen_change_s.is_none();
        if let (true, Some(change_s)) = (other, self.profile.pen_change_s) {
            self.pen_changes_s += change_s;
            self.at_s += change_s;
        }
        if pause || (by_hand && other && before.is_some()) {
            self.pauses_s += self.profile.pause_s;
            self.at_s += self.profile.pause_s;
        }
    }

    /// From now on strokes are drawn at this speed in mm/s, or at the machine's usual one.
    pub fn draw_at(&mut self, speed_mm_per_s: Option<f64>) {
        self.pen_down = match speed_mm_per_s {
            Some(speed) => self.profile.pen_down.with_speed(speed),
            None => self.profile.pen_down,
        };
    }

    /// Moves to the first of the points, drops, draws and lifts. `times_s` is replaced with the time at
    /// which the tool reaches each point. No points, no time.
    pub fn stroke(&mut self, points: &[Point], times_s: &mut Vec<f64>) {
        times_s.clear();
        let (Some(&first), Some(&end)) = (points.first(), points.last()) else { return };
        if let Some(last) = self.last {
            let travel_s = self.profile.pen_up.move_s(first - last);
            self.travel_s += travel_s;
            self.at_s += travel_s;
        }
        let down_s = self.at_s + self.profile.drop_s;
        self.pen_down.stroke_times(points, times_s);
        self.draw_s += times_s.last().copied().unwrap_or_default();
        self.lifts_s += self.profile.drop_s + self.profile.lift_s;
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
        assert!((clock.estimate().total_s - clock.at_s()).abs() < 1e-9);
    }

    #[test]
    fn no_points_take_no_time() {
        let mut clock = Clock::new(Profile::SAXI);
        clock.stroke(&[], &mut vec![1.0]);
        assert_eq!(clock.at_s(), 0.0);
    }
}
