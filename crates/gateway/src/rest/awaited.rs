//! A job whose end the answer to a request may wait for.

use super::wjp::Status;
use crate::answer::Refused;
use crate::server::Shared;
use penstock_service::types::{NoArgs, SubmitRequest};
use penstock_service::{
    ArtifactRef, Caller, ErrorCode, Job, JobId, Retry, WireError, WorkerInfo, WorkerKind, WorkerState,
};
use serde_json::Value;
use std::time::{Duration, Instant};

/// Longest work, and longest wait for it: what wjp gave an analysis.
const TIMEOUT_S: u64 = 600;
/// A worker that starts with this server may need a moment to say so.
const ARRIVAL: Duration = Duration::from_secs(2);
/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// What to do.
pub(super) struct Errand<'a> {
    pub(super) task: &'a str,
    pub(super) params: Value,
    pub(super) inputs: Vec<ArtifactRef>,
    /// The queue of the task's kind if none.
    pub(super) queue: Option<String>,
    pub(super) key: Option<String>,
}

/// Whether a living worker of ours takes from this queue: without one nobody should wait.
pub(super) async fn somebody_listens(shared: &Shared, caller: &Caller, queue: &str) -> Result<bool, Refused> {
    let able = |worker: &WorkerInfo| {
        let queues = &worker.spec.queues;
        worker.kind == WorkerKind::Penstock
            && matches!(worker.state, WorkerState::Idle | WorkerState::Busy)
            && (queues.is_empty() || queues.iter().any(|one| one == queue))
    };
    let until = Instant::now() + ARRIVAL;
    loop {
        let workers = shared.service.list_workers(caller, NoArgs {}).await?;
        let found = workers.iter().any(able);
        if found || Instant::now() >= until {
            return Ok(found);
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Nobody would ever answer.
pub(super) fn nobody(queue: &str) -> Refused {
    WireError::new(
        ErrorCode::NotNow,
        format!("No worker takes from the queue {queue}, so nothing was queued"),
    )
    .advise(format!("Start one with: penstock worker --queues {queue}"))
    .into()
}

/// Queues it.
pub(super) async fn submit(shared: &Shared, caller: &Caller, errand: Errand<'_>) -> Result<JobId, Refused> {
    let request = SubmitRequest {
        task: errand.task.to_owned(),
        params: errand.params,
        inputs: errand.inputs,
        queue: errand.queue,
        label: None,
        at_front: false,
        not_before_ms: None,
        after: Vec::new(),
        retry: Retry::default(),
        timeout_s: Some(TIMEOUT_S),
        result_ttl_s: None,
        failure_ttl_s: None,
        key: errand.key,
        count: 1,
        hold: false,
    };
    let reply = shared.service.submit(caller, request).await?;
    let nothing = || WireError::new(ErrorCode::Internal, "The store accepted the job and named none");
    Ok(reply.ids.into_iter().next().ok_or_else(nothing)?)
}

/// Waits for the job's end; its report. The job goes on when nobody waits any more.
pub(super) async fn report(shared: &Shared, caller: &Caller, id: &JobId) -> Result<Value, Refused> {
    let mut stop = shared.stop.subscribe();
    let ended = async {
        loop {
            let detail = super::jobs::detail(shared, caller, id.clone()).await?;
            match Status::from(detail.job.state) {
                Status::Completed => return Ok(detail.report.unwrap_or(Value::Null)),
                Status::Failed => return Err(failed(&detail.job).into()),
                Status::Queued | Status::Running => tokio::time::sleep(LOOK_EVERY).await,
            }
        }
    };
    let late = |title: &str| {
        let advice = format!("GET /jobs/{id} tells what comes of it");
        Refused::from(WireError::new(ErrorCode::NotNow, title).advise(advice))
    };
    tokio::select! {
        ended = tokio::time::timeout(Duration::from_secs(TIMEOUT_S), ended) => {
            ended.unwrap_or_else(|_| Err(late("The job has not ended yet")))
        }
        _ = stop.wait_for(|stop| *stop) => Err(late("The server ends; the job stays in its queue")),
    }
}

/// Waits for the job's end; this file of it, as text.
pub(super) async fn text(
    shared: &Shared,
    caller: &Caller,
    id: &JobId,
    name: &str,
) -> Result<String, Refused> {
    report(shared, caller, id).await?;
    let (_, content) = shared.service.artifact(id, name).await?;
    let no_text = |_| WireError::new(ErrorCode::Internal, format!("{name} is no text"));
    Ok(String::from_utf8(content).map_err(no_text)?)
}

fn failed(job: &Job) -> WireError {
    let failure = job.failure.as_ref();
    let title = failure.map_or("The job was cancelled", |failure| failure.title.as_str());
    let error = WireError::new(ErrorCode::Failed, title);
    match failure.and_then(|failure| failure.advice.clone()) {
        Some(advice) => error.advise(advice),
        None => error,
    }
}
