//! One task follows the store's events and tells every face, in one message at most each 100 ms.

use crate::Update;
use penstock_jobs::{EventKind, Job, JobId, StateCounts, Store, StoreError};
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, broadcast, watch};
use tokio::time::Instant;

/// Time between two messages.
const PACE: Duration = Duration::from_millis(100);
/// Longest time between two looks, should the store not say that something changed.
const LOOK: Duration = Duration::from_millis(500);
/// Time between two tries while the store is away.
const PATIENCE: Duration = Duration::from_secs(1);
/// Changed jobs that one message carries; with more, faces read their lists again.
const MOST_JOBS: usize = 200;
/// Events read at once.
const BATCH: u32 = 1_000;
/// Batches read before faces are told to read everything again.
const MOST_BATCHES: u32 = 10;

/// Files that a second start of the app asked this one to open.
#[derive(Default)]
pub(crate) struct OpenRequests {
    paths: Mutex<Vec<PathBuf>>,
    added: Notify,
}

impl OpenRequests {
    pub(crate) fn add(&self, paths: Vec<PathBuf>) {
        if !paths.is_empty() {
            self.paths.lock().unwrap_or_else(PoisonError::into_inner).extend(paths);
            self.added.notify_one();
        }
    }

    fn is_empty(&self) -> bool {
        self.paths.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    fn take(&self) -> Vec<String> {
        let paths = std::mem::take(&mut *self.paths.lock().unwrap_or_else(PoisonError::into_inner));
        paths.into_iter().map(|path| path.display().to_string()).collect()
    }
}

/// Follows the store.
pub(crate) struct Follower {
    store: Arc<dyn Store>,
    faces: broadcast::Sender<Arc<Update>>,
    open_requests: Arc<OpenRequests>,
    /// The last event that faces know of.
    seq: u64,
    counts: Option<StateCounts>,
    in_trouble: bool,
}

/// What happened since the last message.
#[derive(Default)]
struct Changes {
    jobs: Vec<JobId>,
    seen: HashSet<JobId>,
    gone: Vec<JobId>,
    states: bool,
    queues: bool,
    workers: bool,
    too_many: bool,
    anything: bool,
}

impl Changes {
    fn add(&mut self, what: EventKind) {
        self.anything = true;
        match what {
            EventKind::Job { job, .. } => {
                self.states = true;
                self.job(job);
            }
            EventKind::Progress { job } => self.job(job),
            EventKind::Deleted { job } => {
                self.states = true;
                self.gone.push(job);
            }
            EventKind::Queue { .. } => self.queues = true,
            EventKind::Worker { .. } => self.workers = true,
        }
    }

    fn job(&mut self, job: JobId) {
        if self.seen.insert(job.clone()) {
            self.jobs.push(job);
        }
    }
}

impl Follower {
    /// Follows from this event on.
    pub(crate) fn new(
        store: Arc<dyn Store>,
        faces: broadcast::Sender<Arc<Update>>,
        open_requests: Arc<OpenRequests>,
        seq: u64,
    ) -> Self {
        Self { store, faces, open_requests, seq, counts: None, in_trouble: false }
    }

    /// Follows until told to stop.
    pub(crate) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                _ = stop.wait_for(|&stop| stop) => return,
                () = self.round() => {}
            }
        }
    }

    async fn round(&mut self) {
        tokio::select! {
            () = self.store.changed(LOOK) => {}
            () = self.open_requests.added.notified() => {}
        }
        let next = Instant::now() + PACE;
        match self.gather().await {
            Ok(update) => {
                if let Some(update) = update {
                    self.tell(update);
                }
                tokio::time::sleep_until(next).await;
            }
            Err(error) => {
                if !self.in_trouble {
                    tracing::warn!(%error, "The store does not answer; trying again every second");
                }
                self.in_trouble = true;
                self.tell(Update {
                    counts: self.counts.clone().unwrap_or_default(),
                    store_trouble: Some(crate::error::sentence(&error.to_string())),
                    ..Update::default()
                });
                tokio::time::sleep(PATIENCE).await;
            }
        }
    }

    fn tell(&self, update: Update) {
        // Nobody listens: nothing to tell.
        let _ = self.faces.send(Arc::new(update));
    }

    /// Everything since the last message; none when nothing happened or nobody listens.
    async fn gather(&mut self) -> Result<Option<Update>, StoreError> {
        let (changes, seq) = self.read_events().await?;
        let recovered = self.in_trouble;
        if changes.states || recovered {
            self.counts = None;
        }
        if self.faces.receiver_count() == 0 {
            // Files wait until a face is there to open them.
            self.seq = seq;
            self.in_trouble = false;
            return Ok(None);
        }
        if !changes.anything && !recovered && self.open_requests.is_empty() {
            return Ok(None);
        }
        let resync = recovered || changes.too_many || changes.jobs.len() + changes.gone.len() > MOST_JOBS;
        let (jobs, gone) = if resync { (Vec::new(), Vec::new()) } else { self.read_jobs(&changes).await? };
        let counts = match &self.counts {
            Some(counts) => counts.clone(),
            None => self.counts.insert(self.store.counts(None).await?).clone(),
        };
        self.seq = seq;
        self.in_trouble = false;
        if recovered {
            tracing::info!("The store answers again");
        }
        Ok(Some(Update {
            jobs,
            gone,
            counts,
            queues_changed: resync || changes.states || changes.queues || changes.workers,
            workers_changed: resync || changes.states || changes.workers,
            resync,
            open_files: self.open_requests.take(),
            store_trouble: None,
        }))
    }

    async fn read_events(&self) -> Result<(Changes, u64), StoreError> {
        let mut changes = Changes::default();
        let mut seq = self.seq;
        for _ in 0..MOST_BATCHES {
            let events = self.store.events_after(seq, BATCH).await?;
            let full = events.len() >= usize::try_from(BATCH).unwrap_or(usize::MAX);
            for event in events {
                seq = seq.max(event.seq);
                changes.add(event.what);
            }
            if !full {
                return Ok((changes, seq));
            }
        }
        changes.too_many = true;
        Ok((changes, self.store.last_event().await?))
    }

    /// The changed jobs as they are now, and those that are gone.
    async fn read_jobs(&self, changes: &Changes) -> Result<(Vec<Job>, Vec<JobId>), StoreError> {
        let mut gone = changes.gone.clone();
        let mut jobs = Vec::with_capacity(changes.jobs.len());
        for id in changes.jobs.iter().filter(|id| !changes.gone.contains(id)) {
            match self.store.job(id).await {
                Ok(job) => jobs.push(job),
                Err(StoreError::NoSuchJob(id)) => gone.push(id),
                Err(error) => return Err(error),
            }
        }
        Ok((jobs, gone))
    }
}
