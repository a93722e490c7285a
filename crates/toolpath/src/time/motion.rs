use super::limits::{AxisLimits, along};
use kurbo::{Point, Vec2};

/// How the machine moves, with the tool up or down.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Motion {
    /// Highest speed in mm/s, in any direction.
    pub speed_mm_per_s: f64,
    /// Acceleration and deceleration in mm/s², in any direction.
    pub acceleration_mm_per_s2: f64,
    /// How far a corner may be thought rounded, in mm; sets the speed through it.
    pub corner_mm: f64,
    /// What each axis can do, if the machine is limited axis by axis. The acceleration of the plane then
    /// does not matter, and its speed is a further limit, like the feed rate of a line of G-code.
    pub axes: Option<AxisLimits>,
}

impl Motion {
    /// One speed and one acceleration for the plane.
    #[must_use]
    pub const fn plane(speed_mm_per_s: f64, acceleration_mm_per_s2: f64, corner_mm: f64) -> Self {
        Self { speed_mm_per_s, acceleration_mm_per_s2, corner_mm, axes: None }
    }

    /// Limits axis by axis, the same on both, and a highest speed in any direction.
    #[must_use]
    pub const fn per_axis(
        speed_mm_per_s: f64,
        axis_speed_mm_per_s: f64,
        axis_acceleration_mm_per_s2: f64,
        corner_mm: f64,
    ) -> Self {
        Self {
            speed_mm_per_s,
            acceleration_mm_per_s2: axis_acceleration_mm_per_s2,
            corner_mm,
            axes: Some(AxisLimits::both(axis_speed_mm_per_s, axis_acceleration_mm_per_s2)),
        }
    }

    /// The same machine told another speed. Where axes have limits, those hold on.
    #[must_use]
    pub fn with_speed(self, speed_mm_per_s: f64) -> Self {
        Self { speed_mm_per_s, ..self }
    }

    /// A motion for which every way takes `factor` times as long: speeds over the factor, accelerations
    /// over its square, corners as they are.
    #[must_use]
    pub(super) fn slowed(self, factor: f64) -> Self {
        Self {
            speed_mm_per_s: self.speed_mm_per_s / factor,
            acceleration_mm_per_s2: self.acceleration_mm_per_s2 / (factor * factor),
            axes: self.axes.map(|axes| AxisLimits {
                speed_mm_per_s: axes.speed_mm_per_s / factor,
                acceleration_mm_per_s2: axes.acceleration_mm_per_s2 / (factor * factor),
            }),
            ..self
        }
    }

    /// Highest speed in mm/s in this direction (a unit vector).
    #[must_use]
    pub fn speed_along(&self, direction: Vec2) -> f64 {
        match self.axes {
            None => self.speed_mm_per_s,
            Some(axes) => self.speed_mm_per_s.min(along(axes.speed_mm_per_s, direction)),
        }
    }

    /// Acceleration in mm/s² in this direction (a unit vector).
    #[must_use]
    pub fn acceleration_along(&self, direction: Vec2) -> f64 {
        match self.axes {
            None => self.acceleration_mm_per_s2,
            Some(axes) => along(axes.acceleration_mm_per_s2, direction),
        }
    }

    /// Speed in mm/s through the corner between two directions (unit vectors): `sqrt(a·δ·s/(1 − s))`
    /// with s the sine of half the inner angle, grbl's junction deviation. Straight on is full speed,
    /// straight back is rest. Limited axis by axis, a is the acceleration along the change of direction,
    /// as in grbl 1.1.
    #[must_use]
    pub fn corner_speed(&self, coming: Vec2, going: Vec2) -> f64 {
        let full = self.speed_along(coming).min(self.speed_along(going));
        let cos_inner = -coming.dot(going);
        let sin_half = ((1.0 - cos_inner) / 2.0).max(0.0).sqrt();
        if sin_half >= 1.0 - 1e-9 {
            return full;
        }
        let turn = going - coming;
        let acceleration = self.acceleration_along(turn / turn.hypot());
        (acceleration * self.corner_mm * sin_half / (1.0 - sin_half)).sqrt().min(full)
    }

    /// Seconds for a straight line of this many mm from rest to rest, along an axis.
    #[must_use]
    pub fn line_s(&self, length_mm: f64) -> f64 {
        self.move_s(Vec2::new(length_mm, 0.0))
    }

    /// Seconds for a straight way from rest to rest.
    #[must_use]
    pub fn move_s(&self, way: Vec2) -> f64 {
        let length = way.hypot();
        if length <= 0.0 {
            return 0.0;
        }
        Limits::along(self, way / length).piece_s(length, 0.0, 0.0)
    }

