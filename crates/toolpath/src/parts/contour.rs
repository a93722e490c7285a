//! One closed line to cut.

use super::measure;
use kurbo::{Point, Rect};
use penstock_drawing::{Path, Segment};

/// The line cannot be a contour.
#[derive(Clone, Copy, PartialEq, Debug, thiserror::Error)]
pub enum NotClosed {
    /// It ends elsewhere than it starts.
    #[error("the line is open by {gap_mm:.3} mm")]
    Open {
        /// From its end to its start.
        gap_mm: f64,
    },
    /// It holds a Bézier curve; fit lines and arcs first.
    #[error("the line holds a curve that is no arc")]
    Curve,
    /// It has no length or encloses nothing.
    #[error("the line encloses nothing")]
    Empty,
}

/// A closed line of straight pieces and arcs that encloses something.
#[derive(Clone, PartialEq, Debug)]
pub struct Contour {
    path: Path,
    area_mm2: f64,
    bounds: Rect,
    /// Index of its layer in the drawing it comes from.
    layer: usize,
}

impl Contour {
    /// Takes a closed path of lines and arcs from the drawing's layer with this index.
    ///
    /// # Errors
    /// Why it is no contour.
    pub fn new(path: Path, layer: usize) -> Result<Self, NotClosed> {
        if path.segments.iter().any(|segment| matches!(segment, Segment::Cubic { .. })) {
            return Err(NotClosed::Curve);
        }
        if !path.is_closed() {
            return Err(NotClosed::Open { gap_mm: (path.end() - path.start).hypot() });
        }
        let area_mm2 = measure::area_mm2(&path);
        let bounds = path.bounds().filter(|_| area_mm2 != 0.0 && area_mm2.is_finite());
        let bounds = bounds.ok_or(NotClosed::Empty)?;
        Ok(Self { path, area_mm2, bounds, layer })
    }

    /// The line itself, from where it was drawn first.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Index of its layer in the drawing it comes from.
    #[must_use]
    pub fn layer(&self) -> usize {
        self.layer
    }

    /// Signed area in mm², arcs exact: positive where the line turns from +x towards +y, as the outlines of
    /// parts do.
    #[must_use]
    pub fn area_mm2(&self) -> f64 {
        self.area_mm2
    }

    /// The box around it in mm.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        self.bounds
    }

    /// The same line the other way round.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self { path: self.path.reversed(), area_mm2: -self.area_mm2, ..*self }
    }

    /// With a positive area, as outlines have it, or a negative one, as holes have it.
    #[must_use]
    pub fn turned(self, positive: bool) -> Self {
        if (self.area_mm2 > 0.0) == positive { self } else { self.reversed() }
    }

    /// The point is inside, by the winding number of lines and true arcs; on the line itself either answer
    /// may come.
    #[must_use]
    pub fn contains(&self, point: Point) -> bool {
        self.bounds.contains(point) && measure::winding(&self.path, point) != 0
    }
}
