//! Says that this worker lives, and hears when a person wants it to stop.

use crate::claims::Bench;
use crate::handle::Mode;
use crate::identity;
use penstock_jobs::{Actor, StoreError, WorkerState};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::MissedTickBehavior;

const BEAT_EVERY: Duration = Duration::from_secs(5);
/// Between two looks for a wish to stop, when the store changed.
const BETWEEN_LOOKS: Duration = Duration::from_millis(500);

/// Beats until the worker ends.
pub(crate) async fn beat(bench: Arc<Bench>) {
    let mut changes = bench.changes.clone();
    let mut due = tokio::time::interval(BEAT_EVERY);
    due.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut outage = false;
    let mut mode = bench.control.watch();
    loop {
        tokio::select! {
            lowered = mode.changed() => {
                if lowered.is_err() { return; }
                let wish = *mode.borrow_and_update();
                tell_the_wish(&bench, wish).await;
            }
            _ = due.tick() => {
                beat_once(&bench, &mut outage).await;
                bench.crew.rest().await;
            }
            changed = changes.changed() => {
                if changed.is_err() { return; }
                // A look is a read; a beat for each change would itself be one.
                if is_asked(&bench).await { listen(&bench).await; }
                tokio::time::sleep(BETWEEN_LOOKS).await;
            }
        }
    }
}

/// Writes a wish to stop that came from this process (a signal, its owner), so that lists show the worker
/// as draining. One that came through the store is written there already.
async fn tell_the_wish(bench: &Bench, wish: Mode) {
    if is_draining(bench).await {
        return;
    }
    let actor = Actor(format!("worker:{}", bench.name));
    if let Err(error) = bench.store.ask_to_stop(&bench.name, wish == Mode::StopNow, &actor).await {
        // Only what lists show depends on it.
        tracing::debug!(worker.name = bench.name, %error, "the store does not know that this worker stops");
    }
}

/// Whether the store shows this worker as asked to stop.
async fn is_draining(bench: &Bench) -> bool {
    bench.store.workers().await.is_ok_and(|workers| {
        workers.iter().any(|worker| worker.spec.name == bench.name && worker.state == WorkerState::Draining)
    })
}

async fn beat_once(bench: &Bench, outage: &mut bool) {
    match bench.store.heartbeat(&bench.name).await {
        Ok(asked) => {
            *outage = false;
            if asked {
                listen(bench).await;
            }
        }
        Err(StoreError::Invalid(_)) => {
            if let Err(error) = bench.store.register(&identity::spec(&bench.name, &bench.options)).await {
                tracing::warn!(worker.name = bench.name, %error, "the worker could not register again");
            }
        }
        Err(error) => {
            if !*outage {
                tracing::warn!(worker.name = bench.name, %error, "the worker cannot say that it lives; trying on");
            }
            *outage = true;
        }
    }
}

/// Whether a person asked for something that this worker does not do yet.
async fn is_asked(bench: &Bench) -> bool {
    match bench.control.mode() {
        Mode::StopNow => false,
        Mode::Drain => true,
        Mode::Work => is_draining(bench).await,
    }
}

async fn listen(bench: &Bench) {
    let now = match bench.store.stop_is_immediate(&bench.name).await {
        Ok(now) => now,
        // The next beat asks again.
        Err(error) => {
            return tracing::debug!(worker.name = bench.name, %error, "no answer about the wish to stop");
        }
    };
    let to = if now { Mode::StopNow } else { Mode::Drain };
    if bench.control.mode() < to {
        tracing::info!(worker.name = bench.name, now, "a person asked this worker to stop");
        bench.control.lower(to);
    }
}
