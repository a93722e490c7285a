//! Many jobs through one worker: I10 of the list of invariants. `PENSTOCK_FLAT_JOBS` says how many else.

use crate::children::children;
use crate::process::Running;
use crate::shop::Shop;
use crate::wait::{pause, until};
use penstock_testkit::RedisServer;
use std::path::Path;
use std::time::{Duration, Instant};

/// Enough for the slowest computer at 20 jobs a second.
const PATIENCE: Duration = Duration::from_secs(6 * 3600);

#[test]
#[ignore = "100,000 jobs take minutes in release, an hour without"]
fn a_hundred_thousand_jobs_leave_a_worker_on_sqlite_as_it_was() {
    let shop = Shop::open();
    flat(&shop, || 0);
}

#[test]
#[ignore = "100,000 jobs take minutes in release, an hour without"]
fn a_hundred_thousand_jobs_leave_a_worker_and_redis_as_they_were() {
    let server = RedisServer::start();
    let shop = Shop::on(&server.url());
    let mut raw = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
    // A job, what is about it, the batch that it came with, and the answer to a submission, which is kept for
    // a minute in case its reply was lost: what else grows is a leak.
    let mut others = move || {
        let mut ours = 0_u64;
        let keys: Vec<String> = redis::cmd("KEYS").arg("*").query(&mut raw).unwrap();
        for key in keys {
            let of_a_job = [
                "rq:job:",
                "rq:results:",
                "rq:penstock:attempts:",
                "rq:penstock:audit:",
                "rq:penstock:batch:",
                "rq:penstock:told:",
            ];
            ours += u64::from(!of_a_job.iter().any(|begin| key.starts_with(begin)));
        }
        ours
    };
    flat(&shop, &mut others);
}

/// What a worker holds: memory in KiB, open files, threads, files in its temporary folder, and keys
/// of Redis that belong to no job.
#[derive(Debug)]
struct Held {
    memory_kib: u64,
    files: usize,
    threads: u64,
    temporary: usize,
    keys: u64,
}

fn flat(shop: &Shop, mut keys: impl FnMut() -> u64) {
    let jobs: u64 = std::env::var("PENSTOCK_FLAT_JOBS").map_or(100_000, |said| said.parse().unwrap());
    let worker = shop.worker(&["--queues", "default", "--concurrency", "2", "--name", "w"]);
    let begun = Instant::now();
    let mut early = None;
    let batch = (jobs / 20).clamp(1, 1_000);
    let mut submitted = 0;
    while submitted < jobs {
        let count = batch.min(jobs - submitted).to_string();
        shop.ok(&[
            "submit",
            "pattern",
            "--queue",
            "default",
            "--set",
            "kind=grid",
            "--set",
            "width_mm=20",
            "--count",
            &count,
        ]);
        submitted += batch.min(jobs - submitted);
        drained(shop);
        if early.is_none() && submitted * 10 >= jobs {
            early = Some(held(shop, &worker, &mut keys));
        }
    }
    let (early, late) = (early.unwrap(), held(shop, &worker, &mut keys));
    println!("{jobs} jobs in {:?}\nafter a tenth: {early:?}\nat the end:    {late:?}", begun.elapsed());
    assert!(late.memory_kib < early.memory_kib + early.memory_kib / 4 + 8_192, "memory grows");
    assert!(late.files <= early.files + 4 && late.threads <= early.threads + 4, "files or threads grow");
    assert!(late.temporary <= early.temporary + 4, "files stay");
    assert!(late.keys <= early.keys + 4, "keys grow");
}

fn drained(shop: &Shop) {
    let end = Instant::now() + PATIENCE;
    loop {
        let queues = shop.json(&["queues", "--json"]);
        let open = |queue: &serde_json::Value| {
            queue["queued"].as_u64().unwrap() + queue["running"].as_u64().unwrap()
        };
        if queues["queues"].as_array().unwrap().iter().map(open).sum::<u64>() == 0 {
            return;
        }
        assert!(Instant::now() < end, "{queues}");
        pause(Duration::from_millis(500));
    }
}

fn held(shop: &Shop, worker: &Running, keys: &mut impl FnMut() -> u64) -> Held {
    let status = std::fs::read_to_string(format!("/proc/{}/status", worker.id())).unwrap();
    let number = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    let count = |folder: &Path| std::fs::read_dir(folder).map_or(0, Iterator::count);
    // Children that wait for work go after half a minute; each holds files and a thread of the worker's.
    until(Duration::from_secs(90), "no child is left", || children(worker).is_empty().then_some(()));
    Held {
        memory_kib: number("VmRSS:"),
        threads: number("Threads:"),
        files: count(Path::new(&format!("/proc/{}/fd", worker.id()))),
        temporary: count(&shop.path("tmp")),
        keys: keys(),
    }
}
