//! Time: what becomes due, and what ends.

use super::RedisStore;
use super::answer::Name;
use super::scripts::{EXPIRE, PROMOTE};
use penstock_jobs::StoreError;

/// Jobs promoted by one script, so that others need not wait long.
const PROMOTED_AT_ONCE: u64 = 200;
/// Jobs that one script ends the lifetimes of.
const EXPIRED_AT_ONCE: u64 = 500;

impl RedisStore {
    /// Moves jobs whose time has come to their queues.
    pub(super) async fn promote_all(&self) -> Result<u64, StoreError> {
        let mut promoted = 0;
        for queue in self.queue_names().await? {
            loop {
                let args = self.args().with(&queue).number(PROMOTED_AT_ONCE);
                let now: u64 = self.call(&PROMOTE, args).await?;
                promoted += now;
                if now < PROMOTED_AT_ONCE {
                    break;
                }
            }
        }
        Ok(promoted)
    }

    /// When the next job becomes due, milliseconds since 1970.
    pub(super) async fn next_due(&self) -> Result<Option<i64>, StoreError> {
        let queues = self.queue_names().await?;
        if queues.is_empty() {
            return Ok(None);
        }
        let mut pipe = redis::pipe();
        for queue in &queues {
            pipe.zrange_withscores(self.keys().scheduled(queue), 0, 0);
        }
        let first: Vec<Vec<(Name, f64)>> = self.link.pipe(&pipe).await?;
        let dues = first.into_iter().flatten().map(|(_, seconds)| (seconds * 1000.0).round() as i64);
        Ok(dues.min())
    }

    /// Ends lifetimes.
    pub(super) async fn expire_all(&self) -> Result<u64, StoreError> {
        let mut expired = 0;
        loop {
            let now: u64 = self.call(&EXPIRE, self.args()).await?;
            expired += now;
            if now < EXPIRED_AT_ONCE {
                return Ok(expired);
            }
        }
    }

    /// Which of these SHA-256 hashes a job still names.
    pub(super) async fn named(&self, hashes: &[String]) -> Result<Vec<String>, StoreError> {
        if hashes.is_empty() {
            return Ok(Vec::new());
        }
        let mut pipe = redis::pipe();
        for hash in hashes {
            pipe.smembers(self.keys().ours(&format!("names:{hash}")));
        }
        let names: Vec<Vec<String>> = self.link.pipe(&pipe).await?;
        let mut named = Vec::new();
        for (hash, names) in hashes.iter().zip(names) {
            if self.any_is_there(hash, &names).await? {
                named.push(hash.clone());
            }
        }
        Ok(named)
    }

    /// Whether one of the jobs that named it still exists; names of others, which went by RQ's lifetimes,
    /// are dropped.
    async fn any_is_there(&self, hash: &str, names: &[String]) -> Result<bool, StoreError> {
        if names.is_empty() {
            return Ok(false);
        }
        let mut pipe = redis::pipe();
        for name in names {
            // The first character tells inputs from results.
            pipe.exists(self.keys().job(name.get(1..).unwrap_or_default()));
        }
        let there: Vec<bool> = self.link.pipe(&pipe).await?;
        let gone: Vec<&String> =
            names.iter().zip(&there).filter(|(_, there)| !**there).map(|(name, _)| name).collect();
        if !gone.is_empty() {
            let mut drop_names = redis::cmd("SREM");
            drop_names.arg(self.keys().ours(&format!("names:{hash}"))).arg(gone);
            self.link.run::<i64>(&drop_names).await?;
        }
        Ok(there.contains(&true))
    }
}
