//! Taking jobs, holding them, and time.

use super::attempts;
use super::fault::Outcome;
use super::moves::{self, End};
use super::rows;
use super::standing::Standing;
use super::turn::Turn;
use penstock_jobs::{
    AttemptId, Claim, ClaimRequest, EventKind, JobState, Lease, LeaseStatus, Progress, Step, StoreError,
    state,
};
use rusqlite::params;
use std::time::Duration;

/// Jobs whose time has come are let in by whoever claims next; so many at most, to keep a claim short.
const PROMOTED_BY_A_CLAIM: u32 = 500;

/// Takes the first ready job of the first queue that has one.
pub(super) fn claim(turn: &Turn<'_>, request: &ClaimRequest) -> Outcome<Option<Claim>> {
    if asked_to_stop(turn, &request.worker)? || paused(turn, super::EVERY_QUEUE)? {
        return Ok(None);
    }
    promote(turn, PROMOTED_BY_A_CLAIM)?;
    for queue in &request.queues {
        if !paused(turn, queue)?
            && let Some(claim) = from_queue(turn, request, queue)?
        {
            return Ok(Some(claim));
        }
    }
    Ok(None)
}

fn from_queue(turn: &Turn<'_>, request: &ClaimRequest, queue: &str) -> Outcome<Option<Claim>> {
    let attempt = AttemptId::fresh();
    let running = state::next(JobState::Queued, Step::Claim)?;
    let taken = turn.first(
        "UPDATE jobs SET state = ?1, attempt = attempt + 1, attempt_id = ?2, worker = ?3, started_at_ms = ?4, \
         lease_boot = ?5, lease_until_ms = ?6 \
         WHERE seq = (SELECT seq FROM jobs INDEXED BY jobs_ready WHERE queue = ?7 AND state = 'queued' ORDER BY position, seq LIMIT 1) \
         RETURNING seq, attempt",
        params![
            running.as_str(),
            attempt.as_str(),
            request.worker,
            turn.now.wall_ms,
            turn.now.boot,
            until(turn, request.lease),
            queue
        ],
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)),
    )?;
    let Some((seq, number)) = taken else { return Ok(None) };
    attempts::open(turn, seq, attempt.as_str(), number, &request.worker)?;
    let job = rows::running(turn.sql, seq)?;
    turn.tell_job(&job.id, running)?;
    Ok(Some(Claim { lease: Lease { job: job.id.clone(), attempt }, job }))
}

fn asked_to_stop(turn: &Turn<'_>, worker: &str) -> Outcome<bool> {
    let asked = turn.first("SELECT stop_asked FROM workers WHERE name = ?1", params![worker], |row| {
        row.get::<_, i64>(0)
    })?;
    Ok(asked.ok_or_else(|| super::workers::not_registered(worker))? > 0)
}

fn paused(turn: &Turn<'_>, queue: &str) -> Outcome<bool> {
    Ok(turn.first("SELECT 1 FROM pauses WHERE queue = ?1", params![queue], |_| Ok(()))?.is_some())
}

/// The end of a lease that starts now, in milliseconds since boot.
fn until(turn: &Turn<'_>, lease: Duration) -> i64 {
    turn.now.boot_ms.saturating_add(i64::try_from(lease.as_millis()).unwrap_or(i64::MAX))
}

/// Extends leases.
pub(super) fn renew(turn: &Turn<'_>, leases: &[Lease], lease: Duration) -> Outcome<Vec<LeaseStatus>> {
    let until = until(turn, lease);
    leases
        .iter()
        .map(|lease| {
            let asked = turn.first(
                "UPDATE jobs SET lease_boot = ?3, lease_until_ms = ?4 \
                 WHERE id = ?1 AND attempt_id = ?2 AND state = 'running' RETURNING cancel_requested",
                params![lease.job.as_str(), lease.attempt.as_str(), turn.now.boot, until],
                |row| row.get::<_, bool>(0),
            )?;
            Ok(match asked {
                None => LeaseStatus::Lost,
                Some(true) => LeaseStatus::CancelRequested,
                Some(false) => LeaseStatus::Held,
            })
        })
        .collect()
}

/// Says how far a job is.
pub(super) fn progress(turn: &Turn<'_>, lease: &Lease, progress: &Progress) -> Outcome<()> {
    let fraction =
        progress.fraction.filter(|fraction| fraction.is_finite()).map(|fraction| fraction.clamp(0.0, 1.0));
    let changed = turn.execute(
        "UPDATE jobs SET progress_stage = ?3, progress_fraction = ?4, progress_at_ms = ?5 \
         WHERE id = ?1 AND attempt_id = ?2 AND state = 'running'",
        params![lease.job.as_str(), lease.attempt.as_str(), progress.stage, fraction, progress.at_ms],
    )?;
    if changed == 0 {
        return Err(StoreError::NotYours(lease.job.clone()).into());
    }
    turn.tell(&EventKind::Progress { job: lease.job.clone() })
}

/// Moves jobs whose time has come to their queues, the longest due first; at most `limit`.
pub(super) fn promote(turn: &Turn<'_>, limit: u32) -> Outcome<u64> {
    let due = turn.all(
        "SELECT seq FROM jobs INDEXED BY jobs_due WHERE state IN ('scheduled', 'retrying') AND not_before_ms <= ?1 \
         ORDER BY not_before_ms, seq LIMIT ?2",
        params![turn.now.wall_ms, limit],
        |row| row.get::<_, i64>(0),
    )?;
    for seq in &due {
        let job = Standing::at(turn, *seq)?;
        moves::to_queue(turn, &job, Step::Ready, End::of(job.at_front))?;
    }
    Ok(due.len() as u64)
}
