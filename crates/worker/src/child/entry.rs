//! The child's own main: limits and sandbox first, then the task, then one answer.

use super::answers::Answers;
use super::context::ChildContext;
use super::protocol::{self, Done, Kind, Order, Started, Work};
use super::sandboxing::{self, Sandbox};
use penstock_jobs::{Failure, FailureClass};
use penstock_tasks::{Context, Input, Output, TaskError};
use serde_json::Value;
use std::any::Any;
use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The first argument that makes this program a child.
pub(super) const CHILD_ARGUMENT: &str = "__child";
/// Stack of the task's thread: parsers recurse, and an overflow costs a whole attempt.
const TASK_STACK_BYTES: usize = 64 << 20;
const LISTENER_STACK_BYTES: usize = 256 << 10;

/// What a runner returns when a task has no result.
#[derive(Debug)]
pub enum RunError {
    /// Nobody here knows the task.
    UnknownTask,
    /// The task was refused or failed.
    Task(TaskError),
}

impl From<TaskError> for RunError {
    fn from(error: TaskError) -> Self {
        Self::Task(error)
    }
}

/// Whether this process was started to run one task. Binaries ask this before anything else in `main`.
#[must_use]
pub fn is_child() -> bool {
    std::env::args_os().nth(1).is_some_and(|first| first == CHILD_ARGUMENT)
}

/// Runs the one task that this process was started for, from the catalogue.
#[must_use]
pub fn main() -> ExitCode {
    main_with(|task, params, inputs, context| {
        if !penstock_tasks::knows(task) {
            return Err(RunError::UnknownTask);
        }
        Ok(penstock_tasks::run(task, params, inputs, context)?)
    })
}

