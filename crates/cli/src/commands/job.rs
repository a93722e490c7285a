//! `penstock job`: everything about one job; watches it until it ends; fetches what it made.

use crate::failure::Failure;
use crate::progress::ProgressLine;
use crate::session::Session;
use crate::store_choice::StoreChoice;
use crate::table::one_line;
use crate::{job_json, output, summary, times};
use anyhow::Context;
use penstock_service::types::{JobDetail, JobRequest};
use penstock_service::{ArtifactRole, Job, JobId, JobState};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A job is read again at least this often while it is watched, whether or not news came.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// What `penstock job` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The job's id
    id: String,
    /// Show its progress until it ends; exit with 1 unless it finished
    #[arg(long)]
    watch: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Save what it made and report.json into this folder; made if it is missing
    #[arg(long, value_name = "DIR")]
    fetch: Option<PathBuf>,
}

/// Shows it.
///
/// # Errors
/// What the service says; with `--watch`, exit code 1 when it ended otherwise than finished.
pub(crate) async fn run(args: Args, store: StoreChoice) -> Result<(), Failure> {
    let session = Session::open(store).await?;
    let id = JobId::from(args.id);
    if args.watch {
        watch(&session, &id).await?;
    }
    let detail = session.service.get_job(&session.caller, JobRequest { id }).await?;
    let state = detail.job.state;
    if args.json {
        output::print_json(&as_json(&detail).context("The job cannot be written as JSON")?)?;
    } else {
        output::print(&as_text(&detail))?;
    }
    if let Some(folder) = &args.fetch {
        fetch(&session, &detail, folder).await?;
    }
    if args.watch && state != JobState::Finished {
        return Err(Failure::Said(1));
    }
    Ok(())
}

async fn watch(session: &Session, id: &JobId) -> Result<(), Failure> {
    let mut updates = session.service.updates();
    let mut line = ProgressLine::new();
    loop {
        let request = JobRequest { id: id.clone() };
        let job = session.service.get_job(&session.caller, request).await?.job;
        if job.state.is_final() {
            return Ok(());
        }
        match &job.progress {
            Some(progress) if job.state == JobState::Running => line.show(&progress.stage, progress.fraction),
            _ => line.show(&waiting(&job), None),
        }
        // Any news, or none for a while: the job itself says what became of it.
        let _ = tokio::time::timeout(LOOK_AGAIN, updates.recv()).await;
    }
}

fn waiting(job: &Job) -> String {
    match &job.waits_for {
        Some(waits_for) => format!("{}: {waits_for}", job.state),
        None => job.state.to_string(),
    }
}

async fn fetch(session: &Session, detail: &JobDetail, folder: &Path) -> Result<(), Failure> {
    let job = &detail.job;
    let Some(report) = &detail.report else {
        let why = format!("penstock: nothing to fetch: the job is {}", job.state);
        output::note(&why);
        return Err(Failure::Said(1));
    };
    if job.expired {
        output::note(
            "penstock: nothing to fetch: the lifetime of its files is over; retry the job to make them again",
        );
        return Err(Failure::Said(1));
    }
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    for artifact in job.artifacts.iter().filter(|artifact| artifact.role == ArtifactRole::Result) {
        session.service.save_artifact_in(&job.id, &artifact.name, folder).await?;
    }
    write_report(report, folder)?;
    output::note(&format!("Written to {}", folder.display()));
    Ok(())
}

/// The same bytes as `penstock run` writes; whole or not at all.
fn write_report(report: &Value, folder: &Path) -> anyhow::Result<()> {
    let mut text = serde_json::to_vec_pretty(report)?;
    text.push(b'\n');
    let file = folder.join("report.json");
    let beside = folder.join(format!(".report.json.{}", std::process::id()));
    std::fs::write(&beside, text)
        .and_then(|()| std::fs::rename(&beside, &file))
        .with_context(|| format!("{} cannot be written", file.display()))
}

/// The job as in `penstock jobs --json`, with its attempts, audit trail and report beside.
fn as_json(detail: &JobDetail) -> Result<Value, serde_json::Error> {
    let mut object = job_json::job(&detail.job)?;
    let attempts: Result<Vec<Value>, _> = detail.attempts.iter().map(job_json::attempt).collect();
    let audit: Result<Vec<Value>, _> = detail.audit.iter().map(job_json::audit).collect();
    object.insert("attempts".to_owned(), json!(attempts?));
    object.insert("audit".to_owned(), json!(audit?));
    object.insert("report".to_owned(), json!(detail.report));
    Ok(Value::Object(object))
}

fn as_text(detail: &JobDetail) -> String {
    let job = &detail.job;
    let mut lines = vec![
        format!("Job      {}", job.id),
        format!("Label    {}", job.label),
        format!("Task     {} in queue {}", job.task, job.queue),
        format!("State    {}", waiting(job)),
        format!("Created  {}", times::local(job.created_at_ms)),
    ];
    if let (Some(ms), false) = (job.not_before_ms, job.state.is_final()) {
        lines.push(format!("Starts   {} at the earliest", times::local(ms)));
    }
    for attempt in &detail.attempts {
        let outcome = attempt.outcome.and_then(|outcome| serde_json::to_value(outcome).ok());
        let outcome = outcome.as_ref().and_then(Value::as_str).unwrap_or("running").replace('_', " ");
        let took = attempt.ended_at_ms.map(|end| {
            format!(" after {}", times::human_duration((end - attempt.started_at_ms) as f64 / 1_000.0))
        });
        lines.push(format!(
            "Try {:<4} {}, {outcome}{} on {}",
            attempt.number,
            times::local(attempt.started_at_ms),
            took.unwrap_or_default(),
            attempt.worker,
        ));
    }
    if let (Some(failure), true) = (&job.failure, job.state != JobState::Finished) {
        lines.push(format!("Failure  {}", failure.title));
        let more = [&failure.advice, &failure.detail].into_iter().flatten();
        lines.extend(more.flat_map(|text| text.lines()).map(|line| format!("         {line}")));
    }
    for artifact in &job.artifacts {
        lines.push(format!("File     {} ({} bytes)", artifact.name, artifact.bytes));
    }
    if job.expired {
        lines.push("Files    removed at the end of their lifetime".to_owned());
    }
    for entry in &detail.audit {
        let detail = entry.detail.as_ref().map(|detail| format!(": {detail}")).unwrap_or_default();
        lines.push(format!(
            "History  {} {} by {}{detail}",
            times::local(entry.at_ms),
            entry.action,
            entry.actor
        ));
    }
    let mut text: String = lines.iter().map(|line| format!("{}\n", one_line(line))).collect();
    if let Some(report) = &detail.report {
        text.push('\n');
        text.push_str(&summary::of_report(report));
    }
    text
}
