//! Writes a drawing as an SVG in millimetres, one Inkscape layer for each of its layers.
//!
//! The same drawing gives the same bytes. Lines, arcs and curves stay what they are; coordinates have four
//! decimals (0.1 µm). An arc of more than 120° is written as several: an SVG arc is given by its radius,
//! and near a half circle the last digit of the radius moves the centre far. A circle that begins where SVG's
//! own begin is one.

use super::{DOT_MM, INKSCAPE};
use crate::{Drawing, Layer, Path, Segment};
use kurbo::Point;
use std::io::{BufWriter, Result, Write};

/// What to put beside the drawing itself.
#[derive(Clone, Debug, Default)]
pub struct WriteOptions {
    /// Title of the document.
    pub title: Option<String>,
    /// What the document is about, or how it was made.
    pub description: Option<String>,
}

/// Writes the drawing.
///
/// Names keep every character that XML can hold; the others (control characters) are dropped.
///
/// # Errors
/// Those of `out`.
pub fn write(drawing: &Drawing, options: &WriteOptions, out: &mut dyn Write) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    let (width, height) = (Number(drawing.page.width_mm), Number(drawing.page.height_mm));
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="{INKSCAPE}" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">"#
    )?;
    if let Some(title) = &options.title {
        writeln!(out, "<title>{}</title>", Escaped(title))?;
    }
    if let Some(description) = &options.description {
        writeln!(out, "<desc>{}</desc>", Escaped(description))?;
    }
    for (index, layer) in drawing.layers.iter().enumerate() {
        write_layer(layer, index + 1, &mut out)?;
    }
    writeln!(out, "</svg>")?;
    out.flush()
}

fn write_layer(layer: &Layer, number: usize, out: &mut impl Write) -> Result<()> {
    writeln!(
        out,
        r#"<g inkscape:groupmode="layer" inkscape:label="{}" id="layer{number}" fill="none" stroke="{}" stroke-width="{}" stroke-linecap="round" stroke-linejoin="round">"#,
        Escaped(&layer.name),
        layer.pen.color,
        Number(layer.pen.width_mm),
    )?;
    for path in &layer.paths {
        write_path(path, out)?;
    }
    writeln!(out, "</g>")
}

fn write_path(path: &Path, out: &mut impl Write) -> Result<()> {
    if let Some((center, radius)) = circle(path) {
        let (x, y) = (Number(center.x), Number(center.y));
        return writeln!(out, r#"<circle cx="{x}" cy="{y}" r="{}"/>"#, Number(radius));
    }
    write!(out, r#"<path d="M{}"#, Pair(path.start))?;
    if path.segments.is_empty() {
        write!(out, "h{}", Number(DOT_MM))?;
    }
    for (from, segment) in path.pieces() {
        match *segment {
            Segment::Line { to } => write!(out, "L{}", Pair(to))?,
            Segment::Arc { .. } => write_arc(from, segment, out)?,
            Segment::Cubic { c1, c2, to } => write!(out, "C{} {} {}", Pair(c1), Pair(c2), Pair(to))?,
        }
    }
    writeln!(out, r#""/>"#)
}

/// Centre and radius of a path that an SVG circle says as well: two halves that begin on the right and turn
/// from +x towards +y.
fn circle(path: &Path) -> Option<(Point, f64)> {
    let &[Segment::Arc { to: half, bulge: 1.0 }, Segment::Arc { to, bulge: 1.0 }] = path.segments.as_slice()
    else {
        return None;
    };
    let radius = (path.start.x - half.x) / 2.0;
    let is_circle = to == path.start && half.y == path.start.y && radius * SCALE >= 1.0;
    is_circle.then(|| (path.start.midpoint(half), radius))
}

fn write_arc(from: Point, arc: &Segment, out: &mut impl Write) -> Result<()> {
    let Segment::Arc { bulge, .. } = *arc else { return Ok(()) };
    let sweep = 4.0 * bulge.atan().abs();
    let parts = (sweep / 120_f64.to_radians() - 1e-9).ceil().clamp(1.0, 3.0) as u32;
    for part in 0..parts {
        let share = |n: u32| f64::from(n) / f64::from(parts);
        let (start, piece) = arc.piece(from, share(part)..share(part + 1));
        let Segment::Arc { to, bulge } = piece else {
            write!(out, "L{}", Pair(piece.to()))?;
            continue;
        };
        // The radius belongs to the ends as they are written.
        let chord = (rounded(to) - rounded(start)).hypot();
        let radius = chord * (1.0 + bulge * bulge) / (4.0 * bulge.abs());
        if chord == 0.0 || !radius.is_finite() || radius > 1e9 {
            write!(out, "L{}", Pair(to))?;
        } else {
            write!(out, "A{radius:.9} {radius:.9} 0 0 {} {}", u8::from(bulge > 0.0), Pair(to))?;
        }
    }
    Ok(())
}

/// Four decimals, without the zeros at the end.
struct Number(f64);

const DECIMALS: usize = 4;
const SCALE: f64 = 1e4;

fn rounded(point: Point) -> Point {
    let round = |value: f64| (value * SCALE).round() / SCALE;
    Point::new(round(point.x), round(point.y))
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scaled = (self.0 * SCALE).round();
        if scaled.is_nan() || scaled.abs() >= 1e15 {
            // Outside of what a drawing may hold; at least a number.
            return write!(f, "{}", if self.0.is_finite() { self.0 } else { 0.0 });
        }
        let (negative, scaled) = (scaled < 0.0, scaled.abs() as u64);
        let (whole, fraction) = (scaled / SCALE as u64, scaled % SCALE as u64);
        if negative {
            f.write_str("-")?;
        }
        write!(f, "{whole}")?;
        if fraction > 0 {
            let digits = format!("{fraction:0DECIMALS$}");
            write!(f, ".{}", digits.trim_end_matches('0'))?;
        }
        Ok(())
    }
}

struct Pair(Point);

impl std::fmt::Display for Pair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{},{}", Number(self.0.x), Number(self.0.y))
    }
}

/// Text for XML content and attributes.
struct Escaped<'a>(&'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                // A reader turns these into blanks when they stand bare in an attribute.
                '\t' | '\n' | '\r' => write!(f, "&#{};", character as u32)?,
                '\u{fffe}' | '\u{ffff}' => {}
                c if c.is_control() => {}
                c => write!(f, "{c}")?,
            }
        }
        Ok(())
    }
}
