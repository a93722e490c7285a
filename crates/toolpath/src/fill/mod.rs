//! Fills areas with strokes of a pen.
//!
//! Everything is drawn on what remains when half of the pen's width is taken off all around, so that the
//! ink reaches the border and does not cross it. Only where an area is narrower than the pen does ink
//! reach over it, by less than half of the pen's width: such parts are drawn along their middle, since
//! leaving them out would lose them. Rows are no further apart than the pen's width less the overlap.
//!
//! A stroke goes on from row to row along the border as long as the area lets it (boustrophedon), from
//! loop to loop across the gap between them, and joins the line around the area: a plain shape is one
//! stroke. Nothing that links two rows leaves the area.

mod artwork;
mod concentric;
mod loops;
mod rows;
mod spiral;
#[cfg(test)]
mod tests;
mod thin;

pub use artwork::{ArtworkFill, Filled, fill_artwork};

use crate::region::Region;
use crate::{Progress, Stopped};
use kurbo::Point;
use penstock_drawing::{Path, Segment};

/// How strokes lie in an area.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pattern {
    /// Straight rows.
    Lines,
    /// Straight rows, and others across them.
    Cross,
    /// Loops along the border, one inside of the other.
    Concentric,
    /// One spiral around the middle, in half circles.
    Spiral,
}

/// How to fill an area.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct FillOptions {
    /// How the strokes lie.
    pub pattern: Pattern,
    /// Width of the pen's line in mm.
    pub pen_width_mm: f64,
    /// Share of the pen's width by which neighbouring strokes overlap, from 0 to 0.9. Negative values
    /// leave gaps: −1 leaves one as wide as the line.
    pub overlap: f64,
    /// Direction of rows in degrees, from +x towards +y.
    pub angle_deg: f64,
    /// Also draw along the border.
    pub outline: bool,
}

impl FillOptions {
    /// From the middle of one stroke to the next, in mm.
    #[must_use]
    pub fn pitch_mm(&self) -> f64 {
        self.pen_width_mm * (1.0 - self.overlap.min(0.9))
    }

    /// How far rows keep from the line around the area, in mm: with gaps or without a line, not at all. A
    /// row that ends on that line would ink it twice; one that ends earlier leaves a gap where the border
    /// runs almost along the rows, up to this much and the pitch wide.
    fn row_inset_mm(&self) -> f64 {
        if self.outline { (self.pen_width_mm - self.pitch_mm()).max(0.0) } else { 0.0 }
    }
}

/// The strokes that fill a region, part by part.
///
/// # Errors
/// [`Stopped`] when `progress` says so.
pub fn fill(
    region: &Region,
    options: &FillOptions,
    progress: &mut Progress<'_>,
) -> Result<Vec<Path>, Stopped> {
    let mut strokes = Vec::new();
    let parts: Vec<Region> = region.parts().collect();
    for (at, part) in parts.iter().enumerate() {
        if !progress(at as f64 / parts.len() as f64) {
            return Err(Stopped);
        }
        fill_part(part, options, &mut strokes);
    }
    Ok(strokes)
}

fn fill_part(part: &Region, options: &FillOptions, strokes: &mut Vec<Path>) {
    let half = options.pen_width_mm / 2.0;
    let before = strokes.len();
    let body = part.inset(half);
    // Each connected body is filled on its own: a stroke cannot link two of them.
    for body in body.parts() {
        match options.pattern {
            Pattern::Lines | Pattern::Cross => rows_in(&body, options, strokes),
            Pattern::Concentric => concentric::fill(&body, options, strokes),
            Pattern::Spiral => spiral::fill(&body, options, strokes),
        }
    }
    let rest = if body.is_empty() { part.clone() } else { part.minus(&body.inset(-half)) };
    thin::fill(&rest, options.pen_width_mm, strokes);
    if strokes.len() == before {
        strokes.extend(thin::mark(part, options.pen_width_mm));
    }
}

fn rows_in(body: &Region, options: &FillOptions, strokes: &mut Vec<Path>) {
    let inner = body.inset(options.row_inset_mm());
    let mut rows = rows::fill(&inner, options.pitch_mm(), options.angle_deg);
    if options.pattern == Pattern::Cross {
        rows.extend(rows::fill(&inner, options.pitch_mm(), options.angle_deg + 90.0));
    }
    if options.outline {
        rows = loops::join_to(rows, body, options.row_inset_mm());
    }
    strokes.extend(rows.iter().filter_map(|points| polyline(points)));
}

fn polyline(points: &[Point]) -> Option<Path> {
    let (&start, rest) = points.split_first()?;
    Some(Path { start, segments: rest.iter().map(|&to| Segment::Line { to }).collect() })
}
