//! The [`Store`] trait, one line a method.

use super::{
    SqliteStore, attempts, backup, batches, check, claim, dependants, events, expire, finish, list, people,
    queues, rescue, rows, submit, workers,
};
use async_trait::async_trait;
use penstock_jobs::{
    Actor, Attempt, AuditEntry, Backup, Batch, BatchId, CheckReport, Claim, ClaimRequest, Completion, Event,
    Failure, Job, JobFilter, JobId, JobPage, JobState, Lease, LeaseStatus, NewJob, Progress, QueueInfo,
    Rescued, StateCounts, Store, StoreError, Submitted, Target, WorkerInfo, WorkerSpec,
};
use rusqlite::params;
use std::path::Path;
use std::time::Duration;

/// Jobs promoted in one turn, so that others need not wait long.
const PROMOTED_AT_ONCE: u32 = 500;

#[async_trait]
impl Store for SqliteStore {
    fn describe(&self) -> String {
        format!("Embedded queue, {}", self.path.display())
    }

    async fn submit(&self, jobs: Vec<NewJob>, actor: &Actor) -> Result<Vec<Submitted>, StoreError> {
        let actor = actor.clone();
        self.writer.run(move |turn| submit::submit(turn, &jobs, &actor)).await
    }

    async fn release_held(&self, ids: &[JobId], actor: &Actor) -> Result<(), StoreError> {
        let (ids, actor) = (ids.to_vec(), actor.clone());
        self.writer.run(move |turn| submit::release(turn, &ids, &actor)).await
    }

    async fn register(&self, worker: &WorkerSpec) -> Result<(), StoreError> {
        let worker = worker.clone();
        self.writer.run(move |turn| workers::register(turn, &worker)).await
    }

    async fn heartbeat(&self, worker: &str) -> Result<bool, StoreError> {
        let worker = worker.to_owned();
        self.writer.run(move |turn| workers::heartbeat(turn, &worker)).await
    }

    async fn unregister(&self, worker: &str) -> Result<(), StoreError> {
        let worker = worker.to_owned();
        self.writer.run(move |turn| workers::unregister(turn, &worker)).await
    }

    async fn ask_to_stop(&self, worker: &str, now: bool, actor: &Actor) -> Result<(), StoreError> {
        let (worker, actor) = (worker.to_owned(), actor.clone());
        self.writer.run(move |turn| workers::ask_to_stop(turn, &worker, now, &actor)).await
    }

    async fn stop_is_immediate(&self, worker: &str) -> Result<bool, StoreError> {
        let worker = worker.to_owned();
        self.readers.read(move |sql| workers::stop_is_immediate(sql, &worker)).await
    }

    async fn claim(&self, request: &ClaimRequest) -> Result<Option<Claim>, StoreError> {
        let request = request.clone();
        self.writer.run(move |turn| claim::claim(turn, &request)).await
    }

    async fn renew(&self, leases: &[Lease], lease: Duration) -> Result<Vec<LeaseStatus>, StoreError> {
        let leases = leases.to_vec();
        self.writer.run(move |turn| claim::renew(turn, &leases, lease)).await
    }

    async fn progress(&self, lease: &Lease, progress: &Progress) -> Result<(), StoreError> {
        let (lease, progress) = (lease.clone(), progress.clone());
        self.writer.run(move |turn| claim::progress(turn, &lease, &progress)).await
    }

    async fn finish(&self, lease: &Lease, completion: &Completion) -> Result<(), StoreError> {
        let (lease, completion) = (lease.clone(), completion.clone());
        self.writer.run(move |turn| finish::finish(turn, &lease, &completion)).await
    }

