use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why an attempt failed, in the few classes that policy and people tell apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum FailureClass {
    /// The input or a parameter cannot be used; trying again changes nothing.
    BadInput,
    /// The task reported an error of its own.
    Task,
    /// It ran longer than its time-out.
    Timeout,
    /// It went over a limit of memory, CPU time, file size or open files.
    Limit,
    /// The child process ended without an answer.
    Crash,
    /// The worker that ran it went away.
    WorkerLost,
    /// Nobody here knows the task.
    UnknownTask,
    /// The store, the disk or the artifacts failed us.
    Server,
}

impl FailureClass {
    /// Whether another attempt could end differently.
    #[must_use]
    pub fn worth_retrying(self) -> bool {
        !matches!(self, Self::BadInput | Self::UnknownTask)
    }

    /// The attempt was ended in the middle of its work: how far it came, nobody knows.
    #[must_use]
    pub fn broke_off(self) -> bool {
        matches!(self, Self::Timeout | Self::Limit | Self::Crash | Self::WorkerLost)
    }
}

/// One error as every face shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct Failure {
    /// Decides retry and grouping.
    pub class: FailureClass,
    /// One sentence: what happened.
    pub title: String,
    /// What to do about it, where something can be done.
    pub advice: Option<String>,
    /// Technical detail to copy: place, exit status, the last lines of the child's log.
    pub detail: Option<String>,
}

impl Failure {
    /// A failure with a title alone.
    pub fn new(class: FailureClass, title: impl Into<String>) -> Self {
        Self { class, title: title.into(), advice: None, detail: None }
    }

    /// The same failure with advice.
    #[must_use]
    pub fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// The same failure with technical detail.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}
