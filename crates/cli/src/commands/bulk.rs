//! `penstock cancel`, `penstock release` and `penstock delete`, and the verdicts that every bulk action ends with.

use crate::failure::Failure;
use crate::output;
use crate::session::Session;
use crate::store_choice::StoreChoice;
use penstock_service::JobId;
use penstock_service::types::{BulkReply, JobsRequest};

/// Ids of jobs.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The jobs' ids
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
}

/// Cancels them.
///
/// # Errors
/// As [`verdicts`], or what the service says.
pub(crate) async fn cancel(args: Args, store: StoreChoice) -> Result<(), Failure> {
    let session = Session::open(store).await?;
    let ids = job_ids(args.ids);
    let reply = session.service.cancel_jobs(&session.caller, JobsRequest { ids: ids.clone() }).await?;
    verdicts(&ids, &reply, "cancelled")
}

/// Lets them go from the outbox.
///
/// # Errors
/// As [`verdicts`], or what the service says.
pub(crate) async fn release(args: Args, store: StoreChoice) -> Result<(), Failure> {
    let session = Session::open(store).await?;
    let ids = job_ids(args.ids);
    let reply = session.service.release_jobs(&session.caller, JobsRequest { ids: ids.clone() }).await?;
    verdicts(&ids, &reply, "released")
}

/// Deletes them.
///
/// # Errors
/// As [`verdicts`], or what the service says.
pub(crate) async fn delete(args: Args, store: StoreChoice) -> Result<(), Failure> {
    let session = Session::open(store).await?;
    let ids = job_ids(args.ids);
    let reply = session.service.delete_jobs(&session.caller, JobsRequest { ids: ids.clone() }).await?;
    verdicts(&ids, &reply, "deleted")
}

/// Ids as the service takes them; one given twice counts once.
pub(crate) fn job_ids(ids: Vec<String>) -> Vec<JobId> {
    let mut seen = std::collections::HashSet::new();
    ids.into_iter().filter(|id| seen.insert(id.clone())).map(JobId::from).collect()
}

/// One line a job: what was done, or why not.
///
/// # Errors
/// Exit code 2 when a job does not exist, else 1 when one was refused.
pub(crate) fn verdicts(ids: &[JobId], reply: &BulkReply, done: &str) -> Result<(), Failure> {
    let refusal = |id: &JobId| reply.refused.iter().find(|refusal| refusal.id == *id);
    let lines = ids.iter().map(|id| match refusal(id) {
        None => format!("{id}  {done}\n"),
        Some(refusal) => format!("{id}  refused: {}\n", refusal.why),
    });
    output::print(&lines.collect::<String>())?;
    if reply.refused.iter().any(|refusal| refusal.state.is_none()) {
        return Err(Failure::Said(2));
    }
    if reply.refused.is_empty() { Ok(()) } else { Err(Failure::Said(1)) }
}
