//! Starting a worker, and what its owner holds of it.

use crate::options::WorkerOptions;
use crate::{claims, identity};
use penstock_jobs::{Artifacts, Store, StoreError};
use std::sync::Arc;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What a worker is asked to do; it only ever goes downwards.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Mode {
    /// Take jobs.
    Work,
    /// Take nothing new, finish what runs.
    Drain,
    /// Stop what runs and give it back.
    StopNow,
}

/// What a worker did.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Attempts that finished.
    pub finished: u64,
    /// Attempts that failed or whose child died.
    pub failed: u64,
    /// Why it ended before it was asked to.
    pub error: Option<EndedEarly>,
}

/// Why a worker ended before it was asked to.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum EndedEarly {
    /// Its store could not be reached for too long.
    #[error("{0}")]
    StoreAway(String),
    /// Anything else, in words: its name is taken, its folder cannot be used, a fault of its own.
    #[error("{0}")]
    Fault(String),
}

impl From<StoreError> for EndedEarly {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::StoreAway(error.to_string()),
            error => Self::Fault(error.to_string()),
        }
    }
}

/// Asks a worker to stop; can be cloned and kept while somebody waits for the end.
#[derive(Clone, Debug)]
pub struct WorkerControl {
    mode: Arc<watch::Sender<Mode>>,
}

impl WorkerControl {
    pub(crate) fn new() -> Self {
        Self { mode: Arc::new(watch::channel(Mode::Work).0) }
    }

    /// Take nothing new, finish what runs, then end.
    pub fn drain(&self) {
        self.lower(Mode::Drain);
    }

    /// Stop what runs, give it back (the attempts do not count), then end.
    pub fn stop_now(&self) {
        self.lower(Mode::StopNow);
    }

    pub(crate) fn lower(&self, to: Mode) {
        self.mode.send_if_modified(|mode| {
            let lower = to > *mode;
            *mode = to.max(*mode);
            lower
        });
    }

    pub(crate) fn mode(&self) -> Mode {
        *self.mode.borrow()
    }

    pub(crate) fn watch(&self) -> watch::Receiver<Mode> {
        self.mode.subscribe()
    }
}

/// A running worker. Dropping this leaves it running.
#[derive(Debug)]
pub struct WorkerHandle {
    name: String,
    control: WorkerControl,
    worker: JoinHandle<Summary>,
}

impl WorkerHandle {
    /// Its name in the store.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Take nothing new, finish what runs, then end.
    pub fn drain(&self) {
        self.control.drain();
    }

    /// Stop what runs, give it back (the attempts do not count), then end.
    pub fn stop_now(&self) {
        self.control.stop_now();
    }

    /// The same two wishes for whoever cannot hold the handle.
    #[must_use]
    pub fn control(&self) -> WorkerControl {
        self.control.clone()
    }

    /// Waits for its end.
    pub async fn ended(self) -> Summary {
        self.worker.await.unwrap_or_else(|error| Summary {
            error: Some(EndedEarly::Fault(format!("the worker stopped on a fault of its own: {error}"))),
            ..Summary::default()
        })
    }
}

/// Starts a worker on the current runtime.
///
/// # Panics
/// Outside of a tokio runtime.
#[must_use]
pub fn start(options: WorkerOptions, store: Arc<dyn Store>, artifacts: Arc<dyn Artifacts>) -> WorkerHandle {
    let name = options.name.clone().unwrap_or_else(identity::fresh_name);
    let control = WorkerControl::new();
    let worker = tokio::spawn(claims::work(name.clone(), options, store, artifacts, control.clone()));
    WorkerHandle { name, control, worker }
}
