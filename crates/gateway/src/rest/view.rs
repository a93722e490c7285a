//! A job as other programs see it: our state beside Caudex's status, times as RFC 3339 text.

use super::wjp;
use jiff::Timestamp;
use penstock_service::{ArtifactRef, BatchId, Failure, Job, JobId, JobState, Progress};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Caudex's words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Status {
    /// Waits for something else than a worker: a time, another job, a person.
    Pending,
    /// Waits for a worker.
    Queued,
    /// Runs.
    Processing,
    /// Its result is there.
    Completed,
    /// It has none: failed, cancelled or quarantined.
    Failed,
}

impl From<JobState> for Status {
    fn from(state: JobState) -> Self {
        match state {
            JobState::Held | JobState::Scheduled | JobState::Deferred | JobState::Retrying => Self::Pending,
            JobState::Queued => Self::Queued,
            JobState::Running => Self::Processing,
            JobState::Finished => Self::Completed,
            JobState::Failed | JobState::Cancelled | JobState::Quarantined => Self::Failed,
        }
    }
}

/// Where a job stands, as whoever made it says it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Word {
    /// In Caudex's words.
    Caudex(Status),
    /// In wjp's.
    Wjp(wjp::Status),
}

/// One job.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub(crate) struct JobView {
    /// Names it for ever.
    pub(crate) job_id: JobId,
    /// Name of the task, or the function's dotted name.
    pub(crate) job_type: String,
    /// Where it stands, in Caudex's words; in wjp's for a job of `POST /analyze-dxf`.
    pub(crate) status: Word,
    /// Where it stands.
    pub(crate) state: JobState,
    /// Where it waits or waited.
    pub(crate) queue: String,
    /// What people call it.
    pub(crate) label: String,
    /// The batch that it belongs to.
    pub(crate) batch_id: Option<BatchId>,
    /// Number of the current or last attempt; 0 before the first.
    pub(crate) attempt: u32,
    /// The worker that runs or ran it last.
    pub(crate) worker: Option<String>,
    /// How far it is, while it runs.
    pub(crate) progress: Option<Progress>,
    /// When it was submitted, RFC 3339 in UTC.
    pub(crate) created_at: Option<String>,
    /// Start of the current or last attempt.
    pub(crate) started_at: Option<String>,
    /// When it reached a final state.
    pub(crate) completed_at: Option<String>,
    /// Why it failed, in one sentence.
    pub(crate) error: Option<String>,
    /// Why it failed.
    pub(crate) failure: Option<Failure>,
    /// What it made: `GET /api/jobs/{id}/artifacts/{name}` gives the content.
    pub(crate) artifacts: Vec<ArtifactRef>,
}

/// One job with its result.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub(crate) struct JobWithResult {
    #[serde(flatten)]
    pub(crate) job: JobView,
    /// Its parameters.
    pub(crate) params: Value,
    /// The task's report, or what the function returned, once it finished.
    pub(crate) result: Option<Value>,
}

impl From<Job> for JobView {
    fn from(job: Job) -> Self {
        Self {
            status: if wjp::made(&job) {
                Word::Wjp(job.state.into())
            } else {
                Word::Caudex(job.state.into())
            },
            error: job.failure.as_ref().map(|failure| failure.title.clone()),
            created_at: time(job.created_at_ms),
            started_at: job.started_at_ms.and_then(time),
            completed_at: job.ended_at_ms.and_then(time),
            job_id: job.id,
            job_type: job.task,
            state: job.state,
            queue: job.queue,
            label: job.label,
            batch_id: job.batch.map(|batch| batch.id),
            attempt: job.attempt,
            worker: job.worker,
            progress: job.progress,
            failure: job.failure,
            artifacts: job.artifacts,
        }
    }
}

/// Milliseconds since 1970 as RFC 3339 text in UTC; none for what no calendar has.
pub(crate) fn time(ms: i64) -> Option<String> {
    let at = Timestamp::from_millisecond(ms).ok()?;
    Some(format!("{at:.3}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_status() {
        let words: Vec<Value> =
            JobState::ALL.iter().map(|&state| serde_json::to_value(Status::from(state)).unwrap()).collect();
        assert_eq!(
            words,
            [
                "PENDING",
                "PENDING",
                "PENDING",
                "QUEUED",
                "PROCESSING",
                "PENDING",
                "COMPLETED",
                "FAILED",
                "FAILED",
                "FAILED"
            ]
        );
    }

    #[test]
    fn times_are_text_that_sorts() {
        assert_eq!(time(1_500).unwrap(), "1970-01-01T00:00:01.500Z");
        assert_eq!(time(i64::MAX), None);
    }
}
