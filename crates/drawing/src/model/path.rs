use kurbo::Point;

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
}

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
}
