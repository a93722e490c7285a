//! `penstock workers`: every worker that is registered, the lost ones too.

use crate::failure::Failure;
use crate::job_json::with_times;
use crate::session::Session;
use crate::store_choice::StoreChoice;
use crate::table::{Column, Table};
use crate::{output, times};
use anyhow::Context;
use penstock_service::types::NoArgs;
use penstock_service::{WorkerInfo, WorkerState};
use serde_json::json;

/// What `penstock workers` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Lists them.
///
/// # Errors
/// What the service says.
pub(crate) async fn run(args: Args, store: StoreChoice) -> Result<(), Failure> {
    let session = Session::open(store).await?;
    let workers = session.service.list_workers(&session.caller, NoArgs {}).await?;
    if args.json {
        let workers: Result<Vec<_>, _> = workers.iter().map(with_times).collect();
        return output::print_json(
            &json!({ "workers": workers.context("A worker cannot be written as JSON")? }),
        );
    }
    output::print(&table(&workers).render(output::stdout_columns()))
}

fn table(workers: &[WorkerInfo]) -> Table {
    let mut table = Table::new([
        ("Worker", Column::Shrinks),
        ("State", Column::Text),
        ("Running", Column::Number),
        ("Finished", Column::Number),
        ("Failed", Column::Number),
        ("Heard of", Column::Text),
        ("Process", Column::Text),
        ("Queues", Column::Shrinks),
    ]);
    for worker in workers {
        let spec = &worker.spec;
        let silent_s = (times::now_ms() - worker.heard_at_ms) as f64 / 1_000.0;
        table.row([
            spec.name.clone(),
            state(worker.state).to_owned(),
            format!("{} of {}", worker.jobs.len(), spec.slots),
            worker.finished.to_string(),
            worker.failed.to_string(),
            format!("{} ago", times::human_duration(silent_s)),
            format!("{}:{}", spec.host, spec.pid),
            spec.queues.join(", "),
        ]);
    }
    table
}

fn state(state: WorkerState) -> &'static str {
    match state {
        WorkerState::Idle => "idle",
        WorkerState::Busy => "busy",
        WorkerState::Draining => "draining",
        WorkerState::Lost => "lost",
    }
}
