//! Lines that do not close, with the end that is nearest to each of theirs.

use super::super::fault::{Fault, FaultKind};
use super::super::stroke::Stroke;
use crate::point_tree::PointTree;
use kurbo::Point;

/// Ends looked at around each one.
const NEAR_ENDS: usize = 4;

/// A fault for each open line. `slits` says which lie in the material of a part.
pub(in crate::parts) fn find(lines: &[(Stroke, bool)]) -> Vec<Fault> {
    let ends: Vec<Point> = lines.iter().flat_map(|(line, _)| [line.path.start, line.path.end()]).collect();
    let tree = PointTree::new(ends.clone());
    let mut near = Vec::new();
    let mut nearest = |end: usize| {
        tree.nearest_many(ends[end], NEAR_ENDS, &mut near);
        let others = near.iter().map(|&(_, other)| other as usize).filter(|&other| other != end);
        others.map(|other| (ends[end].distance(ends[other]), other)).min_by(|a, b| a.0.total_cmp(&b.0))
    };
    let mut faults = Vec::with_capacity(lines.len());
    for (number, (line, slit)) in lines.iter().enumerate() {
        let (start, end) = (2 * number, 2 * number + 1);
        let own = (ends[start].distance(ends[end]), end);
        let from_start = nearest(start).unwrap_or(own);
        let from_end = nearest(end).unwrap_or((own.0, start));
        let (place, (gap_mm, other)) =
            if from_end.0 < from_start.0 { (ends[end], from_end) } else { (ends[start], from_start) };
        let kind =
            FaultKind::Open { length_mm: line.path.length_mm(), gap_mm, other: ends[other], slit: *slit };
        faults.push(Fault::plain(kind, place, line.layer));
    }
    faults
}
