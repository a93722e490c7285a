//! The child's own main: limits and sandbox first, then the task, then one answer.

use super::answers::Answers;
use super::context::ChildContext;
use super::crew::MOST_CPU;
use super::protocol::{self, Done, Kind, Order, Started, Work};
use super::sandboxing::{self, Sandbox};
use penstock_jobs::{Failure, FailureClass};
use penstock_tasks::{Context, Input, Output, TaskError};
use serde_json::Value;
use std::any::Any;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

/// The first argument that makes this program a child.
pub(super) const CHILD_ARGUMENT: &str = "__child";
/// Stack of the task's thread: parsers recurse, and an overflow costs a whole attempt.
const TASK_STACK_BYTES: usize = 64 << 20;
const LISTENER_STACK_BYTES: usize = 1 << 20;

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
    F: Fn(&str, &Value, &[Input], &dyn Context) -> Result<Output<Value>, RunError> + Send + Sync + 'static,
{
    match serve(Arc::new(run)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The parent keeps the end of this stream. If that is gone too, nobody is left to tell.
            let _ = writeln!(io::stderr(), "penstock child: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve<F>(run: Arc<F>) -> io::Result<()>
where
    F: Fn(&str, &Value, &[Input], &dyn Context) -> Result<Output<Value>, RunError> + Send + Sync + 'static,
{
    let answers = Answers::take_stdout()?;
    let dies_with_parent = sandboxing::die_with_parent();
    let order: Order = protocol::read(&mut io::stdin().lock(), Kind::Order)?;
    check(&order)?;

    let earlier = if order.stays { MOST_CPU } else { Duration::ZERO };
    let mut layers = vec![order.limits.apply(earlier), dies_with_parent];
    layers.extend(sandboxing::enter());
    answers.send(Kind::Started, &Started { version: protocol::VERSION, sandbox: Sandbox { layers } })?;

    // No thread before the sandbox stands: each would be outside of it.
    let stop = Arc::new(AtomicBool::new(false));
    let orders = listen(Arc::clone(&stop))?;
    let mut next = order;
    while let Some(work) = next.work {
        let (run, to_parent, stop) = (Arc::clone(&run), answers.clone(), Arc::clone(&stop));
        let task = std::thread::Builder::new().name("task".into()).stack_size(TASK_STACK_BYTES);
        let outcome = task.spawn(move || work_off(&*run, &work, to_parent, stop))?.join();
        answer(&answers, outcome.unwrap_or_else(|panic| Outcome::Failed(panicked(panic.as_ref()))))?;
        if !next.stays {
            break;
        }
        // The parent hangs up when it wants no more.
        let Ok(order) = orders.recv() else { break };
        next = order;
    }
    Ok(())
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

/// Orders as they come. The end of standard input means: stop. So a parent that dies stops its child on
/// every platform. What is no order is an end, too.
fn listen(stop: Arc<AtomicBool>) -> io::Result<mpsc::Receiver<Order>> {
    let (orders, ordered) = mpsc::sync_channel(1);
    let listener = std::thread::Builder::new().name("listener".into()).stack_size(LISTENER_STACK_BYTES);
    listener.spawn(move || {
        let mut input = io::stdin().lock();
        while let Ok(order) = protocol::read(&mut input, Kind::Order) {
            if orders.send(order).is_err() {
                break;
            }
        }
        stop.store(true, Ordering::Relaxed);
    })?;
    Ok(ordered)
}

enum Outcome {
    Done(Done),
    Failed(Failure),
    Cancelled,
}

fn work_off<F>(run: &F, work: &Work, answers: Answers, stop: Arc<AtomicBool>) -> Outcome
where
    F: Fn(&str, &Value, &[Input], &dyn Context) -> Result<Output<Value>, RunError>,
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
