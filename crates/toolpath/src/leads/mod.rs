//! The way from the pierce to the line, and off it again.
//!
//! A lead lies in the waste: it keeps half a kerf from every drawn line, so it marks no part, and where there
//! is room it keeps off the neighbours' kerfs too. Places along the contour are tried, the long straight
//! pieces first, with the lead as long as asked; then shorter ones; where nothing fits, the jet pierces on
//! the line itself, and the choice says so.

mod choose;
mod ground;
#[cfg(test)]
mod tests;

pub use choose::{Choice, choices};
pub(crate) use choose::{choice_at, overcut, turned};
pub use ground::Ground;

use kurbo::{Point, Vec2};
use penstock_drawing::{Path, Segment};

/// Form of a lead.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Form {
    /// Straight, at an angle to the line.
    Line,
    /// A quarter circle that runs into the line.
    #[default]
    Arc,
    /// Straight on in the direction of the line; needs a line that bends away from it.
    Tangent,
}

/// What leads should be like.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Leads {
    /// Form of both.
    pub form: Form,
    /// Length of the lead-in in mm; 0 pierces on the line.
    pub in_mm: f64,
    /// Length of the lead-out in mm; 0 stops on the line.
    pub out_mm: f64,
    /// How far the jet goes on along the contour behind its start, in mm.
    pub overcut_mm: f64,
}

/// Angle between a straight lead and the line, in degrees.
const LINE_DEG: f64 = 60.0;
/// A quarter circle, as a bulge: the tangent of 22.5°.
const QUARTER_BULGE: f64 = std::f64::consts::SQRT_2 - 1.0;

/// A lead that ends at `at`, where the line runs in the direction `heading` and the waste lies to `waste`;
/// both have the length one.
fn lead_in(form: Form, length_mm: f64, at: Point, heading: Vec2, waste: Vec2) -> Path {
    let (start, segment) = match form {
        Form::Line => {
            let (sin, cos) = LINE_DEG.to_radians().sin_cos();
            (at + (waste * sin - heading * cos) * length_mm, Segment::Line { to: at })
        }
        Form::Tangent => (at - heading * length_mm, Segment::Line { to: at }),
        Form::Arc => {
            let radius = length_mm / std::f64::consts::FRAC_PI_2;
            // Towards the waste and back along the line by the radius; it turns towards the waste.
            let bulge = if heading.cross(waste) > 0.0 { QUARTER_BULGE } else { -QUARTER_BULGE };
            (at + (waste - heading) * radius, Segment::Arc { to: at, bulge })
        }
    };
    Path { start, segments: vec![segment] }
}

/// The same backwards: a lead that begins at `at`.
fn lead_out(form: Form, length_mm: f64, at: Point, heading: Vec2, waste: Vec2) -> Path {
    lead_in(form, length_mm, at, -heading, waste).reversed()
}
