//! Waiting for a stream to grow: one blocking reader for each stream, any number of waiters.

use super::dial::Wire;
use super::live::{Live, pause};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout, timeout_at};

/// The server answers after this long at the latest; with the time for the answer, a dead connection is
/// noticed within 7 s.
const BLOCK: Duration = Duration::from_secs(4);
const ANSWER_WITHIN: Duration = Duration::from_secs(3);

/// Milliseconds and sequence number of a stream entry.
type EntryId = (u64, u64);

/// What a reader knows.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Seen {
    newest: EntryId,
    /// How often the connection came back: something may have been missed.
    revivals: u64,
}

/// Follows one stream.
pub(super) struct Follower {
    seen: watch::Receiver<Seen>,
}

impl Follower {
    /// Follows until the last [`Arc`] of the connection is gone.
    pub(super) fn start(live: &Arc<Live>, key: String) -> Self {
        let (sender, seen) = watch::channel(Seen::default());
        tokio::spawn(follow(Arc::downgrade(live), key, sender));
        Self { seen }
    }

    /// Returns when the stream holds something after `after`, the connection came back, or the time is up.
    /// What is no entry's id (`$`) means: after now.
    pub(super) fn wait(&self, after: &str, within: Duration) -> impl Future<Output = ()> + use<> {
        let mut seen = self.seen.clone();
        let start = *seen.borrow_and_update();
        let after = read_id(after).unwrap_or(start.newest);
        async move {
            let news = seen.wait_for(|seen| seen.newest > after || seen.revivals != start.revivals);
            let _ = timeout_at(Instant::now() + within, news).await;
        }
    }
}

async fn follow(live: Weak<Live>, key: String, sender: watch::Sender<Seen>) {
    let mut failures = 0;
    loop {
        let Some(strong) = live.upgrade() else { return };
        let connected = strong.own().await;
        drop(strong);
        match connected {
            Ok(wire) => {
                failures = 0;
                read_on(&live, wire, &key, &sender).await;
                sender.send_modify(|seen| seen.revivals += 1);
            }
            Err(_) => {
                failures += 1;
                sleep(pause(failures)).await;
            }
        }
    }
}

/// Reads until the connection breaks or nobody needs it any more.
async fn read_on(live: &Weak<Live>, mut wire: Wire, key: &str, sender: &watch::Sender<Seen>) {
    let mut newest_entry = redis::cmd("XREVRANGE");
    newest_entry.arg(key).arg("+").arg("-").arg("COUNT").arg(1);
    type Entries = Vec<(String, redis::Value)>;
    let newest = timeout(ANSWER_WITHIN, newest_entry.query_async::<Entries>(&mut wire.connection)).await;
    let Ok(Ok(newest)) = newest else { return };
    let mut after = newest.first().and_then(|(id, _)| read_id(id)).unwrap_or_default();
    // A stream that was deleted starts again below what was seen: so it is set, not raised. What happened
    // between two connections is told by the number of revivals.
    sender.send_modify(|seen| {
        seen.newest = after;
        seen.revivals += 1;
    });
    while live.strong_count() > 0 {
        let mut read = redis::cmd("XREAD");
        read.arg("COUNT").arg(1000).arg("BLOCK").arg(BLOCK.as_millis().to_string());
        read.arg("STREAMS").arg(key).arg(format!("{}-{}", after.0, after.1));
        type Streams = Option<Vec<(String, Entries)>>;
        let streams =
            match timeout(BLOCK + ANSWER_WITHIN, read.query_async::<Streams>(&mut wire.connection)).await {
                Ok(Ok(streams)) => streams.unwrap_or_default(),
                _ => return,
            };
        let last = streams.iter().flat_map(|(_, entries)| entries).filter_map(|(id, _)| read_id(id)).max();
        if let Some(last) = last {
            after = last;
            sender.send_modify(|seen| seen.newest = last);
        }
    }
}

fn read_id(text: &str) -> Option<EntryId> {
    let (ms, number) = text.split_once('-').unwrap_or((text, "0"));
    Some((ms.parse().ok()?, number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_entries_are_compared_as_numbers() {
        assert_eq!(read_id("12-3"), Some((12, 3)));
        assert_eq!(read_id("12"), Some((12, 0)));
        assert_eq!(read_id("$"), None);
        assert!(read_id("10-0") > read_id("9-5"));
    }
}
