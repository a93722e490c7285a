//! Reads the files of a nest: parts with their quantities, remnants, and a table of quantities.

use super::note;
use super::params::{NestParams, refused};
use super::quantities::{MOST_COPIES, Quantities};
use crate::cut::{self, UnitsReport};
use crate::files::io_error;
use crate::stage::Stage;
use crate::{Cancelled, Context, Input, TaskError};
use penstock_drawing::{Diagnostic, Severity};
use penstock_toolpath::parts::{self, Part};
use std::fs;

/// A larger table is no table of quantities.
const LARGEST_TABLE: u64 = 4 << 20;
/// Most different parts.
const MOST_PARTS: usize = 2000;

/// What the files hold.
pub(super) struct Read {
    pub(super) parts: Vec<(Part, usize)>,
    pub(super) remnants: Vec<Part>,
    pub(super) units: Vec<UnitsReport>,
}

/// Reads all files.
///
/// # Errors
/// [`TaskError::BadInput`] naming the file or the parameter; [`TaskError::Cancelled`].
pub(super) fn read(params: &NestParams, inputs: &[Input], context: &dyn Context) -> Result<Read, TaskError> {
    let is_table = |input: &&Input| input.name.to_lowercase().ends_with(".csv");
    let table = inputs.iter().find(is_table).map(read_table).transpose()?;
    let quantities = Quantities::new(&params.quantity, table.as_deref())?;
    let remnants: Vec<&str> =
        params.remnants.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    let drawings: Vec<&Input> = inputs.iter().filter(|input| !is_table(input)).collect();
    named(&drawings, &remnants, "remnants")?;
    named(&drawings, &quantities.names().collect::<Vec<_>>(), "quantity")?;
    let mut read = Read { parts: Vec::new(), remnants: Vec::new(), units: Vec::new() };
    for (nth, input) in drawings.iter().enumerate() {
        let share = |at: usize| 0.1 * at as f64 / drawings.len() as f64;
        let stage = Stage::new(context, "Reading the parts", share(nth)..share(nth + 1));
        let is_remnant = remnants.iter().any(|name| same_file(name, &input.name));
        let quantity = if is_remnant { Some(1) } else { quantities.of(&input.name) };
        let Some(quantity) = quantity else {
            let message = format!("{} is not in the table of quantities and is left out", input.name);
            context.diagnose(note("no-quantity", Severity::Warning, message));
            continue;
        };
        let found = find(input, params, context, &stage, &mut read.units)?;
        if is_remnant {
            read.remnants.extend(found);
        } else {
            read.parts.extend(found.into_iter().map(|part| (part, quantity)));
        }
    }
    let copies: usize = read.parts.iter().map(|(_, quantity)| quantity).sum();
    if copies == 0 {
        return Err(TaskError::BadInput {
            message: "There are no parts to nest".to_owned(),
            advice: Some("Add files with closed outlines and a quantity of at least 1".to_owned()),
        });
    }
    if copies > MOST_COPIES || read.parts.len() > MOST_PARTS {
        return Err(TaskError::BadInput {
            message: format!("{copies} copies of {} parts are too many for one nest", read.parts.len()),
            advice: Some(format!(
                "Nest up to {MOST_COPIES} copies of up to {MOST_PARTS} different parts at a time"
            )),
        });
    }
    Ok(read)
}

fn same_file(name: &str, file: &str) -> bool {
    let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
    name.eq_ignore_ascii_case(file) || stem(name) == stem(file)
}

/// Every name must be one of the files.
fn named(files: &[&Input], names: &[&str], parameter: &str) -> Result<(), TaskError> {
    match names.iter().find(|name| !files.iter().any(|file| same_file(name, &file.name))) {
        Some(name) => {
            let files: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
            Err(refused(parameter, format!("there is no file {name:?} among {}", files.join(", "))))
        }
        None => Ok(()),
    }
}

fn read_table(input: &Input) -> Result<String, TaskError> {
    let failed = |source| io_error(format!("Reading {}", input.name), source);
    let size = fs::metadata(&input.path).map_err(failed)?.len();
    if size > LARGEST_TABLE {
        return Err(TaskError::BadInput {
            message: format!("{} has {} MB, too much for a table of quantities", input.name, size >> 20),
            advice: None,
        });
    }
    let bytes = fs::read(&input.path).map_err(failed)?;
    Ok(String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes)).into_owned())
}

fn find(
    input: &Input,
    params: &NestParams,
    context: &dyn Context,
    stage: &Stage<'_>,
    units: &mut Vec<UnitsReport>,
) -> Result<Vec<Part>, TaskError> {
    let read = cut::read(input, &params.cut, context, stage)?;
    let options = parts::Options { name: read.name.clone(), ..parts::Options::default() };
    let found = parts::find(&read.drawing, &options, &mut stage.goes_on()).map_err(|_| Cancelled)?;
    units.push(read.units.clone());
    if !found.open.is_empty() {
        let first = found.open[0].path.start;
        context.diagnose(Diagnostic {
            layer: read.drawing.layers.get(found.open[0].layer).map(|layer| layer.name.clone()),
            x_mm: Some(first.x),
            y_mm: Some(first.y),
            ..note(
                "open-contour",
                Severity::Warning,
                format!(
                    "{}: {} open lines are inside of no part and are left out",
                    input.name,
                    found.open.len()
                ),
            )
        });
    }
    if found.parts.is_empty() {
        return Err(TaskError::BadInput {
            message: format!("{} has no closed outline{}", input.name, read.reasons),
            advice: Some(
                "Run `analyze` on it: it shows where lines do not meet and closes small gaps".to_owned(),
            ),
        });
    }
    Ok(found.parts)
}
