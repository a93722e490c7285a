//! What comes out of the nozzle.

use std::f64::consts::FRAC_PI_4;

/// How much less water flows through an orifice than its area and Bernoulli's speed would give.
const DISCHARGE: f64 = 0.70;
const WATER_KG_PER_M3: f64 = 1000.0;

/// A pump and a cutting head as they are set up.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Setup {
    /// Water pressure in MPa.
    pub pressure_mpa: f64,
    /// Diameter of the orifice in mm.
    pub orifice_mm: f64,
    /// Inner diameter of the mixing tube in mm.
    pub tube_mm: f64,
    /// Abrasive in g/min.
    pub abrasive_g_per_min: f64,
    /// 1 for good garnet; less for weaker abrasive (a maker gives 0.92 for "GMA 80").
    pub abrasive_factor: f64,
    /// Cutting takes so many times as long as the model says. 1 until logged jobs say otherwise.
    pub calibration: f64,
    /// Piercing takes so many times as long as the model says.
    pub pierce_calibration: f64,
}

impl Default for Setup {
    /// A usual 380 MPa machine, not calibrated.
    fn default() -> Self {
        Self {
            pressure_mpa: 380.0,
            orifice_mm: 0.35,
            tube_mm: 1.02,
            abrasive_g_per_min: 350.0,
            abrasive_factor: 1.0,
            calibration: 1.0,
            pierce_calibration: 1.0,
        }
    }
}

impl Setup {
    /// Water through the orifice in l/min: `Cd · π/4 · d² · √(2P/ρ)` with Cd 0.70.
    #[must_use]
    pub fn water_l_per_min(&self) -> f64 {
        let area_m2 = FRAC_PI_4 * (self.orifice_mm * 1e-3).powi(2);
        let speed_m_per_s = (2.0 * self.pressure_mpa * 1e6 / WATER_KG_PER_M3).sqrt();
        DISCHARGE * area_m2 * speed_m_per_s * 1e3 * 60.0
    }

    /// Power of the water at the orifice in kW: pressure times flow. The pump's motor takes more, by its
    /// efficiency.
    #[must_use]
    pub fn hydraulic_kw(&self) -> f64 {
        self.pressure_mpa * self.water_l_per_min() / 60.0
    }
}
