//! Machines by name.

use super::{Corners, Feeds, Material, Quality, Setup, speed_mm_per_min};

/// A cutter as far as time and consumption are concerned.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Machine {
    /// What settings call it: `standard`.
    pub name: &'static str,
    /// What people read.
    pub title: &'static str,
    /// Pump and head.
    pub setup: Setup,
    /// Speed with the jet off.
    pub rapid_mm_per_min: f64,
    /// Acceleration of those moves.
    pub rapid_mm_per_s2: f64,
    /// Where it slows down.
    pub corners: Corners,
}

const STANDARD: Setup = Setup {
    pressure_mpa: 380.0,
    orifice_mm: 0.35,
    tube_mm: 1.02,
    abrasive_g_per_min: 350.0,
    abrasive_factor: 1.0,
    calibration: 1.0,
    pierce_calibration: 1.0,
};

const CORNERS: Corners = Corners {
    small_radius_per_thickness: 0.5,
    small_radius_exponent: 0.5,
    ramp_per_thickness: 0.25,
    full_deg: 45.0,
};

const fn machine(name: &'static str, title: &'static str, setup: Setup) -> Machine {
    Machine { name, title, setup, rapid_mm_per_min: 10_000.0, rapid_mm_per_s2: 500.0, corners: CORNERS }
}

static MACHINES: [Machine; 3] = [
    machine("standard", "Standard, 380 MPa", STANDARD),
    // The set-up of a published job report: "GMA Garnet 80 (0.92)".
    machine(
        "320-mpa",
        "320 MPa, 0.33 / 0.889 mm, 450 g/min",
        Setup {
            pressure_mpa: 320.0,
            orifice_mm: 0.33,
            tube_mm: 0.889,
            abrasive_g_per_min: 450.0,
            abrasive_factor: 0.92,
            ..STANDARD
        },
    ),
    // 60,000 psi, 0.014 in over 0.042 in, 1 lb/min: what American figures usually mean.
    machine(
        "60-kpsi",
        "60,000 psi, 0.014 / 0.042 in, 1 lb/min",
        Setup {
            pressure_mpa: 413.685,
            orifice_mm: 0.3556,
            tube_mm: 1.0668,
            abrasive_g_per_min: 453.592,
            ..STANDARD
        },
    ),
];

/// Every machine that has a name. The first is the one taken when nobody says which.
#[must_use]
pub fn machines() -> &'static [Machine] {
    &MACHINES
}

/// No machine is called that.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "there is no machine {given:?}; there are {}",
    machines().iter().map(|machine| machine.name).collect::<Vec<_>>().join(", ")
)]
pub struct UnknownMachine {
    /// What was asked for.
    pub given: String,
}

/// The machine of this name.
///
/// # Errors
/// [`UnknownMachine`] with the names that there are.
pub fn find_machine(name: &str) -> Result<&'static Machine, UnknownMachine> {
    let wanted = name.trim();
    let found = MACHINES.iter().find(|machine| machine.name.eq_ignore_ascii_case(wanted));
    found.ok_or_else(|| UnknownMachine { given: wanted.to_owned() })
}

impl Default for Machine {
    fn default() -> Self {
        MACHINES[0]
    }
}

impl Machine {
    /// How fast it cuts this, straight on and around corners.
    #[must_use]
    pub fn feeds(&self, material: &Material, thickness_mm: f64, quality: Quality) -> Feeds {
        let speed = |quality| speed_mm_per_min(&self.setup, material, thickness_mm, quality);
        Feeds {
            straight_mm_per_min: speed(quality),
            corner_mm_per_min: speed(Quality::Excellent),
            thickness_mm,
            corners: self.corners,
        }
    }

    /// Seconds for a straight move with the jet off, from rest to rest.
    #[must_use]
    pub fn rapid_s(&self, length_mm: f64) -> f64 {
        let top = self.rapid_mm_per_min / 60.0;
        let to_reach_top_mm = top * top / self.rapid_mm_per_s2;
        if length_mm < to_reach_top_mm {
            2.0 * (length_mm.max(0.0) / self.rapid_mm_per_s2).sqrt()
        } else {
            length_mm / top + top / self.rapid_mm_per_s2
        }
    }
}
