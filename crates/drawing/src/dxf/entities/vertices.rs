//! Vertices with bulges to a path: what LWPOLYLINE, POLYLINE and the polylines of HATCH share.

use crate::{Path, Segment};
use kurbo::Point;

/// Bulges smaller than this are straight lines.
const STRAIGHT: f64 = 1e-12;

/// Gathers vertices.
#[derive(Clone, Debug, Default)]
pub(in crate::dxf) struct Vertices {
    start: Option<Point>,
    segments: Vec<Segment>,
    /// Of the segment that begins at the last vertex.
    bulge: f64,
}

impl Vertices {
    pub(super) fn with_capacity(count: usize) -> Self {
        Self { segments: Vec::with_capacity(count), ..Self::default() }
    }

    /// Segments so far.
    pub(super) fn len(&self) -> usize {
        self.segments.len()
    }

    /// Goes on to this vertex.
    pub(super) fn add(&mut self, to: Point) {
        if self.start.is_none() {
            self.start = Some(to);
        } else {
            self.segments.push(self.segment(to));
        }
        self.bulge = 0.0;
    }

    /// Bends the segment that begins at the last vertex.
    pub(super) fn bend(&mut self, bulge: f64) {
        self.bulge = bulge;
    }

    /// The path; None for fewer than two vertices.
    pub(super) fn path(mut self, is_closed: bool) -> Option<Path> {
        let start = self.start?;
        let last = self.segments.last()?.to();
        if is_closed && last != start {
            self.segments.push(self.segment(start));
        }
        self.segments.shrink_to_fit();
        Some(Path { start, segments: self.segments })
    }

    fn segment(&self, to: Point) -> Segment {
        if self.bulge.abs() > STRAIGHT {
            Segment::Arc { to, bulge: self.bulge }
        } else {
            Segment::Line { to }
        }
    }
}
