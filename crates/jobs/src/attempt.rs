use crate::{ArtifactRef, AttemptId, Failure, JobId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far a running job is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct Progress {
    /// What it is doing, in the words of the task: "Ordering paths".
    pub stage: String,
    /// 0 to 1 over the whole job; none while a task cannot know.
    pub fraction: Option<f64>,
    /// When it was said, in milliseconds since 1970.
    pub at_ms: i64,
}

/// How an attempt ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum AttemptOutcome {
    /// Its result is the job's result.
    Finished,
    /// The task failed under a living worker.
    Failed,
    /// Its child process died under a living worker; three of these quarantine the job.
    ChildDied,
    /// Its worker died or lost the lease; ten of these quarantine the job.
    WorkerLost,
    /// A worker gave it back while shutting down; it does not count.
    Interrupted,
    /// A person cancelled it.
    Cancelled,
}

/// One run of a job.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct Attempt {
    /// Names this run.
    pub id: AttemptId,
    /// The job it is a run of.
    pub job: JobId,
    /// 1 for the first run.
    pub number: u32,
    /// Name of the worker that ran it.
    pub worker: String,
    /// Milliseconds since 1970.
    pub started_at_ms: i64,
    /// Milliseconds since 1970; none while it runs.
    pub ended_at_ms: Option<i64>,
    /// None while it runs.
    pub outcome: Option<AttemptOutcome>,
    /// Why it failed, if it did.
    pub failure: Option<Failure>,
}

/// The right to write about one attempt: what a worker shows with everything that it says.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Lease {
    /// The job that runs.
    pub job: JobId,
    /// The run that holds it.
    pub attempt: AttemptId,
}

/// What a worker learns when it renews a lease.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LeaseStatus {
    /// Go on.
    Held,
    /// Still ours, and a person asked to cancel: stop the child, then say [`crate::Store::cancelled`].
    CancelRequested,
    /// Not ours any more: stop the child and drop its output.
    Lost,
}

/// What a finished attempt leaves.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct Completion {
    /// The task's report, as it stands in `report.json`.
    pub report: serde_json::Value,
    /// The files it made; already in the artifact store.
    pub artifacts: Vec<ArtifactRef>,
}
