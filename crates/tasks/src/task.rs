use crate::{Cancelled, Context, Input};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use ts_rs::TS;

/// What everybody may know of a task without running it.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema, TS)]
pub struct TaskInfo {
    /// Its name in code, on the command line and on the wire.
    pub name: &'static str,
    /// Version of its parameters.
    pub version: u32,
    /// What people read: "Plot".
    pub title: &'static str,
    /// One sentence: what it does.
    pub summary: &'static str,
    /// The queue it goes to unless told otherwise.
    pub queue: &'static str,
    /// Longest wall-clock time of one attempt in seconds, unless told otherwise.
    pub timeout_s: u64,
    /// Endings of the files it takes, lower case, without the dot.
    pub accepts: &'static [&'static str],
    /// Fewest and most files it takes.
    pub inputs: (u32, u32),
    /// May it be started again after its worker died?
    pub rerun_after_crash: bool,
    /// JSON Schema (2020-12) of its parameters: `title`, `description`, `default`, `minimum`,
    /// `maximum`, `enum`, and ours: `x-unit` ("mm"), `x-group`, `x-advanced`.
    pub schema: serde_json::Value,
    /// JSON Schema of its report.
    pub report_schema: serde_json::Value,
}

/// What a made file is for; the queue's `ArtifactRole` without inputs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileRole {
    /// A person takes it away.
    Result,
    /// Geometry for the window.
    Preview,
}

/// A file that a task made in [`Context::out_dir`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MadeFile {
    /// Its name in that folder, with at most one folder in front: `cards/0001.svg`.
    pub name: String,
    /// What it is for.
    pub role: FileRole,
    /// Such as `image/svg+xml`.
    pub media_type: String,
}

impl MadeFile {
    /// A picture for the window.
    pub(crate) fn preview(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            role: FileRole::Preview,
            media_type: crate::preview::MEDIA_TYPE.to_owned(),
        }
    }
}

/// Where a report says, with `true`, that the task was stopped by a person and kept what it had: such a result
/// counts, while the rest of a stopped task's output is dropped.
pub const STOPPED_EARLY: &str = "stopped_early";

/// What a task returns. The report never holds geometry.
#[derive(Clone, PartialEq, Debug)]
pub struct Output<R> {
    /// Its report; `diagnostics` are added by the runner.
    pub report: R,
    /// The files it made.
    pub files: Vec<MadeFile>,
}

/// Why a task has no result.
#[derive(Debug, thiserror::Error)]
pub enum TaskError {
    /// The input cannot be used. The message names the file and the place.
    #[error("{message}")]
    BadInput {
        /// What is wrong and where.
        message: String,
        /// What to do about it.
        advice: Option<String>,
    },
    /// It was asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// A file could not be read or written.
    #[error("{what}: {source}")]
    Io {
        /// What was being done.
        what: String,
        /// Why it failed.
        source: std::io::Error,
    },
}

/// A parameter that was refused before anything ran.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{name}: {message}")]
pub struct ParamFault {
    /// The parameter, with dots for nested ones.
    pub name: String,
    /// What is wrong, with the range or the choices.
    pub message: String,
}

/// Declares a task, once.
pub trait Task: Send + Sync + 'static {
    /// Its parameters; every field has a doc comment, a default and, where it fits, a range and a unit.
    type Params: Serialize + DeserializeOwned + JsonSchema + Default;
    /// Its report.
    type Report: Serialize + JsonSchema;

    /// Name, title, queue and so on; the schemas are filled in from the types.
    fn info() -> TaskInfo
    where
        Self: Sized;

    /// Does the work.
    ///
    /// # Errors
    /// [`TaskError`]; a failure is never a report with an error inside.
    fn run(
        params: &Self::Params,
        inputs: &[Input],
        context: &dyn Context,
    ) -> Result<Output<Self::Report>, TaskError>
    where
        Self: Sized;
}
