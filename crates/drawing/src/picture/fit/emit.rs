//! From spans to a path: joints first, then pieces, then what they are off by.

use super::shape::to_line;
use super::{Fitted, Shape, Span, spans};
use crate::{Path, Segment};
use kurbo::{Point, Vec2};

/// Two pieces that meet at less than this run into each other; where exactly they cross says nothing.
const SMOOTH_DEG: f64 = 12.0;
/// Two pieces that meet at more than this make a corner.
const CORNER_DEG: f64 = 40.0;
/// Pixels round a corner off by up to this much, so the chain is that far from it.
const ROUNDED_PX: f64 = 0.5;

/// How a joint is placed. Whatever comes later moves the joint less. Corners stay where the pieces meet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Placing {
    /// Where the two pieces meet, if that is near.
    Meeting,
    /// Between the two places on them that are nearest to the chain's point.
    Between,
    /// On the chain's point.
    OnPoint,
}

impl Placing {
    fn tamer(self) -> Self {
        if self == Self::Meeting { Self::Between } else { Self::OnPoint }
    }
}

pub(super) fn path(
    points: &[Point],
    knots: &[usize],
    spans: &[Span],
    closed: bool,
    tolerance: f64,
) -> Fitted {
    let mut spans = spans.to_vec();
    // One for each span's start, and one for the end of an open chain.
    let mut placings = vec![Placing::Meeting; spans.len() + 1];
    // A span that fails gets tamer joints, then becomes several shorter ones, and at last lines between
    // points of the chain, which do not fail: this ends.
    loop {
        let joints = joints(points, &spans, &placings, closed, tolerance);
        let ends = spans.iter().zip(joints.windows(2));
        let pieces: Vec<Piece> = ends.map(|(span, ends)| Piece::new(span, [ends[0], ends[1]])).collect();
        let errors: Vec<f64> = (0..spans.len()).map(|n| worst(points, &spans, &pieces, n, closed)).collect();
        let mut is_done = true;
        let (mut next, mut placed) = (Vec::with_capacity(spans.len()), Vec::with_capacity(placings.len()));
        let after = |n: usize| if closed && n + 1 == spans.len() { 0 } else { n + 1 };
        let mut tamed = placings.clone();
        for (n, span) in spans.iter().enumerate().filter(|(n, _)| errors[*n] > tolerance) {
            for joint in [n, after(n)] {
                if placings[joint] != Placing::OnPoint && !joints[joint].is_corner {
                    tamed[joint] = placings[joint].tamer();
                    is_done = false;
                }
            }
            is_done &= is_plain(span, knots);
        }
        for (n, span) in spans.iter().enumerate() {
            placed.push(tamed[n]);
            let is_tame = [n, after(n)]
                .iter()
                .all(|&joint| placings[joint] == Placing::OnPoint || joints[joint].is_corner);
            if errors[n] > tolerance && is_tame && !is_plain(span, knots) {
                let pieces = halves(points, span, knots, tolerance);
                placed.extend(pieces.iter().skip(1).map(|_| Placing::Meeting));
                next.extend(pieces);
            } else {
                next.push(*span);
            }
        }
        placed.push(tamed[spans.len()]);
        if !is_done {
            (spans, placings) = (next, placed);
            continue;
        }
        let segments = pieces.iter().filter(|piece| piece.from != piece.to || piece.bulge != 0.0);
        let segments: Vec<Segment> = segments.map(Piece::segment).collect();
        let start = joints.first().map_or(Point::ZERO, |joint| joint.at);
        return Fitted {
            path: Path { start, segments },
            worst: errors.into_iter().fold(0.0, f64::max),
            is_circle: false,
        };
    }
}

/// The same stretch as two, cut at the middle one of its knots.
fn halves(points: &[Point], span: &Span, knots: &[usize], tolerance: f64) -> Vec<Span> {
    let inside = knots.iter().copied().filter(|&knot| span.from < knot && knot < span.to);
    let middle = inside.min_by_key(|knot| (2 * knot).abs_diff(span.from + span.to));
    let ends = [Some(span.from), middle, Some(span.to)];
    let ends: Vec<usize> = ends.into_iter().flatten().collect();
    let shape = |from: usize, to: usize| {
        // Without a knot inside only a line between its ends is left to try.
        middle.and_then(|_| spans::piece(&points[from..=to], tolerance)).map(|(_, shape)| shape)
    };
    ends.windows(2).map(|pair| Span { from: pair[0], to: pair[1], shape: shape(pair[0], pair[1]) }).collect()
}

/// It is a line between its ends already.
fn is_plain(span: &Span, knots: &[usize]) -> bool {
    span.shape.is_none() && !knots.iter().any(|knot| (span.from + 1..span.to).contains(knot))
}

/// Where two pieces meet.
#[derive(Clone, Copy)]
struct Joint {
    at: Point,
    /// A corner, which pixels round off.
    is_corner: bool,
}

