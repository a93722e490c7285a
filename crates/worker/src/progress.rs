//! Progress on its way to the store: the newest only, at most ten a second, and never in the way.

use crate::child::ProgressReport;
use penstock_jobs::{Lease, Progress, Store};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::sync::watch;
use tokio::task::JoinHandle;

const BETWEEN_WRITES: Duration = Duration::from_millis(100);

/// Writes what it is told in the background; stops when it is dropped.
pub(crate) struct Forwarder {
    newest: watch::Sender<Option<Progress>>,
    writer: JoinHandle<()>,
}

impl Forwarder {
    pub(crate) fn new(store: Arc<dyn Store>, lease: Lease) -> Self {
        let (newest, mut seen) = watch::channel(None);
        let writer = tokio::spawn(async move {
            while seen.changed().await.is_ok() {
                // What ends sooner is told by its end.
                tokio::time::sleep(BETWEEN_WRITES).await;
                let progress = seen.borrow_and_update().clone();
                if let Some(progress) = progress
                    && let Err(error) = store.progress(&lease, &progress).await
                {
                    // Nothing hangs on it: the next one, or the end of the job, says more.
                    tracing::debug!(job.id = %lease.job, %error, "progress was not written");
                }
            }
        });
        Self { newest, writer }
    }

    /// Never waits.
    pub(crate) fn report(&self, ProgressReport { stage, fraction }: ProgressReport) {
        self.newest.send_replace(Some(Progress { stage, fraction, at_ms: now_ms() }));
    }
}

impl Drop for Forwarder {
    fn drop(&mut self) {
        self.writer.abort();
    }
}

/// Milliseconds since 1970 by this computer's clock.
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
