//! In which serialiser a running job came, and so must be answered.

use super::RedisStore;
use crate::rq::{Call, RqJob, Serializer};
use penstock_jobs::{AttemptId, Lease, StoreError};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Remembered from the claim, so that the end of a job needs no look.
#[derive(Default)]
pub(super) struct Serializers(Mutex<HashMap<AttemptId, Serializer>>);

impl Serializers {
    fn lock(&self) -> MutexGuard<'_, HashMap<AttemptId, Serializer>> {
        // No code here panics between two changes that belong together.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn remember(&self, attempt: &AttemptId, job: &RqJob) {
        if let Ok(call) = &job.call {
            self.lock().insert(attempt.clone(), call.serializer);
        }
    }

    pub(super) fn forget(&self, attempt: &AttemptId) {
        self.lock().remove(attempt);
    }
}

impl RedisStore {
    /// The serialiser of a job that runs; looked up where another process took it.
    pub(super) async fn serializer_of(&self, lease: &Lease) -> Result<Serializer, StoreError> {
        let known = self.serializers.lock().get(&lease.attempt).copied();
        if let Some(known) = known {
            return Ok(known);
        }
        let mut data = redis::cmd("HGET");
        data.arg(self.keys().job(lease.job.as_str())).arg("data");
        let data: Option<Vec<u8>> = self.link.run(&data).await?;
        Ok(data.and_then(|data| Call::read(&data).ok()).map(|call| call.serializer).unwrap_or_default())
    }
}
