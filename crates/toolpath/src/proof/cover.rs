//! What the moving disc takes and what it leaves.

use super::drawn::{Drawn, Kind, Line};
use super::finding::Fault;
use super::fit::nearest_center;
use super::grid::Grid;
use super::motion::{Pierce, Stroke};
use super::shape::Shape;
use super::{Job, Proof, Small};
use crate::{Progress, Stopped, tick};
use kurbo::Point;

/// A slit counts as followed by what stays this near to it, in mm.
const ALONG_SLIT_MM: f64 = 0.02;
/// The jet fits where no line is nearer than its radius less this, in mm.
const FITS_MM: f64 = 5e-4;
/// What is left in a corner is a corner's rest up to this many radii; more is a place too narrow.
const CORNER_RADII: f64 = 3.0;

/// The jet is never on outside of the sheet.
pub(super) fn inside_sheet(cuts: &[Stroke], pierces: &[Pierce], job: &Job<'_>, proof: &mut Proof) {
    // Zero and place are rounded once each.
    let allowed = job.sheet.inflate(job.beyond_sheet_mm + 1e-3, job.beyond_sheet_mm + 1e-3);
    let strokes = cuts.iter().map(|cut| (cut.shape.bounds(), cut.shape.from(), cut.line));
    let points = pierces.iter().map(|p| (kurbo::Rect::from_points(p.at, p.at), p.at, p.line));
    for (bounds, place, line) in strokes.chain(points) {
        if bounds.union(allowed) != allowed {
            let message = "The jet is on outside of the sheet".to_owned();
            proof.findings.add(Fault::OffSheet, line, Some(place), message);
        }
    }
}

/// Every move with the jet on, and every start of it, is half a kerf away from every part.
pub(super) fn takes_no_part(
    cuts: &[Stroke],
    pierces: &[Pierce],
    drawn: &Drawn<'_>,
    job: &Job<'_>,
    proof: &mut Proof,
    progress: &mut Progress<'_>,
) -> Result<(), Stopped> {
    let total = cuts.len() + pierces.len();
    let points = pierces.iter().map(|p| (Shape::Line { from: p.at, to: p.at }, p.line));
    // Moves that go on where the one before ended, beside the same lines, lie on the same side of them.
    let mut before: Option<Point> = None;
    for (done, (shape, line)) in cuts.iter().map(|cut| (cut.shape, cut.line)).chain(points).enumerate() {
        tick(progress, done, total)?;
        let clean = keeps_away(&shape, line, drawn, job, proof);
        let goes_on = before == Some(shape.from());
        if clean && !goes_on {
            is_outside(&shape, line, drawn, job, proof);
        }
        before = clean.then(|| shape.to());
    }
    Ok(())
}

/// Whether a move cuts into nothing; says so if it does.
fn keeps_away(shape: &Shape, line: u32, drawn: &Drawn<'_>, job: &Job<'_>, proof: &mut Proof) -> bool {
    let radius = job.kerf_mm / 2.0;
    let mut deepest: Option<(f64, Point, usize)> = None;
    let mut along_slit = false;
    for other in drawn.grid.near(shape.bounds().inflate(radius, radius)) {
        if drawn.is_passed_over(other) {
            continue;
        }
        let owner = drawn.owner[other as usize] as usize;
        let (distance, place) = shape.distance(&drawn.shapes[other as usize]);
        let depth = radius - distance;
        if drawn.lines[owner].kind == Kind::Slit {
            along_slit |= depth > 0.0;
        } else if depth > deepest.map_or(0.0, |(deepest, ..)| deepest) {
            deepest = Some((depth, place, owner));
        }
    }
    if along_slit && follows_slit(shape, drawn) {
        return true;
    }
    let Some((depth, place, owner)) = deepest else { return true };
    if depth <= job.tolerance_mm {
        proof.max_error_mm = proof.max_error_mm.max(depth);
        return true;
    }
    // On the far side of the line the jet goes all the way in; how far does not matter then.
    proof.max_error_mm = proof.max_error_mm.max(depth);
    let name = drawn.name(owner);
    let message = format!("The jet cuts {depth:.3} mm into {name}");
    proof.findings.add(Fault::Gouge, line, Some(place), message);
    false
}

/// A slit is cut along its own line, in the middle of the material.
fn follows_slit(shape: &Shape, drawn: &Drawn<'_>) -> bool {
    let steps = (shape.length_mm() / 0.2).ceil().max(1.0) as usize;
    (0..=steps).map(|step| shape.point(step as f64 / steps as f64)).all(|place| {
        drawn
            .grid
            .around(place, ALONG_SLIT_MM)
            .into_iter()
            .filter(|&other| drawn.lines[drawn.owner[other as usize] as usize].kind == Kind::Slit)
            .any(|other| drawn.shapes[other as usize].distance_to(place) <= ALONG_SLIT_MM)
    })
}

