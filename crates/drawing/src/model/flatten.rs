//! Curves to short straight lines, within a stated tolerance.

use super::arc::Arc;
use super::segment::Segment;
use kurbo::{CubicBez, ParamCurve, Point};

/// Finer than any machine: a smaller tolerance, zero or NaN is taken as this.
const FINEST_MM: f64 = 1e-6;
/// No segment becomes more lines than this, whatever its size.
const MOST_PIECES: usize = 1 << 16;
/// A curve that would need more lines than this is halved first, so that its straight parts stay cheap.
const PIECES_AT_ONCE: f64 = 4.0;
const DEEPEST: u32 = 14;

/// Calls `emit` with the parameter and the point at the end of each line. The start is not emitted; the
/// last point is the segment's end, to the bit.
pub(crate) fn flatten_segment(
    segment: &Segment,
    from: Point,
    tolerance_mm: f64,
    emit: &mut dyn FnMut(f64, Point),
) {
    let tolerance = if tolerance_mm > FINEST_MM { tolerance_mm } else { FINEST_MM };
    match *segment {
        Segment::Line { .. } => {}
        Segment::Arc { to, bulge } => {
            if let Some(arc) = Arc::new(from, to, bulge) {
                let chords = arc.chords(tolerance, MOST_PIECES);
                for chord in 1..chords {
                    let u = chord as f64 / chords as f64;
                    emit(u, arc.point(u));
                }
            }
        }
        Segment::Cubic { c1, c2, to } => {
            let curve = CubicBez::new(from, c1, c2, to);
            flatten_cubic(&curve, &curve, (0.0, 1.0), tolerance, DEEPEST, emit);
        }
    }
    emit(1.0, segment.to());
}

/// A polyline of `n` equal parameter steps stays within `max|B″| / (8·n²)` of its curve, and the second
/// derivative of a cubic is at most six times its larger second difference (de Boor, A Practical Guide
/// to Splines, chapter III).
fn flatten_cubic(
    whole: &CubicBez,
    part: &CubicBez,
    (t0, t1): (f64, f64),
    tolerance: f64,
    deeper: u32,
    emit: &mut dyn FnMut(f64, Point),
) {
    let first = (part.p0 - part.p1) + (part.p2 - part.p1);
    let second = (part.p1 - part.p2) + (part.p3 - part.p2);
    let bend = 6.0 * first.hypot().max(second.hypot());
    let pieces = (bend / (8.0 * tolerance)).sqrt().ceil();
    if pieces > PIECES_AT_ONCE && deeper > 0 {
        let middle = f64::midpoint(t0, t1);
        let (left, right) = part.subdivide();
        flatten_cubic(whole, &left, (t0, middle), tolerance, deeper - 1, emit);
        emit(middle, right.p0);
        flatten_cubic(whole, &right, (middle, t1), tolerance, deeper - 1, emit);
        return;
    }
    // NaN becomes 0, so a curve that is no curve is one straight line.
    let pieces = (pieces as usize).clamp(1, PIECES_AT_ONCE as usize);
    for piece in 1..pieces {
        let t = t0 + (t1 - t0) * piece as f64 / pieces as f64;
        emit(t, whole.eval(t));
    }
}
