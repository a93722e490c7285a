//! The functions of wjp_analyser's queue, `wjp_analyser.api.queue_manager.worker_…`.
//!
//! Their answers keep the keys that people read. What the originals got wrong is right here: holes are counted
//! once, arcs are arcs, units are those of the file, and a failure fails the job. Whatever a call asks for and
//! does not get is named under `notes` of the answer, never left out in silence.

mod analyze_csv;
mod analyze_dxf;
mod calculate_cost;
mod convert_image;
mod overrides;

pub(super) use analyze_csv::WorkerAnalyzeCsv;
pub(super) use analyze_dxf::WorkerAnalyzeDxf;
pub(super) use calculate_cost::WorkerCalculateCost;
pub(super) use convert_image::WorkerConvertImage;

use super::errand::Stepped;
use penstock_jobs::{Failure, FailureClass};
use serde_json::Value;

/// The one step of an errand that has one.
fn only(done: &[Stepped]) -> Result<&Stepped, Failure> {
    done.first().ok_or_else(|| Failure::new(FailureClass::Task, "The task was not run"))
}

/// A report with the notes about the call in it.
fn with_notes(mut report: Value, notes: Vec<String>) -> Value {
    if let Some(report) = report.as_object_mut() {
        report.insert("notes".to_owned(), notes.into());
    }
    report
}

/// Nothing is wrong with a report that the task made.
fn always_fine(_: &Value) -> Result<(), Failure> {
    Ok(())
}
