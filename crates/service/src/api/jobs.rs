//! Jobs: lists, one of them, and what people do to several.

use super::types::{BulkReply, JobDetail, JobList, JobRequest, JobsRequest, MoveRequest, MoveTo, Refusal};
use crate::service::Caller;
use crate::{ErrorCode, Service, WireError};
use penstock_jobs::{Actor, JobFilter, JobId, StoreError, Target};
use std::collections::HashSet;

/// Jobs that one call may be about.
const MOST: usize = 10_000;

/// What a person does to jobs.
enum Act {
    Cancel,
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
    /// [`ErrorCode::NotNow`] when one of them is not held: then none went.
    pub async fn release_held(&self, caller: &Caller, ids: &[JobId]) -> Result<(), WireError> {
        Self::may_act(caller)?;
        Ok(self.inner.store.release_held(ids, &caller.actor()).await?)
    }

    /// All at once if the store takes them all; else one by one, so that each has its verdict.
    async fn bulk(&self, caller: &Caller, ids: Vec<JobId>, act: Act) -> Result<BulkReply, WireError> {
        if ids.len() > MOST {
            return Err(
                WireError::new(ErrorCode::BadRequest, "That is more than 10,000 jobs at once").field("ids")
            );
        }
        let mut seen = HashSet::new();
        let mut ids: Vec<JobId> = ids.into_iter().filter(|id| seen.insert(id.clone())).collect();
        let actor = caller.actor();
        match self.act(&ids, &act, &actor).await {
            Ok(()) => {
                return Ok(BulkReply { done: count(ids.len()), refused: Vec::new() });
            }
            Err(StoreError::NoSuchJob(_) | StoreError::NotNow(_) | StoreError::Invalid(_)) => {}
            Err(error) => return Err(error.into()),
        }
        if matches!(act, Act::Move(Target::Front)) {
            // The last one that goes to the front is the first.
            ids.reverse();
        }
        let mut reply = BulkReply { done: 0, refused: Vec::new() };
        for id in ids {
            match self.act(std::slice::from_ref(&id), &act, &actor).await {
                Ok(()) => reply.done += 1,
                Err(error @ (StoreError::NoSuchJob(_) | StoreError::NotNow(_) | StoreError::Invalid(_))) => {
                    reply.refused.push(self.refusal(id, &act, error).await);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(reply)
    }

    async fn act(&self, ids: &[JobId], act: &Act, actor: &Actor) -> Result<(), StoreError> {
        let store = &self.inner.store;
        match act {
            Act::Cancel => store.cancel(ids, actor).await,
            Act::Retry => store.retry(ids, actor).await,
            Act::Move(target) => store.move_to(ids, target, actor).await,
            Act::Delete => store.delete(ids, actor).await,
        }
    }

    async fn refusal(&self, id: JobId, act: &Act, error: StoreError) -> Refusal {
        // Only for the words: a job that is gone by now simply has no state.
        let state = self.inner.store.job(&id).await.ok().map(|job| job.state);
        let why = match (state, act, error) {
            (None, _, StoreError::NoSuchJob(_)) => "There is no such job".to_owned(),
            (_, _, StoreError::Invalid(why)) => crate::error::sentence(&why),
            (Some(state), Act::Cancel, _) if state.is_final() => format!("It is {state} already"),
            (Some(state), Act::Retry, _) => {
                format!("It is {state}; only a job that has ended can be tried again")
            }
            (Some(state), Act::Move(_), _) => {
                format!("It is {state}; only a waiting job can be moved")
            }
            (Some(state), Act::Delete, _) => format!("It is {state}; cancel it first"),
            (Some(state), Act::Cancel, _) => format!("It is {state} and cannot be cancelled now"),
            (None, _, error) => crate::error::sentence(&error.to_string()),
        };
        Refusal { id, state, why }
    }
}

fn count(jobs: usize) -> u32 {
    u32::try_from(jobs).unwrap_or(u32::MAX)
}
