//! What crosses about batches: many jobs of one submission.

use super::types::SubmitRequest;
use penstock_jobs::{ArtifactRef, Batch, BatchId, JobId, JobState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Queue many jobs of one task as one batch: all of them or none.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct SubmitBatchRequest {
    /// What people call the batch.
    pub label: String,
    /// What its jobs have in common; `count` makes so many copies of each.
    pub job: SubmitRequest,
    /// What each of them has of its own.
    pub items: Vec<BatchItem>,
    /// Leave items out that cannot be queued, and say so, instead of queueing nothing.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub skip_bad: bool,
}

/// What one job of a batch has of its own.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct BatchItem {
    /// Parameters; each takes the place of the common one with its name.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub params: serde_json::Value,
    /// Inputs, behind the common ones.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub inputs: Vec<ArtifactRef>,
    /// What people call it; its first input's name if none, else the batch's label and its number.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub label: Option<String>,
    /// Where it comes from, for messages about it: `line 7`.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub place: Option<String>,
}

/// The jobs that were queued.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema, TS)]
pub struct SubmitBatchReply {
    /// Names the batch.
    pub batch: BatchId,
    /// Their ids, in order.
    pub ids: Vec<JobId>,
    /// True where the key was known.
    pub duplicates: Vec<bool>,
    /// What could not be queued and was left out.
    pub left_out: Vec<LeftOut>,
}

/// An item that could not be queued.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema, TS)]
pub struct LeftOut {
    /// Its place in the request, counted from 1.
    pub item: u32,
    /// Where it comes from, as the request says it.
    pub place: Option<String>,
    /// What is wrong with it, one sentence.
    pub why: String,
}

/// One batch.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct BatchRequest {
    /// Its id.
    pub id: BatchId,
}

/// The newest batches.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct BatchesRequest {
    /// At most this many; 20 if none, never over 1,000.
    #[serde(default)]
    #[ts(optional = nullable)]
    #[schemars(range(min = 1, max = 1_000))]
    pub limit: Option<u32>,
}

/// What cancelling a batch did.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema, TS)]
pub struct CancelledBatch {
    /// Jobs that had not ended: what waited is cancelled, what ran is asked to stop.
    pub cancelled: u64,
    /// How the batch stands now.
    pub batch: Batch,
}

/// Everything about a batch: one line for each job, in the order in which they were submitted.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema, TS)]
pub struct BatchReport {
    /// How it stands.
    pub batch: Batch,
    /// Its jobs.
    pub jobs: Vec<BatchLine>,
}

/// One job of a batch.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema, TS)]
pub struct BatchLine {
    /// The job.
    pub id: JobId,
    /// What people call it.
    pub label: String,
    /// Where it stands.
    pub state: JobState,
    /// Number of its last attempt.
    pub attempt: u32,
    /// Seconds from the start of its last attempt to its end; none before.
    pub seconds: Option<f64>,
    /// Why it failed, one sentence.
    pub error: Option<String>,
    /// The plain values of its report by their names: numbers, words, yes and no.
    #[ts(type = "Record<string, string | number | boolean>")]
    pub figures: serde_json::Map<String, serde_json::Value>,
    /// Names of the files that it made.
    pub artifacts: Vec<String>,
}

/// The report of a batch for a spreadsheet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema, TS)]
pub struct BatchTable {
    /// A name for the file.
    pub name: String,
    /// The table as comma separated values, one line a job.
    pub csv: String,
}

/// Queue one job for each row of a table, as one batch.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct SubmitRowsRequest {
    /// What people call the batch: the table's name.
    pub label: String,
    /// What the jobs have in common, the table among its inputs. The task is one that takes `row`.
    pub job: SubmitRequest,
    /// Leave rows out that make nothing, and say so, instead of queueing nothing.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub skip_bad: bool,
}
