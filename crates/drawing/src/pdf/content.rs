//! What stands on the page.

use crate::{Drawing, Path, Segment};
use kurbo::Point;
use std::io::{BufWriter, Result, Write};

/// Writes the operators that draw all layers.
pub(super) fn write(drawing: &Drawing, points_per_mm: f64, out: &mut dyn Write) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    // Millimetres with y down from here on; round ends and corners.
    writeln!(
        out,
        "{points_per_mm:.9} 0 0 {:.9} 0 {:.4} cm 1 J 1 j",
        -points_per_mm,
        drawing.page.height_mm * points_per_mm
    )?;
    for (number, layer) in drawing.layers.iter().enumerate() {
        let channel = |value: u8| f64::from(value) / 255.0;
        let color = layer.pen.color;
        writeln!(
            out,
            "/OC /L{number} BDC\n{:.4} {:.4} {:.4} RG {:.4} w",
            channel(color.r),
            channel(color.g),
            channel(color.b),
            layer.pen.width_mm
        )?;
        for path in &layer.paths {
            write_path(path, &mut out)?;
        }
        writeln!(out, "EMC")?;
    }
    out.flush()
}

fn write_path(path: &Path, out: &mut impl Write) -> Result<()> {
    point(path.start, out)?;
    out.write_all(b"m ")?;
    if path.segments.is_empty() {
        // A line to where it is has round ends and nothing else: a dot.
        point(path.start, out)?;
        out.write_all(b"l ")?;
    }
    for (from, segment) in path.pieces() {
        match *segment {
            Segment::Line { to } => {
                point(to, out)?;
                out.write_all(b"l ")?;
            }
            Segment::Arc { bulge, .. } => arc(from, segment, bulge, out)?,
            Segment::Cubic { c1, c2, to } => curve([c1, c2, to], out)?,
        }
    }
    writeln!(out, "S")
}

/// Quarters of circles and less as cubics: the handles of a piece that sweeps θ are `4/3·tan(θ/4)` radii
/// long, which for a quarter is off by 0.03 % of the radius at most.
fn arc(from: Point, arc: &Segment, bulge: f64, out: &mut impl Write) -> Result<()> {
    let sweep = 4.0 * bulge.atan().abs();
    let parts = (sweep / std::f64::consts::FRAC_PI_2 - 1e-9).ceil().clamp(1.0, 4.0) as u32;
    for part in 0..parts {
        let share = |part: u32| f64::from(part) / f64::from(parts);
        let (start, piece) = arc.piece(from, share(part)..share(part + 1));
        let Segment::Arc { to, bulge } = piece else {
            point(piece.to(), out)?;
            out.write_all(b"l ")?;
            continue;
        };
        // Of the handle, in chords: along it and across it, for half the swept angle h = 2·atan(bulge).
        let half = 2.0 * bulge.atan();
        let radius_in_chords = 1.0 / (2.0 * half.sin());
        let handle = 4.0 / 3.0 * (half / 2.0).tan() * radius_in_chords;
        let chord = to - start;
        let across = kurbo::Vec2::new(-chord.y, chord.x);
        // The arc leaves its chord by half the sweep against its turn.
        let (along, aside) = (handle * half.cos(), -handle * half.sin());
        curve([start + chord * along + across * aside, to - chord * along + across * aside, to], out)?;
    }
    Ok(())
}

fn curve(points: [Point; 3], out: &mut impl Write) -> Result<()> {
    for one in points {
        point(one, out)?;
    }
    out.write_all(b"c ")
}

/// Four decimals: 0.1 µm.
fn point(point: Point, out: &mut impl Write) -> Result<()> {
    write!(out, "{:.4} {:.4} ", point.x, point.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kurbo::{CubicBez, ParamCurve};

    #[test]
    fn arcs_are_curves_on_the_same_circle() {
        for (bulge, center, radius) in
            [(1.0, (5.0, 0.0), 5.0), (-1.0, (5.0, 0.0), 5.0), (0.414_213_562, (5.0, 5.0), 7.071_067_81)]
        {
            let from = Point::new(0.0, 0.0);
            let segment = Segment::Arc { to: Point::new(10.0, 0.0), bulge };
            let mut text = Vec::new();
            arc(from, &segment, bulge, &mut text).unwrap();
            let text = String::from_utf8(text).unwrap();
            let numbers: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
            let mut start = from;
            for curve in numbers.chunks(6) {
                let points: Vec<Point> = curve.chunks(2).map(|p| Point::new(p[0], p[1])).collect();
                let cubic = CubicBez::new(start, points[0], points[1], points[2]);
                for step in 0..=10 {
                    let off = cubic.eval(f64::from(step) / 10.0).distance(center.into()) - radius;
                    assert!(off.abs() < 0.003 * radius, "{bulge}: {off}");
                }
                let true_middle = segment.point(from, 0.5);
                if numbers.len() == 6 {
                    assert!(cubic.eval(0.5).distance(true_middle) < 0.01, "{bulge}");
                }
                start = points[2];
            }
            assert_eq!(start, Point::new(10.0, 0.0));
        }
    }
}
