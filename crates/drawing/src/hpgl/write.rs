//! A drawing as commands.

use super::number::pair;
use super::place::Place;
use super::{Options, Side, WriteError};
use crate::{Diagnostic, Drawing, Layer, LayerSetup, Path, Severity};
use kurbo::Point;
use std::io::{self, BufWriter, Write};

/// A line of the file ends after the command with which it reaches this many bytes: some interfaces hand
/// on whole lines only, and editors choke on one line of a megabyte.
const LINE_BYTES: usize = 120;

type Units = (i32, i32);

/// Writes the drawing, and says what the machine cannot do as asked. The n-th setup belongs to the n-th
/// layer; a layer without one is drawn with the pen of its number. Layers without paths are left out.
///
/// # Errors
/// When there is no such paper or the drawing reaches beyond what the pen reaches, and those of `out`.
/// Only the last kind leaves something written.
pub fn write(
    drawing: &Drawing,
    setups: &[LayerSetup],
    options: &Options,
    out: &mut dyn Write,
) -> Result<Vec<Diagnostic>, WriteError> {
    let device = options.device;
    let place = Place::choose(options, drawing.page)?;
    check_reach(drawing, options, &place)?;
    check_force(options)?;
    let mut file = File { out: BufWriter::with_capacity(1 << 16, out), line: 0 };
    let mut notes = Vec::new();

    file.command(format_args!("IN;DF;"))?;
    if let Some(force) = options.force {
        file.command(format_args!("FS{force};"))?;
    }
    if let Some(code) = place.sheet.and_then(|sheet| sheet.size_code) {
        file.command(format_args!("PS{code};"))?;
    }
    let mut pen = Pen { options, place: &place, at: None, points: Vec::new(), units: Vec::new() };
    let (mut slot, mut speed) = (None, None);
    for (number, layer) in drawing.layers.iter().enumerate().filter(|(_, layer)| !layer.paths.is_empty()) {
        let setup = setups.get(number);
        let wanted = slot_of(number, layer, setup, device, &mut notes);
        if let Some(setup) = setup.filter(|setup| setup.pause_before) {
            match device.wait {
                Some(wait) => {
                    file.command(format_args!("PU;{wait}"))?;
                    if setup.prompt.is_some() {
                        notes.push(note(layer, "prompt-left-out", format!("The {} cannot show the prompt: it only waits", device.title)));
                    }
                }
                None => notes.push(Diagnostic {
                    severity: Severity::Warning,
                    ..note(layer, "pause-left-out", format!(
                        "The {} has no command to wait for a person: it goes on at once. Plot the layer from a file of its own",
                        device.title
                    ))
                }),
            }
        }
        if slot != Some(wanted) {
            if slot.is_some() {
                file.command(format_args!("PU;"))?;
            }
            file.command(format_args!("SP{wanted};"))?;
            slot = Some(wanted);
        }
        let wanted = setup.and_then(|setup| setup.speed_mm_per_s).or(options.speed_mm_per_s);
        let wanted = wanted.map(|speed| speed_of(speed, layer, options, &mut notes));
        if wanted != speed {
            match wanted {
                Some(speed) => file.command(format_args!("VS{speed};"))?,
                None => file.command(format_args!("VS;"))?,
            }
            speed = wanted;
        }
        for path in &layer.paths {
            pen.stroke(path, &mut file)?;
        }
    }
    if options.relative && pen.at.is_some() {
        file.command(format_args!("PA;"))?;
    }
    match place.sheet.and_then(|sheet| sheet.parking) {
        Some((x, y)) => file.command(format_args!("PU{x},{y};"))?,
        None => file.command(format_args!("PU;"))?,
    }
    file.command(format_args!("SP0;IN;"))?;
    file.end()?;
    Ok(notes)
}

/// Which pen of the carousel draws a layer. Numbers beyond it start again at its first slot.
fn slot_of(
    number: usize,
    layer: &Layer,
    setup: Option<&LayerSetup>,
    device: &super::Device,
    notes: &mut Vec<Diagnostic>,
) -> u32 {
    let wanted = setup.map_or(number as u32 + 1, |setup| setup.pen).max(1);
    let slot = (wanted - 1) % device.pens + 1;
    if slot != wanted {
        let message =
            format!("The {} has {} pens: pen {slot} draws for pen {wanted}", device.title, device.pens);
        notes.push(note(layer, "pen-wrapped", message));
    }
    slot
}

/// Whole cm/s, of which 1 is the slowest.
fn speed_of(mm_per_s: f64, layer: &Layer, options: &Options, notes: &mut Vec<Diagnostic>) -> u32 {
    let fastest = options.device.fastest_cm_per_s;
    if mm_per_s > fastest * 10.0 {
        let message =
            format!("The {} draws at most at {fastest} cm/s, which is what it is told", options.device.title);
        notes.push(note(layer, "speed-limited", message));
    }
    (mm_per_s / 10.0).min(fastest).round().max(1.0) as u32
}

