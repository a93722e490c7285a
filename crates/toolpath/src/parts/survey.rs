//! Everything that can be said about a drawing before it is cut: its parts, its faults, and what was mended.

use super::fault::{Fault, FaultKind};
use super::faults::spacing::{Between, Least};
use super::faults::{Pieces, corners, crossings, open, shapes, spacing};
use super::find::{Found, Options, sorted};
use super::repair::{Repair, RepairStep, mend};
use super::stroke::{self, Stroke};
use crate::{Progress, Stopped};
use penstock_drawing::Drawing;
use std::collections::{BTreeSet, HashSet};

/// What contours are held against.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Checks {
    /// Width that the jet takes away, in mm.
    pub kerf_mm: f64,
    /// Holes narrower than this are told, in mm.
    pub least_hole_mm: f64,
    /// Less material than this between two holes is told, in mm.
    pub least_web_mm: f64,
    /// Less material than this between a hole and the outline is told, in mm.
    pub least_edge_mm: f64,
    /// The sheet, in mm.
    pub sheet_width_mm: f64,
    /// The sheet, in mm.
    pub sheet_height_mm: f64,
}

/// What was found.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Survey {
    /// The parts after the repairs.
    pub found: Found,
    /// The lines after the repairs, in document order: rings end where they start.
    pub lines: Vec<Stroke>,
    /// The faults, those that were mended included, in the order of the checks.
    pub faults: Vec<Fault>,
    /// What each repair did, in the order in which they were done.
    pub steps: Vec<RepairStep>,
    /// Lines before the repairs.
    pub lines_before: usize,
    /// Their length in mm, curves fitted.
    pub length_before_mm: f64,
    /// False when the drawing is so dense that the search for crossings or narrow places was given up.
    pub complete: bool,
}

/// Mends a drawing as far as it is asked to, finds its parts, and checks them.
///
/// # Errors
/// [`Stopped`] when `progress` says so.
pub fn survey(
    drawing: &Drawing,
    options: &Options,
    repairs: &BTreeSet<Repair>,
    checks: &Checks,
    progress: &mut Progress<'_>,
) -> Result<Survey, Stopped> {
    let strokes = stroke::of_drawing(drawing, options.curve_tolerance_mm);
    if !progress(0.1) {
        return Err(Stopped);
    }
    let lines_before = strokes.len();
    let length_before_mm = strokes.iter().map(|stroke| stroke.path.length_mm()).fold(0.0, std::ops::Add::add);
    let mended = mend(strokes, options, repairs, &mut |f| progress(0.1 + 0.35 * f))?;
    let lines = mended.strokes.clone();
    let found = sorted(mended.strokes, &mended.faults, options, &mut |f| progress(0.45 + 0.15 * f))?;
    let mut survey = Survey {
        found,
        lines,
        faults: mended.faults,
        steps: mended.steps,
        lines_before,
        length_before_mm,
        complete: true,
    };
    survey.check(checks, &mut |f| progress(0.6 + 0.4 * f))?;
    Ok(survey)
}

impl Survey {
    fn check(&mut self, checks: &Checks, progress: &mut Progress<'_>) -> Result<(), Stopped> {
        let found = &self.found;
        let slits = found.parts.iter().flat_map(|part| {
            let layer = part.outer.layer();
            part.slits.iter().map(move |path| (Stroke { path: path.clone(), layer }, true))
        });
        let loose: Vec<(Stroke, bool)> =
            slits.chain(found.open.iter().map(|line| (line.clone(), false))).collect();
        self.faults.extend(open::find(&loose));

        let contours: Vec<&super::Contour> = found.parts.iter().flat_map(super::Part::contours).collect();
        let lines =
            contours.iter().map(|contour| contour.path()).chain(loose.iter().map(|(line, _)| &line.path));
        let pieces = Pieces::new(lines);
        let layer_of = |line: u32| {
            let line = line as usize;
            contours.get(line).map_or_else(|| loose[line - contours.len()].0.layer, |contour| contour.layer())
        };
        let (crossings, all) = crossings::find(&pieces, &mut |f| progress(0.1 + 0.4 * f))?;
        let mut complete = all;
        let mut pairs = HashSet::new();
        for crossing in crossings {
            let [a, b] = crossing.lines;
            pairs.insert((a.min(b), a.max(b)));
            let kind = if a == b { FaultKind::SelfCrossing } else { FaultKind::Crossing };
            self.faults.push(Fault::plain(kind, crossing.place, layer_of(a)));
        }
        let least =
            Least { web_mm: checks.least_web_mm, edge_mm: checks.least_edge_mm, parts_mm: checks.kerf_mm };
        let (close, all) =
            spacing::find(&found.parts, &pieces, least, &pairs, &mut |f| progress(0.5 + 0.4 * f))?;
        complete &= all;
        for one in close {
            let width_mm = one.width_mm;
            let kind = match one.between {
                Between::Holes => FaultKind::ThinWeb { width_mm, least_mm: least.web_mm },
                Between::HoleAndOutline => FaultKind::HoleNearEdge { width_mm, least_mm: least.edge_mm },
                Between::Parts => FaultKind::PartsTooClose { width_mm, least_mm: least.parts_mm },
            };
            self.faults.push(Fault::plain(kind, one.place, layer_of(one.contours[1])));
        }
        self.faults.extend(shapes::find(found, checks));
        let radius_mm = checks.kerf_mm / 2.0;
        for contour in &contours {
            if let Some((count, place)) = corners::sharp(contour, radius_mm) {
                let kind = FaultKind::InsideCorner { count, radius_mm };
                self.faults.push(Fault::plain(kind, place, contour.layer()));
            }
        }
        self.complete = complete;
        Ok(())
    }
}
