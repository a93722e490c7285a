//! The machines that are known by name, and where their figures come from.

use super::profile::brushless_servo_s;
use super::{Motion, Profile};

/// Standard gravity in mm/s²: HP states accelerations in g, and calls 2 g 1,960 cm/s².
const G_MM_PER_S2: f64 = 9806.65;

/// Junction deviation for machines that follow lines without a documented model of corners, in mm.
/// Assumed: a hundredth of a millimetre, grbl's default, is less than their own resolution of 0.025 mm
/// lets one see.
const ASSUMED_CORNER_MM: f64 = 0.025;

/// A machine by name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Machine {
    /// AxiDraw with its own software's default settings.
    Axidraw,
    /// NextDraw with its own software's default settings.
    Nextdraw,
    /// AxiDraw driven by saxi with its default settings.
    Saxi,
    /// iDraw 2.
    Idraw,
    /// A pen plotter under grbl that lifts with a servo.
    Grbl,
    /// A pen plotter under grbl that lifts with its Z axis.
    GrblZ,
    /// HP 7475A, six pens.
    Hp7475a,
    /// HP 7440A (ColorPro), eight pens.
    Hp7440a,
    /// HP 7550A, eight pens.
    Hp7550a,
    /// Roland DXY-1100, 1200 and 1300, eight pens.
    RolandDxy,
}

impl Machine {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Axidraw,
        Self::Nextdraw,
        Self::Saxi,
        Self::Idraw,
        Self::Grbl,
        Self::GrblZ,
        Self::Hp7475a,
        Self::Hp7440a,
        Self::Hp7550a,
        Self::RolandDxy,
    ];

    /// The name in settings and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Axidraw => "axidraw",
            Self::Nextdraw => "nextdraw",
            Self::Saxi => "saxi",
            Self::Idraw => "idraw",
            Self::Grbl => "grbl",
            Self::GrblZ => "grbl-z",
            Self::Hp7475a => "hp7475a",
            Self::Hp7440a => "hp7440a",
            Self::Hp7550a => "hp7550a",
            Self::RolandDxy => "roland-dxy",
        }
    }

    /// The machine of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|machine| machine.name() == name)
    }

    /// How it moves.
    #[must_use]
    pub fn profile(self) -> Profile {
        match self {
            Self::Axidraw => Profile::AXIDRAW,
            Self::Nextdraw => nextdraw(),
            Self::Saxi => Profile::SAXI,
            Self::Idraw => idraw(),
            Self::Grbl => Profile::GRBL,
            Self::GrblZ => grbl_z(),
            Self::Hp7475a => hp7475a(),
            Self::Hp7440a => hp7440a(),
            Self::Hp7550a => hp7550a(),
            Self::RolandDxy => roland_dxy(),
        }
    }
}

/// NextDraw's software is closed. Its machines descend from AxiDraw's and take the same motion settings;
/// that their defaults are AxiDraw's is assumed. The pen is on the narrow-band brushless servo whose
/// timing AxiDraw's software 3.9.4 holds; range and rates are taken as AxiDraw's defaults (30 % of the
/// range, up at 75, down at 50).
fn nextdraw() -> Profile {
    Profile {
        lift_s: brushless_servo_s(30.0, 75.0),
        drop_s: brushless_servo_s(30.0, 50.0),
        ..Profile::AXIDRAW
    }
}

/// iDraw 2 runs a grbl of its maker's. From the G-code that its extension writes: drawing at 2,000
/// mm/min, travel at 8,000 mm/min, the pen on Z between 0.5 mm and 5 mm, down at 5,000 mm/min and up at
/// 20,000 mm/min. Assumed: 1,000 mm/s² on every axis, and grbl's default junction deviation.
fn idraw() -> Profile {
    const STROKE_MM: f64 = 4.5;
    let z = |feed_mm_per_min: f64| Motion::plane(feed_mm_per_min / 60.0, 1000.0, 0.0);
    Profile {
        pen_down: Motion::per_axis(2000.0 / 60.0, 8000.0 / 60.0, 1000.0, 0.010),
        pen_up: Motion::per_axis(8000.0 / 60.0, 8000.0 / 60.0, 1000.0, 0.010),
        lift_s: z(20_000.0).line_s(STROKE_MM),
        drop_s: z(5000.0).line_s(STROKE_MM),
        pen_change_s: None,
        pause_s: 0.0,
    }
}

