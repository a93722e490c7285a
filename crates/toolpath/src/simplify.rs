//! Drops vertices of polylines that change nothing within a tolerance (Douglas and Peucker, 1973).
//!
//! Only runs of straight segments are touched; arcs, curves and the ends of runs stay. It does not
//! look at other paths or at self-crossings: a tolerance below the pen's width keeps the picture.

use crate::{Progress, Stopped, tick};
use kurbo::Point;
use penstock_drawing::{Path, Segment};

/// Vertices looked at together. One in so many always stays, which keeps the worst case linear.
const WINDOW: usize = 2048;

/// Simplifies every path. No vertex of the old line is further than `tolerance_mm` from the new one.
/// A tolerance of 0 changes nothing.
///
/// # Errors
/// [`Stopped`] when `progress` says so.
pub fn simplify(paths: &mut [Path], tolerance_mm: f64, progress: &mut Progress<'_>) -> Result<(), Stopped> {
    if tolerance_mm <= 0.0 {
        return Ok(());
    }
    let count = paths.len();
    for (at, path) in paths.iter_mut().enumerate() {
        tick(progress, at, count)?;
        simplify_path(path, tolerance_mm);
    }
    Ok(())
}

fn simplify_path(path: &mut Path, tolerance_mm: f64) {
    if path.segments.len() < 2 {
        return;
    }
    let mut kept = Vec::with_capacity(path.segments.len());
    let mut run = vec![path.start];
    let mut flags = Vec::new();
    for segment in &path.segments {
        if let Segment::Line { to } = *segment {
            run.push(to);
        } else {
            flush(&mut run, tolerance_mm, &mut flags, &mut kept);
            kept.push(*segment);
            run.push(segment.to());
        }
    }
    flush(&mut run, tolerance_mm, &mut flags, &mut kept);
    path.segments = kept;
}

/// Moves what stays of a run of points to `kept`, without its first point.
fn flush(run: &mut Vec<Point>, tolerance_mm: f64, flags: &mut Vec<bool>, kept: &mut Vec<Segment>) {
    keep_flags(run, tolerance_mm, flags);
    kept.extend(
        run.iter().zip(flags.iter()).skip(1).filter(|(_, keep)| **keep).map(|(&to, _)| Segment::Line { to }),
    );
    run.clear();
}

/// Replaces `flags` with which points of a polyline have to stay so that every other one is within
/// `tolerance_mm` of the rest. First and last always stay.
pub fn keep_flags(points: &[Point], tolerance_mm: f64, flags: &mut Vec<bool>) {
    flags.clear();
    flags.resize(points.len(), false);
    let Some(last) = points.len().checked_sub(1) else { return };
    flags[0] = true;
    flags[last] = true;
    let mut ranges = Vec::new();
    let mut from = 0;
    while from < last {
        let to = (from + WINDOW).min(last);
        flags[to] = true;
        ranges.push((from, to));
        while let Some((low, high)) = ranges.pop() {
            if let Some(farthest) = farthest(points, low, high, tolerance_mm) {
                flags[farthest] = true;
                ranges.push((low, farthest));
                ranges.push((farthest, high));
            }
        }
        from = to;
    }
}

/// The point between `low` and `high` that is farthest from their line, if it is beyond the tolerance.
fn farthest(points: &[Point], low: usize, high: usize, tolerance_mm: f64) -> Option<usize> {
    let (a, b) = (points[low], points[high]);
    let along = b - a;
    let length = along.hypot2();
    let mut worst = (tolerance_mm * tolerance_mm, None);
    for (at, &point) in points.iter().enumerate().take(high).skip(low + 1) {
        let away = point - a;
        // Distance to the piece, not to the endless line: a spike beyond its end must not vanish.
        let share = if length > 0.0 { (away.dot(along) / length).clamp(0.0, 1.0) } else { 0.0 };
        let distance = (away - along * share).hypot2();
        if distance > worst.0 {
            worst = (distance, Some(at));
        }
    }
    worst.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn polyline(points: &[(f64, f64)]) -> Path {
        let mut points = points.iter().map(|&p| Point::from(p));
        let start = points.next().unwrap();
        Path { start, segments: points.map(|to| Segment::Line { to }).collect() }
    }

    fn simplified(mut path: Path, tolerance_mm: f64) -> Path {
        simplify(std::slice::from_mut(&mut path), tolerance_mm, &mut |_| true).unwrap();
        path
    }

    #[test]
    fn points_on_a_line_go_and_corners_stay() {
        let path = polyline(&[(0.0, 0.0), (5.0, 0.001), (10.0, 0.0), (10.0, 10.0)]);
        assert_eq!(simplified(path.clone(), 0.01), polyline(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]));
        assert_eq!(simplified(path.clone(), 0.0), path);
    }

    #[test]
    fn a_spike_back_along_the_line_stays() {
        let path = polyline(&[(0.0, 0.0), (10.0, 0.0), (5.0, 0.0)]);
        assert_eq!(simplified(path.clone(), 0.1), path);
    }

    #[test]
    fn a_closed_line_keeps_its_shape() {
        let square = polyline(&[(0.0, 0.0), (5.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]);
        let result = simplified(square, 0.1);
        assert!(result.is_closed());
        assert_eq!(result.segments.len(), 4);
    }

    #[test]
    fn curves_are_left_alone() {
        let curve = Segment::Arc { to: Point::new(3.0, 0.0), bulge: 0.001 };
        let path = Path {
            start: Point::ORIGIN,
            segments: vec![
                Segment::Line { to: Point::new(1.0, 0.0) },
                Segment::Line { to: Point::new(2.0, 0.0) },
                curve,
                Segment::Line { to: Point::new(4.0, 0.0) },
            ],
        };
        let result = simplified(path, 0.1);
        assert_eq!(
            result.segments,
            [Segment::Line { to: Point::new(2.0, 0.0) }, curve, Segment::Line { to: Point::new(4.0, 0.0) }]
        );
    }

    #[test]
    fn a_stop_is_heard() {
        let mut paths = vec![polyline(&[(0.0, 0.0), (1.0, 0.0)])];
        assert_eq!(simplify(&mut paths, 0.1, &mut |_| false), Err(Stopped));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_dropped_vertex_is_within_the_tolerance(
            points in prop::collection::vec((0.0..5.0f64, 0.0..5.0f64), 2..60), tolerance in 0.01..2.0f64,
        ) {
            let points: Vec<Point> = points.into_iter().map(Point::from).collect();
            let mut flags = Vec::new();
            keep_flags(&points, tolerance, &mut flags);
            let kept: Vec<Point> =
                points.iter().zip(&flags).filter(|(_, keep)| **keep).map(|(p, _)| *p).collect();
            for point in points {
                let distance = kept.windows(2).map(|pair| {
                    let along = pair[1] - pair[0];
                    let share = ((point - pair[0]).dot(along) / along.hypot2().max(1e-12)).clamp(0.0, 1.0);
                    (point - pair[0] - along * share).hypot()
                }).fold(f64::INFINITY, f64::min);
                prop_assert!(distance <= tolerance + 1e-9);
            }
        }
    }
}
