//! Where closed paths begin.

use super::{Step, entry, exit};
use crate::rotate::{start_point, starts};
use kurbo::Point;
use penstock_drawing::Path;

/// Moves the start of every closed path to the vertex that makes the way from its predecessor and to
/// its successor shortest; returns the travel saved, in mm. Linear in the number of vertices.
pub(super) fn choose_starts(paths: &[Path], steps: &mut [Step], from: Option<Point>) -> f64 {
    let mut saved = 0.0;
    for at in 0..steps.len() {
        let path = &paths[steps[at].path as usize];
        if starts(path) < 2 {
            continue;
        }
        let before = if at == 0 { from } else { Some(exit(paths, steps[at - 1])) };
        let after = steps.get(at + 1).map(|&next| entry(paths, next));
        let cost = |vertex: usize| {
            let point = start_point(path, vertex);
            before.map_or(0.0, |before| before.distance(point))
                + after.map_or(0.0, |after| after.distance(point))
        };
        let now = cost(steps[at].vertex as usize);
        let mut best = (now - 1e-9, None);
        for vertex in 0..starts(path) {
            let cost = cost(vertex);
            if cost < best.0 {
                best = (cost, Some(vertex));
            }
        }
        if let Some(vertex) = best.1 {
            steps[at].vertex = vertex as u32;
            saved += now - best.0;
        }
    }
    saved
}
