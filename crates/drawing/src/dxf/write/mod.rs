//! Writes a drawing as a DXF of R2000 in millimetres, which every drawing program of the last 25 years
//! reads.
//!
//! A path of one line is a LINE, of one arc an ARC, two halves of a circle a CIRCLE, a dot a POINT; runs of
//! lines and arcs are an LWPOLYLINE with bulges, runs of curves a SPLINE of degree 3. A path that has both
//! becomes several entities that meet. The same drawing gives the same bytes; numbers have all their digits.

mod entities;
mod tables;

use crate::Drawing;
use kurbo::Point;
use std::io::{BufWriter, Result, Write};

/// How to write.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct WriteOptions {
    /// Where the file's origin is on the page, in mm; None for the lower left corner of the page. With that
    /// of a drawing that was read from millimetres, lines get the coordinates they came with.
    pub origin_mm: Option<Point>,
}

/// Writes the drawing.
///
/// Characters that a layer's name cannot have in a DXF become `_`.
///
/// # Errors
/// Those of `out`.
pub fn write(drawing: &Drawing, options: &WriteOptions, out: &mut dyn Write) -> Result<()> {
    let origin = options.origin_mm.unwrap_or(Point::new(0.0, drawing.page.height_mm));
    let names = tables::names(drawing);
    let mut tags = Tags { out: BufWriter::with_capacity(1 << 16, out), handle: tables::FIRST_FREE, origin };
    tables::before(&mut tags, drawing, &names)?;
    for (layer, name) in drawing.layers.iter().zip(&names) {
        for path in &layer.paths {
            entities::path(&mut tags, name, path)?;
        }
    }
    tables::after(&mut tags)?;
    tags.out.flush()
}

/// Writes tags.
struct Tags<'o> {
    out: BufWriter<&'o mut dyn Write>,
    handle: u64,
    origin: Point,
}

impl Tags<'_> {
    fn text(&mut self, code: i32, value: &str) -> Result<()> {
        writeln!(self.out, "{code:3}\n{value}")
    }

    fn whole(&mut self, code: i32, value: i64) -> Result<()> {
        writeln!(self.out, "{code:3}\n{value}")
    }

    /// The shortest text that reads back to the same number, never with an exponent and always with a point.
    fn number(&mut self, code: i32, value: f64) -> Result<()> {
        let value = if value == 0.0 || !value.is_finite() { 0.0 } else { value };
        let text = format!("{value}");
        let point = if text.contains('.') { "" } else { ".0" };
        writeln!(self.out, "{code:3}\n{text}{point}")
    }

    /// A place on the page as coordinates of the file.
    fn point(&mut self, code: i32, at: Point) -> Result<()> {
        self.flat_point(code, at)?;
        self.number(code + 20, 0.0)
    }

    fn flat_point(&mut self, code: i32, at: Point) -> Result<()> {
        self.number(code, at.x - self.origin.x)?;
        self.number(code + 10, self.origin.y - at.y)
    }

    /// A record with the next free handle.
    fn record(&mut self, kind: &str, owner: u64) -> Result<()> {
        let handle = self.handle;
        self.handle += 1;
        self.record_as(kind, handle, owner)
    }

    fn record_as(&mut self, kind: &str, handle: u64, owner: u64) -> Result<()> {
        self.text(0, kind)?;
        // A dimension style has its handle in another code than everything else.
        self.text(if kind == "DIMSTYLE" { 105 } else { 5 }, &format!("{handle:X}"))?;
        self.text(330, &format!("{owner:X}"))
    }
}
