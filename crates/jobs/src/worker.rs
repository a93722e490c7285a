use crate::JobId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a worker says of itself when it starts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct WorkerSpec {
    /// Unique among living workers of one store.
    pub name: String,
    /// Name of its computer.
    pub host: String,
    /// Its process id.
    pub pid: u32,
    /// With `pid`, tells this process from a later one with the same id: the boot it lives in, its
    /// process namespace and its start time; none where the platform does not tell.
    pub incarnation: Option<String>,
    /// Queues it takes from, the most urgent first.
    pub queues: Vec<String>,
    /// Jobs it runs at once.
    pub slots: u32,
    /// Version of Penstock.
    pub version: String,
}

/// What a worker is up to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum WorkerState {
    /// It has a free slot.
    Idle,
    /// All its slots run.
    Busy,
    /// Asked to stop: it takes nothing new.
    Draining,
    /// Not heard of for longer than three heartbeats.
    Lost,
}

/// Whose worker it is, and so what it understands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum WorkerKind {
    /// One of ours: everything can be asked of it.
    Penstock,
    /// Python RQ's: it ends after its job, or at once; it stops the one job that it runs. It has one slot,
    /// says nothing about progress unless its job does, and cannot be asked to give a job back.
    Rq,
}

impl WorkerKind {
    /// What cannot be asked of such a worker, and why, one sentence each.
    #[must_use]
    pub fn cannot(self) -> &'static [&'static str] {
        match self {
            Self::Penstock => &[],
            Self::Rq => &[
                "A worker of RQ does not give a job back: stopped at once, its job fails or is retried",
                "A worker of RQ that waits for work may take one more job after all queues are paused",
                "A worker of RQ does not know pauses of single queues",
            ],
        }
    }
}

/// A worker as a list shows it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct WorkerInfo {
    /// What it said of itself.
    #[serde(flatten)]
    pub spec: WorkerSpec,
    /// Whose it is.
    pub kind: WorkerKind,
    /// What it is up to.
    pub state: WorkerState,
    /// Milliseconds since 1970.
    pub started_at_ms: i64,
    /// Last heartbeat, milliseconds since 1970.
    pub heard_at_ms: i64,
    /// The jobs it runs.
    pub jobs: Vec<JobId>,
    /// Attempts that it finished.
    pub finished: u64,
    /// Attempts that failed under it.
    pub failed: u64,
}
