//! The store that speaks RQ's protocol, so that Python's workers and ours share one Redis.
//!
//! The truth about a job is RQ's: its hash, its list, its registries. What RQ has no place for lies in
//! fields `x_penstock_…` of the same hash and in keys `<prefix>:penstock:…`, which RQ ignores
//! (docs/architecture.md lists them). Every change is one Lua script ([`scripts`]) and so happens whole or
//! not at all; one whose reply was lost is sent again and finds out that it has happened.
//! Times are the server's, so that no worker's clock matters.

mod answer;
mod attempts;
mod backup;
mod batches;
mod calls;
mod check;
mod claim;
mod ends;
mod events;
mod job;
mod lifetime;
pub(crate) mod link;
mod list;
mod look;
mod new_job;
mod notice;
mod people;
mod queues;
mod reasons;
mod rescue;
mod scripts;
mod serializers;
mod start_order;
mod store;
mod watch;
mod words;
mod workers;

pub use link::Settings;

use crate::rq::Keys;
use link::{Link, Script};
use penstock_jobs::{Artifacts, StoreError};
use redis::FromRedisValue;
use scripts::Args;
use serializers::Serializers;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use watch::Watch;

/// The name that stands for all queues where a queue is paused.
const EVERY_QUEUE: &str = "*";

/// What tests want shorter than people do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RedisTuning {
    /// A worker of ours that was not heard of for so long is lost: three heartbeats of 5 s.
    pub worker_lost_after: Duration,
}

impl Default for RedisTuning {
    fn default() -> Self {
        Self { worker_lost_after: Duration::from_secs(15) }
    }
}

/// The store on Redis.
pub struct RedisStore {
    link: Link,
    tuning: RedisTuning,
    watch: Watch,
    serializers: Serializers,
    folding: Arc<AtomicBool>,
    artifacts: Option<Arc<dyn Artifacts>>,
}

impl RedisStore {
    /// Connects; the server must answer.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it cannot be reached or refuses us.
    pub async fn open(settings: Settings) -> Result<Self, StoreError> {
        Self::open_with(settings, RedisTuning::default()).await
    }

    /// The same with other limits.
    ///
    /// # Errors
    /// As [`RedisStore::open`].
    pub async fn open_with(settings: Settings, tuning: RedisTuning) -> Result<Self, StoreError> {
        let link = Link::open(settings).await?;
        let watch = Watch::start(link.clone());
        Ok(Self {
            link,
            tuning,
            watch,
            serializers: Serializers::default(),
            folding: Arc::default(),
            artifacts: None,
        })
    }

    /// Where the content of files goes that Python put into a call by hand. Without it such jobs fail
    /// when they are taken.
    #[must_use]
    pub fn keeping_contents_in(mut self, artifacts: Arc<dyn Artifacts>) -> Self {
        self.artifacts = Some(artifacts);
        self
    }

    fn keys(&self) -> &Keys {
        self.link.keys()
    }

    /// The arguments of a script, begun.
    fn args(&self) -> Args {
        Args::new(self.keys().prefix())
    }

    async fn call<T: FromRedisValue>(&self, script: &Script, args: Args) -> Result<T, StoreError> {
        // One key, so that a Cluster knows the slot; the others share its tag.
        self.link.script(script, &[self.keys().events()], &args.0).await
    }
}

impl std::fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedisStore").field("link", &self.link).finish_non_exhaustive()
    }
}
