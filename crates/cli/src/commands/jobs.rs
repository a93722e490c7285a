//! `penstock jobs`: the list, newest first.

use crate::failure::Failure;
use crate::session::Session;
use crate::store_choice::StoreChoice;
use crate::table::{Column, Table};
use crate::{job_json, output, times};
use anyhow::Context;
use penstock_service::{BatchId, Job, JobFilter, JobState};
use serde_json::json;

/// What `penstock jobs` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Only this queue
    #[arg(long)]
    queue: Option<String>,
    /// Only this state; may be given several times
    #[arg(long = "state", value_name = "STATE", value_parser = parse_state)]
    states: Vec<JobState>,
    /// Only jobs in whose label, id, task, queue or failure all of these words stand
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// Only jobs of this batch
    #[arg(long, value_name = "ID")]
    batch: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    /// Go on where the page before ended: its `next`
    #[arg(long, value_name = "NEXT")]
    cursor: Option<String>,
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
    let filter = JobFilter {
        queue: args.queue,
        task: None,
        worker: None,
        states: args.states,
        search: args.search,
        batch: args.batch.map(BatchId::from),
        limit: Some(args.limit),
        cursor: args.cursor,
        in_start_order: false,
    };
    let list = session.service.list_jobs(&session.caller, filter).await?;
    if args.json {
        let jobs: Result<Vec<_>, _> = list.jobs.iter().map(job_json::job).collect();
        let jobs = jobs.context("A job cannot be written as JSON")?;
        return output::print_json(&json!({ "jobs": jobs, "next": list.next }));
    }
    output::print(&table(&list.jobs).render(output::stdout_columns()))?;
    if let Some(next) = list.next {
        output::note(&format!("There are more: --cursor {next}, or a higher --limit"));
    }
    Ok(())
}

fn table(jobs: &[Job]) -> Table {
    let mut table = Table::new([
        ("Id", Column::Text),
        ("State", Column::Text),
        ("Task", Column::Text),
        ("Queue", Column::Text),
        ("Tries", Column::Number),
        ("Created", Column::Text),
        ("Label", Column::Shrinks),
        ("", Column::Shrinks),
    ]);
    for job in jobs {
        table.row([
            job.id.to_string(),
            job.state.to_string(),
            job.task.clone(),
            job.queue.clone(),
            job.attempt.to_string(),
            times::local(job.created_at_ms),
            job.label.clone(),
            remark(job),
        ]);
    }
    table
}

/// The one thing to know about a job in its state.
fn remark(job: &Job) -> String {
    match (&job.progress, &job.failure, &job.waits_for) {
        (Some(progress), ..) if job.state == JobState::Running => match progress.fraction {
            Some(fraction) => format!("{:.0} % {}", fraction * 100.0, progress.stage),
            None => progress.stage.clone(),
        },
        (_, Some(failure), _) if job.state != JobState::Finished => failure.title.clone(),
        (.., Some(waits_for)) => waits_for.clone(),
        _ => String::new(),
    }
}

fn parse_state(word: &str) -> Result<JobState, String> {
    JobState::parse(word).ok_or_else(|| {
        let words: Vec<&str> = JobState::ALL.into_iter().map(JobState::as_str).collect();
        format!("expected one of {}", words.join(", "))
    })
}
