//! `/jobs`: the list, one of them, and what is done to it.

use super::view::{JobView, JobWithResult};
use crate::answer::Refused;
use crate::body::{Asked, Segments};
use crate::guard::may;
use crate::server::Shared;
use crate::tokens::Visitor;
use axum::extract::State;
use axum::{Extension, Json};
use penstock_service::types::{BulkReply, JobDetail, JobRequest, JobsRequest, NoReply};
use penstock_service::{
    BatchId, Caller, ErrorCode, JobFilter, JobId, JobState, Kind, StateCounts, WireError,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Which jobs to list.
#[derive(Clone, PartialEq, Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct JobsQuery {
    /// Only this queue.
    queue: Option<String>,
    /// Only these states, with commas between them.
    state: Option<String>,
    /// Words that must all stand in the label, the id, the task, the queue or the failure's title.
    search: Option<String>,
    /// Only jobs of this batch.
    batch: Option<BatchId>,
    /// At most this many; 100 if none.
    #[schemars(range(min = 1, max = 10_000))]
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// A page of jobs, newest first.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub(crate) struct JobsPage {
    /// The page.
    jobs: Vec<JobView>,
    /// Where the next page begins.
    next: Option<String>,
    /// Jobs in each state over the whole store; states with none are left out.
    #[schemars(with = "std::collections::BTreeMap<String, u64>")]
    counts: StateCounts,
}

/// A page of jobs.
pub(crate) async fn list(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Asked(query): Asked<JobsQuery>,
) -> Result<Json<JobsPage>, Refused> {
    let states = query.state.as_deref().map(states).transpose()?.unwrap_or_default();
    let filter = JobFilter {
        queue: query.queue,
        states,
        search: query.search,
        batch: query.batch,
        limit: query.limit,
        cursor: query.cursor,
        in_start_order: false,
    };
    let page = shared.service.list_jobs(&caller, filter).await?;
    let jobs = page.jobs.into_iter().map(JobView::from).collect();
    Ok(Json(JobsPage { jobs, next: page.next, counts: page.counts }))
}

fn states(text: &str) -> Result<Vec<JobState>, WireError> {
    let state = |word: &str| {
        JobState::parse(word).ok_or_else(|| {
            let all: Vec<&str> = JobState::ALL.iter().map(|state| state.as_str()).collect();
            WireError::new(ErrorCode::BadParameter, format!("{word:?} is no state of a job"))
                .advise(format!("States are: {}", all.join(", ")))
                .field("state")
        })
    };
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(state).collect()
}

/// One job.
pub(crate) async fn one(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Segments(id): Segments<String>,
) -> Result<Json<JobWithResult>, Refused> {
    with_result(&shared, &caller, JobId::from(id)).await
}

/// Stops it: at once when it waits, as soon as its process is gone when it runs.
pub(crate) async fn cancel(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Extension(visitor): Extension<Visitor>,
    Segments(id): Segments<String>,
) -> Result<Json<JobWithResult>, Refused> {
    may(&visitor, Kind::Act)?;
    let id = JobId::from(id);
    done(shared.service.cancel_jobs(&caller, only(&id)).await?)?;
    with_result(&shared, &caller, id).await
}

/// Queues it again, when it has ended.
pub(crate) async fn retry(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Extension(visitor): Extension<Visitor>,
    Segments(id): Segments<String>,
) -> Result<Json<JobWithResult>, Refused> {
    may(&visitor, Kind::Act)?;
    let id = JobId::from(id);
    done(shared.service.retry_jobs(&caller, only(&id)).await?)?;
    with_result(&shared, &caller, id).await
}

/// Removes it with its history, when it does not run.
pub(crate) async fn delete(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Extension(visitor): Extension<Visitor>,
    Segments(id): Segments<String>,
) -> Result<Json<NoReply>, Refused> {
    may(&visitor, Kind::Act)?;
    done(shared.service.delete_jobs(&caller, only(&JobId::from(id))).await?)?;
    Ok(Json(NoReply {}))
}

/// Everything about one job.
pub(crate) async fn detail(shared: &Shared, caller: &Caller, id: JobId) -> Result<JobDetail, Refused> {
    Ok(shared.service.get_job(caller, JobRequest { id }).await?)
}

async fn with_result(shared: &Shared, caller: &Caller, id: JobId) -> Result<Json<JobWithResult>, Refused> {
    let detail = detail(shared, caller, id).await?;
    let params = detail.job.params.clone();
    Ok(Json(JobWithResult { job: detail.job.into(), params, result: detail.report }))
}

/// A request about this one job.
pub(crate) fn only(id: &JobId) -> JobsRequest {
    JobsRequest { ids: vec![id.clone()] }
}

/// The verdict about one job, as an error where it was refused.
pub(crate) fn done(reply: BulkReply) -> Result<(), WireError> {
    match reply.refused.into_iter().next() {
        None => Ok(()),
        Some(refusal) => {
            let code = if refusal.state.is_some() { ErrorCode::NotNow } else { ErrorCode::NotFound };
            Err(WireError::new(code, refusal.why))
        }
    }
}
