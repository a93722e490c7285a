//! Jobs whose worker is gone.
//!
//! A lease that has ended is enough. So is a worker of this computer whose process has verifiably ended:
//! then nobody needs to wait for the lease. A worker that was only slow finds its lease lost and its
//! writes refused.

use super::attempts;
use super::fault::Outcome;
use super::moves::{self, End};
use super::standing::Standing;
use super::turn::Turn;
use crate::incarnation;
use crate::reasons::{broke_off, worker_lost};
use penstock_jobs::{AttemptOutcome, Failure, Rescued, Step};
use rusqlite::params;
use std::collections::HashMap;

/// Workers that may die under one job before it is quarantined.
const WORKERS_LOST: u32 = 10;

/// Puts back, holds, cancels or quarantines every job whose worker is gone.
pub(super) fn rescue(turn: &Turn<'_>) -> Outcome<Vec<Rescued>> {
    let mut gone = HashMap::new();
    let mut rescued = Vec::new();
    for holder in holders(turn)? {
        let ended = holder.boot.as_deref() != Some(turn.now.boot)
            || holder.until_ms.is_none_or(|until| until <= turn.now.boot_ms)
            || *gone.entry(holder.worker.clone()).or_insert_with(|| holder.process_is_gone());
        if ended {
            rescued.push(one(turn, holder.seq)?);
        }
    }
    Ok(rescued)
}

/// Rescues at once what a worker that is known to be dead has left.
pub(super) fn of_worker(turn: &Turn<'_>, worker: &str) -> Outcome<()> {
    for holder in holders(turn)?.into_iter().filter(|holder| holder.worker == worker) {
        one(turn, holder.seq)?;
    }
    Ok(())
}

struct Holder {
    seq: i64,
    worker: String,
    boot: Option<String>,
    until_ms: Option<i64>,
    process: Option<(u32, String)>,
}

impl Holder {
    fn process_is_gone(&self) -> bool {
        self.process.as_ref().is_some_and(|(pid, incarnation)| incarnation::is_gone(*pid, incarnation))
    }
}

fn holders(turn: &Turn<'_>) -> Outcome<Vec<Holder>> {
    turn.all(
        "SELECT j.seq, j.worker, j.lease_boot, j.lease_until_ms, w.pid, w.incarnation \
         FROM jobs j INDEXED BY jobs_running LEFT JOIN workers w ON w.name = j.worker WHERE j.state = 'running' ORDER BY j.started_at_ms, j.seq",
        [],
        |row| {
            let pid: Option<u32> = row.get(4)?;
            let incarnation: Option<String> = row.get(5)?;
            Ok(Holder {
                seq: row.get(0)?,
                worker: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
                boot: row.get(2)?,
                until_ms: row.get(3)?,
                process: pid.zip(incarnation),
            })
        },
    )
}

fn one(turn: &Turn<'_>, seq: i64) -> Outcome<Rescued> {
    let job = Standing::at(turn, seq)?;
    let worker = job.worker.clone().unwrap_or_default();
    let lost = job.workers_lost + 1;
    turn.execute("UPDATE jobs SET workers_lost = ?2 WHERE seq = ?1", params![seq, lost])?;
    let failure = worker_lost(&worker);
    let state = if job.cancel_requested {
        moves::to_end(turn, &job, Step::Cancel)?
    } else if !job.rerun_after_crash {
        moves::set_failure(turn, &job, Some(&broke_off(failure.clone())))?;
        moves::to_wait(turn, &job, Step::Ask, None)?
    } else if lost >= WORKERS_LOST {
        moves::set_failure(turn, &job, Some(&poison(&failure, lost)))?;
        moves::to_end(turn, &job, Step::Quarantine)?
    } else {
        moves::to_queue(turn, &job, Step::PutBack, End::Front)?
    };
    attempts::close(turn, &job, AttemptOutcome::WorkerLost, Some(&failure), state)?;
    tracing::warn!(job.id = %job.id, job.worker = worker, job.state = %state, "a job was taken back from a worker that is gone");
    Ok(Rescued { job: job.id, worker, state })
}

fn poison(last: &Failure, lost: u32) -> Failure {
    Failure::new(last.class, format!("Set aside: {lost} workers went away while they ran this job"))
        .advise("Look at the input and the parameters, and at the workers' logs, before you retry it")
}
