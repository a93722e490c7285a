//! Jobs in the order in which they would start.
//!
//! Sections follow one another: what runs (first started first), what is ready (queue by queue: `high`
//! before the others, `low` after them, and by place within each), what waits for a time (soonest
//! first), what waits for another job, what is held, and what has ended (newest first).

use super::RedisStore;
use super::answer::Name;
use super::list::{Found, Placed, SCANNED, Wanted, bad_cursor};
use penstock_jobs::{JobId, JobState, StoreError};
use std::collections::HashSet;

/// Jobs that run at once, at most, as far as a list goes; and jobs that wait for a time on one page.
const SORTED: usize = 20_000;

/// How a section is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// All of it, sorted by the start.
    Started,
    /// RQ's own lists.
    Place,
    /// RQ's registry of scheduled jobs, by the due time.
    Due,
    /// Our lists, oldest first.
    Oldest,
    /// Our lists, newest first.
    Newest,
}

const SECTIONS: [(&[JobState], By); 6] = [
    (&[JobState::Running], By::Started),
    (&[JobState::Queued], By::Place),
    (&[JobState::Scheduled, JobState::Retrying], By::Due),
    (&[JobState::Deferred], By::Oldest),
    (&[JobState::Held], By::Oldest),
    (&[JobState::Finished, JobState::Failed, JobState::Cancelled, JobState::Quarantined], By::Newest),
];

/// A place in the order: the section, a number that its jobs are sorted by, and queue and job.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Key {
    section: usize,
    number: i64,
    queue: String,
    id: String,
}

impl Key {
    /// The length of the queue's name comes before it: both may hold any character.
    fn write(&self) -> String {
        format!("s.{}.{}.{}.{}{}", self.section, self.number, self.queue.len(), self.queue, self.id)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.strip_prefix("s.")?.splitn(4, '.');
        let section = parts.next()?.parse().ok().filter(|section| *section < SECTIONS.len())?;
        let number = parts.next()?.parse().ok()?;
        let length: usize = parts.next()?.parse().ok()?;
        let (queue, id) = parts.next()?.split_at_checked(length)?;
        Some(Self { section, number, queue: queue.to_owned(), id: id.to_owned() })
    }
}

/// Fills the page.
pub(super) async fn page(
    store: &RedisStore,
    wanted: &Wanted<'_>,
    found: &mut Found,
) -> Result<(), StoreError> {
    let after = match wanted.filter.cursor.as_deref() {
        Some(text) => Some(Key::parse(text).ok_or_else(bad_cursor)?),
        None => None,
    };
    let queues = match &wanted.filter.queue {
        Some(queue) => vec![queue.clone()],
        None => store.queue_names().await?,
    };
    let reader = Reader { store, wanted, queues };
    let first = after.as_ref().map_or(0, |key| key.section);
    for (section, (states, by)) in SECTIONS.into_iter().enumerate().skip(first) {
        let after = after.clone().filter(|key| key.section == section);
        if !states.iter().any(|state| wanted.state(*state)) {
            continue;
        }
        match by {
            By::Started => reader.running(section, after, found).await?,
            By::Place => reader.ready(section, after, found).await?,
            By::Due | By::Oldest | By::Newest => reader.sorted(section, by, after, found).await?,
        }
        if found.jobs.len() >= wanted.limit || found.stopped_at.is_some() {
            break;
        }
    }
    Ok(())
}

struct Reader<'a> {
    store: &'a RedisStore,
    wanted: &'a Wanted<'a>,
    queues: Vec<String>,
}

