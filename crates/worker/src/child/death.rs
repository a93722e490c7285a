//! From the way a child ended to words for people.

use super::folder::MOST_FILES;
use super::usage::{Excess, MOST_THREADS};
use super::{Limits, tail};
use penstock_jobs::{Failure, FailureClass};
use std::process::ExitStatus;

const REPORT_IT: &str = "This is a fault in Penstock; please report it with the drawing";
const SIMPLIFY: &str = "Simplify the drawing, or split it and send the parts one by one";

/// A child that is gone without an answer.
pub(super) fn of_status(status: ExitStatus, limits: &Limits, stderr: &str) -> Failure {
    let failure = match signal(status) {
        Some(name) => of_signal(name, limits, stderr),
        None if status.success() => {
            Failure::new(FailureClass::Crash, "The task's process ended without an answer").advise(REPORT_IT)
        }
        None => Failure::new(FailureClass::Crash, "The task's process gave up").advise(REPORT_IT),
    };
    with_stderr(failure, &status.to_string(), stderr)
}

fn of_signal(signal: Signal, limits: &Limits, stderr: &str) -> Failure {
    match signal {
        // The standard library aborts on both of these, and says so in exactly these words.
        Signal::Abort if stderr.contains("memory allocation of") => {
            let title = format!("The task needed more than {} of memory", size(limits.memory_bytes));
            Failure::new(FailureClass::Limit, title).advise(SIMPLIFY)
        }
        Signal::Abort if stderr.contains("has overflowed its stack") => {
            Failure::new(FailureClass::Crash, "The drawing is nested too deeply for the task")
                .advise(SIMPLIFY)
        }
        Signal::Cpu => {
            let title = format!("The task used more than {} s of CPU time", limits.cpu.as_secs());
            Failure::new(FailureClass::Limit, title).advise(SIMPLIFY)
        }
        Signal::FileSize => {
            let title = format!("The task wrote a file of more than {}", size(limits.file_bytes));
            Failure::new(FailureClass::Limit, title).advise(SIMPLIFY)
        }
        Signal::Kill => Failure::new(FailureClass::Crash, "The task's process was killed from outside")
            .advise(
                "The computer may have run out of memory; close other programs or run fewer jobs at once",
            ),
        Signal::Abort | Signal::Other => {
            Failure::new(FailureClass::Crash, "The task's process crashed").advise(REPORT_IT)
        }
    }
}

/// A child that answered with something that is no answer.
pub(super) fn of_nonsense(what: &str, stderr: &str) -> Failure {
    let failure =
        Failure::new(FailureClass::Crash, "The task's process answered with something else than a result")
            .advise(
                "If Penstock was just updated, start it again; otherwise please report this with the drawing",
            );
    with_stderr(failure, what, stderr)
}

/// A child that took more than it may of what only the parent counts.
pub(super) fn of_excess(excess: Excess, limits: &Limits, stderr: &str) -> Failure {
    let title = match excess {
        Excess::Bytes => format!("The task wrote files of more than {} together", size(limits.file_bytes)),
        Excess::Files => format!("The task made more than {MOST_FILES} files"),
        Excess::Threads => format!("The task started more than {MOST_THREADS} threads"),
    };
    with_stderr(Failure::new(FailureClass::Limit, title).advise(SIMPLIFY), "", stderr)
}

/// A child that wrote too much to its log.
pub(super) fn of_flood(stderr: &str) -> Failure {
    let title = format!("The task wrote more than {} of messages", size(tail::MOST_BYTES));
    with_stderr(Failure::new(FailureClass::Limit, title).advise(REPORT_IT), "stopped", stderr)
}

/// A child that took too long.
pub(super) fn of_time(limits: &Limits, stage: Option<&str>, stderr: &str) -> Failure {
    let title = format!("Stopped after {} s, its time-out", limits.wall.as_secs_f64());
    let failure = Failure::new(FailureClass::Timeout, title)
        .advise("Give it a longer time-out, or simplify the drawing");
    with_stderr(failure, &stage.map_or_else(String::new, |stage| format!("it was at: {stage}")), stderr)
}

fn with_stderr(failure: Failure, what: &str, stderr: &str) -> Failure {
    let detail = [what, stderr].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    if detail.is_empty() { failure } else { failure.detail(detail) }
}

fn size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    let (unit, name) = UNITS.into_iter().find(|(unit, _)| bytes >= *unit).unwrap_or((1, "bytes"));
    if bytes.is_multiple_of(unit) {
        format!("{} {name}", bytes / unit)
    } else {
        format!("{:.1} {name}", bytes as f64 / unit as f64)
    }
}

#[derive(Clone, Copy)]
#[cfg_attr(not(unix), expect(dead_code, reason = "only Unix ends a process with a signal"))]
enum Signal {
    Abort,
    Cpu,
    FileSize,
    Kill,
    Other,
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<Signal> {
    use rustix::process::Signal as Sig;
    let number = std::os::unix::process::ExitStatusExt::signal(&status)?;
    let known = [
        (Sig::ABORT, Signal::Abort),
        (Sig::XCPU, Signal::Cpu),
        (Sig::XFSZ, Signal::FileSize),
        (Sig::KILL, Signal::Kill),
    ];
    Some(
        known.into_iter().find(|(raw, _)| raw.as_raw() == number).map_or(Signal::Other, |(_, signal)| signal),
    )
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<Signal> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt;

    #[test]
    fn a_size_is_said_in_the_largest_unit() {
        assert_eq!(
            [size(1 << 30), size(1_610_612_736), size(64 << 20), size(12)],
            ["1 GiB", "1.5 GiB", "64 MiB", "12 bytes"]
        );
    }

    #[test]
    fn memory_and_stack_are_told_apart_from_a_plain_abort() {
        let class = |stderr| of_status(ExitStatus::from_raw(6), &Limits::default(), stderr);
        assert_eq!(class("memory allocation of 99 bytes failed").class, FailureClass::Limit);
        assert_eq!(class("").class, FailureClass::Crash);
        assert!(class("thread 'task' has overflowed its stack").title.contains("nested"));
    }

    #[test]
    fn the_end_of_the_log_is_in_the_detail() {
        let failure = of_status(ExitStatus::from_raw(11), &Limits::default(), "last words");
        assert!(failure.detail.is_some_and(|detail| detail.contains("last words") && detail.contains("11")));
    }
}
