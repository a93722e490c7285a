//! What the machine is to do, and the text that tells it.
//!
//! A [`CutPlan`] is the list of cuts with pierces, leads, feeds and order, in the drawing's own place; [`write()`]
//! puts it in the words of a controller. The plan knows nothing of dialects and the writer nothing of offsets.
//! Whether the text cuts the drawing is for [`crate::proof`] to say.

mod build;
mod compensated;
mod edge;
mod feeds;
mod gcode;
#[cfg(test)]
mod mutations;
mod number;
mod omx;
mod pierce;
mod plan;
mod sequence;
mod shared_cuts;
mod tabs;
#[cfg(test)]
mod tests;
mod travel;
mod tree;
mod write;

pub use build::{PlanError, plan};
pub use plan::{Cut, CutPlan, Kind, Move, Note, PlanTime, Role, Run};
pub use write::{Dialect, Heading, Unit, file_name, write};

use crate::jet::{Machine, Material, Pierce, Quality};
use crate::leads::Leads;
use kurbo::{Point, Rect};

/// Who keeps the jet half a kerf beside the line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Compensation {
    /// The program runs along the jet's centre.
    #[default]
    Computed,
    /// The program runs along the drawn line, and the controller shifts it: G41.
    Controller,
}

/// What becomes of a hole that is smaller than the jet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum SmallHoles {
    /// It is left out, and named.
    #[default]
    LeaveOut,
    /// It is pierced in its middle and becomes as wide as the jet.
    Pierce,
}

/// Places that hold a part in the sheet.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Tabs {
    /// How many on each outline.
    pub count: usize,
    /// How wide each is at its narrowest, in mm.
    pub width_mm: f64,
}

/// How to cut.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Speeds and pierces come from it.
    pub machine: Machine,
    /// Of the sheet.
    pub material: Material,
    /// Of the sheet, in mm.
    pub thickness_mm: f64,
    /// Of cuts on layers that `layer_quality` does not name.
    pub quality: Quality,
    /// Qualities of layers, by their index in the drawing.
    pub layer_quality: Vec<(usize, Quality)>,
    /// Width of the cut in mm.
    pub kerf_mm: f64,
    /// Leads and overcut.
    pub leads: Leads,
    /// How the jet gets through.
    pub pierce: Pierce,
    /// Places that hold the parts.
    pub tabs: Tabs,
    /// Who shifts the jet.
    pub compensation: Compensation,
    /// What becomes of holes that are smaller than the jet.
    pub small_holes: SmallHoles,
    /// The sheet, in mm of the drawing.
    pub sheet: Rect,
    /// What two parts a kerf apart share is cut once. Neither with tabs nor with the controller's compensation.
    pub common_lines: bool,
    /// Where the head is before the program and after it, in mm of the drawing.
    pub home: Point,
}

impl Settings {
    /// Half the kerf in mm.
    fn radius_mm(&self) -> f64 {
        self.kerf_mm / 2.0
    }

    fn quality_of(&self, layer: usize) -> Quality {
        self.layer_quality.iter().find(|(at, _)| *at == layer).map_or(self.quality, |&(_, quality)| quality)
    }

    /// The fastest that any cut of these settings goes, in mm/min.
    #[must_use]
    pub fn fastest_mm_per_min(&self) -> f64 {
        let qualities = self.layer_quality.iter().map(|&(_, quality)| quality).chain([self.quality]);
        let speeds = qualities.map(|quality| {
            self.machine.feeds(&self.material, self.thickness_mm, quality).straight_mm_per_min
        });
        speeds.fold(0.0, f64::max)
    }

    /// How far outside of the sheet the jet may be on, in mm.
    #[must_use]
    pub fn beyond_sheet_mm(&self) -> f64 {
        if self.pierce == Pierce::Edge { self.radius_mm() + edge::RUN_UP_MM } else { 0.0 }
    }
}
