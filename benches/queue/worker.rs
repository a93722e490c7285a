//! Our whole worker: children of the built program, limits and sandbox, files in the store.

use super::cycles::submit;
use super::machine;
use super::rounds::Rate;
use super::server::Server;
use penstock_jobs::NewJob;
use penstock_testkit::new_job;
use penstock_worker::adapters::AdapterSettings;
use penstock_worker::child::Limits;
use penstock_worker::{WorkerOptions, start};
use std::path::Path;
use std::time::Instant;

const QUEUE: &str = "bench";

/// The smallest real task: it draws, writes an SVG and a preview, and reports.
pub(super) fn grid() -> NewJob {
    let params = serde_json::json!({
        "kind": "grid", "spacing_mm": 500.0, "width_mm": 10.0, "height_mm": 10.0, "margin_mm": 0.0,
    });
    NewJob { queue: QUEUE.to_owned(), params, ..new_job("pattern") }
}

/// One process, so many children at once.
pub(super) fn options(scratch: &Path, slots: u32, burst: bool) -> WorkerOptions {
    WorkerOptions {
        name: None,
        queues: vec![QUEUE.to_owned()],
        slots,
        burst,
        max_jobs: None,
        scratch: scratch.to_owned(),
        limits: Limits::default(),
        adapters: AdapterSettings::default(),
    }
}

pub(super) async fn rate(server: &Server, cache: &Path, slots: u32, jobs: usize) -> anyhow::Result<Rate> {
    let opened = penstock_queue::open(Some(&server.url())).await?;
    let scratch = tempfile::tempdir_in(cache)?;
    submit(&opened.store, jobs, grid).await?;
    let (cpu, begun) = (machine::cpu(), Instant::now());
    let summary = start(options(scratch.path(), slots, true), opened.store, opened.artifacts).ended().await;
    let took = begun.elapsed();
    let cpu = cpu.zip(machine::cpu()).map(|(before, after)| after.saturating_sub(before));
    anyhow::ensure!(summary.finished == jobs as u64, "the worker did not finish all: {summary:?}");
    Ok(Rate::of(jobs, took, cpu))
}
