//! Several processes on one file. This binary starts itself again: a part names what the copy does.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use penstock_jobs::{Claim, ClaimRequest, Completion, JobFilter, JobId, JobState, Store};
use penstock_queue::SqliteStore;
use penstock_queue::conformance::{actor, eventually, new_job, worker};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

const PART: &str = "PENSTOCK_TEST_PART";
const FILE: &str = "PENSTOCK_TEST_FILE";
const DEADLINE: Duration = Duration::from_secs(30);

/// A copy of this binary that plays a part. It ends when this is dropped, or when this process ends.
struct Part {
    process: Child,
    lines: Receiver<String>,
}

impl Part {
    fn start(part: &str, file: &Path) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_part_is_played", "--nocapture", "--test-threads=1"])
            .env(PART, part)
            .env(FILE, file)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(process.stdout.take().unwrap());
        let (line, lines) = sync_channel(1000);
        std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|said| line.send(said)));
        Self { process, lines }
    }

    /// The next line with this word before it; none when the part is over.
    fn said(&self, word: &str) -> Option<String> {
        loop {
            match self.lines.recv_timeout(DEADLINE) {
                Ok(line) => {
                    if let Some(("", said)) = line.split_once(word) {
                        return Some(said.trim().to_owned());
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => panic!("a part said nothing for {DEADLINE:?}"),
            }
        }
    }

    /// Everything it says from now on with this word before it, until it is over.
    fn rest(&self, word: &str) -> impl Iterator<Item = String> {
        std::iter::from_fn(move || self.said(word))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Both fail when it has ended already, which is what is wanted.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Says a line at once: what is said was acknowledged, whatever happens next. It begins on a new line,
/// because the test harness has begun one.
fn say(word: &str, id: &JobId) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\n{word} {id}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// Not a test by itself: what the copies of this binary do.
#[tokio::test]
async fn a_part_is_played() {
    let (Ok(part), Ok(file)) = (std::env::var(PART), std::env::var(FILE)) else { return };
    std::thread::spawn(|| {
        // Whoever started this has gone away.
        drop(std::io::copy(&mut std::io::stdin(), &mut std::io::sink()));
        std::process::exit(1);
    });
    let store = SqliteStore::open(Path::new(&file)).unwrap();
    match part.as_str() {
        "work" => work(&store).await,
        "submit" => loop {
            let submitted = store.submit(vec![new_job("plot")], &actor()).await.unwrap();
            say("accepted", &submitted[0].id);
        },
        "hold" => hold(&store).await,
        other => panic!("there is no part {other}"),
    }
}

async fn claim(store: &SqliteStore, name: &str, lease: Duration) -> Option<Claim> {
    let request = ClaimRequest { worker: name.to_owned(), queues: vec!["default".into()], lease };
    store.claim(&request).await.unwrap()
}

async fn work(store: &SqliteStore) {
    let name = format!("w{}", std::process::id());
    store.register(&worker(&name, &["default"])).await.unwrap();
    while let Some(claim) = claim(store, &name, DEADLINE * 20).await {
        let done = Completion { report: serde_json::json!({}), artifacts: vec![] };
        store.finish(&claim.lease, &done).await.unwrap();
        say("finished", &claim.job.id);
    }
}

/// Takes a job and keeps it for ever.
async fn hold(store: &SqliteStore) {
    store.register(&worker("holder", &["default"])).await.unwrap();
    let claim = claim(store, "holder", DEADLINE * 20).await.unwrap();
    say("holds", &claim.job.id);
    std::future::pending::<()>().await;
}

#[tokio::test]
async fn of_many_processes_no_two_get_the_same_job() {
    const JOBS: usize = 150;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("queue.db");
    let store = SqliteStore::open(&file).unwrap();
    let jobs = (0..JOBS).map(|_| new_job("plot")).collect();
    let submitted = store.submit(jobs, &actor()).await.unwrap();
    let mut parts: Vec<Part> = (0..4).map(|_| Part::start("work", &file)).collect();
    let mut finished = Vec::new();
    for part in &mut parts {
        finished.extend(part.rest("finished"));
        assert!(part.process.wait().unwrap().success());
    }
    assert_eq!(finished.len(), JOBS, "a job was lost or given twice");
    let all: BTreeSet<String> = submitted.iter().map(|submitted| submitted.id.to_string()).collect();
    assert_eq!(finished.into_iter().collect::<BTreeSet<_>>(), all);
    for submitted in &submitted {
        let job = store.job(&submitted.id).await.unwrap();
        assert_eq!((job.state, job.attempt, job.attempts_finished), (JobState::Finished, 1, 1));
    }
}

#[tokio::test]
async fn what_was_accepted_survives_the_death_of_its_writer() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("queue.db");
    let mut accepted = BTreeSet::new();
    for round in 0..6 {
        let mut part = Part::start("submit", &file);
        // Each round dies at another place.
        accepted.extend(part.rest("accepted").take(15 + round * 7));
        part.process.kill().unwrap();
        accepted.extend(part.rest("accepted"));
    }
    assert!(accepted.len() >= 100, "{}", accepted.len());
    let store = SqliteStore::open(&file).unwrap();
    let all = JobFilter { limit: Some(10_000), ..JobFilter::default() };
    let there: BTreeSet<String> =
        store.list(&all).await.unwrap().jobs.into_iter().map(|job| job.id.to_string()).collect();
    assert!(accepted.is_subset(&there), "lost: {:?}", accepted.difference(&there));
    // At most the one that was on its way when a writer died is there without having been acknowledged.
    assert!(there.len() <= accepted.len() + 6);
    let report = store.check(false).await.unwrap();
    assert!(report.findings.iter().all(|finding| finding.ok), "{report:?}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_job_of_a_killed_worker_is_back_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("queue.db");
    let store = SqliteStore::open(&file).unwrap();
    let submitted = store.submit(vec![new_job("plot")], &actor()).await.unwrap();
    let id = &submitted[0].id;
    let mut part = Part::start("hold", &file);
    assert_eq!(part.said("holds"), Some(id.to_string()));
    assert_eq!(store.rescue().await.unwrap(), [], "its worker lives");
    part.process.kill().unwrap();
    // Not collected: the process stands as a zombie, as under a parent that is slow.
    eventually(DEADLINE, async || store.rescue().await.unwrap().len() == 1).await;
    assert_eq!(store.job(id).await.unwrap().state, JobState::Queued);
}