    async fn finish_and_claim(
        &self,
        lease: &Lease,
        completion: &Completion,
        request: &ClaimRequest,
    ) -> Result<Option<Claim>, StoreError> {
        let both = {
            let (lease, completion, request) = (lease.clone(), completion.clone(), request.clone());
            move |turn: &super::turn::Turn<'_>| {
                finish::finish(turn, &lease, &completion)?;
                // Whoever waited for this job may be the next.
                dependants::follow(turn)?;
                claim::claim(turn, &request)
            }
        };
        match self.writer.run(both).await {
            Err(StoreError::NotYours(job)) => Err(StoreError::NotYours(job)),
            // All of it was taken back. The end must stand whatever keeps the claim from being.
            Err(error) => {
                tracing::debug!(%error, "no job was taken with an end");
                self.finish(lease, completion).await.map(|()| None)
            }
            taken => taken,
        }
    }

    async fn fail(&self, lease: &Lease, failure: &Failure, child_died: bool) -> Result<JobState, StoreError> {
        let (lease, failure) = (lease.clone(), failure.clone());
        self.writer.run(move |turn| finish::fail(turn, &lease, &failure, child_died)).await
    }

    async fn cancelled(&self, lease: &Lease) -> Result<(), StoreError> {
        let lease = lease.clone();
        self.writer.run(move |turn| finish::cancelled(turn, &lease)).await
    }

    async fn give_back(&self, lease: &Lease) -> Result<(), StoreError> {
        let lease = lease.clone();
        self.writer.run(move |turn| finish::give_back(turn, &lease)).await
    }

    async fn rescue(&self) -> Result<Vec<Rescued>, StoreError> {
        self.writer.run(rescue::rescue).await
    }

    async fn promote_due(&self) -> Result<u64, StoreError> {
        let mut promoted = 0;
        loop {
            let now = self.writer.run(|turn| claim::promote(turn, PROMOTED_AT_ONCE)).await?;
            promoted += now;
            if now < u64::from(PROMOTED_AT_ONCE) {
                return Ok(promoted);
            }
        }
    }

    async fn next_due_ms(&self) -> Result<Option<i64>, StoreError> {
        let statement = "SELECT min(not_before_ms) FROM jobs INDEXED BY jobs_due WHERE state IN ('scheduled', 'retrying')";
        self.readers.read(|sql| Ok(sql.prepare_cached(statement)?.query_row([], |row| row.get(0))?)).await
    }

    async fn expire(&self) -> Result<u64, StoreError> {
        let mut expired = 0;
        loop {
            let now = self.writer.run(expire::expire).await?;
            expired += now;
            if now < u64::from(expire::AT_ONCE) {
                break;
            }
        }
        self.writer.run(expire::sweep).await?;
        Ok(expired)
    }

    async fn named_artifacts(&self, hashes: &[String]) -> Result<Vec<String>, StoreError> {
        let hashes = hashes.to_vec();
        let named = move |sql: &rusqlite::Connection| {
            let mut statement =
                sql.prepare_cached("SELECT EXISTS (SELECT 1 FROM names WHERE sha256 = ?1)")?;
            let mut named = Vec::new();
            for hash in hashes {
                if statement.query_row(params![hash], |row| row.get(0))? {
                    named.push(hash);
                }
            }
            Ok(named)
        };
        self.readers.read(named).await
    }

    async fn check(&self, repair: bool) -> Result<CheckReport, StoreError> {
        check::check(self, repair).await
    }

    async fn backup(&self, to: &Path) -> Result<Backup, StoreError> {
        let (from, to) = (self.path.clone(), to.to_owned());
        let copying = tokio::task::spawn_blocking(move || backup::copy(&from, &to).map_err(StoreError::from));
        copying.await.map_err(|_| StoreError::Unavailable("the backup was interrupted".into()))?
    }

    async fn cancel(&self, ids: &[JobId], actor: &Actor) -> Result<(), StoreError> {
        let (ids, actor) = (ids.to_vec(), actor.clone());
        self.writer.run(move |turn| people::cancel(turn, &ids, &actor)).await
    }

    async fn cancel_batch(&self, id: &BatchId, actor: &Actor) -> Result<u64, StoreError> {
        let (id, actor) = (id.clone(), actor.clone());
        self.writer.run(move |turn| batches::cancel(turn, &id, &actor)).await
    }

    async fn retry(&self, ids: &[JobId], actor: &Actor) -> Result<(), StoreError> {
        let (ids, actor) = (ids.to_vec(), actor.clone());
        self.writer.run(move |turn| people::retry(turn, &ids, &actor)).await
    }

    async fn move_to(&self, ids: &[JobId], target: &Target, actor: &Actor) -> Result<(), StoreError> {
        let (ids, target, actor) = (ids.to_vec(), target.clone(), actor.clone());
        self.writer.run(move |turn| people::move_to(turn, &ids, &target, &actor)).await
    }

    async fn delete(&self, ids: &[JobId], actor: &Actor) -> Result<(), StoreError> {
        let (ids, actor) = (ids.to_vec(), actor.clone());
        self.writer.run(move |turn| people::delete(turn, &ids, &actor)).await
    }

    async fn pause(&self, queue: Option<&str>, actor: &Actor) -> Result<(), StoreError> {
        let (queue, actor) = (queue.map(str::to_owned), actor.clone());
        self.writer.run(move |turn| people::pause(turn, queue.as_deref(), &actor)).await
    }

    async fn resume(&self, queue: Option<&str>, actor: &Actor) -> Result<(), StoreError> {
        let (queue, actor) = (queue.map(str::to_owned), actor.clone());
        self.writer.run(move |turn| people::resume(turn, queue.as_deref(), &actor)).await
    }

    async fn job(&self, id: &JobId) -> Result<Job, StoreError> {
        let (id, tuning) = (id.clone(), self.tuning);
        self.readers.read(move |sql| rows::find(sql, &tuning, id.as_str())).await
    }

    async fn report(&self, id: &JobId) -> Result<Option<serde_json::Value>, StoreError> {
        let id = id.clone();
        self.readers.read(move |sql| people::report(sql, &id)).await
    }

    async fn attempts(&self, id: &JobId) -> Result<Vec<Attempt>, StoreError> {
        let (id, tuning) = (id.clone(), self.tuning);
        let of = move |sql: &rusqlite::Connection| {
            rows::find(sql, &tuning, id.as_str())?;
            attempts::of(sql, &id)
        };
        self.readers.read(of).await
    }

    async fn audit(&self, id: Option<&JobId>) -> Result<Vec<AuditEntry>, StoreError> {
        let id = id.cloned();
        self.readers.read(move |sql| people::audit(sql, id.as_ref())).await
    }

    async fn list(&self, filter: &JobFilter) -> Result<JobPage, StoreError> {
        let (filter, tuning) = (filter.clone(), self.tuning);
        self.readers.read(move |sql| list::list(sql, &tuning, &filter)).await
    }

    async fn batch(&self, id: &BatchId) -> Result<Batch, StoreError> {
        let id = id.clone();
        self.readers.read(move |sql| batches::one(sql, &id)).await
    }

    async fn batches(&self, limit: u32) -> Result<Vec<Batch>, StoreError> {
        self.readers.read(move |sql| batches::newest(sql, limit)).await
    }

    async fn counts(&self, queue: Option<&str>) -> Result<StateCounts, StoreError> {
        let queue = queue.map(str::to_owned);
        self.readers.read(move |sql| list::counts(sql, queue.as_deref())).await
    }

    async fn queues(&self) -> Result<(Vec<QueueInfo>, bool), StoreError> {
        let tuning = self.tuning;
        self.readers.read(move |sql| queues::list(sql, &tuning)).await
    }

    async fn workers(&self) -> Result<Vec<WorkerInfo>, StoreError> {
        let tuning = self.tuning;
        self.readers.read(move |sql| workers::list(sql, &tuning)).await
    }

    async fn events_after(&self, seq: u64, limit: u32) -> Result<Vec<Event>, StoreError> {
        self.readers.read(move |sql| events::after(sql, seq, limit)).await
    }

    async fn last_event(&self) -> Result<u64, StoreError> {
        self.readers.read(events::last).await
    }

    async fn changed(&self, within: Duration) {
        self.watch.changed(within).await;
    }
}
