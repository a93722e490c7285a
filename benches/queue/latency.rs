//! From the call that submits a job to its start, with somebody idle waiting for it: at the store alone
//! (until a claim has returned), and at a whole idle worker (until the time that the store notes for the
//! start; it counts in milliseconds).

use super::disk::Page;
use super::rounds::median;
use super::server::Server;
use super::worker::{grid, options};
use super::{SharedStore, say};
use anyhow::Context as _;
use penstock_jobs::{Artifacts, ClaimRequest, Completion, JobState};
use penstock_testkit::{actor, worker};
use penstock_worker::start;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::mpsc;

const TRIES: usize = 60;
const SETTLING: Duration = Duration::from_millis(60);
const PATIENCE: Duration = Duration::from_secs(10);

/// Measures and prints.
pub(crate) async fn compare(cache: &Path) -> anyhow::Result<()> {
    let folder = tempfile::tempdir_in(cache)?;
    say("from enqueueing to the start, somebody idle waiting for it")?;
    let url = format!("sqlite:{}", folder.path().join("queue.db").display());
    let mut page = Page::new(folder.path())?;
    both("SQLite", &url, folder.path(), "fdatasync", &mut || page.sync_ms()).await?;
    let server = Server::start()?;
    let mut connection = server.connect()?;
    let mut ping_ms = || {
        let begun = Instant::now();
        redis::cmd("PING").query::<()>(&mut connection)?;
        Ok(begun.elapsed().as_secs_f64() * 1e3)
    };
    both("Redis", &server.url(), folder.path(), "PING", &mut ping_ms).await
}

/// Measures a unit between two tries, so that both see the same disk and the same load.
type Unit<'a> = &'a mut (dyn FnMut() -> anyhow::Result<f64> + Send);

async fn both(name: &str, url: &str, scratch: &Path, word: &str, unit: Unit<'_>) -> anyhow::Result<()> {
    let opened = penstock_queue::open(Some(url)).await?;
    let line = |what: &str, (taken, units): (Vec<f64>, Vec<f64>)| {
        let (ms, unit_ms) = (median(taken), median(units));
        let times = ms / unit_ms;
        say(&format!("  {name:<7} {what:<22} {ms:>8.3} ms   {times:>7.1} times one {word} ({unit_ms:.3} ms)"))
    };
    line("to a waiting claim", at_store(&opened.store, unit).await?)?;
    line("to the worker's start", at_worker(&opened.store, opened.artifacts, scratch, unit).await?)
}

async fn at_store(store: &SharedStore, unit: Unit<'_>) -> anyhow::Result<(Vec<f64>, Vec<f64>)> {
    store.register(&worker("idle", &["bench"])).await?;
    let (tell, mut told) = mpsc::channel(1);
    let claimer = tokio::spawn(claim_all(Arc::clone(store), tell));
    let (mut taken, mut units) = (Vec::with_capacity(TRIES), Vec::with_capacity(TRIES));
    for _ in 0..TRIES {
        units.push(unit()?);
        let begun = Instant::now();
        store.submit(vec![grid()], &actor()).await?;
        let claimed = tokio::time::timeout(PATIENCE, told.recv()).await?.context("it is claimed")?;
        taken.push(claimed.duration_since(begun).as_secs_f64() * 1e3);
    }
    drop(told);
    claimer.abort();
    store.unregister("idle").await?;
    Ok((taken, units))
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
    unit: Unit<'_>,
) -> anyhow::Result<(Vec<f64>, Vec<f64>)> {
    let handle = start(options(&scratch.join("work"), 1, false), Arc::clone(store), artifacts);
    let (mut taken, mut units) = (Vec::with_capacity(TRIES), Vec::with_capacity(TRIES));
    for number in 0..=TRIES {
        // After a job the worker looks around before it is idle.
        tokio::time::sleep(SETTLING).await;
        units.push(unit()?);
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
    Ok((taken, units))
}
