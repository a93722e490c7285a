//! Curves finer than their times are counted, so that a circle stays round however far one zooms in.

use super::EXACT_TOLERANCE_MM;
use kurbo::Point;
use penstock_drawing::{Drawing, Path, Segment};

/// Largest distance of the picture from the true line in mm, by the number of curves: few of them cost
/// little, and many are seldom looked at one by one.
pub(super) fn tolerance_mm(drawing: &Drawing) -> f64 {
    let paths = drawing.layers.iter().flat_map(|layer| &layer.paths);
    let curves = paths.flat_map(|path| &path.segments).filter(|segment| is_curve(segment));
    match curves.take(10_001).count() {
        1..=1_000 => 0.004,
        1_001..=10_000 => 0.0125,
        _ => EXACT_TOLERANCE_MM,
    }
}

/// Appends the path to `out` with this tolerance. `times_s` belongs to its points with
/// [`EXACT_TOLERANCE_MM`]; between those, time goes with the way.
pub(super) fn refine(path: &Path, tolerance_mm: f64, times_s: &[f64], out: &mut Vec<(Point, f64)>) {
    let (mut coarse, mut fine) = (Vec::new(), Vec::new());
    let mut at = 0;
    out.extend(times_s.first().map(|&time| (path.start, time)));
    for (from, segment) in path.pieces() {
        if !is_curve(segment) {
            at += 1;
            out.push((segment.to(), times_s[at]));
            continue;
        }
        let alone = Path { start: from, segments: vec![*segment] };
        coarse.clear();
        alone.flatten(EXACT_TOLERANCE_MM, &mut coarse);
        fine.clear();
        alone.flatten(tolerance_mm, &mut fine);
        let to = at + coarse.len() - 1;
        let clock = shares(&coarse).into_iter().zip(times_s[at..=to].iter().copied()).collect::<Vec<_>>();
        let ways = shares(&fine);
        out.extend(fine.iter().zip(ways).skip(1).map(|(&point, way)| (point, time_at(&clock, way))));
        at = to;
    }
}

fn is_curve(segment: &Segment) -> bool {
    !matches!(segment, Segment::Line { .. })
}

/// How far along the line each point is, from 0 to 1.
fn shares(points: &[Point]) -> Vec<f64> {
    let mut way = 0.0;
    let steps = points.windows(2).map(|pair| pair[0].distance(pair[1]));
    let ways: Vec<f64> = std::iter::once(0.0)
        .chain(steps.map(|step| {
            way += step;
            way
        }))
        .collect();
    let whole = ways.last().copied().filter(|&whole| whole > 0.0).unwrap_or(1.0);
    ways.into_iter().map(|way| way / whole).collect()
}

/// The time at this share of the way.
fn time_at(clock: &[(f64, f64)], way: f64) -> f64 {
    let next = clock.partition_point(|&(at, _)| at < way).clamp(1, clock.len().max(2) - 1);
    let ((from, start_s), (to, end_s)) = (clock[next - 1], clock[next]);
    let share = if to > from { ((way - from) / (to - from)).clamp(0.0, 1.0) } else { 1.0 };
    start_s + (end_s - start_s) * share
}
