//! Queues and how many jobs are in each state.

use super::RedisStore;
use super::answer::Name;
use crate::order::queue_rank;
use penstock_jobs::{JobState, QueueInfo, StateCounts, StoreError, WorkerState};
use std::collections::BTreeMap;

impl RedisStore {
    /// Names of all queues that ever held a job, in the order of lists.
    pub(super) async fn queue_names(&self) -> Result<Vec<String>, StoreError> {
        let mut members = redis::cmd("SMEMBERS");
        members.arg(self.keys().queues());
        let full: Vec<Name> = self.link.run(&members).await?;
        let mut names: Vec<String> =
            full.iter().filter_map(|Name(key)| self.keys().queue_of(key)).map(str::to_owned).collect();
        names.sort_by(|a, b| queue_rank(a).cmp(&queue_rank(b)));
        Ok(names)
    }

    /// Where the scripts keep the jobs of a state and a queue, by their birth.
    pub(super) fn index(&self, state: JobState, queue: &str) -> String {
        self.keys().ours(&format!("index:{state}:{queue}"))
    }

    /// Jobs in each state of these queues.
    async fn count_each(&self, queues: &[String]) -> Result<Vec<StateCounts>, StoreError> {
        if queues.is_empty() {
            return Ok(Vec::new());
        }
        let mut pipe = redis::pipe();
        for queue in queues {
            for state in JobState::ALL {
                pipe.zcard(self.index(state, queue));
            }
        }
        let numbers: Vec<u64> = self.link.pipe(&pipe).await?;
        let counts = |numbers: &[u64]| {
            JobState::ALL.into_iter().zip(numbers.iter().copied()).filter(|(_, jobs)| *jobs > 0).collect()
        };
        Ok(numbers.chunks_exact(JobState::ALL.len()).map(counts).collect())
    }

    /// How many jobs are in each state.
    pub(super) async fn count(&self, queue: Option<&str>) -> Result<StateCounts, StoreError> {
        self.notice().await?;
        let queues = match queue {
            Some(queue) => vec![queue.to_owned()],
            None => self.queue_names().await?,
        };
        let mut all = StateCounts::new();
        for counts in self.count_each(&queues).await? {
            counts.into_iter().for_each(|(state, jobs)| *all.entry(state).or_default() += jobs);
        }
        Ok(all)
    }

    /// Every queue that has a job, a worker, or is paused; and whether all are paused.
    pub(super) async fn list_queues(&self) -> Result<(Vec<QueueInfo>, bool), StoreError> {
        self.notice().await?;
        let names = self.queue_names().await?;
        let mut queues = BTreeMap::new();
        for (name, counts) in names.iter().zip(self.count_each(&names).await?) {
            if counts.is_empty() {
                continue;
            }
            let sum = |states: &[JobState]| states.iter().filter_map(|state| counts.get(state)).sum();
            let queue: &mut QueueInfo = entry(&mut queues, name);
            queue.queued = sum(&[JobState::Queued]);
            queue.running = sum(&[JobState::Running]);
            queue.waiting = sum(&[JobState::Scheduled, JobState::Deferred, JobState::Retrying]);
            queue.failed = sum(&[JobState::Failed, JobState::Quarantined]);
        }
        for worker in self.list_workers().await? {
            if worker.state != WorkerState::Lost {
                for queue in worker.spec.queues {
                    entry(&mut queues, &queue).workers.push(worker.spec.name.clone());
                }
            }
        }
        let mut pipe = redis::pipe();
        pipe.exists(self.keys().suspended()).smembers(self.keys().paused());
        let (all_paused, paused): (bool, Vec<String>) = self.link.pipe(&pipe).await?;
        for queue in paused {
            entry(&mut queues, &queue).paused = true;
        }
        let mut queues: Vec<QueueInfo> = queues.into_values().collect();
        queues.sort_by(|a, b| queue_rank(&a.name).cmp(&queue_rank(&b.name)));
        Ok((queues, all_paused))
    }
}

fn entry<'a>(queues: &'a mut BTreeMap<String, QueueInfo>, name: &str) -> &'a mut QueueInfo {
    queues.entry(name.to_owned()).or_insert_with(|| QueueInfo {
        name: name.to_owned(),
        paused: false,
        queued: 0,
        running: 0,
        waiting: 0,
        failed: 0,
        workers: Vec::new(),
    })
}
