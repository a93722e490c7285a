//! Why there is no program, in words of the drawing.
//!
//! A proof names the line of the program that cuts too much. Whoever drew the part wants to know which contours
//! are to blame: two that cross, or two parts with less between them than the jet is wide. Both are looked for
//! once there is something to explain.

use super::{TOLERANCE_MM, remark};
use crate::cut::UnitsReport;
use crate::{Cancelled, Context, TaskError};
use penstock_drawing::{Diagnostic, Severity};
use penstock_toolpath::parts::{Conflict, Part, Whose, conflicts};
use penstock_toolpath::program::PlanError;
use penstock_toolpath::proof::Proof;

/// Conflicts that are told one by one.
const MOST_TOLD: usize = 50;

/// What was to be cut.
pub(super) struct Wanted<'a> {
    pub(super) parts: &'a [Part],
    pub(super) kerf_mm: f64,
    pub(super) units: &'a UnitsReport,
}

impl Wanted<'_> {
    /// There is no plan.
    pub(super) fn no_plan(&self, error: PlanError, context: &dyn Context) -> TaskError {
        let advice = match &error {
            PlanError::Stopped(_) => return Cancelled.into(),
            PlanError::NoOffset { .. } => match self.conflicts() {
                Ok(found) if !found.is_empty() => {
                    return self.told("no program can be made", &found, context);
                }
                Ok(_) => "Run analyze on the drawing: contours that cross themselves are shown there",
                Err(cancelled) => return cancelled,
            },
            PlanError::NoOutline { .. } => "Look at the kerf and at the units of the drawing",
            PlanError::NoEntry { .. } => "Take compensation computed, or a longer lead-in",
        };
        TaskError::BadInput { message: error.to_string(), advice: Some(self.with_units(advice)) }
    }

    /// The proof failed: everything that it found is said, and no program is written.
    pub(super) fn not_released(&self, proof: &Proof, context: &dyn Context) -> TaskError {
        const WHAT: &str = "The program was not released, because it does not cut the drawing";
        let findings = proof.findings.list();
        for finding in findings {
            let place = finding.place;
            context.diagnose(Diagnostic {
                x_mm: place.map(|place| place.x),
                y_mm: place.map(|place| place.y),
                ..remark(finding.fault.word(), Severity::Error, finding.to_string())
            });
        }
        match self.conflicts() {
            Ok(found) if !found.is_empty() => return self.told(WHAT, &found, context),
            Ok(_) => {}
            Err(cancelled) => return cancelled,
        }
        let first = findings.first().map_or_else(String::new, ToString::to_string);
        let more = and_more(proof.findings.count());
        TaskError::BadInput {
            message: format!("{WHAT}: {first}.{more}"),
            advice: Some(self.with_units(
                "Look at the place: leads without room and tabs beside corners are the usual causes",
            )),
        }
    }

    fn conflicts(&self) -> Result<Vec<Conflict>, TaskError> {
        conflicts(self.parts, self.kerf_mm, TOLERANCE_MM, &mut |_| true).map_err(|_| Cancelled.into())
    }

    /// `what` happened because of these.
    fn told(&self, what: &str, found: &[Conflict], context: &dyn Context) -> TaskError {
        for conflict in found.iter().take(MOST_TOLD) {
            let kind = if conflict.apart_mm.is_some() { "parts-too-close" } else { "crossing" };
            context.diagnose(Diagnostic {
                x_mm: Some(conflict.place.x),
                y_mm: Some(conflict.place.y),
                ..remark(kind, Severity::Error, self.sentence(conflict))
            });
        }
        let first = found.first().map_or_else(String::new, |first| self.sentence(first));
        let crosses = found.first().is_some_and(|first| first.apart_mm.is_none());
        let advice = if crosses {
            "Trim the lines so that no contour crosses another one, or put what is not to be cut on a frozen layer; \
             analyze shows every crossing"
        } else {
            "Move the parts apart (nest keeps a gap), or set kerf_mm to what the jet really takes"
        };
        let more = and_more(found.len());
        TaskError::BadInput {
            message: format!("{what}: {first}.{more}"),
            advice: Some(self.with_units(advice)),
        }
    }

    fn sentence(&self, conflict: &Conflict) -> String {
        let [one, other] = conflict.between.map(|whose| self.name(whose));
        let (x, y) = (conflict.place.x, conflict.place.y);
        let kerf_mm = self.kerf_mm;
        match conflict.apart_mm {
            Some(apart_mm) => format!(
                "{one} and {other} are {apart_mm:.3} mm apart at x {x:.3}, y {y:.3} mm, and the jet is {kerf_mm} mm wide: \
                 to cut one takes {:.3} mm off the other",
                kerf_mm - apart_mm
            ),
            None if one == other => format!("{one} crosses itself at x {x:.3}, y {y:.3} mm"),
            None => {
                format!("{one} and {other} cross at x {x:.3}, y {y:.3} mm: to follow one cuts into the other")
            }
        }
    }

    fn name(&self, whose: Whose) -> String {
        let name = &self.parts[whose.part].name;
        whose
            .hole
            .map_or_else(|| format!("the outline of {name}"), |hole| format!("hole {} of {name}", hole + 1))
    }

    /// A wrong unit makes all distances wrong: where the file leaves it open, that comes with every advice.
    fn with_units(&self, advice: &str) -> String {
        let units = self.units;
        if !units.ask {
            return advice.to_owned();
        }
        let used = &units.used;
        let declared = match &units.declared {
            Some(declared) => format!("The file declares {declared}, and other things speak against it"),
            None => "The file does not say its unit".to_owned(),
        };
        format!("{advice}. {declared}: it was read in {used}. Set units if that is wrong")
    }
}

fn and_more(count: usize) -> String {
    match count.saturating_sub(1) {
        0 => String::new(),
        more => format!(" And {more} more."),
    }
}
