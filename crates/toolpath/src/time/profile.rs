use super::{Calibration, Motion};

/// A machine as far as time is concerned.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Profile {
    /// With the tool down.
    pub pen_down: Motion,
    /// With the tool up. Moves are straight, so their corner does not matter.
    pub pen_up: Motion,
    /// Raising the tool, in s.
    pub lift_s: f64,
    /// Lowering the tool, in s.
    pub drop_s: f64,
    /// Putting the pen back and fetching another one, in s, where a carousel does it. None: there is one
    /// holder, and a person changes the pen in a pause.
    pub pen_change_s: Option<f64>,
    /// What a pause for a person is taken to last, in s. 0 in every profile: nobody can know it.
    pub pause_s: f64,
}

const INCH_MM: f64 = 25.4;

impl Profile {
    /// AxiDraw software 3.9.4 with its default options: high resolution, 25 % speed down, 75 % up,
    /// 75 % acceleration, cornering 10, standard servo moving from 60 % to 30 %.
    pub const AXIDRAW: Self = Self {
        pen_down: Motion::plane(
            25.0 * 8.6979 / 110.0 * INCH_MM,
            40.0 * 0.75 * INCH_MM,
            10.0 / 5000.0 * INCH_MM,
        ),
        pen_up: Motion::plane(
            75.0 * 8.6979 / 110.0 * INCH_MM,
            60.0 * 0.75 * INCH_MM,
            10.0 / 5000.0 * INCH_MM,
        ),
        lift_s: 0.130,
        drop_s: 0.146,
        pen_change_s: None,
        pause_s: 0.0,
    };

    /// saxi's own defaults for a V3 servo.
    pub const SAXI: Self = Self {
        pen_down: Motion::plane(50.0, 200.0, 0.127),
        pen_up: Motion::plane(200.0, 400.0, 0.127),
        lift_s: 0.12,
        drop_s: 0.12,
        pen_change_s: None,
        pause_s: 0.0,
    };

    /// A pen plotter under grbl 1.1: its default junction deviation ($11), and what hobby frames are
    /// set to (500 mm/s² in $120 and $121, 3,000 mm/min drawing, 6,000 mm/min in $110 and $111, 0.2 s
    /// dwells for the servo). grbl itself has no default for a pen; set speeds to your machine's. As in
    /// grbl, speed and acceleration hold for each axis.
    pub const GRBL: Self = Self {
        pen_down: Motion::per_axis(50.0, 100.0, 500.0, 0.010),
        pen_up: Motion::per_axis(f64::INFINITY, 100.0, 500.0, 0.010),
        lift_s: 0.2,
        drop_s: 0.2,
        pen_change_s: None,
        pause_s: 0.0,
    };

    /// The same machine told other speeds in mm/s, where one is given. A speed that axes are slower than
    /// raises their limits when moving with the pen up: there the machine is told nothing but to hurry,
    /// so the person means what it can do.
    #[must_use]
    pub fn with_speeds(mut self, down_mm_per_s: Option<f64>, up_mm_per_s: Option<f64>) -> Self {
        if let Some(speed) = down_mm_per_s {
            self.pen_down.speed_mm_per_s = speed;
        }
        if let Some(speed) = up_mm_per_s {
            match &mut self.pen_up.axes {
                Some(axes) => axes.speed_mm_per_s = kurbo::Vec2::new(speed, speed),
                None => self.pen_up.speed_mm_per_s = speed,
            }
        }
        self
    }

    /// The same machine as measured runs have shown it: every way takes [`Calibration::speed_factor`]
    /// times as long, and every lift with its drop [`Calibration::per_lift_s`] longer.
    #[must_use]
    pub fn calibrated(mut self, calibration: &Calibration) -> Self {
        self.pen_down = self.pen_down.slowed(calibration.speed_factor);
        self.pen_up = self.pen_up.slowed(calibration.speed_factor);
        let both = self.lift_s + self.drop_s;
        let share = if both > 0.0 { (both + calibration.per_lift_s).max(0.0) / both } else { 0.0 };
        if both > 0.0 {
            self.lift_s *= share;
            self.drop_s *= share;
        } else {
            self.drop_s = calibration.per_lift_s.max(0.0);
        }
        self
    }
}

/// Seconds that AxiDraw's servo takes to travel `travel_percent` of its range at `rate_percent`: its
/// software's blend of the servo's own speed and the commanded sweep, cut to whole milliseconds. For the
/// standard servo (2.69 ms a percent and 45 ms more, sweep 200 ms).
#[must_use]
pub fn axidraw_servo_s(travel_percent: f64, rate_percent: f64) -> f64 {
    servo_s(travel_percent, rate_percent, 2.69, 45.0, 200.0)
}

/// The same for the narrow-band brushless servo (1.28 ms a percent and 20 ms more, sweep 70 ms).
pub(super) fn brushless_servo_s(travel_percent: f64, rate_percent: f64) -> f64 {
    servo_s(travel_percent, rate_percent, 1.28, 20.0, 70.0)
}

fn servo_s(travel_percent: f64, rate_percent: f64, slope_ms: f64, least_ms: f64, sweep: f64) -> f64 {
    let own_ms = slope_ms * travel_percent + least_ms;
    let sweep_ms = sweep * travel_percent / rate_percent;
    (own_ms.powi(4) + sweep_ms.powi(4)).powf(0.25).trunc() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use kurbo::Point;

    #[test]
    fn the_axidraw_profile_is_its_software_with_default_options() {
        assert_eq!(Profile::AXIDRAW.lift_s, axidraw_servo_s(30.0, 75.0));
        assert_eq!(Profile::AXIDRAW.drop_s, axidraw_servo_s(30.0, 50.0));
        assert!((Profile::AXIDRAW.pen_down.speed_mm_per_s - 50.2).abs() < 0.05);
        assert!((Profile::AXIDRAW.pen_up.speed_mm_per_s - 150.6).abs() < 0.05);
    }

    #[test]
    fn a_calibrated_machine_takes_so_many_times_as_long_for_every_way() {
        let calibration = Calibration { speed_factor: 1.25, per_lift_s: -0.06, ..Calibration::default() };
        let zigzag: Vec<Point> =
            (0..20).map(|at| Point::new(3.0 * f64::from(at), f64::from(at % 3) * 4.0)).collect();
        for profile in [Profile::AXIDRAW, Profile::GRBL] {
            let learnt = profile.calibrated(&calibration);
            assert!((learnt.lift_s + learnt.drop_s - profile.lift_s - profile.drop_s + 0.06).abs() < 1e-9);
            let (mut before, mut after) = (Vec::new(), Vec::new());
            profile.pen_down.stroke_times(&zigzag, &mut before);
            learnt.pen_down.stroke_times(&zigzag, &mut after);
            for (before, after) in before.iter().zip(&after) {
                assert!((1.25 * before - after).abs() < 1e-9);
            }
            assert!((1.25 * profile.pen_up.line_s(70.0) - learnt.pen_up.line_s(70.0)).abs() < 1e-9);
        }
    }

    #[test]
    fn a_faster_way_to_the_next_stroke_is_what_the_axes_can_do() {
        let told = Profile::GRBL.with_speeds(Some(20.0), Some(300.0));
        assert_eq!(told.pen_down.speed_mm_per_s, 20.0);
        assert_eq!(told.pen_up.speed_along(kurbo::Vec2::new(1.0, 0.0)), 300.0);
        assert_eq!(Profile::SAXI.with_speeds(None, Some(90.0)).pen_up.speed_mm_per_s, 90.0);
    }
}
