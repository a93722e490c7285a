//! The machine that the parameters describe.

use super::params::{MachineName, MachineParams, PierceKind};
use penstock_toolpath::jet::{
    Corners, CutTime, Feeds, Machine, Material, Pierce, Quality, find_machine, pierce_s,
};
use schemars::JsonSchema;
use serde::Serialize;

/// A machine with what overrides it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shop {
    pub(super) machine: Machine,
    pierce: Pierce,
    feed_mm_per_min: Option<f64>,
    pierce_time_s: Option<f64>,
    pub(super) count_rapids: bool,
}

impl Shop {
    pub(crate) fn new(params: &MachineParams) -> Self {
        let name = match params.machine {
            MachineName::Standard => "standard",
            MachineName::Mpa320 => "320-mpa",
            MachineName::Kpsi60 => "60-kpsi",
        };
        let mut machine = find_machine(name).copied().unwrap_or_default();
        let setup = &mut machine.setup;
        for (given, value) in [
            (params.pressure_mpa, &mut setup.pressure_mpa),
            (params.orifice_mm, &mut setup.orifice_mm),
            (params.tube_mm, &mut setup.tube_mm),
            (params.abrasive_g_per_min, &mut setup.abrasive_g_per_min),
            (params.abrasive_factor, &mut setup.abrasive_factor),
            (params.rapid_mm_per_min, &mut machine.rapid_mm_per_min),
            (Some(params.calibration), &mut setup.calibration),
            (Some(params.pierce_calibration), &mut setup.pierce_calibration),
        ] {
            if let Some(given) = given {
                *value = given;
            }
        }
        if !params.slow_down {
            machine.corners = Corners::NONE;
        }
        Self {
            machine,
            pierce: match params.pierce {
                PierceKind::Stationary => Pierce::Stationary,
                PierceKind::Moving => Pierce::Moving,
                PierceKind::LowPressure => Pierce::LowPressure,
                PierceKind::Edge => Pierce::Edge,
                PierceKind::PreDrilled => Pierce::PreDrilled,
            },
            feed_mm_per_min: params.feed_mm_per_min,
            pierce_time_s: params.pierce_time_s,
            count_rapids: params.count_rapids,
        }
    }

    /// What is asked for would crack the material, which gets low pressure instead.
    pub(super) fn pierces_gently(&self, material: &Material) -> bool {
        self.pierce_time_s.is_none() && self.pierce.allowed(material) != self.pierce
    }

    pub(super) fn pierce_name(&self, material: &Material) -> &'static str {
        if self.pierce_time_s.is_some() {
            return "fixed time";
        }
        match self.pierce.allowed(material) {
            Pierce::Stationary => "stationary",
            Pierce::Moving => "moving",
            Pierce::LowPressure => "low pressure",
            Pierce::Edge => "from the edge",
            Pierce::PreDrilled => "pre-drilled",
        }
    }

    pub(super) fn feeds(&self, material: &Material, thickness_mm: f64, quality: Quality) -> Feeds {
        let feeds = self.machine.feeds(material, thickness_mm, quality);
        match self.feed_mm_per_min {
            // A corner is never passed faster than a straight.
            Some(feed) => Feeds {
                straight_mm_per_min: feed,
                corner_mm_per_min: feed.min(feeds.corner_mm_per_min),
                ..feeds
            },
            None => feeds,
        }
    }

    pub(super) fn pierce_s(&self, material: &Material, thickness_mm: f64) -> f64 {
        self.pierce_time_s
            .unwrap_or_else(|| pierce_s(&self.machine.setup, material, thickness_mm, self.pierce))
    }

    /// Extra seconds that corners and small arcs cost.
    pub(super) fn corner_s(time: CutTime) -> f64 {
        // The same ways summed in another order may differ in the last digits.
        (time.slowed_s - time.constant_s).max(0.0)
    }

    pub(crate) fn report(&self) -> MachineReport {
        let Machine { name, setup, rapid_mm_per_min, .. } = self.machine;
        MachineReport {
            name,
            pressure_mpa: setup.pressure_mpa,
            orifice_mm: setup.orifice_mm,
            tube_mm: setup.tube_mm,
            abrasive_g_per_min: setup.abrasive_g_per_min,
            abrasive_factor: setup.abrasive_factor,
            rapid_mm_per_min,
            calibration: setup.calibration,
            pierce_calibration: setup.pierce_calibration,
            water_l_per_min: setup.water_l_per_min(),
            hydraulic_kw: setup.hydraulic_kw(),
            fixed_feed_mm_per_min: self.feed_mm_per_min,
            fixed_pierce_s: self.pierce_time_s,
        }
    }
}

/// What was reckoned with.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct MachineReport {
    /// The machine of the list that the rest departs from.
    pub name: &'static str,
    /// Water pressure.
    pub pressure_mpa: f64,
    /// Orifice.
    pub orifice_mm: f64,
    /// Mixing tube.
    pub tube_mm: f64,
    /// Abrasive.
    pub abrasive_g_per_min: f64,
    /// 1 for good garnet.
    pub abrasive_factor: f64,
    /// Speed with the jet off.
    pub rapid_mm_per_min: f64,
    /// Cutting takes so many times as long as the model says.
    pub calibration: f64,
    /// The same for pierces.
    pub pierce_calibration: f64,
    /// Water while the jet is on.
    pub water_l_per_min: f64,
    /// Power of the water while the jet is on.
    pub hydraulic_kw: f64,
    /// In place of the speed equation.
    pub fixed_feed_mm_per_min: Option<f64>,
    /// In place of the pierce model.
    pub fixed_pierce_s: Option<f64>,
}
