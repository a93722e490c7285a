//! A Redis that syncs its file once a second, and a power cut: what it accepted in that second may be gone, and
//! nothing else may be. What is gone is counted, and the doctor says beforehand that it may be.

use crate::rest::{every_job_finished_once, settle, the_store_is_sound};
use crate::shop::Shop;
use penstock_jobs::{NewJob, Store as _};
use penstock_queue::{RedisSettings, RedisStore};
use penstock_testkit::{RedisServer, actor, new_job};
use serde_json::json;
use std::collections::BTreeSet;
use std::path::PathBuf;

const OPTIONS: [&str; 4] = ["--appendonly", "yes", "--appendfsync", "everysec"];
/// Accepted and synced, and accepted since.
const SYNCED: usize = 30;
const SINCE: usize = 20;

#[test]
fn a_power_cut_with_everysec_loses_the_last_second_at_most_and_is_counted() {
    let mut server = RedisServer::start_with(&OPTIONS);
    let shop = Shop::on(&server.url());
    let said = shop.ok(&["doctor"]);
    assert!(said.contains("a crash loses those that it accepted since"), "{said}");

    let safe = accept(&server, SYNCED);
    let synced = length(&server);
    let at_risk = accept(&server, SINCE);
    let end = length(&server);
    assert!(end > synced, "the file did not grow: the test cuts nothing");
    server.kill();
    // The disk has all up to the last sync, and of what came after it only a part.
    let file = std::fs::OpenOptions::new().write(true).open(log(&server)).unwrap();
    file.set_len(synced + (end - synced) / 2).unwrap();
    server.restart();

    let there: BTreeSet<String> =
        shop.jobs().iter().map(|job| job["id"].as_str().unwrap().to_owned()).collect();
    let lost: Vec<&String> = safe.union(&at_risk).filter(|id| !there.contains(*id)).collect();
    println!("of {} accepted jobs {} were lost with the last second", SYNCED + SINCE, lost.len());
    assert!(!lost.is_empty() && lost.len() < SINCE, "{} of {SINCE} were lost", lost.len());
    assert!(lost.iter().all(|id| at_risk.contains(*id)), "a job was lost that was on the disk: {lost:?}");

    // What is left of a job is all of it.
    settle(&shop, "default");
    every_job_finished_once(&shop, &there, "after the cut");
    the_store_is_sound(&shop, "after the cut");
}

/// Submits so many, one by one; the ids that were acknowledged.
fn accept(server: &RedisServer, jobs: usize) -> BTreeSet<String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let store = RedisStore::open(RedisSettings::parse(&server.url()).unwrap()).await.unwrap();
        let mut accepted = BTreeSet::new();
        for _ in 0..jobs {
            let params = json!({ "kind": "grid", "width_mm": 20.0, "height_mm": 20.0 });
            let job = NewJob { params, ..new_job("pattern") };
            let submitted = store.submit(vec![job], &actor()).await.unwrap();
            accepted.insert(submitted[0].id.to_string());
        }
        accepted
    })
}

/// The file that grows with every write.
fn log(server: &RedisServer) -> PathBuf {
    let mut folders = vec![server.folder().to_owned()];
    let mut logs = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let name = entry.file_name().into_string().unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else if name.ends_with(".incr.aof") || name == "appendonly.aof" {
                logs.push(entry.path());
            }
        }
    }
    assert_eq!(logs.len(), 1, "{logs:?}");
    logs.remove(0)
}

fn length(server: &RedisServer) -> u64 {
    std::fs::metadata(log(server)).unwrap().len()
}
