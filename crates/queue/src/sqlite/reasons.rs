//! Why a job is not running, in words.

use super::fault::Outcome;
use super::workers;
use penstock_jobs::{Job, JobState};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashSet;

/// What keeps queued jobs waiting, looked at once for a whole list.
#[derive(Default)]
pub(super) struct Surroundings {
    all_paused: bool,
    paused: HashSet<String>,
    served: HashSet<String>,
}

impl Surroundings {
    pub(super) fn look(sql: &Connection, tuning: &super::Tuning) -> Outcome<Self> {
        let mut paused: HashSet<String> = sql
            .prepare_cached("SELECT queue FROM pauses")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let all_paused = paused.remove(super::EVERY_QUEUE);
        Ok(Self { all_paused, paused, served: workers::served_queues(sql, tuning)? })
    }

    /// Why this job waits; none when it does not.
    pub(super) fn why(&self, job: &Job) -> Option<String> {
        let queue = &job.queue;
        Some(match job.state {
            JobState::Held => "Held until somebody lets it go".into(),
            JobState::Scheduled => "Waits for its time".into(),
            JobState::Retrying => "Waits for its next attempt".into(),
            JobState::Deferred => "Waits for another job".into(),
            JobState::Queued if self.all_paused => "All queues are paused".into(),
            JobState::Queued if self.paused.contains(queue) => format!("The queue {queue} is paused"),
            JobState::Queued if !self.served.contains(queue) => {
                format!("No worker takes from the queue {queue}")
            }
            JobState::Queued => "Waits for a free worker".into(),
            JobState::Running | JobState::Finished | JobState::Failed => return None,
            JobState::Cancelled | JobState::Quarantined => return None,
        })
    }
}

/// Says which job a deferred one waits for.
pub(super) fn name_what_it_waits_for(sql: &Connection, job: &mut Job) -> Outcome<()> {
    if job.state != JobState::Deferred {
        return Ok(());
    }
    let (unmet, label): (i64, Option<String>) = sql
        .prepare_cached(
            "SELECT count(*), min(d.label) FROM dependencies w JOIN jobs j ON j.seq = w.job \
             LEFT JOIN jobs d ON d.id = w.on_id WHERE j.id = ?1 AND w.met = 0",
        )?
        .query_row(params![job.id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .unwrap_or((0, None));
    job.waits_for = match (unmet, label) {
        (1, Some(label)) => Some(format!("Waits for “{label}” to finish")),
        (2.., _) => Some(format!("Waits for {unmet} other jobs to finish")),
        _ => return Ok(()),
    };
    Ok(())
}