    /// Replaces `times_s` with the time at which each point is reached, from rest at the first to rest
    /// at the last. Repeated points share a time.
    pub fn stroke_times(&self, points: &[Point], times_s: &mut Vec<f64>) {
        // `times_s` first holds the speed at each point.
        times_s.clear();
        times_s.resize(points.len(), f64::INFINITY);
        let (Some(last), true) = (points.len().checked_sub(1), points.len() > 1) else {
            times_s.fill(0.0);
            return;
        };
        let mut coming: Option<Vec2> = None;
        for (at, speed) in times_s[..last].iter_mut().enumerate() {
            if let Some((going, _)) = leg(points, at) {
                *speed = coming.map_or(0.0, |coming| self.corner_speed(coming, going));
                coming = Some(going);
            }
        }
        times_s[0] = 0.0;
        times_s[last] = 0.0;
        let reach = |speed: f64, at: usize| match leg(points, at) {
            Some((going, length)) => (speed * speed + 2.0 * self.acceleration_along(going) * length).sqrt(),
            None => speed,
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
            if let Some((going, length)) = leg(points, at) {
                time += Limits::along(self, going).piece_s(length, enter, leave);
            }
            enter = leave;
        }
        times_s[last] = time;
    }
}

/// Direction and length of the line after the n-th point; none if it goes nowhere.
fn leg(points: &[Point], at: usize) -> Option<(Vec2, f64)> {
    let way = points[at + 1] - points[at];
    // Millimetres squared neither overflow nor vanish, so the plain root will do; `hypot` takes three times
    // as long.
    let length = way.hypot2().sqrt();
    (length > 0.0).then(|| (way / length, length))
}

/// What holds along one straight line.
struct Limits {
    speed: f64,
    acceleration: f64,
}

impl Limits {
    fn along(motion: &Motion, direction: Vec2) -> Self {
        Self { speed: motion.speed_along(direction), acceleration: motion.acceleration_along(direction) }
    }

    /// Seconds for a straight piece entered and left at these speeds: ramps up and down, and cruising
    /// between them if the piece is long enough.
    fn piece_s(&self, length_mm: f64, enter: f64, leave: f64) -> f64 {
        let (a, cruise) = (self.acceleration, self.speed);
        let peak = (a * length_mm + (enter * enter + leave * leave) / 2.0).sqrt();
        if peak <= cruise {
            return (2.0 * peak - enter - leave) / a;
        }
        let ramps_mm = (2.0 * cruise * cruise - enter * enter - leave * leave) / (2.0 * a);
        (2.0 * cruise - enter - leave) / a + (length_mm - ramps_mm) / cruise
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
        near(Motion::plane(50.0, 500.0, 0.010).corner_speed(x, y), 3.47);
        near(stroke_s(&Profile::SAXI.pen_down, &[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]), 0.8229);
    }

    #[test]
    fn grbl_takes_a_corner_by_the_axes_that_have_to_turn_it() {
        let grbl = Profile::GRBL.pen_down;
        let diagonal = std::f64::consts::FRAC_1_SQRT_2;
        // Down and up again: only y turns round, with its own 500 mm/s².
        near(grbl.corner_speed(Vec2::new(diagonal, diagonal), Vec2::new(diagonal, -diagonal)), 3.47);
        // From x to y: both axes share the change, which may be √2 times as fast.
        let (x, y) = (Vec2::new(1.0, 0.0), Vec2::new(0.0, 1.0));
        near(grbl.corner_speed(x, y), 3.47 * 2.0_f64.powf(0.25));
    }

    #[test]
    fn along_both_axes_at_once_takes_as_long_as_along_one() {
        let grbl = Profile::GRBL.pen_up;
        assert!((grbl.move_s(Vec2::new(80.0, 80.0)) - grbl.line_s(80.0)).abs() < 1e-9);
        let saxi = Profile::SAXI.pen_up;
        assert!(saxi.move_s(Vec2::new(80.0, 80.0)) > 1.1 * saxi.line_s(80.0));
    }

    #[test]
    fn going_straight_on_costs_nothing_and_turning_back_costs_a_stop() {
        for motion in [Profile::SAXI.pen_down, Profile::GRBL.pen_down] {
            let whole = stroke_s(&motion, &[(0.0, 0.0), (100.0, 0.0)]);
            let parts = stroke_s(&motion, &[(0.0, 0.0), (30.0, 0.0), (30.0, 0.0), (31.0, 0.0), (100.0, 0.0)]);
            assert!((whole - parts).abs() < 1e-9);
            let back = stroke_s(&motion, &[(0.0, 0.0), (50.0, 0.0), (0.0, 0.0)]);
            assert!((back - 2.0 * motion.line_s(50.0)).abs() < 1e-9);
        }
    }
}
