//! Logged jobs: a CSV of estimated and measured times among the files of a quote.

use super::qualities::refused;
use crate::bill::numbers::Decimal;
use crate::bill::table::{self, Row, Table};
use crate::files::io_error;
use crate::{Input, TaskError};
use penstock_toolpath::jet::{self, Calibration, CalibrationError, LoggedJob};
use schemars::JsonSchema;
use serde::Serialize;
use std::fs;

/// What logged jobs taught about the machine.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct CalibrationReport {
    /// The file of logged jobs.
    pub file: String,
    /// How many there are.
    pub jobs: usize,
    /// Cutting takes so many times as long as the model says.
    pub cutting: f64,
    /// Its standard error; null with too few jobs to tell.
    pub cutting_error: Option<f64>,
    /// The same for pierces; null where the jobs do not tell pierces from cuts, and both take one factor.
    pub piercing: Option<f64>,
    /// Its standard error.
    pub piercing_error: Option<f64>,
    /// Typical error of the estimates afterwards, in % of each job (root of the mean square).
    pub error_percent: f64,
    /// The same before.
    pub error_before_percent: f64,
    /// The largest error of one job afterwards, in %.
    pub worst_percent: f64,
}

impl CalibrationReport {
    /// The factor of pierces.
    pub(super) fn of_pierces(&self) -> f64 {
        self.piercing.unwrap_or(self.cutting)
    }
}

/// Where the figures stand.
struct Columns {
    cutting: usize,
    piercing: Option<usize>,
    rest: Option<usize>,
    measured: usize,
}

const CUTTING: &[&str] = &["estimated_s", "estimate_s", "estimated", "cutting_s", "estimated_cutting_s"];
const PIERCING: &[&str] = &["piercing_s", "pierce_s", "estimated_piercing_s", "estimated_pierce_s"];
const REST: &[&str] = &["rest_s", "rapid_s", "other_s"];
const MEASURED: &[&str] = &["measured_s", "measured", "actual_s", "actual"];

/// Learns from the file.
pub(super) fn learn(input: &Input) -> Result<CalibrationReport, TaskError> {
    let bytes =
        fs::read(&input.path).map_err(|source| io_error(format!("Reading {}", input.name), source))?;
    let bad = |fault: &dyn std::fmt::Display| TaskError::BadInput {
        message: format!("{} cannot be used as a list of logged jobs: {fault}", input.name),
        advice: Some(
            "Give the columns estimated_s and measured_s, and piercing_s and rest_s where they are known"
                .to_owned(),
        ),
    };
    let table = table::read(&bytes).map_err(|fault| bad(&fault))?;
    let columns = Columns::of(&table)
        .ok_or_else(|| bad(&format!("it has the columns {}", table.headings.join(", "))))?;
    let jobs = table.rows.iter().map(|row| columns.job(row, table.format.decimal));
    let jobs: Vec<LoggedJob> = jobs.collect::<Result<_, _>>().map_err(|fault| bad(&fault))?;
    let learnt = jet::calibrate(&jobs).map_err(|fault| match fault {
        CalibrationError::Empty { number } => {
            let line = table.rows.get(number - 1).map_or(0, |row| row.line);
            bad(&format!("line {line}: there is no measured time or no estimated one"))
        }
        fault => bad(&fault),
    })?;
    let Calibration { cutting, piercing, jobs, error, error_before, worst } = learnt;
    for factor in [Some(cutting), piercing].into_iter().flatten() {
        if !(0.1..=10.0).contains(&factor.factor) {
            return Err(refused("calibration", &format!("{:.3} is out of range", factor.factor)));
        }
    }
    Ok(CalibrationReport {
        file: input.name.clone(),
        jobs,
        cutting: cutting.factor,
        cutting_error: cutting.error,
        piercing: piercing.map(|fitted| fitted.factor),
        piercing_error: piercing.and_then(|fitted| fitted.error),
        error_percent: 100.0 * error,
        error_before_percent: 100.0 * error_before,
        worst_percent: 100.0 * worst,
    })
}

impl Columns {
    fn of(table: &Table) -> Option<Self> {
        let find = |names: &[&str]| {
            table.headings.iter().position(|heading| {
                let heading = heading.to_lowercase().replace([' ', '-'], "_");
                names.contains(&heading.as_str())
            })
        };
        Some(Self {
            cutting: find(CUTTING)?,
            piercing: find(PIERCING),
            rest: find(REST),
            measured: find(MEASURED)?,
        })
    }

    fn job(&self, row: &Row, decimal: Decimal) -> Result<LoggedJob, String> {
        let seconds = |column: usize| {
            let cell = row.cells.get(column).map_or("", String::as_str);
            let seconds = decimal.number(cell.trim_end_matches('s')).filter(|&seconds| seconds >= 0.0);
            seconds.ok_or_else(|| format!("line {}: {cell:?} is no time in seconds", row.line))
        };
        let or_none = |column: Option<usize>| column.map_or(Ok(0.0), seconds);
        Ok(LoggedJob {
            cutting_s: seconds(self.cutting)?,
            piercing_s: or_none(self.piercing)?,
            rest_s: or_none(self.rest)?,
            measured_s: seconds(self.measured)?,
        })
    }
}
