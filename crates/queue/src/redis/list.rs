//! Pages of jobs.
//!
//! For each queue and state a sorted set of ours holds the jobs by their birth, so that a page costs the
//! same whether a thousand jobs or a million are behind it. A search reads the jobs themselves, in pieces:
//! it ends with what it found, and a cursor, after [`SCANNED`] jobs, and at once when its future is dropped.

use super::RedisStore;
use super::answer::Name;
use super::job::Read;
use super::scripts::HEAL;
use super::start_order;
use penstock_jobs::{Job, JobFilter, JobId, JobPage, JobState, StoreError};
use std::collections::HashSet;

/// Jobs on a page when the filter does not say.
const USUAL: u32 = 100;
/// Most jobs on a page.
const MOST: u32 = 10_000;
/// Jobs that one call of a search looks at.
pub(super) const SCANNED: usize = 20_000;
/// Jobs that are looked at in one step of a search.
const STEP: usize = 1000;

/// What a page must hold.
pub(super) struct Wanted<'a> {
    pub(super) filter: &'a JobFilter,
    /// Of the search, in lower case.
    pub(super) words: Vec<String>,
    /// One more than the page holds tells whether another follows.
    pub(super) limit: usize,
}

impl Wanted<'_> {
    /// Whether a list of this state can hold anything for the page.
    pub(super) fn state(&self, state: JobState) -> bool {
        self.filter.states.is_empty() || self.filter.states.contains(&state)
    }

    pub(super) fn job(&self, job: &Job) -> bool {
        self.state(job.state)
            && self.filter.batch.as_ref().is_none_or(|id| job.batch.as_ref().is_some_and(|of| of.id == *id))
            && self.filter.queue.as_ref().is_none_or(|queue| *queue == job.queue)
            && (self.words.is_empty() || {
                let haystack = haystack(job);
                self.words.iter().all(|word| haystack.contains(word))
            })
    }

    /// How many to read next: a search finds few among many.
    pub(super) fn step(&self, found: usize) -> usize {
        if self.words.is_empty() && self.filter.batch.is_none() {
            self.limit - found.min(self.limit)
        } else {
            STEP
        }
    }
}

/// What a search looks at. The parts are kept apart by a character that no search word holds.
fn haystack(job: &Job) -> String {
    let failure = job.failure.as_ref().map_or("", |failure| &failure.title);
    [&job.label, job.id.as_str(), &job.task, &job.queue, failure].join("\n").to_lowercase()
}

/// A job in a list, with what tells its place.
pub(super) struct Placed {
    pub(super) read: Read,
    pub(super) cursor: String,
}

/// What came of reading a list: the jobs found, and where to go on when the search stopped early.
#[derive(Default)]
pub(super) struct Found {
    pub(super) jobs: Vec<Placed>,
    pub(super) stopped_at: Option<String>,
    pub(super) scanned: usize,
}

impl RedisStore {
    /// One page.
    pub(super) async fn page(&self, filter: &JobFilter) -> Result<JobPage, StoreError> {
        let limit = filter.limit.unwrap_or(USUAL).min(MOST) as usize;
        if limit == 0 {
            return Ok(JobPage { jobs: Vec::new(), next: filter.cursor.clone() });
        }
        self.notice().await?;
        let search = filter.search.as_deref().unwrap_or_default();
        let words = search.split_whitespace().map(str::to_lowercase).collect();
        let wanted = Wanted { filter, words, limit: limit + 1 };
        let mut found = Found::default();
        if filter.in_start_order {
            start_order::page(self, &wanted, &mut found).await?;
        } else if let Some(batch) = &filter.batch {
            self.newest_of_batch(batch, &wanted, &mut found).await?;
        } else {
            self.newest_first(&wanted, &mut found).await?;
        }
        let more = found.jobs.len() > limit;
        found.jobs.truncate(limit);
        let next = match found.jobs.last() {
            Some(last) if more => Some(last.cursor.clone()),
            _ => found.stopped_at,
        };
        let mut jobs: Vec<Read> = found.jobs.into_iter().map(|placed| placed.read).collect();
        self.complete(&mut jobs).await?;
        Ok(JobPage { jobs: jobs.into_iter().map(|read| read.job).collect(), next })
    }

