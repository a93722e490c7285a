//! What crosses about connections and the outbox.

use super::batch_types::{SubmitBatchRequest, SubmitRowsRequest};
use super::types::SubmitRequest;
use penstock_jobs::{BatchId, JobId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A store with a name, as a person keeps it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema, TS)]
pub struct ConnectionInfo {
    /// Its name; "Embedded queue" is always there.
    pub name: String,
    /// Where it is, for people; never with a password.
    pub store: String,
    /// Its URL without the secrets in it, to be edited. None for the embedded store.
    pub address: Option<String>,
    /// It has a password.
    pub has_secret: bool,
    /// Where the password is kept: "system keyring", or "a file that only you can read".
    pub secret_in: Option<String>,
    /// What is sent there can be read on the way: no TLS, and not within this computer.
    pub readable_on_the_way: bool,
    /// The one that the next start of the app opens.
    pub chosen: bool,
}

/// Keep a connection, or replace the one with this name.
#[derive(Clone, PartialEq, Eq, Deserialize, JsonSchema, TS)]
pub struct SaveConnectionRequest {
    /// 1 to 60 characters.
    pub name: String,
    /// `redis://…` as the command line takes it; a password in it goes to the keyring.
    pub url: String,
    /// Which secrets count.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub secrets: SecretsOf,
}

/// Which secrets a connection that is saved has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum SecretsOf {
    /// Those of its URL, and no others.
    #[default]
    Url,
    /// Those that are kept with this name, where the URL has none of its own.
    Kept,
}

/// The name of a connection.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct ConnectionRequest {
    /// Its name.
    pub name: String,
}

/// Try a connection: one that is kept, or a URL before it is.
#[derive(Clone, PartialEq, Eq, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum TestConnectionRequest {
    /// One that is kept.
    Name(String),
    /// One that is kept, with another URL; secrets that the URL lacks are those that are kept.
    Changed {
        /// Its name.
        name: String,
        /// A URL.
        url: String,
    },
    /// A URL.
    Url(String),
}

/// How a step of a test went.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepVerdict {
    /// As it should be.
    Good,
    /// It works, and a person should know something.
    Warning,
    /// It does not work.
    Bad,
}

/// One step of a test.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema, TS)]
pub struct TestStep {
    /// What was tried.
    pub what: String,
    /// How it went.
    pub verdict: StepVerdict,
    /// What was found.
    pub found: String,
    /// What to do.
    pub advice: Option<String>,
}

/// What a test found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema, TS)]
pub struct ConnectionTest {
    /// No step was bad.
    pub usable: bool,
    /// In the order in which they were tried.
    pub steps: Vec<TestStep>,
}

/// Keep a job on this computer for a store that is away; it is sent once the store is back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct HoldRequest {
    /// The connection that it is for; the service's own store if none.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub connection: Option<String>,
    /// The job.
    pub job: SubmitRequest,
}

/// Keep many jobs of one task as one batch for a store that is away.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct HoldBatchRequest {
    /// The connection that it is for; the service's own store if none.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub connection: Option<String>,
    /// The batch.
    pub batch: SubmitBatchRequest,
}

/// Keep one job for each row of a table, as one batch, for a store that is away.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct HoldRowsRequest {
    /// The connection that it is for; the service's own store if none.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub connection: Option<String>,
    /// The table and what its jobs have in common.
    pub rows: SubmitRowsRequest,
}

/// Jobs in the outbox that were submitted together.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema, TS)]
pub struct HeldJobs {
    /// Their ids, the same as they will have in the store.
    pub ids: Vec<JobId>,
    /// The connection that they are for, if one with this store is kept.
    pub connection: Option<String>,
    /// The store that they are for.
    pub store: String,
    /// Name of the task.
    pub task: String,
    /// What people call them.
    pub label: String,
    /// The batch that they will be; its label is theirs.
    pub batch: Option<BatchId>,
    /// The queue that they go to.
    pub queue: String,
    /// Milliseconds since 1970.
    pub held_at_ms: i64,
    /// Why the store did not take them, when it was there; then they wait for a person.
    pub refused: Option<String>,
}

/// Names jobs in the outbox by the first of their ids.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct HeldRequest {
    /// The first id.
    pub id: JobId,
}

/// Look for faults in the store.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct CheckRequest {
    /// Put right what can be.
    pub repair: bool,
}

/// One line of a check.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema, TS)]
pub struct CheckLine {
    /// Nothing needs doing.
    pub ok: bool,
    /// What was looked at.
    pub what: String,
    /// What was found, and what to do.
    pub found: String,
    /// It was, or with `repair` would have been, put right.
    pub repairable: bool,
}
