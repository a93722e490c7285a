//! New jobs.

use super::batches;
use super::dependants;
use super::fault::Outcome;
use super::moves::{self, End};
use super::rows::signed;
use super::standing::Standing;
use super::turn::Turn;
use penstock_jobs::{Actor, JobId, JobState, NewJob, Step, StoreError, Submitted, state};
use rusqlite::params;

/// Longest name of a queue, in bytes.
const QUEUE_NAME: usize = 200;

/// Writes them all, in order; a later one may wait for an earlier one.
pub(super) fn submit(turn: &Turn<'_>, jobs: &[NewJob], actor: &Actor) -> Outcome<Vec<Submitted>> {
    jobs.iter().map(|job| one(turn, job, actor)).collect()
}

fn one(turn: &Turn<'_>, job: &NewJob, actor: &Actor) -> Outcome<Submitted> {
    if let Some(id) = known(turn, job)? {
        return Ok(Submitted { id, duplicate: true });
    }
    let id = job.id.clone().unwrap_or_else(JobId::fresh);
    check(job, &id)?;
    let born = birth(turn, job)?;
    let batch = job.batch.as_ref().map(|batch| batches::enter(turn, batch)).transpose()?;
    let seq = insert(turn, job, &id, born, batch)?;
    name_inputs(turn, job, seq)?;
    depend(turn, job, seq)?;
    if born == JobState::Held && !job.hold {
        dependants::let_go(turn, &Standing::at(turn, seq)?)?;
    } else {
        turn.tell_job(&id, born)?;
    }
    turn.audit(actor, "submit", Some(&id), None)?;
    Ok(Submitted { id, duplicate: false })
}

/// The job that this one is a repeat of.
fn known(turn: &Turn<'_>, job: &NewJob) -> Outcome<Option<JobId>> {
    let mut found = None;
    if let Some(key) = &job.idempotency_key {
        let statement = "SELECT id FROM jobs WHERE idempotency_key = ?1";
        found = turn.first(statement, params![key], |row| row.get::<_, String>(0))?;
    }
    if let (None, Some(id)) = (&found, &job.id) {
        let statement = "SELECT id FROM jobs WHERE id = ?1";
        found = turn.first(statement, params![id.as_str()], |row| row.get(0))?;
    }
    Ok(found.map(JobId::from))
}

fn check(job: &NewJob, id: &JobId) -> Result<(), StoreError> {
    check_name(id.as_str(), "a job")?;
    check_queue(&job.queue)?;
    if job.task.is_empty() {
        return Err(StoreError::Invalid("a job needs the name of a task".into()));
    }
    if job.after.contains(id) {
        return Err(StoreError::Invalid(format!("job {id} cannot wait for itself")));
    }
    if let Some(batch) = &job.batch {
        check_name(batch.id.as_str(), "a batch")?;
    }
    Ok(())
}

fn check_name(text: &str, what: &str) -> Result<(), StoreError> {
    if text.is_empty() || text.len() > QUEUE_NAME || text.contains(|c: char| c == ':' || c.is_control()) {
        return Err(StoreError::Invalid(format!(
            "{text:?} cannot name {what}: 1 to {QUEUE_NAME} characters without a colon"
        )));
    }
    Ok(())
}

/// A name that can be shown, written in a URL, and told from "all".
pub(super) fn check_queue(queue: &str) -> Result<(), StoreError> {
    let odd = |c: char| c.is_control() || c == ',';
    if queue.trim().is_empty()
        || queue.len() > QUEUE_NAME
        || queue == super::EVERY_QUEUE
        || queue.contains(odd)
    {
        return Err(StoreError::Invalid(format!(
            "{queue:?} cannot name a queue: 1 to {QUEUE_NAME} characters, no comma, not “*”"
        )));
    }
    Ok(())
}

/// The state in which its row is written. One that waits for others is born held and let go when its
/// dependencies are known, all in one transaction.
fn birth(turn: &Turn<'_>, job: &NewJob) -> Outcome<JobState> {
    if job.hold || !job.after.is_empty() {
        return Ok(JobState::Held);
    }
    let waits = job.not_before_ms.is_some_and(|at| at > turn.now.wall_ms);
    Ok(state::next(JobState::Held, if waits { Step::Wait } else { Step::Ready })?)
}

fn insert(turn: &Turn<'_>, job: &NewJob, id: &JobId, born: JobState, batch: Option<i64>) -> Outcome<i64> {
    let position = match born {
        JobState::Queued => moves::place(turn, &job.queue, End::of(job.at_front))?,
        _ => 0,
    };
    let not_before_ms = job.not_before_ms.filter(|_| born != JobState::Queued);
    turn.execute(
        "INSERT INTO jobs (id, state, queue, position, at_front, not_before_ms, created_at_ms, task, task_version, \
         label, idempotency_key, retry_max, retry_intervals_s, timeout_s, result_ttl_s, failure_ttl_s, \
         rerun_after_crash, after_ids, haystack, inputs, params, batch) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, \
         ?22)",
        params![
            id.as_str(),
            born.as_str(),
            job.queue,
            position,
            job.at_front,
            not_before_ms,
            turn.now.wall_ms,
            job.task,
            job.task_version,
            job.label,
            job.idempotency_key,
            job.retry.max,
            serde_json::to_string(&job.retry.intervals_s)?,
            signed(job.timeout_s)?,
            job.result_ttl_s.map(signed).transpose()?,
            job.failure_ttl_s.map(signed).transpose()?,
            job.rerun_after_crash,
            serde_json::to_string(&job.after)?,
            moves::haystack(&job.label, id.as_str(), &job.task, &job.queue, None),
            serde_json::to_string(&job.inputs)?,
            serde_json::to_string(&job.params)?,
            batch,
        ],
    )?;
    Ok(turn.sql.last_insert_rowid())
}

fn name_inputs(turn: &Turn<'_>, job: &NewJob, seq: i64) -> Outcome<()> {
    for input in &job.inputs {
        turn.execute(
            "INSERT INTO names (sha256, job, made) VALUES (?1, ?2, 0) ON CONFLICT DO NOTHING",
            params![input.sha256, seq],
        )?;
    }
    Ok(())
}

fn depend(turn: &Turn<'_>, job: &NewJob, seq: i64) -> Outcome<()> {
    for on in &job.after {
        let Some(other) = Standing::find(turn, on)? else {
            return Err(StoreError::NoSuchJob(on.clone()).into());
        };
        turn.execute(
            "INSERT INTO dependencies (job, on_id, met) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            params![seq, on.as_str(), other.state == JobState::Finished],
        )?;
    }
    Ok(())
}

/// Lets held jobs go.
pub(super) fn release(turn: &Turn<'_>, ids: &[JobId], actor: &Actor) -> Outcome<()> {
    for id in ids {
        let job = Standing::of(turn, id)?;
        if job.state != JobState::Held {
            return Err(state_error(job.state).into());
        }
        dependants::let_go(turn, &job)?;
        turn.audit(actor, "release", Some(id), None)?;
    }
    Ok(())
}

/// Only held jobs can be let go; a deferred or scheduled one would pass the table of states.
fn state_error(from: JobState) -> penstock_jobs::IllegalTransition {
    penstock_jobs::IllegalTransition { from, step: Step::Ready }
}
