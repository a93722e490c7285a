//! Taking jobs, holding them, and saying how far they are.

use super::RedisStore;
use super::answer::{self, odd};
use super::job::{self, Read};
use super::scripts::{Args, CLAIM, PROGRESS, RENEW, STRANGE};
use super::{calls, ends};
use crate::rq::pickle::Value as Plain;
use crate::rq::{Status, with_ours};
use penstock_jobs::{
    AttemptId, Claim, ClaimRequest, Failure, FailureClass, Lease, LeaseStatus, Progress, StoreError,
};
use redis::Value;
use std::time::Duration;

/// Jobs that nobody can run, failed by one claim before it gives up for this time.
const UNFIT_AT_ONCE: usize = 50;
/// How often progress is written again because `meta` changed under it.
const META_TRIES: usize = 5;

/// What a script gave.
pub(super) enum Taken {
    Nothing,
    /// The id as it lies there, and its queue.
    Strange(Vec<u8>, String),
    Job(Lease, Box<Read>),
}

/// What came of it.
pub(super) enum Settled {
    Nothing,
    /// Nobody can run it: it was failed, with the reason.
    Unfit,
    Claim(Box<Claim>),
}

/// An attempt, as RQ names executions.
pub(super) fn fresh_attempt() -> AttemptId {
    AttemptId::from(AttemptId::fresh().as_str().replace('-', ""))
}

/// Who asks, for how long, as what, and from which queues: the last arguments of a script that takes a job.
pub(super) fn request_args(args: Args, request: &ClaimRequest, attempt: &AttemptId) -> Args {
    args.with(&request.worker).number(request.lease.as_millis()).with(attempt.as_str()).all(&request.queues)
}

impl RedisStore {
    /// Takes the first ready job of the first queue that has one. One that cannot be run fails here, with
    /// the reason, and the next one is taken.
    pub(super) async fn take(&self, request: &ClaimRequest) -> Result<Option<Claim>, StoreError> {
        for _ in 0..UNFIT_AT_ONCE {
            let attempt = fresh_attempt();
            let reply: Value = self.call(&CLAIM, request_args(self.args(), request, &attempt)).await?;
            let taken = self.taken(&reply, &request.worker, attempt)?;
            match self.settle(taken).await? {
                Settled::Nothing => return Ok(None),
                Settled::Claim(claim) => return Ok(Some(*claim)),
                Settled::Unfit => (),
            }
        }
        Ok(None)
    }

    /// Reads the answer of a script that takes a job.
    pub(super) fn taken(&self, reply: &Value, worker: &str, attempt: AttemptId) -> Result<Taken, StoreError> {
        let (word, rest) = answer::parts(reply)?;
        match (word.as_str(), rest) {
            ("nothing", _) => Ok(Taken::Nothing),
            ("unregistered", _) => Err(super::workers::not_registered(worker)),
            ("strange", [Value::BulkString(id), queue]) => {
                Ok(Taken::Strange(id.clone(), answer::text(queue).unwrap_or_default()))
            }
            ("taken", [id, hash, status]) => {
                let id = answer::text(id).ok_or_else(|| odd(reply))?;
                let mut read = job::read(&id, &answer::hash(hash)?);
                // The hash says `started` by now.
                let status = answer::text(status).unwrap_or_default();
                if !status.is_empty() && Status::read(status.as_bytes()).is_none() {
                    read.unfit = Some(format!("its status was {status:?}, which is none of RQ's words"));
                }
                self.serializers.remember(&attempt, &read.rq);
                Ok(Taken::Job(Lease { job: id.into(), attempt }, Box::new(read)))
            }
            _ => Err(odd(reply)),
        }
    }

    /// Makes a claim of it; what nobody can run is failed.
    pub(super) async fn settle(&self, taken: Taken) -> Result<Settled, StoreError> {
        match taken {
            Taken::Nothing => Ok(Settled::Nothing),
            Taken::Strange(id, queue) => self.fail_strange(&id, &queue).await.map(|()| Settled::Unfit),
            Taken::Job(lease, read) => match self.fit(*read).await {
                Ok(job) => Ok(Settled::Claim(Box::new(Claim { lease, job }))),
                Err(failure) => {
                    tracing::warn!(job.id = %lease.job, failure.title, "a job that nobody can run was failed");
                    self.say_failed(&lease, &failure, false).await?;
                    Ok(Settled::Unfit)
                }
            },
        }
    }

