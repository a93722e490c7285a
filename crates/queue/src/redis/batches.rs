//! Batches: jobs that were submitted together.
//!
//! A sorted set holds the jobs of a batch by their birth; another one holds the batches. Both are indexes of
//! ours: what a job belongs to stands in its own hash, and what has gone is forgotten where it is missed.

use super::RedisStore;
use super::answer::{self, Name, odd};
use super::list::{Found, Placed, Wanted, cursor, parse};
use super::people::token;
use super::scripts::{BATCH, CANCEL_BATCH};
use penstock_jobs::{Actor, Batch, BatchId, BatchRef, JobId, StateCounts, StoreError};
use redis::Value;

/// Fewest jobs read in one step of a page.
const STEP: usize = 200;

impl RedisStore {
    /// How a batch stands.
    pub(super) async fn look_at_batch(&self, id: &BatchId) -> Result<Batch, StoreError> {
        let reply: Value = self.call(&BATCH, self.args().with(id.as_str())).await?;
        let (word, rest) = answer::parts(&reply)?;
        if word == "missing" {
            return Err(StoreError::NoSuchBatch(id.clone()));
        }
        let [label, born, running, counts @ ..] = rest else { return Err(odd(&reply)) };
        let number = |value: &Value| answer::text(value)?.parse::<i64>().ok();
        let pairs = counts.chunks_exact(2).map(|pair| {
            let state = answer::state(&answer::text(&pair[0]).ok_or_else(|| odd(&reply))?)?;
            Ok((state, number(&pair[1]).ok_or_else(|| odd(&reply))?.unsigned_abs()))
        });
        let counts = pairs.collect::<Result<StateCounts, StoreError>>()?;
        let label = answer::text(label).ok_or_else(|| odd(&reply))?;
        let born = number(born).ok_or_else(|| odd(&reply))?;
        let running = number(running).ok_or_else(|| odd(&reply))? as f64 / 1e6;
        Ok(Batch::of(BatchRef { id: id.clone(), label }, born, counts, running))
    }

    /// The newest batches, the newest first.
    pub(super) async fn newest_batches(&self, limit: u32) -> Result<Vec<Batch>, StoreError> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        let mut pipe = redis::pipe();
        pipe.cmd("ZREVRANGE").arg(self.keys().ours("batches")).arg(0).arg(limit - 1);
        let (ids,): (Vec<Name>,) = self.link.pipe(&pipe).await?;
        let mut batches = Vec::with_capacity(ids.len());
        for Name(id) in ids {
            match self.look_at_batch(&BatchId::from(id)).await {
                Ok(batch) => batches.push(batch),
                // Its last job went meanwhile.
                Err(StoreError::NoSuchBatch(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(batches)
    }

    /// Cancels what has not ended of a batch; how many.
    pub(super) async fn cancel_all_of(&self, id: &BatchId, actor: &Actor) -> Result<u64, StoreError> {
        let args = self.args().with(token()).with(&actor.0).with(id.as_str());
        let reply: Value = self.call(&CANCEL_BATCH, args).await?;
        let (word, rest) = answer::parts(&reply)?;
        if word == "missing" {
            return Err(StoreError::NoSuchBatch(id.clone()));
        }
        let count = rest.first().and_then(answer::text).and_then(|text| text.parse().ok());
        count.ok_or_else(|| odd(&reply))
    }

    /// Jobs of a batch for a page, the newest first. Births are unlike each other.
    pub(super) async fn newest_of_batch(
        &self,
        id: &BatchId,
        wanted: &Wanted<'_>,
        found: &mut Found,
    ) -> Result<(), StoreError> {
        let mut before = match wanted.filter.cursor.as_deref() {
            Some(text) => format!("({}", parse(text)?.0),
            None => "+inf".to_owned(),
        };
        let step = wanted.limit.max(STEP);
        loop {
            let mut pipe = redis::pipe();
            pipe.cmd("ZREVRANGEBYSCORE").arg(self.keys().ours(&format!("batch:{id}")));
            pipe.arg(&before).arg("-inf").arg("WITHSCORES").arg("LIMIT").arg(0).arg(step);
            let (births,): (Vec<(Name, f64)>,) = self.link.pipe(&pipe).await?;
            let Some((_, last)) = births.last() else { return Ok(()) };
            before = format!("({last}");
            let ids: Vec<JobId> = births.iter().map(|(Name(id), _)| JobId::from(id.as_str())).collect();
            for ((Name(id), born), read) in births.iter().zip(self.read_jobs(&ids).await?) {
                if let Some(read) = read
                    && wanted.job(&read.job)
                    && found.jobs.len() < wanted.limit
                {
                    found.jobs.push(Placed { read, cursor: cursor(*born as i64, id) });
                }
            }
            if births.len() < step || found.jobs.len() >= wanted.limit {
                return Ok(());
            }
        }
    }
}