fn note(layer: &Layer, kind: &str, message: String) -> Diagnostic {
    Diagnostic {
        kind: kind.to_owned(),
        severity: Severity::Note,
        message,
        layer: Some(layer.name.clone()),
        element: None,
        x_mm: None,
        y_mm: None,
    }
}

fn check_force(options: &Options) -> Result<(), WriteError> {
    let Some(force) = options.force else { return Ok(()) };
    let why = match options.device.forces {
        None => "it has no such command".to_owned(),
        Some(most) if (1..=most).contains(&force) => return Ok(()),
        Some(most) => format!("it has steps from 1 to {most}"),
    };
    Err(WriteError::NoSuchForce { device: options.device.title, force, why })
}

/// Finds the point that is furthest outside of the limits.
fn check_reach(drawing: &Drawing, options: &Options, place: &Place) -> Result<(), WriteError> {
    let Some(sheet) = place.sheet else { return Ok(()) };
    let mut worst = (0_i64, Side::LowX);
    let mut points = Vec::new();
    for path in drawing.layers.iter().flat_map(|layer| &layer.paths) {
        points.clear();
        path.flatten(options.tolerance_mm, &mut points);
        for &point in &points {
            let (x, y) = place.units(point);
            let beyond = [
                (i64::from(sheet.x.0) - i64::from(x), Side::LowX),
                (i64::from(x) - i64::from(sheet.x.1), Side::HighX),
                (i64::from(sheet.y.0) - i64::from(y), Side::LowY),
                (i64::from(y) - i64::from(sheet.y.1), Side::HighY),
            ];
            for side in beyond {
                if side.0 > worst.0 {
                    worst = side;
                }
            }
        }
    }
    let (by, side) = worst;
    if by == 0 {
        return Ok(());
    }
    let device = options.device;
    Err(WriteError::OutOfReach {
        device: device.title,
        paper: sheet.name,
        side,
        by_mm: by as f64 * device.unit_mm,
    })
}

/// Turns paths to commands.
struct Pen<'a> {
    options: &'a Options,
    place: &'a Place,
    /// Where it was last told to go; nowhere yet at the start.
    at: Option<Units>,
    points: Vec<Point>,
    units: Vec<Units>,
}

impl Pen<'_> {
    fn stroke(&mut self, path: &Path, file: &mut File<'_>) -> io::Result<()> {
        self.points.clear();
        path.flatten(self.options.tolerance_mm, &mut self.points);
        self.units.clear();
        self.units.extend(self.points.iter().map(|&point| self.place.units(point)));
        self.units.dedup();
        // A dot goes down where it already is.
        if let [only] = self.units[..] {
            self.units.push(only);
        }
        let Some((&first, rest)) = self.units.split_first() else { return Ok(()) };
        match self.at {
            Some(at) if self.options.relative => file.points("PU", &[first], Some(at))?,
            _ => file.points("PU", &[first], None)?,
        }
        if self.at.is_none() && self.options.relative {
            file.command(format_args!("PR;"))?;
        }
        let mut at = first;
        for part in rest.chunks(self.options.points_per_command.max(1)) {
            file.points("PD", part, self.options.relative.then_some(at))?;
            at = part[part.len() - 1];
        }
        self.at = Some(at);
        Ok(())
    }
}

/// Counts how long a line has become.
struct File<'a> {
    out: BufWriter<&'a mut dyn Write>,
    line: usize,
}

impl File<'_> {
    fn command(&mut self, command: std::fmt::Arguments<'_>) -> io::Result<()> {
        // Only a few commands of a file come this way.
        let text = command.to_string();
        self.put(text.as_bytes())?;
        self.break_line()
    }

    /// A command with points: places, or steps from the point before, of which `from` is the first.
    fn points(&mut self, name: &str, points: &[Units], from: Option<Units>) -> io::Result<()> {
        self.put(name.as_bytes())?;
        let mut from = from;
        for (index, &(x, y)) in points.iter().enumerate() {
            if index > 0 {
                self.put(b",")?;
            }
            let (from_x, from_y) = from.map_or((0, 0), |(x, y)| (i64::from(x), i64::from(y)));
            let mut counted = Counted { file: self };
            pair(&mut counted, (i64::from(x) - from_x, i64::from(y) - from_y))?;
            from = from.map(|_| (x, y));
        }
        self.put(b";")?;
        self.break_line()
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.line += bytes.len();
        self.out.write_all(bytes)
    }

    fn break_line(&mut self) -> io::Result<()> {
        if self.line >= LINE_BYTES {
            self.line = 0;
            self.out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn end(mut self) -> io::Result<()> {
        if self.line > 0 {
            self.out.write_all(b"\n")?;
        }
        self.out.flush()
    }
}

struct Counted<'a, 'b> {
    file: &'a mut File<'b>,
}

impl Write for Counted<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.put(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
