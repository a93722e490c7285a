//! Where a part lies on a sheet.

use crate::parts::{Contour, NotClosed, Part};
use kurbo::{Point, Vec2};
use penstock_drawing::{Path, Segment};

/// One copy of a part on a sheet. A point of the part is first mirrored (`x` becomes `−x`), then turned about
/// the part's own origin, then moved by `at`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Placement {
    /// Index of its piece in the order in which they were given.
    pub part: usize,
    /// Which copy of it, from 0.
    pub copy: usize,
    /// Index of the sheet in [`super::Nest::sheets`].
    pub sheet: usize,
    /// From +x towards +y, in degrees.
    pub turn_deg: f64,
    /// It lies with its other side up.
    pub mirrored: bool,
    /// Where the part's origin comes to lie, in mm from the sheet's corner.
    pub at: Point,
}

impl Placement {
    /// Where a point of the part lies on the sheet.
    #[must_use]
    pub fn apply(&self, point: Point) -> Point {
        let (cos, sin) = cos_sin(self.turn_deg);
        let x = if self.mirrored { -point.x } else { point.x };
        self.at + Vec2::new(cos * x - sin * point.y, sin * x + cos * point.y)
    }
}

/// Exact at quarter turns, so that what was upright stays so.
fn cos_sin(degrees: f64) -> (f64, f64) {
    match degrees.rem_euclid(360.0) / 90.0 {
        0.0 => (1.0, 0.0),
        1.0 => (0.0, 1.0),
        2.0 => (-1.0, 0.0),
        3.0 => (0.0, -1.0),
        _ => {
            let (sin, cos) = degrees.to_radians().sin_cos();
            (cos, sin)
        }
    }
}

/// The part where it lies, with true arcs; outlines positive and holes negative as ever.
///
/// # Errors
/// [`NotClosed::Empty`] when a contour is so small that it vanishes where it lies.
pub fn place(part: &Part, placement: &Placement) -> Result<Part, NotClosed> {
    let contour = |contour: &Contour| {
        let positive = contour.area_mm2() > 0.0;
        Ok(Contour::new(place_path(contour.path(), placement), contour.layer())?.turned(positive))
    };
    Ok(Part {
        name: part.name.clone(),
        outer: contour(&part.outer)?,
        holes: part.holes.iter().map(contour).collect::<Result<_, _>>()?,
        slits: part.slits.iter().map(|slit| place_path(slit, placement)).collect(),
    })
}

fn place_path(path: &Path, placement: &Placement) -> Path {
    let at = |point| placement.apply(point);
    let segment = |segment: &Segment| match *segment {
        Segment::Line { to } => Segment::Line { to: at(to) },
        Segment::Arc { to, bulge } => {
            Segment::Arc { to: at(to), bulge: if placement.mirrored { -bulge } else { bulge } }
        }
        Segment::Cubic { c1, c2, to } => Segment::Cubic { c1: at(c1), c2: at(c2), to: at(to) },
    };
    Path { start: at(path.start), segments: path.segments.iter().map(segment).collect() }
}
