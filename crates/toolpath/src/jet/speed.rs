//! How fast a jet cuts.

use super::{Material, Quality, Setup};

/// The constant of the equation for mm/min, MPa, mm and g/min (163 for inches, kpsi and lb/min).
const C_METRIC: f64 = 788.0;

/// Feed of a long straight cut in mm/min:
///
/// `u = (fa · Nm · P^1.594 · do^1.374 · Ma^0.343 / (C · Q · H · D^0.618))^1.15 / calibration`
///
/// Source: Zeng, Kim and Wallace, "Quantitative evaluation of machinability in abrasive waterjet machining",
/// ASME PED-58 (1992); Zeng and Kim, "Parameter prediction and cost analysis in abrasive waterjet cutting
/// operations", 7th American Water Jet Conference (1993), pp. 175–189. A job report of a CAM system for
/// 30 mm stainless steel (49.17 mm/min on average) agrees within 2 %; between shops ±35 % are usual.
#[must_use]
pub fn speed_mm_per_min(setup: &Setup, material: &Material, thickness_mm: f64, quality: Quality) -> f64 {
    let resistance = C_METRIC * f64::from(quality.number()) * thickness_mm;
    (material.machinability * strength(setup) / resistance).powf(1.15) / setup.calibration
}

/// The part of the equation that only the machine decides, before the power of 1.15.
pub(super) fn strength(setup: &Setup) -> f64 {
    setup.abrasive_factor
        * setup.pressure_mpa.powf(1.594)
        * setup.orifice_mm.powf(1.374)
        * setup.abrasive_g_per_min.powf(0.343)
        / setup.tube_mm.powf(0.618)
}
