//! Curves to lines and arcs.
//!
//! A piece of a curve becomes a straight line, one arc, or two arcs that meet with one tangent (a biarc,
//! Bolton 1975), whichever first stays within the tolerance; a piece that none of them fits is halved.
//! Neighbours that one arc can stand for become one, so that a circle drawn as four curves is two half
//! circles again. Every point of the curve is within the tolerance of the result.

use super::round::Round;
use kurbo::{CubicBez, ParamCurve, ParamCurveDeriv, Point, Vec2};
use penstock_drawing::{Path, Segment};

/// Places along a piece at which its distance is measured.
const SAMPLES: u32 = 12;
/// A piece is halved at most this often.
const DEEPEST: u32 = 16;
/// An arc flatter than this share of the tolerance is a line.
const STRAIGHT_SHARE: f64 = 0.25;
/// Arcs are merged up to a little less than a half turn and never beyond: bulge 1.
const LARGEST_BULGE: f64 = 1.0 + 1e-9;

/// The path with its curves as lines and arcs; one without curves stays as it is.
pub(super) fn fitted(path: &Path, tolerance_mm: f64) -> Path {
    if !path.segments.iter().any(|segment| matches!(segment, Segment::Cubic { .. })) {
        return path.clone();
    }
    let tolerance_mm = tolerance_mm.max(1e-6);
    let mut out: Vec<(Point, Segment, bool)> = Vec::with_capacity(2 * path.segments.len());
    for (from, segment) in path.pieces() {
        if let Segment::Cubic { c1, c2, to } = *segment {
            // Half for the fit and half for merging.
            piece(CubicBez::new(from, c1, c2, to), tolerance_mm / 2.0, DEEPEST, &mut out);
        } else {
            out.push((from, *segment, false));
        }
    }
    let mut fitted = Path { start: path.start, segments: merged(out, tolerance_mm / 2.0) };
    // A curve of no length leaves nothing.
    if path.is_closed()
        && let Some(Segment::Line { to } | Segment::Arc { to, .. }) = fitted.segments.last_mut()
    {
        *to = path.start;
    }
    fitted
}

fn piece(curve: CubicBez, tolerance_mm: f64, deeper: u32, out: &mut Vec<(Point, Segment, bool)>) {
    let (from, to) = (curve.p0, curve.p3);
    let line = Segment::Line { to };
    let size = (curve.p1 - from).hypot().max((curve.p2 - from).hypot()).max((to - from).hypot());
    if size == 0.0 {
        return;
    }
    if deeper == 0 || stays(&curve, &[(from, line)], tolerance_mm * STRAIGHT_SHARE) {
        out.push((from, line, true));
        return;
    }
    if let Some(arc) = through(from, curve.eval(0.5), to)
        && stays(&curve, &[(from, arc)], tolerance_mm)
    {
        out.push((from, arc, true));
        return;
    }
    if let Some([first, second]) = biarc(&curve)
        && stays(&curve, &[first, second], tolerance_mm)
    {
        out.extend([(first.0, first.1, true), (second.0, second.1, true)]);
        return;
    }
    let (left, right) = curve.subdivide();
    piece(left, tolerance_mm, deeper - 1, out);
    piece(right, tolerance_mm, deeper - 1, out);
}

/// The curve is near these pieces everywhere.
fn stays(curve: &CubicBez, pieces: &[(Point, Segment)], tolerance_mm: f64) -> bool {
    (1..SAMPLES).all(|step| {
        let point = curve.eval(f64::from(step) / f64::from(SAMPLES));
        pieces.iter().any(|&(from, segment)| distance(from, &segment, point) <= tolerance_mm)
    })
}

/// From a point to a straight piece or an arc.
pub(super) fn distance(from: Point, segment: &Segment, point: Point) -> f64 {
    let to = segment.to();
    let ends = (point - from).hypot().min((point - to).hypot());
    if let Segment::Arc { bulge, .. } = *segment
        && let Some(round) = Round::new(from, to, bulge)
    {
        let sight = point - round.centre;
        let on = round.reaches(sight.atan2(), 0.0);
        return if on { (sight.hypot() - round.radius_mm).abs().min(ends) } else { ends };
    }
    let along = to - from;
    let share = (point - from).dot(along) / along.hypot2();
    if share > 0.0 && share < 1.0 { (point - from.lerp(to, share)).hypot() } else { ends }
}

