//! Why a job is not running, in words.

use super::RedisStore;
use super::answer::Name;
use super::job::Read;
use penstock_jobs::{Job, JobId, JobState, StoreError, WorkerState};
use std::collections::HashSet;

/// What keeps queued jobs waiting, looked at once for a whole list.
#[derive(Default)]
pub(super) struct Surroundings {
    all_paused: bool,
    paused: HashSet<String>,
    served: HashSet<String>,
}

impl Surroundings {
    pub(super) async fn look(store: &RedisStore) -> Result<Self, StoreError> {
        let mut pipe = redis::pipe();
        pipe.exists(store.keys().suspended()).smembers(store.keys().paused());
        let (all_paused, paused) = store.link.pipe(&pipe).await?;
        let workers = store.list_workers().await?;
        let takes = |state| matches!(state, WorkerState::Idle | WorkerState::Busy);
        let takers = workers.into_iter().filter(|worker| takes(worker.state));
        Ok(Self { all_paused, paused, served: takers.flat_map(|worker| worker.spec.queues).collect() })
    }

    /// Why this job waits; none when it does not.
    pub(super) fn why(&self, job: &Job) -> Option<String> {
        let queue = &job.queue;
        Some(match job.state {
            JobState::Held => "Held until somebody lets it go".into(),
            JobState::Scheduled => "Waits for its time".into(),
            JobState::Retrying => "Waits for its next attempt".into(),
            JobState::Deferred => "Waits for another job".into(),
            JobState::Queued if self.all_paused => "All queues are paused".into(),
            JobState::Queued if self.paused.contains(queue) => format!("The queue {queue} is paused"),
            JobState::Queued if !self.served.contains(queue) => {
                format!("No worker takes from the queue {queue}")
            }
            JobState::Queued => "Waits for a free worker".into(),
            JobState::Running | JobState::Finished | JobState::Failed => return None,
            JobState::Cancelled | JobState::Quarantined => return None,
        })
    }
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
