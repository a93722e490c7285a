//! Workers that are killed. This binary starts itself again as one.

use crate::shop::{DEADLINE, Shop, done, labelled, open, request};
use penstock_jobs::{JobId, JobState, Store, StoreError};
use penstock_queue::conformance::{actor, worker};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

const URL: &str = "PENSTOCK_TEST_URL";
const QUEUES: [&str; 3] = ["high", "default", "low"];
/// Short, so that a test sees many rescues; a worker renews nothing here.
const LEASE: Duration = Duration::from_millis(700);

/// Not a test by itself: the worker that is killed.
#[tokio::test]
async fn a_worker_that_will_be_killed() {
    let Ok(url) = std::env::var(URL) else { return };
    std::thread::spawn(|| {
        // Whoever started this has gone away.
        drop(std::io::copy(&mut std::io::stdin(), &mut std::io::sink()));
        std::process::exit(1);
    });
    let store = open(&url).await;
    let name = format!("w{}", std::process::id());
    store.register(&worker(&name, &QUEUES)).await.unwrap();
    let mut rounds = 0_u64;
    loop {
        let Some(claim) = store.claim(&request(&name, &QUEUES, LEASE)).await.unwrap() else {
            store.changed(Duration::from_millis(20)).await;
            continue;
        };
        rounds += 1;
        if rounds.is_multiple_of(3) {
            store.changed(Duration::from_millis(rounds % 7)).await;
        }
        match store.finish(&claim.lease, &done()).await {
            Ok(()) => {
                let mut out = std::io::stdout().lock();
                out.write_all(format!("\nfinished {}\n", claim.job.id).as_bytes()).unwrap();
                out.flush().unwrap();
            }
            Err(StoreError::NotYours(_)) => (),
            Err(error) => panic!("{error}"),
        }
    }
}

struct Victim {
    process: Child,
    lines: Receiver<String>,
}

impl Victim {
    fn start(url: &str) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed::a_worker_that_will_be_killed", "--nocapture", "--test-threads=1"])
            .env(URL, url)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = BufReader::new(process.stdout.take().unwrap());
        let (line, lines) = sync_channel(100_000);
        std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|said| line.send(said)));
        Self { process, lines }
    }

    /// Kills it, and adds what it said to the ledger.
    fn kill(mut self, finished: &mut BTreeMap<String, u32>) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        while let Ok(line) = self.lines.recv_timeout(DEADLINE) {
            if let Some(id) = line.strip_prefix("finished ") {
                *finished.entry(id.to_owned()).or_default() += 1;
            }
        }
    }
}

async fn kill_many(kills: u64, seed: u64) {
    let shop = Shop::open().await;
    let url = shop.server.url();
    let mut finished = BTreeMap::new();
    let mut accepted: Vec<JobId> = vec![];
    let mut victims = vec![Victim::start(&url), Victim::start(&url)];
    let mut dice = seed;
    for kill in 0..kills {
        let queue = QUEUES[(kill % 3) as usize].to_owned();
        let jobs =
            (0..15).map(|_| penstock_jobs::NewJob { queue: queue.clone(), ..labelled("job") }).collect();
        accepted.extend(shop.store.submit(jobs, &actor()).await.unwrap().into_iter().map(|one| one.id));
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let until = Instant::now() + Duration::from_micros((dice >> 33) % 60_000);
        while Instant::now() < until {
            shop.store.changed(Duration::from_millis(1)).await;
        }
        let victim = victims.remove(0);
        victim.kill(&mut finished);
        victims.push(Victim::start(&url));
        shop.store.rescue().await.unwrap();
    }
    let end = Instant::now() + DEADLINE * 2;
    loop {
        shop.store.rescue().await.unwrap();
        let counts = shop.store.counts(None).await.unwrap();
        if counts.get(&JobState::Finished) == Some(&(accepted.len() as u64)) {
            break;
        }
        assert!(Instant::now() < end, "seed {seed}: {} accepted, {counts:?}", accepted.len());
        shop.store.changed(Duration::from_millis(50)).await;
    }
    for victim in victims {
        victim.kill(&mut finished);
    }
    assert!(finished.values().all(|times| *times == 1), "seed {seed}: finished twice");
    for id in &accepted {
        let job = shop.store.job(id).await.unwrap();
        assert_eq!((job.state, job.attempts_finished), (JobState::Finished, 1), "seed {seed}");
        let ends = shop.store.attempts(id).await.unwrap();
        let well = ends.iter().filter(|one| one.outcome == Some(penstock_jobs::AttemptOutcome::Finished));
        assert_eq!(well.count(), 1, "seed {seed}: {ends:?}");
    }
    let report = shop.store.check(false).await.unwrap();
    assert!(report.findings.iter().all(|finding| finding.ok), "{report:?}");
}

#[tokio::test]
async fn killed_workers_lose_nothing_and_finish_nothing_twice() {
    kill_many(12, 20_261_122).await;
}

#[tokio::test]
#[ignore = "500 kills take minutes"]
async fn five_hundred_killed_workers_lose_nothing() {
    kill_many(500, 7).await;
}
