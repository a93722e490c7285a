//! `worker_analyze_csv(csv_path, report=None)`: figures of a component export, and with the report of an
//! analysis its readiness. Where the original answered `success: false`, the job fails.

use super::{always_fine, only, with_notes};
use crate::adapters::errand::{Errand, Step, Stepped};
use crate::adapters::source::Source;
use crate::adapters::{Adapter, Arguments};
use penstock_jobs::{Failure, FailureClass};
use serde_json::{Value, json};

/// The adapter.
pub(crate) struct WorkerAnalyzeCsv;

impl Adapter for WorkerAnalyzeCsv {
    fn function(&self) -> &'static str {
        "wjp_analyser.api.queue_manager.worker_analyze_csv"
    }

    fn errand(&self, call: &Arguments<'_>) -> Result<Errand, Failure> {
        let (path, mut keyword) = call.bind_with("csv_path", &["report"])?;
        let path = call.text("csv_path", &path)?;
        let report = keyword.shift_remove("report").filter(|report| !report.is_null());
        let notes = keyword.keys().map(|name| format!("{name}: this setting has no effect here")).collect();
        let source = Source::read(&path);
        let mut inputs = vec![(source.name("csv"), source)];
        if let Some(report) = report {
            inputs.push(("report.json".to_owned(), Source::Content(content(&report)?)));
        }
        let step = Step {
            task: "analyze-csv",
            params: json!({"list": "components"}),
            inputs,
            check: always_fine,
            keep: None,
        };
        let answer = move |done: &[Stepped]| Ok(with_notes(only(done)?.report.clone(), notes));
        Ok(Errand { steps: vec![step], answer: Box::new(answer) })
    }
}

fn content(report: &Value) -> Result<Vec<u8>, Failure> {
    let bad = || Failure::new(FailureClass::BadInput, "report must be the report of an analysis");
    report.as_object().ok_or_else(bad)?;
    serde_json::to_vec(report).map_err(|_| bad())
}
