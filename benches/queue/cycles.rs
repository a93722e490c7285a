//! Our stores: every job claimed and started, finished with a small report, nothing run.

use super::rounds::Rate;
use super::server::Server;
use super::{SharedStore, machine, side_by_side};
use anyhow::Context as _;
use penstock_jobs::{ClaimRequest, Completion, NewJob};
use penstock_queue::SqliteStore;
use penstock_testkit::{actor, new_job, worker};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(super) const QUEUE: &str = "bench";
const AT_ONCE: usize = 200;

pub(super) async fn on_redis(server: &Server, in_flight: usize, jobs: usize) -> anyhow::Result<Rate> {
    run(Arc::new(server.store().await?), in_flight, jobs).await
}

pub(super) async fn on_sqlite(folder: &Path, in_flight: usize, jobs: usize) -> anyhow::Result<Rate> {
    let file = folder.join("queue.db");
    let store = tokio::task::spawn_blocking(move || SqliteStore::open(&file)).await??;
    run(Arc::new(store), in_flight, jobs).await
}

async fn run(store: SharedStore, in_flight: usize, jobs: usize) -> anyhow::Result<Rate> {
    submit(&store, jobs, || NewJob { queue: QUEUE.to_owned(), ..new_job("plot") }).await?;
    store.register(&worker("w", &[QUEUE])).await?;
    let share = jobs / in_flight;
    let (cpu, begun) = (machine::cpu(), Instant::now());
    side_by_side(in_flight, |_| {
        let store = Arc::clone(&store);
        async move {
            let lease = Duration::from_secs(600);
            let request = ClaimRequest { worker: "w".into(), queues: vec![QUEUE.into()], lease };
            let done = Completion { report: serde_json::json!({"paths": 1}), artifacts: vec![] };
            let mut claim = store.claim(&request).await?.context("a job is left")?;
            for _ in 1..share {
                // As a worker's slot does that goes on.
                let next = store.finish_and_claim(&claim.lease, &done, &request).await?;
                claim = next.context("a job is left")?;
            }
            store.finish(&claim.lease, &done).await?;
            Ok(())
        }
    })
    .await?;
    let took = begun.elapsed();
    let cpu = cpu.zip(machine::cpu()).map(|(before, after)| after.saturating_sub(before));
    store.unregister("w").await?;
    Ok(Rate::of(share * in_flight, took, cpu))
}

/// Fills a store.
pub(super) async fn submit(store: &SharedStore, jobs: usize, job: impl Fn() -> NewJob) -> anyhow::Result<()> {
    let mut left = jobs;
    while left > 0 {
        let now = left.min(AT_ONCE);
        store.submit((0..now).map(|_| job()).collect(), &actor()).await?;
        left -= now;
    }
    Ok(())
}
