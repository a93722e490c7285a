//! Jobs that wait for other jobs.
//!
//! A dependency is met once the other job has finished; that it is deleted or run again later does not
//! matter. If it ends in any other way, or is deleted, the one that waits for it fails.

use super::fault::Outcome;
use super::moves::{self, End};
use super::standing::Standing;
use super::turn::{Ending, Turn};
use penstock_jobs::{Failure, FailureClass, JobId, JobState, Step};
use rusqlite::params;

/// Looks at everyone who waited for a job that ended or went away in this turn. A loop and not a
/// recursion: chains of jobs may be long.
pub(super) fn follow(turn: &Turn<'_>) -> Outcome<()> {
    while let Some((job, ending)) = turn.next_ended() {
        let waiting = turn.all(
            "SELECT j.seq FROM dependencies w INDEXED BY dependencies_unmet CROSS JOIN jobs j ON j.seq = w.job \
             WHERE w.on_id = ?1 AND w.met = 0 AND j.state = 'deferred' ORDER BY j.seq",
            params![job.as_str()],
            |row| row.get::<_, i64>(0),
        )?;
        if ending == Ending::State(JobState::Finished) {
            turn.execute(
                "UPDATE dependencies SET met = 1 WHERE on_id = ?1 AND met = 0",
                params![job.as_str()],
            )?;
        }
        for seq in waiting {
            let waiter = Standing::at(turn, seq)?;
            // Two of its dependencies may have ended in one turn.
            if waiter.state == JobState::Deferred {
                let_go(turn, &waiter)?;
            }
        }
    }
    Ok(())
}

/// Brings a held or deferred job to where it belongs now.
pub(super) fn let_go(turn: &Turn<'_>, job: &Standing) -> Outcome<JobState> {
    match obstacle(turn, job)? {
        None => when_due(turn, job),
        Some(Obstacle::Open) if job.state == JobState::Deferred => Ok(job.state),
        Some(Obstacle::Open) => moves::to_wait(turn, job, Step::Depend, job.not_before_ms),
        Some(Obstacle::Never(failure)) => {
            let deferred = match job.state {
                JobState::Deferred => JobState::Deferred,
                _ => moves::to_wait(turn, job, Step::Depend, job.not_before_ms)?,
            };
            moves::set_failure(turn, job, Some(&failure))?;
            let job = Standing::at(turn, job.seq)?;
            debug_assert_eq!(job.state, deferred);
            moves::to_end(turn, &job, Step::Fail)
        }
    }
}

fn when_due(turn: &Turn<'_>, job: &Standing) -> Outcome<JobState> {
    match job.not_before_ms {
        Some(at) if at > turn.now.wall_ms => moves::to_wait(turn, job, Step::Wait, Some(at)),
        _ => moves::to_queue(turn, job, Step::Ready, End::of(job.at_front)),
    }
}

enum Obstacle {
    /// A job that it waits for has not ended.
    Open,
    /// A job that it waits for will not finish.
    Never(Failure),
}

fn obstacle(turn: &Turn<'_>, job: &Standing) -> Outcome<Option<Obstacle>> {
    let unmet = turn.all(
        "SELECT w.on_id, d.state, d.label FROM dependencies w LEFT JOIN jobs d ON d.id = w.on_id \
         WHERE w.job = ?1 AND w.met = 0",
        params![job.seq],
        |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?, row.get::<_, Option<String>>(2)?))
        },
    )?;
    let mut open = false;
    for (id, state, label) in unmet {
        let state = state.as_deref().map(super::rows::state).transpose()?;
        match state {
            Some(state) if !state.is_final() => open = true,
            Some(state) => {
                return Ok(Some(Obstacle::Never(never(&id.into(), label.as_deref(), state.as_str()))));
            }
            None => return Ok(Some(Obstacle::Never(never(&id.into(), None, "deleted")))),
        }
    }
    Ok(open.then_some(Obstacle::Open))
}

fn never(id: &JobId, label: Option<&str>, word: &str) -> Failure {
    let title = match label {
        Some(label) => format!("The job that it waits for, “{label}”, was not finished but {word}"),
        None => format!("The job that it waits for was {word}"),
    };
    Failure::new(FailureClass::Task, title)
        .advise("Run that job again, then retry this one")
        .detail(format!("waits for job {id}"))
}
