use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A queue as a list shows it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct QueueInfo {
    /// Its name.
    pub name: String,
    /// Paused by a person: nothing is taken from it, what runs goes on.
    pub paused: bool,
    /// Jobs that could start now.
    pub queued: u64,
    /// Jobs that run.
    pub running: u64,
    /// Jobs that wait for a time, another job or their next attempt.
    pub waiting: u64,
    /// Failed and quarantined jobs.
    pub failed: u64,
    /// Names of the living workers that take from it.
    pub workers: Vec<String>,
}
