//! What keeps jobs of this store waiting.

use super::fault::Outcome;
use super::workers;
use crate::reasons::Surroundings;
use penstock_jobs::{Job, JobState};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashSet;

/// What keeps jobs waiting now.
pub(super) fn surroundings(sql: &Connection, tuning: &super::Tuning) -> Outcome<Surroundings> {
    let mut paused: HashSet<String> = sql
        .prepare_cached("SELECT queue FROM pauses")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let all_paused = paused.remove(super::EVERY_QUEUE);
    Ok(Surroundings { all_paused, paused, served: workers::served_queues(sql, tuning)? })
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
