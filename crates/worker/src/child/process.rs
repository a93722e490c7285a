//! A child process with its pipes: started, watched, killed with all of its group, collected.

use super::entry::CHILD_ARGUMENT;
use super::executable::executable;
use super::sandboxing;
use std::io;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

/// What the child may know of its surroundings: the language, and where the user's fonts are.
const PASSED_ON: [&str; 5] = ["HOME", "LANG", "LC_ALL", "LC_CTYPE", "XDG_DATA_HOME"];

/// Between two looks whether a child has ended without closing its pipes.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// The standard streams of a child.
pub(super) struct Pipes {
    pub(super) stdin: ChildStdin,
    pub(super) stdout: ChildStdout,
    pub(super) stderr: ChildStderr,
}

/// A running child, killed with its group when this is dropped.
pub(super) struct Process {
    child: Child,
    collected: bool,
}

impl Process {
    /// Starts a child whose working folder is `folder`.
    pub(super) async fn start(folder: &Path) -> io::Result<(Self, Pipes)> {
        let mut command = sandboxing::command(executable()?, folder);
        command.arg(CHILD_ARGUMENT).current_dir(folder).env_clear().kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for name in PASSED_ON {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        // One arena for all threads: each further one reserves 64 MiB of the address space.
        command.env("MALLOC_ARENA_MAX", "1");
        #[cfg(unix)]
        command.process_group(0);
        let mut child = spawn(command).await?;
        sandboxing::adopt(&child)?;
        let missing = || io::Error::other("a pipe to the child is missing");
        let pipes = Pipes {
            stdin: child.stdin.take().ok_or_else(missing)?,
            stdout: child.stdout.take().ok_or_else(missing)?,
            stderr: child.stderr.take().ok_or_else(missing)?,
        };
        Ok((Self { child, collected: false }, pipes))
    }

    /// Its number; none once it is collected.
    pub(super) fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Returns once the child has ended; it is not collected yet. The end of its pipes says so sooner,
    /// unless somebody whom it started holds them open.
    pub(super) async fn ended(&mut self) {
        while !self.has_ended() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Waits for the child to end by itself, at most `patience`; then kills the group, whoever is still
    /// in it, and collects the child.
    pub(super) async fn end(mut self, patience: Duration) -> io::Result<ExitStatus> {
        let deadline = Instant::now() + patience;
        let mut pause = Duration::from_millis(1);
        while !self.has_ended() && Instant::now() < deadline {
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_millis(20));
        }
        self.kill_group();
        let status = self.child.wait().await;
        self.collected = true;
        status
    }

    /// Whether it has ended, without collecting it: until then its group's number is nobody else's.
    #[cfg(unix)]
    fn has_ended(&mut self) -> bool {
        use rustix::process::{WaitId, WaitIdOptions, waitid};
        let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        // An error means that there is nothing left to wait for.
        self.pid().is_none_or(|pid| !matches!(waitid(WaitId::Pid(pid), look), Ok(None)))
    }

    #[cfg(not(unix))]
    fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Kills the child and all that it started, as far as they did not leave its group.
    #[cfg(unix)]
    pub(super) fn kill_group(&mut self) {
        use rustix::process::{Signal, kill_process_group};
        if let Some(pid) = self.pid() {
            // It fails only when the group is empty, which is what we want.
            let _ = kill_process_group(pid, Signal::KILL);
        }
    }

    #[cfg(not(unix))]
    pub(super) fn kill_group(&mut self) {
        // It fails only when the child has ended.
        let _ = self.child.start_kill();
    }

    /// None once it is collected.
    #[cfg(unix)]
    fn pid(&self) -> Option<rustix::process::Pid> {
        self.child.id().and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if !self.collected {
            self.kill_group();
        }
    }
}

type Answer = oneshot::Sender<io::Result<Child>>;
type Wish = (Command, Handle, Answer);

static SPAWNER: Mutex<Option<mpsc::Sender<Wish>>> = Mutex::new(None);

/// Starts the child from one thread that lives as long as this process. The kernel counts the *thread*
/// that started a child as its parent: one from the runtime's pool may end early, and the child's
/// parent-death signal would kill it in the middle of its work.
async fn spawn(command: Command) -> io::Result<Child> {
    let (answer, answered) = oneshot::channel();
    let gone = || io::Error::other("the thread that starts children is gone");
    spawner()?.send((command, Handle::current(), answer)).await.map_err(|_| gone())?;
    answered.await.map_err(|_| gone())?
}

fn spawner() -> io::Result<mpsc::Sender<Wish>> {
    let mut spawner = SPAWNER.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(wishes) = &*spawner {
        return Ok(wishes.clone());
    }
    let (wishes, mut wished) = mpsc::channel::<Wish>(64);
    std::thread::Builder::new().name("child-spawner".into()).spawn(move || {
        while let Some((mut command, runtime, answer)) = wished.blocking_recv() {
            let _inside = runtime.enter();
            // Who asked may be gone; then the child is killed as it is dropped.
            let _ = answer.send(command.spawn());
        }
    })?;
    Ok(spawner.insert(wishes).clone())
}
