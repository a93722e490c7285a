//! Telling one process from a later one with the same id, and a dead one from a living one.
//!
//! A process id alone says little: ids are used again, and mean something else in another container or
//! after a reboot. The incarnation adds the boot, the process namespace and the start time. Whether a
//! process is gone is answered only where `/proc` and the kernel tell for certain; everywhere else its
//! lease decides.

/// The incarnation of the calling process, for [`penstock_jobs::WorkerSpec`]: boot id, process
/// namespace and start time. None where the platform does not tell.
#[must_use]
pub fn incarnation_of_this_process() -> Option<String> {
    platform::incarnation(std::process::id())
}

/// Whether the process with this id and incarnation has ended, for certain. False also means "cannot
/// be told": it may live in another container or on another computer.
#[must_use]
pub fn is_gone(pid: u32, incarnation: &str) -> bool {
    platform::is_gone(pid, incarnation)
}

#[cfg(target_os = "linux")]
mod platform {
    use rustix::process::{Pid, test_kill_process};

    /// `BOOT:NAMESPACE:START`; START is in clock ticks since boot.
    pub(super) fn incarnation(pid: u32) -> Option<String> {
        let process = stat(pid)?;
        Some(format!("{}:{}", place()?, process.started))
    }

    pub(super) fn is_gone(pid: u32, incarnation: &str) -> bool {
        let Some((its_place, its_start)) = incarnation.rsplit_once(':') else { return false };
        let Some(here) = place() else { return false };
        if its_place != here {
            return false;
        }
        match exists(pid) {
            Some(false) => true,
            Some(true) => stat(pid).is_some_and(|found| found.started != its_start || found.ended),
            None => false,
        }
    }

    /// The boot and the process namespace: ids mean the same only within both.
    fn place() -> Option<String> {
        let boot = crate::clock::boot_id();
        let namespace = std::fs::read_link("/proc/self/ns/pid").ok()?;
        let namespace = namespace.to_str()?.strip_prefix("pid:[")?.strip_suffix(']')?;
        (boot != "-").then(|| format!("{boot}:{namespace}"))
    }

    /// Asked of the kernel and not of `/proc`, which may hide other people's processes.
    fn exists(pid: u32) -> Option<bool> {
        let pid = Pid::from_raw(i32::try_from(pid).ok()?)?;
        match test_kill_process(pid) {
            Ok(()) | Err(rustix::io::Errno::PERM) => Some(true),
            Err(rustix::io::Errno::SRCH) => Some(false),
            Err(_) => None,
        }
    }

    struct Stat {
        started: String,
        /// Dead but not yet collected by its parent, with no thread left.
        ended: bool,
    }

    /// Fields 3 (state), 20 (threads) and 22 (start time) of `/proc/PID/stat`, proc(5). The second field
    /// is the program's name in parentheses and may itself hold both blanks and parentheses.
    fn stat(pid: u32) -> Option<Stat> {
        let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        let fields: Vec<&str> = text.get(text.rfind(')')? + 1..)?.split_ascii_whitespace().collect();
        let threads: u32 = fields.get(17)?.parse().ok()?;
        let ended = matches!(*fields.first()?, "Z" | "X") && threads <= 1;
        Some(Stat { started: (*fields.get(19)?).to_owned(), ended })
    }
}

#[cfg(not(target_os = "linux"))]
mod platform {
    pub(super) fn incarnation(_pid: u32) -> Option<String> {
        None
    }

    pub(super) fn is_gone(_pid: u32, _incarnation: &str) -> bool {
        false
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};

    fn child() -> std::process::Child {
        Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap()
    }

    #[test]
    fn this_process_lives() {
        assert!(!is_gone(std::process::id(), &incarnation_of_this_process().unwrap()));
    }

    #[test]
    fn a_killed_process_is_gone_before_and_after_it_is_collected() {
        let mut child = child();
        let incarnation = platform::incarnation(child.id()).unwrap();
        assert!(!is_gone(child.id(), &incarnation));
        child.kill().unwrap();
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
        while !is_gone(child.id(), &incarnation) {
            assert!(std::time::Instant::now() < deadline, "a zombie still counts as alive");
            std::thread::yield_now();
        }
        child.wait().unwrap();
        assert!(is_gone(child.id(), &incarnation));
    }

    #[test]
    fn a_later_process_with_the_same_id_is_another_one() {
        let mut child = child();
        let incarnation = platform::incarnation(child.id()).unwrap();
        let (place, _) = incarnation.rsplit_once(':').unwrap();
        assert!(is_gone(child.id(), &format!("{place}:1")));
        child.kill().unwrap();
        child.wait().unwrap();
    }

    #[test]
    fn nothing_is_said_about_another_boot_or_container() {
        assert!(!is_gone(1, "another-boot:4026531836:12"));
        assert!(!is_gone(1, "nonsense"));
    }
}