/// Runs the one task that this process was started for with this runner: (task, parameters, inputs,
/// context) to output. Tests bring tasks of their own this way.
#[must_use]
pub fn main_with<F>(run: F) -> ExitCode
where
    F: FnOnce(&str, &Value, &[Input], &dyn Context) -> Result<Output<Value>, RunError> + Send + 'static,
{
    match serve(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The parent keeps the end of this stream. If that is gone too, nobody is left to tell.
            let _ = writeln!(io::stderr(), "penstock child: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve<F>(run: F) -> io::Result<()>
where
    F: FnOnce(&str, &Value, &[Input], &dyn Context) -> Result<Output<Value>, RunError> + Send + 'static,
{
    let answers = Answers::take_stdout()?;
    let dies_with_parent = sandboxing::die_with_parent();
    let order: Order = protocol::read(&mut io::stdin().lock(), Kind::Order)?;
    check(&order)?;

    let mut layers = vec![order.limits.apply(), dies_with_parent];
    layers.extend(sandboxing::enter());
    answers.send(Kind::Started, &Started { version: protocol::VERSION, sandbox: Sandbox { layers } })?;
    let Some(work) = order.work else { return Ok(()) };

    let stop = Arc::new(AtomicBool::new(false));
    listen_for_stop(Arc::clone(&stop))?;
    let to_parent = answers.clone();
    let task = std::thread::Builder::new().name("task".into()).stack_size(TASK_STACK_BYTES);
    let outcome = task.spawn(move || work_off(run, &work, to_parent, stop))?.join();
    answer(&answers, outcome.unwrap_or_else(|panic| Outcome::Failed(panicked(panic.as_ref()))))
}

fn check(order: &Order) -> io::Result<()> {
    if order.version != protocol::VERSION {
        let message =
            format!("the parent speaks version {}, this program {}", order.version, protocol::VERSION);
        return Err(io::Error::other(message));
    }
    // The parent may have died before it could take us along.
    #[cfg(unix)]
    if rustix::process::getppid().is_none_or(|now| now.as_raw_pid().unsigned_abs() != order.parent) {
        return Err(io::Error::other("the parent is gone"));
    }
    Ok(())
}

/// The end of standard input means: stop. So a parent that dies stops its child on every platform.
fn listen_for_stop(stop: Arc<AtomicBool>) -> io::Result<()> {
    let listener = std::thread::Builder::new().name("listener".into()).stack_size(LISTENER_STACK_BYTES);
    listener.spawn(move || {
        let mut input = io::stdin().lock();
        let mut rest = [0; 64];
        while matches!(input.read(&mut rest), Ok(1..)) {}
        stop.store(true, Ordering::Relaxed);
    })?;
    Ok(())
}

enum Outcome {
    Done(Done),
    Failed(Failure),
    Cancelled,
}

fn work_off<F>(run: F, work: &Work, answers: Answers, stop: Arc<AtomicBool>) -> Outcome
where
    F: FnOnce(&str, &Value, &[Input], &dyn Context) -> Result<Output<Value>, RunError>,
{
    let inputs: Vec<Input> = work
        .inputs
        .iter()
        .map(|input| Input { name: input.name.clone(), path: input.path.clone() })
        .collect();
    let context = ChildContext::new(answers, stop);
    match run(&work.task, &work.params, &inputs, &context) {
        Ok(Output { report, files }) => Outcome::Done(Done { report, files }),
        Err(RunError::UnknownTask) => Outcome::Failed(
            Failure::new(FailureClass::UnknownTask, format!("This worker knows no task \"{}\"", work.task))
                .advise(
                    "Update Penstock on this worker, or send the job to a queue whose workers know the task",
                ),
        ),
        Err(RunError::Task(error)) => failed(error),
    }
}

fn failed(error: TaskError) -> Outcome {
    match error {
        TaskError::Cancelled(_) => Outcome::Cancelled,
        TaskError::BadInput { message, advice } => {
            Outcome::Failed(Failure { advice, ..Failure::new(FailureClass::BadInput, message) })
        }
        TaskError::Io { what, source } => Outcome::Failed(io_failure(&what, &source)),
    }
}

fn io_failure(what: &str, source: &io::Error) -> Failure {
    use io::ErrorKind as Kind;
    #[cfg(unix)]
    let too_many_open = source.raw_os_error() == Some(rustix::io::Errno::MFILE.raw_os_error());
    #[cfg(not(unix))]
    let too_many_open = false;
    let (class, advice) = match source.kind() {
        Kind::StorageFull | Kind::QuotaExceeded => {
            (FailureClass::Server, "Make room on the disk, then try again")
        }
        Kind::ReadOnlyFilesystem => (FailureClass::Server, "Make the disk writable, then try again"),
        Kind::FileTooLarge => (FailureClass::Limit, "Simplify the drawing, or split it"),
        _ if too_many_open => (FailureClass::Limit, "Send fewer files at once"),
        _ => return Failure::new(FailureClass::Task, what).detail(source.to_string()),
    };
    Failure::new(class, what).advise(advice).detail(source.to_string())
}

fn panicked(panic: &(dyn Any + Send)) -> Failure {
    let message =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    Failure::new(FailureClass::Crash, "The task stopped on a fault of its own")
        .advise("This is a fault in Penstock; please report it with the drawing")
        .detail(message.unwrap_or("no message"))
}

fn answer(answers: &Answers, outcome: Outcome) -> io::Result<()> {
    let sent = match &outcome {
        Outcome::Done(done) => answers.send(Kind::Done, done),
        Outcome::Failed(failure) => answers.send(Kind::Failed, &cut(failure.clone())),
        Outcome::Cancelled => answers.send(Kind::Cancelled, &()),
    };
    match sent {
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            let failure =
                Failure::new(FailureClass::Limit, "The report is too large").detail(error.to_string());
            answers.send(Kind::Failed, &failure)
        }
        sent => sent,
    }
}

/// Words that quote a hostile file stay within the frame.
fn cut(failure: Failure) -> Failure {
    let short = |text: String| text.chars().take(8_000).collect::<String>();
    Failure {
        title: short(failure.title),
        advice: failure.advice.map(short),
        detail: failure.detail.map(short),
        ..failure
    }
}
