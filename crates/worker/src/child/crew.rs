//! Children that stay for more than one task.
//!
//! Starting a child, with its limits and its sandbox, takes many times what a small task does. A child of
//! a crew takes one task after the other. That is only for tasks without input files: whatever parses a
//! stranger's file has a child of its own ([`super::run`]), so no file ever meets a process that knows of
//! another job.
//!
//! Between two tasks the parent empties the child's folder and looks at the child. It is let go, and
//! another one takes its place, after anything but a result, after a line to its log or a word unasked,
//! with a thread or much memory left over, after [`MOST_TASKS`] tasks or [`MOST_CPU`], and when it was idle for
//! [`IDLE`]. All limits hold for each task: wall clock, files and messages are the parent's, memory and size
//! of a file are the process's, and the limit of CPU time is moved before each task.

use super::conversation::{Heard, Standing, Turn};
use super::protocol::{Order, Work};
use super::resources::{self, Used};
use super::run::{cannot_start, end_of, order};
use super::{End, Limits, ProgressReport, Request};
use penstock_jobs::{Failure, FailureClass};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Tasks of one child.
const MOST_TASKS: u32 = 500;
/// CPU time of a child's earlier tasks, rounded up to seconds.
pub(super) const MOST_CPU: Duration = Duration::from_secs(5);
/// Memory that a child may keep between two tasks.
const MOST_KEPT_BYTES: u64 = 128 << 20;
/// Threads of a child between two tasks: its own, and the one that hears orders.
const OWN_THREADS: u64 = 2;
/// A child that had nothing to do for so long goes.
const IDLE: Duration = Duration::from_secs(30);

/// The children of one worker that stay.
pub struct Crew {
    folder: PathBuf,
    most_idle: usize,
    idle: Mutex<Vec<Member>>,
    rooms: AtomicU64,
}

/// A child with its folder.
struct Member {
    child: Standing,
    room: PathBuf,
    /// The first order's; what the child has put on itself.
    limits: Limits,
    tasks: u32,
    idle_since: Instant,
}

/// What a task left behind. Its files are there until [`Crew::take_back`]; dropping this ends the child.
pub struct Left {
    room: Option<PathBuf>,
    member: Option<Member>,
}

