//! Nothing is cut in a part that is already free.

use super::drawn::{Drawn, Kind};
use super::finding::Fault;
use super::{Job, Proof};
use kurbo::Rect;

/// `freed` has for each line the number of the move that frees it.
pub(super) fn inside_first(drawn: &Drawn<'_>, freed: &[Option<u32>], job: &Job<'_>, proof: &mut Proof) {
    // With tabs nothing falls out, so nothing can be too late.
    if job.tabs.count > 0 {
        return;
    }
    let mut outlines = Vec::with_capacity(drawn.parts.len());
    for (at, line) in drawn.lines.iter().enumerate() {
        if line.kind == Kind::Outline {
            outlines.push(at);
        }
    }
    for (at, line) in drawn.lines.iter().enumerate() {
        if line.kind != Kind::Outline {
            check(at, outlines[line.part], drawn, freed, proof);
        }
    }
    for &inner in &outlines {
        let island = &drawn.parts[drawn.lines[inner].part].outer;
        let holes = drawn.lines.iter().enumerate().filter(|(_, line)| line.kind == Kind::Hole);
        for (hole, line) in holes {
            let Some(contour) = (line.part != drawn.lines[inner].part).then(|| drawn.contour(hole)).flatten()
            else {
                continue;
            };
            if holds(contour.bounds(), island.bounds()) && contour.contains(island.path().start) {
                check(inner, hole, drawn, freed, proof);
            }
        }
    }
}

fn holds(outer: Rect, inner: Rect) -> bool {
    outer.union(inner) == outer
}

fn check(inner: usize, outer: usize, drawn: &Drawn<'_>, freed: &[Option<u32>], proof: &mut Proof) {
    let (Some(first), Some(then)) = (freed[inner], freed[outer]) else { return };
    if first > then {
        let message = format!("{} is cut after {}", drawn.name(inner), drawn.name(outer));
        let place = drawn.shapes[drawn.lines[inner].shapes.start].from();
        proof.findings.add(Fault::Order, 0, Some(place), message);
    }
}
