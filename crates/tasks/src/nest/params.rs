//! What `nest` may be told.

use crate::cut::CutParams;
use crate::{ParamFault, TaskError};
use penstock_toolpath::nest::Turns;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What `nest` may be told.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("additionalProperties" = false))]
pub struct NestParams {
    /// Material and drawing.
    #[serde(flatten)]
    pub cut: CutParams,
    /// Width of the sheet: the side along which parts are pushed together.
    #[schemars(title = "Sheet width", range(min = 1.0, max = 100_000.0), extend("x-group" = "Sheet", "x-unit" = "mm"))]
    pub sheet_width_mm: f64,
    /// Height of the sheet.
    #[schemars(title = "Sheet height", range(min = 1.0, max = 100_000.0), extend("x-group" = "Sheet", "x-unit" = "mm"))]
    pub sheet_height_mm: f64,
    /// How many of this sheet there are; without a number as many as it takes.
    #[schemars(title = "Sheets in stock", range(min = 0, max = 10_000), extend("x-group" = "Sheet"))]
    pub sheet_stock: Option<u32>,
    /// What one sheet costs. Where there are several kinds, those with the least cost for the parts on them are
    /// taken first; without a cost a sheet costs its area in m².
    #[schemars(title = "Cost of a sheet", range(min = 0.0, max = 1e9), extend("x-group" = "Sheet", "x-advanced" = true))]
    pub sheet_cost: Option<f64>,
    /// Further kinds of sheets with semicolons between: `2000x1000` for as many as it takes, `2000x1000*3` for three of
    /// them, `2000x1000*3@45.50` with what one costs.
    #[schemars(title = "Further sheets", length(max = 2000), extend("x-group" = "Sheet"))]
    pub more_sheets: String,
    /// Names of the files that are sheets, not parts, with commas between. Each outline in them is one sheet, such
    /// as a remnant; what lies inside an outline is a defect. They are taken before other sheets.
    #[schemars(title = "Remnants", length(max = 2000), extend("x-group" = "Sheet"))]
    pub remnants: String,
    /// Least distance from parts to the edge of the sheet and to defects.
    #[schemars(title = "Margin", range(min = 0.0, max = 1000.0), extend("x-group" = "Distances", "x-unit" = "mm"))]
    pub margin_mm: f64,
    /// Least distance between parts.
    #[schemars(title = "Gap", range(min = 0.0, max = 1000.0), extend("x-group" = "Distances", "x-unit" = "mm"))]
    pub gap_mm: f64,
    /// Length of lead-ins, pierce included, for which there must be room between parts: where gap or margin are
    /// less than this and the kerf, that is what is kept.
    #[schemars(title = "Room for leads", range(min = 0.0, max = 100.0), extend("x-group" = "Distances", "x-unit" = "mm"))]
    pub lead_in_mm: f64,
    /// Angles in degrees by which parts may be turned, with commas between, such as `0,180`; `any` for all; `0`
    /// where the material has a grain.
    #[schemars(title = "Turns", length(max = 500), extend("x-group" = "Parts"))]
    pub rotations: String,
    /// Parts may lie with their other side up.
    #[schemars(title = "Mirror", extend("x-group" = "Parts"))]
    pub mirror: bool,
    /// How many of each part: one number for all files, or lines of file and quantity such as `bracket.dxf, 4`.
    /// A CSV among the files says it too.
    #[schemars(title = "Quantity", with = "String", extend("type" = ["string", "integer"], "x-group" = "Parts"))]
    pub quantity: Quantity,
    /// What is kept of the sheet with the most left.
    #[schemars(title = "Remnant", extend("x-group" = "Sheet", "x-advanced" = true))]
    pub remnant_shape: RemnantShape,
    /// The name and number of each part are written into it, on a layer of their own.
    #[schemars(title = "Labels", extend("x-group" = "Parts"))]
    pub labels: bool,
    /// How long the nest is improved.
    #[schemars(title = "Time limit", range(min = 0.1, max = 86_400.0), extend("x-group" = "Search", "x-unit" = "s"))]
    pub time_limit_s: f64,
    /// Another number gives another nest.
    #[schemars(title = "Seed", range(min = 0, max = 4_294_967_295_u64), extend("x-group" = "Search", "x-next" = true))]
    pub seed: u64,
    /// Steps of exploring and of compressing, such as `5200,1300`, instead of the time limit. With the seed and the
    /// steps of a report the same nest comes out, on any machine.
    #[schemars(title = "Steps", length(max = 40), extend("x-group" = "Search", "x-advanced" = true))]
    pub steps: String,
}

