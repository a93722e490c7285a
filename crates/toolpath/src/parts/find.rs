//! From the lines of a drawing to parts.

use super::contour::Contour;
use super::fault::{Fault, FaultKind};
use super::nodes::Gap;
use super::repair::{Repair, mend};
use super::stroke::{self, Stroke};
use super::tree::Tree;
use super::{Part, measure};
use crate::{Progress, Stopped, tick};
use kurbo::Point;
use penstock_drawing::Drawing;

/// How parts are found.
#[derive(Clone, PartialEq, Debug)]
pub struct Options {
    /// Ends of lines no further apart than this are brought together, in mm.
    pub join_tolerance_mm: f64,
    /// Lines and arcs stay within this distance of the curves that they stand for, in mm.
    pub curve_tolerance_mm: f64,
    /// Lines no further apart than this are the same line, in mm.
    pub same_tolerance_mm: f64,
    /// Segments shorter than this are merged with their neighbours, in mm.
    pub tiny_mm: f64,
    /// What parts are called: one part by this name, several by it and a number from 1.
    pub name: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            join_tolerance_mm: 0.1,
            curve_tolerance_mm: 0.01,
            same_tolerance_mm: 0.01,
            tiny_mm: 0.05,
            name: "part".to_owned(),
        }
    }
}

/// What a drawing holds.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Found {
    /// The parts, in document order of their outlines.
    pub parts: Vec<Part>,
    /// Lines that do not close and are inside of no part, in document order.
    pub open: Vec<Stroke>,
    /// Gaps that were closed.
    pub gaps: Vec<Gap>,
    /// Places where more than two lines meet, with the layer of one of them.
    pub branches: Vec<(Point, usize)>,
}

/// Finds the parts of a drawing: fits lines and arcs to curves, does every [`Repair`], chains pieces whose
/// ends meet, and sorts the contours into outlines, holes and islands. Each line that is left after the
/// repairs is in one part or in [`Found::open`].
///
/// Near-linear in the number of pieces: no step compares all of them with all others.
///
/// # Errors
/// [`Stopped`] when `progress` says so.
pub fn find(drawing: &Drawing, options: &Options, progress: &mut Progress<'_>) -> Result<Found, Stopped> {
    let strokes = stroke::of_drawing(drawing, options.curve_tolerance_mm);
    if !progress(0.2) {
        return Err(Stopped);
    }
    let mended = mend(strokes, options, &Repair::ALL.into(), &mut |f| progress(0.2 + 0.5 * f))?;
    sorted(mended.strokes, &mended.faults, options, &mut |f| progress(0.7 + 0.3 * f))
}

/// Parts of lines that are chained.
pub(super) fn sorted(
    mut strokes: Vec<Stroke>,
    faults: &[Fault],
    options: &Options,
    progress: &mut Progress<'_>,
) -> Result<Found, Stopped> {
    strokes.iter_mut().for_each(Stroke::drop_points);
    strokes.retain(|stroke| !stroke.path.segments.is_empty());
    let mut lines = Vec::new();
    let mut contours = Vec::with_capacity(strokes.len());
    for (at, Stroke { path, layer }) in strokes.into_iter().enumerate() {
        // A line there and back encloses nothing: it is cut as the line that it is.
        match Contour::new(path.clone(), layer) {
            Ok(contour) => contours.push(contour),
            Err(_) => lines.push((at, Stroke { path, layer })),
        }
    }
    let tree = Tree::new(&contours);
    if !progress(0.5) {
        return Err(Stopped);
    }
    let mut found = Found::default();
    for fault in faults {
        match (fault.kind, fault.layer) {
            (FaultKind::Gap { other, .. }, Some(layer)) if fault.repaired => {
                found.gaps.push(Gap { from: fault.place, to: other, layer });
            }
            (FaultKind::Branch, Some(layer)) => found.branches.push((fault.place, layer)),
            _ => {}
        }
    }
    // Part of each contour: its own, or the one that it is a hole of.
    let mut part_of = vec![0usize; contours.len()];
    for (number, contour) in
        contours.iter().enumerate().filter(|&(number, _)| tree.depth[number].is_multiple_of(2))
    {
        part_of[number] = found.parts.len();
        let outer = contour.clone().turned(true);
        found.parts.push(Part { name: String::new(), outer, holes: Vec::new(), slits: Vec::new() });
    }
    for (number, contour) in
        contours.into_iter().enumerate().filter(|&(number, _)| tree.depth[number] % 2 == 1)
    {
        if let Some(around) = tree.around[number] {
            part_of[number] = part_of[around as usize];
            found.parts[part_of[number]].holes.push(contour.turned(false));
        }
    }
    let count = lines.len();
    for (at, (_, line)) in lines.into_iter().enumerate() {
        tick(&mut |f| progress(0.5 + 0.5 * f), at, count)?;
        match material_around(&line, &tree) {
            Some(contour) => found.parts[part_of[contour as usize]].slits.push(line.path),
            None => found.open.push(line),
        }
    }
    let several = found.parts.len() > 1;
    for (number, part) in found.parts.iter_mut().enumerate() {
        part.name = if several { format!("{} {}", options.name, number + 1) } else { options.name.clone() };
    }
    Ok(found)
}

/// The outline of the part whose material a line lies in from one end to the other.
fn material_around(line: &Stroke, tree: &Tree) -> Option<u32> {
    // Its ends may touch a contour, places along it do not.
    let mut around = measure::places_along(&line.path).map(|place| tree.around_place(place));
    let first = around.next()??;
    (tree.depth[first as usize].is_multiple_of(2) && around.all(|other| other == Some(first)))
        .then_some(first)
}
