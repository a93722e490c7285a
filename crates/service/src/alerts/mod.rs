//! Alerts: a worker is lost, a queue's next job waits too long, failures pile up.
//!
//! One alert for each incident, and one when it is over. They go to the log, to whoever listens
//! ([`Service::alerts`]: the desktop's notifications), and to a webhook if one is set.
//! Limits: whoever watches must run; two servers on one store both tell.

mod send;
mod watch;

use crate::service::Service;
use crate::types::{ErrorCode, WireError};
use penstock_jobs::{JobState, WorkerState};
use penstock_worker::outward::AllowList;
use schemars::JsonSchema;
use send::Webhook;
use serde::Serialize;
use std::time::{Duration, Instant};
use tokio::sync::{broadcast, watch as signal};
use watch::{Seen, Watch};

/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// When to tell, and whom.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AlertSettings {
    /// A queue's next job has waited for longer than this.
    pub wait: Duration,
    /// So many jobs failed within `window`.
    pub failures: u64,
    /// See `failures`.
    pub window: Duration,
    /// Gets every alert as JSON by POST; none sends nothing.
    pub webhook: Option<String>,
    /// Addresses that the webhook may have.
    pub addresses: AllowList,
    /// Between two looks.
    pub look_every: Duration,
}

impl Default for AlertSettings {
    /// Five minutes of waiting, or ten failures within ten minutes; no webhook.
    fn default() -> Self {
        Self {
            wait: Duration::from_secs(300),
            failures: 10,
            window: Duration::from_secs(600),
            webhook: None,
            addresses: AllowList::default(),
            look_every: LOOK_EVERY,
        }
    }
}

/// What is wrong.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// A worker has not been heard of.
    WorkerLost,
    /// A queue's next job waits too long.
    QueueWaits,
    /// Many jobs failed in a short time.
    Failures,
}

/// One thing to tell a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Alert {
    /// What is, or was, wrong.
    pub kind: AlertKind,
    /// The worker or the queue; empty for failures.
    pub subject: String,
    /// False when it begins, true when it is over.
    pub recovered: bool,
    /// One sentence.
    pub title: String,
    /// What to do, when something can be done.
    pub advice: Option<String>,
}

impl Service {
    /// Watches the store and tells, until the service ends.
    ///
    /// # Errors
    /// [`ErrorCode::BadRequest`] when the webhook is not on the list.
    pub fn watch(&self, settings: AlertSettings) -> Result<(), WireError> {
        let webhook = settings.webhook.clone().map(|url| Webhook::new(url, settings.addresses.clone()));
        let webhook = webhook.transpose().map_err(|error| {
            WireError::new(ErrorCode::BadRequest, "The webhook cannot be used")
                .advise("Its address must be on the list: --allow-alert-address")
                .detail(error.to_string())
        })?;
        let stopped = self.inner.stop.subscribe();
        let watching = watch(self.clone(), settings, webhook, stopped);
        self.keep_running(tokio::spawn(watching));
        Ok(())
    }

    /// Every alert from now on.
    #[must_use]
    pub fn alerts(&self) -> broadcast::Receiver<Alert> {
        self.inner.alerts.subscribe()
    }

    async fn seen(&self) -> Result<Seen, WireError> {
        let store = &self.inner.store;
        let workers = store.workers().await?;
        let lost = workers.iter().filter(|worker| worker.state == WorkerState::Lost);
        let (queues, all_paused) = store.queues().await?;
        let mut waits = Vec::new();
        // What a person paused waits because it shall.
        for queue in queues.iter().filter(|queue| queue.queued > 0 && !queue.paused && !all_paused) {
            if let Some(wait) = self.next_job_waits(&queue.name).await? {
                waits.push((queue.name.clone(), wait, queue.workers.is_empty()));
            }
        }
        let counts = store.counts(None).await?;
        let count = |state: JobState| counts.get(&state).copied().unwrap_or(0);
        Ok(Seen {
            lost: lost.map(|worker| (worker.spec.name.clone(), worker.spec.host.clone())).collect(),
            waits,
            failed: count(JobState::Failed) + count(JobState::Quarantined),
        })
    }
}

async fn watch(
    service: Service,
    settings: AlertSettings,
    webhook: Option<Webhook>,
    mut stop: signal::Receiver<bool>,
) {
    let mut state = Watch::new(&settings);
    loop {
        match service.seen().await {
            Ok(seen) => {
                for alert in state.look(&seen, Instant::now()) {
                    tell(&service, webhook.as_ref(), alert).await;
                }
            }
            // The updates say so to every face already.
            Err(error) => tracing::debug!(error.title = %error.title, "The store could not be watched"),
        }
        tokio::select! {
            _ = stop.wait_for(|&stop| stop) => return,
            () = tokio::time::sleep(settings.look_every) => {}
        }
    }
}

async fn tell(service: &Service, webhook: Option<&Webhook>, alert: Alert) {
    if alert.recovered {
        tracing::info!(alert.kind = ?alert.kind, alert.subject = alert.subject, "{}", alert.title);
    } else {
        tracing::warn!(alert.kind = ?alert.kind, alert.subject = alert.subject, "{}", alert.title);
    }
    // Nobody listens: nothing to tell.
    let _ = service.inner.alerts.send(alert.clone());
    if let Some(webhook) = webhook {
        webhook.send(alert);
    }
}
