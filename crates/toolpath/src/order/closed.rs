//! Where closed paths begin, to the vertex.

use super::cost::Cost;
use super::{Between, Step, entry, exit};
use crate::rotate::{start_point, starts};
use penstock_drawing::Path;

/// Moves the start of every closed path to the vertex that makes the way from its predecessor and to
/// its successor cheapest. The search has looked at some of the vertices; this looks at all, and is linear
/// in their number.
pub(super) fn choose_starts(paths: &[Path], steps: &mut [Step], between: Between, cost: Cost) {
    for at in 0..steps.len() {
        let path = &paths[steps[at].path as usize];
        if starts(path) < 2 {
            continue;
        }
        let before = if at == 0 { between.from } else { Some(exit(paths, steps[at - 1])) };
        let after = steps.get(at + 1).map(|&next| entry(paths, next)).or(between.to);
        let price = |vertex: usize| {
            let point = start_point(path, vertex);
            before.map_or(0.0, |before| cost.of(before, point))
                + after.map_or(0.0, |after| cost.of(after, point))
        };
        let mut best = (price(steps[at].vertex as usize) - 1e-9, None);
        for vertex in 0..starts(path) {
            let price = price(vertex);
            if price < best.0 {
                best = (price, Some(vertex));
            }
        }
        if let Some(vertex) = best.1 {
            steps[at].vertex = vertex as u32;
        }
    }
}
