//! The worker itself: registers, claims while it has a free slot, collects what ended, leaves in order.

use crate::attempt::{self, Ended, Next, Tally};
use crate::child::Crew;
use crate::handle::{EndedEarly, Mode, Summary, WorkerControl};
use crate::intake::Intake;
use crate::leases::{LEASE, Leases};
use crate::options::WorkerOptions;
use crate::scratch::Scratch;
use crate::settle::Backoff;
use crate::{heart, identity, leases, maintain::maintain};
use penstock_jobs::{Artifacts, Claim, ClaimRequest, Failure, FailureClass, Lease, Store, StoreError};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Instant;

/// A store that is away this long ends a worker that was meant to end by itself.
const BURST_PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks for work when nothing says that there is any.
const IDLE: Duration = Duration::from_secs(1);
/// After a look that found nothing: a busy store changes all the time.
const AFTER_NOTHING: Duration = Duration::from_millis(20);
/// Longest good-bye.
const PARTING: Duration = Duration::from_secs(5);

/// What the parts of one worker share.
pub(crate) struct Bench {
    pub(crate) name: String,
    pub(crate) options: WorkerOptions,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) artifacts: Arc<dyn Artifacts>,
    pub(crate) scratch: Arc<Scratch>,
    pub(crate) leases: Leases,
    pub(crate) control: WorkerControl,
    pub(crate) intake: Intake,
    /// Children for jobs without files.
    pub(crate) crew: Crew,
    /// Moves when the store may have changed.
    pub(crate) changes: watch::Receiver<u64>,
}

impl Bench {
    /// What this worker asks for when it asks for a job.
    pub(crate) fn request(&self) -> ClaimRequest {
        ClaimRequest { worker: self.name.clone(), queues: self.options.queues.clone(), lease: LEASE }
    }
}

/// Works until it is told to stop, or until there is nothing left to do in a burst.
pub(crate) async fn work(
    name: String,
    options: WorkerOptions,
    store: Arc<dyn Store>,
    artifacts: Arc<dyn Artifacts>,
    control: WorkerControl,
) -> Summary {
    let root = options.scratch.clone();
    let scratch = tokio::task::spawn_blocking(move || Scratch::open(&root)).await;
    let scratch = match scratch.map_err(std::io::Error::other).flatten() {
        Ok(scratch) => Arc::new(scratch),
        Err(error) => {
            let place = options.scratch.display();
            return refused(EndedEarly::Fault(format!("the folder {place} cannot be used: {error}")));
        }
    };
    let (changed, changes) = watch::channel(0);
    let intake = Intake::new(control.clone(), options.max_jobs);
    let crew = Crew::new(scratch.folder().to_owned(), options.slots.max(1) as usize);
    let leases = Leases::default();
    let bench = Bench { name, options, store, artifacts, scratch, leases, control, intake, crew, changes };
    let bench = Arc::new(bench);
    if let Err(error) = register(&bench).await {
        return refused(error.into());
    }
    tracing::info!(
        worker.name = bench.name,
        worker.queues = bench.options.queues.join(","),
        "worker started"
    );

    let (maintain_no_more, stop_maintaining) = watch::channel(false);
    let mut sides = JoinSet::new();
    sides.spawn(tell_changes(Arc::clone(&bench.store), changed));
    sides.spawn(heart::beat(Arc::clone(&bench)));
    sides.spawn(leases::keep(Arc::clone(&bench)));
    sides.spawn(maintain(Arc::clone(&bench.store), Arc::clone(&bench.artifacts), stop_maintaining));
    let summary = Shift::new(Arc::clone(&bench)).run().await;
    maintain_no_more.send_replace(true);
    sides.shutdown().await;
    bench.crew.dismiss().await;

    match tokio::time::timeout(PARTING, bench.store.unregister(&bench.name)).await {
        Ok(Ok(())) => (),
        Ok(Err(error)) => tracing::warn!(worker.name = bench.name, %error, "the worker could not sign off"),
        Err(_) => tracing::warn!(worker.name = bench.name, "the worker could not sign off in time"),
    }
    tracing::info!(
        worker.name = bench.name,
        worker.finished = summary.finished,
        worker.failed = summary.failed,
        "worker ended"
    );
    summary
}

fn refused(error: EndedEarly) -> Summary {
    tracing::error!(%error, "the worker cannot start");
    Summary { error: Some(error), ..Summary::default() }
}

/// Registers, however long the store is away; gives up only in a burst, or when the store says no.
async fn register(bench: &Bench) -> Result<(), StoreError> {
    let spec = identity::spec(&bench.name, &bench.options);
    let mut backoff = Backoff::new();
    let began = Instant::now();
    loop {
        match bench.store.register(&spec).await {
            Err(error @ StoreError::Unavailable(_)) => {
                let stop = bench.control.mode() != Mode::Work;
                if stop || (bench.options.burst && began.elapsed() > BURST_PATIENCE) {
                    return Err(error);
                }
                tracing::warn!(%error, "the worker waits for its store");
                tokio::time::sleep(backoff.next()).await;
            }
            settled => return settled,
        }
    }
}

