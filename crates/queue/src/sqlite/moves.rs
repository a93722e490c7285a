//! Bringing a job from one state to the next. Which state follows is asked of [`state::next`] and
//! decided nowhere here.

use super::fault::Outcome;
use super::standing::Standing;
use super::turn::{Ending, Turn};
use penstock_jobs::{Failure, JobState, Step, state};
use rusqlite::params;

/// An end of a queue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum End {
    Front,
    Back,
}

impl End {
    pub(super) fn of(at_front: bool) -> Self {
        if at_front { Self::Front } else { Self::Back }
    }
}

/// A free place at an end of a queue.
pub(super) fn place(turn: &Turn<'_>, queue: &str, end: End) -> Outcome<i64> {
    let statement = match end {
        End::Front => {
            "SELECT min(position) - 1 FROM jobs INDEXED BY jobs_ready WHERE queue = ?1 AND state = 'queued'"
        }
        End::Back => {
            "SELECT max(position) + 1 FROM jobs INDEXED BY jobs_ready WHERE queue = ?1 AND state = 'queued'"
        }
    };
    let place = turn.first(statement, params![queue], |row| row.get::<_, Option<i64>>(0))?;
    Ok(place.flatten().unwrap_or(0))
}

/// Makes it ready, at an end of its queue.
pub(super) fn to_queue(turn: &Turn<'_>, job: &Standing, step: Step, end: End) -> Outcome<JobState> {
    let to = state::next(job.state, step)?;
    let position = place(turn, &job.queue, end)?;
    turn.execute(
        "UPDATE jobs SET state = ?2, position = ?3, not_before_ms = NULL, ended_at_ms = NULL, expires_at_ms = NULL, \
         cancel_requested = 0, attempt_id = NULL, lease_boot = NULL, lease_until_ms = NULL, \
         progress_stage = NULL, progress_fraction = NULL, progress_at_ms = NULL WHERE seq = ?1",
        params![job.seq, to.as_str(), position],
    )?;
    turn.tell_job(&job.id, to)?;
    Ok(to)
}

/// Lets it wait for a time or another job.
pub(super) fn to_wait(
    turn: &Turn<'_>,
    job: &Standing,
    step: Step,
    until_ms: Option<i64>,
) -> Outcome<JobState> {
    let to = state::next(job.state, step)?;
    turn.execute(
        "UPDATE jobs SET state = ?2, not_before_ms = ?3, attempt_id = NULL, lease_boot = NULL, lease_until_ms = NULL, \
         progress_stage = NULL, progress_fraction = NULL, progress_at_ms = NULL WHERE seq = ?1",
        params![job.seq, to.as_str(), until_ms],
    )?;
    turn.tell_job(&job.id, to)?;
    Ok(to)
}

/// Ends it without a result. Those that wait for it are looked at when the turn ends.
pub(super) fn to_end(turn: &Turn<'_>, job: &Standing, step: Step) -> Outcome<JobState> {
    let to = state::next(job.state, step)?;
    let expires = expiry(turn, job.failure_ttl_s.filter(|_| to == JobState::Failed));
    turn.execute(
        "UPDATE jobs SET state = ?2, ended_at_ms = ?3, expires_at_ms = ?4, not_before_ms = NULL, attempt_id = NULL, \
         lease_boot = NULL, lease_until_ms = NULL, \
         progress_stage = NULL, progress_fraction = NULL, progress_at_ms = NULL WHERE seq = ?1",
        params![job.seq, to.as_str(), turn.now.wall_ms, expires],
    )?;
    turn.tell_job(&job.id, to)?;
    turn.ended(&job.id, Ending::State(to));
    Ok(to)
}

/// Ends it well, with everything that this changes in its row at once.
pub(super) fn to_finished(turn: &Turn<'_>, job: &Standing) -> Outcome<JobState> {
    let to = state::next(job.state, Step::Finish)?;
    let expires = expiry(turn, job.result_ttl_s);
    turn.execute(
        "UPDATE jobs SET state = ?2, ended_at_ms = ?3, expires_at_ms = ?4, not_before_ms = NULL, attempt_id = NULL, \
         lease_boot = NULL, lease_until_ms = NULL, \
         progress_stage = NULL, progress_fraction = NULL, progress_at_ms = NULL, \
         attempts_finished = attempts_finished + 1, cancel_requested = 0, \
         failure = NULL, haystack = ?5 WHERE seq = ?1",
        params![
            job.seq,
            to.as_str(),
            turn.now.wall_ms,
            expires,
            haystack(&job.label, job.id.as_str(), &job.task, &job.queue, None)
        ],
    )?;
    turn.tell_job(&job.id, to)?;
    turn.ended(&job.id, Ending::State(to));
    Ok(to)
}

/// When a lifetime of so many seconds ends that begins now.
fn expiry(turn: &Turn<'_>, lifetime_s: Option<i64>) -> Option<i64> {
    lifetime_s.map(|seconds| turn.now.wall_ms.saturating_add(seconds.saturating_mul(1000)))
}

/// Writes down why it failed, or that it did not.
pub(super) fn set_failure(turn: &Turn<'_>, job: &Standing, failure: Option<&Failure>) -> Outcome<()> {
    let text = failure.map(serde_json::to_string).transpose()?;
    let title = failure.map(|failure| failure.title.as_str());
    turn.execute(
        "UPDATE jobs SET failure = ?2, haystack = ?3 WHERE seq = ?1",
        params![job.seq, text, haystack(&job.label, job.id.as_str(), &job.task, &job.queue, title)],
    )?;
    Ok(())
}

/// What a search looks at. The parts are kept apart by a character that no search word holds.
pub(super) fn haystack(label: &str, id: &str, task: &str, queue: &str, failure: Option<&str>) -> String {
    [label, id, task, queue, failure.unwrap_or_default()].join("\n").to_lowercase()
}
