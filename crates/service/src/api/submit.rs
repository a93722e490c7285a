//! Queueing jobs.

use super::kind::Kind;
use super::queues::queue_name;
use super::types::{ErrorCode, SubmitReply, SubmitRequest};
use crate::lifetimes::Lifetimes;
use crate::service::Caller;
use crate::{Service, WireError};
use penstock_jobs::{ArtifactRef, BatchId, BatchRef, JobId, NewJob, Submitted};
use penstock_tasks::TaskInfo;
use std::ops::RangeInclusive;

/// Jobs that one call may queue.
pub(super) const MOST_JOBS: u64 = 10_000;
const COUNT: RangeInclusive<u64> = 1..=MOST_JOBS;
/// Seconds: a week is longer than any plot.
const TIMEOUT_S: RangeInclusive<u64> = 1..=7 * 24 * 3600;
/// Seconds: ten years.
const TTL_S: RangeInclusive<u64> = 0..=10 * 365 * 24 * 3600;
/// Tries after a failure.
const RETRIES: RangeInclusive<u64> = 0..=1_000;
/// Longest label and key in characters.
const LONGEST_TEXT: usize = 300;
/// Jobs that one job may wait for.
const MOST_DEPENDENCIES: usize = 1_000;

impl Service {
    /// Queues one job, or several of the same kind as a batch: all or none. A task with dots in its name is a function
    /// of a Python worker, and its parameters are the keyword arguments.
    ///
    /// Lifetimes that are not given are endless on the embedded store, a day and a week on a shared one,
    /// unless `RQ_RESULT_TTL` and `RQ_FAILURE_TTL` say otherwise. With a key and a count over 1, job number
    /// N has the key `KEY#N`, so that a repeat finds every one of them.
    ///
    /// # Errors
    /// [`ErrorCode::BadParameter`] naming the field, [`ErrorCode::BadRequest`] for everything else that
    /// is out of range, [`ErrorCode::NotFound`] when an input's content is not here.
    pub async fn submit(&self, caller: &Caller, request: SubmitRequest) -> Result<SubmitReply, WireError> {
        // What can be said at once is said before any content is looked for.
        Kind::of(&request, self.inner.shared)?;
        let inputs = self.known_inputs(&request.inputs).await?;
        let jobs = jobs_of(request, inputs, self.inner.shared, self.inner.lifetimes)?;
        let batch = batch_of(&jobs);
        let submitted = self.inner.store.submit(jobs, &caller.actor()).await?;
        Ok(reply(submitted, batch))
    }
}

/// The batch that these jobs are.
pub(super) fn batch_of(jobs: &[NewJob]) -> Option<BatchId> {
    jobs.first()?.batch.as_ref().map(|batch| batch.id.clone())
}

/// What came of a submission. Jobs that were there already are in the batch of their first submission.
pub(super) fn reply(submitted: Vec<Submitted>, batch: Option<BatchId>) -> SubmitReply {
    let (ids, duplicates): (Vec<_>, Vec<_>) =
        submitted.into_iter().map(|one| (one.id, one.duplicate)).unzip();
    let batch = batch.filter(|_| duplicates.contains(&false));
    SubmitReply { ids, duplicates, batch }
}

/// The jobs that a request asks for, each with its id, for inputs whose content is kept already.
pub(crate) fn jobs_of(
    request: SubmitRequest,
    inputs: Vec<ArtifactRef>,
    shared: bool,
    lifetimes: Lifetimes,
) -> Result<Vec<NewJob>, WireError> {
    let count = within("count", u64::from(request.count), COUNT)?;
    let request = SubmitRequest { inputs: inputs.clone(), ..request };
    let kind = Kind::of(&request, shared)?;
    let queue = request.queue.map(queue_name).transpose()?.unwrap_or(kind.queue);
    let label = match request.label {
        Some(label) if !label.trim().is_empty() => short_text("label", label)?,
        _ => inputs.first().map_or_else(|| kind.title, |input| input.name.clone()),
    };
    let timeout_s = within("timeout_s", request.timeout_s.unwrap_or(kind.timeout_s), TIMEOUT_S)?;
    let result_ttl_s = request
        .result_ttl_s
        .or(lifetimes.result_s)
        .map(|ttl| within("result_ttl_s", ttl, TTL_S))
        .transpose()?;
    let failure_ttl_s = request
        .failure_ttl_s
        .or(lifetimes.failure_s)
        .map(|ttl| within("failure_ttl_s", ttl, TTL_S))
        .transpose()?;
    within("retry", u64::from(request.retry.max), RETRIES)?;
    for pause in &request.retry.intervals_s {
        within("retry", *pause, TTL_S)?;
    }
    if request.after.len() > MOST_DEPENDENCIES || request.retry.intervals_s.len() > MOST_DEPENDENCIES {
        return Err(WireError::new(
            ErrorCode::BadRequest,
            "That is more than 1,000 dependencies or intervals",
        ));
    }
    let key = request.key.map(|key| short_text("key", key)).transpose()?;

    let several = |label: &str| BatchRef { id: BatchId::fresh(), label: format!("{count} × {label}") };
    let job = NewJob {
        id: None,
        batch: (count > 1).then(|| several(&label)),
        task: request.task,
        task_version: kind.version,
        params: kind.params,
        inputs,
        queue,
        label,
        at_front: request.at_front,
        not_before_ms: request.not_before_ms,
        after: request.after,
        retry: request.retry,
        timeout_s,
        result_ttl_s,
        failure_ttl_s,
        idempotency_key: None,
        rerun_after_crash: kind.rerun_after_crash,
        hold: request.hold,
    };
    let keyed = |number: u64| match (&key, count) {
        (None, _) => None,
        (Some(key), 1) => Some(key.clone()),
        (Some(key), _) => Some(format!("{key}#{number}")),
    };
    Ok((1..=count)
        .map(|number| NewJob { id: Some(JobId::fresh()), idempotency_key: keyed(number), ..job.clone() })
        .collect())
}

/// As many files as the task takes.
pub(crate) fn check_input_count(info: &TaskInfo, given: usize) -> Result<(), WireError> {
    let (fewest, most) = info.inputs;
    let given = u32::try_from(given).unwrap_or(u32::MAX);
    if (fewest..=most).contains(&given) {
        return Ok(());
    }
    let takes = match (fewest, most) {
        (0, 0) => "no file".to_owned(),
        (1, 1) => "one file".to_owned(),
        (fewest, most) if fewest == most => format!("{fewest} files"),
        (fewest, most) => format!("{fewest} to {most} files"),
    };
    Err(WireError::new(ErrorCode::BadRequest, format!("{} takes {takes}, and got {given}", info.name))
        .field("inputs"))
}

fn within(field: &str, value: u64, range: RangeInclusive<u64>) -> Result<u64, WireError> {
    if range.contains(&value) {
        return Ok(value);
    }
    let title = format!("{field} is {value}, and must be {} to {}", range.start(), range.end());
    Err(WireError::new(ErrorCode::BadParameter, title).field(field))
}

pub(super) fn short_text(field: &str, text: String) -> Result<String, WireError> {
    if (1..=LONGEST_TEXT).contains(&text.chars().count()) && !text.chars().any(char::is_control) {
        return Ok(text);
    }
    let title = format!("{field} takes 1 to {LONGEST_TEXT} characters that can be seen");
    Err(WireError::new(ErrorCode::BadParameter, title).field(field))
}