async fn tell_changes(store: Arc<dyn Store>, changed: watch::Sender<u64>) {
    loop {
        store.changed(IDLE).await;
        changed.send_modify(|count| *count = count.wrapping_add(1));
        // A store that always returns at once must not keep a core busy.
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// What came of one look for work.
enum Look {
    Took,
    Nothing,
    Away,
}

/// The jobs that run and the count of those that ran.
struct Shift {
    bench: Arc<Bench>,
    changes: watch::Receiver<u64>,
    running: JoinSet<Ended>,
    leases: HashMap<Id, Lease>,
    summary: Summary,
    backoff: Backoff,
    away_since: Option<Instant>,
}

impl Shift {
    fn new(bench: Arc<Bench>) -> Self {
        Self {
            changes: bench.changes.clone(),
            bench,
            running: JoinSet::new(),
            leases: HashMap::new(),
            summary: Summary::default(),
            backoff: Backoff::new(),
            away_since: None,
        }
    }

    async fn run(mut self) -> Summary {
        let mut mode = self.bench.control.watch();
        let slots = self.bench.options.slots.max(1) as usize;
        loop {
            while let Some(ended) = self.running.try_join_next_with_id() {
                self.collect(ended).await;
            }
            mode.mark_unchanged();
            if self.summary.error.is_some() {
                self.bench.intake.close();
            }
            let may_take = self.bench.intake.has_room();
            if !may_take && self.running.is_empty() {
                return self.summary;
            }
            let wants_more = may_take && self.running.len() < slots;
            let mut pause = IDLE;
            if wants_more {
                self.changes.mark_unchanged();
                match self.look().await {
                    Look::Took => continue,
                    Look::Nothing if self.bench.options.burst && self.running.is_empty() => {
                        return self.summary;
                    }
                    Look::Nothing => tokio::time::sleep(AFTER_NOTHING).await,
                    Look::Away => pause = self.backoff.next(),
                }
            }
            let away = self.away_since.is_some();
            tokio::select! {
                Some(ended) = self.running.join_next_with_id() => self.collect(ended).await,
                _ = mode.changed() => (),
                // While the store is away its changes say nothing.
                _ = self.changes.changed(), if wants_more && !away => (),
                () = tokio::time::sleep(pause), if wants_more => (),
            }
        }
    }

    /// Takes one job, if there is one.
    async fn look(&mut self) -> Look {
        let asked_at = Instant::now();
        let bench = Arc::clone(&self.bench);
        let Bench { name, options, store, .. } = &*bench;
        let Some(place) = bench.intake.place() else { return Look::Nothing };
        match store.claim(&bench.request()).await {
            Ok(claim) => {
                self.away_since = None;
                self.backoff = Backoff::new();
                claim.map_or(Look::Nothing, |claim| {
                    place.take();
                    self.begin(claim, asked_at);
                    Look::Took
                })
            }
            Err(StoreError::Unavailable(error)) => {
                if self.away_since.is_none() {
                    tracing::warn!(worker.name = name, error, "no work can be taken while the store is away");
                }
                let since = *self.away_since.get_or_insert(asked_at);
                if options.burst && since.elapsed() > BURST_PATIENCE {
                    self.summary.error =
                        Some(EndedEarly::StoreAway(format!("the store cannot be reached: {error}")));
                }
                Look::Away
            }
            // Declared lost while this computer slept, and cleared away: introduce ourselves again.
            Err(StoreError::Invalid(error)) => {
                tracing::warn!(
                    worker.name = name,
                    error,
                    "the store does not know this worker; registering again"
                );
                if let Err(error) = register(&self.bench).await {
                    self.summary.error = Some(error.into());
                }
                Look::Away
            }
            Err(error) => {
                tracing::error!(worker.name = name, %error, "no work can be taken");
                self.summary.error = Some(error.into());
                Look::Away
            }
        }
    }

    fn begin(&mut self, Claim { lease, job }: Claim, asked_at: Instant) {
        let hold = self.bench.leases.hold(lease.clone(), asked_at);
        let task = self.running.spawn(attempt::work_on(Arc::clone(&self.bench), job, hold));
        self.leases.insert(task.id(), lease);
    }

    async fn collect(&mut self, ended: Result<(Id, Ended), JoinError>) {
        let (id, tally) = match ended {
            Ok((id, Ended { tally, next })) => {
                if let Some(Next { claim, asked_at }) = next {
                    self.begin(claim, asked_at);
                }
                (id, Ok(tally))
            }
            Err(error) => (error.id(), Err(error)),
        };
        let lease = self.leases.remove(&id);
        match tally {
            Ok(Tally::Finished) => self.summary.finished += 1,
            Ok(Tally::Failed) => self.summary.failed += 1,
            Ok(Tally::Neither) => (),
            Err(error) => {
                self.summary.failed += 1;
                if let Some(lease) = lease {
                    self.confess(&lease, &error).await;
                }
            }
        }
    }

    /// A fault in the worker itself costs one attempt and not the worker.
    async fn confess(&self, lease: &Lease, error: &JoinError) {
        tracing::error!(job.id = %lease.job, %error, "the worker failed while it ran a job");
        let failure = Failure::new(FailureClass::Server, "The worker failed while it ran the job")
            .advise("This is a fault in Penstock; please report it")
            .detail(error.to_string());
        if let Err(error) = self.bench.store.fail(lease, &failure, false).await {
            tracing::error!(job.id = %lease.job, %error, "the rescuer will find the job");
        }
    }
}
