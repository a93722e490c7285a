//! When the jobs that wait will start and be done, from what earlier jobs took.
//!
//! The time of a job is the time that jobs of its task took: the median of the newest finished ones, and
//! their quartiles for the range. Workers then take jobs in the order in which they would start, each as
//! soon as it has a free slot (list scheduling). That a worker prefers one of its queues is left out, so
//! a time is an estimate and is given as a range.

use super::types::NoArgs;
use crate::service::Caller;
use crate::{Service, WireError};
use penstock_jobs::{Job, JobFilter, JobId, JobState, WorkerInfo, WorkerState};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::time::{SystemTime, UNIX_EPOCH};
use ts_rs::TS;

/// Finished jobs that are learnt from: the newest.
const HISTORY: u32 = 300;
/// Running and waiting jobs that are laid on the slots.
const MOST: u32 = 2_000;
/// Jobs whose start is told.
const TOLD: usize = 200;

/// When the waiting jobs will be done.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema, TS)]
pub struct Outlook {
    /// When the last of them is done, in milliseconds since 1970; none when nothing waits or runs, or
    /// nothing is known of how long such jobs take.
    pub done_ms: Option<i64>,
    /// The same if every job is as quick as the quickest quarter.
    pub early_ms: Option<i64>,
    /// The same if every job is as slow as the slowest quarter.
    pub late_ms: Option<i64>,
    /// Finished jobs that the times come from.
    pub learnt_from: u32,
    /// When waiting jobs would start; jobs that nobody takes are left out.
    pub starts: Vec<Start>,
    /// Waiting jobs that no living worker takes, or whose queue is paused: they are in no estimate.
    pub stuck: u32,
    /// More jobs wait than were looked at.
    pub more: bool,
}

/// When one waiting job would start.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema, TS)]
pub struct Start {
    /// The job.
    pub id: JobId,
    /// Milliseconds since 1970.
    pub at_ms: i64,
}

impl Service {
    /// When the waiting jobs will start and be done.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn outlook(&self, _caller: &Caller, _request: NoArgs) -> Result<Outlook, WireError> {
        let store = &self.inner.store;
        let history =
            JobFilter { states: vec![JobState::Finished], limit: Some(HISTORY), ..JobFilter::default() };
        let ahead = JobFilter {
            states: vec![JobState::Running, JobState::Queued, JobState::Retrying],
            limit: Some(MOST),
            in_start_order: true,
            ..JobFilter::default()
        };
        let took = Took::of(&store.list(&history).await?.jobs);
        let page = store.list(&ahead).await?;
        let workers = store.workers().await?;
        let (queues, all_paused) = store.queues().await?;
        let paused =
            queues.into_iter().filter(|queue| queue.paused || all_paused).map(|queue| queue.name).collect();
        let now_ms = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let shop = Shop { now_ms: i64::try_from(now_ms).unwrap_or(i64::MAX), workers: &workers, paused };
        Ok(Outlook { more: page.next.is_some(), ..shop.outlook(&page.jobs, &took) })
    }
}

/// How long jobs took, in ms, in rising order: by task, and over all of them.
#[derive(Default)]
struct Took {
    by_task: HashMap<String, Vec<i64>>,
    all: Vec<i64>,
}

/// Which of the earlier times is taken.
#[derive(Clone, Copy)]
enum Pace {
    Quick,
    Usual,
    Slow,
}

impl Took {
    fn of(finished: &[Job]) -> Self {
        let mut took = Self::default();
        for job in finished {
            let (Some(start), Some(end)) = (job.started_at_ms, job.ended_at_ms) else { continue };
            let ms = (end - start).max(0);
            took.by_task.entry(job.task.clone()).or_default().push(ms);
            took.all.push(ms);
        }
        took.by_task.values_mut().chain([&mut took.all]).for_each(|times| times.sort_unstable());
        took
    }

    /// Of the same task, or of any where this one never finished here.
    fn ms(&self, task: &str, pace: Pace) -> Option<i64> {
        let times = self.by_task.get(task).unwrap_or(&self.all);
        let last = times.len().checked_sub(1)?;
        let at = match pace {
            Pace::Quick => last / 4,
            Pace::Usual => last / 2,
            Pace::Slow => last - last / 4,
        };
        times.get(at).copied()
    }
}

