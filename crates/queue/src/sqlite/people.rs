//! What people do. Everything here leaves a row in the audit trail, in the same transaction.

use super::EVERY_QUEUE;
use super::fault::Outcome;
use super::moves::{self, End};
use super::standing::Standing;
use super::submit::check_queue;
use super::turn::{Ending, Turn};
use penstock_jobs::{
    Actor, AuditEntry, EventKind, IllegalTransition, JobId, JobState, Step, StoreError, Target, state,
};
use rusqlite::{Connection, OptionalExtension, params};

/// Cancels: at once what waits; what runs is asked.
pub(super) fn cancel(turn: &Turn<'_>, ids: &[JobId], actor: &Actor) -> Outcome<()> {
    for id in ids {
        cancel_one(turn, &Standing::of(turn, id)?, actor, None)?;
    }
    Ok(())
}

/// Cancels one job; `detail` says why in the trail.
pub(super) fn cancel_one(
    turn: &Turn<'_>,
    job: &Standing,
    actor: &Actor,
    detail: Option<&str>,
) -> Outcome<()> {
    if job.state == JobState::Running {
        state::next(job.state, Step::Cancel)?;
        turn.execute("UPDATE jobs SET cancel_requested = 1 WHERE seq = ?1", params![job.seq])?;
        turn.tell_job(&job.id, job.state)?;
    } else {
        moves::to_end(turn, job, Step::Cancel)?;
    }
    turn.audit(actor, "cancel", Some(&job.id), detail)
}

/// Queues final jobs again, as if nothing had happened to them; their attempts stay on record.
pub(super) fn retry(turn: &Turn<'_>, ids: &[JobId], actor: &Actor) -> Outcome<()> {
    for id in ids {
        let job = Standing::of(turn, id)?;
        moves::to_queue(turn, &job, Step::RetryByHand, End::Back)?;
        turn.execute(
            "UPDATE jobs SET retries_used = 0, child_deaths = 0, workers_lost = 0, attempts_finished = 0, expired = 0 \
             WHERE seq = ?1",
            params![job.seq],
        )?;
        moves::set_failure(turn, &job, None)?;
        turn.execute("DELETE FROM results WHERE job = ?1", params![job.seq])?;
        turn.execute("DELETE FROM names WHERE job = ?1 AND made = 1", params![job.seq])?;
        turn.audit(actor, "retry", Some(id), None)?;
    }
    Ok(())
}

/// Moves waiting jobs; among themselves they stay in the order in which they would start.
pub(super) fn move_to(turn: &Turn<'_>, ids: &[JobId], target: &Target, actor: &Actor) -> Outcome<()> {
    let mut jobs = Vec::with_capacity(ids.len());
    for id in ids {
        let job = Standing::of(turn, id)?;
        state::next(job.state, Step::Move)?;
        jobs.push(job);
    }
    jobs.sort_by_key(|job| (job.state != JobState::Queued, job.position, job.seq));
    jobs.dedup_by_key(|job| job.seq);
    let (end, elsewhere, word) = match target {
        Target::Before(next) => return move_before(turn, &jobs, next, actor),
        Target::Front => (End::Front, None, "to the front".to_owned()),
        Target::Back => (End::Back, None, "to the back".to_owned()),
        Target::Queue(queue) => {
            check_queue(queue)?;
            (End::Back, Some(queue), format!("to the queue {queue}"))
        }
    };
    if end == End::Front {
        jobs.reverse();
    }
    for job in &jobs {
        let queue = elsewhere.unwrap_or(&job.queue);
        put(turn, job, queue, moves::place(turn, queue, end)?, end)?;
        turn.audit(actor, "move", Some(&job.id), Some(&word))?;
    }
    Ok(())
}

/// Makes room before a ready job, and moves ready jobs there.
fn move_before(turn: &Turn<'_>, jobs: &[Standing], next: &JobId, actor: &Actor) -> Outcome<()> {
    let next = Standing::of(turn, next)?;
    for job in jobs.iter().chain([&next]) {
        if job.state != JobState::Queued {
            return Err(IllegalTransition { from: job.state, step: Step::Move }.into());
        }
    }
    if jobs.iter().any(|job| job.seq == next.seq) {
        return Err(StoreError::Invalid("a job cannot go before itself".to_owned()).into());
    }
    let room = i64::try_from(jobs.len()).unwrap_or(i64::MAX);
    turn.execute(
        "UPDATE jobs INDEXED BY jobs_ready SET position = position - ?3 \
         WHERE queue = ?1 AND state = 'queued' AND position < ?2",
        params![next.queue, next.position, room],
    )?;
    let word = format!("before {}", next.label);
    for (place, job) in (next.position - room..).zip(jobs) {
        put(turn, job, &next.queue, place, End::of(next.at_front))?;
        turn.audit(actor, "move", Some(&job.id), Some(&word))?;
    }
    Ok(())
}

