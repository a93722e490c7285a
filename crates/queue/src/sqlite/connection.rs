//! Opening the file: who may, where it may lie, and the settings that make an accepted job durable.

use super::fault::Outcome;
use penstock_jobs::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// How long a writer waits for another process's transaction.
pub(super) const BUSY: Duration = Duration::from_secs(30);

/// The first SQLite without the fault that could corrupt a WAL file under two connections.
pub(super) const OLDEST_SQLITE: i32 = 3_051_003;

/// Makes the file (mode 0600) and its folder (0700) where they are missing, and looks at what is there.
pub(super) fn prepare(path: &Path) -> Result<(), StoreError> {
    let shown = path.display();
    if path.is_dir() {
        return Err(StoreError::Invalid(format!("{shown} is a folder; name a file in it")));
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder)?;
        refuse_network_share(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .map(drop)
        .map_err(|error| StoreError::Unavailable(format!("{shown} cannot be opened for writing: {error}")))
}

/// Makes a folder for its owner alone, with those above it; one that is there stays as it is.
pub(crate) fn make_folder(folder: &Path) -> Result<(), StoreError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| {
        StoreError::Unavailable(format!("the folder {} cannot be made: {error}", folder.display()))
    })
}

/// WAL needs memory shared by all who open the file; across a network that silently fails.
#[cfg(target_os = "linux")]
fn refuse_network_share(folder: &Path) -> Result<(), StoreError> {
    // statfs(2): NFS, SMB, SMB2, CIFS, AFS.
    const NETWORK: [u32; 5] = [0x6969, 0x517b, 0xfe53_4d42, 0xff53_4d42, 0x5346_414f];
    let Ok(found) = rustix::fs::statfs(folder) else { return Ok(()) };
    // The field is signed or not, narrow or wide by platform; the magic numbers are 32 bits.
    let kind = (i128::from(found.f_type) & 0xffff_ffff) as u32;
    if NETWORK.contains(&kind) {
        return Err(StoreError::Invalid(format!(
            "{} is on a network share, where a queue's file would be damaged; use a folder on this computer",
            folder.display()
        )));
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn refuse_network_share(_folder: &Path) -> Result<(), StoreError> {
    Ok(())
}

/// The connection that writes.
pub(super) fn writer(path: &Path) -> Outcome<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sql = Connection::open_with_flags(path, flags)?;
    sql.busy_timeout(BUSY)?;
    sql.set_prepared_statement_cache_capacity(256);
    compile_once(&sql)?;
    Ok(sql)
}

/// Without it SQLite plans a statement again whenever a value is bound that a plan might depend on, and most
/// of our statements do: that took twice as long as running them. Ours name their indexes and never let a
/// plan hang on a value.
fn compile_once(sql: &Connection) -> Outcome<()> {
    sql.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// What every writing connection is set to, once the file is known to be ours.
pub(super) fn settle(sql: &Connection) -> Outcome<()> {
    sql.pragma_update(None, "synchronous", "FULL")?;
    sql.pragma_update(None, "foreign_keys", true)?;
    // Deleting a job takes its rows in other tables along; temporary tables stay in memory.
    sql.pragma_update(None, "temp_store", "MEMORY")?;
    // Of the pages that each job touches (indices, tallies, events) none should be read again from the log.
    // In KiB where negative; taken as it is needed.
    sql.pragma_update(None, "cache_size", -32 * 1024)?;
    // Without a limit the log keeps the length that a long reader once made it grow to.
    sql.pragma_update(None, "journal_size_limit", 64 << 20)?;
    Ok(())
}

/// A connection that only reads.
pub(super) fn reader(path: &Path) -> Outcome<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sql = Connection::open_with_flags(path, flags)?;
    sql.busy_timeout(BUSY)?;
    sql.set_prepared_statement_cache_capacity(64);
    compile_once(&sql)?;
    sql.pragma_update(None, "query_only", true)?;
    Ok(sql)
}

#[cfg(test)]
mod tests {
    use super::super::readers::Readers;
    use super::super::watch::Watch;
    use super::super::writer::Writer;
    use super::super::{SqliteStore, Tuning};
    use super::*;
    use crate::conformance::{actor, new_job, worker};
    use penstock_jobs::{ClaimRequest, Completion, Store as _};
    use rusqlite::hooks::{AuthContext, Authorization};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn what_every_job_needs_is_compiled_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("queue.db");
        drop(SqliteStore::open(&path).unwrap());
        let mut sql = writer(&path).unwrap();
        settle(&sql).unwrap();
        let compiled = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&compiled);
        // SQLite asks for leave whenever it compiles.
        let leave = move |_: AuthContext<'_>| {
            seen.fetch_add(1, Ordering::SeqCst);
            Authorization::Allow
        };
        sql.authorizer(Some(leave)).unwrap();
        let (watch, tuning) = (Watch::start(&path).unwrap(), Tuning::default());
        let writer = Writer::start(sql, tuning, watch.teller()).unwrap();
        let store = SqliteStore { watch, writer, readers: Readers::new(&path), path, tuning };

        store.register(&worker("w", &["default"])).await.unwrap();
        let lease = Duration::from_secs(60);
        let request = ClaimRequest { worker: "w".into(), queues: vec!["default".into()], lease };
        let done = Completion { report: serde_json::json!({}), artifacts: vec![] };
        let mut before = 0;
        for round in 0..4 {
            store.submit(vec![new_job("plot"), new_job("plot")], &actor()).await.unwrap();
            let claim = store.claim(&request).await.unwrap().unwrap();
            let next = store.finish_and_claim(&claim.lease, &done, &request).await.unwrap().unwrap();
            store.finish(&next.lease, &done).await.unwrap();
            if round == 1 {
                before = compiled.load(Ordering::SeqCst);
            }
        }
        assert!(before > 0);
        assert_eq!(compiled.load(Ordering::SeqCst), before);
    }
}
