//! Waiting for something to change: told at once by this process's writer, and seen within 100 ms when
//! another process wrote.

use super::connection;
use penstock_jobs::StoreError;
use rusqlite::Connection;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Time between two looks at SQLite's counter of other connections' commits.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Knows when something may have changed.
pub(super) struct Watch {
    told: Arc<watch::Sender<Instant>>,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    waiting: AtomicUsize,
    stop: AtomicBool,
}

impl Watch {
    pub(super) fn start(path: &Path) -> Result<Self, StoreError> {
        let sql = connection::reader(path)?;
        let told = Arc::new(watch::Sender::new(Instant::now()));
        let shared = Arc::new(Shared::default());
        let (tell, look) = (Arc::clone(&told), Arc::clone(&shared));
        let thread = std::thread::Builder::new()
            .name("penstock-watch".into())
            .spawn(move || look_out(&sql, &tell, &look))
            .map_err(|error| StoreError::Unavailable(format!("no thread to watch the queue: {error}")))?;
        Ok(Self { told, shared, thread: Some(thread) })
    }

    /// What the writer calls after a commit.
    pub(super) fn teller(&self) -> impl Fn() + Send + 'static {
        let told = Arc::clone(&self.told);
        move || {
            told.send_replace(Instant::now());
        }
    }

    /// Returns when something may have changed, or the time is up. Something that changed while the caller
    /// was still reading, just before this call, is not missed: then it returns after 100 ms at the latest.
    pub(super) async fn changed(&self, within: Duration) {
        let mut news = self.told.subscribe();
        let since = news.borrow_and_update().elapsed();
        let within = if since < LOOK_EVERY { within.min(LOOK_EVERY - since) } else { within };
        let _waiting = Waiting::begin(self);
        // Time being up and the store going away mean the same here: look again.
        let _ = tokio::time::timeout(within, news.changed()).await;
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            if thread.join().is_err() {
                tracing::error!("the watch over the queue ended in a panic");
            }
        }
    }
}

/// Counts those who wait: while there are none, nobody looks.
struct Waiting<'a>(&'a Watch);

impl<'a> Waiting<'a> {
    fn begin(watch: &'a Watch) -> Self {
        if watch.shared.waiting.fetch_add(1, Ordering::AcqRel) == 0
            && let Some(thread) = &watch.thread
        {
            thread.thread().unpark();
        }
        Self(watch)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.shared.waiting.fetch_sub(1, Ordering::AcqRel);
    }
}

fn look_out(sql: &Connection, told: &watch::Sender<Instant>, shared: &Shared) {
    let mut seen = None;
    while !shared.stop.load(Ordering::Acquire) {
        match sql.query_row("PRAGMA data_version", [], |row| row.get::<_, i64>(0)) {
            Ok(version) => {
                if seen.is_some_and(|seen| seen != version) {
                    told.send_replace(Instant::now());
                }
                seen = Some(version);
            }
            Err(error) => tracing::debug!(%error, "the queue's file could not be looked at"),
        }
        match shared.waiting.load(Ordering::Acquire) {
            0 => std::thread::park(),
            _ => std::thread::park_timeout(LOOK_EVERY),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Longer than any test may take: who waits it out has missed something.
    const LONG: Duration = Duration::from_secs(60);

    /// A watch over a file that nobody writes to, so that only what this process tells can end a wait.
    fn at_rest(folder: &tempfile::TempDir) -> Watch {
        let path = folder.path().join("queue.db");
        drop(super::super::SqliteStore::open(&path).unwrap());
        let watch = Watch::start(&path).unwrap();
        watch.told.send_replace(Instant::now() - LONG);
        watch
    }

    #[tokio::test]
    async fn what_this_process_commits_ends_a_wait() {
        let folder = tempfile::tempdir().unwrap();
        let watch = at_rest(&folder);
        let tell = watch.teller();
        let mut waiting = Box::pin(watch.changed(LONG));
        let pending = std::future::poll_fn(|context| {
            std::task::Poll::Ready(waiting.as_mut().poll(context).is_pending())
        });
        assert!(pending.await, "a store at rest was said to have changed");
        tell();
        tokio::time::timeout(LONG / 2, waiting).await.expect("what was told was not noticed");
    }

    #[tokio::test]
    async fn what_was_committed_just_before_the_wait_is_not_missed() {
        let folder = tempfile::tempdir().unwrap();
        let watch = at_rest(&folder);
        watch.teller()();
        tokio::time::timeout(LONG / 2, watch.changed(LONG)).await.expect("what was told before was missed");
    }

    #[tokio::test]
    async fn nobody_looks_while_nobody_waits() {
        let folder = tempfile::tempdir().unwrap();
        let watch = at_rest(&folder);
        drop(Box::pin(watch.changed(LONG)));
        watch.changed(Duration::from_millis(1)).await;
        assert_eq!(watch.shared.waiting.load(Ordering::Acquire), 0);
    }
}
