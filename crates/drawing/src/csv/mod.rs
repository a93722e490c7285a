//! One row for each path, for spreadsheets and scripts.
//!
//! Rows end with a line feed and values are quoted where they have to be (RFC 4180 but for the line
//! ends). Names come from files of strangers, and a spreadsheet runs a value that begins like a formula:
//! such a name gets an apostrophe in front.

use crate::{Drawing, LayerSetup};
use std::io::{BufWriter, Result, Write};

/// When a path is drawn, in seconds from the start.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Times {
    /// The pen is down at its start.
    pub start_s: f64,
    /// The pen is at its end.
    pub end_s: f64,
}

const HEAD: &str = "order,layer,layer_name,pen,color,pen_width_mm,start_x_mm,start_y_mm,end_x_mm,end_y_mm,length_mm,segments,closed";

/// Writes a table of the paths in drawing order. The n-th setup belongs to the n-th layer, and a layer
/// without one has the pen of its number. `times` has an entry for each path in drawing order; without
/// it, or beyond its end, the two columns of times are left out or empty.
///
/// # Errors
/// Those of `out`.
pub fn write(
    drawing: &Drawing,
    setups: &[LayerSetup],
    times: Option<&[Times]>,
    out: &mut dyn Write,
) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    out.write_all(HEAD.as_bytes())?;
    out.write_all(if times.is_some() { b",start_s,end_s\n" } else { b"\n" })?;
    let mut order = 0;
    for (number, layer) in drawing.layers.iter().enumerate() {
        let pen = setups.get(number).map_or(number as u32 + 1, |setup| setup.pen);
        let name = value(&layer.name);
        for path in &layer.paths {
            let (start, end) = (path.start, path.end());
            write!(
                out,
                "{},{},{name},{pen},{},{},{:.4},{:.4},{:.4},{:.4},{:.4},{},{}",
                order + 1,
                number + 1,
                layer.pen.color,
                layer.pen.width_mm,
                start.x,
                start.y,
                end.x,
                end.y,
                path.length_mm(),
                path.segments.len(),
                path.is_closed(),
            )?;
            match times.map(|times| times.get(order)) {
                Some(Some(times)) => write!(out, ",{:.3},{:.3}", times.start_s, times.end_s)?,
                Some(None) => out.write_all(b",,")?,
                None => {}
            }
            out.write_all(b"\n")?;
            order += 1;
        }
    }
    out.flush()
}

/// A name as a value.
fn value(name: &str) -> String {
    let formula = name.trim_start().starts_with(['=', '+', '-', '@']) || name.starts_with(['\t', '\r']);
    let name = if formula { format!("'{name}") } else { name.to_owned() };
    if name.contains([',', '"', '\n', '\r']) { format!("\"{}\"", name.replace('"', "\"\"")) } else { name }
}
