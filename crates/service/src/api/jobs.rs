//! Jobs: lists, one of them, and what people do to several.

use super::types::{BulkReply, JobDetail, JobList, JobRequest, JobsRequest, MoveRequest, MoveTo, Refusal};
use crate::service::Caller;
use crate::{ErrorCode, Service, WireError};
use penstock_jobs::{Actor, JobFilter, JobId, JobState, Step, StoreError, Target, state};
use std::collections::HashSet;

/// Jobs that one call may be about.
const MOST: usize = 10_000;

/// What a person does to jobs.
enum Act {
    Cancel,
    Release,
    Retry,
    Move(Target),
    Delete,
}

impl Service {
    /// A page of jobs, with the counts of the whole store.
    ///
    /// # Errors
    /// [`ErrorCode::BadRequest`] for a limit over 10,000 or a cursor from elsewhere.
    pub async fn list_jobs(&self, _caller: &Caller, request: JobFilter) -> Result<JobList, WireError> {
        if request.limit.is_some_and(|limit| !(1..=10_000).contains(&limit)) {
            return Err(WireError::new(ErrorCode::BadRequest, "A page holds 1 to 10,000 jobs").field("limit"));
        }
        let page = self.inner.store.list(&request).await?;
        let counts = self.inner.store.counts(None).await?;
        Ok(JobList { jobs: page.jobs, next: page.next, counts })
    }

    /// Everything about one job.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub async fn get_job(&self, _caller: &Caller, request: JobRequest) -> Result<JobDetail, WireError> {
        let store = &self.inner.store;
        let job = store.job(&request.id).await?;
        let attempts = store.attempts(&request.id).await?;
        let audit = store.audit(Some(&request.id)).await?;
        let report = store.report(&request.id).await?;
        Ok(JobDetail { job, attempts, audit, report })
    }

    /// Cancels: what waits at once, what runs as soon as its child is stopped.
    ///
    /// # Errors
    /// When the store is away; a job that cannot be cancelled is in the reply.
    pub async fn cancel_jobs(&self, caller: &Caller, request: JobsRequest) -> Result<BulkReply, WireError> {
        self.bulk(caller, request.ids, Act::Cancel).await
    }

    /// Queues jobs again that ended.
    ///
    /// # Errors
    /// When the store is away; a job that cannot be retried is in the reply.
    pub async fn retry_jobs(&self, caller: &Caller, request: JobsRequest) -> Result<BulkReply, WireError> {
        self.bulk(caller, request.ids, Act::Retry).await
    }

    /// Moves waiting jobs.
    ///
    /// # Errors
    /// When the store is away or the queue's name cannot be one; a job that cannot be moved is in the
    /// reply.
    pub async fn move_jobs(&self, caller: &Caller, request: MoveRequest) -> Result<BulkReply, WireError> {
        let target = match request.to {
            MoveTo::Front {} => Target::Front,
            MoveTo::Back {} => Target::Back,
            MoveTo::Queue(queue) => Target::Queue(super::queues::queue_name(queue)?),
            MoveTo::Before(next) => Target::Before(next),
        };
        self.bulk(caller, request.ids, Act::Move(target)).await
    }

    /// Removes jobs that do not run, with their history.
    ///
    /// # Errors
    /// When the store is away; a job that cannot be deleted is in the reply.
    pub async fn delete_jobs(&self, caller: &Caller, request: JobsRequest) -> Result<BulkReply, WireError> {
        self.bulk(caller, request.ids, Act::Delete).await
    }

    /// Lets held jobs go to where they belong.
    ///
    /// # Errors
    /// When the store is away; a job that is not held is in the reply.
    pub async fn release_jobs(&self, caller: &Caller, request: JobsRequest) -> Result<BulkReply, WireError> {
        self.bulk(caller, request.ids, Act::Release).await
    }

    /// All at once if the store takes them all; else those whose state allows it, so that each job has
    /// its verdict and those that move keep their order.
    async fn bulk(&self, caller: &Caller, ids: Vec<JobId>, act: Act) -> Result<BulkReply, WireError> {
        if ids.len() > MOST {
            return Err(
                WireError::new(ErrorCode::BadRequest, "That is more than 10,000 jobs at once").field("ids")
            );
        }
        let mut seen = HashSet::new();
        let mut ids: Vec<JobId> = ids.into_iter().filter(|id| seen.insert(id.clone())).collect();
        let actor = caller.actor();
        let mut refused = Vec::new();
        loop {
            let error = match self.act(&ids, &act, &actor).await {
                Ok(()) => {
                    return Ok(BulkReply { done: u32::try_from(ids.len()).unwrap_or(u32::MAX), refused });
                }
                Err(error @ (StoreError::NoSuchJob(_) | StoreError::NotNow(_))) => error,
                Err(error) => return Err(error.into()),
            };
            let before = ids.len();
            ids = self.set_aside(ids, &act, &mut refused).await?;
            if ids.len() == before {
                // It was refused for a state that it is not in any more: as the store said.
                return Err(error.into());
            }
        }
    }

    /// The jobs whose state allows the act; the others are refused.
    async fn set_aside(
        &self,
        ids: Vec<JobId>,
        act: &Act,
        refused: &mut Vec<Refusal>,
    ) -> Result<Vec<JobId>, WireError> {
        let mut allowed = Vec::with_capacity(ids.len());
        for id in ids {
            let state = match self.inner.store.job(&id).await {
                Ok(job) => Some(job.state),
                Err(StoreError::NoSuchJob(_)) => None,
                Err(error) => return Err(error.into()),
            };
            match state {
                Some(state) if act.fits(state) => allowed.push(id),
                state => refused.push(Refusal { id, state, why: act.why_not(state) }),
            }
        }
        Ok(allowed)
    }

    async fn act(&self, ids: &[JobId], act: &Act, actor: &Actor) -> Result<(), StoreError> {
        let store = &self.inner.store;
        match act {
            Act::Cancel => store.cancel(ids, actor).await,
            Act::Release => store.release_held(ids, actor).await,
            Act::Retry => store.retry(ids, actor).await,
            Act::Move(target) => store.move_to(ids, target, actor).await,
            Act::Delete => store.delete(ids, actor).await,
        }
    }
}

impl Act {
    fn fits(&self, state: JobState) -> bool {
        let step = match self {
            // Where it goes depends on the job; whence does not.
            Self::Release => return state == JobState::Held,
            Self::Cancel => Step::Cancel,
            Self::Retry => Step::RetryByHand,
            Self::Move(_) => Step::Move,
            Self::Delete => Step::Delete,
        };
        state::next(state, step).is_ok()
    }

    /// Why a job in this state (none: there is no such job) is left as it is.
    fn why_not(&self, state: Option<JobState>) -> String {
        match (self, state) {
            (_, None) => "There is no such job".to_owned(),
            (Self::Cancel, Some(state)) => format!("It is {state} already"),
            (Self::Release, Some(state)) => format!("It is {state}, not held"),
            (Self::Retry, Some(state)) => {
                format!("It is {state}; only a job that has ended can be tried again")
            }
            (Self::Move(_), Some(state)) => format!("It is {state}; only a waiting job can be moved"),
            (Self::Delete, Some(state)) => format!("It is {state}; cancel it first"),
        }
    }
}
