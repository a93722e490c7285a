//! What Python's programs did, brought into our lists.
//!
//! RQ tells nobody when it changes something. A look compares lengths and ends of its lists and registries
//! with what the last look saw, whoever made it; what changed is filed in our lists and told as an event.
//! After long absence, or on a server that is new to us, much may lie deeper: then all is compared once, in
//! small pieces, in the background.

use super::RedisStore;
use super::link::Link;
use super::scripts::{Args, FOLD, NOTICE};
use penstock_jobs::{JobState, StoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Jobs compared by one script, so that others need not wait long.
const PIECE: i64 = 100;
/// Seconds between two comparisons of everything.
const FOLD_AGAIN_S: u64 = 60;
/// Where RQ keeps jobs.
const PLACES: [&str; 7] = ["queue", "wip", "failed", "scheduled", "deferred", "canceled", "finished"];

impl RedisStore {
    /// Looks at what Python did since the last look.
    pub(super) async fn notice(&self) -> Result<(), StoreError> {
        let queues = self.queue_names().await?;
        if queues.is_empty() {
            return Ok(());
        }
        let deep: i64 = self.call(&NOTICE, self.args().all(&queues)).await?;
        if deep == 1 && self.may_fold().await? && !self.folding.swap(true, Ordering::AcqRel) {
            let (link, folding) = (self.link.clone(), Arc::clone(&self.folding));
            tokio::spawn(async move {
                let _end = Folding(folding);
                if let Err(error) = fold_all(&link, &queues).await {
                    tracing::debug!(%error, "not all jobs of the server could be looked at");
                }
            });
        }
        Ok(())
    }

    /// Whether nobody has compared everything within the last while: some differences are RQ's own, and
    /// stay.
    async fn may_fold(&self) -> Result<bool, StoreError> {
        let mut mark = redis::cmd("SET");
        mark.arg(self.keys().ours("folded")).arg(1).arg("NX").arg("EX").arg(FOLD_AGAIN_S);
        Ok(self.link.run::<Option<String>>(&mark).await?.is_some())
    }

    /// Compares everything; how many jobs were not where our lists had them.
    pub(super) async fn fold(&self) -> Result<u64, StoreError> {
        fold_all(&self.link, &self.queue_names().await?).await
    }
}

/// Says that nobody compares any more, however it ended.
struct Folding(Arc<AtomicBool>);

impl Drop for Folding {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

async fn fold_all(link: &Link, queues: &[String]) -> Result<u64, StoreError> {
    let mut places: Vec<String> = PLACES.map(str::to_owned).to_vec();
    places.extend(JobState::ALL.map(|state| format!("index:{state}")));
    let mut news = 0;
    for queue in queues {
        for place in &places {
            // From the end towards the head: what is taken meanwhile shifts nothing that was not seen.
            let mut from = -PIECE;
            loop {
                let args = Args::new(link.keys().prefix()).with(queue).with(place);
                let args = args.number(from).number(from + PIECE - 1);
                let begun = Instant::now();
                let (looked, new): (i64, u64) = link.script(&FOLD, &[link.keys().events()], &args.0).await?;
                news += new;
                if looked == 0 {
                    break;
                }
                from -= PIECE;
                // A million jobs take a while: whoever claims meanwhile gets at least half of the server.
                tokio::time::sleep(begun.elapsed()).await;
            }
        }
    }
    Ok(news)
}
