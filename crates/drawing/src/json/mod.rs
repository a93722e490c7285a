//! A drawing as JSON, for scripts.
//!
//! ```json
//! {"page": {"width_mm": 210, "height_mm": 297},
//!  "layers": [{"name": "Red", "pen": 1, "color": "#ff0000", "pen_width_mm": 0.3, "paths": [
//!    {"start": [10, 10], "segments": [["L", 20, 10], ["A", 30, 10, 0.41421], ["C", 1, 2, 3, 4, 5, 6]]}]}]}
//! ```
//!
//! Lengths are in mm with y down. A line is `L x y`; an arc `A x y bulge`, the bulge being the tangent of a
//! quarter of the swept angle, positive from +x towards +y; a curve `C x1 y1 x2 y2 x y`. No segment is a
//! dot. Coordinates have four decimals.

use crate::{Drawing, Layer, LayerSetup, Path, Segment};
use kurbo::Point;
use std::io::{BufWriter, Result, Write};

/// Writes the drawing. The n-th setup belongs to the n-th layer, and a layer without one has the pen of
/// its number.
///
/// # Errors
/// Those of `out`.
pub fn write(drawing: &Drawing, setups: &[LayerSetup], out: &mut dyn Write) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    let page = drawing.page;
    write!(
        out,
        "{{\"page\":{{\"width_mm\":{},\"height_mm\":{}}},\"layers\":[",
        Number(page.width_mm),
        Number(page.height_mm)
    )?;
    for (number, layer) in drawing.layers.iter().enumerate() {
        if number > 0 {
            out.write_all(b",")?;
        }
        let pen = setups.get(number).map_or(number as u32 + 1, |setup| setup.pen);
        write_layer(layer, pen, &mut out)?;
    }
    out.write_all(b"\n]}\n")?;
    out.flush()
}

fn write_layer(layer: &Layer, pen: u32, out: &mut impl Write) -> Result<()> {
    out.write_all(b"\n{\"name\":")?;
    serde_json::to_writer(&mut *out, &layer.name)?;
    write!(
        out,
        ",\"pen\":{pen},\"color\":\"{}\",\"pen_width_mm\":{},\"paths\":[",
        layer.pen.color,
        Number(layer.pen.width_mm)
    )?;
    for (number, path) in layer.paths.iter().enumerate() {
        if number > 0 {
            out.write_all(b",")?;
        }
        write_path(path, out)?;
    }
    out.write_all(b"]}")
}

fn write_path(path: &Path, out: &mut impl Write) -> Result<()> {
    write!(out, "\n{{\"start\":[{}],\"segments\":[", Pair(path.start))?;
    for (number, segment) in path.segments.iter().enumerate() {
        if number > 0 {
            out.write_all(b",")?;
        }
        match *segment {
            Segment::Line { to } => write!(out, "[\"L\",{}]", Pair(to))?,
            Segment::Arc { to, bulge } => write!(out, "[\"A\",{},{}]", Pair(to), Bulge(bulge))?,
            Segment::Cubic { c1, c2, to } => {
                write!(out, "[\"C\",{},{},{}]", Pair(c1), Pair(c2), Pair(to))?;
            }
        }
    }
    out.write_all(b"]}")
}

struct Pair(Point);

impl std::fmt::Display for Pair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{},{}", Number(self.0.x), Number(self.0.y))
    }
}

/// Four decimals, without zeros at the end. What is not finite is 0: JSON has no word for it.
struct Number(f64);

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let rounded = (self.0 * 1e4).round() / 1e4;
        // Adding zero makes a zero of a negative one.
        write!(f, "{}", if rounded.is_finite() { rounded + 0.0 } else { 0.0 })
    }
}

/// All digits: the middle of an arc moves with the last ones.
struct Bulge(f64);

impl std::fmt::Display for Bulge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", if self.0.is_finite() { self.0 } else { 0.0 })
    }
}
