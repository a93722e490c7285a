//! LINE and POINT. Both lie in the world, whatever their extrusion says.

use super::Shapes;
use crate::dxf::record::{Fault, Record};
use crate::{Path, Segment};

pub(super) fn line(record: &Record<'_, '_>, shapes: &mut Shapes) -> Result<(), Fault> {
    let start = record.required_point(10, "start point")?;
    let to = record.required_point(11, "end point")?;
    let (low, high) = (record.number(30)?.unwrap_or(0.0), record.number(31)?.unwrap_or(0.0));
    let flat = (to - start).hypot();
    if (high - low).abs() > 1e-6 * flat.max(1e-6) && high != low {
        shapes.warn("not-flat", "The line rises out of the sheet: it is read as seen from above");
    }
    shapes.paths.push(Path { start, segments: vec![Segment::Line { to }] });
    Ok(())
}

/// A dot.
pub(super) fn point(record: &Record<'_, '_>, shapes: &mut Shapes) -> Result<(), Fault> {
    let start = record.required_point(10, "place")?;
    shapes.paths.push(Path { start, segments: Vec::new() });
    Ok(())
}
