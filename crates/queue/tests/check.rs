//! What `check` finds, and puts right, in a store that somebody broke.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use penstock_jobs::{ClaimRequest, Finding, JobState, NewJob, Store};
use penstock_queue::SqliteStore;
use penstock_queue::conformance::{actor, new_job, worker};
use std::time::Duration;

struct Broken {
    store: SqliteStore,
    folder: tempfile::TempDir,
}

impl Broken {
    /// A store with a queued, a running and a deferred job, where this was then done behind its back.
    async fn by(sql: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("queue.db");
        let store = SqliteStore::open(&path).unwrap();
        let ids = store.submit(vec![new_job("runs"), new_job("waits")], &actor()).await.unwrap();
        let after = vec![ids[1].id.clone()];
        store.submit(vec![NewJob { after, ..new_job("deferred") }], &actor()).await.unwrap();
        store.register(&worker("w", &["default"])).await.unwrap();
        let lease = Duration::from_secs(600);
        let request = ClaimRequest { worker: "w".into(), queues: vec!["default".into()], lease };
        store.claim(&request).await.unwrap().unwrap();
        rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        Self { store, folder }
    }

    async fn ills(&self, repair: bool) -> Vec<Finding> {
        let report = self.store.check(repair).await.unwrap();
        report.findings.into_iter().filter(|finding| !finding.ok).collect()
    }

    /// Requires that exactly this is found ill, and well again after a repair.
    async fn is_put_right(&self, what: &str) {
        let ills = self.ills(false).await;
        let names: Vec<&str> = ills.iter().map(|ill| ill.what.as_str()).collect();
        assert_eq!(names, [what]);
        assert!(ills[0].repairable);
        assert_eq!(self.ills(false).await, ills, "looking changed something");
        assert_eq!(self.ills(true).await, []);
        assert_eq!(self.ills(false).await, []);
    }

    async fn count(&self, state: JobState) -> u64 {
        self.store.counts(None).await.unwrap().get(&state).copied().unwrap_or(0)
    }
}

#[tokio::test]
async fn a_job_that_runs_without_an_attempt_is_put_back() {
    let broken = Broken::by("DELETE FROM attempts").await;
    broken.is_put_right("Running jobs").await;
    assert_eq!((broken.count(JobState::Running).await, broken.count(JobState::Queued).await), (0, 2));
}

#[tokio::test]
async fn an_attempt_without_a_running_job_is_ended() {
    let broken = Broken::by(
        "INSERT INTO attempts (id, job, number, worker, started_at_ms) SELECT 'stray', seq, 1, 'w', 0 FROM jobs \
         WHERE task = 'waits'",
    )
    .await;
    broken.is_put_right("Open attempts").await;
}

#[tokio::test]
async fn a_job_that_waits_for_nothing_is_let_go() {
    let broken = Broken::by("DELETE FROM dependencies").await;
    broken.is_put_right("Jobs that wait for others").await;
    assert_eq!(broken.count(JobState::Queued).await, 2);
}

#[tokio::test]
async fn a_job_that_waits_for_one_that_is_gone_fails() {
    let broken = Broken::by("UPDATE dependencies SET on_id = 'nobody'").await;
    broken.is_put_right("Jobs that wait for others").await;
    assert_eq!(broken.count(JobState::Failed).await, 1);
}

#[tokio::test]
async fn a_scheduled_job_without_a_time_is_queued() {
    let broken = Broken::by("UPDATE jobs SET state = 'scheduled' WHERE task = 'waits'").await;
    broken.is_put_right("Jobs that wait for a time").await;
    assert_eq!(broken.count(JobState::Queued).await, 1);
}

#[tokio::test]
async fn wrong_counters_are_counted_again() {
    let broken = Broken::by("UPDATE tallies SET jobs = 99 WHERE state = 'queued'").await;
    assert_eq!(broken.count(JobState::Queued).await, 99);
    broken.is_put_right("Counters").await;
    assert_eq!(broken.count(JobState::Queued).await, 1);
    let broken = Broken::by("INSERT INTO tallies VALUES ('ghost', 'queued', 3)").await;
    broken.is_put_right("Counters").await;
    let broken = Broken::by("DELETE FROM tallies").await;
    broken.is_put_right("Counters").await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_others_may_read_is_closed() {
    use std::os::unix::fs::PermissionsExt;
    let broken = Broken::by("").await;
    let path = broken.folder.path().join("queue.db");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o644)).unwrap();
    broken.is_put_right("Only you can read the queue").await;
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn damage_is_found_and_a_backup_advised() {
    let broken =
        Broken::by("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'jobs_by_state'")
            .await;
    let ills = broken.ills(false).await;
    assert_eq!(ills.len(), 1, "{ills:?}");
    assert_eq!((ills[0].what.as_str(), ills[0].repairable), ("The file is sound", false));
    assert!(ills[0].found.contains("backup"), "{}", ills[0].found);
}
