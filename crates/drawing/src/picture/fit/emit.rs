//! From spans to a path: joints first, then pieces, then what they are off by.

use super::shape::to_line;
use super::{Fitted, Shape, Span, spans};
use crate::{Path, Segment};
use kurbo::{Point, Vec2};

/// Two pieces that meet at less than this run into each other; where exactly they cross says nothing.
const SMOOTH_DEG: f64 = 12.0;
/// Share of the tolerance for pieces whose joints took them out of it.
const CLOSER: f64 = 0.5;

pub(super) fn path(
    points: &[Point],
    knots: &[usize],
    spans: &[Span],
    closed: bool,
    tolerance: f64,
) -> Fitted {
    let mut spans = spans.to_vec();
    // A span that fails becomes several shorter ones, or lines, which do not fail: this ends.
    loop {
        let joints = joints(points, &spans, closed, tolerance);
        let pieces: Vec<Piece> = spans
            .iter()
            .zip(joints.windows(2))
            .map(|(span, ends)| Piece::new(span, ends[0], ends[1]))
            .collect();
        let errors: Vec<f64> = (0..spans.len()).map(|n| worst(points, &spans, &pieces, n, closed)).collect();
        let fails = |n: usize| errors[n] > tolerance && !is_plain(&spans[n], knots);
        if (0..spans.len()).any(fails) {
            spans = spans
                .iter()
                .enumerate()
                .flat_map(|(n, span)| if fails(n) { finer(points, span, knots, tolerance) } else { vec![*span] })
                .collect();
            continue;
        }
        let segments = pieces.iter().filter(|piece| piece.from != piece.to || piece.bulge != 0.0);
        let segments: Vec<Segment> = segments.map(Piece::segment).collect();
        let start = joints.first().copied().unwrap_or_default();
        return Fitted {
            path: Path { start, segments },
            worst: errors.into_iter().fold(0.0, f64::max),
            is_circle: false,
        };
    }
}

/// The same stretch in closer pieces; where that changes nothing, lines between neighbouring knots.
fn finer(points: &[Point], span: &Span, knots: &[usize], tolerance: f64) -> Vec<Span> {
    let inside: Vec<usize> =
        knots.iter().copied().filter(|knot| (span.from..=span.to).contains(knot)).collect();
    let own: Vec<usize> = inside.iter().map(|knot| knot - span.from).collect();
    let closer = spans::best(&points[span.from..=span.to], &own, CLOSER * tolerance).spans;
    if closer.len() > 1 {
        let moved = |piece: Span| Span { from: piece.from + span.from, to: piece.to + span.from, ..piece };
        return closer.into_iter().map(moved).collect();
    }
    inside.windows(2).map(|pair| Span { from: pair[0], to: pair[1], shape: None }).collect()
}

/// It is a line between its ends already.
fn is_plain(span: &Span, knots: &[usize]) -> bool {
    span.shape.is_none() && !knots.iter().any(|knot| (span.from + 1..span.to).contains(knot))
}

/// Where the pieces begin, and where the last one ends.
fn joints(points: &[Point], spans: &[Span], closed: bool, tolerance: f64) -> Vec<Point> {
    let joint = |before: &Span, after: &Span| {
        let nominal = points[after.from];
        let (Some(one), Some(other)) = (before.shape, after.shape) else {
            return match before.shape.or(after.shape) {
                Some(shape) => shape.nearest(nominal),
                None => nominal,
            };
        };
        let between = one.nearest(nominal).midpoint(other.nearest(nominal));
        let turn = one.way(between).cross(other.way(between)).abs();
        if turn < SMOOTH_DEG.to_radians().sin() {
            return between;
        }
        // A sharp corner was cut off further back than a blunt one.
        let reach = (2.5_f64).max(4.0 * tolerance) / turn.max(0.25);
        one.meeting(&other, nominal).filter(|place| place.distance(nominal) < reach).unwrap_or(between)
    };
    let end = |span: &Span, at: Point| span.shape.map_or(at, |shape| shape.nearest(at));
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return Vec::new() };
    let mut joints = vec![if closed { joint(last, first) } else { end(first, points[first.from]) }];
    joints.extend(spans.windows(2).map(|pair| joint(&pair[0], &pair[1])));
    joints.push(if closed { joints[0] } else { end(last, points[last.to]) });
    joints
}

/// A line (bulge 0) or an arc between two joints.
#[derive(Clone, Copy)]
struct Piece {
    from: Point,
    to: Point,
    bulge: f64,
}

impl Piece {
    fn new(span: &Span, from: Point, to: Point) -> Self {
        let bulge = match span.shape {
            Some(Shape::Arc { center, radius, forward }) => bulge(center, radius, forward, from, to),
            _ => 0.0,
        };
        Self { from, to, bulge }
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

/// The largest distance of a span's points from its piece or the ones beside it.
fn worst(points: &[Point], spans: &[Span], pieces: &[Piece], n: usize, closed: bool) -> f64 {
    let count = pieces.len();
    let mut near = vec![pieces[n]];
    if n > 0 || closed {
        near.push(pieces[(n + count - 1) % count]);
    }
    if n + 1 < count || closed {
        near.push(pieces[(n + 1) % count]);
    }
    let distance =
        |point: &Point| near.iter().map(|piece| piece.distance(*point)).fold(f64::INFINITY, f64::min);
    points[spans[n].from..=spans[n].to].iter().map(distance).fold(0.0, f64::max)
}