struct Shop<'a> {
    now_ms: i64,
    workers: &'a [WorkerInfo],
    paused: HashSet<String>,
}

/// A place at a worker, and when it is free.
struct Slot<'a> {
    worker: &'a WorkerInfo,
    free_ms: i64,
}

impl Shop<'_> {
    fn outlook(&self, jobs: &[Job], took: &Took) -> Outlook {
        let mut outlook =
            Outlook { learnt_from: u32::try_from(took.all.len()).unwrap_or(u32::MAX), ..Outlook::default() };
        if let Some((done_ms, starts, stuck)) = self.lay(jobs, took, Pace::Usual) {
            outlook.done_ms = done_ms;
            outlook.starts = starts;
            outlook.stuck = stuck;
        }
        outlook.early_ms = self.lay(jobs, took, Pace::Quick).and_then(|(done_ms, ..)| done_ms);
        outlook.late_ms = self.lay(jobs, took, Pace::Slow).and_then(|(done_ms, ..)| done_ms);
        outlook
    }

    /// Lays the jobs on the slots: when the last is done, when each waiting one starts, and how many
    /// nobody takes. None when nothing is known of how long jobs take.
    fn lay(&self, jobs: &[Job], took: &Took, pace: Pace) -> Option<(Option<i64>, Vec<Start>, u32)> {
        let mut slots = self.slots(jobs, took, pace)?;
        let mut done_ms = slots.iter().map(|slot| slot.free_ms).filter(|free| *free > self.now_ms).max();
        let (mut starts, mut stuck) = (Vec::new(), 0);
        for job in jobs.iter().filter(|job| job.state != JobState::Running) {
            let takes = |slot: &&mut Slot<'_>| {
                slot.worker.state != WorkerState::Draining && slot.worker.spec.queues.contains(&job.queue)
            };
            let paused = self.paused.contains(&job.queue);
            let Some(slot) =
                slots.iter_mut().filter(takes).min_by_key(|slot| slot.free_ms).filter(|_| !paused)
            else {
                stuck += 1;
                continue;
            };
            let at_ms = slot.free_ms.max(job.not_before_ms.unwrap_or(0));
            slot.free_ms = at_ms.saturating_add(took.ms(&job.task, pace)?);
            done_ms = done_ms.max(Some(slot.free_ms));
            if starts.len() < TOLD {
                starts.push(Start { id: job.id.clone(), at_ms });
            }
        }
        Some((done_ms, starts, stuck))
    }

    /// The slots of the living workers, each free when its running job is done.
    fn slots(&self, jobs: &[Job], took: &Took, pace: Pace) -> Option<Vec<Slot<'_>>> {
        let mut slots = Vec::new();
        for worker in self.workers.iter().filter(|worker| worker.state != WorkerState::Lost) {
            let running = jobs.iter().filter(|job| {
                job.state == JobState::Running && job.worker.as_deref() == Some(worker.spec.name.as_str())
            });
            let mut busy = Vec::new();
            for job in running {
                busy.push(self.now_ms.saturating_add(self.left_ms(job, took, pace)?));
            }
            let places = usize::try_from(worker.spec.slots).unwrap_or(1).max(busy.len());
            busy.resize(places, self.now_ms);
            slots.extend(busy.into_iter().map(|free_ms| Slot { worker, free_ms }));
        }
        Some(slots)
    }

    /// What a running job has left: by its own progress where it tells, else by what such jobs take.
    fn left_ms(&self, job: &Job, took: &Took, pace: Pace) -> Option<i64> {
        let elapsed_ms = (self.now_ms - job.started_at_ms.unwrap_or(self.now_ms)).max(0);
        let fraction = job.progress.as_ref().and_then(|progress| progress.fraction);
        if let Some(fraction) = fraction.filter(|fraction| *fraction > 0.05) {
            return Some((elapsed_ms as f64 * (1.0 - fraction) / fraction).max(0.0) as i64);
        }
        Some((took.ms(&job.task, pace)? - elapsed_ms).max(0))
    }
}

#[cfg(test)]
mod tests;
