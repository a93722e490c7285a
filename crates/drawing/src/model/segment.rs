//! What a path is made of, and the geometry of one piece of it. A segment does not know where it
//! starts, so every question takes that point as `from`.

use super::arc::Arc;
use kurbo::{CubicBez, ParamCurve, ParamCurveArclen, ParamCurveExtrema, Point, Rect};
use std::ops::Range;

/// Lengths of curves are right to this many mm.
const LENGTH_ACCURACY_MM: f64 = 1e-6;

/// From the point before to a new one.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Segment {
    /// Straight.
    Line {
        /// Its end.
        to: Point,
    },
    /// A circular arc, as DXF writes it.
    Arc {
        /// Its end.
        to: Point,
        /// Tangent of a quarter of the swept angle; positive turns from +x towards +y (clockwise on a
        /// page whose y grows downwards). A half circle is 1; more than a half circle is allowed, a
        /// full one is two arcs.
        bulge: f64,
    },
    /// A cubic Bézier curve.
    Cubic {
        /// First control point.
        c1: Point,
        /// Second control point.
        c2: Point,
        /// Its end.
        to: Point,
    },
}

impl Segment {
    /// Where it ends.
    #[must_use]
    pub fn to(&self) -> Point {
        match *self {
            Self::Line { to } | Self::Arc { to, .. } | Self::Cubic { to, .. } => to,
        }
    }

    /// Its length in mm: exact for lines and arcs, within a nanometre for curves.
    #[must_use]
    pub fn length_mm(&self, from: Point) -> f64 {
        match *self {
            Self::Line { to } => (to - from).hypot(),
            Self::Arc { to, bulge } => match Arc::new(from, to, bulge) {
                Some(arc) => arc.length(),
                None => (to - from).hypot(),
            },
            Self::Cubic { c1, c2, to } => CubicBez::new(from, c1, c2, to).arclen(LENGTH_ACCURACY_MM),
        }
    }

    /// The smallest box around it.
    #[must_use]
    pub fn bounds(&self, from: Point) -> Rect {
        match *self {
            Self::Line { to } => Rect::from_points(from, to),
            Self::Arc { to, bulge } => match Arc::new(from, to, bulge) {
                Some(arc) => arc.bounds(),
                None => Rect::from_points(from, to),
            },
            Self::Cubic { c1, c2, to } => CubicBez::new(from, c1, c2, to).bounding_box(),
        }
    }

    /// The point at the parameter `t` from 0 to 1: share of the length for lines and arcs, Bézier
    /// parameter for curves.
    #[must_use]
    pub fn point(&self, from: Point, t: f64) -> Point {
        if t <= 0.0 {
            return from;
        }
        if t >= 1.0 {
            return self.to();
        }
        match *self {
            Self::Line { to } => from.lerp(to, t),
            Self::Arc { to, bulge } => match Arc::new(from, to, bulge) {
                Some(arc) => arc.point(t),
                None => from.lerp(to, t),
            },
            Self::Cubic { c1, c2, to } => CubicBez::new(from, c1, c2, to).eval(t),
        }
    }

    /// The piece between two parameters, of the same kind: where it starts, and the segment from there.
    #[must_use]
    pub fn piece(&self, from: Point, range: Range<f64>) -> (Point, Self) {
        let (start, to) = (self.point(from, range.start), self.point(from, range.end));
        let piece = match *self {
            Self::Line { .. } => Self::Line { to },
            Self::Arc { to: end, bulge } => match Arc::new(from, end, bulge) {
                Some(arc) => Self::Arc { to, bulge: arc.bulge_of(range.end - range.start) },
                None => Self::Line { to },
            },
            Self::Cubic { c1, c2, to: end } => {
                let part = CubicBez::new(from, c1, c2, end).subsegment(range);
                Self::Cubic { c1: part.p1, c2: part.p2, to }
            }
        };
        (start, piece)
    }

    /// The same line drawn from its end to `from`.
    #[must_use]
    pub fn reversed(&self, from: Point) -> Self {
        match *self {
            Self::Line { .. } => Self::Line { to: from },
            Self::Arc { bulge, .. } => Self::Arc { to: from, bulge: -bulge },
            Self::Cubic { c1, c2, .. } => Self::Cubic { c1: c2, c2: c1, to: from },
        }
    }
}
