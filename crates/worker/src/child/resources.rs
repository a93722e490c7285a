//! What a child has used so far, as the kernel counts it, and its limit of CPU time. Linux only: elsewhere
//! nothing is known, and no child has a second task.

use super::Limits;
use std::time::Duration;

/// What a process has used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Used {
    /// CPU time of all its threads.
    pub(super) cpu: Duration,
    /// Memory that is really there.
    pub(super) memory_bytes: u64,
    pub(super) threads: u64,
}

/// What this process has used; none when it has ended, or nobody counts here.
#[cfg(target_os = "linux")]
pub(super) fn of(pid: u32) -> Option<Used> {
    read(&std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
}

/// From a line as `proc_pid_stat(5)` describes it.
#[cfg(target_os = "linux")]
fn read(stat: &str) -> Option<Used> {
    /// What Linux tells programs is in hundredths of a second (USER_HZ).
    const MS_A_TICK: u64 = 10;
    // The name in parentheses may hold anything. After it: state is field 3, times 14 and 15, threads 20,
    // pages 24.
    let (_, fields) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let number = |field: usize| fields.get(field - 3)?.parse::<u64>().ok();
    if matches!(*fields.first()?, "Z" | "X") {
        return None;
    }
    Some(Used {
        cpu: Duration::from_millis((number(14)? + number(15)?) * MS_A_TICK),
        memory_bytes: number(24)?.saturating_mul(page_bytes()?),
        threads: number(20)?,
    })
}

/// Bytes in a page, from the pairs of numbers that the kernel gives a program at its start (`getauxval(3)`).
#[cfg(target_os = "linux")]
fn page_bytes() -> Option<u64> {
    use std::sync::LazyLock;
    const AT_PAGESZ: usize = 6;
    static PAGE: LazyLock<Option<u64>> = LazyLock::new(|| {
        let pairs = std::fs::read("/proc/self/auxv").ok()?;
        let (numbers, _) = pairs.as_chunks::<{ size_of::<usize>() }>();
        let pairs = numbers
            .chunks_exact(2)
            .map(|pair| (usize::from_ne_bytes(pair[0]), usize::from_ne_bytes(pair[1])));
        pairs.into_iter().find(|(name, _)| *name == AT_PAGESZ).map(|(_, bytes)| bytes as u64)
    });
    *PAGE
}

/// Gives a child this much CPU time beyond what it has used; false when that cannot be.
#[cfg(target_os = "linux")]
pub(super) fn allow_cpu(pid: u32, limits: &Limits, used: Duration) -> bool {
    use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};
    let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) else { return false };
    let used_s = used.as_secs() + u64::from(used.subsec_nanos() > 0);
    // The hard limit is what the child put on itself, with room for this.
    let hard_s = limits.cpu_s() + super::crew::MOST_CPU.as_secs() + super::limits::CPU_GRACE_S;
    let hard_s = getrlimit(Resource::Cpu).maximum.map_or(hard_s, |ours| ours.min(hard_s));
    let soft_s = (limits.cpu_s() + used_s).min(hard_s);
    prlimit(Some(pid), Resource::Cpu, Rlimit { current: Some(soft_s), maximum: Some(hard_s) }).is_ok()
}

#[cfg(not(target_os = "linux"))]
pub(super) fn of(_: u32) -> Option<Used> {
    None
}

#[cfg(not(target_os = "linux"))]
pub(super) fn allow_cpu(_: u32, _: &Limits, _: Duration) -> bool {
    false
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn this_process_has_threads_and_memory() {
        let used = of(std::process::id()).unwrap();
        assert!(used.threads >= 1 && used.memory_bytes > 100_000, "{used:?}");
        assert_eq!(of(u32::MAX), None);
    }

    #[test]
    fn a_name_with_brackets_confuses_nobody_and_a_zombie_is_none() {
        let line = |state| format!("7 (a) b) {state} 1 7 7 0 -1 0 0 0 0 0 150 50 0 0 20 0 3 0 9 1000 20 0 0");
        let used = read(&line("S")).unwrap();
        assert_eq!((used.cpu, used.threads), (Duration::from_secs(2), 3));
        assert_eq!(used.memory_bytes, 20 * page_bytes().unwrap());
        assert_eq!(read(&line("Z")), None);
    }
}
