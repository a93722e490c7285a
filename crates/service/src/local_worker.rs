//! Workers on this service's store: the app's own, and the one that `penstock worker` runs.

use crate::types::WireError;
use crate::{ErrorCode, Service};
use penstock_jobs::{Artifacts, Store};
use penstock_worker::adapters::AdapterSettings;
use penstock_worker::{WorkerHandle, WorkerOptions, child};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::watch;

/// The queues that Penstock's own tasks go to, the most urgent first.
pub const QUEUES: [&str; 8] =
    ["high", "default", "low", "svg-generation", "analysis", "conversion", "nesting", "gcode"];

/// How a worker runs that is not the app's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkerRun {
    /// Its name; made from the computer's and the process if none.
    pub name: Option<String>,
    /// Queues it takes from, the most urgent first; if empty, [`QUEUES`] and every other queue known now
    /// on an embedded store, and nothing at all on a shared one.
    pub queues: Vec<String>,
    /// Jobs it runs at once, at least 1.
    pub slots: u32,
    /// Ends when there is nothing more to take.
    pub burst: bool,
    /// Ends after this many jobs.
    pub max_jobs: Option<u64>,
    /// What other systems' functions may read, and where their results go.
    pub adapters: AdapterSettings,
}

impl Service {
    /// Starts a worker on this store; it runs until it is drained or stopped through its handle, a
    /// person asks it to end, or its work is done.
    ///
    /// # Errors
    /// [`ErrorCode::BadRequest`] when it would have no slot, or no queue on a shared store; the store's,
    /// when it cannot be asked.
    pub async fn start_worker(&self, run: WorkerRun) -> Result<WorkerHandle, WireError> {
        if run.slots == 0 {
            return Err(WireError::new(ErrorCode::BadRequest, "A worker runs at least one job at once")
                .field("slots"));
        }
        if run.queues.is_empty() && self.inner.shared {
            // Others' jobs wait there too: one that nobody here knows would be failed.
            return Err(WireError::new(
                ErrorCode::BadRequest,
                "A worker on a Redis store takes only the queues that it is told to",
            )
            .advise("Name them with --queues A,B or RQ_QUEUE_NAMES")
            .field("queues"));
        }
        let queues = if run.queues.is_empty() { known_queues(&*self.inner.store).await? } else { run.queues };
        let options = WorkerOptions {
            name: run.name,
            queues,
            slots: run.slots,
            burst: run.burst,
            max_jobs: run.max_jobs,
            scratch: self.inner.worker_scratch.clone(),
            limits: child::Limits::default(),
            adapters: run.adapters,
        };
        Ok(penstock_worker::start(options, Arc::clone(&self.inner.store), Arc::clone(&self.inner.artifacts)))
    }
}

/// Ours first, then every other queue of the store by name.
async fn known_queues(store: &dyn Store) -> Result<Vec<String>, WireError> {
    let (known, _) = store.queues().await?;
    let mut queues: Vec<String> = QUEUES.iter().map(|&queue| queue.to_owned()).collect();
    let mut others: Vec<String> =
        known.into_iter().map(|queue| queue.name).filter(|name| !queues.contains(name)).collect();
    others.sort_unstable();
    queues.append(&mut others);
    Ok(queues)
}

/// Starts the app's own worker, unless the service ended before it came to that.
pub(crate) async fn start_local(
    store: Arc<dyn Store>,
    artifacts: Arc<dyn Artifacts>,
    scratch: PathBuf,
    slots: u32,
    stopped: watch::Receiver<bool>,
) -> Option<WorkerHandle> {
    let queues = known_queues(&*store).await.unwrap_or_else(|error| {
        tracing::warn!(error.title = %error.title, "The store's queues could not be listed; the local worker takes from the usual ones");
        QUEUES.iter().map(|&queue| queue.to_owned()).collect()
    });
    if *stopped.borrow() {
        return None;
    }
    let options = WorkerOptions {
        name: None,
        queues,
        slots,
        burst: false,
        max_jobs: None,
        scratch,
        limits: child::Limits::default(),
        adapters: AdapterSettings::default(),
    };
    Some(penstock_worker::start(options, store, artifacts))
}
