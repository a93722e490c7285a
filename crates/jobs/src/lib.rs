//! The vocabulary of queueing: jobs, their states, attempts, leases and events, and the [`Store`]
//! that every back end implements.
//!
//! Nothing here knows what a job does: a job is a task name, a task version, parameters as JSON and
//! inputs by hash. The one place that decides which state may follow which is [`state::next`].

mod artifact;
mod artifact_store;
mod attempt;
mod batch;
mod crash;
mod event;
mod failure;
mod filter;
mod id;
mod job;
mod queue;
pub mod state;
mod store;
mod worker;

pub use artifact::{ArtifactRef, ArtifactRole, is_artifact_name};
pub use artifact_store::{Artifacts, Stored};
pub use attempt::{Attempt, AttemptOutcome, Completion, Lease, LeaseStatus, Progress};
pub use batch::{Batch, BatchRef};
pub use crash::{PLACES as CRASH_PLACES, crash_point};
pub use event::{AuditEntry, Event, EventKind};
pub use failure::{Failure, FailureClass};
pub use filter::{JobFilter, JobPage, StateCounts};
pub use id::{AttemptId, BatchId, JobId};
pub use job::{Job, NewJob, Retry, Submitted};
pub use queue::QueueInfo;
pub use state::{IllegalTransition, JobState, Step};
pub use store::{
    Actor, Backup, CheckReport, Claim, ClaimRequest, Finding, Rescued, Store, StoreError, Target,
};
pub use worker::{WorkerInfo, WorkerKind, WorkerSpec, WorkerState};