/// The arc through three points; a line where they are in one; none when they make no arc up to a half turn.
fn through(from: Point, middle: Point, to: Point) -> Option<Segment> {
    let chord = to - from;
    let length = chord.hypot();
    if length == 0.0 {
        return None;
    }
    // The angle at `middle` is π − θ/2 for a swept angle θ, on the side given by its sign.
    let (a, b) = (from - middle, to - middle);
    let angle = a.cross(b).atan2(a.dot(b));
    let bulge = if angle >= 0.0 {
        -((std::f64::consts::PI - angle) / 2.0).tan()
    } else {
        ((std::f64::consts::PI + angle) / 2.0).tan()
    };
    (bulge.is_finite() && bulge.abs() <= LARGEST_BULGE).then_some(Segment::Arc { to, bulge })
}

/// Two arcs with the curve's tangents at its ends and a common one where they meet, with equal arms.
fn biarc(curve: &CubicBez) -> Option<[(Point, Segment); 2]> {
    let (from, to) = (curve.p0, curve.p3);
    let unit = |way: Vec2| {
        let length = way.hypot();
        (length > 0.0).then(|| way / length)
    };
    let start = unit(tangent(curve, 0.0))?;
    let end = unit(tangent(curve, 1.0))?;
    let span = from - to;
    // Arms of equal length d: |V|² + 2d·V·(t0 + t1) + 2d²(t0·t1 − 1) = 0 with V = from − to.
    let (a, b, c) = (2.0 * (start.dot(end) - 1.0), 2.0 * span.dot(start + end), span.hypot2());
    let arm = if a.abs() < 1e-9 {
        if b.abs() < 1e-12 {
            return None;
        }
        -c / b
    } else {
        let root = (b * b - 4.0 * a * c).sqrt();
        (-b - root) / (2.0 * a)
    };
    if !(arm > 0.0 && arm.is_finite()) {
        return None;
    }
    let joint = (from + start * arm).midpoint(to - end * arm);
    let arc = |from: Point, way: Vec2, to: Point| {
        let chord = to - from;
        // Tangent and chord make half the swept angle.
        let half = way.cross(chord).atan2(way.dot(chord));
        let bulge = (half / 2.0).tan();
        (bulge.is_finite() && bulge.abs() <= LARGEST_BULGE).then_some((from, Segment::Arc { to, bulge }))
    };
    Some([arc(from, start, joint)?, {
        let chord = to - joint;
        let half = chord.cross(end).atan2(chord.dot(end));
        let bulge = (half / 2.0).tan();
        (bulge.is_finite() && bulge.abs() <= LARGEST_BULGE).then_some((joint, Segment::Arc { to, bulge }))?
    }])
}

/// The direction of a cubic at an end, also where its first control points coincide.
fn tangent(curve: &CubicBez, t: f64) -> Vec2 {
    let way = curve.deriv().eval(t).to_vec2();
    if way.hypot2() > 1e-24 {
        return way;
    }
    if t < 0.5 {
        let second = curve.p2 - curve.p0;
        if second.hypot2() > 1e-24 { second } else { curve.p3 - curve.p0 }
    } else {
        let second = curve.p3 - curve.p1;
        if second.hypot2() > 1e-24 { second } else { curve.p3 - curve.p0 }
    }
}

/// Neighbours that come from curves and that one arc can stand for, as one. A run is checked against every
/// joint and middle of its pieces.
fn merged(pieces: Vec<(Point, Segment, bool)>, tolerance_mm: f64) -> Vec<Segment> {
    let mut out = Vec::with_capacity(pieces.len());
    let mut at = 0;
    while at < pieces.len() {
        let (from, segment, curved) = pieces[at];
        let mut best = segment;
        let mut end = at + 1;
        if curved {
            let mut reach = at + 1;
            // Doubling, then the longest that fits: a run of n pieces costs n steps, not n².
            let mut step = 1;
            while step > 0 {
                let next = reach + step;
                let run = (next <= pieces.len()).then(|| &pieces[at..next]);
                match run
                    .filter(|run| run.iter().all(|piece| piece.2))
                    .and_then(|run| one_arc(from, run, tolerance_mm))
                {
                    Some(arc) => {
                        (best, end, reach) = (arc, next, next);
                        step *= 2;
                    }
                    None => step /= 2,
                }
            }
        }
        out.push(best);
        at = end;
    }
    out
}

