//! The yardstick: the same two durable changes of a job, claim and finish, in the plainest SQL, with 100
//! rows a transaction. No events, no attempts, no audit, one connection.

use super::rounds::Rate;
use rusqlite::Connection;
use std::path::Path;
use std::time::Instant;

pub(super) const TITLE: &str = "plain SQL, 100 a transaction";
const ROWS: usize = 100;

pub(super) fn rate(folder: &Path, jobs: usize) -> anyhow::Result<Rate> {
    let mut sql = Connection::open(folder.join("plain.db"))?;
    sql.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    sql.pragma_update(None, "synchronous", "FULL")?;
    sql.execute_batch(
        "CREATE TABLE job (id INTEGER PRIMARY KEY, state TEXT NOT NULL, params TEXT NOT NULL,
            started_at INTEGER, ended_at INTEGER, result TEXT);
         CREATE INDEX ready ON job (id) WHERE state = 'queued';",
    )?;
    let filling = sql.transaction()?;
    for _ in 0..jobs {
        filling
            .prepare_cached("INSERT INTO job (state, params) VALUES ('queued', ?1)")?
            .execute(["{\"kind\":\"grid\"}"])?;
    }
    filling.commit()?;
    let begun = Instant::now();
    for _ in 0..jobs / ROWS {
        let claiming = sql.transaction()?;
        let mut claimed = Vec::with_capacity(ROWS);
        for _ in 0..ROWS {
            let mut claim = claiming.prepare_cached(
                "UPDATE job SET state = 'running', started_at = unixepoch()
                 WHERE id = (SELECT id FROM job WHERE state = 'queued' ORDER BY id LIMIT 1) RETURNING id",
            )?;
            claimed.push(claim.query_row([], |row| row.get::<_, i64>(0))?);
        }
        claiming.commit()?;
        let finishing = sql.transaction()?;
        for id in claimed {
            finishing
                .prepare_cached(
                    "UPDATE job SET state = 'finished', ended_at = unixepoch(), result = '{\"paths\":1}'
                     WHERE id = ?1",
                )?
                .execute([id])?;
        }
        finishing.commit()?;
    }
    Ok(Rate::of(jobs / ROWS * ROWS, begun.elapsed(), None))
}
