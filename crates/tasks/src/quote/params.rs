//! What `quote` may be told.

use super::rates::{self, Rates};
use crate::cut::CutParams;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What `quote` may be told.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("x-presets" = rates::presets(), "additionalProperties" = false))]
pub struct QuoteParams {
    /// Material and drawing.
    #[serde(flatten)]
    pub cut: CutParams,
    /// How many, and how cut.
    #[serde(flatten)]
    pub order: Order,
    /// What cuts it.
    #[serde(flatten)]
    pub machine: MachineParams,
    /// What it costs.
    #[serde(flatten)]
    pub rates: Rates,
    /// What is printed.
    #[serde(flatten)]
    pub paper: PaperParams,
}

/// How many, and how cut.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Order {
    /// How many of each file.
    #[schemars(title = "Quantity", range(min = 1, max = 1_000_000), extend("x-group" = "Order"))]
    pub quantity: u32,
    /// Quality of holes and slits where it differs from that of outlines.
    #[schemars(title = "Quality of holes", range(min = 1, max = 5), extend("x-group" = "Material"))]
    pub hole_quality: Option<u8>,
    /// Quality of single layers, which goes before: `FINE=5, ROUGH=1`.
    #[schemars(title = "Quality by layer", length(max = 2000), extend("x-group" = "Material", "x-advanced" = true))]
    pub layer_quality: String,
}

impl Default for Order {
    fn default() -> Self {
        Self { quantity: 1, hole_quality: None, layer_quality: String::new() }
    }
}

/// What cuts it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MachineParams {
    /// Pump and head.
    #[schemars(title = "Machine", extend("x-group" = "Machine"))]
    pub machine: MachineName,
    /// How the jet gets through. What is brittle is never pierced with the full jet.
    #[schemars(title = "Pierce", extend("x-group" = "Machine"))]
    pub pierce: PierceKind,
    /// Cutting takes so many times as long as the model says. A CSV of logged jobs among the files teaches it.
    #[schemars(title = "Calibration of cuts", range(min = 0.1, max = 10.0), extend("x-group" = "Machine"))]
    pub calibration: f64,
    /// Piercing takes so many times as long as the model says.
    #[schemars(title = "Calibration of pierces", range(min = 0.1, max = 100.0), extend("x-group" = "Machine"))]
    pub pierce_calibration: f64,
    /// Counts that corners and small arcs are cut slower.
    #[schemars(title = "Slow down in corners", extend("x-group" = "Machine"))]
    pub slow_down: bool,
    /// Counts moves with the jet off.
    #[schemars(title = "Count rapids", extend("x-group" = "Machine", "x-advanced" = true))]
    pub count_rapids: bool,
    /// Water pressure where it differs from the machine's.
    #[schemars(title = "Pressure", range(min = 50.0, max = 1000.0), extend("x-group" = "Machine", "x-unit" = "MPa", "x-advanced" = true))]
    pub pressure_mpa: Option<f64>,
    /// Orifice where it differs.
    #[schemars(title = "Orifice", range(min = 0.05, max = 2.0), extend("x-group" = "Machine", "x-unit" = "mm", "x-advanced" = true))]
    pub orifice_mm: Option<f64>,
    /// Mixing tube where it differs.
    #[schemars(title = "Mixing tube", range(min = 0.1, max = 5.0), extend("x-group" = "Machine", "x-unit" = "mm", "x-advanced" = true))]
    pub tube_mm: Option<f64>,
    /// Abrasive where it differs.
    #[schemars(title = "Abrasive", range(min = 10.0, max = 5000.0), extend("x-group" = "Machine", "x-unit" = "g/min", "x-advanced" = true))]
    pub abrasive_g_per_min: Option<f64>,
    /// How well the abrasive cuts where it differs: 1 for good garnet.
    #[schemars(title = "Abrasive factor", range(min = 0.1, max = 2.0), extend("x-group" = "Machine", "x-advanced" = true))]
    pub abrasive_factor: Option<f64>,
    /// Speed with the jet off where it differs.
    #[schemars(title = "Rapid speed", range(min = 10.0, max = 200_000.0), extend("x-group" = "Machine", "x-unit" = "mm/min", "x-advanced" = true))]
    pub rapid_mm_per_min: Option<f64>,
    /// One feed for everything, in place of the speed equation.
    #[schemars(title = "Fixed feed", range(min = 0.1, max = 100_000.0), extend("x-group" = "Machine", "x-unit" = "mm/min", "x-advanced" = true))]
    pub feed_mm_per_min: Option<f64>,
    /// One time for every pierce, in place of the model.
    #[schemars(title = "Fixed pierce time", range(min = 0.0, max = 3600.0), extend("x-group" = "Machine", "x-unit" = "s", "x-advanced" = true))]
    pub pierce_time_s: Option<f64>,
}