/// One arc or line for a run of pieces, if there is one within the tolerance.
fn one_arc(from: Point, run: &[(Point, Segment, bool)], tolerance_mm: f64) -> Option<Segment> {
    let last = run.last()?;
    let middle = run[run.len() / 2].0;
    let one = through(from, middle, last.1.to())?;
    let near = |point: Point| distance(from, &one, point) <= tolerance_mm;
    let fits = run.iter().all(|(start, segment, _)| {
        near(*start)
            && near(segment.point(*start, 0.25))
            && near(segment.point(*start, 0.5))
            && near(segment.point(*start, 0.75))
    });
    fits.then_some(one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kurbo::{Circle, Shape};

    /// A path of cubics from kurbo's.
    fn cubics(shape: impl Shape) -> Path {
        let mut path = Path { start: Point::ORIGIN, segments: Vec::new() };
        for element in shape.path_elements(1e-6) {
            match element {
                kurbo::PathEl::MoveTo(start) => path.start = start,
                kurbo::PathEl::CurveTo(c1, c2, to) => path.segments.push(Segment::Cubic { c1, c2, to }),
                kurbo::PathEl::LineTo(to) => path.segments.push(Segment::Line { to }),
                kurbo::PathEl::QuadTo(..) | kurbo::PathEl::ClosePath => {}
            }
        }
        let start = path.start;
        if let Some(Segment::Cubic { to, .. }) = path.segments.last_mut() {
            *to = start;
        }
        path
    }

    fn farthest(path: &Path, fitted: &Path) -> f64 {
        let mut worst = 0.0f64;
        for (from, segment) in path.pieces() {
            for step in 0..=40 {
                let point = segment.point(from, f64::from(step) / 40.0);
                let near = fitted.pieces().map(|(from, segment)| distance(from, segment, point));
                worst = worst.max(near.fold(f64::INFINITY, f64::min));
            }
        }
        worst
    }

    #[test]
    fn a_circle_of_curves_is_two_or_three_arcs() {
        let path = cubics(Circle::new((30.0, 40.0), 10.0));
        let fitted = fitted(&path, 0.01);
        assert!(fitted.is_closed() && fitted.segments.len() <= 3, "{fitted:?}");
        assert!((fitted.length_mm() - 20.0 * std::f64::consts::PI).abs() < 1e-2, "{}", fitted.length_mm());
        assert!(farthest(&path, &fitted) <= 0.01);
    }

    #[test]
    fn an_ellipse_and_an_s_curve_stay_within_the_tolerance() {
        let ellipse = cubics(kurbo::Ellipse::new((0.0, 0.0), (40.0, 12.0), 0.3));
        let s = Path {
            start: Point::ORIGIN,
            segments: vec![Segment::Cubic {
                c1: Point::new(60.0, 0.0),
                c2: Point::new(-30.0, 40.0),
                to: Point::new(30.0, 40.0),
            }],
        };
        for path in [ellipse, s] {
            for tolerance in [0.1, 0.01, 0.001] {
                let fitted = fitted(&path, tolerance);
                assert!(farthest(&path, &fitted) <= tolerance, "{tolerance}: {}", farthest(&path, &fitted));
                assert!((fitted.length_mm() - path.length_mm()).abs() < 20.0 * tolerance);
                assert_eq!(fitted.end(), path.end());
                assert!(fitted.segments.len() < 120, "{} at {tolerance}", fitted.segments.len());
            }
        }
    }

    #[test]
    fn three_points_make_their_arc_on_either_side() {
        for bulge in [0.2, 0.9, -0.2, -0.9, 1.0, -1.0] {
            let arc = Segment::Arc { to: Point::new(10.0, 4.0), bulge };
            let middle = arc.point(Point::new(1.0, 2.0), 0.3);
            let Some(Segment::Arc { bulge: found, .. }) = through(Point::new(1.0, 2.0), middle, arc.to())
            else {
                panic!("no arc for {bulge}");
            };
            assert!((found - bulge).abs() < 1e-9, "{found} for {bulge}");
        }
    }

    #[test]
    fn lines_and_arcs_of_the_drawing_are_not_touched() {
        let path = Path {
            start: Point::ORIGIN,
            segments: vec![
                Segment::Arc { to: Point::new(5.0, 0.0), bulge: 0.3 },
                Segment::Arc { to: Point::new(10.0, 0.0), bulge: 0.3 },
            ],
        };
        assert_eq!(fitted(&path, 0.5), path);
    }
}
