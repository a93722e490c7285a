//! Looking at jobs.

use super::RedisStore;
use super::job::{self, Read};
use super::reasons;
use super::scripts::READ;
use super::{answer, attempts};
use crate::reasons::Surroundings;
use penstock_jobs::{Failure, FailureClass, Job, JobId, JobState, StoreError};
use redis::Value;

/// A call that is read when one job is asked for, in bytes.
const ONE: usize = 64 << 20;
/// A call that is read for a list, in bytes.
const LISTED: usize = 64 << 10;
/// Jobs that are read in one round trip.
const AT_ONCE: usize = 500;

impl RedisStore {
    /// One job, with all that people ask about it.
    pub(super) async fn look_at(&self, id: &JobId) -> Result<Job, StoreError> {
        let mut found = self.read_hashes(std::slice::from_ref(id), ONE).await?;
        let read = found.pop().flatten().ok_or_else(|| StoreError::NoSuchJob(id.clone()))?;
        let mut jobs = vec![read];
        self.complete(&mut jobs).await?;
        jobs.pop().map(|read| read.job).ok_or_else(|| StoreError::NoSuchJob(id.clone()))
    }

    /// Jobs in this order, none for one that is gone, without what [`RedisStore::complete`] adds.
    pub(super) async fn read_jobs(&self, ids: &[JobId]) -> Result<Vec<Option<Read>>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for ids in ids.chunks(AT_ONCE) {
            found.extend(self.read_hashes(ids, LISTED).await?);
        }
        Ok(found)
    }

    async fn read_hashes(&self, ids: &[JobId], limit: usize) -> Result<Vec<Option<Read>>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let args = self.args().number(limit).all(ids.iter().map(JobId::as_str));
        let hashes: Vec<Value> = self.call(&READ, args).await?;
        ids.iter()
            .zip(&hashes)
            .map(|(id, hash)| {
                let hash = answer::hash(hash)?;
                Ok((!hash.is_empty()).then(|| job::read(id.as_str(), &hash)))
            })
            .collect()
    }

    /// Adds what lies outside of the hash: why a job waits, when it is due, why it failed.
    pub(super) async fn complete(&self, jobs: &mut [Read]) -> Result<(), StoreError> {
        if jobs.iter().any(|read| read.job.state == JobState::Queued) {
            let around = reasons::surroundings(self).await?;
            jobs.iter_mut().for_each(|read| read.job.waits_for = around.why(&read.job));
        } else {
            let around = Surroundings::default();
            jobs.iter_mut().for_each(|read| read.job.waits_for = around.why(&read.job));
        }
        self.name_what_they_wait_for(jobs).await?;
        self.find_dues(jobs).await?;
        self.find_failures(jobs).await
    }

    /// Python keeps a due time in the registry alone.
    async fn find_dues(&self, jobs: &mut [Read]) -> Result<(), StoreError> {
        let waits = |job: &Job| matches!(job.state, JobState::Scheduled | JobState::Retrying);
        let mut dated: Vec<&mut Job> = jobs
            .iter_mut()
            .map(|read| &mut read.job)
            .filter(|job| waits(job) && job.not_before_ms.is_none())
            .collect();
        if dated.is_empty() {
            return Ok(());
        }
        let mut pipe = redis::pipe();
        for job in &dated {
            pipe.zscore(self.keys().scheduled(&job.queue), job.id.as_str());
        }
        let scores: Vec<Option<f64>> = self.link.pipe(&pipe).await?;
        for (job, score) in dated.iter_mut().zip(scores) {
            job.not_before_ms = score.map(|seconds| (seconds * 1000.0).round() as i64);
        }
        Ok(())
    }

    /// Python keeps the reason in the stream of results.
    async fn find_failures(&self, jobs: &mut [Read]) -> Result<(), StoreError> {
        let mut failed: Vec<&mut Read> = jobs
            .iter_mut()
            .filter(|read| read.job.state == JobState::Failed && read.job.failure.is_none())
            .collect();
        if failed.is_empty() {
            return Ok(());
        }
        let mut pipe = redis::pipe();
        for read in &failed {
            pipe.cmd("XREVRANGE").arg(self.keys().results(read.job.id.as_str())).arg("+").arg("-");
            pipe.arg("COUNT").arg(1);
        }
        let newest: Vec<Value> = self.link.pipe(&pipe).await?;
        for (read, entries) in failed.iter_mut().zip(&newest) {
            let text =
                attempts::outcomes(entries).into_iter().next().and_then(|(_, outcome)| outcome.exc_text);
            let unfit = || read.unfit.as_ref().map(|why| Failure::new(FailureClass::BadInput, why.clone()));
            read.job.failure = text.as_deref().map(attempts::failure_of).or_else(unfit);
        }
        Ok(())
    }
}
