//! From whatever version the file has to the one that this program knows.
//!
//! The version is SQLite's `user_version`. Before an old file is changed it is copied to
//! `PATH.before-vN`. One process migrates; others wait for its transaction and then find nothing to do.
//! If it dies in the middle, the file is as it was.

use super::backup;
use super::fault::{Fault, Outcome};
use super::schema::{APPLICATION_ID, Migration};
use penstock_jobs::StoreError;
use rusqlite::{Connection, ErrorCode};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Brings the file to the newest of `steps`. Safe to call from many processes at once.
pub(super) fn migrate(sql: &Connection, path: &Path, steps: &[Migration]) -> Outcome<()> {
    let newest = steps.last().map_or(0, |step| step.to);
    if recognise(sql, newest)? == newest {
        return use_wal(sql);
    }
    use_wal(sql)?;
    sql.execute_batch("BEGIN EXCLUSIVE")?;
    let outcome = climb(sql, path, steps, newest);
    match outcome {
        Ok(()) => sql.execute_batch("COMMIT")?,
        Err(fault) => {
            if !sql.is_autocommit() {
                sql.execute_batch("ROLLBACK")?;
            }
            return Err(fault);
        }
    }
    Ok(())
}

/// The version of the file, once it is clear that it is ours (or empty) and not too new.
fn recognise(sql: &Connection, newest: u32) -> Outcome<u32> {
    let found = version(sql)?;
    let application: i32 = sql.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let objects: i64 = sql.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION_ID && (objects > 0 || found > 0 || application != 0) {
        return Err(StoreError::Invalid(
            "the file is a database of another program; name another file".into(),
        )
        .into());
    }
    if found > newest {
        return Err(StoreError::TooNew { found, known: newest }.into());
    }
    Ok(found)
}

fn version(sql: &Connection) -> Outcome<u32> {
    Ok(sql.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

fn climb(sql: &Connection, path: &Path, steps: &[Migration], newest: u32) -> Outcome<()> {
    // Another process may have been faster while this one waited for the lock.
    let found = recognise(sql, newest)?;
    if found == newest {
        return Ok(());
    }
    if found > 0 {
        let kept = before(path, newest);
        backup::copy(path, &kept)?;
        tracing::info!(store.from = found, store.to = newest, store.kept = %kept.display(), "updating the queue's file");
    }
    for step in steps.iter().filter(|step| step.to > found) {
        sql.execute_batch(step.sql)?;
        sql.pragma_update(None, "user_version", step.to)?;
    }
    sql.pragma_update(None, "application_id", APPLICATION_ID)?;
    Ok(())
}

/// Where the file as it was is kept: `queue.db` becomes `queue.db.before-v2`.
fn before(path: &Path, newest: u32) -> PathBuf {
    super::beside(path, &format!(".before-v{newest}"))
}

/// Readers and one writer at the same time. The switch needs the file for itself for a moment, and SQLite
/// does not always wait for that, so this does.
fn use_wal(sql: &Connection) -> Outcome<()> {
    let deadline = Instant::now() + super::connection::BUSY;
    loop {
        let switched = sql.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0));
        match switched {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(mode) => {
                let why =
                    format!("this place cannot hold a queue: write-ahead logging is refused (mode {mode})");
                return Err(StoreError::Unavailable(why).into());
            }
            Err(error) if busy(&error) && Instant::now() < deadline => {
                std::thread::park_timeout(Duration::from_millis(10));
            }
            Err(error) => return Err(Fault::Sql(error)),
        }
    }
}

fn busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}
