//! What happened, for readers that follow.

use super::Tuning;
use super::fault::Outcome;
use penstock_jobs::{Event, EventKind, JobState, StoreError};
use rusqlite::{Connection, Row, params};

/// Drops the oldest events, now and then: readers that fell so far behind read the state itself.
pub(super) fn prune(sql: &Connection, tuning: &Tuning) -> Outcome<()> {
    let newest = last(sql)?;
    let slack = (tuning.keep_events / 10).max(1);
    let keep_from = newest.saturating_sub(tuning.keep_events);
    let oldest: Option<u64> = sql
        .prepare_cached("SELECT min(seq) FROM events")?
        .query_row([], |row| super::rows::count_or_none(row, 0))?;
    if oldest.is_some_and(|oldest| oldest + slack <= keep_from) {
        sql.prepare_cached("DELETE FROM events WHERE seq <= ?1")?
            .execute(params![super::rows::signed(keep_from)?])?;
    }
    Ok(())
}

/// The number of the newest event; 0 before the first.
pub(super) fn last(sql: &Connection) -> Outcome<u64> {
    let newest = sql
        .prepare_cached("SELECT max(seq) FROM events")?
        .query_row([], |row| super::rows::count_or_none(row, 0))?;
    Ok(newest.unwrap_or(0))
}

/// Events after `seq`, in order.
pub(super) fn after(sql: &Connection, seq: u64, limit: u32) -> Outcome<Vec<Event>> {
    let mut statement = sql.prepare_cached(
        "SELECT seq, at_ms, kind, name, state FROM events WHERE seq > ?1 ORDER BY seq LIMIT ?2",
    )?;
    let mut rows = statement.query(params![i64::try_from(seq).unwrap_or(i64::MAX), limit])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        events.push(event(row)?);
    }
    Ok(events)
}

fn event(row: &Row<'_>) -> Outcome<Event> {
    let kind: String = row.get(2)?;
    let name: String = row.get(3)?;
    let what = match kind.as_str() {
        "job" => {
            let word: String = row.get(4)?;
            let state = JobState::parse(&word)
                .ok_or_else(|| StoreError::Damaged(format!("an event names the unknown state {word}")))?;
            EventKind::Job { job: name.into(), state }
        }
        "progress" => EventKind::Progress { job: name.into() },
        "deleted" => EventKind::Deleted { job: name.into() },
        "queue" => EventKind::Queue { queue: name },
        "worker" => EventKind::Worker { worker: name },
        other => return Err(StoreError::Damaged(format!("an event of the unknown kind {other}")).into()),
    };
    Ok(Event { seq: super::rows::count(row, 0)?, at_ms: row.get(1)?, what })
}
