//! How a jet gets through, and how long that takes.

use super::speed::strength;
use super::{Material, Setup};

/// Seconds for a millimetre of mild steel at the usual set-up. From a public costing table that shops'
/// figures bear out: 25 mm of mild steel 4.0 s, 6.35 mm of aluminium 0.35 s. Cases of 15 times as long are
/// known, so machines are calibrated.
const MILD_STEEL_S_PER_MM: f64 = 0.16;
const MILD_STEEL_MACHINABILITY: f64 = 87.6;

/// Low pressure for what cracks: 70 to 100 MPa are usual.
const LOW_PRESSURE_MPA: f64 = 85.0;

/// A moving pierce takes 0.4 to 0.6 of the time of a stationary one above this thickness.
const MOVING_HELPS_ABOVE_MM: f64 = 6.0;
const MOVING_SHARE: f64 = 0.5;

/// How a jet gets through the material.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Pierce {
    /// It stands still until it is through.
    #[default]
    Stationary,
    /// It moves to and fro, in a circle or along the lead.
    Moving,
    /// At 85 MPa with abrasive sucked in first: for what cracks or comes apart.
    LowPressure,
    /// From outside the sheet: nothing to pierce.
    Edge,
    /// There is a hole already.
    PreDrilled,
}

impl Pierce {
    /// What may be done to this material: the full jet cracks brittle ones, which get low pressure instead.
    #[must_use]
    pub fn allowed(self, material: &Material) -> Self {
        match self {
            Self::Stationary | Self::Moving if material.brittle => Self::LowPressure,
            pierce => pierce,
        }
    }
}

/// Seconds for one pierce, of the kind that is [allowed](Pierce::allowed):
/// `0.16 · H / (Nm / 87.6)^1.15 · (S₀ / S)^1.15 · pierce_calibration`, where `S` is the strength of the jet in
/// the speed equation and `S₀` that of the default set-up. A moving pierce takes half of it above 6 mm; at
/// low pressure the same equation holds with 85 MPa.
#[must_use]
pub fn pierce_s(setup: &Setup, material: &Material, thickness_mm: f64, pierce: Pierce) -> f64 {
    let stationary_s = |setup: &Setup| {
        let ease =
            material.machinability / MILD_STEEL_MACHINABILITY * strength(setup) / strength(&Setup::default());
        MILD_STEEL_S_PER_MM * thickness_mm / ease.powf(1.15) * setup.pierce_calibration
    };
    match pierce.allowed(material) {
        Pierce::Edge | Pierce::PreDrilled => 0.0,
        Pierce::Moving if thickness_mm > MOVING_HELPS_ABOVE_MM => MOVING_SHARE * stationary_s(setup),
        Pierce::Stationary | Pierce::Moving => stationary_s(setup),
        Pierce::LowPressure => {
            let pressure_mpa = setup.pressure_mpa.min(LOW_PRESSURE_MPA);
            stationary_s(&Setup { pressure_mpa, ..*setup })
        }
    }
}
