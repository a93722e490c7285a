//! What is mended before contours are made, one named step after the other, each of which can be left out.

mod duplicates;
mod tiny;

use super::chain::chain;
use super::fault::{Fault, FaultKind};
use super::find::Options;
use super::measure;
use super::stroke::Stroke;
use crate::overlaps::{Covered, any_overlap, cut_overlaps};
use crate::{Progress, Stopped};
use std::collections::BTreeSet;

/// One kind of repair.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Repair {
    /// Leaves out lines without a length.
    ZeroLength,
    /// Leaves out lines that another one repeats, in either direction and on any layer.
    Duplicates,
    /// Cuts out of open lines what other lines draw.
    Overlaps,
    /// Brings ends together that stand within the tolerance.
    Gaps,
    /// Merges segments that are shorter than the tool can follow with their neighbours.
    TinySegments,
}

impl Repair {
    /// All of them, in the order in which they are done. None changes a line by more than its tolerance.
    pub const ALL: [Self; 5] =
        [Self::ZeroLength, Self::Duplicates, Self::Overlaps, Self::Gaps, Self::TinySegments];

    /// A word for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ZeroLength => "zero-length",
            Self::Duplicates => "duplicates",
            Self::Overlaps => "overlaps",
            Self::Gaps => "gaps",
            Self::TinySegments => "tiny-segments",
        }
    }

    /// The repair with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|repair| repair.name() == name)
    }
}

/// What a repair did.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RepairStep {
    /// Which one.
    pub repair: Repair,
    /// Places that it mended.
    pub places: usize,
    /// By how much the drawn length changed, in mm; negative where it became shorter.
    pub length_change_mm: f64,
    /// Lines and rings after it.
    pub lines: usize,
}

/// Lines after the repairs.
#[derive(Debug, Default)]
pub(super) struct Mended {
    /// Chained: closed ones end where they start.
    pub(super) strokes: Vec<Stroke>,
    pub(super) faults: Vec<Fault>,
    pub(super) steps: Vec<RepairStep>,
}

/// Looks for what can be mended, and mends what is asked for.
pub(super) fn mend(
    mut strokes: Vec<Stroke>,
    options: &Options,
    repairs: &BTreeSet<Repair>,
    progress: &mut Progress<'_>,
) -> Result<Mended, Stopped> {
    let mut mended = Mended::default();
    let mut log = Log { repairs, mended: &mut mended, length_mm: length(&strokes) };

    let faults = zero_length(&mut strokes, repairs.contains(&Repair::ZeroLength));
    log.step(Repair::ZeroLength, faults, &strokes);
    // A point is no line to chain; one that is to stay is kept aside.
    let (mut strokes, points): (Vec<Stroke>, Vec<Stroke>) =
        strokes.into_iter().partition(|stroke| stroke.path.length_mm() > 0.0);

    let (faults, repeated) =
        duplicates::find(&strokes, options.same_tolerance_mm, &mut |f| progress(0.25 * f))?;
    if repairs.contains(&Repair::Duplicates) {
        let mut number = 0;
        strokes.retain(|_| {
            number += 1;
            !repeated[number - 1]
        });
    }
    let is_repeated =
        |at: usize| repeated.get(at).copied().unwrap_or(false) && !repairs.contains(&Repair::Duplicates);
    log.step(Repair::Duplicates, faults, &strokes);

    let (faults, strokes) =
        overlaps(strokes, &is_repeated, options, repairs, &mut |f| progress(0.25 + 0.35 * f))?;
    log.step(Repair::Overlaps, faults, &strokes);

    // Without the repair gaps are looked for all the same, on a copy.
    let mend_gaps = repairs.contains(&Repair::Gaps);
    let (strokes, copy) = if mend_gaps { (Vec::new(), strokes) } else { (strokes.clone(), strokes) };
    let mut chained = chain(copy, options.join_tolerance_mm, &mut |f| progress(0.6 + 0.2 * f))?;
    let gaps = chained.gaps.iter().map(|gap| Fault {
        repair: Some(Repair::Gaps),
        ..Fault::plain(FaultKind::Gap { width_mm: gap.width_mm(), other: gap.to }, gap.from, gap.layer)
    });
    let gaps: Vec<Fault> = gaps.collect();
    if !mend_gaps {
        chained = chain(strokes, 0.0, &mut |f| progress(0.8 + 0.05 * f))?;
    }
    let branches =
        chained.branches.iter().map(|&(place, layer)| Fault::plain(FaultKind::Branch, place, layer));
    log.mended.faults.extend(branches);
    let mut all: Vec<(usize, Stroke)> = chained.closed.into_iter().chain(chained.open).collect();
    all.sort_by_key(|&(at, _)| at);
    let mut strokes: Vec<Stroke> = all.into_iter().map(|(_, stroke)| stroke).collect();
    log.step(Repair::Gaps, gaps, &strokes);

    let faults = tiny::merge(&mut strokes, options.tiny_mm, repairs.contains(&Repair::TinySegments));
    log.step(Repair::TinySegments, faults, &strokes);
    if !progress(1.0) {
        return Err(Stopped);
    }
    strokes.extend(points);
    mended.strokes = strokes;
    Ok(mended)
}

