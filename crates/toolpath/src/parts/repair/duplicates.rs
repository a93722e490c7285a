//! Lines that repeat another one, whichever way they run and wherever a ring begins.
//!
//! Lines whose boxes have the same middle and size, to the tolerance, are looked at; of those the ones with
//! the same length and all places of one on the other are the same. The first stays.

use super::super::fault::{Fault, FaultKind};
use super::super::fit::distance;
use super::super::stroke::Stroke;
use super::Repair;
use crate::{Progress, Stopped, tick};
use kurbo::{Point, Rect};
use penstock_drawing::Path;
use std::collections::HashMap;

/// Width of a cell as a multiple of what a twin may be off: wide cells need few second looks.
const CELL: f64 = 8.0;
/// Places of a line that are looked at.
const MOST_PLACES: usize = 96;

/// The faults, and for each line whether it repeats an earlier one.
pub(super) fn find(
    strokes: &[Stroke],
    tolerance_mm: f64,
    progress: &mut Progress<'_>,
) -> Result<(Vec<Fault>, Vec<bool>), Stopped> {
    let tolerance_mm = tolerance_mm.max(1e-6);
    // How far each figure of a twin may be off: sides of boxes differ by two tolerances at most.
    let slack = [2.0, 2.0, 8.0].map(|tolerances| tolerances * tolerance_mm);
    let cell = |figures: [f64; 3], shift: f64| -> [i64; 3] {
        std::array::from_fn(|at| ((figures[at] + shift * slack[at]) / (CELL * slack[at])).floor() as i64)
    };
    let mut kept: HashMap<[i64; 3], Vec<u32>> = HashMap::with_capacity(strokes.len());
    let mut repeated = vec![false; strokes.len()];
    let mut faults = Vec::new();
    let measured: Vec<(Rect, f64)> = strokes
        .iter()
        .map(|stroke| (stroke.path.bounds().unwrap_or(Rect::ZERO), stroke.path.length_mm()))
        .collect();
    for (at, stroke) in strokes.iter().enumerate() {
        tick(progress, at, strokes.len())?;
        let (bounds, length_mm) = measured[at];
        let middle = bounds.center();
        let figures = [middle.x, middle.y, bounds.width() + bounds.height()];
        let mut twin = None;
        'cells: for near in cells_between(cell(figures, -1.0), cell(figures, 1.0)) {
            for &other in kept.get(&near).into_iter().flatten() {
                let (other_bounds, other_length) = measured[other as usize];
                let near = |a: f64, b: f64| (a - b).abs() <= 2.0 * tolerance_mm;
                let alike = near(bounds.x0, other_bounds.x0)
                    && near(bounds.y0, other_bounds.y0)
                    && near(bounds.x1, other_bounds.x1)
                    && near(bounds.y1, other_bounds.y1)
                    && (length_mm - other_length).abs() <= 4.0 * tolerance_mm + 1e-6 * length_mm;
                if alike
                    && lies_on(&stroke.path, &strokes[other as usize].path, tolerance_mm)
                    && lies_on(&strokes[other as usize].path, &stroke.path, tolerance_mm)
                {
                    twin = Some(other);
                    break 'cells;
                }
            }
        }
        if let Some(other) = twin {
            repeated[at] = true;
            let kind = FaultKind::Duplicate { length_mm, other_layer: strokes[other as usize].layer };
            let place = middle_of(&stroke.path);
            faults
                .push(Fault { repair: Some(Repair::Duplicates), ..Fault::plain(kind, place, stroke.layer) });
        } else {
            kept.entry(cell(figures, 0.0)).or_default().push(at as u32);
        }
    }
    Ok((faults, repeated))
}

/// Every cell of a box of cells: mostly one, because a cell is much wider than what a twin may be off.
fn cells_between(low: [i64; 3], high: [i64; 3]) -> impl Iterator<Item = [i64; 3]> {
    (low[0]..=high[0])
        .flat_map(move |x| (low[1]..=high[1]).flat_map(move |y| (low[2]..=high[2]).map(move |z| [x, y, z])))
}

/// Places all along a line are on another one.
fn lies_on(path: &Path, on: &Path, tolerance_mm: f64) -> bool {
    let step = path.segments.len().div_ceil(MOST_PLACES / 3).max(1);
    path.pieces().step_by(step).all(|(from, segment)| {
        [0.0, 0.35, 0.7].into_iter().all(|share| {
            let place = segment.point(from, share);
            on.pieces().any(|(from, segment)| distance(from, segment, place) <= tolerance_mm)
        })
    })
}

/// The middle of the middle segment: a place on the line itself.
fn middle_of(path: &Path) -> Point {
    let middle = path.pieces().nth(path.segments.len() / 2);
    middle.map_or(path.start, |(from, segment)| segment.point(from, 0.5))
}
