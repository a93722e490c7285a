//! Reads OMAX tool paths: one record a point, in inches, the quality and the bow of the move that starts
//! there.

use super::finding::Fault;
use super::motion::{Motion, Pierce, Speed, Stroke};
use super::read::unreadable;
use super::shape::Shape;
use kurbo::{Point, Vec2};

const MM_PER_INCH: f64 = 25.4;
/// What the first line that is no remark begins with.
const MARK: &str = "This is an OMAX (.OMX) file.";

/// One point of the path.
struct Record {
    line: u32,
    at: Point,
    bow: f64,
    /// 0: without the jet; 1 to 5: a cut; 9: a lead.
    quality: i32,
}

pub(super) fn read(text: &str) -> Motion {
    let mut motion = Motion::default();
    let mut lines = text
        .lines()
        .enumerate()
        .map(|(number, line)| (number as u32 + 1, line.trim()))
        .filter(|(_, line)| !line.starts_with("//") && !line.is_empty());
    let head: Vec<(u32, &str)> = lines.by_ref().take(2).collect();
    if !matches!(head[..], [(_, mark), (_, "2")] if mark.starts_with(MARK)) {
        unreadable(&mut motion.findings, 1, "the file does not begin as an OMAX tool path does".to_owned());
        return motion;
    }
    let mut records: Vec<Record> = Vec::new();
    let mut in_block = false;
    for (line, text) in lines {
        match text {
            // Remarks and variables, up to the end of their block.
            "[COMMENT]" | "[VARIABLES]" => in_block = true,
            "[END]" => in_block = false,
            _ => {}
        }
        if in_block || !text.contains(',') {
            // Version, date and reserved fields too.
            continue;
        }
        match record(text) {
            Ok((at, bow, quality, side)) => {
                if side != 0 {
                    let message = "the machine would shift this move to a side".to_owned();
                    motion.findings.add(Fault::Compensation, line, None, message);
                }
                records.push(Record { line, at, bow, quality });
            }
            Err(message) => unreadable(&mut motion.findings, line, message),
        }
    }
    if records.first().is_none_or(|record| record.at != Point::ORIGIN || record.quality != 0) {
        unreadable(&mut motion.findings, 0, "the path does not begin at 0, 0 with the jet off".to_owned());
    }
    let mut jet = false;
    for pair in records.windows(2) {
        let (from, to) = (&pair[0], &pair[1]);
        let cuts = from.quality != 0;
        if cuts && !jet {
            motion.pierces.push(Pierce { at: from.at, dwell_s: 0.0, line: from.line });
        }
        jet = cuts;
        let speed = if cuts { Speed::Own } else { Speed::Rapid };
        motion.strokes.push(Stroke { shape: shape(from.at, to.at, from.bow), speed, jet, line: from.line });
    }
    if records.last().is_none_or(|record| record.quality != 0) {
        let line = records.last().map_or(0, |record| record.line);
        motion.findings.add(Fault::JetLeftOn, line, None, "the path ends with the jet on".to_owned());
    }
    motion
}

/// `[0], X, Y, Z, start tilt, end tilt, bow, quality, side, thickness, R…, [END]`.
fn record(text: &str) -> Result<(Point, f64, i32, i32), String> {
    let fields: Vec<&str> = text.split(',').map(str::trim).collect();
    if fields.len() < 11 || fields[0] != "[0]" || fields[fields.len() - 1] != "[END]" {
        return Err("a record does not begin with [0] and end with [END]".to_owned());
    }
    let number = |at: usize| {
        let value: f64 = fields[at].parse().map_err(|_| format!("{:?} is no number", fields[at]))?;
        if value.is_finite() { Ok(value) } else { Err("a number is too large".to_owned()) }
    };
    let whole =
        |at: usize| fields[at].parse::<i32>().map_err(|_| format!("{:?} is no whole number", fields[at]));
    let quality = whole(7)?;
    if !matches!(quality, 0..=5 | 9) {
        return Err(format!("{quality} is no quality of a cut"));
    }
    let at = Point::new(number(1)? * MM_PER_INCH, number(2)? * MM_PER_INCH);
    Ok((at, number(6)?, quality, whole(8)?))
}

/// The bow is the tangent of a quarter of the angle, positive counter-clockwise with y upwards.
fn shape(from: Point, to: Point, bow: f64) -> Shape {
    if bow == 0.0 || from == to {
        return Shape::Line { from, to };
    }
    let chord = to - from;
    let across = Vec2::new(-chord.y, chord.x);
    let center = from.midpoint(to) + across * ((1.0 - bow * bow) / (4.0 * bow));
    Shape::around(from, to, center, bow > 0.0)
}
