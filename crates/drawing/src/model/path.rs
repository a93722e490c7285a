//! One stroke with the tool down.

use super::flatten::flatten_segment;
use super::segment::Segment;
use kurbo::{Point, Rect};

/// One stroke with the tool down. All points are in mm and finite.
///
/// No segment at all is a dot. A path is closed when it ends where it starts; there is no flag, so a
/// closing line is a segment like any other.
#[derive(Clone, PartialEq, Debug)]
pub struct Path {
    /// Where the tool goes down.
    pub start: Point,
    /// What it draws.
    pub segments: Vec<Segment>,
}

impl Path {
    /// Where the tool goes up.
    #[must_use]
    pub fn end(&self) -> Point {
        self.segments.last().map_or(self.start, Segment::to)
    }

    /// It has a length and ends where it starts.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        !self.segments.is_empty() && self.end() == self.start
    }

    /// Each segment with the point where it starts.
    pub fn pieces(&self) -> impl Iterator<Item = (Point, &Segment)> {
        let mut from = self.start;
        self.segments.iter().map(move |segment| (std::mem::replace(&mut from, segment.to()), segment))
    }

    /// Appends the path as points joined by straight lines, its start included, to `out`. Every point of
    /// the path is within `tolerance_mm` of those lines; a tolerance under 1e-6 mm, or one that is not a
    /// number, counts as 1e-6 mm. A dot is one point.
    pub fn flatten(&self, tolerance_mm: f64, out: &mut Vec<Point>) {
        out.push(self.start);
        for (from, segment) in self.pieces() {
            flatten_segment(segment, from, tolerance_mm, &mut |_, point| out.push(point));
        }
    }

    /// How far the tool moves while it is down, in mm.
    #[must_use]
    pub fn length_mm(&self) -> f64 {
        self.pieces().map(|(from, segment)| segment.length_mm(from)).fold(0.0, std::ops::Add::add)
    }

    /// The same line drawn the other way.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let mut segments: Vec<_> = self.pieces().map(|(from, segment)| segment.reversed(from)).collect();
        segments.reverse();
        Self { start: self.end(), segments }
    }

    /// The smallest box around the line, without the width of the pen. None when a coordinate is not a
    /// finite number, which a path that keeps its promise never has.
    #[must_use]
    pub fn bounds(&self) -> Option<Rect> {
        let dot = Rect::from_points(self.start, self.start);
        let bounds = self.pieces().fold(dot, |bounds, (from, segment)| bounds.union(segment.bounds(from)));
        bounds.is_finite().then_some(bounds)
    }
}
