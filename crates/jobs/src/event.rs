use crate::{JobId, JobState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What happened to a job or a queue. Readers that missed some read the state itself again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EventKind {
    /// A job is in a state: new, moved on, or changed within it (order, queue).
    Job {
        /// Which job.
        job: JobId,
        /// The state it is in now.
        state: JobState,
    },
    /// A running job said how far it is.
    Progress {
        /// Which job.
        job: JobId,
    },
    /// A job is gone from the store.
    Deleted {
        /// Which job.
        job: JobId,
    },
    /// A queue was paused or resumed.
    Queue {
        /// Which queue; `*` for all.
        queue: String,
    },
    /// A worker came, went, or changed.
    Worker {
        /// Its name.
        worker: String,
    },
}

/// One thing that happened, in the store's order.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct Event {
    /// Grows with every event of one store; holes are possible.
    pub seq: u64,
    /// Milliseconds since 1970.
    pub at_ms: i64,
    /// What happened.
    #[serde(flatten)]
    pub what: EventKind,
}

/// What a person did, kept as long as the job's history.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct AuditEntry {
    /// Milliseconds since 1970.
    pub at_ms: i64,
    /// Who: `desktop:anna`, `cli:anna`, `http:<token name>`.
    pub actor: String,
    /// What: `submit`, `cancel`, `retry`, `move`, `delete`, `pause`, `resume`, `worker-stop`.
    pub action: String,
    /// The job, if it was about one.
    pub job: Option<JobId>,
    /// The rest in words: the queue, the new place.
    pub detail: Option<String>,
}
