//! From the call that submits a job to its start, with somebody idle waiting for it: at the store alone
//! (until a claim has returned), and at a whole idle worker (until the time that the store notes for the
//! start; it counts in milliseconds).

use super::rounds::median;
use super::server::Server;
use super::worker::{grid, options};
use super::{SharedStore, disk, say};
use anyhow::Context as _;
use penstock_jobs::{Artifacts, ClaimRequest, Completion, JobState};
use penstock_testkit::{actor, worker};
use penstock_worker::start;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::mpsc;

const TRIES: usize = 60;
const PATIENCE: Duration = Duration::from_secs(10);

/// Measures and prints.
pub(super) async fn compare(cache: &Path) -> anyhow::Result<()> {
    let folder = tempfile::tempdir_in(cache)?;
    say("from enqueueing to the start, somebody idle waiting for it")?;
    let sync_ms = disk::fdatasync_ms(folder.path())?;
    let url = format!("sqlite:{}", folder.path().join("queue.db").display());
    both("SQLite", &url, folder.path(), ("fdatasync", sync_ms)).await?;
    let server = Server::start()?;
    let ping_ms = ping_ms(&server)?;
    both("Redis", &server.url(), folder.path(), ("PING", ping_ms)).await
}

async fn both(name: &str, url: &str, scratch: &Path, (unit, unit_ms): (&str, f64)) -> anyhow::Result<()> {
    let opened = penstock_queue::open(Some(url)).await?;
    let line = |what: &str, ms: f64| {
        say(&format!(
            "  {name:<7} {what:<22} {ms:>8.3} ms   {:>7.1} times one {unit} ({unit_ms:.3} ms)",
            ms / unit_ms
        ))
    };
    line("to a waiting claim", at_store(&opened.store).await?)?;
    line("to the worker's start", at_worker(&opened.store, opened.artifacts, scratch).await?)
}

fn ping_ms(server: &Server) -> anyhow::Result<f64> {
    let mut connection = server.connect()?;
    let mut taken = Vec::new();
    for _ in 0..500 {
        let begun = Instant::now();
        redis::cmd("PING").query::<()>(&mut connection)?;
        taken.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    Ok(median(taken))
}

async fn at_store(store: &SharedStore) -> anyhow::Result<f64> {
    store.register(&worker("idle", &["bench"])).await?;
    let (tell, mut told) = mpsc::channel(1);
    let claimer = tokio::spawn(claim_all(Arc::clone(store), tell));
    let mut taken = Vec::with_capacity(TRIES);
    for _ in 0..TRIES {
        let begun = Instant::now();
        store.submit(vec![grid()], &actor()).await?;
        let claimed = tokio::time::timeout(PATIENCE, told.recv()).await?.context("it is claimed")?;
        taken.push(claimed.duration_since(begun).as_secs_f64() * 1e3);
    }
    drop(told);
    claimer.abort();
    store.unregister("idle").await?;
    Ok(median(taken))
}

/// Claims whatever comes, says when, and finishes it, until nobody listens.
async fn claim_all(store: SharedStore, tell: mpsc::Sender<Instant>) -> anyhow::Result<()> {
    let lease = Duration::from_secs(600);
    let request = ClaimRequest { worker: "idle".into(), queues: vec!["bench".into()], lease };
    loop {
        match store.claim(&request).await? {
            Some(claim) => {
                let now = Instant::now();
                let done = Completion { report: serde_json::json!({}), artifacts: vec![] };
                store.finish(&claim.lease, &done).await?;
                tell.send(now).await?;
            }
            None => store.changed(Duration::from_secs(1)).await,
        }
    }
}

async fn at_worker(
    store: &SharedStore,
    artifacts: Arc<dyn Artifacts>,
    scratch: &Path,
) -> anyhow::Result<f64> {
    let handle = start(options(&scratch.join("work"), 1, false), Arc::clone(store), artifacts);
    let mut taken = Vec::with_capacity(TRIES);
    for number in 0..=TRIES {
        let begun_ms = SystemTime::UNIX_EPOCH.elapsed()?.as_secs_f64() * 1e3;
        let submitted = store.submit(vec![grid()], &actor()).await?;
        let id = &submitted.first().context("it is submitted")?.id;
        let end = Instant::now() + PATIENCE;
        while store.job(id).await?.state != JobState::Finished {
            anyhow::ensure!(Instant::now() < end, "the worker did not finish a job in {PATIENCE:?}");
            store.changed(Duration::from_millis(100)).await;
        }
        let attempts = store.attempts(id).await?;
        let started_ms = attempts.first().context("it had an attempt")?.started_at_ms;
        // The first finds the worker still starting. What a whole millisecond cuts off is half of one
        // in the mean.
        if number > 0 {
            taken.push((started_ms as f64 + 0.5 - begun_ms).max(0.0));
        }
    }
    handle.drain();
    handle.ended().await;
    Ok(median(taken))
}
