//! `penstock retry`: queues jobs again that ended, by id or all that failed.

use super::bulk::{job_ids, verdicts};
use crate::failure::Failure;
use crate::output;
use crate::session::Session;
use crate::store_choice::StoreChoice;
use penstock_service::types::JobsRequest;
use penstock_service::{JobFilter, JobId, JobState};

/// What `penstock retry` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The jobs' ids
    #[arg(required_unless_present = "failed", conflicts_with = "failed", value_name = "ID")]
    ids: Vec<String>,
    /// All jobs that failed; not those in quarantine
    #[arg(long)]
    failed: bool,
    /// With --failed: only of this queue
    #[arg(long, requires = "failed", conflicts_with = "ids")]
    queue: Option<String>,
}

/// Retries them.
///
/// # Errors
/// As [`verdicts`], or what the service says.
pub(crate) async fn run(args: Args, store: StoreChoice) -> Result<(), Failure> {
    let session = Session::open(store).await?;
    let ids = if args.failed { failed(&session, args.queue).await? } else { job_ids(args.ids) };
    if ids.is_empty() {
        output::note("No job has failed");
        return Ok(());
    }
    let reply = session.service.retry_jobs(&session.caller, JobsRequest { ids: ids.clone() }).await?;
    verdicts(&ids, &reply, "queued again")
}

/// Every failed job, the oldest first, so that they come back in the order in which they were made.
async fn failed(session: &Session, queue: Option<String>) -> Result<Vec<JobId>, Failure> {
    let mut filter =
        JobFilter { queue, states: vec![JobState::Failed], limit: Some(10_000), ..JobFilter::default() };
    let mut ids = Vec::new();
    loop {
        let page = session.service.list_jobs(&session.caller, filter.clone()).await?;
        ids.extend(page.jobs.into_iter().map(|job| job.id));
        match page.next {
            Some(next) => filter.cursor = Some(next),
            None => break,
        }
    }
    ids.reverse();
    Ok(ids)
}
