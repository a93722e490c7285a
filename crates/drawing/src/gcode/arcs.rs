//! Curves as circular arcs, within a stated tolerance.
//!
//! A cubic is cut until two arcs that meet with one tangent (a biarc) stay close enough to each piece.
//! Of the family of biarcs through two points with two tangents, the one with equal distances along both
//! tangents is taken (Bolton, Biarc curves, 1975): with `v` from the first point to the second and unit
//! tangents `t₁`, `t₂`, the distance `d` solves `v² = 2d·v·(t₁ + t₂) + 2d²·(1 − t₁·t₂)` with the sign that
//! makes it positive, and the arcs meet halfway between `p₁ + d·t₁` and `p₂ − d·t₂`.

use crate::Segment;
use kurbo::{CubicBez, ParamCurve, ParamCurveDeriv, ParamCurveNearest, Point, Vec2};

/// Halvings of a curve at most.
const DEEPEST: u32 = 12;
/// Where along a piece its distance from the arcs is looked at.
const PROBES: u32 = 8;
/// Arcs with a bulge under this are lines.
const FLAT: f64 = 1e-4;

/// Calls `emit` with arcs and lines, each from the end of the one before, that stay within `tolerance_mm`
/// of the curve.
pub(super) fn cubic(
    from: Point,
    c1: Point,
    c2: Point,
    to: Point,
    tolerance_mm: f64,
    emit: &mut dyn FnMut(Segment),
) {
    let curve = CubicBez::new(from, c1, c2, to);
    split(&curve, tolerance_mm.max(1e-6), DEEPEST, emit);
}

fn split(curve: &CubicBez, tolerance: f64, deeper: u32, emit: &mut dyn FnMut(Segment)) {
    if let Some(pair) = biarc(curve)
        && is_close(curve, &pair, tolerance)
    {
        pair.into_iter().for_each(emit);
        return;
    }
    if deeper == 0
        || curve.p0.distance(curve.p3) < tolerance
            && curve.p0.distance(curve.p1).max(curve.p0.distance(curve.p2)) < tolerance
    {
        emit(Segment::Line { to: curve.p3 });
        return;
    }
    let (left, right) = curve.subdivide();
    split(&left, tolerance, deeper - 1, emit);
    split(&right, tolerance, deeper - 1, emit);
}

/// The directions in which the curve leaves and arrives, as unit vectors.
fn tangents(curve: &CubicBez) -> Option<(Vec2, Vec2)> {
    let first = |points: [Point; 3], from: Point| {
        points.into_iter().map(|point| point - from).find(|way| way.hypot() > 1e-9)
    };
    let start = first([curve.p1, curve.p2, curve.p3], curve.p0)?;
    let end = first([curve.p2, curve.p1, curve.p0], curve.p3)?;
    Some((start.normalize(), -end.normalize()))
}

fn biarc(curve: &CubicBez) -> Option<[Segment; 2]> {
    let (t1, t2) = tangents(curve)?;
    let way = curve.p3 - curve.p0;
    let along = way.dot(t1 + t2);
    let apart = 2.0 * (1.0 - t1.dot(t2));
    let d = if apart > 1e-9 {
        ((along * along + apart * way.hypot2()).sqrt() - along) / apart
    } else if along.abs() > 1e-9 {
        // The tangents are parallel: the equation is linear.
        way.hypot2() / (2.0 * along)
    } else {
        return None;
    };
    if !(d > 0.0 && d.is_finite()) {
        return None;
    }
    let middle = (curve.p0 + t1 * d).midpoint(curve.p3 - t2 * d);
    // The chord makes half the swept angle with either tangent; the bulge is the tangent of a quarter.
    let first = arc(middle, half_angle(t1, middle - curve.p0)?)?;
    let second = arc(curve.p3, half_angle(curve.p3 - middle, t2)?)?;
    Some([first, second])
}

/// From one direction to another, in radians, positive from +x towards +y.
fn half_angle(from: Vec2, to: Vec2) -> Option<f64> {
    let angle = from.cross(to).atan2(from.dot(to));
    (from.hypot() > 1e-9 && to.hypot() > 1e-9).then_some(angle)
}

fn arc(to: Point, half_sweep: f64) -> Option<Segment> {
    let bulge = (half_sweep / 2.0).tan();
    // More than a half circle is no fit for a piece of a curve.
    if bulge.abs() > 1.0 {
        return None;
    }
    Some(if bulge.abs() < FLAT { Segment::Line { to } } else { Segment::Arc { to, bulge } })
}