    async fn newest_first(&self, wanted: &Wanted<'_>, found: &mut Found) -> Result<(), StoreError> {
        let queues = match &wanted.filter.queue {
            Some(queue) => vec![queue.clone()],
            None => self.queue_names().await?,
        };
        let states: Vec<JobState> = JobState::ALL.into_iter().filter(|state| wanted.state(*state)).collect();
        let mut before = wanted.filter.cursor.as_deref().map(parse).transpose()?;
        loop {
            let step = wanted.step(found.jobs.len());
            let (births, whole) = self.births(&queues, &states, before.as_ref(), step).await?;
            let Some(last) = births.last().map(|(born, id, ..)| (*born, id.clone())) else { return Ok(()) };
            self.add(wanted, births, found).await?;
            if found.jobs.len() >= wanted.limit || whole {
                return Ok(());
            }
            if found.scanned >= SCANNED {
                found.stopped_at = Some(cursor(last.0, &last.1));
                return Ok(());
            }
            before = Some(last);
        }
    }

    /// Births of jobs before a place, the newest first, at most `step`, and whether there are no more.
    async fn births(
        &self,
        queues: &[String],
        states: &[JobState],
        before: Option<&(i64, String)>,
        step: usize,
    ) -> Result<(Vec<Birth>, bool), StoreError> {
        let lists: Vec<(&String, JobState)> =
            queues.iter().flat_map(|queue| states.iter().map(move |state| (queue, *state))).collect();
        if lists.is_empty() {
            return Ok((Vec::new(), true));
        }
        // Jobs of one moment lie together, on both sides of the place.
        let ask = step + 64;
        let highest = before.map_or("+inf".to_owned(), |(born, _)| born.to_string());
        let mut pipe = redis::pipe();
        for (queue, state) in &lists {
            pipe.cmd("ZREVRANGEBYSCORE").arg(self.index(*state, queue)).arg(&highest).arg("-inf");
            pipe.arg("WITHSCORES").arg("LIMIT").arg(0).arg(ask);
        }
        let parts: Vec<Vec<(Name, f64)>> = self.link.pipe(&pipe).await?;
        let mut whole = true;
        let mut births: Vec<Birth> = Vec::new();
        for ((queue, state), part) in lists.into_iter().zip(parts) {
            whole &= part.len() < ask;
            let born = |(Name(id), born): (Name, f64)| (born as i64, id, state, queue.clone());
            births.extend(part.into_iter().map(born));
        }
        births.retain(|(born, id, ..)| {
            before.is_none_or(|(at, than)| (*born, id.as_str()) < (*at, than.as_str()))
        });
        births.sort_unstable_by(|a, b| (b.0, &b.1).cmp(&(a.0, &a.1)));
        whole &= births.len() <= step;
        births.truncate(step);
        Ok((births, whole))
    }

    async fn add(
        &self,
        wanted: &Wanted<'_>,
        births: Vec<Birth>,
        found: &mut Found,
    ) -> Result<(), StoreError> {
        let ids: Vec<JobId> = births.iter().map(|(_, id, ..)| JobId::from(id.as_str())).collect();
        let mut seen: HashSet<JobId> = found.jobs.iter().map(|placed| placed.read.job.id.clone()).collect();
        let mut misplaced = Vec::new();
        for ((born, id, state, queue), mut read) in births.into_iter().zip(self.read_jobs(&ids).await?) {
            found.scanned += 1;
            if let Some(read) = &mut read
                && read.job.queue.is_empty()
            {
                // Python takes a job that does not say its queue; so do lists.
                read.job.queue.clone_from(&queue);
            }
            if read.as_ref().is_none_or(|read| read.job.state != state || read.job.queue != queue) {
                misplaced.extend([id.clone(), state.as_str().to_owned(), queue]);
            }
            if let Some(read) = read
                && wanted.job(&read.job)
                && seen.insert(read.job.id.clone())
            {
                found.jobs.push(Placed { read, cursor: cursor(born, &id) });
            }
        }
        self.heal(misplaced).await
    }

    /// Python moved these on without telling our lists.
    pub(super) async fn heal(&self, misplaced: Vec<String>) -> Result<(), StoreError> {
        if misplaced.is_empty() {
            return Ok(());
        }
        self.call::<String>(&HEAL, self.args().all(misplaced)).await.map(drop)
    }
}

/// When, which job, and the list that it was found in.
type Birth = (i64, String, JobState, String);

pub(super) fn cursor(born: i64, id: &str) -> String {
    format!("n.{born}.{id}")
}

pub(super) fn parse(text: &str) -> Result<(i64, String), StoreError> {
    let parts = text.strip_prefix("n.").and_then(|rest| rest.split_once('.'));
    let place = parts.and_then(|(born, id)| Some((born.parse().ok()?, id.to_owned())));
    place.ok_or_else(bad_cursor)
}

/// The answer to a cursor that this order did not make.
pub(super) fn bad_cursor() -> StoreError {
    StoreError::Invalid("the cursor does not belong to this list; start again from its first page".into())
}