/// Where the pieces begin, and where the last one ends.
fn joints(
    points: &[Point],
    spans: &[Span],
    placings: &[Placing],
    closed: bool,
    tolerance: f64,
) -> Vec<Joint> {
    let smooth = |at: Point| Joint { at, is_corner: false };
    let joint = |before: &Span, after: &Span, placing: Placing| {
        let nominal = points[after.from];
        let (Some(one), Some(other)) = (before.shape, after.shape) else {
            let one = before.shape.or(after.shape).filter(|_| placing != Placing::OnPoint);
            return smooth(one.map_or(nominal, |shape| shape.nearest(nominal)));
        };
        if placing == Placing::OnPoint {
            return smooth(nominal);
        }
        let between = one.nearest(nominal).midpoint(other.nearest(nominal));
        let turn = one.way(between).cross(other.way(between)).abs();
        if placing == Placing::Between || turn < SMOOTH_DEG.to_radians().sin() {
            return smooth(between);
        }
        // A sharp corner was cut off further back than a blunt one.
        let reach = (2.5_f64).max(4.0 * tolerance) / turn.max(0.35);
        let meeting = one.meeting(&other, nominal).filter(|place| place.distance(nominal) < reach);
        let is_corner = turn > CORNER_DEG.to_radians().sin();
        meeting.map_or(smooth(between), |at| Joint { at, is_corner })
    };
    let end = |span: &Span, at: Point, placing: Placing| {
        smooth(span.shape.filter(|_| placing != Placing::OnPoint).map_or(at, |shape| shape.nearest(at)))
    };
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return Vec::new() };
    let start =
        if closed { joint(last, first, placings[0]) } else { end(first, points[first.from], placings[0]) };
    let mut joints = vec![start];
    let inner = spans.windows(2).zip(&placings[1..]);
    joints.extend(inner.map(|(pair, &placing)| joint(&pair[0], &pair[1], placing)));
    joints.push(if closed { start } else { end(last, points[last.to], placings[spans.len()]) });
    joints
}

/// A line (bulge 0) or an arc between two joints.
#[derive(Clone, Copy)]
struct Piece {
    from: Point,
    to: Point,
    bulge: f64,
    /// Whether it begins and ends at a corner.
    corners: [bool; 2],
}

impl Piece {
    fn new(span: &Span, ends: [Joint; 2]) -> Self {
        let [from, to] = ends.map(|end| end.at);
        let bulge = match span.shape {
            Some(Shape::Arc { center, radius, forward }) => bulge(center, radius, forward, from, to),
            _ => 0.0,
        };
        Self { from, to, bulge, corners: ends.map(|end| end.is_corner) }
    }

    fn segment(&self) -> Segment {
        if self.bulge == 0.0 {
            Segment::Line { to: self.to }
        } else {
            Segment::Arc { to: self.to, bulge: self.bulge }
        }
    }

    fn distance(&self, point: Point) -> f64 {
        if self.bulge == 0.0 {
            return to_line(self.from, self.to, point);
        }
        let chord = self.to - self.from;
        let across = Vec2::new(-chord.y, chord.x);
        let center =
            self.from.midpoint(self.to) + across * ((1.0 - self.bulge * self.bulge) / (4.0 * self.bulge));
        let sweep = 4.0 * self.bulge.atan();
        let start = self.from - center;
        let way = point - center;
        let turned = start.cross(way).atan2(start.dot(way));
        let turned = if sweep > 0.0 { turned } else { -turned }.rem_euclid(std::f64::consts::TAU);
        if turned <= sweep.abs() {
            (way.hypot() - start.hypot()).abs()
        } else {
            point.distance(self.from).min(point.distance(self.to))
        }
    }
}

/// The bulge of the arc from `from` to `to` through the middle of the fitted one: both ends may be a little
/// off the fitted circle.
fn bulge(center: Point, radius: f64, forward: bool, from: Point, to: Point) -> f64 {
    let (start, end) = (from - center, to - center);
    let turned = start.cross(end).atan2(start.dot(end));
    let sweep = if forward { turned } else { -turned }.rem_euclid(std::f64::consts::TAU);
    let half = if forward { sweep / 2.0 } else { -sweep / 2.0 };
    let middle = center + Vec2::from_angle(start.atan2() + half) * radius;
    // The chord seen from the middle makes an angle of π minus half the sweep.
    let (back, on) = (from - middle, to - middle);
    let seen = back.cross(on).abs().atan2(back.dot(on));
    let bulge = ((std::f64::consts::PI - seen) / 2.0).tan();
    if !bulge.is_finite() || bulge < 1e-9 {
        0.0
    } else if (middle - from).cross(to - middle) > 0.0 {
        bulge
    } else {
        -bulge
    }
}

/// The largest distance of a span's points from its piece or the ones beside it. At a corner the chain is what
/// is wrong: what pixels rounded off does not count.
fn worst(points: &[Point], spans: &[Span], pieces: &[Piece], n: usize, closed: bool) -> f64 {
    let count = pieces.len();
    let mut near = vec![pieces[n]];
    if n > 0 || closed {
        near.push(pieces[(n + count - 1) % count]);
    }
    if n + 1 < count || closed {
        near.push(pieces[(n + 1) % count]);
    }
    let Span { from, to, .. } = spans[n];
    let [begins, ends] = pieces[n].corners;
    let distance = |at: usize| {
        let distance = near.iter().map(|piece| piece.distance(points[at])).fold(f64::INFINITY, f64::min);
        let is_rounded = (begins && at - from < spans::ROUNDED) || (ends && to - at < spans::ROUNDED);
        if is_rounded { (distance - ROUNDED_PX).max(0.0) } else { distance }
    };
    (from..=to).map(distance).fold(0.0, f64::max)
}
