//! The embedded store: one SQLite file, shared by every process of this computer.
//!
//! Each process has one writer thread with group commit ([`writer`]), a few readers ([`readers`]), and a
//! watch for what other processes write ([`watch`]). WAL with `synchronous=FULL`: what was acknowledged
//! is on disk. What each request does lives in a module of its own; which state follows which is asked of
//! [`penstock_jobs::state::next`].

mod attempts;
mod backup;
mod batches;
mod check;
mod claim;
pub(crate) mod connection;
mod dependants;
mod events;
mod expire;
mod fault;
mod finish;
mod gather;
mod list;
mod migrate;
mod moves;
mod people;
#[cfg(test)]
mod power_loss;
mod queues;
mod readers;
mod reasons;
mod rescue;
mod rows;
mod same_file;
mod schema;
mod search;
mod standing;
mod start_order;
mod store;
mod submit;
mod turn;
mod watch;
mod workers;
mod writer;

pub(crate) use backup::sync_folder;

use penstock_jobs::StoreError;
use readers::Readers;
use std::path::{Path, PathBuf};
use std::time::Duration;
use watch::Watch;
use writer::Writer;

/// The name that stands for all queues where a queue is paused.
const EVERY_QUEUE: &str = "*";

/// What tests want shorter than people do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tuning {
    /// A worker that was not heard of for so long is lost: three heartbeats of 5 s.
    pub worker_lost_after: Duration,
    /// Events kept for readers that fell behind; up to a tenth more may be there.
    pub keep_events: u64,
}

impl Default for Tuning {
    fn default() -> Self {
        Self { worker_lost_after: Duration::from_secs(15), keep_events: 100_000 }
    }
}

/// The embedded store.
pub struct SqliteStore {
    // Dropped first: whoever waits for a change holds no file that is being closed.
    watch: Watch,
    writer: Writer,
    readers: Readers,
    path: PathBuf,
    tuning: Tuning,
}

impl SqliteStore {
    /// Opens the file, makes it (with its folder) when it is missing, and brings it to the newest version.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for a folder, a network share or another program's database;
    /// [`StoreError::Unavailable`] where it cannot be written; [`StoreError::Damaged`] when it is not a
    /// database; [`StoreError::TooNew`] when a newer Penstock wrote it.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_with(path, Tuning::default())
    }

    /// The same with other limits.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn open_with(path: &Path, tuning: Tuning) -> Result<Self, StoreError> {
        let linked = rusqlite::version_number();
        if linked < connection::OLDEST_SQLITE {
            return Err(StoreError::Unavailable(format!(
                "this program was built with SQLite {}, which can damage a queue; 3.51.3 or newer is needed",
                rusqlite::version()
            )));
        }
        connection::prepare(path)?;
        let sql = connection::writer(path)?;
        migrate::migrate(&sql, path, schema::MIGRATIONS)?;
        connection::settle(&sql)?;
        let watch = Watch::start(path)?;
        let writer = Writer::start(sql, tuning, watch.teller())?;
        Ok(Self { watch, writer, readers: Readers::new(path), path: path.to_owned(), tuning })
    }
}

/// `queue.db` and `.artifacts` make `queue.db.artifacts`.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
