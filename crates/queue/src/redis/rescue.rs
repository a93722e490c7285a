//! Jobs whose worker is gone.
//!
//! A lease that has ended is enough. So is a worker of this computer whose process has verifiably ended.
//! Python's jobs have no lease of ours and are left to RQ's own recovery.

use super::RedisStore;
use super::answer::{self, Name};
use super::ends::{to_json, to_text};
use super::scripts::{LEASES, MAINTAIN, RESCUE};
use crate::incarnation;
use crate::reasons::{broke_off, worker_lost};
use crate::rq::Keys;
use penstock_jobs::{Failure, JobId, Rescued, StoreError};
use redis::Value;
use std::collections::BTreeSet;

impl RedisStore {
    /// Puts back, holds, cancels or quarantines every job whose worker is gone.
    pub(super) async fn rescue_all(&self) -> Result<Vec<Rescued>, StoreError> {
        let mut rescued = Vec::new();
        for member in self.of_dead_neighbours().await? {
            rescued.extend(self.take_back(&member, true).await?);
        }
        let ended: Vec<Name> = self.call(&LEASES, self.args()).await?;
        for Name(member) in ended {
            rescued.extend(self.take_back(&member, false).await?);
        }
        for queue in self.queue_names().await? {
            self.call::<String>(&MAINTAIN, self.args().with(queue)).await?;
        }
        Ok(rescued)
    }

    /// What workers of this computer run whose process is known to have ended.
    async fn of_dead_neighbours(&self) -> Result<BTreeSet<String>, StoreError> {
        let mut members = BTreeSet::new();
        for worker in self.read_workers().await? {
            if worker.process_is_gone() {
                members.extend(worker.executions);
            }
        }
        Ok(members)
    }

    /// Takes back what this worker runs.
    pub(super) async fn rescue_from(&self, executions: &[String]) -> Result<(), StoreError> {
        for member in executions {
            self.take_back(member, true).await?;
        }
        Ok(())
    }

    /// The worker that has, or had, a job; empty where none is known.
    pub(super) async fn worker_of(&self, job: &JobId) -> Result<String, StoreError> {
        let mut worker = redis::cmd("HGET");
        worker.arg(self.keys().job(job.as_str())).arg("worker_name");
        let worker: Option<Name> = self.link.run(&worker).await?;
        Ok(worker.map(|Name(worker)| worker).unwrap_or_default())
    }

    async fn take_back(&self, member: &str, dead: bool) -> Result<Option<Rescued>, StoreError> {
        let (job, Some(execution)) = Keys::split_composite(member) else { return Ok(None) };
        let worker = self.worker_of(&job.into()).await?;
        let lost = worker_lost(&worker);
        let machine = broke_off(lost.clone());
        let poison = Failure::new(lost.class, "Set aside: 10 workers went away while they ran this job")
            .advise("Look at the input and the parameters, and at the workers' logs, before you retry it");
        let mut args = self.args().with(job).with(execution).flag(dead);
        for failure in [&lost, &machine, &poison] {
            args = args.with(to_json(failure)?).with(to_text(failure));
        }
        let reply: Value = self.call(&RESCUE, args).await?;
        let Value::Array(parts) = &reply else { return Err(answer::odd(&reply)) };
        let words: Vec<String> = parts.iter().filter_map(answer::text).collect();
        match words.as_slice() {
            [] => Ok(None),
            [job, worker, state] => {
                let state = answer::state(state)?;
                tracing::warn!(job.id = job, job.worker = worker, job.state = %state, "a job was taken back from a worker that is gone");
                Ok(Some(Rescued { job: job.as_str().into(), worker: worker.clone(), state }))
            }
            _ => Err(answer::odd(&reply)),
        }
    }
}

impl super::workers::Registered {
    pub(super) fn process_is_gone(&self) -> bool {
        let incarnation = self.incarnation.as_deref();
        self.rq.pid.zip(incarnation).is_some_and(|(pid, incarnation)| incarnation::is_gone(pid, incarnation))
    }
}