/// What is kept of a sheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RemnantShape {
    /// The rectangle right of all parts: one cut of a saw.
    #[default]
    #[schemars(title = "Rectangle")]
    Rectangle,
    /// All that is right of the parts, with an edge of steps.
    #[schemars(title = "Outline")]
    Outline,
}

/// One number for all files, or a table of file and quantity.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Quantity {
    /// As a person types it.
    Text(String),
    /// For all files.
    Number(u64),
}

impl Default for NestParams {
    fn default() -> Self {
        Self {
            cut: CutParams::default(),
            sheet_width_mm: 3000.0,
            sheet_height_mm: 1500.0,
            sheet_stock: None,
            sheet_cost: None,
            more_sheets: String::new(),
            remnants: String::new(),
            margin_mm: 10.0,
            gap_mm: 3.0,
            lead_in_mm: 0.0,
            rotations: "0,90,180,270".to_owned(),
            mirror: false,
            quantity: Quantity::Text("1".to_owned()),
            remnant_shape: RemnantShape::Rectangle,
            labels: true,
            time_limit_s: 30.0,
            seed: 0,
            steps: String::new(),
        }
    }
}

/// The fault of one parameter as an error of the task.
pub(super) fn refused(name: &str, message: String) -> TaskError {
    let fault = ParamFault { name: name.to_owned(), message };
    TaskError::BadInput { message: format!("The parameters cannot be used: {fault}"), advice: None }
}

impl NestParams {
    /// # Errors
    /// [`TaskError::BadInput`] for what is no list of angles.
    pub(super) fn turns(&self) -> Result<Turns, TaskError> {
        let words = self.rotations.trim();
        if words.eq_ignore_ascii_case("any") || words.eq_ignore_ascii_case("free") {
            return Ok(Turns::Any);
        }
        let angle = |word: &str| word.trim().parse().ok().filter(|angle: &f64| angle.is_finite());
        let angles: Option<Vec<f64>> =
            words.split([',', ';', ' ']).filter(|w| !w.trim().is_empty()).map(angle).collect();
        match angles {
            Some(angles) if !angles.is_empty() && angles.len() <= 72 => Ok(Turns::By(angles)),
            _ => Err(refused(
                "rotations",
                format!("{words:?} is neither `any` nor 1 to 72 angles in degrees, such as 0,180"),
            )),
        }
    }

    /// Steps of exploring and compressing; none where time decides.
    ///
    /// # Errors
    /// [`TaskError::BadInput`] for what is not two numbers.
    pub(super) fn steps(&self) -> Result<Option<(u64, u64)>, TaskError> {
        let words = self.steps.trim();
        if words.is_empty() {
            return Ok(None);
        }
        let numbers =
            words.split_once(',').and_then(|(a, b)| Some((a.trim().parse().ok()?, b.trim().parse().ok()?)));
        numbers
            .map(Some)
            .ok_or_else(|| refused("steps", format!("{words:?} is not two whole numbers, such as 5200,1300")))
    }

    /// The longest lead, pierce included, that has room anywhere between parts this far apart.
    pub(super) fn longest_lead_mm(&self, gap_mm: f64) -> f64 {
        (gap_mm - self.cut.kerf_mm).max(0.0)
    }

    /// Room that leads and the kerf take on one side of a cut.
    pub(super) fn lead_room_mm(&self) -> f64 {
        if self.lead_in_mm > 0.0 { self.lead_in_mm + self.cut.kerf_mm } else { 0.0 }
    }
}
