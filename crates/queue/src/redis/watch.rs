//! Waiting for something to change, and hearing what RQ's tools ask our workers.

use super::answer::Name;
use super::ends::fail_args;
use super::link::{Link, Message};
use super::scripts::{Args, COMMAND, FAIL};
use super::{RedisStore, events};
use crate::rq::Keys;
use penstock_jobs::{Failure, FailureClass, Lease, StoreError};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::broadcast::error::RecvError;
use tokio::task::AbortHandle;

/// Who was not waiting when something changed finds out within this time.
const SLACK: Duration = Duration::from_millis(100);
/// Longest wait for an event of ours before Python's doings are looked at.
const SLICE: Duration = Duration::from_millis(500);
/// After the server could not be asked.
const AWAY: Duration = Duration::from_millis(200);

/// What of this process's watching is shared.
pub(super) struct Watch {
    link: Link,
    seen: Mutex<Seen>,
    served: Mutex<HashMap<String, AbortHandle>>,
}

/// The newest event that somebody here was told of, and when.
#[derive(Clone, Copy)]
struct Seen {
    event: Option<u64>,
    at: Instant,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // No code here panics between two changes that belong together.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Watch {
    pub(super) fn start(link: Link) -> Self {
        let seen = Seen { event: None, at: Instant::now() };
        Self { link, seen: Mutex::new(seen), served: Mutex::default() }
    }

    /// Hears what RQ's tools ask this worker, until it signs off.
    pub(super) fn serve(&self, worker: &str) {
        let mut served = lock(&self.served);
        if !served.contains_key(worker) {
            let task = tokio::spawn(serve(self.link.clone(), worker.to_owned()));
            served.insert(worker.to_owned(), task.abort_handle());
        }
    }

    pub(super) fn serve_no_more(&self, worker: &str) {
        if let Some(task) = lock(&self.served).remove(worker) {
            task.abort();
        }
    }
}

impl RedisStore {
    /// Returns when something may have changed, or the time is up. What Python does is looked at in
    /// between, and told as an event of ours.
    pub(super) async fn wait_for_change(&self, within: Duration) {
        let Seen { event, at } = *lock(&self.watch.seen);
        let since = at.elapsed();
        let within = if since < SLACK { within.min(SLACK - since) } else { within };
        let end = Instant::now() + within;
        let key = self.link.keys().events();
        let mut after = event;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            if let Some(after) = after {
                self.link.wait_for_events(&key, &format!("{after}-0"), left.min(SLICE)).await;
            }
            match events::newest(&self.link).await {
                Ok(newest) if after == Some(newest) => {
                    if let Err(error) = self.notice().await {
                        tracing::debug!(%error, "what Python did could not be looked at");
                    }
                }
                Ok(newest) => {
                    let mut seen = lock(&self.watch.seen);
                    // Another waiter may have been told already, of this or of more.
                    if seen.event.is_none_or(|known| known < newest) {
                        *seen = Seen { event: Some(newest), at: Instant::now() };
                    } else if after.is_none() {
                        after = seen.event;
                        continue;
                    }
                    return;
                }
                Err(error) => {
                    tracing::debug!(%error, "the store cannot be watched");
                    tokio::time::sleep(left.min(AWAY)).await;
                }
            }
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        lock(&self.served).values().for_each(AbortHandle::abort);
    }
}

/// A command of RQ's.
#[derive(Deserialize)]
struct Command {
    command: String,
    #[serde(default)]
    job_id: String,
    #[serde(default)]
    execution_id: String,
}

async fn serve(link: Link, worker: String) {
    let mut said = link.listen(vec![link.keys().pubsub(&worker)]);
    loop {
        let message: Message = match said.recv().await {
            Ok(message) => message,
            Err(RecvError::Lagged(_)) => continue,
            Err(RecvError::Closed) => return,
        };
        // RQ's commands are fire and forget: what was said while nobody listened is lost.
        if message.is_resumed() {
            continue;
        }
        let Ok(command) = serde_json::from_slice::<Command>(&message.payload) else {
            tracing::warn!(worker.name = worker, "a command that is not understood came over the server");
            continue;
        };
        if let Err(error) = obey(&link, &worker, &command).await {
            tracing::warn!(worker.name = worker, command = command.command, %error, "a command could not be followed");
        }
    }
}

async fn obey(link: &Link, worker: &str, command: &Command) -> Result<(), StoreError> {
    let prefix = link.keys().prefix().to_owned();
    let keys = [link.keys().events()];
    if command.command != "kill-horse" {
        let args = Args::new(&prefix)
            .with(worker)
            .with(&command.command)
            .with(&command.job_id)
            .with(&command.execution_id);
        return link.script::<String>(&COMMAND, &keys, &args.0).await.map(drop);
    }
    // The worker finds its leases lost, and stops the children.
    let mut members = redis::cmd("SMEMBERS");
    members.arg(link.keys().worker_executions(worker));
    let members: Vec<Name> = link.run(&members).await?;
    let failure =
        Failure::new(FailureClass::Crash, "A person killed its process with RQ's command kill-horse");
    for Name(member) in members {
        if let (job, Some(execution)) = Keys::split_composite(&member) {
            let lease = Lease { job: job.into(), attempt: execution.into() };
            let args = fail_args(Args::new(&prefix), &lease, &failure, true)?;
            link.script::<redis::Value>(&FAIL, &keys, &args.0).await?;
        }
    }
    Ok(())
}
