//! Jobs that were submitted together and belong together: one progress, one place to cancel, one report.

use crate::{BatchId, StateCounts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The batch of a job, as every job of it carries it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct BatchRef {
    /// Names the batch for ever.
    pub id: BatchId,
    /// What people call it: the name of the table, the folder or the task.
    pub label: String,
}

/// How a batch stands. It is there as long as one of its jobs is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct Batch {
    /// Names it.
    pub id: BatchId,
    /// What people call it.
    pub label: String,
    /// When it was submitted, milliseconds since 1970.
    pub created_at_ms: i64,
    /// Jobs that are there. Deleted ones do not count.
    pub jobs: u64,
    /// Those in each state; states with none are left out.
    #[ts(type = "Partial<Record<JobState, number>>")]
    pub counts: StateCounts,
    /// How far it is, 0 to 1: a job that has ended counts whole, one that runs by its own progress.
    pub fraction: f64,
}

impl Batch {
    /// Puts the figures of a store together; `running` is the sum of the progress of what runs.
    #[must_use]
    pub fn of(batch: BatchRef, created_at_ms: i64, counts: StateCounts, running: f64) -> Self {
        let jobs: u64 = counts.values().sum();
        let ended = counts.iter().filter(|(state, _)| state.is_final()).map(|(_, jobs)| jobs).sum::<u64>();
        // More than 2^53 jobs are in no store.
        let fraction = if jobs == 0 { 1.0 } else { (ended as f64 + running) / jobs as f64 };
        let BatchRef { id, label } = batch;
        Self { id, label, created_at_ms, jobs, counts, fraction: fraction.clamp(0.0, 1.0) }
    }

    /// No job of it waits or runs.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.counts.keys().all(|state| state.is_final())
    }
}
