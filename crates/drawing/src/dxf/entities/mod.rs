//! Entities to paths, in units of the file with y up, as seen from above. One kind, one module.

mod ellipse;
mod hatch;
mod line;
mod lwpolyline;
mod passed_over;
pub(super) mod polyline;
mod round;
mod spline;
mod vertices;

pub(super) use passed_over::about;

use super::bend;
use super::extrusion::Extrusion;
use super::nurbs::Work;
use super::record::{Fault, Record};
use crate::{Path, Severity};

/// What an entity became.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    pub(super) paths: Vec<Path>,
    /// What to say about it: a word for programs, how much it matters, a sentence.
    pub(super) notes: Vec<(&'static str, Severity, String)>,
    /// What splines have taken.
    work: Work,
}

impl Shapes {
    fn warn(&mut self, kind: &'static str, message: impl Into<String>) {
        self.notes.push((kind, Severity::Warning, message.into()));
    }

    /// Adds a path that lies in the plane of this direction, at the height of code `height`.
    fn add_in_plane(&mut self, record: &Record<'_, '_>, height: i32, path: Path) -> Result<(), Fault> {
        let extrusion = Extrusion::of(record)?;
        if extrusion.is_up() {
            self.paths.push(path);
            return Ok(());
        }
        let map = extrusion.to_sheet(record.number(height)?.unwrap_or(0.0));
        self.paths.push(bend::under(&path, map));
        if extrusion.is_tilted() {
            self.warn_tilted();
        }
        Ok(())
    }

    fn warn_tilted(&mut self) {
        self.warn(
            "tilted",
            "It lies in a plane that is tilted against the sheet: it is read as seen from above",
        );
    }
}

/// The kinds that [`read`] understands.
pub(super) fn is_drawn(kind: &[u8]) -> bool {
    matches!(
        kind,
        b"LINE"
            | b"ARC"
            | b"CIRCLE"
            | b"ELLIPSE"
            | b"SPLINE"
            | b"HELIX"
            | b"LWPOLYLINE"
            | b"POINT"
            | b"HATCH"
    )
}

/// Reads an entity of one of those kinds.
pub(super) fn read(record: &Record<'_, '_>, shapes: &mut Shapes) -> Result<(), Fault> {
    match record.head.kind {
        b"LINE" => line::line(record, shapes),
        b"POINT" => line::point(record, shapes),
        b"ARC" => round::arc(record, shapes),
        b"CIRCLE" => round::circle(record, shapes),
        b"ELLIPSE" => ellipse::read(record, shapes),
        b"SPLINE" | b"HELIX" => spline::read(record, shapes),
        b"LWPOLYLINE" => lwpolyline::read(record, shapes),
        b"HATCH" => hatch::read(record, shapes),
        _ => Ok(()),
    }
}
