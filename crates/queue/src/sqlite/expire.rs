//! The end of lifetimes.

use super::fault::Outcome;
use super::standing::Standing;
use super::turn::Turn;
use super::{people, workers};
use penstock_jobs::JobState;
use rusqlite::params;

/// Jobs looked at in one turn, so that others need not wait long.
pub(super) const AT_ONCE: u32 = 500;
/// Lost workers stay in the list for a day.
const LOST_WORKERS_MS: i64 = 24 * 3600 * 1000;

/// Takes what a finished job made from it, and removes failed jobs, whose time is over; how many. Inputs
/// stay, so that an expired job can be run again; the report stays, as history.
pub(super) fn expire(turn: &Turn<'_>) -> Outcome<u64> {
    let over = turn.all(
        "SELECT seq FROM jobs INDEXED BY jobs_expiring WHERE expires_at_ms IS NOT NULL AND expires_at_ms <= ?1 ORDER BY expires_at_ms LIMIT ?2",
        params![turn.now.wall_ms, AT_ONCE],
        |row| row.get::<_, i64>(0),
    )?;
    for seq in &over {
        let job = Standing::at(turn, *seq)?;
        if job.state == JobState::Finished {
            turn.execute("UPDATE results SET artifacts = '[]' WHERE job = ?1", params![seq])?;
            turn.execute("DELETE FROM names WHERE job = ?1 AND made = 1", params![seq])?;
            turn.execute("UPDATE jobs SET expired = 1, expires_at_ms = NULL WHERE seq = ?1", params![seq])?;
            turn.tell_job(&job.id, job.state)?;
        } else {
            people::remove(turn, &job)?;
            // Its history ends here, and the trail with it. What a person deleted keeps its trail.
            turn.execute("DELETE FROM audit WHERE job = ?1", params![job.id.as_str()])?;
        }
    }
    Ok(over.len() as u64)
}

/// Drops what no one can ask about any more.
pub(super) fn sweep(turn: &Turn<'_>) -> Outcome<()> {
    turn.execute("DELETE FROM tallies WHERE jobs = 0", [])?;
    workers::forget_lost(turn, LOST_WORKERS_MS)?;
    Ok(())
}
