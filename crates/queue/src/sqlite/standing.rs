//! Where a job stands, as far as the next step depends on it.

use super::fault::Outcome;
use super::rows;
use super::turn::Turn;
use penstock_jobs::{JobId, JobState, Lease, Retry, StoreError};
use rusqlite::{Row, params};

/// What a step looks at.
pub(super) struct Standing {
    pub(super) seq: i64,
    pub(super) id: JobId,
    pub(super) state: JobState,
    pub(super) queue: String,
    pub(super) position: i64,
    pub(super) at_front: bool,
    pub(super) not_before_ms: Option<i64>,
    pub(super) cancel_requested: bool,
    /// Set while it runs.
    pub(super) attempt_id: Option<String>,
    pub(super) worker: Option<String>,
    pub(super) retries_used: u32,
    pub(super) child_deaths: u32,
    pub(super) workers_lost: u32,
    pub(super) retry: Retry,
    pub(super) result_ttl_s: Option<i64>,
    pub(super) failure_ttl_s: Option<i64>,
    pub(super) rerun_after_crash: bool,
    pub(super) label: String,
    pub(super) task: String,
}

const STANDING: &str = "SELECT seq, id, state, queue, position, at_front, not_before_ms, cancel_requested, \
     attempt_id, worker, retries_used, child_deaths, workers_lost, retry_max, retry_intervals_s, result_ttl_s, \
     failure_ttl_s, rerun_after_crash, label, task FROM jobs";

impl Standing {
    fn read(row: &Row<'_>) -> Outcome<Self> {
        let state: String = row.get(2)?;
        let intervals: String = row.get(14)?;
        Ok(Self {
            seq: row.get(0)?,
            id: row.get::<_, String>(1)?.into(),
            state: rows::state(&state)?,
            queue: row.get(3)?,
            position: row.get(4)?,
            at_front: row.get(5)?,
            not_before_ms: row.get(6)?,
            cancel_requested: row.get(7)?,
            attempt_id: row.get(8)?,
            worker: row.get(9)?,
            retries_used: row.get(10)?,
            child_deaths: row.get(11)?,
            workers_lost: row.get(12)?,
            retry: Retry { max: row.get(13)?, intervals_s: serde_json::from_str(&intervals)? },
            result_ttl_s: row.get(15)?,
            failure_ttl_s: row.get(16)?,
            rerun_after_crash: row.get(17)?,
            label: row.get(18)?,
            task: row.get(19)?,
        })
    }

    /// The job with this id, if there is one.
    pub(super) fn find(turn: &Turn<'_>, id: &JobId) -> Outcome<Option<Self>> {
        Self::one(turn, "id = ?1", params![id.as_str()])
    }

    /// The job with this id.
    pub(super) fn of(turn: &Turn<'_>, id: &JobId) -> Outcome<Self> {
        Self::find(turn, id)?.ok_or_else(|| StoreError::NoSuchJob(id.clone()).into())
    }

    /// The job in this row.
    pub(super) fn at(turn: &Turn<'_>, seq: i64) -> Outcome<Self> {
        Self::one(turn, "seq = ?1", params![seq])?
            .ok_or_else(|| StoreError::Damaged(format!("row {seq} of the jobs is missing")).into())
    }

    /// The job that this lease holds, or none when another attempt, or no one, holds it.
    pub(super) fn held(turn: &Turn<'_>, lease: &Lease) -> Outcome<Option<Self>> {
        let clause = "id = ?1 AND attempt_id = ?2 AND state = 'running'";
        Self::one(turn, clause, params![lease.job.as_str(), lease.attempt.as_str()])
    }

    fn one(turn: &Turn<'_>, clause: &str, params: impl rusqlite::Params) -> Outcome<Option<Self>> {
        let mut statement = turn.sql.prepare_cached(&format!("{STANDING} WHERE {clause}"))?;
        let mut rows = statement.query(params)?;
        rows.next()?.map(Self::read).transpose()
    }
}
