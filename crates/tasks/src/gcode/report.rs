//! What `gcode` says of its program.

use penstock_toolpath::parts::Part;
use penstock_toolpath::program::{CutPlan, Kind, PlanTime, Role, Run};
use penstock_toolpath::proof::Proof;
use schemars::JsonSchema;
use serde::Serialize;

/// Cuts that are listed one by one, at most.
const MOST_LISTED: usize = 2_000;

/// What `gcode` says of its program.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct GcodeReport {
    /// The program's own text was held against the drawing, and cuts it. A program that does not is not
    /// written, so this is always true.
    pub proved: bool,
    /// Greatest distance of the swept part from the part that a round jet can make, in mm.
    pub max_error_mm: f64,
    /// How far sharp inside corners stay full because the jet is round, in mm, at most.
    pub corner_rest_mm: f64,
    /// Seconds of the whole program: cuts, pierces and moves with the jet off.
    pub time_s: f64,
    /// Where the seconds go.
    pub time: Seconds,
    /// Way with the jet on in mm, leads and overcuts included.
    pub cut_length_mm: f64,
    /// Way with the jet off in mm.
    pub rapid_length_mm: f64,
    /// Moves with the jet off that pass over a part which is free by then, because there is no way around.
    pub over_parts: u64,
    /// Length that is cut once for two parts, in mm.
    pub common_mm: f64,
    /// Starts of the jet.
    pub pierces: u64,
    /// Whose words the program is in.
    pub dialect: &'static str,
    /// Name of the program.
    pub program: &'static str,
    /// Parts that fall out.
    pub parts: u64,
    /// Width of the sheet in mm.
    pub sheet_width_mm: f64,
    /// Height of the sheet in mm.
    pub sheet_height_mm: f64,
    /// Sheets that the drawing has; one program is for one of them.
    pub sheets: u64,
    /// The material's name in the table.
    pub material: &'static str,
    /// The fastest feed in mm/min.
    pub feed_mm_per_min: f64,
    /// The cuts in order, the first 2,000 of them.
    pub order: Vec<CutFacts>,
}

/// Where the seconds go.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Seconds {
    /// Moving with the jet on.
    pub cut_s: f64,
    /// Standing still to get through.
    pub pierce_s: f64,
    /// Moving with the jet off.
    pub rapid_s: f64,
}

/// The two ways beside the line of one run of the jet.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, JsonSchema)]
pub struct LeadFacts {
    /// From the pierce to the line, in mm.
    pub in_mm: f64,
    /// Away from the line, in mm.
    pub out_mm: f64,
}

impl LeadFacts {
    fn of(run: &Run) -> Self {
        let along = |role: Role| {
            let pieces = run.pieces().filter(|(_, one)| one.role == role);
            pieces.fold(0.0, |sum, (from, one)| sum + one.segment.length_mm(from))
        };
        Self { in_mm: along(Role::LeadIn), out_mm: along(Role::LeadOut) }
    }
}

/// One cut.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct CutFacts {
    /// The part that it is of.
    pub part: String,
    /// `outline`, `hole 2`, `slit 1`, `pocket`.
    pub contour: String,
    /// 1 to 5.
    pub quality: u8,
    /// Way with the jet on in mm.
    pub length_mm: f64,
    /// Seconds with the jet on.
    pub time_s: f64,
    /// Its lead-ins and lead-outs, one for each time the jet goes through.
    pub leads: Vec<LeadFacts>,
}

/// What a report is made of.
pub(super) struct Made<'a> {
    pub(super) plan: &'a CutPlan,
    pub(super) parts: &'a [Part],
    pub(super) proof: &'a Proof,
    pub(super) time: PlanTime,
    pub(super) sheet: kurbo::Rect,
    pub(super) sheets: usize,
    pub(super) dialect: &'static str,
    pub(super) program: &'static str,
    pub(super) material: &'static str,
    pub(super) feed_mm_per_min: f64,
}

impl GcodeReport {
    /// Puts the figures together. Lengths, pierces and errors are those of the text as it was read.
    pub(super) fn new(made: Made<'_>) -> Self {
        let Made { plan, parts, proof, time, sheet, .. } = made;
        Self {
            proved: proof.holds(),
            max_error_mm: proof.max_error_mm,
            corner_rest_mm: proof.corner_rest_mm,
            time_s: time.total_s(),
            time: Seconds { cut_s: time.cut_s, pierce_s: time.pierce_s, rapid_s: time.rapid_s },
            cut_length_mm: proof.cut_length_mm,
            rapid_length_mm: proof.rapid_length_mm,
            over_parts: plan.over_parts as u64,
            common_mm: plan.common_mm,
            pierces: proof.pierces as u64,
            dialect: made.dialect,
            program: made.program,
            parts: parts.len() as u64,
            sheet_width_mm: sheet.width(),
            sheet_height_mm: sheet.height(),
            sheets: made.sheets as u64,
            material: made.material,
            feed_mm_per_min: made.feed_mm_per_min,
            order: order(plan, parts),
        }
    }
}

fn order(plan: &CutPlan, parts: &[Part]) -> Vec<CutFacts> {
    plan.cuts
        .iter()
        .take(MOST_LISTED)
        .map(|cut| CutFacts {
            part: parts[cut.part].name.clone(),
            contour: match cut.kind {
                Kind::Outline => "outline".to_owned(),
                Kind::Pocket => "pocket".to_owned(),
                Kind::Hole(hole) | Kind::Dot(hole) => format!("hole {}", hole + 1),
                Kind::Slit(slit) => format!("slit {}", slit + 1),
            },
            quality: cut.quality,
            length_mm: cut.runs.iter().map(|run| run.path().length_mm()).sum(),
            time_s: cut.runs.iter().map(Run::time_s).sum(),
            leads: cut.runs.iter().map(LeadFacts::of).collect(),
        })
        .collect()
}
