//! Why a job is not running, in words that both stores share.

use penstock_jobs::{Failure, FailureClass, Job, JobState};
use std::collections::HashSet;

/// What keeps queued jobs waiting, looked at once for a whole list.
#[derive(Default)]
pub(crate) struct Surroundings {
    pub(crate) all_paused: bool,
    /// Queues that are paused by themselves.
    pub(crate) paused: HashSet<String>,
    /// Queues that a living worker takes from.
    pub(crate) served: HashSet<String>,
}

impl Surroundings {
    /// Why this job waits; none when it does not.
    pub(crate) fn why(&self, job: &Job) -> Option<String> {
        let queue = &job.queue;
        Some(match job.state {
            JobState::Held => match &job.failure {
                Some(broke) => format!("{}: waits for a person's word", broke.title),
                None => "Held until somebody lets it go".into(),
            },
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

/// Why a job that must not be done twice is held, from how its attempt broke off.
pub(crate) fn broke_off(failure: Failure) -> Failure {
    failure.advise(
        "Look at the machine and how far it came. Then release the job to start it again from its beginning, \
         or cancel it",
    )
}

/// A failure that says that the worker went away.
pub(crate) fn worker_lost(worker: &str) -> Failure {
    Failure::new(FailureClass::WorkerLost, format!("The worker {worker} went away while it ran this job"))
}

/// A failure that says that the worker was told to stop.
pub(crate) fn worker_stopped(worker: &str) -> Failure {
    Failure::new(FailureClass::WorkerLost, format!("The worker {worker} was stopped while it ran this job"))
}
