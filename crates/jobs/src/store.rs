use crate::{
    Attempt, AuditEntry, Batch, BatchId, Completion, Event, Failure, IllegalTransition, Job, JobFilter,
    JobId, JobPage, Lease, LeaseStatus, NewJob, Progress, QueueInfo, StateCounts, Submitted, WorkerInfo,
    WorkerSpec,
};
use async_trait::async_trait;
use std::path::Path;
use std::time::Duration;

/// What can go wrong with a store, as callers tell it apart.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It cannot be reached or opened now; trying later may help.
    #[error("the store cannot be reached: {0}")]
    Unavailable(String),
    /// There is no such job.
    #[error("there is no job {0}")]
    NoSuchJob(JobId),
    /// There is no such batch, or none of its jobs is there any more.
    #[error("there is no batch {0}")]
    NoSuchBatch(BatchId),
    /// The state does not allow it.
    #[error(transparent)]
    NotNow(#[from] IllegalTransition),
    /// The attempt does not hold the job any more: a late writer.
    #[error("this attempt no longer holds job {0}")]
    NotYours(JobId),
    /// The request makes no sense: a cursor from elsewhere, a dependency on itself.
    #[error("{0}")]
    Invalid(String),
    /// A newer Penstock wrote it.
    #[error("the store was written by a newer version of Penstock (schema {found}, this one knows {known})")]
    TooNew {
        /// Schema version of the file.
        found: u32,
        /// Newest schema version that this program knows.
        known: u32,
    },
    /// What is stored cannot be understood.
    #[error("the store is damaged: {0}")]
    Damaged(String),
}

/// Who acts, for the audit trail: `desktop:anna`, `cli:anna`, `http:tablet`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor(pub String);

/// Where a waiting job goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// Before all others of its queue.
    Front,
    /// After all others of its queue.
    Back,
    /// To the end of another queue.
    Queue(String),
    /// Right before this ready job, in its queue. Jobs that are not ready have no place in a line and
    /// are refused with [`StoreError::NotNow`], as is a move before a job that is not ready any more.
    Before(JobId),
}

/// A worker asks for one job.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClaimRequest {
    /// The worker's name; it must be registered.
    pub worker: String,
    /// Queues to take from: the first one that has a job gives it.
    pub queues: Vec<String>,
    /// How long the lease holds unless it is renewed.
    pub lease: Duration,
}

/// A job under a lease.
#[derive(Clone, PartialEq, Debug)]
pub struct Claim {
    /// The right to write about it.
    pub lease: Lease,
    /// The job, running.
    pub job: Job,
}

/// What the rescuer did with one job whose lease had ended.
#[derive(Clone, PartialEq, Debug)]
pub struct Rescued {
    /// The job.
    pub job: JobId,
    /// The worker that had it.
    pub worker: String,
    /// Where it stands now: queued again, held for a person's word, cancelled, or quarantined.
    pub state: crate::JobState,
}

/// A finding of [`Store::check`].
#[derive(Clone, PartialEq, Debug, serde::Serialize)]
pub struct Finding {
    /// Nothing needs doing.
    pub ok: bool,
    /// What was looked at, in a few words.
    pub what: String,
    /// What was found, and what to do if it is not well.
    pub found: String,
    /// It was, or with `repair` would have been, put right.
    pub repairable: bool,
}

/// What [`Store::check`] found.
#[derive(Clone, PartialEq, Debug, Default, serde::Serialize)]
pub struct CheckReport {
    /// One line a check, in a fixed order.
    pub findings: Vec<Finding>,
}

/// What a backup wrote.
#[derive(Clone, PartialEq, Debug, serde::Serialize)]
pub struct Backup {
    /// Length in bytes.
    pub bytes: u64,
    /// Jobs inside.
    pub jobs: u64,
}

