//! A store in a few lines, for comparison: what the rules say, without durability, time or speed. Only
//! what [`super::random`] does is modelled.

use penstock_jobs::{JobId, JobState};
use std::collections::BTreeMap;

/// A job of the model.
#[derive(Clone, Debug)]
pub(super) struct ModelJob {
    pub(super) state: JobState,
    pub(super) queue: String,
    pub(super) at_front: bool,
    /// What it still waits for; a job that is not there any more will never finish.
    pub(super) unmet: Vec<JobId>,
    pub(super) retries: u32,
    pub(super) used: u32,
    pub(super) deaths: u32,
    pub(super) lost: u32,
    pub(super) attempt: u32,
    pub(super) finished: u32,
    pub(super) cancel_requested: bool,
    pub(super) rerun_after_crash: bool,
}

/// Jobs, the order of each queue, and pauses.
#[derive(Default, Debug)]
pub(super) struct Model {
    pub(super) jobs: BTreeMap<JobId, ModelJob>,
    order: BTreeMap<String, Vec<JobId>>,
    pub(super) paused: Vec<String>,
    pub(super) all_paused: bool,
}

impl Model {
    pub(super) fn submit(&mut self, id: &JobId, mut job: ModelJob, hold: bool) {
        job.unmet.retain(|other| self.jobs[other].state != JobState::Finished);
        self.jobs.insert(id.clone(), job);
        if !hold {
            self.let_go(id);
        }
    }

    /// Ids of what is ready in a queue, the next one first.
    pub(super) fn ready(&self, queue: &str) -> Vec<JobId> {
        self.order.get(queue).cloned().unwrap_or_default()
    }

    fn job(&mut self, id: &JobId) -> &mut ModelJob {
        self.jobs.get_mut(id).unwrap()
    }

    fn let_go(&mut self, id: &JobId) {
        let states: Vec<Option<JobState>> =
            self.jobs[id].unmet.iter().map(|other| self.jobs.get(other).map(|job| job.state)).collect();
        if states.iter().any(|state| state.is_none_or(JobState::is_final)) {
            self.end(id, JobState::Failed);
        } else if states.is_empty() {
            let at_front = self.jobs[id].at_front;
            self.enqueue(id, at_front);
        } else {
            self.job(id).state = JobState::Deferred;
        }
    }

    fn enqueue(&mut self, id: &JobId, at_front: bool) {
        let job = self.job(id);
        job.state = JobState::Queued;
        job.cancel_requested = false;
        let queue = job.queue.clone();
        let order = self.order.entry(queue).or_default();
        order.insert(if at_front { 0 } else { order.len() }, id.clone());
    }

    fn leave_its_queue(&mut self, id: &JobId) {
        let queue = self.jobs[id].queue.clone();
        self.order.entry(queue).or_default().retain(|other| other != id);
    }

    fn end(&mut self, id: &JobId, state: JobState) {
        self.leave_its_queue(id);
        self.job(id).state = state;
        self.wake(id);
    }

    /// Looks at whoever waits for a job that ended or went away.
    fn wake(&mut self, id: &JobId) {
        let finished = self.jobs.get(id).is_some_and(|job| job.state == JobState::Finished);
        let waiting = |job: &ModelJob| job.state == JobState::Deferred && job.unmet.contains(id);
        let waiting: Vec<JobId> =
            self.jobs.iter().filter(|(_, job)| waiting(job)).map(|(waiting, _)| waiting.clone()).collect();
        if finished {
            self.jobs.values_mut().for_each(|job| job.unmet.retain(|other| other != id));
        }
        for waiting in waiting {
            self.let_go(&waiting);
        }
    }

    /// What a claim on these queues gives.
    pub(super) fn claim(&mut self, queues: &[String]) -> Option<JobId> {
        if self.all_paused {
            return None;
        }
        let open = queues.iter().filter(|queue| !self.paused.contains(queue));
        let id = open.filter_map(|queue| self.order.get(queue)?.first()).next()?.clone();
        self.leave_its_queue(&id);
        let job = self.job(&id);
        job.state = JobState::Running;
        job.attempt += 1;
        Some(id)
    }

    pub(super) fn finish(&mut self, id: &JobId) {
        let job = self.job(id);
        job.finished += 1;
        job.cancel_requested = false;
        self.end(id, JobState::Finished);
    }

    pub(super) fn fail(&mut self, id: &JobId, died: bool) {
        let job = self.job(id);
        if job.cancel_requested {
            return self.end(id, JobState::Cancelled);
        }
        job.deaths += u32::from(died);
        if job.deaths >= 3 {
            self.end(id, JobState::Quarantined);
        } else if died && !job.rerun_after_crash {
            job.state = JobState::Held;
        } else if job.used < job.retries {
            job.used += 1;
            self.enqueue(id, false);
        } else {
            self.end(id, JobState::Failed);
        }
    }

    pub(super) fn give_back(&mut self, id: &JobId) {
        let job = self.job(id);
        job.attempt -= 1;
        if job.cancel_requested {
            self.end(id, JobState::Cancelled);
        } else if !job.rerun_after_crash {
            job.state = JobState::Held;
        } else {
            self.enqueue(id, true);
        }
    }

    pub(super) fn lose(&mut self, id: &JobId) {
        let job = self.job(id);
        job.lost += 1;
        if job.cancel_requested {
            self.end(id, JobState::Cancelled);
        } else if !job.rerun_after_crash {
            job.state = JobState::Held;
        } else if job.lost >= 10 {
            self.end(id, JobState::Quarantined);
        } else {
            self.enqueue(id, true);
        }
    }

    /// False when it is refused; so for all that people do.
    pub(super) fn cancel(&mut self, id: &JobId) -> bool {
        let job = self.job(id);
        if job.state.is_final() {
            return false;
        }
        if job.state == JobState::Running {
            job.cancel_requested = true;
        } else {
            self.end(id, JobState::Cancelled);
        }
        true
    }

    pub(super) fn retry(&mut self, id: &JobId) -> bool {
        let job = self.job(id);
        if !job.state.is_final() {
            return false;
        }
        (job.used, job.deaths, job.lost, job.finished) = (0, 0, 0, 0);
        self.enqueue(id, false);
        true
    }

    pub(super) fn release(&mut self, id: &JobId) -> bool {
        if self.jobs[id].state != JobState::Held {
            return false;
        }
        self.let_go(id);
        true
    }

    pub(super) fn delete(&mut self, id: &JobId) -> bool {
        if self.jobs[id].state == JobState::Running {
            return false;
        }
        self.leave_its_queue(id);
        self.jobs.remove(id);
        self.wake(id);
        true
    }

    pub(super) fn move_to(&mut self, id: &JobId, queue: Option<&str>, at_front: bool) -> bool {
        let state = self.jobs[id].state;
        if state.is_final() || state == JobState::Running {
            return false;
        }
        self.leave_its_queue(id);
        let job = self.job(id);
        job.at_front = at_front;
        if let Some(queue) = queue {
            job.queue = queue.to_owned();
        }
        if state == JobState::Queued {
            self.enqueue(id, at_front);
        }
        true
    }
}
