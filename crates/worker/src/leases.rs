//! The leases that this worker holds: renewed together, each known to the job that needs it.
//!
//! A lease that cannot be renewed is as good as lost a little before its time is over, so that the child
//! is dead when another worker may start the job: the worker fences itself.

use crate::claims::Bench;
use penstock_jobs::{AttemptId, Job, JobState, Lease, LeaseStatus};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior};

/// How long a lease holds.
pub(crate) const LEASE: Duration = Duration::from_secs(15);
const RENEW_EVERY: Duration = Duration::from_secs(5);
/// A store that takes longer than this to renew counts as away.
const RENEW_PATIENCE: Duration = Duration::from_secs(8);
/// Before the end of the lease: long enough for a child to be stopped and killed.
const FENCE_MARGIN: Duration = Duration::from_secs(3);
/// Between two looks for cancelled jobs.
const BETWEEN_LOOKS: Duration = Duration::from_millis(200);

/// Why a job must stop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LeaseEnd {
    /// A person asked to cancel; the lease still holds.
    Cancelled,
    /// Another attempt may hold the job by now.
    Lost,
    /// It could not be renewed in time.
    Fenced,
}

#[derive(Clone, Copy, Debug)]
struct View {
    status: LeaseStatus,
    fence_at: Instant,
}

/// All leases of one worker.
#[derive(Clone, Default)]
pub(crate) struct Leases(Arc<Mutex<HashMap<AttemptId, Entry>>>);

struct Entry {
    lease: Lease,
    view: watch::Sender<View>,
}

/// One lease, for as long as its job needs it.
pub(crate) struct Hold {
    lease: Lease,
    view: watch::Receiver<View>,
    leases: Leases,
}

impl Leases {
    fn entries(&self) -> MutexGuard<'_, HashMap<AttemptId, Entry>> {
        // No code here panics between two changes that belong together.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a lease that was asked for at `asked_at`.
    pub(crate) fn hold(&self, lease: Lease, asked_at: Instant) -> Hold {
        let view = View { status: LeaseStatus::Held, fence_at: fence_after(asked_at) };
        let (sender, receiver) = watch::channel(view);
        self.entries().insert(lease.attempt.clone(), Entry { lease: lease.clone(), view: sender });
        Hold { lease, view: receiver, leases: self.clone() }
    }

    /// Those that are not lost.
    fn current(&self) -> Vec<Lease> {
        let entries = self.entries();
        let current = entries.values().filter(|entry| entry.view.borrow().status != LeaseStatus::Lost);
        current.map(|entry| entry.lease.clone()).collect()
    }

    /// Those whose job was not cancelled as far as we know.
    fn uncancelled(&self) -> Vec<Lease> {
        let entries = self.entries();
        let held = entries.values().filter(|entry| entry.view.borrow().status == LeaseStatus::Held);
        held.map(|entry| entry.lease.clone()).collect()
    }

    fn renewed(&self, lease: &Lease, status: LeaseStatus, asked_at: Instant) {
        if let Some(entry) = self.entries().get(&lease.attempt) {
            entry.view.send_modify(|view| {
                view.status = status;
                if status != LeaseStatus::Lost {
                    view.fence_at = fence_after(asked_at);
                }
            });
        }
    }
}

fn fence_after(asked_at: Instant) -> Instant {
    asked_at + LEASE.saturating_sub(FENCE_MARGIN)
}

impl Hold {
    /// The lease itself.
    pub(crate) fn lease(&self) -> &Lease {
        &self.lease
    }

    /// Returns when the job must stop, and why.
    pub(crate) async fn ended(&mut self) -> LeaseEnd {
        self.end(true).await
    }

    /// Returns when this attempt may not write any more.
    pub(crate) async fn gone(&mut self) -> LeaseEnd {
        self.end(false).await
    }

    async fn end(&mut self, cancel_ends: bool) -> LeaseEnd {
        loop {
            let View { status, fence_at } = *self.view.borrow_and_update();
            match status {
                LeaseStatus::Lost => return LeaseEnd::Lost,
                LeaseStatus::CancelRequested if cancel_ends => return LeaseEnd::Cancelled,
                LeaseStatus::CancelRequested | LeaseStatus::Held => (),
            }
            tokio::select! {
                changed = self.view.changed() => if changed.is_err() { return LeaseEnd::Lost },
                () = tokio::time::sleep_until(fence_at) => return LeaseEnd::Fenced,
            }
        }
    }