fn put(turn: &Turn<'_>, job: &Standing, queue: &str, position: i64, end: End) -> Outcome<()> {
    let failure = turn.first(
        "SELECT json_extract(failure, '$.title') FROM jobs WHERE seq = ?1",
        params![job.seq],
        |row| row.get::<_, Option<String>>(0),
    )?;
    let haystack =
        moves::haystack(&job.label, job.id.as_str(), &job.task, queue, failure.flatten().as_deref());
    turn.execute(
        "UPDATE jobs SET queue = ?2, position = ?3, at_front = ?4, haystack = ?5 WHERE seq = ?1",
        params![job.seq, queue, position, end == End::Front, haystack],
    )?;
    turn.tell_job(&job.id, job.state)
}

/// Removes jobs that do not run. Their rows in the audit trail stay.
pub(super) fn delete(turn: &Turn<'_>, ids: &[JobId], actor: &Actor) -> Outcome<()> {
    for id in ids {
        let job = Standing::of(turn, id)?;
        remove(turn, &job)?;
        turn.audit(actor, "delete", Some(id), Some(&job.label))?;
    }
    Ok(())
}

/// Takes a job out of the store, with all that hangs on it.
pub(super) fn remove(turn: &Turn<'_>, job: &Standing) -> Outcome<()> {
    state::next(job.state, Step::Delete)?;
    turn.execute("DELETE FROM jobs WHERE seq = ?1", params![job.seq])?;
    turn.ended(&job.id, Ending::Deleted);
    turn.tell(&EventKind::Deleted { job: job.id.clone() })
}

/// Pauses one queue, or all. "All" is a switch of its own: it leaves the pause of single queues alone.
pub(super) fn pause(turn: &Turn<'_>, queue: Option<&str>, actor: &Actor) -> Outcome<()> {
    let queue = pausable(queue)?;
    turn.execute("INSERT INTO pauses (queue) VALUES (?1) ON CONFLICT DO NOTHING", params![queue])?;
    turn.tell(&EventKind::Queue { queue: queue.to_owned() })?;
    turn.audit(actor, "pause", None, Some(queue))
}

/// Resumes one queue, or all; a queue that was paused by itself stays paused when all are resumed.
pub(super) fn resume(turn: &Turn<'_>, queue: Option<&str>, actor: &Actor) -> Outcome<()> {
    let queue = pausable(queue)?;
    turn.execute("DELETE FROM pauses WHERE queue = ?1", params![queue])?;
    turn.tell(&EventKind::Queue { queue: queue.to_owned() })?;
    turn.audit(actor, "resume", None, Some(queue))
}

fn pausable(queue: Option<&str>) -> Outcome<&str> {
    let Some(queue) = queue else { return Ok(EVERY_QUEUE) };
    check_queue(queue)?;
    Ok(queue)
}

/// What people did to a job, or the newest 1,000 things they did at all; the first one first.
pub(super) fn audit(sql: &Connection, id: Option<&JobId>) -> Outcome<Vec<AuditEntry>> {
    let mut statement = sql.prepare_cached(match id {
        Some(_) => "SELECT at_ms, actor, action, job, detail FROM audit WHERE job = ?1 ORDER BY seq",
        None => {
            "SELECT at_ms, actor, action, job, detail FROM \
             (SELECT * FROM audit WHERE ?1 IS NULL ORDER BY seq DESC LIMIT 1000) ORDER BY seq"
        }
    })?;
    let entries = statement.query_map(params![id.map(JobId::as_str)], |row| {
        Ok(AuditEntry {
            at_ms: row.get(0)?,
            actor: row.get(1)?,
            action: row.get(2)?,
            job: row.get::<_, Option<String>>(3)?.map(JobId::from),
            detail: row.get(4)?,
        })
    })?;
    Ok(entries.collect::<rusqlite::Result<_>>()?)
}

/// The report of a finished job.
pub(super) fn report(sql: &Connection, id: &JobId) -> Outcome<Option<serde_json::Value>> {
    let mut statement = sql
        .prepare_cached("SELECT r.report FROM jobs j LEFT JOIN results r ON r.job = j.seq WHERE j.id = ?1")?;
    let found =
        statement.query_row(params![id.as_str()], |row| row.get::<_, Option<String>>(0)).optional()?;
    let report = found.ok_or_else(|| StoreError::NoSuchJob(id.clone()))?;
    Ok(report.as_deref().map(serde_json::from_str).transpose()?)
}