/// A move that crosses no line is inside of a part as a whole, or outside.
fn is_outside(shape: &Shape, line: u32, drawn: &Drawn<'_>, job: &Job<'_>, proof: &mut Proof) {
    if follows_slit(shape, drawn) {
        return;
    }
    let place = shape.from();
    if let Some(part) = drawn.parts.iter().find(|part| part.contains(place)) {
        let in_small = part.holes.iter().any(|hole| hole.contains(place));
        if in_small && job.small == Small::Pierced {
            return;
        }
        let message = format!("The jet is on inside of {}", part.name);
        proof.max_error_mm = proof.max_error_mm.max(job.kerf_mm / 2.0);
        proof.findings.add(Fault::InsidePart, line, Some(place), message);
    }
}

/// Every place of every contour is cut. Answers for each line the number of the move that frees it: the
/// last one that it needs; none for a line that is not cut to its end.
pub(super) fn leaves_no_rest(
    cuts: &[Stroke],
    drawn: &Drawn<'_>,
    job: &Job<'_>,
    proof: &mut Proof,
    progress: &mut Progress<'_>,
) -> Result<Vec<Option<u32>>, Stopped> {
    let shapes: Vec<Shape> = cuts.iter().map(|cut| cut.shape).collect();
    let sweep = Sweep { grid: Grid::new(&shapes), shapes };
    let mut freed = Vec::with_capacity(drawn.lines.len());
    for number in 0..drawn.lines.len() {
        if !progress(number as f64 / drawn.lines.len() as f64) {
            return Err(Stopped);
        }
        freed.push(if drawn.lines[number].is_small { None } else { sweep.frees(number, drawn, job, proof) });
    }
    Ok(freed)
}

/// The moves with the jet on.
struct Sweep {
    shapes: Vec<Shape>,
    grid: Grid,
}

/// A stretch of a line that is not cut.
struct Rest {
    at: Point,
    length_mm: f64,
    deepest_mm: f64,
    /// Places counted from the line's start.
    last: usize,
}

impl Sweep {
    /// Distance to the nearest move within `reach`, and the first move within `near`.
    fn look(&self, place: Point, reach: f64, near: f64) -> (Option<f64>, Option<u32>) {
        let (mut least, mut first) = (None, None);
        for number in self.grid.around(place, reach) {
            let distance = self.shapes[number as usize].distance_to(place);
            if distance <= reach && least.is_none_or(|least| distance < least) {
                least = Some(distance);
            }
            // Numbers come in order.
            if first.is_none() && distance <= near {
                first = Some(number);
            }
        }
        (least, first)
    }

    fn frees(&self, number: usize, drawn: &Drawn<'_>, job: &Job<'_>, proof: &mut Proof) -> Option<u32> {
        let line = &drawn.lines[number];
        // Of a slit the jet runs on the line itself.
        let radius = if line.kind == Kind::Slit { 0.0 } else { job.kerf_mm / 2.0 };
        let reach = radius + 2.0 * job.kerf_mm;
        let near = radius + job.tolerance_mm;
        let (mut freed, mut rests, mut touched) = (0, Vec::<Rest>::new(), false);
        let (mut count, mut worst) = (0, 0.0f64);
        for (at, place) in drawn.places(line).enumerate() {
            count = at + 1;
            let (least, first) = self.look(place.at, reach, near);
            if let Some(first) = first {
                freed = freed.max(first);
                touched = true;
            }
            let rest = least.map_or(f64::INFINITY, |least| least - radius);
            if rest <= job.tolerance_mm {
                worst = worst.max(rest);
                continue;
            }
            let allowed = self.allowed(place, line, drawn, job, proof);
            let beyond = rest - allowed;
            touched |= least.is_some();
            if beyond <= job.tolerance_mm {
                worst = worst.max(beyond);
                continue;
            }
            match rests.last_mut() {
                Some(last) if last.last + 1 == at => {
                    last.last = at;
                    last.length_mm += place.share_mm;
                    last.deepest_mm = last.deepest_mm.max(beyond);
                }
                _ => {
                    rests.push(Rest {
                        at: place.at,
                        length_mm: place.share_mm,
                        deepest_mm: beyond,
                        last: at,
                    });
                }
            }
        }
        proof.max_error_mm = proof.max_error_mm.max(worst);
        // A stretch over the start of a closed line is one.
        if line.kind != Kind::Slit
            && rests.len() > 1
            && rests.last().is_some_and(|rest| rest.last + 1 == count)
        {
            let starts = drawn.places(line).next().is_some_and(|first| rests[0].at == first.at);
            if let (true, Some(last)) = (starts, rests.pop()) {
                rests[0].length_mm += last.length_mm;
            }
        }
        self.judge(number, &rests, touched, drawn, job, proof).then_some(freed)
    }