    async fn fail_strange(&self, id: &[u8], queue: &str) -> Result<(), StoreError> {
        let failure = Failure::new(
            FailureClass::BadInput,
            "The job cannot be run: its id has characters that no worker can carry",
        );
        tracing::warn!(job.id = %String::from_utf8_lossy(id), failure.title, "a job that nobody can run was failed");
        let args =
            self.args().with(id).with(queue).with(ends::to_json(&failure)?).with(ends::to_text(&failure));
        self.call::<String>(&STRANGE, args).await.map(drop)
    }

    /// The job, if a worker may have it; contents that came within its call are put away first.
    async fn fit(&self, read: Read) -> Result<penstock_jobs::Job, Failure> {
        if let Some(why) = read.unfit {
            return Err(Failure::new(FailureClass::BadInput, format!("The job cannot be read: {why}"))
                .advise("It was not run. Look at what sent it"));
        }
        for (file, content) in calls::contents(&read.rq) {
            let Some(artifacts) = &self.artifacts else {
                return Err(Failure::new(
                    FailureClass::Server,
                    format!("There is no place for {}, which came within the call", file.name),
                ));
            };
            if let Err(error) = artifacts.put_bytes(&content).await {
                return Err(Failure::new(FailureClass::Server, format!("{} cannot be put away", file.name))
                    .detail(error.to_string()));
            }
        }
        Ok(read.job)
    }

    /// Extends leases.
    pub(super) async fn hold_on(
        &self,
        leases: &[Lease],
        lease: Duration,
    ) -> Result<Vec<LeaseStatus>, StoreError> {
        if leases.is_empty() {
            return Ok(Vec::new());
        }
        let held = leases.iter().flat_map(|lease| [lease.job.as_str(), lease.attempt.as_str()]);
        let words: Vec<String> = self.call(&RENEW, self.args().number(lease.as_millis()).all(held)).await?;
        let status = |word: &String| match word.as_str() {
            "held" => Ok(LeaseStatus::Held),
            "cancel" => Ok(LeaseStatus::CancelRequested),
            "lost" => Ok(LeaseStatus::Lost),
            other => Err(StoreError::Damaged(format!("a script answered {other}"))),
        };
        let statuses: Vec<LeaseStatus> = words.iter().map(status).collect::<Result<_, _>>()?;
        for (lease, status) in leases.iter().zip(&statuses) {
            if *status == LeaseStatus::Lost {
                self.serializers.forget(&lease.attempt);
            }
        }
        Ok(statuses)
    }

    /// Says how far a job is, for us in full and for Python in its `meta`.
    pub(super) async fn say_progress(&self, lease: &Lease, progress: &Progress) -> Result<(), StoreError> {
        let fraction = progress.fraction.filter(|fraction| fraction.is_finite());
        let said =
            Progress { fraction: fraction.map(|fraction| fraction.clamp(0.0, 1.0)), ..progress.clone() };
        let text = serde_json::to_vec(&said).map_err(|error| StoreError::Invalid(error.to_string()))?;
        let mut meta = redis::cmd("HGET");
        meta.arg(self.keys().job(lease.job.as_str())).arg("meta");
        let serializer = self.serializer_of(lease).await?;
        for _ in 0..META_TRIES {
            let there: Option<Vec<u8>> = self.link.run(&meta).await?;
            let there = there.filter(|bytes| !bytes.is_empty());
            let ours = [
                ("progress", said.fraction.map_or(Plain::None, Plain::Float)),
                ("stage", Plain::Text(said.stage.clone())),
            ];
            // What cannot be kept is not touched: then only our own field says it.
            let meta = with_ours(there.as_deref(), &ours, serializer).unwrap_or_default();
            let args = self
                .args()
                .with(lease.job.as_str())
                .with(lease.attempt.as_str())
                .with(&text)
                .with(there.unwrap_or_default())
                .with(meta);
            let word: String = self.call(&PROGRESS, args).await?;
            match word.as_str() {
                "said" => return Ok(()),
                "changed" => (),
                _ => return Err(ends::not_yours(lease)),
            }
        }
        // Whoever writes `meta` all the time says more than we do.
        Ok(())
    }
}