/// Writes down what each step found and did.
struct Log<'a> {
    repairs: &'a BTreeSet<Repair>,
    mended: &'a mut Mended,
    length_mm: f64,
}

impl Log<'_> {
    fn step(&mut self, repair: Repair, mut faults: Vec<Fault>, strokes: &[Stroke]) {
        let done = self.repairs.contains(&repair);
        for fault in &mut faults {
            fault.repaired = done && fault.repair == Some(repair);
        }
        let places = faults.iter().filter(|fault| fault.repaired).count();
        let length_mm = length(strokes);
        if places > 0 {
            let length_change_mm = length_mm - self.length_mm;
            self.mended.steps.push(RepairStep { repair, places, length_change_mm, lines: strokes.len() });
        }
        self.length_mm = length_mm;
        self.mended.faults.append(&mut faults);
    }
}

fn length(strokes: &[Stroke]) -> f64 {
    strokes.iter().map(|stroke| stroke.path.length_mm()).fold(0.0, std::ops::Add::add)
}

/// Lines and segments without a length.
fn zero_length(strokes: &mut Vec<Stroke>, mend: bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    for stroke in strokes.iter_mut() {
        let points = stroke.path.pieces().filter(|(from, segment)| segment.to() == *from);
        faults.extend(points.map(|(place, _)| Fault {
            repair: Some(Repair::ZeroLength),
            ..Fault::plain(FaultKind::ZeroLength, place, stroke.layer)
        }));
        if mend {
            stroke.drop_points();
        }
    }
    strokes.retain(|stroke| !stroke.path.segments.is_empty());
    faults
}

/// Lines that lie on others in part. Rings stay whole: two parts may share an edge, and without it neither
/// would be closed.
fn overlaps(
    strokes: Vec<Stroke>,
    is_repeated: &dyn Fn(usize) -> bool,
    options: &Options,
    repairs: &BTreeSet<Repair>,
    progress: &mut Progress<'_>,
) -> Result<(Vec<Fault>, Vec<Stroke>), Stopped> {
    let mend = repairs.contains(&Repair::Overlaps);
    let (left_out, strokes): (Vec<_>, Vec<_>) =
        strokes.into_iter().enumerate().partition(|&(at, _)| is_repeated(at));
    let left_out = left_out.into_iter().map(|(_, stroke)| stroke);
    let strokes: Vec<Stroke> = strokes.into_iter().map(|(_, stroke)| stroke).collect();
    let paths = strokes.iter().map(|stroke| &stroke.path);
    // Most drawings have none, and are spared the chaining.
    if !any_overlap(paths, options.same_tolerance_mm, &mut |f| progress(0.4 * f))? {
        return Ok((Vec::new(), strokes.into_iter().chain(left_out).collect()));
    }
    // Which lines close is known once they are chained.
    let chained = chain(strokes.clone(), 0.0, &mut |f| progress(0.4 + 0.2 * f))?;
    // A line there and back encloses nothing, and may be cut.
    let (closed, folded): (Vec<_>, Vec<_>) =
        chained.closed.into_iter().partition(|(_, stroke)| measure::area_mm2(&stroke.path).abs() > 1e-9);
    let rings = closed.len();
    let mut layers = Vec::with_capacity(strokes.len());
    let mut paths = Vec::with_capacity(strokes.len());
    let mut numbers = Vec::with_capacity(strokes.len());
    for (number, stroke) in closed.into_iter().chain(folded).chain(chained.open) {
        numbers.push(number);
        layers.push(stroke.layer);
        paths.push(stroke.path);
    }
    let mut faults: Vec<Fault> = Vec::new();
    let mut last = None;
    let may_cut = |path: usize| mend && path >= rings;
    let least_mm = LEAST_OVERLAP * options.same_tolerance_mm;
    let mut tell = |Covered { path, place, length_mm }: Covered| {
        // Neighbouring segments of one line that lie on another are one fault.
        if last == Some(path)
            && let Some(Fault { kind: FaultKind::Overlap { length_mm: sum, .. }, .. }) = faults.last_mut()
        {
            *sum += length_mm;
            return;
        }
        if length_mm > least_mm {
            last = Some(path);
            let ring = path < rings;
            faults.push(Fault {
                repair: (!ring).then_some(Repair::Overlaps),
                ..Fault::plain(FaultKind::Overlap { length_mm, ring }, place, layers[path])
            });
        }
    };
    let cut = cut_overlaps(paths, options.same_tolerance_mm, &may_cut, &mut tell, &mut |f| {
        progress(0.6 + 0.4 * f)
    })?;
    let strokes = if mend && cut.1.segments > 0 {
        let mut pieces = cut.0;
        pieces.retain(|(_, path)| !path.segments.is_empty());
        pieces.sort_by_key(|&(from, _)| numbers[from]);
        pieces.into_iter().map(|(from, path)| Stroke { path, layer: layers[from] }).collect()
    } else {
        strokes
    };
    Ok((faults, strokes.into_iter().chain(left_out).collect()))
}

/// Overlaps up to this many tolerances are the rounding of lines that meet.
const LEAST_OVERLAP: f64 = 3.0;