impl Reader<'_> {
    /// Reads these jobs in this order, and keeps those that the page wants.
    async fn add(&self, keys: Vec<Key>, found: &mut Found) -> Result<(), StoreError> {
        let states = SECTIONS[keys.first().map_or(0, |key| key.section)].0;
        let ids: Vec<JobId> = keys.iter().map(|key| JobId::from(key.id.as_str())).collect();
        let mut seen: HashSet<JobId> = found.jobs.iter().map(|placed| placed.read.job.id.clone()).collect();
        for (key, read) in keys.into_iter().zip(self.store.read_jobs(&ids).await?) {
            found.scanned += 1;
            if let Some(read) = read
                && states.contains(&read.job.state)
                && self.wanted.job(&read.job)
                && seen.insert(read.job.id.clone())
            {
                found.jobs.push(Placed { read, cursor: key.write() });
            }
        }
        Ok(())
    }

    fn is_full(&self, found: &mut Found, last: Option<&Key>) -> bool {
        if found.jobs.len() >= self.wanted.limit {
            return true;
        }
        if found.scanned >= SCANNED
            && let Some(last) = last
        {
            found.stopped_at = Some(last.write());
            return true;
        }
        false
    }

    /// As many jobs run as there are slots in all workers: they are read and sorted here.
    async fn running(&self, section: usize, after: Option<Key>, found: &mut Found) -> Result<(), StoreError> {
        let mut pipe = redis::pipe();
        for queue in &self.queues {
            pipe.zrange(self.store.index(JobState::Running, queue), 0, SORTED as isize);
        }
        if self.queues.is_empty() {
            return Ok(());
        }
        let parts: Vec<Vec<Name>> = self.store.link.pipe(&pipe).await?;
        let ids: Vec<JobId> = parts.into_iter().flatten().map(|Name(id)| JobId::from(id)).collect();
        let running = self.store.read_jobs(&ids).await?.into_iter().flatten();
        let mut running: Vec<_> = running
            .filter(|read| read.job.state == JobState::Running && self.wanted.job(&read.job))
            .map(|read| {
                let number = read.job.started_at_ms.unwrap_or_default();
                let (queue, id) = (String::new(), read.job.id.to_string());
                (Key { section, number, queue, id }, read)
            })
            .collect();
        running.sort_by(|(a, _), (b, _)| (a.number, &a.id).cmp(&(b.number, &b.id)));
        let rest = running.into_iter().filter(|(key, _)| {
            after.as_ref().is_none_or(|after| (key.number, &key.id) > (after.number, &after.id))
        });
        for (key, read) in rest.take(self.wanted.limit.saturating_sub(found.jobs.len())) {
            found.jobs.push(Placed { read, cursor: key.write() });
        }
        Ok(())
    }

    /// What is ready, queue by queue, as the lists have it.
    async fn ready(&self, section: usize, after: Option<Key>, found: &mut Found) -> Result<(), StoreError> {
        let mut queues = self.queues.iter();
        let mut at = 0;
        let mut current = match &after {
            Some(key) => {
                let current = queues.find(|queue| **queue == key.queue);
                at = if current.is_some() { self.place_after(key).await? } else { 0 };
                current
            }
            None => queues.next(),
        };
        while let Some(queue) = current {
            let list = self.store.keys().queue(queue);
            loop {
                let step = self.wanted.step(found.jobs.len()) as i64;
                let mut range = redis::cmd("LRANGE");
                range.arg(&list).arg(at).arg(at + step - 1);
                let ids: Vec<Name> = self.store.link.run(&range).await?;
                let got = ids.len() as i64;
                let keys: Vec<Key> = ids
                    .into_iter()
                    .zip(at..)
                    .map(|(Name(id), number)| Key { section, number, queue: queue.clone(), id })
                    .collect();
                let last = keys.last().cloned();
                if !keys.is_empty() {
                    self.add(keys, found).await?;
                }
                if self.is_full(found, last.as_ref()) {
                    return Ok(());
                }
                if got < step {
                    break;
                }
                at += got;
            }
            at = 0;
            current = queues.next();
        }
        Ok(())
    }

    /// The place behind a job of a list, which moves towards the head as jobs are taken.
    async fn place_after(&self, key: &Key) -> Result<i64, StoreError> {
        let mut place = redis::cmd("LPOS");
        place.arg(self.store.keys().queue(&key.queue)).arg(&key.id);
        let place: Option<i64> = self.store.link.run(&place).await?;
        Ok(place.map_or(key.number, |place| place + 1))
    }

    /// A section that sorted sets hold in its order.
    async fn sorted(
        &self,
        section: usize,
        by: By,
        mut after: Option<Key>,
        found: &mut Found,
    ) -> Result<(), StoreError> {
        loop {
            let step = self.wanted.step(found.jobs.len());
            let (keys, whole) = self.keys_after(section, by, after.as_ref(), step).await?;
            let Some(last) = keys.last().cloned() else { return Ok(()) };
            self.add(keys, found).await?;
            if whole || self.is_full(found, Some(&last)) {
                return Ok(());
            }
            after = Some(last);
        }
    }

    async fn keys_after(
        &self,
        section: usize,
        by: By,
        after: Option<&Key>,
        step: usize,
    ) -> Result<(Vec<Key>, bool), StoreError> {
        let mut sets = Vec::new();
        for queue in &self.queues {
            match by {
                By::Due => sets.push(self.store.keys().scheduled(queue)),
                _ => {
                    let states = SECTIONS[section].0.iter().filter(|state| self.wanted.state(**state));
                    sets.extend(states.map(|state| self.store.index(*state, queue)));
                }
            }
        }
        if sets.is_empty() {
            return Ok((Vec::new(), true));
        }
        // Seconds for due times, microseconds for births: the key holds whole numbers.
        let unit = if by == By::Due { 1000.0 } else { 1.0 };
        let newest = by == By::Newest;
        let ask = step + 64;
        let from = after.map(|key| key.number as f64 / unit);
        let mut pipe = redis::pipe();
        for set in &sets {
            match (newest, from) {
                (true, from) => {
                    let from = from.map_or("+inf".to_owned(), |from| from.to_string());
                    pipe.cmd("ZREVRANGEBYSCORE").arg(set).arg(from).arg("-inf");
                }
                (false, from) => {
                    let from = from.map_or("-inf".to_owned(), |from| from.to_string());
                    pipe.cmd("ZRANGEBYSCORE").arg(set).arg(from).arg("+inf");
                }
            };
            pipe.arg("WITHSCORES").arg("LIMIT").arg(0).arg(ask);
        }
        let parts: Vec<Vec<(Name, f64)>> = self.store.link.pipe(&pipe).await?;
        let mut whole = parts.iter().all(|part| part.len() < ask);
        let mut keys: Vec<Key> = parts
            .into_iter()
            .flatten()
            .map(|(Name(id), score)| Key {
                section,
                number: (score * unit).round() as i64,
                queue: String::new(),
                id,
            })
            .filter(|key| {
                after.is_none_or(|after| {
                    let order = (key.number, &key.id).cmp(&(after.number, &after.id));
                    if newest { order.is_lt() } else { order.is_gt() }
                })
            })
            .collect();
        keys.sort_by(|a, b| {
            let order = (a.number, &a.id).cmp(&(b.number, &b.id));
            if newest { order.reverse() } else { order }
        });
        whole &= keys.len() <= step;
        keys.truncate(step);
        Ok((keys, whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back_whatever_its_names_hold() {
        let key = Key { section: 1, number: -4, queue: "a.b ö".into(), id: "j.1".into() };
        assert_eq!(Key::parse(&key.write()), Some(key));
        for odd in ["", "s.1.2", "s.99.1.1.q", "s.1.one.1.q", "s.1.1.9.q", "n.1.x"] {
            assert_eq!(Key::parse(odd), None, "{odd}");
        }
    }
}
