//! The runs of a job.

use super::fault::Outcome;
use super::rows;
use super::standing::Standing;
use super::turn::Turn;
use penstock_jobs::{Attempt, AttemptOutcome, Failure, JobId, JobState, Lease, StoreError};
use rusqlite::{Connection, params};

/// Begins a run.
pub(super) fn open(turn: &Turn<'_>, job: i64, id: &str, number: i64, worker: &str) -> Outcome<()> {
    turn.execute(
        "INSERT INTO attempts (id, job, number, worker, started_at_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id, job, number, worker, turn.now.wall_ms],
    )?;
    Ok(())
}

/// Ends the current run of a job, and counts it for its worker.
pub(super) fn close(
    turn: &Turn<'_>,
    job: &Standing,
    outcome: AttemptOutcome,
    failure: Option<&Failure>,
    led_to: JobState,
) -> Outcome<()> {
    let failure = failure.map(serde_json::to_string).transpose()?;
    turn.execute(
        "UPDATE attempts SET ended_at_ms = ?2, outcome = ?3, failure = ?4, led_to = ?5 WHERE id = ?1",
        params![job.attempt_id, turn.now.wall_ms, rows::outcome_word(outcome), failure, led_to.as_str()],
    )?;
    let count = match outcome {
        AttemptOutcome::Finished => "UPDATE workers SET finished = finished + 1 WHERE name = ?1",
        AttemptOutcome::Failed | AttemptOutcome::ChildDied => {
            "UPDATE workers SET failed = failed + 1 WHERE name = ?1"
        }
        AttemptOutcome::WorkerLost | AttemptOutcome::Interrupted | AttemptOutcome::Cancelled => return Ok(()),
    };
    turn.execute(count, params![job.worker])?;
    Ok(())
}

/// When a worker says something again because it got no answer: the state that it led to the first time.
///
/// # Errors
/// [`StoreError::NotYours`] when this attempt did not end that way: a late writer.
pub(super) fn said_before(turn: &Turn<'_>, lease: &Lease, outcomes: &[AttemptOutcome]) -> Outcome<JobState> {
    let ended = turn.first(
        "SELECT a.outcome, a.led_to FROM attempts a JOIN jobs j ON j.seq = a.job WHERE a.id = ?1 AND j.id = ?2",
        params![lease.attempt.as_str(), lease.job.as_str()],
        |row| Ok((row.get::<_, Option<String>>(0)?, row.get::<_, Option<String>>(1)?)),
    )?;
    if let Some((Some(outcome), Some(led_to))) = ended
        && outcomes.contains(&rows::outcome(&outcome)?)
    {
        return rows::state(&led_to);
    }
    Err(StoreError::NotYours(lease.job.clone()).into())
}

/// Every run of a job, the first one first.
pub(super) fn of(sql: &Connection, id: &JobId) -> Outcome<Vec<Attempt>> {
    let mut statement = sql.prepare_cached(
        "SELECT a.id, j.id, a.number, a.worker, a.started_at_ms, a.ended_at_ms, a.outcome, a.failure \
         FROM attempts a JOIN jobs j ON j.seq = a.job WHERE j.id = ?1 ORDER BY a.seq",
    )?;
    let mut rows = statement.query(params![id.as_str()])?;
    let mut attempts = Vec::new();
    while let Some(row) = rows.next()? {
        attempts.push(rows::attempt(row)?);
    }
    Ok(attempts)
}
