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
    if recognise_at_once(sql, newest)? == newest {
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

/// What [`recognise`] says, from one picture of the file: between two looks another process may make it.
fn recognise_at_once(sql: &Connection, newest: u32) -> Outcome<u32> {
    let reading = sql.unchecked_transaction()?;
    recognise(&reading, newest)
}

/// The version of the file, once it is clear that it is ours (or empty) and not too new. To be asked
/// within a transaction.
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

#[cfg(test)]
mod tests {
    use super::super::schema::MIGRATIONS;
    use super::*;
    use std::sync::{Arc, Barrier};

    /// The first version ever, to climb from.
    const FIRST: &[Migration] = &[MIGRATIONS[0]];

    /// A made-up future, to climb to from version 1.
    const FUTURE: &[Migration] = &[
        MIGRATIONS[0],
        Migration {
            to: 2,
            sql: "ALTER TABLE jobs ADD COLUMN colour TEXT; CREATE TABLE second (n INTEGER) STRICT;",
        },
        Migration { to: 3, sql: "INSERT INTO second VALUES (3);" },
    ];

    fn open(path: &Path, steps: &[Migration]) -> Outcome<Connection> {
        super::super::connection::prepare(path)?;
        let sql = super::super::connection::writer(path)?;
        migrate(&sql, path, steps)?;
        Ok(sql)
    }

    fn old_file(folder: &Path) -> PathBuf {
        let path = folder.join("queue.db");
        let sql = open(&path, FIRST).unwrap();
        sql.execute_batch("INSERT INTO pauses VALUES ('kept')").unwrap();
        path
    }

    fn kept(sql: &Connection) -> i64 {
        sql.query_row("SELECT count(*) FROM pauses WHERE queue = 'kept'", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn an_old_file_climbs_every_step_and_is_kept_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = old_file(folder.path());
        let sql = open(&path, FUTURE).unwrap();
        assert_eq!((version(&sql).unwrap(), kept(&sql)), (3, 1));
        let third: i64 = sql.query_row("SELECT n FROM second", [], |row| row.get(0)).unwrap();
        assert_eq!(third, 3);
        let before = open(&folder.path().join("queue.db.before-v3"), FIRST).unwrap();
        assert_eq!((version(&before).unwrap(), kept(&before)), (1, 1));
    }

    #[test]
    fn a_file_of_the_first_version_climbs_to_what_this_program_writes() {
        let folder = tempfile::tempdir().unwrap();
        let path = old_file(folder.path());
        let sql = open(&path, MIGRATIONS).unwrap();
        assert_eq!((version(&sql).unwrap(), kept(&sql)), (super::super::schema::newest(), 1));
        let batches: i64 = sql.query_row("SELECT count(*) FROM batches", [], |row| row.get(0)).unwrap();
        assert_eq!(batches, 0);
    }

    #[test]
    fn a_file_that_is_new_enough_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = old_file(folder.path());
        assert_eq!(kept(&open(&path, FIRST).unwrap()), 1);
        assert!(!folder.path().join("queue.db.before-v1").exists());
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = old_file(folder.path());
        let broken = [FUTURE[0], FUTURE[1], Migration { to: 3, sql: "INSERT INTO nowhere VALUES (1);" }];
        open(&path, &broken).unwrap_err();
        let sql = open(&path, FIRST).unwrap();
        assert_eq!((version(&sql).unwrap(), kept(&sql)), (1, 1));
        let second: i64 = sql
            .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'second'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(second, 0);
    }

    #[test]
    fn a_newer_file_is_refused_and_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = old_file(folder.path());
        drop(open(&path, FUTURE).unwrap());
        let bytes = std::fs::read(&path).unwrap();
        let error = StoreError::from(open(&path, FIRST).unwrap_err());
        assert!(matches!(error, StoreError::TooNew { found: 3, known: 1 }), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }

    #[test]
    fn of_many_at_once_one_migrates_and_the_others_wait() {
        let folder = tempfile::tempdir().unwrap();
        let path = old_file(folder.path());
        let start = Arc::new(Barrier::new(6));
        let threads: Vec<_> = (0..6)
            .map(|_| {
                let (path, start) = (path.clone(), Arc::clone(&start));
                std::thread::spawn(move || {
                    start.wait();
                    let sql = open(&path, FUTURE).unwrap();
                    version(&sql).unwrap()
                })
            })
            .collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), 3);
        }
        let sql = open(&path, FUTURE).unwrap();
        let rows: i64 = sql.query_row("SELECT count(*) FROM second", [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 1, "a step ran more than once");
    }

    #[test]
    fn of_many_at_once_one_makes_a_new_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/queue.db");
        let start = Arc::new(Barrier::new(6));
        let threads: Vec<_> = (0..6)
            .map(|_| {
                let (path, start) = (path.clone(), Arc::clone(&start));
                std::thread::spawn(move || {
                    start.wait();
                    version(&open(&path, FIRST).unwrap()).unwrap()
                })
            })
            .collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), 1);
        }
    }

    #[test]
    fn the_database_of_another_program_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("other.db");
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE songs (title TEXT)").unwrap();
        let error = StoreError::from(open(&path, FIRST).unwrap_err());
        assert!(matches!(&error, StoreError::Invalid(text) if text.contains("another program")), "{error}");
    }

    #[test]
    fn the_steps_have_no_gap() {
        for (number, step) in (1..).zip(FIRST) {
            assert_eq!(step.to, number);
        }
    }
}