    /// How much must stay at this place, because the jet is round; said of corners and narrow places.
    fn allowed(
        &self,
        place: super::drawn::Place,
        line: &Line,
        drawn: &Drawn<'_>,
        job: &Job<'_>,
        proof: &mut Proof,
    ) -> f64 {
        if line.kind == Kind::Slit {
            return 0.0;
        }
        let radius = job.kerf_mm / 2.0;
        let center = place.at + place.away * radius;
        let fits = drawn
            .grid
            .around(center, radius)
            .into_iter()
            .filter(|&shape| !drawn.is_passed_over(shape))
            .all(|shape| drawn.shapes[shape as usize].distance_to(center) >= radius - FITS_MM);
        if fits {
            return 0.0;
        }
        match nearest_center(drawn, place.at, center, radius) {
            Some(distance) if distance - radius <= CORNER_RADII * radius => {
                let rest = (distance - radius).max(0.0);
                proof.corner_rest_mm = proof.corner_rest_mm.max(rest);
                rest
            }
            _ => {
                proof.too_narrow_mm += place.share_mm;
                f64::INFINITY
            }
        }
    }

    /// Whether what is left of a line may stay; says so if not.
    fn judge(
        &self,
        number: usize,
        rests: &[Rest],
        touched: bool,
        drawn: &Drawn<'_>,
        job: &Job<'_>,
        proof: &mut Proof,
    ) -> bool {
        let line = &drawn.lines[number];
        let name = drawn.name(number);
        let tabs = if line.kind == Kind::Outline { job.tabs.count } else { 0 };
        let short = rests.iter().all(|rest| rest.length_mm <= job.tabs.longest_mm);
        if rests.len() == tabs && (tabs == 0 || short) {
            return true;
        }
        let place = rests.first().map(|rest| rest.at);
        if !touched {
            let message = format!("{name} is not cut");
            proof.findings.add(Fault::ContourNotCut, 0, place, message);
        } else if tabs > 0 && short {
            let message = format!("{name} has {} tab(s), not {tabs}", rests.len());
            proof.findings.add(Fault::Tabs, 0, place, message);
        } else {
            for rest in rests {
                let Rest { at, length_mm, deepest_mm, .. } = *rest;
                let deep = if deepest_mm.is_finite() {
                    format!("by {deepest_mm:.3} mm, along {length_mm:.2} mm")
                } else {
                    format!("along {length_mm:.2} mm")
                };
                let message = format!("{name} is not cut to the line, {deep}");
                proof.findings.add(Fault::NotCut, 0, Some(at), message);
                proof.max_error_mm = proof.max_error_mm.max(deepest_mm.min(job.kerf_mm));
            }
        }
        proof.max_error_mm = proof.max_error_mm.max(if touched { 0.0 } else { job.kerf_mm });
        false
    }
}

/// Holes that are smaller than the jet: left alone, or pierced once and no more.
pub(super) fn small_holes(
    cuts: &[Stroke],
    pierces: &[Pierce],
    drawn: &Drawn<'_>,
    job: &Job<'_>,
    proof: &mut Proof,
) {
    for number in 0..drawn.lines.len() {
        if !drawn.lines[number].is_small {
            continue;
        }
        let Some(hole) = drawn.contour(number) else { continue };
        let name = drawn.name(number);
        let place = Some(hole.path().start);
        let inside = pierces.iter().filter(|pierce| hole.contains(pierce.at)).count();
        let wanted = usize::from(job.small == Small::Pierced);
        if inside != wanted {
            let message = format!("{name} is smaller than the jet and has {inside} pierce(s), not {wanted}");
            proof.findings.add(Fault::ContourNotCut, 0, place, message);
        }
        let moved = cuts.iter().find(|cut| cut.shape.length_mm() > 1e-3 && hole.contains(cut.shape.from()));
        if let Some(cut) = moved {
            let message = format!("The jet moves inside of {name}, which is smaller than the jet");
            proof.findings.add(Fault::Gouge, cut.line, place, message);
        }
    }
}
