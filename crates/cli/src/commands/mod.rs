//! One file a command: what it takes, and what it does with it.

mod adapter_args;
mod alert_args;
pub(crate) mod backup;
pub(crate) mod batch;
pub(crate) mod batches;
pub(crate) mod bulk;
pub(crate) mod completions;
pub(crate) mod doctor;
pub(crate) mod job;
pub(crate) mod jobs;
pub(crate) mod man;
pub(crate) mod move_to;
pub(crate) mod pause;
pub(crate) mod queues;
pub(crate) mod retry;
pub(crate) mod run;
pub(crate) mod serve;
pub(crate) mod submit;
pub(crate) mod submit_many;
pub(crate) mod tasks;
pub(crate) mod token;
pub(crate) mod worker;
pub(crate) mod worker_stop;
pub(crate) mod workers;

/// A variable of the environment that is set to something.
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
