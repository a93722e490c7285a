//! The service as a whole: how it opens, what it holds, how it ends.

use crate::alerts::Alert;
use crate::api::Plans;
use crate::chosen::send_when_back;
use crate::connections::{Connections, EMBEDDED};
use crate::inputs::Inputs;
use crate::lifetimes::Lifetimes;
use crate::local_worker;
use crate::outbox::{self, Outbox};
use crate::scratch::{self, Scratch};
use crate::shelf::Shelf;
use crate::types::WireError;
use crate::updates::{Follower, OpenRequests};
use crate::{ErrorCode, Kind, Update};
use penstock_jobs::{Actor, Artifacts, Store};
use penstock_worker::WorkerHandle;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, broadcast, watch};
use tokio::task::JoinHandle;

/// How long running jobs may take to end at shutdown before they are given back.
const DRAIN: Duration = Duration::from_secs(5);
/// How long giving back may take.
const GIVE_BACK: Duration = Duration::from_secs(10);
/// Files read at once: each child may take 1 GiB.
const INSPECTIONS: usize = 2;

/// How a service opens.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// The store's URL, like `sqlite:PATH`; the environment's `PENSTOCK_STORE` if none, else the
    /// embedded default.
    pub store: Option<String>,
    /// Slots of a worker in this process; no worker if none.
    pub local_worker: Option<u32>,
    /// Files that the first face shall open.
    pub opened_files: Vec<PathBuf>,
}

/// Who calls, and what they may do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caller {
    /// For the audit trail: `desktop:anna`, `cli:anna`, `http:tablet`.
    pub actor: String,
    /// The furthest commands that it may call; each kind includes those before it.
    pub may: Kind,
    /// May name files on this computer.
    pub may_name_paths: bool,
}

impl Caller {
    pub(crate) fn actor(&self) -> Actor {
        Actor(self.actor.clone())
    }
}

/// Everything that the app can do, on one store. Cheap to clone; all clones are one service.
#[derive(Clone)]
pub struct Service {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) artifacts: Arc<dyn Artifacts>,
    /// The store's folder for temporary files, which workers share.
    pub(crate) worker_scratch: PathBuf,
    pub(crate) scratch: Scratch,
    pub(crate) shelf: Shelf,
    pub(crate) inputs: Inputs,
    pub(crate) plans: Plans,
    pub(crate) inspections: Semaphore,
    pub(crate) local_slots: u32,
    /// Others may have jobs in the store too.
    pub(crate) shared: bool,
    pub(crate) lifetimes: Lifetimes,
    /// What it was opened with; may hold a password.
    pub(crate) url: Option<String>,
    /// Names the store in the outbox; none for an embedded one.
    pub(crate) target: Option<String>,
    /// Name of the connection that this store stands in for.
    pub(crate) away: Option<String>,
    /// The connection's name, for people.
    pub(crate) connection: String,
    /// What the store promises, one sentence.
    pub(crate) durability: Durability,
    /// Files named at the start, until the first face takes them.
    pub(crate) opened_files: Mutex<Vec<PathBuf>>,
    open_requests: Arc<OpenRequests>,
    updates: broadcast::Sender<Arc<Update>>,
    pub(crate) alerts: broadcast::Sender<Alert>,
    /// True once the service ends.
    pub(crate) stop: watch::Sender<bool>,
    local_worker: Mutex<Option<JoinHandle<Option<WorkerHandle>>>>,
    loops: Mutex<Vec<JoinHandle<()>>>,
}

impl Service {
    /// Opens the store and starts what runs beside it: maintenance, updates and, if asked for, a worker.
    /// Returns as soon as the store answers; must be called on a tokio runtime.
    ///
    /// # Errors
    /// [`ErrorCode::StoreAway`] when the store cannot be opened, [`ErrorCode::BadRequest`] when its URL
    /// makes no sense.
    pub async fn open(options: Options) -> Result<Self, WireError> {
        Self::open_beside(options, None).await
    }