/// Both ways: points of the curve near the arcs, and of the arcs near the curve.
fn is_close(curve: &CubicBez, pair: &[Segment; 2], tolerance: f64) -> bool {
    // A point where the curve turns on the spot is for a cut, not for an arc.
    if curve.deriv().eval(0.5).to_vec2().hypot2() < 1e-18 {
        return false;
    }
    let middle = pair[0].to();
    let on_arcs = (1..PROBES).all(|probe| {
        let t = f64::from(probe) / f64::from(PROBES);
        let close =
            |point: Point| curve.nearest(point, 1e-4 * tolerance).distance_sq <= tolerance * tolerance;
        close(pair[0].point(curve.p0, t)) && close(pair[1].point(middle, t))
    });
    on_arcs
        && curve.nearest(middle, 1e-4 * tolerance).distance_sq <= tolerance * tolerance
        && (1..2 * PROBES).all(|probe| {
            let point = curve.eval(f64::from(probe) / f64::from(2 * PROBES));
            distance(&pair[0], curve.p0, point).min(distance(&pair[1], middle, point)) <= tolerance
        })
}

/// From a point to a line or an arc.
fn distance(segment: &Segment, from: Point, point: Point) -> f64 {
    let to = segment.to();
    let ends = point.distance(from).min(point.distance(to));
    let chord = to - from;
    match *segment {
        Segment::Arc { bulge, .. } => {
            let across = Vec2::new(-chord.y, chord.x);
            let center = from.midpoint(to) + across * ((1.0 - bulge * bulge) / (4.0 * bulge));
            let radius = center.distance(from);
            // On the arc's side of its chord, seen from the middle, the circle is near.
            let (start, way, end) = (from - center, point - center, to - center);
            let inside = if bulge > 0.0 {
                start.cross(way) >= 0.0 && way.cross(end) >= 0.0
            } else {
                start.cross(way) <= 0.0 && way.cross(end) <= 0.0
            };
            if inside { (way.hypot() - radius).abs() } else { ends }
        }
        _ => {
            let share = ((point - from).dot(chord) / chord.hypot2().max(1e-18)).clamp(0.0, 1.0);
            point.distance(from.lerp(to, share))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn arcs(points: [Point; 4], tolerance: f64) -> Vec<Segment> {
        let mut all = Vec::new();
        cubic(points[0], points[1], points[2], points[3], tolerance, &mut |segment| all.push(segment));
        all
    }

    fn point() -> impl Strategy<Value = Point> {
        (0.0..100.0, 0.0..100.0).prop_map(|(x, y)| Point::new(x, y))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn arcs_stay_within_the_tolerance_of_the_curve(a in point(), b in point(), c in point(), d in point()) {
            let pieces = arcs([a, b, c, d], 0.01);
            prop_assert_eq!(pieces[pieces.len() - 1].to(), d);
            let curve = CubicBez::new(a, b, c, d);
            let mut from = a;
            for piece in &pieces {
                for step in 0..=20 {
                    let point = piece.point(from, f64::from(step) / 20.0);
                    let off = curve.nearest(point, 1e-9).distance_sq.sqrt();
                    prop_assert!(off < 0.02, "{off} mm at {point:?}");
                }
                from = piece.to();
            }
        }
    }

    #[test]
    fn a_quarter_circle_needs_few_arcs() {
        let k = 0.552_284_75;
        let points = [(10.0, 0.0), (10.0, 10.0 * k), (10.0 * k, 10.0), (0.0, 10.0)].map(Point::from);
        let pieces = arcs(points, 0.01);
        assert_eq!(pieces.len(), 2, "{pieces:?}");
        assert!(pieces.iter().all(|piece| matches!(piece, Segment::Arc { .. })));
    }

    #[test]
    fn straight_and_degenerate_curves_become_lines() {
        let straight = arcs([(0.0, 0.0), (1.0, 1.0), (2.0, 2.0), (3.0, 3.0)].map(Point::from), 0.01);
        assert!(straight.iter().all(|piece| matches!(piece, Segment::Line { .. })), "{straight:?}");
        let point = arcs([Point::new(5.0, 5.0); 4], 0.01);
        assert_eq!(point, [Segment::Line { to: Point::new(5.0, 5.0) }]);
        // There and back along one line.
        let back = arcs([(0.0, 0.0), (20.0, 0.0), (-20.0, 0.0), (0.0, 0.0)].map(Point::from), 0.01);
        assert!(back.len() < 5_000);
    }
}
