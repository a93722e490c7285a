//! What keeps jobs of this store waiting.

use super::RedisStore;
use super::answer::Name;
use super::job::Read;
use crate::reasons::Surroundings;
use penstock_jobs::{Job, JobId, JobState, StoreError, WorkerState};

/// What keeps jobs waiting now.
pub(super) async fn surroundings(store: &RedisStore) -> Result<Surroundings, StoreError> {
    let mut pipe = redis::pipe();
    pipe.exists(store.keys().suspended()).smembers(store.keys().paused());
    let (all_paused, paused) = store.link.pipe(&pipe).await?;
    let workers = store.list_workers().await?;
    let takes = |state| matches!(state, WorkerState::Idle | WorkerState::Busy);
    let takers = workers.into_iter().filter(|worker| takes(worker.state));
    let served = takers.flat_map(|worker| worker.spec.queues).collect();
    Ok(Surroundings { all_paused, paused, served })
}

impl RedisStore {
    /// Says which job a deferred one waits for.
    pub(super) async fn name_what_they_wait_for(&self, jobs: &mut [Read]) -> Result<(), StoreError> {
        let mut waiting: Vec<&mut Job> =
            jobs.iter_mut().map(|read| &mut read.job).filter(|job| job.state == JobState::Deferred).collect();
        if waiting.is_empty() {
            return Ok(());
        }
        let mut pipe = redis::pipe();
        for job in &waiting {
            pipe.smembers(self.keys().dependencies(job.id.as_str()));
        }
        let others: Vec<Vec<Name>> = self.link.pipe(&pipe).await?;
        for (job, others) in waiting.iter_mut().zip(others) {
            match others.as_slice() {
                [] => (),
                [one] => {
                    let other = self.read_jobs(&[JobId::from(one.0.as_str())]).await?.pop().flatten();
                    if let Some(other) = other {
                        job.waits_for = Some(format!("Waits for “{}” to finish", other.job.label));
                    }
                }
                many => job.waits_for = Some(format!("Waits for {} other jobs to finish", many.len())),
            }
        }
        Ok(())
    }
}
