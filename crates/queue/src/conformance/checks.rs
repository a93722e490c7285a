//! Looking after the store.

use super::Ground;
use super::ground::{actor, invalid, labelled};
use penstock_jobs::{NewJob, StoreError};

pub(super) async fn a_used_store_is_found_well(ground: Ground) {
    let ids = ground.submit_all(&["a", "b", "c", "d"]).await;
    ground.finish(&ids[0]).await;
    ground.fail(&ids[1]).await;
    ground.claim_this(&ids[2]).await;
    ground.submit(NewJob { after: vec![ids[2].clone()], ..labelled("waits") }).await;
    ground.delete(&ids[0]).await;
    let report = ground.store.check(false).await.unwrap();
    assert!(!report.findings.is_empty());
    for finding in &report.findings {
        assert!(finding.ok, "{}: {}", finding.what, finding.found);
        assert!(!finding.what.is_empty() && !finding.found.is_empty());
    }
    let repaired = ground.store.check(true).await.unwrap();
    assert_eq!(repaired, report, "a repair found something to do in a store that is well");
}

pub(super) async fn a_backup_is_made_while_others_write(ground: Ground) {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("backup.db");
    ground.submit_all(&["a", "b"]).await;
    let store = ground.other.clone();
    let writing = tokio::spawn(async move {
        for number in 0..40 {
            store.submit(vec![labelled(&number.to_string())], &actor()).await.unwrap();
        }
    });
    let first = ground.store.backup(&to).await.unwrap();
    writing.await.unwrap();
    assert!((2..=42).contains(&first.jobs));
    let second = ground.store.backup(&to).await.unwrap();
    assert_eq!(second.jobs, 42, "a backup replaces the one before");
    assert_eq!(std::fs::metadata(&to).unwrap().len(), second.bytes);
    let beside = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(beside, 1, "something was left beside the backup");
}

pub(super) async fn a_backup_goes_only_where_it_can(ground: Ground) {
    let folder = tempfile::tempdir().unwrap();
    invalid(ground.store.backup(folder.path()).await);
    let nowhere = folder.path().join("missing/backup.db");
    let answer = ground.store.backup(&nowhere).await;
    assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{answer:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
