//! What `gcode` may be told.

use crate::TaskError;
use crate::cut::CutParams;
use crate::quote::{MachineName, PierceKind};
use penstock_toolpath::jet::{Machine, Pierce, Quality, find_machine};
use penstock_toolpath::leads::{Form, Leads};
use penstock_toolpath::program;
use penstock_toolpath::proof::Language;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What `gcode` may be told.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("additionalProperties" = false))]
pub struct GcodeParams {
    /// Material and drawing.
    #[serde(flatten)]
    pub cut: CutParams,
    /// Controller that the program is for.
    #[schemars(title = "Controller", extend("x-group" = "Program"))]
    pub dialect: Dialect,
    /// Unit of the program's numbers; OMAX paths are always in inches.
    #[schemars(title = "Program in", extend("x-group" = "Program"))]
    pub program_units: ProgramUnits,
    /// Who keeps the jet half a kerf beside the line.
    #[schemars(title = "Kerf by", extend("x-group" = "Program"))]
    pub compensation: Compensation,
    /// Where the program's X and Y are 0. The program's Y grows upwards.
    #[schemars(title = "Zero", extend("x-group" = "Program"))]
    pub origin: Origin,
    /// Form of the leads.
    #[schemars(title = "Lead", extend("x-group" = "Leads"))]
    pub lead_kind: LeadKind,
    /// Length of the lead-in; shorter where there is no room. 0 pierces on the line.
    #[schemars(title = "Lead-in", range(min = 0.0, max = 100.0), extend("x-group" = "Leads", "x-unit" = "mm"))]
    pub lead_in_mm: f64,
    /// Length of the lead-out; 0 stops on the line.
    #[schemars(title = "Lead-out", range(min = 0.0, max = 100.0), extend("x-group" = "Leads", "x-unit" = "mm"))]
    pub lead_out_mm: f64,
    /// How far the cut goes on over its start.
    #[schemars(title = "Overcut", range(min = 0.0, max = 100.0), extend("x-group" = "Leads", "x-unit" = "mm"))]
    pub overcut_mm: f64,
    /// How the jet gets through. What is brittle is never pierced with the full jet.
    #[schemars(title = "Pierce", extend("x-group" = "Leads"))]
    pub pierce: PierceKind,
    /// Bridges on each outline that hold the part in the sheet.
    #[schemars(title = "Tabs", range(min = 0, max = 50), extend("x-group" = "Leads"))]
    pub tabs: u32,
    /// Width of a bridge at its narrowest.
    #[schemars(title = "Width of a tab", range(min = 0.05, max = 20.0), extend("x-group" = "Leads", "x-unit" = "mm", "x-advanced" = true))]
    pub tab_width_mm: f64,
    /// What two parts a kerf apart have between them is cut once, for both.
    #[schemars(title = "Common lines", extend("x-group" = "Leads", "x-advanced" = true))]
    pub common_lines: bool,
    /// What becomes of a hole that is smaller than the jet.
    #[schemars(title = "Holes smaller than the jet", extend("x-group" = "Leads", "x-advanced" = true))]
    pub small_holes: SmallHoles,
    /// Width of the sheet; without it, the sheet is as large as the parts and their margin.
    #[schemars(title = "Sheet width", range(min = 1.0, max = 100_000.0), extend("x-group" = "Sheet", "x-unit" = "mm"))]
    pub sheet_width_mm: Option<f64>,
    /// Height of the sheet.
    #[schemars(title = "Sheet height", range(min = 1.0, max = 100_000.0), extend("x-group" = "Sheet", "x-unit" = "mm"))]
    pub sheet_height_mm: Option<f64>,
    /// Between the parts and the lower left corner of the sheet.
    #[schemars(title = "Margin", range(min = 0.0, max = 1000.0), extend("x-group" = "Sheet", "x-unit" = "mm"))]
    pub margin_mm: f64,
    /// Which sheet of a nest, from 1.
    #[schemars(title = "Sheet of a nest", range(min = 1, max = 10_000), extend("x-group" = "Sheet"))]
    pub sheet: u32,
    /// Quality of single layers, which goes before: `FINE=5, ROUGH=1`.
    #[schemars(title = "Quality by layer", length(max = 2000), extend("x-group" = "Material", "x-advanced" = true))]
    pub layer_quality: String,
    /// Pump and head.
    #[schemars(title = "Machine", extend("x-group" = "Machine"))]
    pub machine: MachineName,
    /// Cutting takes so many times as long as the model says.
    #[schemars(title = "Calibration of cuts", range(min = 0.1, max = 10.0), extend("x-group" = "Machine"))]
    pub calibration: f64,
    /// Piercing takes so many times as long as the model says.
    #[schemars(title = "Calibration of pierces", range(min = 0.1, max = 100.0), extend("x-group" = "Machine"))]
    pub pierce_calibration: f64,
}

