//! Where the child answers: a copy of its standard output that no library can print into.

use super::protocol::{self, Kind};
use serde::Serialize;
use std::fs::File;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

/// The way to the parent; clones share it, and frames never mix.
#[derive(Clone)]
pub(super) struct Answers(Arc<Mutex<File>>);

impl Answers {
    /// Keeps standard output for frames; what anybody prints goes to standard error from now on.
    #[cfg(unix)]
    pub(super) fn take_stdout() -> io::Result<Self> {
        let private = rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stdout(), 3)?;
        rustix::stdio::dup2_stdout(rustix::stdio::stderr())?;
        Ok(Self(Arc::new(Mutex::new(File::from(private)))))
    }

    /// Children are only started on Unix so far.
    #[cfg(not(unix))]
    pub(super) fn take_stdout() -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Sends one frame.
    ///
    /// # Errors
    /// When it is over its cap, or the parent is gone.
    pub(super) fn send<T: Serialize>(&self, kind: Kind, value: &T) -> io::Result<()> {
        // A thread that panicked while writing has left at most a cut frame; the parent sees that.
        let mut out = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        protocol::write(&mut *out, kind, value)
    }
}
