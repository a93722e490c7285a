//! What watchers ask: does the store answer, and how long has a queue's next job waited.

use crate::{ErrorCode, Service, WireError};
use penstock_jobs::{JobFilter, JobState};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A store that takes longer than this is away.
const ANSWERS_WITHIN: Duration = Duration::from_secs(2);

impl Service {
    /// Whether the store answers, within two seconds.
    ///
    /// # Errors
    /// [`ErrorCode::StoreAway`].
    pub async fn health(&self) -> Result<(), WireError> {
        match tokio::time::timeout(ANSWERS_WITHIN, self.inner.store.last_event()).await {
            Ok(answer) => Ok(answer.map(drop)?),
            Err(_) => Err(WireError::new(ErrorCode::StoreAway, "The store does not answer")),
        }
    }

    /// How long the job that this queue would start next has been ready, if there is one.
    ///
    /// # Errors
    /// The store's.
    pub async fn next_job_waits(&self, queue: &str) -> Result<Option<Duration>, WireError> {
        let next = JobFilter {
            queue: Some(queue.to_owned()),
            states: vec![JobState::Queued],
            limit: Some(1),
            in_start_order: true,
            ..JobFilter::default()
        };
        let page = self.inner.store.list(&next).await?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok(page.jobs.first().map(|job| {
            let ready_ms = job.created_at_ms.max(job.not_before_ms.unwrap_or(0));
            now.saturating_sub(Duration::from_millis(u64::try_from(ready_ms).unwrap_or(0)))
        }))
    }

    /// Whether others may have jobs in the store too: a Redis store.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.inner.shared
    }
}