/// Where queues live. Two implementations, one conformance suite (`penstock_queue::conformance`).
///
/// Every method that changes something returns after the change is durable. Everything that a worker
/// says about a running job carries its [`Lease`] and is refused with [`StoreError::NotYours`] when
/// another attempt (or none) holds the job. Times are milliseconds since 1970 by the store's clock.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// One line for people: `Embedded queue, <path>`.
    fn describe(&self) -> String;

    // --- submitting -------------------------------------------------------------------------------

    /// Writes jobs, all or none. A known idempotency key or id yields the job that is there.
    async fn submit(&self, jobs: Vec<NewJob>, actor: &Actor) -> Result<Vec<Submitted>, StoreError>;
    /// Lets held jobs go to where they belong (scheduled, deferred or queued).
    async fn release_held(&self, ids: &[JobId], actor: &Actor) -> Result<(), StoreError>;

    // --- workers ----------------------------------------------------------------------------------

    /// Registers a worker. The same name and process may register again; a name that a living worker
    /// holds is refused with [`StoreError::Invalid`].
    async fn register(&self, worker: &WorkerSpec) -> Result<(), StoreError>;
    /// Says that a worker lives; true when a person asked it to stop.
    async fn heartbeat(&self, worker: &str) -> Result<bool, StoreError>;
    /// Removes a worker that ended in order.
    async fn unregister(&self, worker: &str) -> Result<(), StoreError>;
    /// Asks a worker to drain; with `now`, to give its jobs back and end.
    async fn ask_to_stop(&self, worker: &str, now: bool, actor: &Actor) -> Result<(), StoreError>;
    /// Whether the stop that was asked for is the immediate one.
    async fn stop_is_immediate(&self, worker: &str) -> Result<bool, StoreError>;

    /// Takes the first ready job of the first queue that has one. None when there is nothing, the
    /// queue is paused, or all are.
    async fn claim(&self, request: &ClaimRequest) -> Result<Option<Claim>, StoreError>;
    /// Extends leases; one status for each, in order.
    async fn renew(&self, leases: &[Lease], lease: Duration) -> Result<Vec<LeaseStatus>, StoreError>;
    /// Says how far a job is. The caller limits the rate.
    async fn progress(&self, lease: &Lease, progress: &Progress) -> Result<(), StoreError>;
    /// The attempt finished; jobs that wait for it may become ready. Repeating it is harmless.
    async fn finish(&self, lease: &Lease, completion: &Completion) -> Result<(), StoreError>;
    /// Finishes one job as [`Store::finish`] does and takes another as [`Store::claim`] does, in one step where
    /// the store can. An error says that the end may not be written, and that nothing was taken; so does
    /// `NotYours`. When the end is written and no job can be taken, for whatever reason, there is none: the
    /// next claim says why.
    async fn finish_and_claim(
        &self,
        lease: &Lease,
        completion: &Completion,
        request: &ClaimRequest,
    ) -> Result<Option<Claim>, StoreError> {
        self.finish(lease, completion).await?;
        Ok(self.claim(request).await.ok().flatten())
    }
    /// The attempt failed: retries, fails for good, or (`child_died` for the third time) quarantines.
    /// Returns the state that the job went to.
    async fn fail(
        &self,
        lease: &Lease,
        failure: &Failure,
        child_died: bool,
    ) -> Result<crate::JobState, StoreError>;
    /// The child of a job that was asked to cancel is gone.
    async fn cancelled(&self, lease: &Lease) -> Result<(), StoreError>;
    /// Gives a job back to the front of its queue, or holds one that must not be done twice; the attempt does
    /// not count.
    async fn give_back(&self, lease: &Lease) -> Result<(), StoreError>;

    // --- maintenance ------------------------------------------------------------------------------

    /// Puts back (or holds, or quarantines) jobs whose lease has ended or whose worker is known dead.
    async fn rescue(&self) -> Result<Vec<Rescued>, StoreError>;
    /// Moves jobs whose time has come to their queues; how many.
    async fn promote_due(&self) -> Result<u64, StoreError>;
    /// When [`Store::promote_due`] has something to do next, milliseconds since 1970.
    async fn next_due_ms(&self) -> Result<Option<i64>, StoreError>;
    /// Ends lifetimes: removes artifacts' names from expired jobs, and expired failed jobs; how many.
    async fn expire(&self) -> Result<u64, StoreError>;
    /// Which of these SHA-256 hashes a job still names.
    async fn named_artifacts(&self, hashes: &[String]) -> Result<Vec<String>, StoreError>;
    /// Looks for faults; with `repair`, puts right what can be.
    async fn check(&self, repair: bool) -> Result<CheckReport, StoreError>;
    /// Writes a consistent copy while others work.
    async fn backup(&self, to: &Path) -> Result<Backup, StoreError>;

    // --- people -----------------------------------------------------------------------------------

    /// Cancels: at once when waiting; a running one is asked. Final ones are refused with `NotNow`.
    async fn cancel(&self, ids: &[JobId], actor: &Actor) -> Result<(), StoreError>;
    /// Cancels every job of a batch that has not ended, all in one step; how many.
    async fn cancel_batch(&self, id: &BatchId, actor: &Actor) -> Result<u64, StoreError>;
    /// Queues final jobs again, with a fresh count of attempts allowed.
    async fn retry(&self, ids: &[JobId], actor: &Actor) -> Result<(), StoreError>;
    /// Moves waiting jobs, keeping their order among themselves.
    async fn move_to(&self, ids: &[JobId], target: &Target, actor: &Actor) -> Result<(), StoreError>;
    /// Removes jobs that do not run.
    async fn delete(&self, ids: &[JobId], actor: &Actor) -> Result<(), StoreError>;
    /// Pauses one queue, or all.
    async fn pause(&self, queue: Option<&str>, actor: &Actor) -> Result<(), StoreError>;
    /// Resumes one queue, or all.
    async fn resume(&self, queue: Option<&str>, actor: &Actor) -> Result<(), StoreError>;

    // --- reading ----------------------------------------------------------------------------------

    /// One job.
    async fn job(&self, id: &JobId) -> Result<Job, StoreError>;
    /// The report of a finished job.
    async fn report(&self, id: &JobId) -> Result<Option<serde_json::Value>, StoreError>;
    /// Its attempts, first one first.
    async fn attempts(&self, id: &JobId) -> Result<Vec<Attempt>, StoreError>;
    /// What people did to it, first one first; without a job, the newest 1,000 of all.
    async fn audit(&self, id: Option<&JobId>) -> Result<Vec<AuditEntry>, StoreError>;
    /// A page of jobs, filtered and ordered in the store.
    async fn list(&self, filter: &JobFilter) -> Result<JobPage, StoreError>;
    /// How a batch stands.
    async fn batch(&self, id: &BatchId) -> Result<Batch, StoreError>;
    /// The newest batches, at most `limit`, the newest first.
    async fn batches(&self, limit: u32) -> Result<Vec<Batch>, StoreError>;
    /// How many jobs are in each state.
    async fn counts(&self, queue: Option<&str>) -> Result<StateCounts, StoreError>;
    /// Every queue that has a job, a worker, or is paused; and whether all are paused.
    async fn queues(&self) -> Result<(Vec<QueueInfo>, bool), StoreError>;
    /// Every worker that is registered, the lost ones too.
    async fn workers(&self) -> Result<Vec<WorkerInfo>, StoreError>;
    /// Events after this number, at most `limit`, in order.
    async fn events_after(&self, seq: u64, limit: u32) -> Result<Vec<Event>, StoreError>;
    /// The number of the newest event.
    async fn last_event(&self) -> Result<u64, StoreError>;
    /// Returns when something may have changed (by this process or another) or the time is up.
    async fn changed(&self, within: Duration);
}
