//! What `nest` says.

use crate::cut::UnitsReport;
use penstock_toolpath::nest::{Nest, Piece, Reason};
use schemars::JsonSchema;
use serde::Serialize;

/// What `nest` says.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct NestReport {
    /// Net area of the placed parts over the height of the sheets times the length used, all sheets together: 0
    /// to 1.
    pub density: f64,
    /// Copies of parts that were placed.
    pub placed: u64,
    /// Copies of parts that were wanted.
    pub wanted: u64,
    /// Used sheets, in order.
    pub sheets: Vec<SheetReport>,
    /// What is on no sheet.
    pub unplaced: Vec<UnplacedReport>,
    /// Parts with the same straight edge next to each other.
    pub common_lines: CommonLines,
    /// Net area of the placed parts in mm².
    pub area_mm2: f64,
    /// Mass of the placed parts in kg.
    pub mass_kg: f64,
    /// Name of the material.
    pub material: String,
    /// The longest lead-in, pierce included, that has room between parts and beside them. A longer one is made
    /// shorter by `gcode` where it has to be.
    pub lead_room_mm: f64,
    /// What is left of the sheet with the most left, beside the parts; null when too little.
    pub remnant: Option<RemnantReport>,
    /// With these steps and the same seed the same nest comes out.
    pub steps: Steps,
    /// The nest was checked on true arcs, by other code than the one that made it: nothing overlaps, nothing is
    /// outside, every gap and margin is kept within 1 µm, and quantities are exact. A nest that fails is not
    /// reported.
    pub checked: bool,
    /// A person stopped the search: this is the best layout found until then.
    pub stopped_early: bool,
    /// Units of each file.
    pub units: Vec<UnitsReport>,
}

/// One used sheet.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct SheetReport {
    /// Its width in mm.
    pub width_mm: f64,
    /// Its height in mm.
    pub height_mm: f64,
    /// From its left edge to the rightmost edge of a part, in mm.
    pub used_mm: f64,
    /// `sheet` or the name of the remnant.
    pub kind: String,
    /// What one costs.
    pub cost: f64,
    /// What lies on it.
    pub placements: Vec<PlacementReport>,
}

/// One copy of a part on its sheet.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct PlacementReport {
    /// Number that is written into it, over all sheets, from 1.
    pub number: u64,
    /// Name of the part.
    pub part: String,
    /// Which copy of it, from 1.
    pub copy: u64,
    /// Where the part's own origin lies, in mm from the sheet's left edge.
    pub x_mm: f64,
    /// The same from its upper edge.
    pub y_mm: f64,
    /// Clockwise, as seen on the sheet, in degrees.
    pub turn_deg: f64,
    /// It lies with its other side up: mirrored left to right before it was turned.
    pub mirrored: bool,
}

/// Copies of a part that are on no sheet.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct UnplacedReport {
    /// Name of the part.
    pub part: String,
    /// How many copies.
    pub copies: u64,
    /// Why.
    pub reason: String,
}

/// Edges that one cut could make for two parts.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, JsonSchema)]
pub struct CommonLines {
    /// Pairs of straight edges that are parallel and no further apart than the kerf.
    pub pairs: u64,
    /// How much shorter the cut becomes when each is cut once, in mm.
    pub saved_mm: f64,
}

/// What is left.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, JsonSchema)]
pub struct RemnantReport {
    /// Of which used sheet, from 1.
    pub sheet: u64,
    /// Its width in mm; of an outline that of the box around it.
    pub width_mm: f64,
    /// Its height in mm.
    pub height_mm: f64,
    /// Its area in mm².
    pub area_mm2: f64,
}

/// Steps of the search.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Steps {
    /// Trying new layouts.
    pub explored: u64,
    /// Making the best one tighter.
    pub compressed: u64,
}

/// What is on no sheet, in words.
pub(super) fn unplaced(nest: &Nest, pieces: &[Piece<'_>]) -> Vec<UnplacedReport> {
    let row = |left: &penstock_toolpath::nest::Unplaced| UnplacedReport {
        part: pieces[left.part].part.name.clone(),
        copies: left.copies as u64,
        reason: match left.reason {
            Reason::TooLarge => {
                "larger than any sheet within its margin, however it may be turned".to_owned()
            }
            Reason::OutOfSheets => "all sheets are used up".to_owned(),
            Reason::OutOfTime => {
                "the time limit was over before it was placed: give time_limit_s more".to_owned()
            }
        },
    };
    nest.unplaced.iter().map(row).collect()
}
