//! A million jobs.

use crate::shop::{LONG, Shop, labelled, request};
use penstock_jobs::{JobFilter, JobState, Store};
use penstock_queue::conformance::{actor, worker};
use std::time::{Duration, Instant};

/// What one look costs.
#[derive(Clone, Copy, Debug)]
struct Cost {
    time: Duration,
    /// What the server sent, to whomever.
    bytes: u64,
}

fn bytes_sent(raw: &mut redis::Connection) -> u64 {
    let stats: redis::InfoDict = redis::cmd("INFO").arg("stats").query(raw).unwrap();
    stats.get("total_net_output_bytes").unwrap()
}

/// Least of a few tries: what else the computer and the store do counts least there.
async fn least(raw: &mut redis::Connection, mut what: impl AsyncFnMut()) -> Cost {
    let mut least = Cost { time: Duration::MAX, bytes: u64::MAX };
    for _ in 0..7 {
        let before = bytes_sent(raw);
        let begun = Instant::now();
        what().await;
        least.time = least.time.min(begun.elapsed());
        least.bytes = least.bytes.min(bytes_sent(raw) - before);
    }
    least
}

async fn fill(shop: &mut Shop, queued: usize, failed: usize) {
    // As a fleet of RQ's would have left them: the smallest hashes that it reads.
    let script = "local first = tonumber(ARGV[1]) \
        for n = first, first + 4999 do \
          local id = ARGV[2] .. n \
          redis.call('HSET', 'rq:job:' .. id, 'data', ARGV[3], 'status', ARGV[4], 'origin', 'default', \
            'created_at', '2026-11-22T13:24:31.' .. string.format('%06d', n % 1000000) .. 'Z') \
          if ARGV[4] == 'queued' then redis.call('RPUSH', 'rq:queue:default', id) \
          else redis.call('ZADD', 'rq:failed:default', 99999999999, id) end \
        end";
    let data = crate::shop::python_fields("j", "default", "tasks.add", Default::default())
        .call
        .unwrap()
        .write()
        .unwrap();
    shop.say::<()>(&["SADD", "rq:queues", "rq:queue:default"]);
    for (count, name, status) in [(queued, "q", "queued"), (failed, "f", "failed")] {
        for first in (0..count).step_by(5000) {
            redis::cmd("EVAL")
                .arg(script)
                .arg(0)
                .arg(first)
                .arg(name)
                .arg(&data)
                .arg(status)
                .query::<()>(&mut shop.raw)
                .unwrap();
        }
    }
    let end = Instant::now() + Duration::from_secs(600);
    loop {
        let counts = shop.store.counts(None).await.unwrap();
        let seen = |state| counts.get(&state).copied().unwrap_or(0) as usize;
        if seen(JobState::Queued) >= queued && seen(JobState::Failed) >= failed {
            break;
        }
        assert!(Instant::now() < end, "{counts:?}");
        shop.say::<()>(&["DEL", "rq:penstock:folded"]);
        shop.store.changed(Duration::from_millis(200)).await;
    }
}

async fn measure(shop: &mut Shop) -> [Cost; 5] {
    let (store, raw) = (&shop.store, &mut shop.raw);
    let list = async |filter: JobFilter| drop(store.list(&filter).await.unwrap());
    let failed = JobFilter { states: vec![JobState::Failed], ..JobFilter::default() };
    let ready = JobFilter { states: vec![JobState::Queued], in_start_order: true, ..JobFilter::default() };
    let search = JobFilter { search: Some("no such job".into()), ..JobFilter::default() };
    store.register(&worker("w", &["default"])).await.unwrap();
    let newest = least(raw, async || list(JobFilter::default()).await).await;
    let failed = least(raw, async || list(failed.clone()).await).await;
    let ready = least(raw, async || list(ready.clone()).await).await;
    let search = least(raw, async || list(search.clone()).await).await;
    let claim = least(raw, async || {
        for _ in 0..20 {
            let claim = store.claim(&request("w", &["default"], LONG)).await.unwrap().unwrap();
            store.give_back(&claim.lease).await.unwrap();
        }
    })
    .await;
    let claim = Cost { time: claim.time / 20, bytes: claim.bytes / 20 };
    [newest, failed, ready, search, claim]
}

/// So many queued and as many failed jobs are what more of them is held against.
const FEW: usize = 500;
/// Jobs that a search looks at before it rests.
const SCANNED: u32 = 20_000;
/// What the server may have sent to others meanwhile, such as to the comparison with RQ's lists.
const OTHERS_BYTES: u64 = 100_000;
const WORDS: [&str; 5] =
    ["newest", "failed", "in order of starting", "a search for nothing", "claim and give back"];

/// Nothing may grow with the jobs behind it, but a search up to where it rests. What was measured, in words.
async fn pages_stay_quick(queued: usize, failed: usize) -> String {
    let mut small = Shop::open().await;
    fill(&mut small, FEW, FEW).await;
    let few = measure(&mut small).await;
    drop(small);
    let mut large = Shop::open().await;
    fill(&mut large, queued, failed).await;
    let many = measure(&mut large).await;
    large.store.submit(vec![labelled("after")], &actor()).await.unwrap();
    let mut said = String::new();
    for ((word, few), many) in WORDS.into_iter().zip(few).zip(many) {
        said += &format!("{word}: {few:?} with {} jobs, {many:?} with {}\n", 2 * FEW, queued + failed);
        let reads = if word.contains("search") { SCANNED / 1_000 } else { 1 };
        let slow = many.time > few.time * 8 * reads + Duration::from_millis(30);
        // The time alone does not show it when a page reads all names instead of its own.
        let wide = many.bytes > few.bytes * 2 * u64::from(reads) + OTHERS_BYTES;
        assert!(!slow && !wide, "{word}: {few:?} became {many:?}");
    }
    said
}

#[tokio::test]
async fn a_page_costs_the_same_behind_thirty_thousand_jobs() {
    println!("{}", pages_stay_quick(30_000, 5_000).await);
}

#[tokio::test]
#[ignore = "a million jobs take minutes to write"]
async fn a_page_costs_the_same_behind_a_million_jobs() {
    println!("{}", pages_stay_quick(1_000_000, 100_000).await);
}