    /// Whether a person asked to cancel, as far as we know.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.view.borrow().status == LeaseStatus::CancelRequested
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.leases.entries().remove(&self.lease.attempt);
    }
}

/// Renews every lease in time, and at once when a running job changed under us. Never returns.
pub(crate) async fn keep(bench: Arc<Bench>) {
    let mut changes = bench.changes.clone();
    let mut due = tokio::time::interval(RENEW_EVERY);
    due.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut outage = false;
    loop {
        let must_renew = tokio::select! {
            _ = due.tick() => true,
            changed = changes.changed() => {
                if changed.is_err() { return; }
                // Our own writes wake us too: a look is a read, and starts no circle as a renewal would.
                let news = any_changed(&bench).await;
                if !news { tokio::time::sleep(BETWEEN_LOOKS).await; }
                news
            }
        };
        if must_renew {
            renew(&bench, &mut outage).await;
        }
    }
}

async fn any_changed(bench: &Bench) -> bool {
    for lease in bench.leases.uncancelled() {
        match bench.store.job(&lease.job).await {
            Ok(Job { cancel_requested: false, state: JobState::Running, .. }) => (),
            Ok(_) => return true,
            // The regular renewal finds out what it means.
            Err(error) => {
                tracing::debug!(job.id = %lease.job, %error, "a running job could not be looked at");
            }
        }
    }
    false
}

async fn renew(bench: &Bench, outage: &mut bool) {
    let leases = bench.leases.current();
    if leases.is_empty() {
        return;
    }
    let asked_at = Instant::now();
    let renewed = tokio::time::timeout(RENEW_PATIENCE, bench.store.renew(&leases, LEASE)).await;
    let problem = match renewed {
        Ok(Ok(statuses)) => {
            for (lease, status) in leases.iter().zip(statuses) {
                bench.leases.renewed(lease, status, asked_at);
            }
            *outage = false;
            return;
        }
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("no answer within {} s", RENEW_PATIENCE.as_secs()),
    };
    if !*outage {
        tracing::warn!(worker.name = bench.name, error = problem, "leases could not be renewed; trying on");
    }
    *outage = true;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lease() -> Lease {
        Lease { job: "job".into(), attempt: AttemptId::fresh() }
    }

    #[tokio::test(start_paused = true)]
    async fn a_lease_that_nobody_renews_fences_before_it_ends() {
        let began = Instant::now();
        let mut hold = Leases::default().hold(lease(), began);
        assert_eq!(hold.ended().await, LeaseEnd::Fenced);
        assert!(began.elapsed() < LEASE);
    }

    #[tokio::test(start_paused = true)]
    async fn a_renewal_moves_the_fence() {
        let leases = Leases::default();
        let mut hold = leases.hold(lease(), Instant::now());
        tokio::time::advance(Duration::from_secs(10)).await;
        leases.renewed(hold.lease(), LeaseStatus::Held, Instant::now());
        let early = tokio::time::timeout(Duration::from_secs(11), hold.ended()).await;
        assert!(early.is_err());
        assert_eq!(hold.ended().await, LeaseEnd::Fenced);
    }

    #[tokio::test(start_paused = true)]
    async fn cancel_ends_the_job_and_not_the_right_to_write() {
        let leases = Leases::default();
        let mut hold = leases.hold(lease(), Instant::now());
        leases.renewed(hold.lease(), LeaseStatus::CancelRequested, Instant::now());
        assert_eq!(hold.ended().await, LeaseEnd::Cancelled);
        assert!(hold.is_cancelled());
        assert!(tokio::time::timeout(Duration::from_secs(5), hold.gone()).await.is_err());
        leases.renewed(hold.lease(), LeaseStatus::Lost, Instant::now());
        assert_eq!(hold.gone().await, LeaseEnd::Lost);
    }

    #[tokio::test]
    async fn a_dropped_hold_is_renewed_no_more() {
        let leases = Leases::default();
        let hold = leases.hold(lease(), Instant::now());
        assert_eq!(leases.current().len(), 1);
        drop(hold);
        assert!(leases.current().is_empty());
    }
}
