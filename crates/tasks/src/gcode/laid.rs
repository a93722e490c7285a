//! Parts where they lie on a sheet.
//!
//! A drawing with a layer `SHEET`, as `nest` writes it, brings its sheets along; labels are not cut. Any
//! other drawing gets a sheet around it, or the one that was asked for with the drawing at its lower left.

use super::params::{GcodeParams, Origin};
use crate::TaskError;
use crate::cut::{CutDrawing, holds, take_sheets};
use crate::stage::Stage;
use kurbo::{Point, Rect};
use penstock_toolpath::parts::{Found, Options, Part, find};

/// Lines and arcs stay this close to curves, in mm: a quarter of what the proof allows.
const CURVE_TOLERANCE_MM: f64 = 0.005;

/// What is cut from one sheet.
pub(super) struct Laid {
    pub(super) parts: Vec<Part>,
    /// Lines that close nothing.
    pub(super) open: usize,
    pub(super) sheet: Rect,
    /// Where the program counts from.
    pub(super) zero: Point,
    /// Sheets that the drawing has.
    pub(super) sheets: usize,
}

pub(super) fn lay(read: &mut CutDrawing, params: &GcodeParams, stage: &Stage<'_>) -> Result<Laid, TaskError> {
    let edges = take_sheets(&mut read.drawing);
    let options =
        Options { curve_tolerance_mm: CURVE_TOLERANCE_MM, name: read.name.clone(), ..Options::default() };
    let Found { mut parts, open, .. } =
        find(&read.drawing, &options, &mut stage.goes_on()).map_err(|_| crate::Cancelled)?;
    if parts.is_empty() {
        return Err(TaskError::BadInput {
            message: format!(
                "{} has no closed contour, so nothing would fall out of the sheet{}",
                read.name, read.reasons
            ),
            advice: Some("Run analyze on it: it shows where contours are open and can close gaps".to_owned()),
        });
    }
    let sheets = edges.len().max(1);
    let sheet = if edges.is_empty() {
        around(&parts, params)?
    } else {
        let sheet = *edges.get(params.sheet as usize - 1).ok_or_else(|| TaskError::BadInput {
            message: format!(
                "The nest has {} sheet(s), and sheet {} was asked for",
                edges.len(),
                params.sheet
            ),
            advice: None,
        })?;
        parts.retain(|part| sheet.holds(part.bounds()));
        if parts.is_empty() {
            return Err(TaskError::BadInput {
                message: format!("No part lies on sheet {} of the nest", params.sheet),
                advice: None,
            });
        }
        sheet.bounds
    };
    let zero = match params.origin {
        Origin::LowerLeft => Point::new(sheet.x0, sheet.y1),
        Origin::UpperLeft => Point::new(sheet.x0, sheet.y0),
        Origin::LowerRight => Point::new(sheet.x1, sheet.y1),
        Origin::UpperRight => Point::new(sheet.x1, sheet.y0),
        Origin::Center => sheet.center(),
        Origin::Drawing => read.origin_mm,
    };
    Ok(Laid { parts, open: open.len(), sheet, zero, sheets })
}

/// A sheet for parts that bring none.
fn around(parts: &[Part], params: &GcodeParams) -> Result<Rect, TaskError> {
    let first = parts[0].bounds();
    let all = parts.iter().map(Part::bounds).fold(first, |all, one| all.union(one));
    let margin = params.margin_mm;
    let (Some(width), Some(height)) = (params.sheet_width_mm, params.sheet_height_mm) else {
        // Room for the leads outside of the outermost parts too.
        let room = margin.max(params.cut.kerf_mm);
        return Ok(all.inflate(room, room));
    };
    let sheet =
        Rect::new(all.x0 - margin, all.y1 + margin - height, all.x0 - margin + width, all.y1 + margin);
    if !holds(sheet, all) {
        return Err(TaskError::BadInput {
            message: format!(
                "The drawing is {:.1} × {:.1} mm and does not fit on a sheet of {width} × {height} mm with a margin of {margin} mm",
                all.width(),
                all.height()
            ),
            advice: Some("Give a larger sheet, or run nest first".to_owned()),
        });
    }
    Ok(sheet)
}
