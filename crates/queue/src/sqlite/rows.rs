//! From rows to jobs and attempts, and from Rust's unsigned numbers to SQLite's signed ones.

use super::Tuning;
use super::fault::Outcome;
use super::reasons;
use crate::reasons::Surroundings;
use penstock_jobs::{Attempt, AttemptOutcome, BatchRef, Job, JobState, Progress, Retry, StoreError};
use rusqlite::types::FromSql;
use rusqlite::{Connection, Row, params};
use serde::de::DeserializeOwned;

/// Every column of a [`Job`], in the order in which [`job`] reads them, then its places in orders.
const JOB: &str = "j.id, j.task, j.task_version, j.params, j.inputs, j.label, j.queue, j.state, j.attempt, \
     j.attempts_finished, j.retry_max, j.retry_intervals_s, j.timeout_s, j.result_ttl_s, j.failure_ttl_s, \
     j.idempotency_key, j.after_ids, j.rerun_after_crash, j.cancel_requested, j.worker, j.progress_stage, \
     j.progress_fraction, j.progress_at_ms, j.created_at_ms, j.not_before_ms, j.started_at_ms, j.ended_at_ms, \
     j.failure, r.artifacts, j.expired, b.id, b.label, j.seq, j.position";

/// A query for jobs, up to its WHERE; `hint` may name an index.
pub(super) fn jobs(hint: &str) -> String {
    format!(
        "SELECT {JOB} FROM jobs j {hint} LEFT JOIN results r ON r.job = j.seq LEFT JOIN batches b ON b.seq = j.batch"
    )
}

/// A job and where it stands in the orders that pages follow.
pub(super) struct Placed {
    pub(super) job: Job,
    pub(super) seq: i64,
    pub(super) position: i64,
}

/// Reads a row one column after the other, so that a list of names and a list of reads stay in step.
struct Columns<'a, 'r> {
    row: &'a Row<'r>,
    at: usize,
}

impl Columns<'_, '_> {
    fn next<T: FromSql>(&mut self) -> Outcome<T> {
        let value = self.row.get(self.at)?;
        self.at += 1;
        Ok(value)
    }

    fn number(&mut self) -> Outcome<u64> {
        let value: i64 = self.next()?;
        u64::try_from(value)
            .map_err(|_| StoreError::Damaged(format!("{value} where a count should be")).into())
    }

    fn small(&mut self) -> Outcome<u32> {
        let value = self.number()?;
        u32::try_from(value)
            .map_err(|_| StoreError::Damaged(format!("{value} where a small count should be")).into())
    }

    fn json<T: DeserializeOwned>(&mut self) -> Outcome<T> {
        let text: String = self.next()?;
        Ok(serde_json::from_str(&text)?)
    }

    fn json_or_none<T: DeserializeOwned>(&mut self) -> Outcome<Option<T>> {
        let text: Option<String> = self.next()?;
        Ok(text.as_deref().map(serde_json::from_str).transpose()?)
    }

    fn number_or_none(&mut self) -> Outcome<Option<u64>> {
        let value: Option<i64> = self.next()?;
        Ok(value.map(i64::unsigned_abs))
    }
}

/// Reads a row of [`jobs`].
pub(super) fn job(row: &Row<'_>, around: &Surroundings) -> Outcome<Placed> {
    let mut columns = Columns { row, at: 0 };
    let job = Job {
        id: columns.next::<String>()?.into(),
        task: columns.next()?,
        task_version: columns.small()?,
        params: columns.json()?,
        inputs: columns.json()?,
        label: columns.next()?,
        queue: columns.next()?,
        state: state(&columns.next::<String>()?)?,
        attempt: columns.small()?,
        attempts_finished: columns.small()?,
        retry: Retry { max: columns.small()?, intervals_s: columns.json()? },
        timeout_s: columns.number()?,
        result_ttl_s: columns.number_or_none()?,
        failure_ttl_s: columns.number_or_none()?,
        idempotency_key: columns.next()?,
        after: columns.json()?,
        rerun_after_crash: columns.next()?,
        cancel_requested: columns.next()?,
        worker: columns.next()?,
        progress: progress(columns.next()?, columns.next()?, columns.next()?),
        created_at_ms: columns.next()?,
        not_before_ms: columns.next()?,
        started_at_ms: columns.next()?,
        ended_at_ms: columns.next()?,
        failure: columns.json_or_none()?,
        artifacts: columns.json_or_none()?.unwrap_or_default(),
        expired: columns.next()?,
        batch: batch(columns.next()?, columns.next()?),
        waits_for: None,
    };
    let seq = columns.next()?;
    let position = columns.next()?;
    let waits_for = around.why(&job);
    Ok(Placed { job: Job { waits_for, ..job }, seq, position })
}