impl Default for MachineParams {
    fn default() -> Self {
        Self {
            machine: MachineName::Standard,
            pierce: PierceKind::Stationary,
            calibration: 1.0,
            pierce_calibration: 1.0,
            slow_down: true,
            count_rapids: true,
            pressure_mpa: None,
            orifice_mm: None,
            tube_mm: None,
            abrasive_g_per_min: None,
            abrasive_factor: None,
            rapid_mm_per_min: None,
            feed_mm_per_min: None,
            pierce_time_s: None,
        }
    }
}

/// A machine of the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub enum MachineName {
    /// 380 MPa, orifice 0.35 mm, mixing tube 1.02 mm, 350 g/min.
    #[default]
    #[serde(rename = "standard")]
    #[schemars(title = "Standard, 380 MPa")]
    Standard,
    /// 320 MPa, orifice 0.33 mm, mixing tube 0.889 mm, 450 g/min of abrasive with the factor 0.92.
    #[serde(rename = "320-mpa")]
    #[schemars(title = "320 MPa")]
    Mpa320,
    /// 60,000 psi, orifice 0.014 in, mixing tube 0.042 in, 1 lb/min.
    #[serde(rename = "60-kpsi")]
    #[schemars(title = "60,000 psi")]
    Kpsi60,
}

/// How the jet gets through.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PierceKind {
    /// It stands still until it is through.
    #[default]
    #[schemars(title = "Stationary")]
    Stationary,
    /// It moves meanwhile.
    #[schemars(title = "Moving")]
    Moving,
    /// At low pressure, for what cracks.
    #[schemars(title = "Low pressure")]
    LowPressure,
    /// From outside the sheet.
    #[schemars(title = "From the edge")]
    Edge,
    /// Through holes that are there.
    #[schemars(title = "Pre-drilled")]
    PreDrilled,
}

/// What is printed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PaperParams {
    /// What to write, with commas between: pdf, xlsx, csv, html.
    #[schemars(title = "Files", length(max = 100), extend("x-group" = "Paper"))]
    pub formats: String,
    /// Who reads it.
    #[schemars(title = "For", extend("x-group" = "Paper"))]
    pub reader: Reader,
    /// Who quotes.
    #[schemars(title = "Company", length(max = 200), extend("x-group" = "Paper"))]
    pub company: String,
    /// Whom it is for.
    #[schemars(title = "Customer", length(max = 200), extend("x-group" = "Paper"))]
    pub customer: String,
    /// Number of the quote.
    #[schemars(title = "Number", length(max = 60), extend("x-group" = "Paper"))]
    pub number: String,
    /// Date of the quote, as it is to be printed.
    #[schemars(title = "Date", length(max = 60), extend("x-group" = "Paper"))]
    pub date: String,
    /// Stands at the end: terms, validity.
    #[schemars(title = "Note", length(max = 2000), extend("x-group" = "Paper"))]
    pub note: String,
}

impl Default for PaperParams {
    fn default() -> Self {
        Self {
            formats: "pdf, xlsx, csv, html".to_owned(),
            reader: Reader::Shop,
            company: String::new(),
            customer: String::new(),
            number: String::new(),
            date: String::new(),
            note: String::new(),
        }
    }
}

/// Who reads what is printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    /// Every line with its inputs, margin and all.
    #[default]
    #[schemars(title = "The shop")]
    Shop,
    /// Prices of parts and of the order.
    #[schemars(title = "The customer")]
    Customer,
}
