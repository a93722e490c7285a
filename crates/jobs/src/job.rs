use crate::{ArtifactRef, BatchRef, Failure, JobId, JobState, Progress};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How often and when a failed job is tried again.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct Retry {
    /// Further attempts after the first.
    pub max: u32,
    /// Seconds to wait before each; the last one serves for all that follow, none means at once.
    pub intervals_s: Vec<u64>,
}

impl Retry {
    /// Seconds before the retry with this number (1 for the first), or none when no retry is left.
    #[must_use]
    pub fn delay_s(&self, number: u32) -> Option<u64> {
        if number == 0 || number > self.max {
            return None;
        }
        let at =
            usize::try_from(number - 1).unwrap_or(usize::MAX).min(self.intervals_s.len().saturating_sub(1));
        Some(self.intervals_s.get(at).copied().unwrap_or(0))
    }
}

/// What somebody submits.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct NewJob {
    /// Chosen by the sender so that a repeated submission is harmless; fresh if none.
    pub id: Option<JobId>,
    /// Name of the task.
    pub task: String,
    /// Version of the task's parameters.
    pub task_version: u32,
    /// Parameters, already checked against the task's schema.
    pub params: serde_json::Value,
    /// Inputs, already in the artifact store.
    pub inputs: Vec<ArtifactRef>,
    /// Where it waits.
    pub queue: String,
    /// What people call it: mostly the file's name.
    pub label: String,
    /// Ahead of everything in its queue.
    pub at_front: bool,
    /// Not before this time, milliseconds since 1970.
    pub not_before_ms: Option<i64>,
    /// Waits until all of these finished; fails if one of them fails for good.
    pub after: Vec<JobId>,
    /// What happens after a failure.
    pub retry: Retry,
    /// Longest wall-clock time of one attempt in seconds.
    pub timeout_s: u64,
    /// Seconds that artifacts stay after it finished; none keeps them.
    pub result_ttl_s: Option<u64>,
    /// Seconds that it stays after it failed for good; none keeps it.
    pub failure_ttl_s: Option<u64>,
    /// A second submission with the same key returns the first job.
    pub idempotency_key: Option<String>,
    /// May it be started again by itself after an attempt broke off (its worker or its child died, or was
    /// stopped)? False for work that moves a machine: then it is held until a person decides.
    pub rerun_after_crash: bool,
    /// Starts in the outbox and stays there until it is released.
    pub hold: bool,
    /// The batch that it belongs to.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub batch: Option<BatchRef>,
}

/// What a submission comes back with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct Submitted {
    /// The job: the new one, or the one that was there.
    pub id: JobId,
    /// The key was known: nothing new was written.
    pub duplicate: bool,
}

/// One submission of a task, as it stands in the store.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct Job {
    /// Names it for ever.
    pub id: JobId,
    /// Name of the task.
    pub task: String,
    /// Version of the task's parameters.
    pub task_version: u32,
    /// Its parameters.
    pub params: serde_json::Value,
    /// Its inputs.
    pub inputs: Vec<ArtifactRef>,
    /// What people call it.
    pub label: String,
    /// Where it waits or waited.
    pub queue: String,
    /// Where it stands.
    pub state: JobState,
    /// Number of the current or last attempt; 0 before the first. Interrupted ones do not count.
    pub attempt: u32,
    /// Attempts that ended finished: 0 or 1.
    pub attempts_finished: u32,
    /// What happens after a failure.
    pub retry: Retry,
    /// Longest wall-clock time of one attempt in seconds.
    pub timeout_s: u64,
    /// Seconds that artifacts stay after it finished.
    pub result_ttl_s: Option<u64>,
    /// Seconds that it stays after it failed for good.
    pub failure_ttl_s: Option<u64>,
    /// The key that makes a repeat harmless.
    pub idempotency_key: Option<String>,
    /// Jobs that it waits for or waited for.
    pub after: Vec<JobId>,
    /// May it be started again by itself after an attempt broke off? Otherwise it is held then.
    pub rerun_after_crash: bool,
    /// A person asked to cancel while it ran.
    pub cancel_requested: bool,
    /// Why it waits, in words, when it does.
    pub waits_for: Option<String>,
    /// Name of the worker that runs or ran it last.
    pub worker: Option<String>,
    /// How far it is, while it runs.
    pub progress: Option<Progress>,
    /// Milliseconds since 1970.
    pub created_at_ms: i64,
    /// When it becomes ready, for scheduled and retrying jobs.
    pub not_before_ms: Option<i64>,
    /// Start of the current or last attempt.
    pub started_at_ms: Option<i64>,
    /// When it reached a final state.
    pub ended_at_ms: Option<i64>,
    /// Why it failed, or failed last.
    pub failure: Option<Failure>,
    /// What it made; empty again once its lifetime is over.
    pub artifacts: Vec<ArtifactRef>,
    /// Its artifacts were removed at the end of their lifetime.
    pub expired: bool,
    /// The batch that it belongs to.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub batch: Option<BatchRef>,
}
