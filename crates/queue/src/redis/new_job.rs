//! From a [`NewJob`] to the arguments of the script that writes it.

use super::calls;
use super::scripts::Args;
use crate::rq::{RqJob, is_fit_id};
use penstock_jobs::{JobId, NewJob, Retry, StoreError};

/// Longest name of a job or a queue, in bytes.
const NAME: usize = 200;
/// Longest list of intervals that is written out for RQ, which counts its retries by it.
const INTERVALS: u32 = 1000;

/// Adds one job to the arguments.
pub(super) fn put(args: Args, job: &NewJob, id: &JobId) -> Result<Args, StoreError> {
    check(job, id)?;
    let hashes: Vec<&str> = job.inputs.iter().map(|input| input.sha256.as_str()).collect();
    let after: Vec<&str> = job.after.iter().map(JobId::as_str).collect();
    let fields: Vec<Vec<u8>> =
        fields(job, id)?.into_iter().flat_map(|(name, value)| [name.into_bytes(), value]).collect();
    Ok(args
        .with(id.as_str())
        .with(job.idempotency_key.as_deref().unwrap_or_default())
        .with(&job.queue)
        .flag(job.hold)
        .flag(job.at_front)
        .with(job.not_before_ms.map(|due| due.to_string()).unwrap_or_default())
        .with(&job.label)
        .with(job.batch.as_ref().map(|batch| batch.id.as_str()).unwrap_or_default())
        .with(job.batch.as_ref().map(|batch| batch.label.as_str()).unwrap_or_default())
        .list(&after)
        .list(&hashes)
        .list(&fields))
}

fn check(job: &NewJob, id: &JobId) -> Result<(), StoreError> {
    check_name(id.as_str(), "a job")?;
    if let Some(batch) = &job.batch {
        check_name(batch.id.as_str(), "a batch")?;
    }
    check_queue(&job.queue)?;
    if job.task.is_empty() {
        return Err(StoreError::Invalid("a job needs the name of a task".into()));
    }
    if job.after.contains(id) {
        return Err(StoreError::Invalid(format!("job {id} cannot wait for itself")));
    }
    Ok(())
}

fn check_name(text: &str, what: &str) -> Result<(), StoreError> {
    if is_fit_id(text) && text.len() <= NAME {
        return Ok(());
    }
    Err(StoreError::Invalid(format!(
        "{text:?} cannot name {what} here: 1 to {NAME} letters, digits, hyphens and underscores"
    )))
}

/// A name that can be shown, written in a URL and in RQ's lists, and told from "all".
pub(super) fn check_queue(queue: &str) -> Result<(), StoreError> {
    let odd = |c: char| c.is_control() || c == ',';
    if queue.trim().is_empty() || queue.len() > NAME || queue == super::EVERY_QUEUE || queue.contains(odd) {
        return Err(StoreError::Invalid(format!(
            "{queue:?} cannot name a queue: 1 to {NAME} characters, no comma, not “*”"
        )));
    }
    Ok(())
}

/// All fields but those that only the script knows: births, states.
fn fields(job: &NewJob, id: &JobId) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let call = calls::to_call(job)?;
    let mut rq = RqJob::new(id.as_str(), call, job.queue.as_str(), 0);
    rq.timeout_s = Some(signed(job.timeout_s.max(1))?);
    rq.result_ttl_s = Some(job.result_ttl_s.map_or(Ok(-1), signed)?);
    rq.failure_ttl_s = Some(job.failure_ttl_s.map_or(Ok(-1), signed)?);
    rq.dependency_ids = job.after.iter().map(ToString::to_string).collect();
    rq.enqueue_at_front = job.at_front.then_some(true);
    if job.retry.max > 0 {
        rq.retries_left = Some(job.retry.max);
        rq.retry_intervals_s = Some(intervals(&job.retry));
    }
    let text = |name: &str, value: &str| (name.to_owned(), value.as_bytes().to_vec());
    let json = |value: Result<String, serde_json::Error>| {
        value.map_err(|error| StoreError::Invalid(format!("the job cannot be written: {error}")))
    };
    rq.extra = vec![
        text("x_penstock_label", &job.label),
        text("x_penstock_version", &job.task_version.to_string()),
        text("x_penstock_retry", &json(serde_json::to_string(&job.retry))?),
    ];
    if job.retry.max > 0 {
        rq.extra.push(text("x_penstock_retries", &job.retry.max.to_string()));
    }
    if !job.inputs.is_empty() {
        rq.extra.push(text("x_penstock_inputs", &json(serde_json::to_string(&job.inputs))?));
    }
    if let Some(batch) = &job.batch {
        rq.extra.push(text("x_penstock_batch", &json(serde_json::to_string(batch))?));
    }
    if let Some(key) = &job.idempotency_key {
        rq.extra.push(text("x_penstock_key", key));
    }
    if !job.rerun_after_crash {
        rq.extra.push(text("x_penstock_rerun", "0"));
    }
    let mut fields =
        rq.fields().map_err(|why| StoreError::Invalid(format!("the job cannot be written: {why}")))?;
    fields.retain(|(name, _)| !matches!(name.as_str(), "created_at" | "enqueued_at" | "status"));
    Ok(fields)
}

/// One interval for each retry: RQ repeats the first one of a shorter list, we the last.
fn intervals(retry: &Retry) -> Vec<u64> {
    (1..=retry.max.min(INTERVALS)).filter_map(|number| retry.delay_s(number)).collect()
}

fn signed(seconds: u64) -> Result<i64, StoreError> {
    i64::try_from(seconds).map_err(|_| StoreError::Invalid(format!("{seconds} s is too long")))
}
