//! Points of a chain at which it may be cut: those of a polygon that keeps within a tolerance of it
//! (Ramer 1972, Douglas and Peucker 1973).

use super::shape::to_line;
use kurbo::Point;

/// Chains are cut here at the latest, so that the time stays in proportion to the length.
const LONGEST_RUN: usize = 2048;

/// Knots of a closed chain, rising.
pub(super) fn of_ring(points: &[Point], tolerance: f64) -> Vec<usize> {
    let first = points[0];
    let far = (0..points.len())
        .max_by(|&one, &other| {
            points[one].distance_squared(first).total_cmp(&points[other].distance_squared(first))
        })
        .unwrap_or(0);
    let around: Vec<Point> = points.iter().chain(points.first()).copied().collect();
    let mut knots = vec![0, far];
    add_runs(&around, 0, far, tolerance, &mut knots);
    add_runs(&around, far, points.len(), tolerance, &mut knots);
    knots.retain(|&knot| knot < points.len());
    knots.sort_unstable();
    knots.dedup();
    knots
}

/// Knots of an open chain, rising, its ends among them.
pub(super) fn of_strand(points: &[Point], tolerance: f64) -> Vec<usize> {
    let last = points.len() - 1;
    let mut knots = vec![0, last];
    add_runs(points, 0, last, tolerance, &mut knots);
    knots.sort_unstable();
    knots.dedup();
    knots
}

fn add_runs(points: &[Point], from: usize, to: usize, tolerance: f64, knots: &mut Vec<usize>) {
    let mut start = from;
    while start < to {
        let end = if to - start > LONGEST_RUN + LONGEST_RUN / 2 { start + LONGEST_RUN } else { to };
        knots.push(end);
        add(points, start, end, tolerance, knots);
        start = end;
    }
}

fn add(points: &[Point], from: usize, to: usize, tolerance: f64, knots: &mut Vec<usize>) {
    let mut left = vec![(from, to)];
    while let Some((from, to)) = left.pop() {
        let distance = |n: usize| to_line(points[from], points[to], points[n]);
        let far = (from + 1..to)
            .map(|n| (n, distance(n)))
            .max_by(|one, other| one.1.total_cmp(&other.1))
            .filter(|(_, far)| *far > tolerance);
        if let Some((far, _)) = far {
            knots.push(far);
            left.extend([(from, far), (far, to)]);
        }
    }
}
