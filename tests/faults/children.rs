//! The processes that a worker has started, found by what the kernel says.

use crate::process::Running;
use crate::wait::until;
use rustix::process::{Pid, Signal, kill_process};
use std::path::Path;
use std::time::Duration;

/// The parent and the state of a process; none when it is gone.
fn parent_and_state(process: i32) -> Option<(i32, char)> {
    read(Path::new(&format!("/proc/{process}/stat")))
}

/// Every thread of it stands still.
pub(crate) fn is_stopped(process: u32) -> bool {
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).unwrap().flatten();
    threads.filter_map(|thread| read(&thread.path().join("stat"))).all(|(_, state)| state == 'T')
}

/// Parent and state from a file as `proc(5)` describes `stat`.
fn read(stat: &Path) -> Option<(i32, char)> {
    let stat = std::fs::read_to_string(stat).ok()?;
    // The name in brackets may hold anything.
    let mut words = stat.rsplit_once(')')?.1.split_whitespace();
    let state = words.next()?.chars().next()?;
    Some((words.next()?.parse().ok()?, state))
}

/// The children that it has now: the one at work, and those that wait for work.
pub(crate) fn children(worker: &Running) -> Vec<Pid> {
    let parent = i32::try_from(worker.id()).unwrap();
    let names =
        std::fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let numbers = names.filter_map(|name| name.parse::<i32>().ok());
    let ours = numbers.filter(|process| parent_and_state(*process).is_some_and(|(of, _)| of == parent));
    ours.filter_map(Pid::from_raw).collect()
}

/// It runs, sleeps or is stopped; a zombie is dead.
pub(crate) fn lives(process: Pid) -> bool {
    parent_and_state(process.as_raw_nonzero().get()).is_some_and(|(_, state)| state != 'Z')
}

/// Sends a signal to all of them; one that has ended meanwhile hears nothing.
pub(crate) fn signal(processes: &[Pid], signal: Signal) {
    for process in processes {
        let _ = kill_process(*process, signal);
    }
}

/// Stops the work of a worker in its middle, and not the worker.
pub(crate) fn stop_the_work_of(worker: &Running) -> Vec<Pid> {
    let found = until(Duration::from_secs(20), "the worker has a child", || {
        Some(children(worker)).filter(|children| !children.is_empty())
    });
    signal(&found, Signal::STOP);
    found
}

/// Waits for the death of all of them.
pub(crate) fn are_dead_within(time: Duration, processes: &[Pid]) {
    until(time, "every child is dead", || processes.iter().all(|process| !lives(*process)).then_some(()));
}
