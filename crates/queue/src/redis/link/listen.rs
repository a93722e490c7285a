//! Pub/sub on a connection of its own, which subscribes again after every break.

use super::live::{Live, pause};
use futures_util::StreamExt as _;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

/// A silent connection is asked for a sign of life this often; with the time for the answer, a dead one
/// is noticed within 7 s.
const PING_EVERY: Duration = Duration::from_secs(4);
const ANSWER_WITHIN: Duration = Duration::from_secs(3);
/// Messages that a slow listener may fall behind before the oldest are dropped.
const KEPT: usize = 256;

/// What a channel said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Message {
    /// The channel; empty for [`Message::is_resumed`].
    pub(crate) channel: String,
    /// What was published.
    pub(crate) payload: Vec<u8>,
}

impl Message {
    /// Not published by anybody: the subscription was made (again), and what was published before is
    /// lost. A listener looks for itself.
    pub(crate) fn is_resumed(&self) -> bool {
        self.channel.is_empty()
    }
}

/// Listens until every receiver is gone.
pub(super) fn listen(live: Arc<Live>, channels: Vec<String>) -> broadcast::Receiver<Message> {
    let (sender, receiver) = broadcast::channel(KEPT);
    tokio::spawn(async move {
        let mut failures = 0;
        while sender.receiver_count() > 0 {
            match subscription(&live, &channels, &sender).await {
                Ok(()) => failures = 0,
                Err(error) => {
                    if failures == 0 {
                        tracing::debug!(%error, "pub/sub is away");
                    }
                    failures += 1;
                    sleep(pause(failures)).await;
                }
            }
        }
    });
    receiver
}

/// One subscription, until it breaks or nobody listens. An error means that it never stood.
async fn subscription(
    live: &Live,
    channels: &[String],
    listeners: &broadcast::Sender<Message>,
) -> Result<(), penstock_jobs::StoreError> {
    let mut pubsub = live.own_pubsub().await?;
    match timeout(ANSWER_WITHIN, pubsub.subscribe(channels)).await {
        Ok(done) => done.map_err(|error| live.explain(&error))?,
        Err(_) => {
            return Err(penstock_jobs::StoreError::Unavailable("a subscription is not answered".into()));
        }
    }
    let _ = listeners.send(Message { channel: String::new(), payload: Vec::new() });
    let (mut sink, mut stream) = pubsub.split();
    let mut watch = interval(PING_EVERY);
    watch.set_missed_tick_behavior(MissedTickBehavior::Delay);
    watch.tick().await;
    loop {
        tokio::select! {
            message = stream.next() => {
                let Some(message) = message else { return Ok(()) };
                let message = Message {
                    channel: message.get_channel_name().to_owned(),
                    payload: message.get_payload_bytes().to_vec(),
                };
                let _ = listeners.send(message);
            }
            _ = watch.tick() => {
                if listeners.receiver_count() == 0 {
                    return Ok(());
                }
                match timeout(ANSWER_WITHIN, sink.ping::<redis::Value>()).await {
                    Ok(Ok(_)) => {}
                    _ => return Ok(()),
                }
            }
        }
    }
}