impl Default for GcodeParams {
    fn default() -> Self {
        Self {
            cut: CutParams::default(),
            dialect: Dialect::Linuxcnc,
            program_units: ProgramUnits::Mm,
            compensation: Compensation::Computed,
            origin: Origin::LowerLeft,
            lead_kind: LeadKind::Arc,
            lead_in_mm: 4.0,
            lead_out_mm: 2.0,
            overcut_mm: 1.0,
            pierce: PierceKind::Stationary,
            tabs: 0,
            tab_width_mm: 0.5,
            common_lines: false,
            small_holes: SmallHoles::LeaveOut,
            sheet_width_mm: None,
            sheet_height_mm: None,
            margin_mm: 10.0,
            sheet: 1,
            layer_quality: String::new(),
            machine: MachineName::Standard,
            calibration: 1.0,
            pierce_calibration: 1.0,
        }
    }
}

/// A controller.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dialect {
    /// LinuxCNC 2.8 and later.
    #[default]
    #[schemars(title = "LinuxCNC")]
    Linuxcnc,
    /// Fanuc and its kin: dwell in milliseconds.
    #[schemars(title = "Fanuc")]
    Fanuc,
    /// Mach3 and Mach4, with the dwell set to seconds.
    #[schemars(title = "Mach3, Mach4")]
    Mach3,
    /// Grbl 1.1: no compensation by the controller.
    #[schemars(title = "Grbl 1.1")]
    Grbl,
    /// OMAX tool path; the machine works out speeds and pierces itself.
    #[schemars(title = "OMAX OMX")]
    Omx,
}

impl Dialect {
    /// The word for it in parameters and reports.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Linuxcnc => "linuxcnc",
            Self::Fanuc => "fanuc",
            Self::Mach3 => "mach3",
            Self::Grbl => "grbl",
            Self::Omx => "omx",
        }
    }

    pub(super) fn written(self) -> program::Dialect {
        match self {
            Self::Linuxcnc => program::Dialect::LinuxCnc,
            Self::Fanuc => program::Dialect::Fanuc,
            Self::Mach3 => program::Dialect::Mach3,
            Self::Grbl => program::Dialect::Grbl,
            Self::Omx => program::Dialect::Omx,
        }
    }

    pub(super) fn read(self) -> Language {
        match self {
            Self::Linuxcnc => Language::LinuxCnc,
            Self::Fanuc => Language::Fanuc,
            Self::Mach3 => Language::Mach3,
            Self::Grbl => Language::Grbl,
            Self::Omx => Language::Omx,
        }
    }
}

/// Unit of a program's numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProgramUnits {
    /// G21.
    #[default]
    #[schemars(title = "Millimetres")]
    Mm,
    /// G20.
    #[schemars(title = "Inches")]
    In,
}

/// Who keeps the jet half a kerf beside the line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Compensation {
    /// The program runs along the jet's centre.
    #[default]
    #[schemars(title = "The program")]
    Computed,
    /// The program runs along the drawn line with G41, and tool 1 has the diameter of the kerf.
    #[schemars(title = "The controller (G41)")]
    Controller,
}

/// Where the program's X and Y are 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The sheet's lower left corner.
    #[default]
    #[schemars(title = "Lower left of the sheet")]
    LowerLeft,
    /// The sheet's upper left corner.
    #[schemars(title = "Upper left of the sheet")]
    UpperLeft,
    /// The sheet's lower right corner.
    #[schemars(title = "Lower right of the sheet")]
    LowerRight,
    /// The sheet's upper right corner.
    #[schemars(title = "Upper right of the sheet")]
    UpperRight,
    /// The middle of the sheet.
    #[schemars(title = "Middle of the sheet")]
    Center,
    /// Where the drawing has its own zero.
    #[schemars(title = "As in the drawing")]
    Drawing,
}

