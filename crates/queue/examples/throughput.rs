//! How many jobs a second the embedded store submits, claims and finishes, one by one and 32 in flight.
//!
//! `cargo run --release -p penstock-queue --example throughput [JOBS] [FOLDER]`. Every answer is waited
//! for, and every answer means "on disk", so one by one this measures the disk's wait, and in flight what
//! group commit makes of it. Say on which disk it ran: a folder in memory measures something else.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement for people at a terminal")]

use penstock_jobs::{ClaimRequest, Completion, Store};
use penstock_queue::SqliteStore;
use penstock_queue::conformance::{actor, new_job, worker};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let jobs: usize = arguments.next().map_or(2000, |text| text.parse().unwrap());
    let folder = arguments.next().map_or_else(std::env::temp_dir, PathBuf::from);
    println!("{jobs} jobs, SQLite {}, {}", rusqlite::version(), folder.display());
    println!("{:>9}  {:>10}  {:>10}  {:>10}", "in flight", "submit/s", "claim/s", "finish/s");
    for in_flight in [1, 32] {
        measure(&folder, jobs, in_flight).await;
    }
}

async fn measure(folder: &std::path::Path, jobs: usize, in_flight: usize) {
    let folder = tempfile::tempdir_in(folder).unwrap();
    let store = Arc::new(SqliteStore::open(&folder.path().join("queue.db")).unwrap());
    store.register(&worker("w", &["default"])).await.unwrap();
    let share = jobs / in_flight;
    let begun = Instant::now();
    side_by_side(in_flight, |_| {
        let store = Arc::clone(&store);
        async move {
            for _ in 0..share {
                store.submit(vec![new_job("plot")], &actor()).await.unwrap();
            }
        }
    })
    .await;
    let submitting = begun.elapsed();
    let begun = Instant::now();
    let leases = side_by_side(in_flight, |_| {
        let store = Arc::clone(&store);
        async move {
            let lease = Duration::from_secs(600);
            let request = ClaimRequest { worker: "w".into(), queues: vec!["default".into()], lease };
            let mut leases = Vec::with_capacity(share);
            for _ in 0..share {
                leases.push(store.claim(&request).await.unwrap().unwrap().lease);
            }
            leases
        }
    })
    .await;
    let claiming = begun.elapsed();
    let begun = Instant::now();
    side_by_side(in_flight, |side| {
        let (store, leases) = (Arc::clone(&store), leases[side].clone());
        async move {
            let done = Completion { report: serde_json::json!({"paths": 1}), artifacts: vec![] };
            for lease in leases {
                store.finish(&lease, &done).await.unwrap();
            }
        }
    })
    .await;
    let finishing = begun.elapsed();
    let rate = |took: Duration| (share * in_flight) as f64 / took.as_secs_f64();
    let (submit, claim, finish) = (rate(submitting), rate(claiming), rate(finishing));
    println!("{in_flight:>9}  {submit:>10.0}  {claim:>10.0}  {finish:>10.0}");
}

/// Runs so many at once; what each gave, in order.
async fn side_by_side<T, F>(sides: usize, mut side: impl FnMut(usize) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let tasks: Vec<_> = (0..sides).map(|number| tokio::spawn(side(number))).collect();
    let mut given = Vec::with_capacity(sides);
    for task in tasks {
        given.push(task.await.unwrap());
    }
    given
}
