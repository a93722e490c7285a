//! Who this worker is.

use crate::options::WorkerOptions;
use penstock_jobs::WorkerSpec;
use std::sync::atomic::{AtomicU32, Ordering};

/// A name that no other living worker has: computer, process, and a number within the process.
pub(crate) fn fresh_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("{}-{}-{}", host(), std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// What the worker says of itself.
pub(crate) fn spec(name: &str, options: &WorkerOptions) -> WorkerSpec {
    WorkerSpec {
        name: name.to_owned(),
        host: host(),
        pid: std::process::id(),
        incarnation: penstock_queue::incarnation_of_this_process(),
        queues: options.queues.clone(),
        slots: options.slots.max(1),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

#[cfg(unix)]
fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn host() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_else(|_| "localhost".to_owned())
}
