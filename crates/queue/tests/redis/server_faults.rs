//! Servers that die, and servers that say no.

use crate::shop::{DEADLINE, LONG, Shop, done, labelled, open, request};
use penstock_jobs::{JobId, JobState, Store, StoreError};
use penstock_queue::conformance::{actor, eventually, worker};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

fn unavailable<T: std::fmt::Debug>(answer: Result<T, StoreError>) -> String {
    match answer {
        Err(StoreError::Unavailable(text)) => text,
        other => panic!("expected a store that is away, got {other:?}"),
    }
}

#[tokio::test]
async fn a_server_that_takes_no_writes_is_away_in_words() {
    let mut shop = Shop::open().await;
    shop.submit(labelled("a")).await;
    shop.say::<()>(&["CONFIG", "SET", "maxmemory", "1"]);
    let full = unavailable(shop.store.submit(vec![labelled("b")], &actor()).await);
    assert!(full.to_lowercase().contains("memory"), "{full}");
    shop.say::<()>(&["CONFIG", "SET", "maxmemory", "0"]);
    shop.submit(labelled("b")).await;
    shop.say::<()>(&["REPLICAOF", "127.0.0.1", "1"]);
    let replica = unavailable(shop.store.submit(vec![labelled("c")], &actor()).await);
    assert!(!replica.is_empty());
    shop.say::<()>(&["REPLICAOF", "NO", "ONE"]);
    eventually(DEADLINE, async || shop.store.submit(vec![labelled("c")], &actor()).await.is_ok()).await;
    shop.server.kill();
    unavailable(shop.store.counts(None).await);
    unavailable(shop.store.claim(&request("w", &["default"], LONG)).await);
}

#[tokio::test]
async fn a_server_that_is_still_loading_is_away_and_then_back() {
    let options = ["--key-load-delay", "2000", "--loading-process-events-interval-bytes", "1024"];
    let mut shop = Shop::open_with(&options).await;
    let id = shop.submit(labelled("a")).await;
    shop.say::<()>(&["DEBUG", "POPULATE", "3000", "ballast"]);
    let mut other = redis::Client::open(shop.server.url()).unwrap().get_connection().unwrap();
    let loading = std::thread::spawn(move || redis::cmd("DEBUG").arg("RELOAD").query::<()>(&mut other));
    let said = Mutex::new(String::new());
    eventually(DEADLINE, async || match shop.store.claim(&request("w", &["default"], LONG)).await {
        Err(StoreError::Unavailable(text)) => {
            *said.lock().unwrap() = text;
            true
        }
        // Before the loading begins there is no worker of this name.
        Err(StoreError::Invalid(_)) => false,
        other => panic!("{other:?}"),
    })
    .await;
    let said = said.into_inner().unwrap();
    assert!(said.to_lowercase().contains("loading"), "{said}");
    eventually(DEADLINE, async || shop.store.counts(None).await.is_ok()).await;
    loading.join().unwrap().unwrap();
    let claim = shop.claim().await.unwrap();
    assert_eq!(claim.job.id, id);
    shop.finish(&claim).await.unwrap();
}

#[tokio::test]
async fn a_server_that_cannot_write_its_snapshot_is_away_in_words() {
    let mut shop = Shop::open_with(&["--save", "3600 1"]).await;
    shop.submit(labelled("a")).await;
    // What a full disk does to it: the snapshot cannot be written.
    let folder = shop.server.folder().to_owned();
    let away = folder.with_extension("away");
    std::fs::rename(&folder, &away).unwrap();
    std::fs::remove_dir_all(&away).unwrap();
    shop.say::<()>(&["BGSAVE"]);
    let failed = async || {
        let mut raw = redis::Client::open(shop.server.url()).unwrap().get_connection().unwrap();
        let info: String = redis::cmd("INFO").arg("persistence").query(&mut raw).unwrap();
        info.contains("rdb_last_bgsave_status:err")
    };
    eventually(DEADLINE, failed).await;
    let said = unavailable(shop.store.submit(vec![labelled("b")], &actor()).await);
    assert!(said.contains("MISCONF") || said.to_lowercase().contains("disk"), "{said}");
    shop.say::<()>(&["CONFIG", "SET", "stop-writes-on-bgsave-error", "no"]);
    shop.submit(labelled("b")).await;
    assert_eq!(shop.store.counts(None).await.unwrap()[&JobState::Queued], 2);
    std::fs::create_dir_all(&folder).unwrap();
}

/// What the sides of a test were told.
#[derive(Default)]
struct Ledger {
    accepted: Vec<JobId>,
    finished: BTreeMap<JobId, u32>,
}

#[tokio::test]
async fn a_server_that_is_killed_under_load_loses_nothing_that_it_accepted() {
    let mut shop = Shop::open_with(&["--appendonly", "yes", "--appendfsync", "always"]).await;
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let stop = Arc::new(AtomicBool::new(false));
    let url = shop.server.url();
    let mut sides = vec![];
    for side in 0..4 {
        let (ledger, stop, url) = (Arc::clone(&ledger), Arc::clone(&stop), url.clone());
        sides.push(tokio::spawn(async move {
            let store = open(&url).await;
            let name = format!("w{side}");
            store.register(&worker(&name, &["default"])).await.unwrap();
            while !stop.load(Ordering::Acquire) {
                if side % 2 == 0 {
                    if let Ok(submitted) = store.submit(vec![labelled("job")], &actor()).await {
                        ledger.lock().unwrap().accepted.push(submitted[0].id.clone());
                    }
                } else if let Ok(Some(claim)) = store.claim(&request(&name, &["default"], LONG)).await {
                    // As a worker does: said again until somebody answers.
                    while !stop.load(Ordering::Acquire) {
                        match store.finish(&claim.lease, &done()).await {
                            Ok(()) => {
                                *ledger.lock().unwrap().finished.entry(claim.job.id.clone()).or_default() +=
                                    1;
                                break;
                            }
                            Err(StoreError::Unavailable(_)) => tokio::task::yield_now().await,
                            Err(error) => panic!("{error}"),
                        }
                    }
                } else {
                    tokio::task::yield_now().await;
                }
            }
        }));
    }
    for round in 1..=5 {
        eventually(DEADLINE, async || ledger.lock().unwrap().finished.len() >= round * 30).await;
        shop.server.kill();
        shop.server.restart();
    }
    let so_far = ledger.lock().unwrap().finished.len();
    eventually(DEADLINE, async || ledger.lock().unwrap().finished.len() > so_far + 10).await;
    stop.store(true, Ordering::Release);
    for side in sides {
        side.await.unwrap();
    }
    let store = open(&url).await;
    let ledger = std::mem::take(&mut *ledger.lock().unwrap());
    assert!(ledger.finished.values().all(|times| *times == 1), "finished twice");
    for id in &ledger.accepted {
        let job = store.job(id).await.expect("what was accepted is there");
        match ledger.finished.get(id) {
            Some(_) => assert_eq!((job.state, job.attempts_finished), (JobState::Finished, 1)),
            None => {
                assert!(!job.state.is_final() || job.state == JobState::Finished, "{id} is {}", job.state);
            }
        }
    }
    let report = store.check(false).await.unwrap();
    assert!(report.findings.iter().all(|finding| finding.ok), "{report:?}");
}
