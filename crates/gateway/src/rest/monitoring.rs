//! `/monitoring/…`: what Caudex's operators look at.

use super::jobs::{done, only};
use super::view::{JobView, Status, time};
use crate::answer::Refused;
use crate::body::{self, Asked};
use crate::guard::may;
use crate::server::Shared;
use crate::tokens::Visitor;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use penstock_service::types::{JobRequest, NoArgs};
use penstock_service::{
    Caller, JobFilter, JobId, JobState, Kind, QueueInfo, StateCounts, WorkerInfo, WorkerState,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long an answer about health serves everybody: the address is open.
const SERVES: Duration = Duration::from_secs(1);

/// Whether Penstock can do its work. Says nothing else: anybody may ask.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub(crate) struct Health {
    /// `healthy` or `unhealthy`.
    status: HealthStatus,
    /// Whether the store answers.
    store: StoreStatus,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum HealthStatus {
    Healthy,
    Unhealthy,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum StoreStatus {
    Connected,
    Away,
}

/// The last answer about health.
#[derive(Default)]
pub(crate) struct LastHealth(Mutex<Option<(Instant, bool)>>);

/// `GET /monitoring/health`: 200 while the store answers, else 503. Needs no token.
pub(crate) async fn health(State(shared): State<Arc<Shared>>) -> Response {
    let known = *shared.health.0.lock().unwrap_or_else(PoisonError::into_inner);
    let healthy = match known.filter(|(at, _)| at.elapsed() < SERVES) {
        Some((_, healthy)) => healthy,
        None => {
            let healthy = shared.service.health().await.is_ok();
            *shared.health.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), healthy));
            healthy
        }
    };
    let (code, status, store) = if healthy {
        (StatusCode::OK, HealthStatus::Healthy, StoreStatus::Connected)
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, HealthStatus::Unhealthy, StoreStatus::Away)
    };
    (code, Json(Health { status, store })).into_response()
}

/// What waits and what works.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub(crate) struct QueueStats {
    /// Every queue that has a job, a worker, or is paused.
    queues: Vec<QueueInfo>,
    /// Nothing is taken from any queue.
    all_paused: bool,
    /// Jobs in each state; states with none are left out.
    #[schemars(with = "std::collections::BTreeMap<String, u64>")]
    counts: StateCounts,
    /// Jobs that could start now.
    queued: u64,
    /// Jobs that run.
    running: u64,
    /// Failed and quarantined jobs.
    failed: u64,
    /// Living workers.
    workers: u64,
}

/// `GET /monitoring/queue/stats`.
pub(crate) async fn stats(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<QueueStats>, Refused> {
    let list = shared.service.list_queues(&caller, NoArgs {}).await?;
    let workers = shared.service.list_workers(&caller, NoArgs {}).await?;
    let one = JobFilter { limit: Some(1), ..JobFilter::default() };
    let counts = shared.service.list_jobs(&caller, one).await?.counts;
    let count = |state: JobState| counts.get(&state).copied().unwrap_or(0);
    Ok(Json(QueueStats {
        queued: count(JobState::Queued),
        running: count(JobState::Running),
        failed: count(JobState::Failed) + count(JobState::Quarantined),
        workers: workers.iter().filter(|worker| worker.state != WorkerState::Lost).count() as u64,
        queues: list.queues,
        all_paused: list.all_paused,
        counts,
    }))
}

/// Every worker that is registered.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub(crate) struct Workers {
    /// How many there are, the lost ones too.
    count: u64,
    /// The workers.
    workers: Vec<WorkerInfo>,
}

/// `GET /monitoring/queue/workers`.
pub(crate) async fn workers(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Workers>, Refused> {
    let workers = shared.service.list_workers(&caller, NoArgs {}).await?;
    Ok(Json(Workers { count: workers.len() as u64, workers }))
}

/// Which failed jobs to list.
#[derive(Clone, PartialEq, Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct FailedQuery {
    /// Only this queue.
    queue: Option<String>,
    /// At most this many; 100 if none.
    #[schemars(range(min = 1, max = 10_000))]
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// Failed and quarantined jobs, newest first.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub(crate) struct FailedJobs {
    /// How many there are in all.
    count: u64,
    /// The page.
    failed: Vec<FailedJob>,
    /// Where the next page begins.
    next: Option<String>,
}

/// A failed job.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub(crate) struct FailedJob {
    /// Send it back here to try again.
    rq_job_id: JobId,
    /// When it failed, RFC 3339 in UTC.
    failed_at: Option<String>,
    #[serde(flatten)]
    job: JobView,
}

/// `GET /monitoring/queue/failed`.
pub(crate) async fn failed(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Asked(query): Asked<FailedQuery>,
) -> Result<Json<FailedJobs>, Refused> {
    let filter = JobFilter {
        queue: query.queue,
        states: vec![JobState::Failed, JobState::Quarantined],
        limit: query.limit,
        cursor: query.cursor,
        ..JobFilter::default()
    };
    let page = shared.service.list_jobs(&caller, filter).await?;
    let count = |state: JobState| page.counts.get(&state).copied().unwrap_or(0);
    let count = count(JobState::Failed) + count(JobState::Quarantined);
    let failed = page.jobs.into_iter().map(|job| FailedJob {
        rq_job_id: job.id.clone(),
        failed_at: job.ended_at_ms.and_then(time),
        job: job.into(),
    });
    Ok(Json(FailedJobs { count, failed: failed.collect(), next: page.next }))
}

/// A failed job to try again.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
pub(crate) struct RetryFailed {
    /// Its id.
    rq_job_id: JobId,
}

/// A failed job that was queued again.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub(crate) struct Retried {
    /// For people.
    message: String,
    /// Its id.
    rq_job_id: JobId,
    /// Where it stands now.
    status: Status,
}

/// `POST /monitoring/queue/failed`.
pub(crate) async fn retry_failed(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Retried>, Refused> {
    may(&visitor, Kind::Act)?;
    let RetryFailed { rq_job_id } = body::shaped(&headers, body, 64 * 1024).await?;
    done(shared.service.retry_jobs(&caller, only(&rq_job_id)).await?)?;
    let detail = shared.service.get_job(&caller, JobRequest { id: rq_job_id.clone() }).await?;
    Ok(Json(Retried { message: "Job queued again".to_owned(), rq_job_id, status: detail.job.state.into() }))
}
