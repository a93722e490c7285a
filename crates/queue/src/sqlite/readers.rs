//! Connections that only read. They never wait for the writer, nor it for them.

use super::connection;
use super::fault::{Fault, Outcome};
use penstock_jobs::StoreError;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// Reads at once; more wait.
const AT_ONCE: usize = 4;

/// A small pool.
pub(super) struct Readers {
    path: PathBuf,
    idle: Arc<Mutex<Vec<Connection>>>,
    turns: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), idle: Arc::default(), turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// Reads on a thread for blocking work, from one consistent picture.
    pub(super) async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&Connection) -> Outcome<T> + Send + 'static,
        T: Send + 'static,
    {
        let turn =
            Arc::clone(&self.turns).acquire_owned().await.map_err(|_| away("the readers have stopped"))?;
        let (path, idle) = (self.path.clone(), Arc::clone(&self.idle));
        let reading = tokio::task::spawn_blocking(move || {
            let sql = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let sql = sql.map_or_else(|| connection::reader(&path), Ok)?;
            let answer = within_transaction(&sql, work);
            if sql.is_autocommit() {
                idle.lock().unwrap_or_else(PoisonError::into_inner).push(sql);
            }
            drop(turn);
            answer
        });
        match reading.await {
            Ok(answer) => answer.map_err(StoreError::from),
            Err(_) => Err(away("a read was interrupted")),
        }
    }
}

fn within_transaction<T>(sql: &Connection, work: impl FnOnce(&Connection) -> Outcome<T>) -> Result<T, Fault> {
    sql.prepare_cached("BEGIN")?.execute([])?;
    let answer = work(sql);
    sql.prepare_cached("ROLLBACK")?.execute([])?;
    answer
}

fn away(why: &str) -> StoreError {
    StoreError::Unavailable(why.to_owned())
}
