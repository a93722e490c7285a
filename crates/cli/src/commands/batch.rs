//! `penstock batch`: how a batch stands; watches it until it ends, cancels it, writes its report.

use crate::failure::Failure;
use crate::progress::ProgressLine;
use crate::session::Session;
use crate::store_choice::StoreChoice;
use crate::table::one_line;
use crate::{batch_report, job_json, output, times};
use anyhow::Context;
use penstock_service::types::{BatchRequest, CancelledBatch};
use penstock_service::{Batch, BatchId, JobState};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::Duration;

/// A batch is read again at least this often while it is watched, whether or not news came.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// What `penstock batch` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The batch's id
    id: String,
    /// Cancel every job of it that has not ended
    #[arg(long)]
    cancel: bool,
    /// Show its progress until it ends; exit with 1 unless every job finished
    #[arg(long)]
    watch: bool,
    /// Write report.json and report.csv, one line a job, into this folder; made if it is missing
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Shows it.
///
/// # Errors
/// What the service says; with `--watch`, exit code 1 when a job ended otherwise than finished.
pub(crate) async fn run(args: Args, store: StoreChoice) -> Result<(), Failure> {
    let session = Session::open(store).await?;
    let request = BatchRequest { id: BatchId::from(args.id) };
    if args.cancel {
        let CancelledBatch { cancelled, .. } =
            session.service.cancel_batch(&session.caller, request.clone()).await?;
        output::note(&format!("Cancelled {}", jobs(cancelled)));
    }
    if args.watch {
        watch(&session, &request).await?;
    }
    let batch = session.service.get_batch(&session.caller, request.clone()).await?;
    if args.json {
        output::print_json(&as_json(&batch).context("The batch cannot be written as JSON")?)?;
    } else {
        output::print(&as_text(&batch))?;
    }
    if let Some(folder) = &args.report {
        let report = session.service.batch_report(&session.caller, request).await?;
        batch_report::write(&report, folder)?;
        output::note(&format!("Written to {}", folder.display()));
    }
    let finished = batch.counts.get(&JobState::Finished).copied().unwrap_or(0);
    if args.watch && finished != batch.jobs {
        return Err(Failure::Said(1));
    }
    Ok(())
}

async fn watch(session: &Session, request: &BatchRequest) -> Result<(), Failure> {
    let mut updates = session.service.updates();
    let mut line = ProgressLine::new();
    loop {
        let batch = session.service.get_batch(&session.caller, request.clone()).await?;
        if batch.has_ended() {
            return Ok(());
        }
        line.show(&states(&batch), Some(batch.fraction));
        // Any news, or none for a while: the batch itself says what became of it.
        let _ = tokio::time::timeout(LOOK_AGAIN, updates.recv()).await;
    }
}

/// The batch with its time as text.
pub(crate) fn as_json(batch: &Batch) -> Result<Value, serde_json::Error> {
    let mut object = job_json::with_times(batch)?;
    object.insert("ended".to_owned(), json!(batch.has_ended()));
    Ok(Value::Object(object))
}

fn as_text(batch: &Batch) -> String {
    let lines = [
        format!("Batch    {}", batch.id),
        format!("Label    {}", batch.label),
        format!("Created  {}", times::local(batch.created_at_ms)),
        format!("Jobs     {}: {}", batch.jobs, states(batch)),
        format!("Progress {:.0} %", batch.fraction * 100.0),
    ];
    lines.iter().map(|line| format!("{}\n", one_line(line))).collect()
}

/// The numbers of its jobs by their states.
pub(crate) fn states(batch: &Batch) -> String {
    let each = batch.counts.iter().map(|(state, jobs)| format!("{jobs} {state}"));
    each.collect::<Vec<_>>().join(", ")
}

/// So many jobs, in words.
pub(crate) fn jobs(number: u64) -> String {
    if number == 1 { "1 job".to_owned() } else { format!("{number} jobs") }
}
