use super::Motion;

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
}

const INCH_MM: f64 = 25.4;

impl Profile {
    /// AxiDraw software 3.9.4 with its default options: high resolution, 25 % speed down, 75 % up,
    /// 75 % acceleration, cornering 10, standard servo moving from 60 % to 30 %.
    pub const AXIDRAW: Self = Self {
        pen_down: Motion {
            speed_mm_per_s: 25.0 * 8.6979 / 110.0 * INCH_MM,
            acceleration_mm_per_s2: 40.0 * 0.75 * INCH_MM,
            corner_mm: 10.0 / 5000.0 * INCH_MM,
        },
        pen_up: Motion {
            speed_mm_per_s: 75.0 * 8.6979 / 110.0 * INCH_MM,
            acceleration_mm_per_s2: 60.0 * 0.75 * INCH_MM,
            corner_mm: 10.0 / 5000.0 * INCH_MM,
        },
        lift_s: 0.130,
        drop_s: 0.146,
    };

    /// saxi's own defaults for a V3 servo.
    pub const SAXI: Self = Self {
        pen_down: Motion { speed_mm_per_s: 50.0, acceleration_mm_per_s2: 200.0, corner_mm: 0.127 },
        pen_up: Motion { speed_mm_per_s: 200.0, acceleration_mm_per_s2: 400.0, corner_mm: 0.127 },
        lift_s: 0.12,
        drop_s: 0.12,
    };

    /// A pen plotter under grbl 1.1: its default junction deviation ($11), and what hobby frames are
    /// set to (500 mm/s² in $120, 3,000 mm/min drawing, 6,000 mm/min in $110, 0.2 s dwells for the
    /// servo). grbl itself has no default for a pen; set speeds to your machine's.
    pub const GRBL: Self = Self {
        pen_down: Motion { speed_mm_per_s: 50.0, acceleration_mm_per_s2: 500.0, corner_mm: 0.010 },
        pen_up: Motion { speed_mm_per_s: 100.0, acceleration_mm_per_s2: 500.0, corner_mm: 0.010 },
        lift_s: 0.2,
        drop_s: 0.2,
    };
}

/// Seconds that AxiDraw's standard servo takes to travel `travel_percent` of its range at
/// `rate_percent`: its software's blend of the servo's own speed and the commanded sweep, cut to whole
/// milliseconds.
#[must_use]
pub fn axidraw_servo_s(travel_percent: f64, rate_percent: f64) -> f64 {
    let own_ms = 2.69 * travel_percent + 45.0;
    let sweep_ms = 200.0 * travel_percent / rate_percent;
    (own_ms.powi(4) + sweep_ms.powi(4)).powf(0.25).trunc() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axidraw_profile_is_its_software_with_default_options() {
        assert_eq!(Profile::AXIDRAW.lift_s, axidraw_servo_s(30.0, 75.0));
        assert_eq!(Profile::AXIDRAW.drop_s, axidraw_servo_s(30.0, 50.0));
        assert!((Profile::AXIDRAW.pen_down.speed_mm_per_s - 50.2).abs() < 0.05);
        assert!((Profile::AXIDRAW.pen_up.speed_mm_per_s - 150.6).abs() < 0.05);
    }
}
