//! Alerts on their way to a webhook: in order, tried a few times, never holding up the watch.

use super::Alert;
use penstock_worker::outward::{AllowList, Outward, OutwardError};
use serde_json::json;
use std::time::Duration;
use tokio::sync::mpsc;

/// Alerts that may wait; more are dropped and said.
const MOST: usize = 100;
const TRIES: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(10);

/// One webhook. Dropping it ends its task once all is sent or given up.
pub(super) struct Webhook {
    waiting: mpsc::Sender<Alert>,
}

impl Webhook {
    /// A webhook at this address.
    ///
    /// # Errors
    /// When it is not on the list.
    pub(super) fn new(url: String, addresses: AllowList) -> Result<Self, OutwardError> {
        let outward = Outward::new(addresses)?;
        outward.may_ask(&url)?;
        let (waiting, alerts) = mpsc::channel(MOST);
        tokio::spawn(deliver(outward, url, alerts));
        Ok(Self { waiting })
    }

    /// Sends it as soon as those before it are gone.
    pub(super) fn send(&self, alert: Alert) {
        if self.waiting.try_send(alert).is_err() {
            tracing::error!("An alert was dropped: the webhook has not answered for a hundred of them");
        }
    }
}

async fn deliver(outward: Outward, url: String, mut alerts: mpsc::Receiver<Alert>) {
    while let Some(alert) = alerts.recv().await {
        // `text` is what chat programs show.
        let text = alert
            .advice
            .as_ref()
            .map_or_else(|| alert.title.clone(), |advice| format!("{}. {advice}", alert.title));
        let body = json!({ "source": "penstock", "text": text, "alert": alert });
        let mut pause = FIRST_PAUSE;
        for attempt in 1..=TRIES {
            match outward.post(&url, &body, LONGEST).await {
                Ok(()) => break,
                Err(error) if attempt < TRIES && error.may_pass() => {
                    tracing::debug!(%error, "The webhook did not take an alert; trying again");
                    tokio::time::sleep(pause).await;
                    pause *= 2;
                }
                Err(error) => {
                    tracing::error!(%error, alert.title = alert.title, "The webhook did not take an alert");
                    break;
                }
            }
        }
    }
}
