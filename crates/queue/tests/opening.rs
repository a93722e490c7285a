//! Opening a store in good places and bad ones.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use penstock_jobs::{ClaimRequest, Completion, JobFilter, JobState, Store, StoreError};
use penstock_queue::SqliteStore;
use penstock_queue::conformance::{actor, new_job, worker};
use std::path::Path;
use std::time::{Duration, Instant};

fn refused(path: &Path) -> StoreError {
    match SqliteStore::open(path) {
        Ok(store) => panic!("{} was opened", store.describe()),
        Err(error) => error,
    }
}

#[test]
fn a_folder_is_not_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let error = refused(folder.path());
    assert!(matches!(&error, StoreError::Invalid(text) if text.contains("is a folder")), "{error}");
}

#[test]
fn a_file_of_another_kind_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("drawing.svg");
    let content = "<svg/>".repeat(1000);
    std::fs::write(&path, &content).unwrap();
    let error = refused(&path);
    assert!(matches!(&error, StoreError::Damaged(_)), "{error}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), content);
}

#[test]
fn a_torn_file_is_called_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("queue.db");
    drop(SqliteStore::open(&path).unwrap());
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[..100].fill(0x55);
    std::fs::write(&path, bytes).unwrap();
    assert!(matches!(refused(&path), StoreError::Damaged(_)));
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_that_cannot_be_written_is_named() {
    for place in ["/proc/queue.db", "/sys/penstock/queue.db", "/dev/null/queue.db"] {
        let error = refused(Path::new(place));
        assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
        assert!(error.to_string().contains(Path::new(place).parent().unwrap().to_str().unwrap()), "{error}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read_what_is_stored() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own/queue.db");
    let opened = penstock_queue::open_embedded(&path).unwrap();
    let stored = opened.artifacts.put_bytes(b"secret").await.unwrap();
    opened.store.pause(None, &actor()).await.unwrap();
    let mut seen = 0;
    let mut folders = vec![folder.path().join("own")];
    while let Some(folder) = folders.pop() {
        assert_eq!(
            std::fs::metadata(&folder).unwrap().permissions().mode() & 0o777,
            0o700,
            "{}",
            folder.display()
        );
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
                assert_eq!(mode, 0o600, "{}", entry.path().display());
                seen += 1;
            }
        }
    }
    assert!(seen >= 4, "the database, its log, its index and one artifact: {seen}");
    assert_eq!(stored.bytes, 6);
}

#[tokio::test]
async fn what_was_accepted_is_there_after_closing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("queue.db");
    let job = new_job("plot");
    let actor = actor();
    let submitted = SqliteStore::open(&path).unwrap().submit(vec![job], &actor).await.unwrap();
    assert!(!folder.path().join("queue.db-wal").exists(), "closing leaves one file");
    let store = SqliteStore::open(&path).unwrap();
    assert_eq!(store.job(&submitted[0].id).await.unwrap().task, "plot");
}

#[tokio::test]
async fn a_backup_is_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("queue.db");
    let store = SqliteStore::open(&path).unwrap();
    let job = new_job("plot");
    let submitted = store.submit(vec![job], &actor()).await.unwrap();
    let to = folder.path().join("backup.db");
    assert_eq!(store.backup(&to).await.unwrap().jobs, 1);
    let itself = store.backup(&path).await;
    assert!(matches!(itself, Err(StoreError::Invalid(_))), "{itself:?}");
    let restored = SqliteStore::open(&to).unwrap();
    assert_eq!(restored.job(&submitted[0].id).await.unwrap(), store.job(&submitted[0].id).await.unwrap());
    assert!(restored.check(false).await.unwrap().findings.iter().all(|finding| finding.ok));
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_is_deleted_or_replaced_while_open_takes_nothing_more() {
    for replaced in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("queue.db");
        let store = SqliteStore::open(&path).unwrap();
        store.submit(vec![new_job("plot")], &actor()).await.unwrap();
        for name in ["queue.db", "queue.db-wal", "queue.db-shm"] {
            std::fs::rename(folder.path().join(name), folder.path().join(format!("old {name}"))).unwrap();
        }
        if replaced {
            drop(SqliteStore::open(&path).unwrap());
        }
        let refused = store.submit(vec![new_job("plot")], &actor()).await;
        let Err(StoreError::Unavailable(why)) = refused else { panic!("{refused:?}") };
        assert!(why.contains("removed or replaced") && why.contains("queue.db"), "{why}");
        if replaced {
            continue;
        }
        for name in ["queue.db", "queue.db-wal", "queue.db-shm"] {
            std::fs::rename(folder.path().join(format!("old {name}")), folder.path().join(name)).unwrap();
        }
        store.submit(vec![new_job("plot")], &actor()).await.unwrap();
        assert_eq!(store.counts(None).await.unwrap()[&JobState::Queued], 2, "what was put back goes on");
    }
}

