//! What happened, for readers that follow: a stream of ours, trimmed to its newest 10,000 entries.

use super::RedisStore;
use super::answer;
use penstock_jobs::{Event, EventKind, StoreError};
use redis::Value;

impl RedisStore {
    /// Events after `seq`, in order.
    pub(super) async fn events_behind(&self, seq: u64, limit: u32) -> Result<Vec<Event>, StoreError> {
        let Some(next) = seq.checked_add(1).filter(|_| limit > 0) else { return Ok(Vec::new()) };
        let mut range = redis::cmd("XRANGE");
        range.arg(self.keys().events()).arg(format!("{next}-0")).arg("+").arg("COUNT").arg(limit);
        let entries: Value = self.link.run(&range).await?;
        let Value::Array(entries) = &entries else { return Err(answer::odd(&entries)) };
        entries.iter().map(event).collect()
    }

    /// The number of the newest event.
    pub(super) async fn newest_event(&self) -> Result<u64, StoreError> {
        newest(&self.link).await
    }
}

/// The number of the newest event; 0 before the first.
pub(super) async fn newest(link: &super::link::Link) -> Result<u64, StoreError> {
    let mut newest = redis::cmd("XREVRANGE");
    newest.arg(link.keys().events()).arg("+").arg("-").arg("COUNT").arg(1);
    let entries: Value = link.run(&newest).await?;
    match &entries {
        Value::Array(entries) => entries.first().map_or(Ok(0), |entry| event(entry).map(|event| event.seq)),
        _ => Err(answer::odd(&entries)),
    }
}

fn event(entry: &Value) -> Result<Event, StoreError> {
    read(entry).ok_or_else(|| StoreError::Damaged(format!("the stream of events holds {entry:?}")))
}

fn read(entry: &Value) -> Option<Event> {
    let Value::Array(parts) = entry else { return None };
    let [id, fields] = parts.as_slice() else { return None };
    let seq = answer::text(id)?.split_once('-')?.0.parse().ok()?;
    let fields = answer::hash(fields).ok()?;
    let text = |name: &str| fields.get(name).map(|value| String::from_utf8_lossy(value).into_owned());
    let name = text("n")?;
    let what = match text("k")?.as_str() {
        "job" => EventKind::Job { state: answer::state(&text("s")?).ok()?, job: name.into() },
        "progress" => EventKind::Progress { job: name.into() },
        "deleted" => EventKind::Deleted { job: name.into() },
        "queue" => EventKind::Queue { queue: name },
        "worker" => EventKind::Worker { worker: name },
        _ => return None,
    };
    Some(Event { seq, at_ms: text("t")?.parse().ok()?, what })
}
