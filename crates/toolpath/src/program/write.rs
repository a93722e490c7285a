//! The plan in the words of a controller.

use super::plan::CutPlan;
use super::{gcode, omx};
use kurbo::Point;

/// A controller.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Dialect {
    /// LinuxCNC 2.8 and later.
    #[default]
    LinuxCnc,
    /// Fanuc and its kin.
    Fanuc,
    /// Mach3 and Mach4.
    Mach3,
    /// Grbl 1.1.
    Grbl,
    /// OMAX tool paths, format 2.
    Omx,
}

/// Of the numbers in a program.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Unit {
    /// G21.
    #[default]
    Millimetre,
    /// G20.
    Inch,
}

/// What a program says of itself, and where it counts from.
#[derive(Clone, PartialEq, Debug)]
pub struct Heading {
    /// First remark: what it cuts.
    pub title: String,
    /// More remarks, one a line.
    pub remarks: Vec<String>,
    /// The place on the drawing that is X 0, Y 0. The program's Y grows upwards.
    pub zero: Point,
    /// Of the numbers; OMAX paths are always in inches.
    pub unit: Unit,
    /// Width of the cut in mm, for the remark that tells the operator what to put in the tool table.
    pub kerf_mm: f64,
}

/// What a program for this controller is called.
#[must_use]
pub fn file_name(dialect: Dialect) -> &'static str {
    if dialect == Dialect::Omx { "program.omx" } else { "program.ngc" }
}

/// The whole program.
#[must_use]
pub fn write(plan: &CutPlan, dialect: Dialect, heading: &Heading) -> String {
    match dialect {
        Dialect::Omx => omx::write(plan, heading),
        dialect => gcode::write(plan, dialect, heading),
    }
}

/// A remark that no controller stumbles over: plain letters, no brackets, short.
pub(super) fn plain(text: &str) -> String {
    const LONGEST: usize = 60;
    let safe = |c: char| match c {
        '(' | '[' | '{' => '<',
        ')' | ']' | '}' => '>',
        '×' => 'x',
        c if c.is_ascii_graphic() && !matches!(c, ';' | '%' | '\\') => c,
        c if c.is_whitespace() => ' ',
        _ => '?',
    };
    text.chars().map(safe).take(LONGEST).collect::<String>().trim_end().to_owned()
}
