//! What `analyze` may be told.

use crate::cut::CutParams;
use crate::{ParamFault, TaskError};
use penstock_toolpath::parts::{Checks, Options, Repair};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What `analyze` may be told.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("additionalProperties" = false))]
pub struct AnalyzeParams {
    /// Material and drawing.
    #[serde(flatten)]
    pub cut: CutParams,
    /// Width of the sheet.
    #[schemars(title = "Sheet width", range(min = 1.0, max = 100_000.0), extend("x-group" = "Sheet", "x-unit" = "mm"))]
    pub sheet_width_mm: f64,
    /// Height of the sheet.
    #[schemars(title = "Sheet height", range(min = 1.0, max = 100_000.0), extend("x-group" = "Sheet", "x-unit" = "mm"))]
    pub sheet_height_mm: f64,
    /// Repairs to do: `all`, `none`, or some of `zero-length`, `duplicates`, `overlaps`, `gaps` and
    /// `tiny-segments` with commas between. Each is a step of its own; leave one out to undo it.
    #[schemars(title = "Repairs", length(max = 200), extend("x-group" = "Repairs"))]
    pub repair: String,
    /// Ends of lines no further apart than this are brought together.
    #[schemars(title = "Join gaps up to", range(min = 0.0, max = 20.0), extend("x-group" = "Repairs", "x-unit" = "mm"))]
    pub join_tolerance_mm: f64,
    /// Lines no further apart than this count as one line drawn twice.
    #[schemars(title = "Same line within", range(min = 0.0, max = 1.0), extend("x-group" = "Repairs", "x-unit" = "mm", "x-advanced" = true))]
    pub duplicate_tolerance_mm: f64,
    /// Segments shorter than this are merged with their neighbours.
    #[schemars(title = "Tiny segment", range(min = 0.0, max = 1.0), extend("x-group" = "Repairs", "x-unit" = "mm", "x-advanced" = true))]
    pub tiny_segment_mm: f64,
    /// Lines and arcs stay this close to the splines that they are fitted to.
    #[schemars(title = "Curve tolerance", range(min = 0.0001, max = 1.0), extend("x-group" = "Repairs", "x-unit" = "mm", "x-advanced" = true))]
    pub curve_tolerance_mm: f64,
    /// Smallest hole that is fine. Without it: twice the kerf, and a fifth of the thickness.
    #[schemars(title = "Smallest hole", range(min = 0.0, max = 500.0), extend("x-group" = "Checks", "x-unit" = "mm"))]
    pub min_hole_mm: Option<f64>,
    /// Least material between two holes. Without it: 0.3 of the thickness, and 1 mm.
    #[schemars(title = "Least web", range(min = 0.0, max = 500.0), extend("x-group" = "Checks", "x-unit" = "mm"))]
    pub min_web_mm: Option<f64>,
    /// Least material between a hole and the outline. Without it: 0.3 of the thickness, and 1 mm.
    #[schemars(title = "Least edge", range(min = 0.0, max = 500.0), extend("x-group" = "Checks", "x-unit" = "mm"))]
    pub min_edge_mm: Option<f64>,
}

impl Default for AnalyzeParams {
    fn default() -> Self {
        let options = Options::default();
        Self {
            cut: CutParams::default(),
            sheet_width_mm: 3000.0,
            sheet_height_mm: 1500.0,
            repair: "all".to_owned(),
            join_tolerance_mm: options.join_tolerance_mm,
            duplicate_tolerance_mm: options.same_tolerance_mm,
            tiny_segment_mm: options.tiny_mm,
            curve_tolerance_mm: options.curve_tolerance_mm,
            min_hole_mm: None,
            min_web_mm: None,
            min_edge_mm: None,
        }
    }
}

/// Share of the thickness that has to stay between two cuts.
const WEB_PER_THICKNESS: f64 = 0.3;
/// And never less than this, in mm.
const LEAST_WEB_MM: f64 = 1.0;
/// Share of the thickness that a hole has to be wide.
const HOLE_PER_THICKNESS: f64 = 0.2;
/// And as many kerfs: less leaves no room to start beside the line.
const HOLE_PER_KERF: f64 = 2.0;

impl AnalyzeParams {
    /// How parts are found; they are named after the file.
    pub(super) fn options(&self, name: &str) -> Options {
        Options {
            join_tolerance_mm: self.join_tolerance_mm,
            curve_tolerance_mm: self.curve_tolerance_mm,
            same_tolerance_mm: self.duplicate_tolerance_mm,
            tiny_mm: self.tiny_segment_mm,
            name: name.to_owned(),
        }
    }

    /// What contours are held against.
    pub(super) fn checks(&self) -> Checks {
        let CutParams { thickness_mm, kerf_mm, .. } = self.cut;
        let web_mm = (WEB_PER_THICKNESS * thickness_mm).max(LEAST_WEB_MM);
        let hole_mm = (HOLE_PER_KERF * kerf_mm).max(HOLE_PER_THICKNESS * thickness_mm);
        Checks {
            kerf_mm,
            least_hole_mm: self.min_hole_mm.unwrap_or(hole_mm),
            least_web_mm: self.min_web_mm.unwrap_or(web_mm),
            least_edge_mm: self.min_edge_mm.unwrap_or(web_mm),
            sheet_width_mm: self.sheet_width_mm,
            sheet_height_mm: self.sheet_height_mm,
        }
    }

    /// The repairs that are asked for.
    ///
    /// # Errors
    /// [`TaskError::BadInput`] with the names that there are.
    pub(super) fn repairs(&self) -> Result<BTreeSet<Repair>, TaskError> {
        let mut repairs = BTreeSet::new();
        for word in self.repair.split([',', ' ']).map(str::trim).filter(|word| !word.is_empty()) {
            match word {
                "all" => repairs.extend(Repair::ALL),
                "none" => {}
                word => match Repair::named(word) {
                    Some(repair) => {
                        repairs.insert(repair);
                    }
                    None => return Err(no_such_repair(word)),
                },
            }
        }
        Ok(repairs)
    }
}

fn no_such_repair(word: &str) -> TaskError {
    let names: Vec<&str> = Repair::ALL.iter().map(|repair| repair.name()).collect();
    let fault = ParamFault {
        name: "repair".to_owned(),
        message: format!("{word:?} is no repair: there are all, none, {}", names.join(", ")),
    };
    TaskError::BadInput { message: format!("The parameters cannot be used: {fault}"), advice: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repairs_are_named_in_any_order_and_unknown_ones_refused() {
        let repairs =
            |text: &str| AnalyzeParams { repair: text.to_owned(), ..AnalyzeParams::default() }.repairs();
        assert_eq!(repairs("all").unwrap().len(), Repair::ALL.len());
        assert!(repairs("none").unwrap().is_empty());
        let some = repairs("gaps, duplicates").unwrap();
        assert_eq!(some.into_iter().collect::<Vec<_>>(), [Repair::Duplicates, Repair::Gaps]);
        let refused = repairs("gaps,dupes").unwrap_err().to_string();
        assert!(refused.contains("dupes") && refused.contains("tiny-segments"), "{refused}");
    }

    #[test]
    fn limits_follow_thickness_and_kerf_unless_they_are_given() {
        let checks = AnalyzeParams::default().checks();
        assert_eq!((checks.least_hole_mm, checks.least_web_mm, checks.least_edge_mm), (2.0, 3.0, 3.0));
        let given = AnalyzeParams { min_web_mm: Some(0.5), ..AnalyzeParams::default() }.checks();
        assert_eq!((given.least_web_mm, given.least_edge_mm), (0.5, 3.0));
    }
}
