//! What a file shows, before anybody decides how a pen draws it: strokes and areas, each with its paint,
//! in stacking order. A [`crate::Drawing`] is what remains when areas are filled or outlined, hidden
//! lines are gone, and every line has a pen.

mod outlines;
mod wide;

pub(crate) use wide::covered;

use crate::{Color, Page, Path};

/// Page, layers and everything that is painted on them.
#[derive(Clone, PartialEq, Debug)]
pub struct Artwork {
    /// The sheet.
    pub page: Page,
    /// In document order, with their names to the letter.
    pub layers: Vec<ArtworkLayer>,
    /// Names of elements of the source, such as `path#nose`, that [`Mark::element`] points into.
    pub elements: Vec<String>,
}

/// A layer of the source; where it has none, everything of one colour.
#[derive(Clone, PartialEq, Debug)]
pub struct ArtworkLayer {
    /// Its name to the letter.
    pub name: String,
    /// The bottom one first.
    pub marks: Vec<Mark>,
}

/// One painted thing. A shape with fill and stroke is two: the area below, the stroke above.
#[derive(Clone, PartialEq, Debug)]
pub struct Mark {
    /// Where it is.
    pub shape: Shape,
    /// Its paint; of a gradient, the mean.
    pub color: Color,
    /// Width of a stroke in mm where the source says it; none for areas.
    pub width_mm: Option<f64>,
    /// How a stroke ends and turns.
    pub line: LineStyle,
    /// An area whose edge is drawn too, by strokes that are marks of their own.
    pub stroked: bool,
    /// It hides what lies below it.
    pub opaque: bool,
    /// Its place in the stack over the whole document; a higher one lies above.
    pub stack: u32,
    /// Marks with the same number are one group of the source; 0 stands for no group.
    pub group: u32,
    /// Index into [`Artwork::elements`].
    pub element: Option<u32>,
}

/// Where paint is.
#[derive(Clone, PartialEq, Debug)]
pub enum Shape {
    /// Along a line.
    Stroke(Path),
    /// Inside of rings. Each ring is closed.
    Area {
        /// The rings; holes and islands follow from the rule.
        rings: Vec<Path>,
        /// What is inside.
        rule: FillRule,
    },
}

/// Which points the rings of an area enclose, as SVG's `fill-rule`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FillRule {
    /// Those that the rings wind around.
    NonZero,
    /// Those that a ray from it leaves through an odd number of crossings.
    EvenOdd,
}

/// How a stroke ends and turns; what it looks like beyond its centre line when it is wide.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LineStyle {
    /// Its ends.
    pub cap: Cap,
    /// Its corners.
    pub join: Join,
    /// A mitred corner that would reach further than this many half widths is cut off.
    pub miter_limit: f64,
}

impl Default for LineStyle {
    /// What SVG says when the source does not.
    fn default() -> Self {
        Self { cap: Cap::Butt, join: Join::Miter, miter_limit: 4.0 }
    }
}

/// The end of a stroke.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Cap {
    /// Cut off where the line ends.
    Butt,
    /// A half circle beyond it.
    Round,
    /// Half a square beyond it.
    Square,
}

/// The corner of a stroke.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Join {
    /// Pointed.
    Miter,
    /// A part of a circle.
    Round,
    /// Cut off.
    Bevel,
}

impl Mark {
    /// An opaque stroke of no group.
    #[must_use]
    pub fn stroke(path: Path, color: Color, width_mm: Option<f64>) -> Self {
        Self { width_mm, ..Self::of(Shape::Stroke(path), color) }
    }

    /// An opaque area of no group, without a stroke.
    #[must_use]
    pub fn area(rings: Vec<Path>, rule: FillRule, color: Color) -> Self {
        Self::of(Shape::Area { rings, rule }, color)
    }

    fn of(shape: Shape, color: Color) -> Self {
        Self {
            shape,
            color,
            width_mm: None,
            line: LineStyle::default(),
            stroked: false,
            opaque: true,
            stack: 0,
            group: 0,
            element: None,
        }
    }
}
