//! The [`Store`] trait, one line a method.

use super::RedisStore;
use async_trait::async_trait;
use penstock_jobs::{
    Actor, Attempt, AuditEntry, Backup, Batch, BatchId, CheckReport, Claim, ClaimRequest, Completion, Event,
    Failure, Job, JobFilter, JobId, JobPage, JobState, Lease, LeaseStatus, NewJob, Progress, QueueInfo,
    Rescued, StateCounts, Store, StoreError, Submitted, Target, WorkerInfo, WorkerSpec,
};
use std::path::Path;
use std::time::Duration;

#[async_trait]
impl Store for RedisStore {
    fn describe(&self) -> String {
        format!("Redis, {}", self.link.settings())
    }

    async fn submit(&self, jobs: Vec<NewJob>, actor: &Actor) -> Result<Vec<Submitted>, StoreError> {
        self.write(&jobs, actor).await
    }

    async fn release_held(&self, ids: &[JobId], actor: &Actor) -> Result<(), StoreError> {
        self.let_go(ids, actor).await
    }

    async fn register(&self, worker: &WorkerSpec) -> Result<(), StoreError> {
        self.register_worker(worker).await
    }

    async fn heartbeat(&self, worker: &str) -> Result<bool, StoreError> {
        self.beat(worker).await
    }

    async fn unregister(&self, worker: &str) -> Result<(), StoreError> {
        self.unregister_worker(worker).await
    }

    async fn ask_to_stop(&self, worker: &str, now: bool, actor: &Actor) -> Result<(), StoreError> {
        self.ask_worker(worker, now, actor).await
    }

    async fn stop_is_immediate(&self, worker: &str) -> Result<bool, StoreError> {
        self.is_asked_at_once(worker).await
    }

    async fn claim(&self, request: &ClaimRequest) -> Result<Option<Claim>, StoreError> {
        self.take(request).await
    }

    async fn renew(&self, leases: &[Lease], lease: Duration) -> Result<Vec<LeaseStatus>, StoreError> {
        self.hold_on(leases, lease).await
    }

    async fn progress(&self, lease: &Lease, progress: &Progress) -> Result<(), StoreError> {
        self.say_progress(lease, progress).await
    }

    async fn finish(&self, lease: &Lease, completion: &Completion) -> Result<(), StoreError> {
        self.say_finished(lease, completion).await
    }

    async fn finish_and_claim(
        &self,
        lease: &Lease,
        completion: &Completion,
        request: &ClaimRequest,
    ) -> Result<Option<Claim>, StoreError> {
        self.say_finished_and_take(lease, completion, request).await
    }

    async fn fail(&self, lease: &Lease, failure: &Failure, child_died: bool) -> Result<JobState, StoreError> {
        self.say_failed(lease, failure, child_died).await
    }

    async fn cancelled(&self, lease: &Lease) -> Result<(), StoreError> {
        self.say_cancelled(lease).await
    }

    async fn give_back(&self, lease: &Lease) -> Result<(), StoreError> {
        self.hand_back(lease).await
    }

    async fn rescue(&self) -> Result<Vec<Rescued>, StoreError> {
        self.rescue_all().await
    }

    async fn promote_due(&self) -> Result<u64, StoreError> {
        self.promote_all().await
    }

    async fn next_due_ms(&self) -> Result<Option<i64>, StoreError> {
        self.next_due().await
    }

    async fn expire(&self) -> Result<u64, StoreError> {
        self.expire_all().await
    }

    async fn named_artifacts(&self, hashes: &[String]) -> Result<Vec<String>, StoreError> {
        self.named(hashes).await
    }

    async fn check(&self, repair: bool) -> Result<CheckReport, StoreError> {
        self.check_all(repair).await
    }

    async fn backup(&self, to: &Path) -> Result<Backup, StoreError> {
        self.dump(to).await
    }

    async fn cancel(&self, ids: &[JobId], actor: &Actor) -> Result<(), StoreError> {
        self.cancel_jobs(ids, actor).await
    }

    async fn cancel_batch(&self, id: &BatchId, actor: &Actor) -> Result<u64, StoreError> {
        self.cancel_all_of(id, actor).await
    }

    async fn retry(&self, ids: &[JobId], actor: &Actor) -> Result<(), StoreError> {
        self.retry_jobs(ids, actor).await
    }

    async fn move_to(&self, ids: &[JobId], target: &Target, actor: &Actor) -> Result<(), StoreError> {
        self.move_jobs(ids, target, actor).await
    }

    async fn delete(&self, ids: &[JobId], actor: &Actor) -> Result<(), StoreError> {
        self.delete_jobs(ids, actor).await
    }

    async fn pause(&self, queue: Option<&str>, actor: &Actor) -> Result<(), StoreError> {
        self.set_pause(queue, true, actor).await
    }

    async fn resume(&self, queue: Option<&str>, actor: &Actor) -> Result<(), StoreError> {
        self.set_pause(queue, false, actor).await
    }

    async fn job(&self, id: &JobId) -> Result<Job, StoreError> {
        self.look_at(id).await
    }

    async fn report(&self, id: &JobId) -> Result<Option<serde_json::Value>, StoreError> {
        self.report_of(id).await
    }

    async fn attempts(&self, id: &JobId) -> Result<Vec<Attempt>, StoreError> {
        self.attempts_of(id).await
    }

    async fn audit(&self, id: Option<&JobId>) -> Result<Vec<AuditEntry>, StoreError> {
        self.trail(id).await
    }

    async fn list(&self, filter: &JobFilter) -> Result<JobPage, StoreError> {
        self.page(filter).await
    }

    async fn batch(&self, id: &BatchId) -> Result<Batch, StoreError> {
        self.look_at_batch(id).await
    }

    async fn batches(&self, limit: u32) -> Result<Vec<Batch>, StoreError> {
        self.newest_batches(limit).await
    }

    async fn counts(&self, queue: Option<&str>) -> Result<StateCounts, StoreError> {
        self.count(queue).await
    }

    async fn queues(&self) -> Result<(Vec<QueueInfo>, bool), StoreError> {
        self.list_queues().await
    }

    async fn workers(&self) -> Result<Vec<WorkerInfo>, StoreError> {
        self.list_workers().await
    }

    async fn events_after(&self, seq: u64, limit: u32) -> Result<Vec<Event>, StoreError> {
        self.events_behind(seq, limit).await
    }

    async fn last_event(&self) -> Result<u64, StoreError> {
        self.newest_event().await
    }

    async fn changed(&self, within: Duration) {
        self.wait_for_change(within).await;
    }
}
