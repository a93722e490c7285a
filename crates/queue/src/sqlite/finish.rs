//! How an attempt ends.

use super::attempts;
use super::fault::Outcome;
use super::moves::{self, End};
use super::standing::Standing;
use super::turn::Turn;
use crate::reasons::{broke_off, worker_stopped};
use penstock_jobs::{AttemptOutcome, Completion, Failure, JobState, Lease, Step, StoreError};
use rusqlite::params;

/// Children that may die under one job before it is quarantined.
const CHILD_DEATHS: u32 = 3;

/// The attempt finished. Also when a person asked to cancel: the work is done.
pub(super) fn finish(turn: &Turn<'_>, lease: &Lease, completion: &Completion) -> Outcome<()> {
    let Some(job) = Standing::held(turn, lease)? else {
        return attempts::said_before(turn, lease, &[AttemptOutcome::Finished]).map(drop);
    };
    turn.execute(
        "INSERT INTO results (job, artifacts, report) VALUES (?1, ?2, ?3) \
         ON CONFLICT (job) DO UPDATE SET artifacts = excluded.artifacts, report = excluded.report",
        params![
            job.seq,
            serde_json::to_string(&completion.artifacts)?,
            serde_json::to_string(&completion.report)?
        ],
    )?;
    for made in &completion.artifacts {
        turn.execute(
            "INSERT INTO names (sha256, job, made) VALUES (?1, ?2, 1) ON CONFLICT DO NOTHING",
            params![made.sha256, job.seq],
        )?;
    }
    let to = moves::to_finished(turn, &job)?;
    attempts::close(turn, &job, AttemptOutcome::Finished, None, to)
}

/// The attempt failed.
pub(super) fn fail(turn: &Turn<'_>, lease: &Lease, failure: &Failure, child_died: bool) -> Outcome<JobState> {
    let outcome = if child_died { AttemptOutcome::ChildDied } else { AttemptOutcome::Failed };
    let Some(job) = Standing::held(turn, lease)? else {
        return attempts::said_before(turn, lease, &[AttemptOutcome::Failed, AttemptOutcome::ChildDied]);
    };
    let to = if job.cancel_requested {
        moves::set_failure(turn, &job, Some(failure))?;
        moves::to_end(turn, &job, Step::Cancel)?
    } else {
        after_failure(turn, &job, failure, child_died)?
    };
    attempts::close(turn, &job, outcome, Some(failure), to)?;
    Ok(to)
}

fn after_failure(turn: &Turn<'_>, job: &Standing, failure: &Failure, child_died: bool) -> Outcome<JobState> {
    let deaths = job.child_deaths + u32::from(child_died);
    turn.execute("UPDATE jobs SET child_deaths = ?2 WHERE seq = ?1", params![job.seq, deaths])?;
    moves::set_failure(turn, job, Some(failure))?;
    if deaths >= CHILD_DEATHS {
        moves::set_failure(turn, job, Some(&poison(failure, deaths)))?;
        return moves::to_end(turn, job, Step::Quarantine);
    }
    if child_died && !job.rerun_after_crash {
        moves::set_failure(turn, job, Some(&broke_off(failure.clone())))?;
        return moves::to_wait(turn, job, Step::Ask, None);
    }
    // A second start of what was ended in its middle is a person's decision, too.
    let may_run_again =
        failure.class.worth_retrying() && (job.rerun_after_crash || !failure.class.broke_off());
    let retry = job.retries_used + 1;
    match job.retry.delay_s(retry).filter(|_| may_run_again) {
        None => moves::to_end(turn, job, Step::Fail),
        Some(delay_s) => {
            turn.execute("UPDATE jobs SET retries_used = ?2 WHERE seq = ?1", params![job.seq, retry])?;
            if delay_s == 0 {
                return moves::to_queue(turn, job, Step::PutBack, End::Back);
            }
            let delay_ms = i64::try_from(delay_s).unwrap_or(i64::MAX).saturating_mul(1000);
            moves::to_wait(turn, job, Step::RetryLater, Some(turn.now.wall_ms.saturating_add(delay_ms)))
        }
    }
}

fn poison(last: &Failure, deaths: u32) -> Failure {
    let quarantined =
        Failure::new(last.class, format!("Set aside: its process died {deaths} times. {}", last.title))
            .advise("Look at the input and the parameters before you retry it");
    match &last.detail {
        Some(detail) => quarantined.detail(detail),
        None => quarantined,
    }
}

/// The child of a job that was asked to cancel is gone.
pub(super) fn cancelled(turn: &Turn<'_>, lease: &Lease) -> Outcome<()> {
    let Some(job) = Standing::held(turn, lease)? else {
        return attempts::said_before(turn, lease, &[AttemptOutcome::Cancelled]).map(drop);
    };
    if !job.cancel_requested {
        return Err(StoreError::Invalid(format!("nobody asked to cancel job {}", job.id)).into());
    }
    let to = moves::to_end(turn, &job, Step::Cancel)?;
    attempts::close(turn, &job, AttemptOutcome::Cancelled, None, to)
}

/// Gives a job back. If a person asked to cancel it, it is cancelled: it must not start again. Nor must one
/// that is done at most once: it may have begun.
pub(super) fn give_back(turn: &Turn<'_>, lease: &Lease) -> Outcome<()> {
    let Some(job) = Standing::held(turn, lease)? else {
        return attempts::said_before(turn, lease, &[AttemptOutcome::Interrupted]).map(drop);
    };
    turn.execute("UPDATE jobs SET attempt = attempt - 1 WHERE seq = ?1", params![job.seq])?;
    let to = if job.cancel_requested {
        moves::to_end(turn, &job, Step::Cancel)?
    } else if !job.rerun_after_crash {
        let worker = job.worker.as_deref().unwrap_or_default();
        moves::set_failure(turn, &job, Some(&broke_off(worker_stopped(worker))))?;
        moves::to_wait(turn, &job, Step::Ask, None)?
    } else {
        moves::to_queue(turn, &job, Step::PutBack, End::Front)?
    };
    attempts::close(turn, &job, AttemptOutcome::Interrupted, None, to)
}
