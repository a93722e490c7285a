//! Opening a store in good places and bad ones.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use penstock_jobs::{Store, StoreError};
use penstock_queue::SqliteStore;
use std::path::Path;

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
    opened.store.pause(None, &penstock_queue::conformance::actor()).await.unwrap();
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
    let job = penstock_queue::conformance::new_job("plot");
    let actor = penstock_queue::conformance::actor();
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
    let job = penstock_queue::conformance::new_job("plot");
    let submitted = store.submit(vec![job], &penstock_queue::conformance::actor()).await.unwrap();
    let to = folder.path().join("backup.db");
    assert_eq!(store.backup(&to).await.unwrap().jobs, 1);
    let itself = store.backup(&path).await;
    assert!(matches!(itself, Err(StoreError::Invalid(_))), "{itself:?}");
    let restored = SqliteStore::open(&to).unwrap();
    assert_eq!(restored.job(&submitted[0].id).await.unwrap(), store.job(&submitted[0].id).await.unwrap());
    assert!(restored.check(false).await.unwrap().findings.iter().all(|finding| finding.ok));
}