/// [`Profile::GRBL`] with a pen on a Z axis, which goes up and down 5 mm. Assumed, as hobby frames are
/// set: 1,000 mm/min ($112) and 100 mm/s² ($122).
fn grbl_z() -> Profile {
    let z = Motion::plane(1000.0 / 60.0, 100.0, 0.0);
    Profile { lift_s: z.line_s(5.0), drop_s: z.line_s(5.0), ..Profile::GRBL }
}

/// HP 7475A: 38.1 cm/s with the pen down and 50.8 cm/s with the pen up along each axis, and 2 g
/// (its manuals; the interfacing manual of the 7470A, which shares the mechanism, gives 38.1 cm/s and
/// 2 g as the defaults of `VS` for horizontal and vertical moves). Assumed: 0.1 s for a lift and for a
/// drop, 4 s for a pen change at the carousel.
fn hp7475a() -> Profile {
    carousel(381.0, 508.0, 2.0 * G_MM_PER_S2, 4.0)
}

/// HP 7440A: 40 cm/s along each axis, the default and the most of its `VS` (manual). Assumed: the same
/// speed with the pen up, the 2 g of its sister 7475A, and her times for lifts and pen changes.
fn hp7440a() -> Profile {
    carousel(400.0, 400.0, 2.0 * G_MM_PER_S2, 4.0)
}

/// HP 7550A: up to 80 cm/s along each axis and up to 6 g (manual). Assumed: drawing at 50 cm/s, which
/// is what `VS` stands at for the usual fibre-tip pens, 0.1 s for lifts and drops, 2 s for a pen change.
fn hp7550a() -> Profile {
    carousel(500.0, 800.0, 6.0 * G_MM_PER_S2, 2.0)
}

/// Roland DXY-1100, 1200, 1300: 420 mm/s along each axis, which makes 600 mm/s aslant, the most of its
/// `VS` (manual). Assumed: 0.5 g, 0.1 s for lifts and drops, 3 s for a pen change.
fn roland_dxy() -> Profile {
    carousel(420.0, 420.0, 0.5 * G_MM_PER_S2, 3.0)
}

/// A plotter with a pen on a solenoid and a carousel. Its speeds hold axis by axis.
fn carousel(down_mm_per_s: f64, up_mm_per_s: f64, acceleration_mm_per_s2: f64, pen_change_s: f64) -> Profile {
    let motion = |speed| Motion::per_axis(f64::INFINITY, speed, acceleration_mm_per_s2, ASSUMED_CORNER_MM);
    Profile {
        pen_down: motion(down_mm_per_s),
        pen_up: motion(up_mm_per_s),
        lift_s: 0.1,
        drop_s: 0.1,
        pen_change_s: Some(pen_change_s),
        pause_s: 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back_to_its_machine() {
        for machine in Machine::ALL {
            assert_eq!(Machine::named(machine.name()), Some(machine));
        }
        assert_eq!(Machine::named("hp7475b"), None);
    }

    #[test]
    fn every_machine_draws_a_line_in_a_time_that_can_be() {
        for machine in Machine::ALL {
            let profile = machine.profile();
            let drawn_s = profile.pen_down.line_s(100.0);
            assert!((0.2..4.0).contains(&drawn_s), "{machine:?} draws 100 mm in {drawn_s} s");
            let moved_s = profile.pen_up.line_s(100.0);
            assert!(moved_s <= drawn_s && moved_s > 0.1, "{machine:?} moves 100 mm in {moved_s} s");
            assert!((0.02..0.7).contains(&profile.lift_s), "{machine:?} lifts in {} s", profile.lift_s);
            assert!(profile.drop_s >= profile.lift_s, "{machine:?} drops faster than it lifts");
        }
    }

    #[test]
    fn drawing_speeds_are_those_of_the_data_sheets() {
        let speed = |machine: Machine| machine.profile().pen_down.speed_along(kurbo::Vec2::new(1.0, 0.0));
        assert_eq!(speed(Machine::Hp7475a), 381.0);
        assert_eq!(speed(Machine::RolandDxy), 420.0);
        let aslant = kurbo::Vec2::new(0.5_f64.sqrt(), 0.5_f64.sqrt());
        let dxy = Machine::RolandDxy.profile().pen_down.speed_along(aslant);
        assert!((dxy / 600.0 - 1.0).abs() < 0.02, "{dxy}");
    }
}
