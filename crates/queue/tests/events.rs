//! Old events go; readers that fell behind see that they did.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use penstock_jobs::Store;
use penstock_queue::conformance::{actor, new_job};
use penstock_queue::{SqliteStore, Tuning};

#[tokio::test]
async fn only_the_newest_events_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let tuning = Tuning { keep_events: 100, ..Tuning::default() };
    let store = SqliteStore::open_with(&folder.path().join("queue.db"), tuning).unwrap();
    for _ in 0..50 {
        store.submit(vec![new_job("plot"); 10], &actor()).await.unwrap();
        let last = store.last_event().await.unwrap();
        let kept = store.events_after(0, 10_000).await.unwrap();
        assert!(kept.len() as u64 >= last.min(100), "{} of {last} are left", kept.len());
        assert!(kept.len() <= 120, "{} are kept", kept.len());
        assert_eq!(kept.last().map(|event| event.seq), Some(last));
    }
    assert_eq!(store.last_event().await.unwrap(), 500, "numbers go on when old events go");
}
