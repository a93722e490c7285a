//! The curve through given points: a natural cubic spline over the lengths of the chords, or one with the
//! tangents at its ends where they are stated. It is what drawing programs show for a spline that holds
//! nothing but fit points.

use crate::{Path, Segment};
use kurbo::{Point, Vec2};

/// The path; None for fewer than two different points.
pub(super) fn path(points: &[Point], first: Option<Vec2>, last: Option<Vec2>) -> Option<Path> {
    let mut points = points.to_vec();
    points.dedup();
    let chords: Vec<f64> = points.windows(2).map(|pair| pair[0].distance(pair[1])).collect();
    let start = *points.first().filter(|_| !chords.is_empty())?;
    let slopes = slopes(&points, &chords, first.and_then(unit), last.and_then(unit));
    let segments = points.windows(2).zip(&chords).zip(slopes.windows(2)).map(|((pair, chord), slope)| {
        let third = chord / 3.0;
        Segment::Cubic { c1: pair[0] + slope[0] * third, c2: pair[1] - slope[1] * third, to: pair[1] }
    });
    Some(Path { start, segments: segments.collect() })
}

fn unit(vector: Vec2) -> Option<Vec2> {
    (vector.hypot() > 1e-12).then(|| vector / vector.hypot())
}

/// Derivatives by the length of chords: continuity of the second one gives a tridiagonal system, solved
/// by Thomas' algorithm.
fn slopes(points: &[Point], chords: &[f64], first: Option<Vec2>, last: Option<Vec2>) -> Vec<Vec2> {
    let end = points.len() - 1;
    let step = |n: usize| (points[n + 1] - points[n]) / chords[n];
    // Rows (before, own, after, right side).
    let row = |n: usize| match n {
        0 => first.map_or((0.0, 2.0, 1.0, step(0) * 3.0), |slope| (0.0, 1.0, 0.0, slope)),
        n if n == end => last.map_or((1.0, 2.0, 0.0, step(end - 1) * 3.0), |slope| (0.0, 1.0, 0.0, slope)),
        n => {
            let (a, b) = (chords[n - 1], chords[n]);
            (b, 2.0 * (a + b), a, (step(n - 1) * b + step(n) * a) * 3.0)
        }
    };
    let mut sweep = Vec::with_capacity(points.len());
    let (mut upper, mut right) = (0.0, Vec2::ZERO);
    for n in 0..=end {
        let (before, own, after, side) = row(n);
        let pivot = own - before * upper;
        (upper, right) = (after / pivot, (side - right * before) / pivot);
        sweep.push((upper, right));
    }
    let mut slopes = vec![Vec2::ZERO; points.len()];
    let mut next = Vec2::ZERO;
    for (n, (upper, right)) in sweep.into_iter().enumerate().rev() {
        next = right - next * upper;
        slopes[n] = next;
    }
    slopes
}
