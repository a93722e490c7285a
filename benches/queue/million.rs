//! Whether anything grows with the queue: a claim and what people look at, with 10,000 jobs and with 1,100,000,
//! one in eleven of them failed. It fills two stores, which takes minutes, so it runs only where it is named.

use super::cycles::{QUEUE, submit};
use super::rounds::median;
use super::server::Server;
use super::{SharedStore, say, side_by_side};
use anyhow::Context as _;
use penstock_jobs::{ClaimRequest, Completion, Failure, FailureClass, JobFilter, JobState, NewJob};
use penstock_queue::SqliteStore;
use penstock_testkit::{new_job, worker};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How many fail, and how many are queued then.
const SIZES: [(usize, usize); 2] = [(1_000, 10_000), (100_000, 1_000_000)];
const SIDES: usize = 32;
const TRIES: usize = 101;

/// Measures and prints.
pub(crate) async fn compare(cache: &Path) -> anyhow::Result<()> {
    say("a queue that grows: medians in ms, with 11,000 jobs and with 1,100,000, one in eleven failed")?;
    let folder = tempfile::tempdir_in(cache)?;
    for on_redis in [false, true] {
        let mut columns = Vec::new();
        for (number, (failed, queued)) in SIZES.into_iter().enumerate() {
            let server = if on_redis { Some(Server::start()?) } else { None };
            let store: SharedStore = match &server {
                Some(server) => Arc::new(server.store().await?),
                None => {
                    let file = folder.path().join(format!("queue-{number}.db"));
                    Arc::new(tokio::task::spawn_blocking(move || SqliteStore::open(&file)).await??)
                }
            };
            fill(&store, failed, queued).await?;
            columns.push(measure(&store, !on_redis).await?);
        }
        let name = if on_redis { "Redis" } else { "SQLite" };
        let [few, many] = &columns[..] else { anyhow::bail!("there are two sizes") };
        for ((what, few), (_, many)) in few.iter().zip(many) {
            say(&format!("  {name:<7} {what:<24} {few:>9.3} {many:>9.3}   {:>6.2} times", many / few))?;
        }
    }
    Ok(())
}

fn request() -> ClaimRequest {
    ClaimRequest { worker: "w".into(), queues: vec![QUEUE.into()], lease: Duration::from_secs(600) }
}

async fn fill(store: &SharedStore, failed: usize, queued: usize) -> anyhow::Result<()> {
    let job = || NewJob { queue: QUEUE.to_owned(), ..new_job("plot") };
    store.register(&worker("w", &[QUEUE])).await?;
    submit(store, failed, job).await?;
    side_by_side(SIDES, |side| {
        let store = Arc::clone(store);
        let share = failed / SIDES + usize::from(side < failed % SIDES);
        async move {
            let failure = Failure::new(FailureClass::Task, "The pen ran dry");
            for _ in 0..share {
                let claim = store.claim(&request()).await?.context("a job is left")?;
                store.fail(&claim.lease, &failure, false).await?;
            }
            Ok(())
        }
    })
    .await?;
    submit(store, queued, job).await
}

/// Each with its median in ms. A search on Redis is a scan that pages on: there is nothing to compare.
async fn measure(store: &SharedStore, with_search: bool) -> anyhow::Result<Vec<(&'static str, f64)>> {
    let done = Completion { report: serde_json::json!({"paths": 1}), artifacts: vec![] };
    let (mut claims, mut cycles) = (Vec::new(), Vec::new());
    let begun = Instant::now();
    let mut claim = store.claim(&request()).await?.context("a job is left")?;
    claims.push(begun.elapsed());
    for _ in 0..TRIES {
        let begun = Instant::now();
        let next = store.finish_and_claim(&claim.lease, &done, &request()).await?;
        cycles.push(begun.elapsed());
        store.finish(&next.context("a job is left")?.lease, &done).await?;
        let begun = Instant::now();
        claim = store.claim(&request()).await?.context("a job is left")?;
        claims.push(begun.elapsed());
    }
    let failed = JobFilter { states: vec![JobState::Failed], ..JobFilter::default() };
    let search = JobFilter { search: Some("no such job".into()), ..JobFilter::default() };
    let mut all = vec![
        ("a claim", ms(claims)),
        ("an end with a claim", ms(cycles)),
        ("the newest jobs", page(store, &JobFilter::default()).await?),
        ("the failed jobs", page(store, &failed).await?),
    ];
    if with_search {
        all.push(("a search for nothing", page(store, &search).await?));
    }
    Ok(all)
}

async fn page(store: &SharedStore, filter: &JobFilter) -> anyhow::Result<f64> {
    let mut taken = Vec::new();
    for _ in 0..TRIES.div_ceil(10) {
        let begun = Instant::now();
        store.list(filter).await?;
        taken.push(begun.elapsed());
    }
    Ok(ms(taken))
}

fn ms(taken: Vec<Duration>) -> f64 {
    median(taken.into_iter().map(|taken| taken.as_secs_f64() * 1e3).collect())
}
