//! What a job costs, and what stays behind.

use crate::shop::{Shop, labelled};
use penstock_jobs::{ArtifactRef, ArtifactRole, Completion, Failure, FailureClass, NewJob, Store};
use penstock_queue::conformance::actor;

#[tokio::test]
async fn a_job_costs_at_most_eight_commands_from_claim_to_finish() {
    const JOBS: u64 = 20;
    let mut shop = Shop::open().await;
    for number in 0..=JOBS {
        shop.submit(labelled(&number.to_string())).await;
    }
    // The server learns the scripts.
    let first = shop.claim().await.unwrap();
    shop.finish(&first).await.unwrap();
    let before = calls(&mut shop);
    let request = crate::shop::request("w", &["high", "default", "low"], crate::shop::LONG);
    for _ in 0..JOBS {
        let claim = shop.store.claim(&request).await.unwrap().unwrap();
        shop.finish(&claim).await.unwrap();
    }
    let each = (calls(&mut shop) - before) / JOBS;
    assert!(each <= 8, "{each} commands a job");
    assert_eq!(each, 2, "a claim and an end");
}

#[tokio::test]
async fn a_slot_that_goes_on_needs_one_command_a_job() {
    const JOBS: u64 = 20;
    let mut shop = Shop::open().await;
    for number in 0..=JOBS + 1 {
        shop.submit(labelled(&number.to_string())).await;
    }
    let request = crate::shop::request("w", &["high", "default", "low"], crate::shop::LONG);
    let mut claim = shop.claim().await.unwrap();
    let done = crate::shop::done();
    // The server learns the script.
    claim = shop.store.finish_and_claim(&claim.lease, &done, &request).await.unwrap().unwrap();
    let before = calls(&mut shop);
    for _ in 0..JOBS {
        claim = shop.store.finish_and_claim(&claim.lease, &done, &request).await.unwrap().unwrap();
    }
    assert_eq!(calls(&mut shop) - before, JOBS);
}

/// Commands that came over connections, without those within scripts.
fn calls(shop: &mut Shop) -> u64 {
    let info: String = shop.say(&["INFO", "commandstats"]);
    let of = |line: &str| line.split_once("calls=")?.1.split(',').next()?.parse::<u64>().ok();
    info.lines().filter(|line| line.starts_with("cmdstat_eval")).filter_map(of).sum()
}

#[tokio::test]
async fn nothing_without_a_lifetime_grows() {
    let mut shop = Shop::open().await;
    for number in 0..40 {
        let job = NewJob {
            result_ttl_s: Some(60),
            failure_ttl_s: Some(60),
            idempotency_key: Some(format!("key {number}")),
            ..labelled("job")
        };
        shop.submit(job).await;
    }
    shop.python_enqueues("theirs", "default", "penstock.tasks.plot");
    let made = ArtifactRef {
        name: "a.svg".into(),
        role: ArtifactRole::Result,
        sha256: "ab".repeat(32),
        bytes: 1,
        media_type: "image/svg+xml".into(),
    };
    let mut number = 0;
    while let Some(claim) = shop.claim().await {
        number += 1;
        if number % 3 == 0 {
            shop.store.fail(&claim.lease, &Failure::new(FailureClass::Task, "No"), false).await.unwrap();
        } else {
            let done = Completion { report: serde_json::json!({}), artifacts: vec![made.clone()] };
            shop.store.finish(&claim.lease, &done).await.unwrap();
        }
    }
    assert_eq!(number, 41);
    shop.store.unregister("w").await.unwrap();
    let lasting: Vec<String> = shop
        .say::<Vec<String>>(&["KEYS", "*"])
        .into_iter()
        .filter(|key| shop.say::<i64>(&["TTL", key]) == -1)
        .collect();
    // One for each queue, state or file at most, not one for each job.
    let known = |key: &String| {
        ["rq:queues", "rq:finished:default", "rq:failed:default"].contains(&key.as_str())
            || key.starts_with("rq:penstock:index:")
            || key.starts_with("rq:penstock:names:")
            || ["event", "events", "order", "audit", "expiry", "seen"]
                .iter()
                .any(|name| *key == format!("rq:penstock:{name}"))
    };
    let odd: Vec<&String> = lasting.iter().filter(|key| !known(key)).collect();
    assert_eq!(odd, [] as [&String; 0]);
    let ids: Vec<_> =
        shop.store.list(&Default::default()).await.unwrap().jobs.into_iter().map(|job| job.id).collect();
    shop.store.delete(&ids, &actor()).await.unwrap();
    let left: Vec<String> = shop.say(&["KEYS", "*"]);
    let about_jobs: Vec<&String> =
        left.iter().filter(|key| ids.iter().any(|id| key.contains(id.as_str()))).collect();
    assert!(about_jobs.iter().all(|key| key.starts_with("rq:penstock:audit:")), "{about_jobs:?}");
}
