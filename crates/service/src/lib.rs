//! What the app can do, for every face: the window, the browser and the command line.
//!
//! A face opens one [`Service`] on a store and calls one method for each row of the command table
//! ([`for_each_command`]), or [`Service::dispatch`] with a name and JSON. Bytes that nobody checked yet
//! are parsed only in a child process. What changes comes through [`Service::updates`].

mod alerts;
pub mod api;
mod beside;
mod chosen;
mod connections;
mod error;
mod following;
mod inputs;
mod lifetimes;
mod local_worker;
mod outbox;
mod sandbox;
mod scratch;
mod service;
mod setup_log;
mod shelf;
mod updates;

pub use alerts::{Alert, AlertKind, AlertSettings};
pub use api::Upload;
pub use api::commands::{COMMANDS, Command, Kind};
pub use api::run_now::{RunNow, run_now};
pub use api::schemas::{CommandSchema, Schemas};
pub use api::types::{self, ErrorCode, Update, WireError};
pub use following::Following;
pub use local_worker::{QUEUES, WorkerRun};
pub use penstock_jobs::{
    ArtifactRef, ArtifactRole, Attempt, AttemptOutcome, AuditEntry, Backup, Batch, BatchId, BatchRef,
    CheckReport, Failure, FailureClass, Finding, Job, JobFilter, JobId, JobState, Progress, QueueInfo, Retry,
    StateCounts, WorkerInfo, WorkerKind, WorkerState,
};
pub use penstock_tasks::{ParamFault, TaskInfo};
pub use penstock_worker::adapters::{AdapterSettings, DEFAULT_OUTPUT};
pub use penstock_worker::child::{self, ProgressReport};
pub use penstock_worker::outward::{AllowList, BadEntry};
pub use penstock_worker::{EndedEarly, Summary, WorkerHandle};
pub use service::{Caller, Options, Service};
pub use setup_log::SetupLog;
