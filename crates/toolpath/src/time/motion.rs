use kurbo::{Point, Vec2};

/// How one axis pair moves, with the tool up or down.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Motion {
    /// Highest speed in mm/s.
    pub speed_mm_per_s: f64,
    /// Acceleration and deceleration in mm/s².
    pub acceleration_mm_per_s2: f64,
    /// How far a corner may be thought rounded, in mm; sets the speed through it.
    pub corner_mm: f64,
}

impl Motion {
    /// Speed in mm/s through the corner between two directions (unit vectors): `sqrt(a·δ·s/(1 − s))`
    /// with s the sine of half the inner angle, grbl's junction deviation. Straight on is full speed,
    /// straight back is rest.
    #[must_use]
    pub fn corner_speed(&self, coming: Vec2, going: Vec2) -> f64 {
        let cos_inner = -coming.dot(going);
        let sin_half = ((1.0 - cos_inner) / 2.0).max(0.0).sqrt();
        if sin_half >= 1.0 - 1e-9 {
            return self.speed_mm_per_s;
        }
        let speed = (self.acceleration_mm_per_s2 * self.corner_mm * sin_half / (1.0 - sin_half)).sqrt();
        speed.min(self.speed_mm_per_s)
    }

    /// Seconds for a straight line of this many mm from rest to rest.
    #[must_use]
    pub fn line_s(&self, length_mm: f64) -> f64 {
        self.piece_s(length_mm, 0.0, 0.0)
    }

    /// Seconds for a straight piece entered and left at these speeds.
    fn piece_s(&self, length_mm: f64, enter: f64, leave: f64) -> f64 {
        if length_mm <= 0.0 {
            return 0.0;
        }
        let (a, cruise) = (self.acceleration_mm_per_s2, self.speed_mm_per_s);
        let peak = (a * length_mm + (enter * enter + leave * leave) / 2.0).sqrt();
        if peak <= cruise {
            return (2.0 * peak - enter - leave) / a;
        }
        let ramps_mm = (2.0 * cruise * cruise - enter * enter - leave * leave) / (2.0 * a);
        (2.0 * cruise - enter - leave) / a + (length_mm - ramps_mm) / cruise
    }

    /// Replaces `times_s` with the time at which each point is reached, from rest at the first to rest
    /// at the last. Repeated points share a time.
    pub fn stroke_times(&self, points: &[Point], times_s: &mut Vec<f64>) {
        // `times_s` first holds the speed at each point.
        times_s.clear();
        times_s.resize(points.len(), self.speed_mm_per_s);
        let (Some(last), true) = (points.len().checked_sub(1), points.len() > 1) else {
            times_s.fill(0.0);
            return;
        };
        let mut coming: Option<Vec2> = None;
        for at in 0..last {
            let way = points[at + 1] - points[at];
            let length = way.hypot();
            if length > 0.0 {
                let going = way / length;
                times_s[at] = coming.map_or(0.0, |coming| self.corner_speed(coming, going));
                coming = Some(going);
            }
        }
        times_s[0] = 0.0;
        times_s[last] = 0.0;
        let reach = |speed: f64, at: usize| {
            let length = points[at].distance(points[at + 1]);
            (speed * speed + 2.0 * self.acceleration_mm_per_s2 * length).sqrt()
        };
        for at in 0..last {
            times_s[at + 1] = times_s[at + 1].min(reach(times_s[at], at));
        }
        for at in (0..last).rev() {
            times_s[at] = times_s[at].min(reach(times_s[at + 1], at));
        }
        let (mut time, mut enter) = (0.0, 0.0);
        for at in 0..last {
            let leave = times_s[at + 1];
            times_s[at] = time;
            time += self.piece_s(points[at].distance(points[at + 1]), enter, leave);
            enter = leave;
        }
        times_s[last] = time;
    }
}

#[cfg(test)]
mod tests {
    use super::super::Profile;
    use super::*;

    fn near(value: f64, expected: f64) {
        assert!((value / expected - 1.0).abs() < 0.01, "{value} is not {expected} to 1 %");
    }

    fn stroke_s(motion: &Motion, points: &[(f64, f64)]) -> f64 {
        let points: Vec<Point> = points.iter().map(|&p| Point::from(p)).collect();
        let mut times = Vec::new();
        motion.stroke_times(&points, &mut times);
        assert_eq!(times.len(), points.len());
        assert!(times.is_sorted());
        times[times.len() - 1]
    }

    #[test]
    fn straight_lines_take_what_the_machines_own_planners_say() {
        let saxi = Profile::SAXI;
        near(saxi.pen_down.line_s(100.0), 2.250);
        near(stroke_s(&saxi.pen_down, &[(0.0, 0.0), (100.0, 0.0)]), 2.250);
        near(saxi.pen_up.line_s(2.2), 0.1483);
    }

    #[test]
    fn right_angles_are_passed_at_the_junction_speed() {
        let (x, y) = (Vec2::new(1.0, 0.0), Vec2::new(0.0, 1.0));
        near(Profile::SAXI.pen_down.corner_speed(x, y), 7.83);
        near(Profile::AXIDRAW.pen_down.corner_speed(x, y), 9.67);
        near(Profile::GRBL.pen_down.corner_speed(x, y), 3.47);
        near(stroke_s(&Profile::SAXI.pen_down, &[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]), 0.8229);
    }

    #[test]
    fn going_straight_on_costs_nothing_and_turning_back_costs_a_stop() {
        let motion = Profile::SAXI.pen_down;
        let whole = stroke_s(&motion, &[(0.0, 0.0), (100.0, 0.0)]);
        let parts = stroke_s(&motion, &[(0.0, 0.0), (30.0, 0.0), (30.0, 0.0), (31.0, 0.0), (100.0, 0.0)]);
        assert!((whole - parts).abs() < 1e-9);
        let back = stroke_s(&motion, &[(0.0, 0.0), (50.0, 0.0), (0.0, 0.0)]);
        assert!((back - 2.0 * motion.line_s(50.0)).abs() < 1e-9);
    }
}
