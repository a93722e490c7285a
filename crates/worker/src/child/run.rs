//! The parent's side: what goes in, what comes out, and one [`End`] for whatever happens between.

use super::conversation::{Heard, converse};
use super::protocol::{self, Done, Order};
use super::{Limits, Sandbox, death, folder};
use penstock_jobs::{ArtifactRole, Failure, FailureClass};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::watch;

/// One task to run.
#[derive(Clone, PartialEq, Debug)]
pub struct Request {
    /// Name of the task.
    pub task: String,
    /// Its parameters.
    pub params: serde_json::Value,
    /// Its inputs, in the order in which the task takes them.
    pub inputs: Vec<RequestInput>,
}

/// A file that the task takes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RequestInput {
    /// File name shown to people.
    pub name: String,
    /// Where it is; links are followed.
    pub path: PathBuf,
}

/// How far the task is.
#[derive(Clone, PartialEq, Debug)]
pub struct ProgressReport {
    /// What it is doing, in the words of the task.
    pub stage: String,
    /// 0 to 1 over the whole task; none while it cannot know.
    pub fraction: Option<f64>,
}

/// A file that the task made: a plain file in the folder's `out/`, or in a folder there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MadeFile {
    /// Its name, with at most one folder in front.
    pub name: String,
    /// What it is for.
    pub role: ArtifactRole,
    /// Such as `image/svg+xml`.
    pub media_type: String,
    /// Where it is.
    pub path: PathBuf,
}

/// How it ended. In every case the child is gone and collected.
#[derive(Clone, PartialEq, Debug)]
pub enum End {
    /// The task returned.
    Done {
        /// Its report, with diagnostics.
        report: serde_json::Value,
        /// What it made.
        files: Vec<MadeFile>,
    },
    /// The task said no, ran out of time, or could not be started; the process itself was sound.
    Failed(Failure),
    /// The process died: a crash, a limit, an answer that is none.
    Died(Failure),
    /// It was asked to stop.
    Stopped,
}

/// Runs one task in a child of its own and waits for its end.
///
/// `folder` is empty and nobody else's; it holds `in/` and `out/` afterwards, and the caller removes it.
/// `on_progress` is called at most 20 times a second and must not block. When `stop` becomes true, the
/// child has two seconds to end before it is killed. Dropping the future kills the child.
pub async fn run(
    request: &Request,
    folder: &Path,
    limits: &Limits,
    on_progress: &mut (dyn FnMut(ProgressReport) + Send),
    mut stop: watch::Receiver<bool>,
) -> End {
    if *stop.borrow() {
        return End::Stopped;
    }
    let (owned_request, owned_folder) = (request.clone(), folder.to_owned());
    let work = match blocking(move || folder::prepare(&owned_request, &owned_folder)).await {
        Ok(work) => work,
        Err(failure) => return End::Failed(failure),
    };
    let order = order(limits, Some(work), false);
    match converse(&order, folder, on_progress, &mut stop).await {
        Ok(heard) => end_of(heard, folder, limits).await,
        Err(error) => End::Failed(cannot_start(&error)),
    }
}

/// From what was heard of a task to its end; the files that it names are looked at.
pub(super) async fn end_of(heard: Heard, folder: &Path, limits: &Limits) -> End {
    match heard {
        Heard::Done(Done { report, files }) => {
            let (folder, limits) = (folder.to_owned(), limits.clone());
            match blocking(move || folder::collect(files, &folder, &limits)).await {
                Ok(files) => End::Done { report, files },
                Err(failure) => End::Failed(failure),
            }
        }
        // A panic is an answer in form, and the death of a task in fact.
        Heard::Failed(failure) if failure.class == FailureClass::Crash => End::Died(failure),
        Heard::Failed(failure) | Heard::TimedOut(failure) => End::Failed(failure),
        Heard::Died(failure) => End::Died(failure),
        Heard::Stopped => End::Stopped,
        Heard::Sandbox(_) => End::Died(death::of_nonsense("it did not run the task", "")),
    }
}

/// Starts a child that only says what stands around it on this computer.
///
/// # Errors
/// The failure of a child that cannot be started or does not answer.
pub async fn sandbox() -> Result<Sandbox, Failure> {
    let folder = tempfile::tempdir().map_err(|error| cannot_start(&error))?;
    for name in ["in", "out"] {
        std::fs::create_dir(folder.path().join(name)).map_err(|error| cannot_start(&error))?;
    }
    let limits = Limits { wall: Duration::from_secs(10), ..Limits::default() };
    let (_asked, mut stop) = watch::channel(false);
    match converse(&order(&limits, None, false), folder.path(), &mut |_| (), &mut stop).await {
        Ok(Heard::Sandbox(sandbox)) => Ok(sandbox),
        Ok(Heard::Failed(failure) | Heard::TimedOut(failure) | Heard::Died(failure)) => Err(failure),
        Ok(Heard::Done(_) | Heard::Stopped) => Err(death::of_nonsense("a result that nobody asked for", "")),
        Err(error) => Err(cannot_start(&error)),
    }
}

pub(super) fn order(limits: &Limits, work: Option<protocol::Work>, stays: bool) -> Order {
    Order { version: protocol::VERSION, parent: std::process::id(), limits: limits.clone(), work, stays }
}

pub(super) fn cannot_start(error: &io::Error) -> Failure {
    Failure::new(FailureClass::Server, "The process for this job cannot be started")
        .advise("Check free memory and processes; if Penstock was just updated, start it again")
        .detail(error.to_string())
}

/// Runs a closure that blocks where blocking is allowed.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(cannot_start(&io::Error::other(error))))
}