fn batch(id: Option<String>, label: Option<String>) -> Option<BatchRef> {
    Some(BatchRef { id: id?.into(), label: label? })
}

fn progress(stage: Option<String>, fraction: Option<f64>, at_ms: Option<i64>) -> Option<Progress> {
    Some(Progress { stage: stage?, fraction, at_ms: at_ms? })
}

/// One job by its id.
pub(super) fn find(sql: &Connection, tuning: &Tuning, id: &str) -> Outcome<Job> {
    let around = reasons::surroundings(sql, tuning)?;
    let mut statement = sql.prepare_cached(&format!("{} WHERE j.id = ?1", jobs("")))?;
    let mut rows = statement.query(params![id])?;
    let row = rows.next()?.ok_or_else(|| StoreError::NoSuchJob(id.into()))?;
    let mut job = job(row, &around)?.job;
    reasons::name_what_it_waits_for(sql, &mut job)?;
    Ok(job)
}

/// One job that runs: nothing keeps it waiting.
pub(super) fn running(sql: &Connection, seq: i64) -> Outcome<Job> {
    let mut statement = sql.prepare_cached(&format!("{} WHERE j.seq = ?1", jobs("")))?;
    let mut rows = statement.query(params![seq])?;
    let row = rows.next()?.ok_or_else(|| StoreError::Damaged(format!("row {seq} of the jobs is missing")))?;
    Ok(job(row, &Surroundings::default())?.job)
}

/// Reads an attempt: id, job's id, number, worker, start, end, outcome, failure.
pub(super) fn attempt(row: &Row<'_>) -> Outcome<Attempt> {
    let mut columns = Columns { row, at: 0 };
    Ok(Attempt {
        id: columns.next::<String>()?.into(),
        job: columns.next::<String>()?.into(),
        number: columns.small()?,
        worker: columns.next()?,
        started_at_ms: columns.next()?,
        ended_at_ms: columns.next()?,
        outcome: columns.next::<Option<String>>()?.as_deref().map(outcome).transpose()?,
        failure: columns.json_or_none()?,
    })
}

/// The state with this word.
pub(super) fn state(word: &str) -> Outcome<JobState> {
    JobState::parse(word)
        .ok_or_else(|| StoreError::Damaged(format!("a job in the unknown state {word}")).into())
}

const OUTCOMES: [AttemptOutcome; 6] = [
    AttemptOutcome::Finished,
    AttemptOutcome::Failed,
    AttemptOutcome::ChildDied,
    AttemptOutcome::WorkerLost,
    AttemptOutcome::Interrupted,
    AttemptOutcome::Cancelled,
];

/// The outcome with this word.
pub(super) fn outcome(word: &str) -> Outcome<AttemptOutcome> {
    OUTCOMES
        .into_iter()
        .find(|known| outcome_word(*known) == word)
        .ok_or_else(|| StoreError::Damaged(format!("an attempt with the unknown outcome {word}")).into())
}

/// The word of an outcome.
pub(super) fn outcome_word(outcome: AttemptOutcome) -> &'static str {
    match outcome {
        AttemptOutcome::Finished => "finished",
        AttemptOutcome::Failed => "failed",
        AttemptOutcome::ChildDied => "child_died",
        AttemptOutcome::WorkerLost => "worker_lost",
        AttemptOutcome::Interrupted => "interrupted",
        AttemptOutcome::Cancelled => "cancelled",
    }
}

/// SQLite's integers are signed. A number beyond them is refused rather than stored as another.
pub(super) fn signed(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Invalid(format!("{number} is too large")))
}

/// A count that is never negative.
pub(super) fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(row.get::<_, i64>(column)?.unsigned_abs())
}

/// A count that may be missing.
pub(super) fn count_or_none(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<u64>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(i64::unsigned_abs))
}
