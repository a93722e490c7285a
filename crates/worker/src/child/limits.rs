//! What a child may use, and how it puts that on itself.

use super::{Layer, LayerState};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A process that ignores SIGXCPU ends by SIGKILL so much later.
#[cfg(unix)]
pub(super) const CPU_GRACE_S: u64 = 2;

/// What one child may use. Memory, CPU, files and open files hold by `setrlimit`; the wall clock is
/// the parent's, because a sleeping child uses no CPU.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Limits {
    /// Address space in bytes, which bounds the memory from above.
    pub memory_bytes: u64,
    /// CPU time of all its threads together, rounded up to seconds.
    pub cpu: Duration,
    /// From its start to its answer.
    pub wall: Duration,
    /// Largest file that it may write, and the most that the files it hands over may hold together.
    pub file_bytes: u64,
    /// Most files open at once.
    pub open_files: u64,
}

impl Default for Limits {
    /// 1 GiB of memory, 15 minutes of CPU, 10 minutes on the clock, 1 GiB of files, 256 open files.
    fn default() -> Self {
        const GIB: u64 = 1 << 30;
        Self {
            memory_bytes: GIB,
            cpu: Duration::from_secs(15 * 60),
            wall: Duration::from_secs(10 * 60),
            file_bytes: GIB,
            open_files: 256,
        }
    }
}

impl Limits {
    /// Puts the limits on this process, for good. A limit that is already lower stays. With room for
    /// `earlier` tasks' CPU time, the parent moves the limit of CPU time before each task.
    #[cfg(unix)]
    pub(super) fn apply(&self, earlier: Duration) -> Layer {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let cpu_s = self.cpu_s();
        // Not NPROC: it counts the threads of all the user's processes together; the system-call
        // filter refuses new processes instead.
        let wanted = [
            ("address space", Resource::As, self.memory_bytes, self.memory_bytes),
            ("CPU time", Resource::Cpu, cpu_s, cpu_s + earlier.as_secs() + CPU_GRACE_S),
            ("file size", Resource::Fsize, self.file_bytes, self.file_bytes),
            ("open files", Resource::Nofile, self.open_files, self.open_files),
            ("core file", Resource::Core, 0, 0),
        ];
        let mut missing = Vec::new();
        for (name, resource, soft, hard) in wanted {
            let hard = getrlimit(resource).maximum.map_or(hard, |now| now.min(hard));
            let new = Rlimit { current: Some(soft.min(hard)), maximum: Some(hard) };
            if let Err(error) = setrlimit(resource, new) {
                missing.push(format!("{name}: {error}"));
            }
        }
        if missing.is_empty() {
            Layer::new("limits", LayerState::On, "memory, CPU time, file size, open files, no core file")
        } else {
            Layer::new("limits", LayerState::Partly, missing.join("; "))
        }
    }

    /// CPU time in whole seconds.
    #[cfg(unix)]
    pub(super) fn cpu_s(&self) -> u64 {
        self.cpu.as_secs() + u64::from(self.cpu.subsec_nanos() > 0)
    }

    /// There is no `setrlimit` here.
    #[cfg(not(unix))]
    pub(super) fn apply(&self, _: Duration) -> Layer {
        Layer::new("limits", LayerState::Missing, "this platform has no limits for a process")
    }
}
