use crate::{BatchId, Job, JobState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// Which jobs to list. Empty means every job, newest first.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default, deny_unknown_fields)]
pub struct JobFilter {
    /// Only this queue.
    #[ts(optional = nullable)]
    pub queue: Option<String>,
    /// Only jobs of this task, by its whole name.
    #[ts(optional = nullable)]
    pub task: Option<String>,
    /// Only jobs that this worker has or had last, by its whole name.
    #[ts(optional = nullable)]
    pub worker: Option<String>,
    /// Only these states.
    #[ts(as = "Option<_>", optional)]
    pub states: Vec<JobState>,
    /// Words that must all stand in the label, the id, the task, the queue or the failure's title.
    #[ts(optional = nullable)]
    pub search: Option<String>,
    /// Only jobs of this batch.
    #[ts(optional = nullable)]
    pub batch: Option<BatchId>,
    /// At most this many; 100 if none, never over 10,000.
    #[ts(optional = nullable)]
    pub limit: Option<u32>,
    /// [`JobPage::next`] of the page before.
    #[ts(optional = nullable)]
    pub cursor: Option<String>,
    /// In the order in which they would start (running first) and not newest first.
    #[ts(as = "Option<_>", optional)]
    pub in_start_order: bool,
}

/// One page of jobs.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct JobPage {
    /// The jobs.
    pub jobs: Vec<Job>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// How many jobs are in each state; states with none are left out.
pub type StateCounts = BTreeMap<JobState, u64>;
