//! What people do. Everything here leaves an entry in the trail, in the same script.

use super::new_job::{self, check_queue};
use super::scripts::{CANCEL, DELETE, MOVE, PAUSE, RELEASE, RETRY, SUBMIT};
use super::{EVERY_QUEUE, RedisStore, answer};
use penstock_jobs::{Actor, AuditEntry, JobId, NewJob, Step, StoreError, Submitted, Target};
use redis::Value;

/// How long the trail of a deleted job stays, in seconds.
const TRAIL_S: u64 = 30 * 24 * 3600;
/// Most arguments of one command; Redis takes about a million.
const ARGUMENTS: usize = 900_000;

/// Who submitted a job, and when.
type Birth = (Option<String>, Option<Vec<u8>>);

/// Names a call, so that the server knows it when it comes twice.
pub(super) fn token() -> String {
    JobId::fresh().as_str().to_owned()
}

impl RedisStore {
    /// Writes jobs, all or none.
    pub(super) async fn write(&self, jobs: &[NewJob], actor: &Actor) -> Result<Vec<Submitted>, StoreError> {
        if jobs.is_empty() {
            return Ok(Vec::new());
        }
        let mut args = self.args().with(token()).with(&actor.0).number(jobs.len());
        for job in jobs {
            let id = job.id.clone().unwrap_or_else(JobId::fresh);
            args = new_job::put(args, job, &id)?;
        }
        if args.0.len() > ARGUMENTS {
            return Err(StoreError::Invalid("too many jobs at once; submit at most 10,000 together".into()));
        }
        let reply: Value = self.call(&SUBMIT, args).await?;
        let (word, rest) = answer::parts(&reply)?;
        if word != "done" {
            answer::done(&reply, Step::Ready)?;
        }
        let one = |submitted: &Value| match submitted {
            Value::Array(parts) => match parts.as_slice() {
                [id, duplicate] => {
                    Some(Submitted { id: answer::text(id)?.into(), duplicate: *duplicate == Value::Int(1) })
                }
                // A false at the end of a table is left out.
                [id] => Some(Submitted { id: answer::text(id)?.into(), duplicate: false }),
                _ => None,
            },
            _ => None,
        };
        rest.iter().map(|submitted| one(submitted).ok_or_else(|| answer::odd(&reply))).collect()
    }

    pub(super) async fn let_go(&self, ids: &[JobId], actor: &Actor) -> Result<(), StoreError> {
        let args = self.args().with(token()).with(&actor.0).all(ids.iter().map(JobId::as_str));
        answer::done(&self.call(&RELEASE, args).await?, Step::Ready)
    }

    pub(super) async fn cancel_jobs(&self, ids: &[JobId], actor: &Actor) -> Result<(), StoreError> {
        let args = self.args().with(token()).with(&actor.0).all(ids.iter().map(JobId::as_str));
        answer::done(&self.call(&CANCEL, args).await?, Step::Cancel)
    }

    pub(super) async fn retry_jobs(&self, ids: &[JobId], actor: &Actor) -> Result<(), StoreError> {
        let args = self.args().with(token()).with(&actor.0).all(ids.iter().map(JobId::as_str));
        answer::done(&self.call(&RETRY, args).await?, Step::RetryByHand)
    }

    pub(super) async fn delete_jobs(&self, ids: &[JobId], actor: &Actor) -> Result<(), StoreError> {
        let args = self.args().with(token()).with(&actor.0).number(TRAIL_S);
        answer::done(&self.call(&DELETE, args.all(ids.iter().map(JobId::as_str))).await?, Step::Delete)
    }

    pub(super) async fn move_jobs(
        &self,
        ids: &[JobId],
        target: &Target,
        actor: &Actor,
    ) -> Result<(), StoreError> {
        let (end, queue, word) = match target {
            Target::Front => ("front", "", "to the front".to_owned()),
            Target::Back => ("back", "", "to the back".to_owned()),
            Target::Queue(queue) => {
                check_queue(queue)?;
                ("back", queue.as_str(), format!("to the queue {queue}"))
            }
            Target::Before(next) if ids.contains(next) => {
                return Err(StoreError::Invalid("a job cannot go before itself".to_owned()));
            }
            Target::Before(next) => ("before", next.as_str(), "before ".to_owned()),
        };
        let args = self.args().with(token()).with(&actor.0).with(end).with(queue).with(word);
        answer::done(&self.call(&MOVE, args.all(ids.iter().map(JobId::as_str))).await?, Step::Move)
    }

    /// Pauses (or resumes) one queue, or all, which is RQ's suspension.
    pub(super) async fn set_pause(
        &self,
        queue: Option<&str>,
        pause: bool,
        actor: &Actor,
    ) -> Result<(), StoreError> {
        if let Some(queue) = queue {
            check_queue(queue)?;
        }
        let action = if pause { "pause" } else { "resume" };
        let queue = queue.unwrap_or(EVERY_QUEUE);
        let args = self.args().with(token()).with(&actor.0).with(action).with(queue);
        answer::done(&self.call(&PAUSE, args).await?, Step::Ready)
    }

    /// What people did to a job, or the newest 1,000 things they did at all; the first one first.
    pub(super) async fn trail(&self, id: Option<&JobId>) -> Result<Vec<AuditEntry>, StoreError> {
        let mut pipe = redis::pipe();
        let Some(id) = id else {
            pipe.lrange(self.keys().ours("audit"), 0, -1);
            let (newest_first,): (Vec<String>,) = self.link.pipe(&pipe).await?;
            return newest_first.iter().rev().map(|entry| read_entry(entry)).collect();
        };
        pipe.lrange(self.keys().ours(&format!("audit:{id}")), 0, -1);
        pipe.cmd("HMGET").arg(self.keys().job(id.as_str())).arg("x_penstock_by").arg("created_at");
        let (entries, birth): (Vec<String>, Birth) = self.link.pipe(&pipe).await?;
        let (by, created) = birth;
        let submitted = by.zip(created).map(|(actor, created)| AuditEntry {
            at_ms: crate::rq::time::read(&created).unwrap_or_default(),
            actor,
            action: "submit".to_owned(),
            job: Some(id.clone()),
            detail: None,
        });
        submitted.map(Ok).into_iter().chain(entries.iter().map(|entry| read_entry(entry))).collect()
    }
}

fn read_entry(text: &str) -> Result<AuditEntry, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Damaged(format!("an entry of the trail: {error}")))
}