impl Crew {
    /// A crew whose children live in folders below `folder`, which must be nobody else's; at most
    /// `most_idle` wait for work at a time.
    #[must_use]
    pub fn new(folder: PathBuf, most_idle: usize) -> Self {
        Self { folder, most_idle, idle: Mutex::default(), rooms: AtomicU64::new(0) }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Member>> {
        // No code here panics between two changes that belong together.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs one task as [`super::run`] does, in a child that may have run others and may run more. A request
    /// with input files is refused.
    pub async fn run(
        &self,
        request: &Request,
        limits: &Limits,
        on_progress: &mut (dyn FnMut(ProgressReport) + Send),
        mut stop: watch::Receiver<bool>,
    ) -> (End, Left) {
        let nothing = Left { room: None, member: None };
        if *stop.borrow() {
            return (End::Stopped, nothing);
        }
        if !request.inputs.is_empty() {
            let title = "A task with files cannot share its process";
            return (End::Failed(Failure::new(FailureClass::Server, title)), nothing);
        }
        let mut member = match self.next_member(limits).await {
            Ok(member) => member,
            Err(error) => return (End::Failed(cannot_start(&error)), nothing),
        };
        let work = Work { task: request.task.clone(), params: request.params.clone(), inputs: Vec::new() };
        let order = order(limits, Some(work), true);
        let turn = member.child.listen_to(&order, &member.room, on_progress, &mut stop).await;
        let (heard, left) = match turn {
            Ok(Turn::Answer(done @ Heard::Done(_))) => {
                member.tasks += 1;
                (Ok(done), Left { room: Some(member.room.clone()), member: Some(member) })
            }
            other => ended(member, other, &order).await,
        };
        match (heard, &left.room) {
            (Ok(heard), Some(room)) => (end_of(heard, room, limits).await, left),
            (Err(error), _) => (End::Failed(cannot_start(&error)), left),
            (Ok(_), None) => (End::Stopped, left),
        }
    }

    /// One that waits and is fit for these limits, else a new one.
    async fn next_member(&self, limits: &Limits) -> io::Result<Member> {
        loop {
            let waiting = self.idle().pop();
            let Some(mut member) = waiting else { return self.hire(limits).await };
            if member.prepare(limits) {
                return Ok(member);
            }
            member.leave().await;
        }
    }

    async fn hire(&self, limits: &Limits) -> io::Result<Member> {
        let number = self.rooms.fetch_add(1, Ordering::Relaxed);
        let room = self.folder.join(format!("child-{number}"));
        let made = room.clone();
        tokio::task::spawn_blocking(move || {
            fs::create_dir(&made)?;
            fs::create_dir(made.join("in"))?;
            fs::create_dir(made.join("out"))
        })
        .await
        .map_err(io::Error::other)??;
        let child = Standing::start(&room).await?;
        Ok(Member { child, room, limits: limits.clone(), tasks: 0, idle_since: Instant::now() })
    }

    /// Empties the folder that a task used, and lets its child wait for the next task.
    pub async fn take_back(&self, mut left: Left) {
        let (Some(room), Some(mut member)) = (left.room.take(), left.member.take()) else {
            return left.clear().await;
        };
        let out = room.join("out");
        let emptied = tokio::task::spawn_blocking(move || empty(&out)).await;
        let enough = member.tasks >= MOST_TASKS || self.idle().len() >= self.most_idle;
        if enough || !matches!(emptied, Ok(Ok(()))) {
            return member.leave().await;
        }
        member.idle_since = Instant::now();
        self.idle().push(member);
    }

    /// Lets those go that had nothing to do for long.
    pub async fn rest(&self) {
        let gone: Vec<Member> =
            self.idle().extract_if(.., |member| member.idle_since.elapsed() > IDLE).collect();
        leave_together(gone).await;
    }

    /// Lets all go that wait.
    pub async fn dismiss(&self) {
        let all: Vec<Member> = self.idle().drain(..).collect();
        leave_together(all).await;
    }
}

/// The end of a child that answered with something else than a result, and what came of the task.
async fn ended(member: Member, turn: io::Result<Turn>, order: &Order) -> (io::Result<Heard>, Left) {
    let Member { child, room, .. } = member;
    let heard = match turn {
        Ok(turn) => child.end(turn, order).await,
        Err(error) => Err(error),
    };
    (heard, Left { room: Some(room), member: None })
}

async fn leave_together(members: Vec<Member>) {
    futures_util::future::join_all(members.into_iter().map(Member::leave)).await;
}

impl Member {
    /// Looks whether it may have another task under these limits, and moves its limit of CPU time.
    fn prepare(&mut self, limits: &Limits) -> bool {
        let same = Limits { wall: limits.wall, ..self.limits.clone() } == *limits;
        let Some(pid) = self.child.quiet().filter(|_| same) else { return false };
        let Some(Used { cpu, memory_bytes, threads }) = resources::of(pid) else { return false };
        let fit = threads <= OWN_THREADS && memory_bytes <= MOST_KEPT_BYTES && cpu < MOST_CPU;
        fit && resources::allow_cpu(pid, limits, cpu)
    }

    /// Hangs up, waits for the child's end, and removes its folder.
    async fn leave(self) {
        let Self { child, room, limits, .. } = self;
        if let Err(error) = child.end(Turn::Silence, &order(&limits, None, false)).await {
            tracing::debug!(%error, "the end of an idle child was not seen");
        }
        remove(room).await;
    }
}

impl Left {
    async fn clear(mut self) {
        self.member = None;
        if let Some(room) = self.room.take() {
            remove(room).await;
        }
    }
}

async fn remove(room: PathBuf) {
    let shown = room.clone();
    let removed = tokio::task::spawn_blocking(move || fs::remove_dir_all(room)).await;
    // The worker's own folder goes with the worker.
    if let Err(error) = removed.map_err(io::Error::other).flatten() {
        tracing::warn!(folder = %shown.display(), %error, "a child's folder stays");
    }
}

/// Removes whatever lies in a folder. Blocks.
fn empty(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

impl std::fmt::Debug for Crew {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Crew")
            .field("folder", &self.folder)
            .field("idle", &self.idle().len())
            .finish_non_exhaustive()
    }
}
