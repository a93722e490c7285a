//! A consistent copy of the file while others work on it.

use super::connection;
use super::fault::Outcome;
use penstock_jobs::{Backup, StoreError};
use rusqlite::Connection;
use std::path::Path;

/// Copies the file at `from` to `to`, which is replaced in one step and only when the copy is complete
/// and on disk. The copy is one file: it has no write-ahead log beside it.
pub(super) fn copy(from: &Path, to: &Path) -> Outcome<Backup> {
    refuse_itself(from, to)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let temporary = tempfile::Builder::new()
        .prefix(".penstock-backup-")
        .tempfile_in(folder)
        .map_err(|error| away(to, &error))?
        .into_temp_path();
    let jobs = fill(&connection::reader(from)?, &temporary)?;
    let file = std::fs::File::open(&temporary).map_err(|error| away(to, &error))?;
    file.sync_all().map_err(|error| away(to, &error))?;
    let bytes = file.metadata().map_err(|error| away(to, &error))?.len();
    temporary.persist(to).map_err(|error| away(to, &error.error))?;
    sync_folder(folder).map_err(|error| away(to, &error))?;
    Ok(Backup { bytes, jobs })
}

fn fill(source: &Connection, to: &Path) -> Outcome<u64> {
    let mut copy = Connection::open(to)?;
    let all_pages = -1;
    let step = rusqlite::backup::Backup::new(source, &mut copy)?.step(all_pages)?;
    if step != rusqlite::backup::StepResult::Done {
        return Err(StoreError::Unavailable("the queue was busy during the backup; try again".into()).into());
    }
    copy.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    let sound: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if sound != "ok" {
        return Err(StoreError::Damaged(format!("the copy is not sound: {sound}")).into());
    }
    let tables: i64 =
        copy.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'jobs'", [], |row| row.get(0))?;
    let jobs: i64 = match tables {
        0 => 0,
        _ => copy.query_row("SELECT count(*) FROM jobs", [], |row| row.get(0))?,
    };
    copy.close().map_err(|(_, error)| error)?;
    Ok(jobs.unsigned_abs())
}

fn refuse_itself(from: &Path, to: &Path) -> Outcome<()> {
    if let (Ok(from), Ok(to)) = (from.canonicalize(), to.canonicalize())
        && from == to
    {
        return Err(StoreError::Invalid(
            "a backup cannot replace the queue itself; name another file".into(),
        )
        .into());
    }
    if to.is_dir() {
        return Err(StoreError::Invalid(format!("{} is a folder; name a file in it", to.display())).into());
    }
    Ok(())
}

/// Makes a rename durable.
pub(crate) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

fn away(to: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Unavailable(format!("{} cannot be written: {error}", to.display()))
}
