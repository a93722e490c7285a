//! How much memory a process and everything below it took at most.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// Looks at a process and its descendants until it is asked for the answer.
pub(crate) struct MemoryWatch {
    done: Arc<AtomicBool>,
    watcher: JoinHandle<u64>,
}

impl MemoryWatch {
    /// Watches this process from now on.
    pub(crate) fn start(root: u32) -> Self {
        let done = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&done);
        let watcher = std::thread::spawn(move || {
            let mut peak = 0;
            while !seen.load(Ordering::Relaxed) {
                peak = peak.max(largest_peak(root));
                crate::wait::pause(Duration::from_millis(10));
            }
            peak
        });
        Self { done, watcher }
    }

    /// Largest peak of resident memory of any one process, in bytes. The kernel keeps each process's own
    /// peak, so only its last 10 ms can be missed.
    pub(crate) fn peak_bytes(self) -> u64 {
        self.done.store(true, Ordering::Relaxed);
        self.watcher.join().unwrap()
    }
}

fn largest_peak(root: u32) -> u64 {
    let parents: HashMap<u32, u32> = std::fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|pid| Some((pid, status_number(pid, "PPid:")?.try_into().ok()?)))
        .collect();
    let below = |mut pid: u32| {
        while pid != root {
            match parents.get(&pid) {
                Some(&parent) if parent != pid => pid = parent,
                _ => return false,
            }
        }
        true
    };
    let family = parents.keys().copied().filter(|&pid| below(pid));
    family.filter_map(|pid| status_number(pid, "VmHWM:")).max().unwrap_or(0) * 1024
}

fn status_number(pid: u32, field: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    line.split_whitespace().next()?.parse().ok()
}
