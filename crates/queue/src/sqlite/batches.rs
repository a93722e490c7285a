//! Batches: jobs that were submitted together.

use super::fault::Outcome;
use super::people;
use super::rows;
use super::standing::Standing;
use super::turn::Turn;
use penstock_jobs::{Actor, Batch, BatchId, BatchRef, StateCounts, StoreError};
use rusqlite::{Connection, OptionalExtension, params};

/// The row of a batch; its first job makes it.
pub(super) fn enter(turn: &Turn<'_>, batch: &BatchRef) -> Outcome<i64> {
    turn.execute(
        "INSERT INTO batches (id, label, created_at_ms) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO NOTHING",
        params![batch.id.as_str(), batch.label, turn.now.wall_ms],
    )?;
    find(turn.sql, &batch.id)
}

fn find(sql: &Connection, id: &BatchId) -> Outcome<i64> {
    let found = sql
        .prepare_cached("SELECT seq FROM batches WHERE id = ?1")?
        .query_row(params![id.as_str()], |row| row.get(0))
        .optional()?;
    found.ok_or_else(|| StoreError::NoSuchBatch(id.clone()).into())
}

/// Cancels what has not ended of a batch; how many.
pub(super) fn cancel(turn: &Turn<'_>, id: &BatchId, actor: &Actor) -> Outcome<u64> {
    let batch = find(turn.sql, id)?;
    let jobs = turn.all("SELECT seq FROM jobs WHERE batch = ?1 ORDER BY seq", params![batch], |row| {
        row.get::<_, i64>(0)
    })?;
    let mut cancelled = 0;
    for seq in jobs {
        let job = Standing::at(turn, seq)?;
        if !job.state.is_final() {
            people::cancel_one(turn, &job, actor, Some("with its batch"))?;
            cancelled += 1;
        }
    }
    Ok(cancelled)
}

/// How a batch stands.
pub(super) fn one(sql: &Connection, id: &BatchId) -> Outcome<Batch> {
    let seq = find(sql, id)?;
    standing(sql, seq)
}

/// The newest batches, the newest first.
pub(super) fn newest(sql: &Connection, limit: u32) -> Outcome<Vec<Batch>> {
    let mut statement = sql.prepare_cached("SELECT seq FROM batches ORDER BY seq DESC LIMIT ?1")?;
    let found: Vec<i64> =
        statement.query_map(params![limit], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    found.into_iter().map(|seq| standing(sql, seq)).collect()
}

fn standing(sql: &Connection, seq: i64) -> Outcome<Batch> {
    let (batch, created_at_ms) = sql
        .prepare_cached("SELECT id, label, created_at_ms FROM batches WHERE seq = ?1")?
        .query_row(params![seq], |row| {
            let batch = BatchRef { id: row.get::<_, String>(0)?.into(), label: row.get(1)? };
            Ok((batch, row.get(2)?))
        })?;
    let mut statement = sql.prepare_cached(
        "SELECT state, count(*), total(CASE WHEN state = 'running' THEN progress_fraction END) \
         FROM jobs WHERE batch = ?1 GROUP BY state",
    )?;
    let mut found = statement.query(params![seq])?;
    let (mut counts, mut running) = (StateCounts::new(), 0.0);
    while let Some(row) = found.next()? {
        counts.insert(rows::state(&row.get::<_, String>(0)?)?, rows::count(row, 1)?);
        running += row.get::<_, f64>(2)?;
    }
    Ok(Batch::of(batch, created_at_ms, counts, running))
}
