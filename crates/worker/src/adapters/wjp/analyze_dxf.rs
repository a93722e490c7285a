//! `worker_analyze_dxf(dxf_path, **kwargs)`: the report of our `analyze`, which has the original's keys.
//!
//! The mended drawing goes below the output folder as `analysis/<stem>/repaired.dxf`. The original shrinks
//! what is larger than 1000 × 1000 mm without a word; nothing is ever scaled here.

use super::overrides::Overrides;
use super::{always_fine, only, with_notes};
use crate::adapters::errand::{Errand, Step, Stepped};
use crate::adapters::output::{Place, tidy};
use crate::adapters::source::Source;
use crate::adapters::{Adapter, Arguments};
use penstock_jobs::Failure;
use serde_json::json;

/// The adapter.
pub(crate) struct WorkerAnalyzeDxf;

impl Adapter for WorkerAnalyzeDxf {
    fn function(&self) -> &'static str {
        "wjp_analyser.api.queue_manager.worker_analyze_dxf"
    }

    fn errand(&self, call: &Arguments<'_>) -> Result<Errand, Failure> {
        let (path, keyword) = call.bind_first("dxf_path")?;
        let path = call.text("dxf_path", &path)?;
        let mut overrides = Overrides::read(keyword)?;
        overrides.stock()?;
        overrides.number("sheet_width_mm", &["sheet_width"])?;
        overrides.number("sheet_height_mm", &["sheet_height"])?;
        let (params, notes) = overrides.done();
        let source = Source::read(&path);
        let place = Place::new(format!("analysis/{}/repaired.dxf", tidy(&source.stem())))?;
        let step = Step {
            task: "analyze",
            params,
            inputs: vec![(source.name("dxf"), source)],
            check: always_fine,
            keep: Some(("repaired.dxf", place)),
        };
        let answer = move |done: &[Stepped]| {
            let Stepped { report, kept } = only(done)?;
            let mut report = with_notes(report.clone(), notes);
            report["file"] = json!(path);
            report["artifacts"]["repaired_dxf"] = json!(kept);
            Ok(report)
        };
        Ok(Errand { steps: vec![step], answer: Box::new(answer) })
    }
}
