//! The `penstock` binary as a process: run to its end, or in the background.

use crate::wait::until;
use rustix::process::{Pid, Signal, kill_process};
use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// What a finished process left.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Its exit code; none when a signal ended it.
    pub(crate) code: Option<i32>,
    /// All of its standard output.
    pub(crate) stdout: String,
    /// All of its standard error.
    pub(crate) stderr: String,
    /// From its start to its end.
    pub(crate) took: Duration,
}

/// A process that is killed, at the latest, when this value goes.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    started: Instant,
    stdout: Option<Collected>,
    stderr: Option<Collected>,
}

/// The binary beside this test's own.
///
/// # Panics
/// When it was not built.
pub(crate) fn penstock() -> PathBuf {
    let this = std::env::current_exe().unwrap();
    let profile = this.parent().and_then(|deps| deps.parent()).expect("a test runs in target/<profile>/deps");
    let binary = profile.join(format!("penstock{}", std::env::consts::EXE_SUFFIX));
    assert!(binary.is_file(), "{} is missing: run `make build` first", binary.display());
    binary
}

impl Running {
    /// Starts it with its output collected.
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stdout = Some(collect(child.stdout.take().unwrap()));
        let stderr = Some(collect(child.stderr.take().unwrap()));
        Self { child, started: Instant::now(), stdout, stderr }
    }

    /// Starts it with its standard output left to the caller.
    pub(crate) fn start_and_read(command: &mut Command) -> (Self, std::process::ChildStdout) {
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stdout = child.stdout.take().unwrap();
        let stderr = Some(collect(child.stderr.take().unwrap()));
        (Self { child, started: Instant::now(), stdout: None, stderr }, stdout)
    }

    /// What it has said on standard error so far.
    pub(crate) fn said(&self) -> String {
        self.stderr.as_ref().map(Collected::text).unwrap_or_default()
    }

    /// Its process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(i32::try_from(self.id()).unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// It has ended.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// Waits for its end.
    ///
    /// # Panics
    /// When it takes longer than this; it is killed then.
    pub(crate) fn outcome(mut self, within: Duration) -> Outcome {
        let status: ExitStatus = until(within, "the process ends", || self.child.try_wait().unwrap());
        let took = self.started.elapsed();
        let text = |collected: Option<Collected>| collected.map(Collected::whole).unwrap_or_default();
        Outcome {
            code: status.code(),
            stdout: text(self.stdout.take()),
            stderr: text(self.stderr.take()),
            took,
        }
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What comes out of a pipe, while it comes.
#[derive(Debug)]
struct Collected {
    bytes: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
}

impl Collected {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes.lock().unwrap()).into_owned()
    }

    /// Everything, once the other end is closed.
    fn whole(self) -> String {
        self.reader.join().unwrap();
        String::from_utf8_lossy(&self.bytes.lock().unwrap()).into_owned()
    }
}

fn collect(mut from: impl Read + Send + 'static) -> Collected {
    let bytes = Arc::new(Mutex::new(Vec::new()));
    let into = Arc::clone(&bytes);
    let reader = std::thread::spawn(move || {
        let mut piece = [0; 16 * 1024];
        loop {
            match from.read(&mut piece).unwrap() {
                0 => return,
                length => into.lock().unwrap().extend_from_slice(&piece[..length]),
            }
        }
    });
    Collected { bytes, reader }
}
