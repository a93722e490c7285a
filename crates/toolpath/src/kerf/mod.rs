//! Where the jet's centre has to run so that a part comes out as drawn.
//!
//! The jet takes away a round spot, so its centre runs half a kerf beside the line, on the side of the waste.
//! Arcs stay arcs. The work is done by `cavalier_contours`; every result is measured against the drawn line
//! in both directions, and where it fails, a slower way by straight edges and refitted arcs takes over.
//!
//! | result | meaning |
//! | --- | --- |
//! | one contour | the usual case |
//! | several | a slot's mouth or a hole's neck is narrower than the jet; each is cut by itself |
//! | none | the jet fits nowhere: the contour is smaller than the jet |

mod check;
mod flat;
mod keen;
mod lines;
#[cfg(test)]
mod tests;

pub(crate) use lines::Lines;

use crate::parts::Contour;
use kurbo::{Point, Vec2};
use penstock_drawing::Segment;

/// The offset line is at its distance from the drawn one within this, in mm.
pub const TOLERANCE_MM: f64 = 0.002;

/// How an offset was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// By lines and arcs throughout.
    Arcs,
    /// By straight edges, with the arcs put back: the other way gave a wrong line.
    Edges,
}

/// Where the jet's centre runs.
#[derive(Clone, PartialEq, Debug)]
pub struct Offset {
    /// Closed lines, each with the material to the left of where it goes (turned from +x towards +y), as the
    /// contours of parts have it. None when the jet fits nowhere.
    pub contours: Vec<Contour>,
    /// How it was found.
    pub way: Way,
}

/// Neither way gave a line that keeps its distance.
#[derive(Clone, Copy, PartialEq, Debug, thiserror::Error)]
#[error("no line was found that keeps {distance_mm:.3} mm from the contour at {x_mm:.3}, {y_mm:.3}")]
pub struct NoOffset {
    /// What was asked for.
    pub distance_mm: f64,
    /// Where the best try is wrong.
    pub x_mm: f64,
    /// Where the best try is wrong.
    pub y_mm: f64,
}

/// Moves a contour away from the material by `distance_mm`: outlines grow, holes shrink. With a negative
/// distance it goes into the material. Every point of the result keeps the distance within
/// [`TOLERANCE_MM`], and every place of the contour that a disc of that radius can touch is touched.
///
/// # Errors
/// [`NoOffset`] when no line keeps the distance, which contours that cross themselves can cause.
pub fn offset(contour: &Contour, distance_mm: f64) -> Result<Offset, NoOffset> {
    if distance_mm == 0.0 {
        return Ok(Offset { contours: vec![contour.clone()], way: Way::Arcs });
    }
    let lines = Lines::of_contours([contour]);
    if let Some(contours) = keen::offset(contour, distance_mm)
        && check::first_fault(contour, &lines, distance_mm, &contours).is_none()
    {
        return Ok(Offset { contours, way: Way::Arcs });
    }
    let contours = flat::offset(contour, &lines, distance_mm);
    match check::first_fault(contour, &lines, distance_mm, &contours) {
        None => Ok(Offset { contours, way: Way::Edges }),
        Some(place) => Err(NoOffset { distance_mm, x_mm: place.x, y_mm: place.y }),
    }
}

/// Direction in which a piece runs at the parameter `t`; zero for a piece without length.
pub(crate) fn heading(from: Point, segment: &Segment, t: f64) -> Vec2 {
    let to = segment.to();
    let chord = to - from;
    let length = chord.hypot();
    if length == 0.0 {
        return Vec2::ZERO;
    }
    let along = chord / length;
    match *segment {
        // The tangent turns by the whole sweep and is parallel to the chord in the middle.
        Segment::Arc { bulge, .. } => {
            let (sin, cos) = (4.0 * bulge.atan() * (t - 0.5)).sin_cos();
            Vec2::new(along.x * cos - along.y * sin, along.x * sin + along.y * cos)
        }
        _ => along,
    }
}

/// To the right of a direction, turned from +y towards +x: where the waste is.
pub(crate) fn waste_side(heading: Vec2) -> Vec2 {
    Vec2::new(heading.y, -heading.x)
}