#[tokio::test]
async fn writers_wait_for_a_long_transaction_of_another_program() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("queue.db");
    let store = SqliteStore::open(&path).unwrap();
    let held = Duration::from_secs(2);
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let letting_go = std::thread::spawn(move || {
        std::thread::park_timeout(held);
        other.execute_batch("COMMIT").unwrap();
    });
    let asked = Instant::now();
    let submitted = store.submit(vec![new_job("plot")], &actor()).await;
    submitted.expect("it waits, and nobody hears of a lock");
    assert!(asked.elapsed() >= held - Duration::from_millis(200), "it did not wait: {:?}", asked.elapsed());
    letting_go.join().unwrap();
}

/// A reader that looks for long keeps the log from being written back; once it is done, the log shrinks.
#[tokio::test]
async fn a_long_reader_lets_the_log_grow_only_while_it_reads() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("queue.db");
    let store = SqliteStore::open(&path).unwrap();
    store.submit(vec![new_job("plot")], &actor()).await.unwrap();
    let reader = rusqlite::Connection::open(&path).unwrap();
    let reading = reader.unchecked_transaction().unwrap();
    let count = "SELECT count(*) FROM jobs";
    assert_eq!(reading.query_row(count, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
    let log = || std::fs::metadata(folder.path().join("queue.db-wal")).unwrap().len();
    let large = || {
        let params = serde_json::json!({ "text": "x".repeat(1 << 20) });
        penstock_jobs::NewJob { params, ..new_job("plot") }
    };
    for _ in 0..6 {
        store.submit((0..12).map(|_| large()).collect(), &actor()).await.unwrap();
    }
    let grown = log();
    assert!(grown > 70 << 20, "the log has only {grown} bytes: this proves nothing");
    assert_eq!(reading.query_row(count, [], |row| row.get::<_, i64>(0)).unwrap(), 1, "it sees what it saw");
    drop(reading);
    for _ in 0..3 {
        store.submit(vec![large()], &actor()).await.unwrap();
    }
    assert!(log() <= 64 << 20, "the log keeps {} bytes", log());
}

/// A file of the first version, with work in flight: F21 of the list of faults.
#[tokio::test]
async fn a_file_of_the_first_version_is_taken_over_with_its_jobs_in_flight() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("queue.db");
    let old = rusqlite::Connection::open(&path).unwrap();
    old.execute_batch(include_str!("../src/sqlite/v1.sql")).unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    old.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
    for (seq, state) in ["running", "queued", "held", "scheduled", "finished", "failed"].iter().enumerate() {
        old.execute(
            "INSERT INTO jobs (id, state, queue, position, at_front, not_before_ms, created_at_ms, task, task_version, \
             label, retry_max, retry_intervals_s, timeout_s, rerun_after_crash, after_ids, haystack, inputs, params, attempt_id) \
             VALUES (?1, ?1, 'default', ?2, 0, iif(?1 = 'scheduled', 1, NULL), 1, 'plot', 1, ?1, 0, '[]', 600, 1, '[]', \
             ?1, '[]', '{}', iif(?1 = 'running', 'a1', NULL))",
            rusqlite::params![state, i64::try_from(seq).unwrap()],
        )
        .unwrap();
    }
    old.execute_batch(
        "UPDATE jobs SET attempt = 1, worker = 'before', lease_boot = 'another boot', \
         lease_until_ms = 9000000000000000, started_at_ms = 1 WHERE state = 'running'; \
         INSERT INTO attempts (id, job, number, worker, started_at_ms) \
         SELECT 'a1', seq, 1, 'before', 1 FROM jobs WHERE state = 'running';",
    )
    .unwrap();
    drop(old);

    let store = SqliteStore::open(&path).unwrap();
    let search = JobFilter { search: Some("chedul".into()), ..JobFilter::default() };
    let found = store.list(&search).await.unwrap().jobs;
    assert_eq!(found.iter().map(|job| job.id.as_str()).collect::<Vec<_>>(), ["scheduled"]);
    assert_eq!(store.rescue().await.unwrap().len(), 1, "what ran when the old program ended");
    store.promote_due().await.unwrap();
    store.release_held(&["held".into()], &actor()).await.unwrap();
    store.retry(&["failed".into()], &actor()).await.unwrap();
    store.register(&worker("w", &["default"])).await.unwrap();
    let request =
        ClaimRequest { worker: "w".into(), queues: vec!["default".into()], lease: Duration::from_secs(60) };
    let mut done = Vec::new();
    while let Some(claim) = store.claim(&request).await.unwrap() {
        let completion = Completion { report: serde_json::json!({}), artifacts: vec![] };
        store.finish(&claim.lease, &completion).await.unwrap();
        done.push(claim.job.id.to_string());
    }
    assert_eq!(done[0], "running", "it comes first");
    done.sort();
    assert_eq!(done, ["failed", "held", "queued", "running", "scheduled"]);
    // The old file was made readable to others by this test; the rest must be well without a repair.
    let report = store.check(true).await.unwrap();
    assert!(
        report.findings.iter().all(|finding| finding.ok || finding.what.starts_with("Only you")),
        "{report:?}"
    );
}

/// `sqlite::schema::APPLICATION_ID`: it is in every file there is, so it cannot change.
const APPLICATION_ID: i32 = 0x5053_746b;
