//! The embedded store passes the suite that every store must pass.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use async_trait::async_trait;
use penstock_queue::conformance::{Factory, Ground};
use penstock_queue::{SqliteStore, Tuning};
use std::sync::Arc;
use std::time::Duration;

struct Embedded;

#[async_trait]
impl Factory for Embedded {
    async fn fresh(&self) -> Ground {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("queue.db");
        let tuning = Tuning { worker_lost_after: Duration::from_millis(300), ..Tuning::default() };
        Ground {
            store: Arc::new(SqliteStore::open_with(&path, tuning).unwrap()),
            other: Arc::new(SqliteStore::open_with(&path, tuning).unwrap()),
            worker_lost_after: tuning.worker_lost_after,
            keep: Box::new(folder),
        }
    }
}

penstock_queue::conformance_tests!(Embedded);