/// Form of a lead.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeadKind {
    /// A quarter circle that runs into the line.
    #[default]
    #[schemars(title = "Arc")]
    Arc,
    /// Straight, at an angle to the line.
    #[schemars(title = "Line")]
    Line,
    /// Straight on in the direction of the line.
    #[schemars(title = "Tangent")]
    Tangent,
}

/// What becomes of a hole that is smaller than the jet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SmallHoles {
    /// It is not cut, and named.
    #[default]
    #[schemars(title = "Leave out")]
    LeaveOut,
    /// It is pierced and becomes as wide as the jet.
    #[schemars(title = "Pierce")]
    Pierce,
}

impl GcodeParams {
    /// What does not go together is refused before anything is read.
    pub(super) fn check(&self) -> Result<(), TaskError> {
        let refuse = |message: &str| TaskError::BadInput {
            message: format!("The parameters cannot be used: {message}"),
            advice: None,
        };
        const LEAST_KERF_MM: f64 = 0.05;
        if self.cut.kerf_mm < LEAST_KERF_MM {
            return Err(refuse("kerf_mm: a program needs the width of the jet, at least 0.05"));
        }
        let shifts = self.compensation == Compensation::Controller;
        if shifts && matches!(self.dialect, Dialect::Grbl | Dialect::Omx) {
            return Err(refuse("compensation: this controller has none; take computed"));
        }
        if shifts && self.tabs > 0 {
            return Err(refuse(
                "tabs: behind a tab there is no room for the controller's entry; take computed",
            ));
        }
        if self.common_lines && (shifts || self.tabs > 0) {
            return Err(refuse("common_lines: neither with tabs nor with compensation by the controller"));
        }
        if self.sheet_width_mm.is_some() != self.sheet_height_mm.is_some() {
            return Err(refuse("sheet_width_mm and sheet_height_mm: give both, or neither"));
        }
        Ok(())
    }

    pub(super) fn machine(&self) -> Machine {
        let name = match self.machine {
            MachineName::Standard => "standard",
            MachineName::Mpa320 => "320-mpa",
            MachineName::Kpsi60 => "60-kpsi",
        };
        let mut machine = find_machine(name).copied().unwrap_or_default();
        machine.setup.calibration = self.calibration;
        machine.setup.pierce_calibration = self.pierce_calibration;
        machine
    }

    pub(super) fn pierce(&self) -> Pierce {
        match self.pierce {
            PierceKind::Stationary => Pierce::Stationary,
            PierceKind::Moving => Pierce::Moving,
            PierceKind::LowPressure => Pierce::LowPressure,
            PierceKind::Edge => Pierce::Edge,
            PierceKind::PreDrilled => Pierce::PreDrilled,
        }
    }

    pub(super) fn leads(&self) -> Leads {
        // The entry of a compensated cut is straight, whatever leads look like otherwise.
        let form = match (self.compensation, self.lead_kind) {
            (Compensation::Controller, _) | (_, LeadKind::Line) => Form::Line,
            (_, LeadKind::Arc) => Form::Arc,
            (_, LeadKind::Tangent) => Form::Tangent,
        };
        Leads { form, in_mm: self.lead_in_mm, out_mm: self.lead_out_mm, overcut_mm: self.overcut_mm }
    }

    /// Qualities of layers, by their index among these names.
    pub(super) fn layer_quality(&self, names: &[String]) -> Result<Vec<(usize, Quality)>, TaskError> {
        let mut qualities = Vec::new();
        for rule in self.layer_quality.split([',', ';']).map(str::trim).filter(|rule| !rule.is_empty()) {
            let refused = || TaskError::BadInput {
                message: format!(
                    "The parameters cannot be used: layer_quality: {rule:?} is not LAYER=QUALITY"
                ),
                advice: Some("Write the name of a layer, = and a quality from 1 to 5".to_owned()),
            };
            let (name, quality) = rule.rsplit_once('=').ok_or_else(refused)?;
            let quality = quality.trim().parse::<u8>().ok().and_then(|number| Quality::try_from(number).ok());
            let quality = quality.ok_or_else(refused)?;
            let named = names.iter().enumerate().filter(|(_, layer)| layer.eq_ignore_ascii_case(name.trim()));
            qualities.extend(named.map(|(at, _)| (at, quality)));
        }
        Ok(qualities)
    }
}
