//! Both stores pass the suite that every store must pass.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use async_trait::async_trait;
use penstock_queue::conformance::{Factory, Ground};
use penstock_queue::{RedisSettings, RedisStore, RedisTuning, SqliteStore, Tuning};
use penstock_testkit::RedisServer;
use std::sync::Arc;
use std::time::Duration;

const WORKER_LOST_AFTER: Duration = Duration::from_millis(300);

struct Embedded;

#[async_trait]
impl Factory for Embedded {
    async fn fresh(&self) -> Ground {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("queue.db");
        let tuning = Tuning { worker_lost_after: WORKER_LOST_AFTER, ..Tuning::default() };
        Ground {
            store: Arc::new(SqliteStore::open_with(&path, tuning).unwrap()),
            other: Arc::new(SqliteStore::open_with(&path, tuning).unwrap()),
            worker_lost_after: tuning.worker_lost_after,
            keep: Box::new(folder),
        }
    }
}

struct Remote;

#[async_trait]
impl Factory for Remote {
    async fn fresh(&self) -> Ground {
        let server = RedisServer::start();
        let tuning = RedisTuning { worker_lost_after: WORKER_LOST_AFTER };
        let open = async || {
            let settings = RedisSettings::parse(&server.url()).unwrap();
            Arc::new(RedisStore::open_with(settings, tuning).await.unwrap())
        };
        Ground {
            store: open().await,
            other: open().await,
            worker_lost_after: tuning.worker_lost_after,
            keep: Box::new(server),
        }
    }
}

mod sqlite {
    use super::Embedded;
    penstock_queue::conformance_tests!(Embedded);
}

mod redis {
    use super::Remote;
    penstock_queue::conformance_tests!(Remote);
}