    /// The same, in place of a connection that is away: its URL.
    pub(crate) async fn open_beside(options: Options, away: Option<String>) -> Result<Self, WireError> {
        let url = options.store.clone().or_else(store_of_environment);
        let shared = url.as_deref().is_some_and(|url| !url.starts_with("sqlite:"));
        let lifetimes = Lifetimes::from_environment(shared)?;
        let target = penstock_queue::remote_identity(url.as_deref())?;
        let opened = penstock_queue::open(url.as_deref()).await?;
        let penstock_queue::Opened { store, artifacts, scratch: worker_scratch } = opened;
        let base = worker_scratch.clone();
        let scratch = blocking(move || Scratch::open(&base)).await?;

        let (stop, stopped) = watch::channel(false);
        let (updates, _) = broadcast::channel(64);
        let open_requests = Arc::new(OpenRequests::default());
        // Numbered before anybody can list: no change falls between a list and the first update.
        let seq = store.last_event().await?;
        let follower = Follower::new(Arc::clone(&store), updates.clone(), Arc::clone(&open_requests), seq);
        let maintenance =
            penstock_worker::maintain(Arc::clone(&store), Arc::clone(&artifacts), stopped.clone());
        let connection = connection_name(target.clone()).await;
        let durability = durability_of(url.as_deref()).await;
        let mut loops = vec![
            tokio::spawn(follower.run(stopped.clone())),
            tokio::spawn(async move {
                maintenance.await;
            }),
            tokio::spawn(sweep_strays(worker_scratch.clone())),
        ];
        // An account without a home has no outbox either.
        if let (Some(target), Ok(outbox)) = (&target, Outbox::of_user()) {
            loops.push(tokio::spawn(outbox::deliver(
                outbox.drawer(target),
                Arc::clone(&store),
                Arc::clone(&artifacts),
                stopped.clone(),
            )));
        }
        let away_target = penstock_queue::remote_identity(away.as_deref())?;
        if let (Some(url), Some(target)) = (away, away_target.clone()) {
            loops.push(tokio::spawn(send_when_back(url, target, stopped.clone())));
        }
        let away = match away_target {
            Some(target) => Some(connection_name(Some(target)).await),
            None => None,
        };
        // A worker of a shared store takes nothing until a person says from which queues.
        let local_slots = options.local_worker.filter(|_| !shared).unwrap_or(0);
        let local_worker = (local_slots > 0).then(|| {
            tokio::spawn(local_worker::start_local(
                Arc::clone(&store),
                Arc::clone(&artifacts),
                worker_scratch.clone(),
                local_slots,
                stopped,
            ))
        });
        let inner = Inner {
            shelf: Shelf::new(scratch.previews()),
            inputs: Inputs::new(scratch.inputs()),
            store,
            artifacts,
            worker_scratch,
            scratch,
            plans: Plans::default(),
            inspections: Semaphore::new(INSPECTIONS),
            local_slots,
            shared,
            lifetimes,
            url,
            target,
            away,
            connection,
            durability,
            opened_files: Mutex::new(options.opened_files),
            open_requests,
            updates,
            alerts: broadcast::channel(64).0,
            stop,
            local_worker: Mutex::new(local_worker),
            loops: Mutex::new(loops),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// What changes from now on: one message with everything, at most ten a second. A receiver that
    /// lags behind reads its lists again.
    #[must_use]
    pub fn updates(&self) -> broadcast::Receiver<Arc<Update>> {
        self.inner.updates.subscribe()
    }

    /// A second start of the app asked for these files: faces learn of it through [`Update::open_files`].
    pub fn open_files(&self, paths: Vec<PathBuf>) {
        self.inner.open_requests.add(paths);
    }

    /// Ends the service: stops plans, lets the local worker's jobs end for 5 s, gives the others back,
    /// removes temporary files. A second call returns at once.
    pub async fn shutdown(&self) {
        self.shutdown_within(DRAIN).await;
    }

    /// As [`Service::shutdown`], with another time for running jobs to end.
    pub async fn shutdown_within(&self, drain: Duration) {
        self.inner.stop.send_replace(true);
        self.inner.plans.stop_all();
        let local = self.inner.local_worker.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(starting) = local
            && let Ok(Some(worker)) = starting.await
        {
            end_worker(worker, drain).await;
        }
        let loops = std::mem::take(&mut *self.inner.loops.lock().unwrap_or_else(PoisonError::into_inner));
        for one in loops {
            one.abort();
            // Cancelled, or ended: gone either way.
            let _ = one.await;
        }
        let here = self.clone();
        let cleared = blocking(move || {
            here.inner.scratch.clear();
            Ok(())
        });
        if let Err(error) = cleared.await {
            tracing::warn!(error.title = %error.title, "Temporary files were left");
        }
    }

    /// Ends this task with the service.
    pub(crate) fn keep_running(&self, task: JoinHandle<()>) {
        self.inner.loops.lock().unwrap_or_else(PoisonError::into_inner).push(task);
    }

    /// Refuses what a read-only caller may not do.
    pub(crate) fn may_act(caller: &Caller) -> Result<(), WireError> {
        if caller.may < Kind::Act {
            return Err(WireError::new(ErrorCode::ReadOnly, "This token may only read")
                .advise("Open Penstock with the full token to change something"));
        }
        Ok(())
    }
}

async fn end_worker(worker: WorkerHandle, drain: Duration) {
    let name = worker.name().to_owned();
    let control = worker.control();
    control.drain();
    let mut ended = std::pin::pin!(worker.ended());
    if tokio::time::timeout(drain, &mut ended).await.is_ok() {
        return;
    }
    control.stop_now();
    if tokio::time::timeout(GIVE_BACK, &mut ended).await.is_err() {
        tracing::warn!(worker.name = %name, "The local worker did not give its jobs back in time; they are taken up again when their lease ends");
    }
}

async fn sweep_strays(base: PathBuf) {
    let swept = blocking(move || {
        scratch::sweep(&base)
            .map_err(|error| WireError::file("Old temporary files cannot be removed", &base, &error))
    })
    .await;
    match swept {
        Ok(0) => {}
        Ok(count) => tracing::info!(folders = count, "Removed temporary files of processes that died"),
        Err(error) => {
            tracing::warn!(error.title = %error.title, error.detail = ?error.detail, "Old temporary files were left");
        }
    }
}

/// The name under which a person keeps this store.
async fn connection_name(target: Option<String>) -> String {
    let Some(target) = target else { return EMBEDDED.to_owned() };
    let looking = blocking(move || {
        let kept = Connections::of_user()?.read()?;
        Ok(kept.connections.into_iter().find(|one| one.identity == target).map(|one| one.name))
    });
    // A name is a convenience; the store is described beside it.
    looking.await.ok().flatten().unwrap_or_else(|| "Redis store".to_owned())
}

/// What a store promises about jobs that it accepted.
pub(crate) struct Durability {
    /// For people.
    pub(crate) words: String,
    /// It can lose some when its server stops at the wrong moment.
    pub(crate) may_lose_jobs: bool,
}

async fn durability_of(url: Option<&str>) -> Durability {
    let Some(Ok(settings)) = url.map(penstock_queue::RedisSettings::parse) else {
        let words = "Every job is on disk before it is accepted".to_owned();
        return Durability { words, may_lose_jobs: false };
    };
    let steps = Box::pin(penstock_queue::probe(&settings)).await;
    match steps.into_iter().find(|step| step.what == "Durability") {
        Some(step) => {
            Durability { words: step.found, may_lose_jobs: step.verdict != penstock_queue::Verdict::Good }
        }
        None => Durability { words: "The server does not say what it keeps".to_owned(), may_lose_jobs: true },
    }
}

pub(crate) fn store_of_environment() -> Option<String> {
    std::env::var("PENSTOCK_STORE").ok().filter(|url| !url.is_empty())
}

/// Runs something that blocks where it holds nobody up.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, WireError> + Send + 'static,
) -> Result<T, WireError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(WireError::internal("Something in Penstock went wrong", &error)),
    }
}

/// File name shown to people, without any folder.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
