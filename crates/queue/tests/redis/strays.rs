//! Jobs that RQ lost.

use crate::shop::{DEADLINE, Shop, labelled};
use penstock_jobs::{JobState, Store};
use penstock_queue::conformance::eventually;

async fn ills(shop: &Shop, repair: bool) -> Vec<(String, String)> {
    let report = shop.store.check(repair).await.unwrap();
    report
        .findings
        .into_iter()
        .filter(|finding| !finding.ok)
        .map(|finding| (finding.what, finding.found))
        .collect()
}

#[tokio::test]
async fn a_job_that_is_in_no_queue_is_shown_and_put_back() {
    let mut shop = Shop::open().await;
    for id in ["lost1", "lost2", "fine"] {
        shop.python_enqueues(id, "default", "tasks.add");
    }
    // A worker of RQ on several queues popped it, and was killed.
    shop.say::<()>(&["LREM", "rq:queue:default", "1", "lost1"]);
    shop.say::<()>(&["LREM", "rq:queue:default", "1", "lost2"]);
    shop.say::<()>(&["HSET", "rq:job:lost2", "status", "started"]);
    let found = ills(&shop, false).await;
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].1.contains("lost1") && found[1].1.contains("lost2"), "{found:?}");
    assert_eq!(shop.say::<u32>(&["LLEN", "rq:queue:default"]), 1, "looking changed something");
    assert_eq!(ills(&shop, true).await, []);
    assert_eq!(ills(&shop, false).await, []);
    assert_eq!(shop.store.counts(None).await.unwrap()[&JobState::Queued], 3);
    assert_eq!(shop.say::<u32>(&["LLEN", "rq:queue:default"]), 3);
}

#[tokio::test]
async fn a_job_that_was_taken_and_never_started_is_put_back_by_maintenance() {
    let mut shop = Shop::open().await;
    shop.python_enqueues("stuck", "default", "tasks.add");
    shop.say::<()>(&["LMOVE", "rq:queue:default", "rq:queue:default:intermediate", "LEFT", "RIGHT"]);
    shop.store.rescue().await.unwrap();
    assert_eq!(shop.say::<u32>(&["LLEN", "rq:queue:default"]), 0, "its worker may start it yet");
    shop.say::<()>(&["SET", "rq:queue:default:intermediate:first_seen:stuck", "1000"]);
    shop.store.rescue().await.unwrap();
    assert_eq!(shop.say::<Vec<String>>(&["LRANGE", "rq:queue:default", "0", "-1"]), ["stuck"]);
    assert_eq!(shop.say::<u32>(&["LLEN", "rq:queue:default:intermediate"]), 0);
}

#[tokio::test]
async fn a_dependent_that_a_dead_worker_of_rq_3_released_is_put_in() {
    let mut shop = Shop::open().await;
    shop.python_enqueues("ready", "default", "tasks.add");
    shop.say::<()>(&["DEL", "rq:queue:default"]);
    shop.say::<()>(&["HSET", "rq:job:ready", "status", "ready_to_enqueue"]);
    shop.say::<()>(&["ZADD", "rq:ready:default", "1000", "ready"]);
    assert_eq!(shop.store.job(&"ready".into()).await.unwrap().state, JobState::Deferred);
    shop.store.rescue().await.unwrap();
    assert_eq!(shop.field("ready", "status"), "queued");
    assert_eq!(shop.say::<u32>(&["LLEN", "rq:queue:default"]), 1);
}

#[tokio::test]
async fn a_server_full_of_jobs_that_we_never_saw_is_listed_whole() {
    let mut shop = Shop::open().await;
    shop.submit(labelled("ours")).await;
    for number in 0..700 {
        shop.python_enqueues(&format!("p{number}"), "default", "tasks.add");
    }
    eventually(DEADLINE, async || {
        shop.store.counts(None).await.unwrap().get(&JobState::Queued) == Some(&701)
    })
    .await;
    assert_eq!(ills(&shop, false).await, []);
}
