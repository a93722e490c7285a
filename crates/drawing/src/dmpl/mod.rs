//! DMPL, the language of Houston Instrument's plotters and of Summa's cutters.
//!
//! `;:` wakes the machine, `EC` names the unit, `A` says that places follow and not steps, `H` goes home,
//! `P` picks a pen, `U` and `D` move with the pen up or down, `e` ends. The origin is the lower left
//! corner of the page, Y grows upwards, and nothing may lie below or left of it.

mod read;

pub use read::{ReadError, read};

use crate::{Diagnostic, Drawing, LayerSetup, Page, Severity};
use kurbo::Point;
use std::io::{BufWriter, Write};

/// What one step is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Unit {
    /// `EC1`: 0.001 inch.
    #[default]
    Mil,
    /// `EC5`: 0.005 inch.
    FiveMil,
    /// `ECM`: 0.1 mm.
    TenthMm,
}

impl Unit {
    /// One step in mm.
    #[must_use]
    pub fn mm(self) -> f64 {
        match self {
            Self::Mil => 0.0254,
            Self::FiveMil => 0.127,
            Self::TenthMm => 0.1,
        }
    }

    fn code(self) -> char {
        match self {
            Self::Mil => '1',
            Self::FiveMil => '5',
            Self::TenthMm => 'M',
        }
    }
}

/// How to write a file.
#[derive(Clone, PartialEq, Debug)]
pub struct Options {
    /// What one step is.
    pub unit: Unit,
    /// Pens of the machine; numbers beyond start again at the first.
    pub pens: u32,
    /// Argument of `V`, as the machine's manual counts it.
    pub speed: Option<u32>,
    /// Argument of `BP`, the pressure of cutters.
    pub pressure: Option<u32>,
    /// How far the machine reaches in mm from its origin; without it, as far as the page.
    pub area_mm: Option<(f64, f64)>,
    /// Longest list of points in one command, which is a line of the file.
    pub points_per_command: usize,
    /// Largest distance of the straight lines from the true curve, in mm, before rounding to steps.
    pub tolerance_mm: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            unit: Unit::default(),
            pens: 8,
            speed: None,
            pressure: None,
            area_mm: None,
            points_per_command: 16,
            tolerance_mm: 0.0125,
        }
    }
}

/// Why a drawing was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The pen would have to go where it cannot. Nothing was written.
    #[error(
        "The drawing goes {by_mm:.2} mm beyond the {side} edge of what the machine reaches: move it, make it smaller, or crop it"
    )]
    OutOfReach {
        /// `left`, `right`, `upper` or `lower`.
        side: &'static str,
        /// How far, in mm.
        by_mm: f64,
    },
    /// The writer failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Writes the drawing, and says what the machine cannot do as asked. The n-th setup belongs to the n-th
/// layer; a layer without one is drawn with the pen of its number. Layers without paths are left out.
///
/// # Errors
/// When the drawing reaches beyond what the machine does, and those of `out`.
pub fn write(
    drawing: &Drawing,
    setups: &[LayerSetup],
    options: &Options,
    out: &mut dyn Write,
) -> Result<Vec<Diagnostic>, WriteError> {
    check_reach(drawing, options)?;
    let mut out = BufWriter::with_capacity(1 << 16, out);
    let mut notes = Vec::new();
    writeln!(out, ";:EC{} A L0 U H", options.unit.code())?;
    if let Some(speed) = options.speed {
        writeln!(out, "V{speed}")?;
    }
    if let Some(pressure) = options.pressure {
        writeln!(out, "BP{pressure}")?;
    }
    let mut slot = None;
    let (mut points, mut steps) = (Vec::new(), Vec::new());
    for (number, layer) in drawing.layers.iter().enumerate().filter(|(_, layer)| !layer.paths.is_empty()) {
        let setup = setups.get(number);
        let wanted = setup.map_or(number as u32 + 1, |setup| setup.pen).max(1);
        let pen = (wanted - 1) % options.pens.max(1) + 1;
        let mut note = |severity, kind: &str, message: String| {
            let layer = Some(layer.name.clone());
            notes.push(Diagnostic {
                kind: kind.to_owned(),
                severity,
                message,
                layer,
                element: None,
                x_mm: None,
                y_mm: None,
            });
        };
        if pen != wanted {
            note(
                Severity::Note,
                "pen-wrapped",
                format!("The machine has {} pens: pen {pen} draws for pen {wanted}", options.pens),
            );
        }
        if setup.is_some_and(|setup| setup.pause_before) {
            note(
                Severity::Warning,
                "pause-left-out",
                "DMPL has no command to wait for a person: the machine goes on at once. Plot the layer from a file of its own".to_owned(),
            );
        }
        if setup.is_some_and(|setup| setup.speed_mm_per_s.is_some()) {
            note(
                Severity::Note,
                "speed-left-out",
                "DMPL counts speeds differently on each machine: set the speed on the machine".to_owned(),
            );
        }
        if slot != Some(pen) {
            writeln!(out, "U P{pen}")?;
            slot = Some(pen);
        }
        for path in &layer.paths {
            points.clear();
            path.flatten(options.tolerance_mm, &mut points);
            steps.clear();
            steps.extend(points.iter().map(|&point| self::steps(point, drawing.page, options.unit)));
            steps.dedup();
            if let [only] = steps[..] {
                steps.push(only);
            }
            let Some(((x, y), rest)) = steps.split_first() else { continue };
            writeln!(out, "U{x},{y}")?;
            for part in rest.chunks(options.points_per_command.max(1)) {
                for (index, (x, y)) in part.iter().enumerate() {
                    write!(out, "{}{x},{y}", if index == 0 { 'D' } else { ',' })?;
                }
                out.write_all(b"\n")?;
            }
        }
    }
    writeln!(out, "U P0 H e")?;
    out.flush()?;
    Ok(notes)
}

fn steps(point: Point, page: Page, unit: Unit) -> (i64, i64) {
    ((point.x / unit.mm()).round() as i64, ((page.height_mm - point.y) / unit.mm()).round() as i64)
}

fn check_reach(drawing: &Drawing, options: &Options) -> Result<(), WriteError> {
    let Some(bounds) = drawing.bounds() else { return Ok(()) };
    let page = drawing.page;
    let (width, height) = options.area_mm.unwrap_or((page.width_mm, page.height_mm));
    let beyond = [
        (-bounds.x0, "left"),
        (bounds.x1 - width, "right"),
        (bounds.y1 - page.height_mm, "lower"),
        (page.height_mm - bounds.y0 - height, "upper"),
    ];
    // What rounding makes of a line on the edge is not beyond it.
    let worst = beyond.into_iter().filter(|(by, _)| *by > 1e-6).max_by(|a, b| a.0.total_cmp(&b.0));
    match worst {
        Some((by_mm, side)) => Err(WriteError::OutOfReach { side, by_mm }),
        None => Ok(()),
    }
}
