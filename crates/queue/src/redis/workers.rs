//! Who takes jobs: workers of ours and of RQ.

use super::RedisStore;
use super::answer::{self, Name};
use super::scripts::{ASK, HEARTBEAT, REGISTER, UNREGISTER};
use crate::rq::{Keys, RqWorker};
use penstock_jobs::{Actor, JobId, Step, StoreError, WorkerInfo, WorkerKind, WorkerSpec, WorkerState};
use redis::Value;
use std::time::Duration;

/// A worker of RQ that was silent for longer has gone: its hash would be gone by then.
const RQ_SILENT: Duration = Duration::from_secs(480);

/// The answer about a worker that is not there.
pub(super) fn not_registered(worker: &str) -> StoreError {
    StoreError::Invalid(format!("no worker named {worker} is registered"))
}

/// A worker's hash, before it is judged.
pub(super) struct Registered {
    pub(super) rq: RqWorker,
    pub(super) incarnation: Option<String>,
    /// None for RQ's.
    slots: Option<u32>,
    stop_asked: bool,
    /// `job:execution` of what it runs.
    pub(super) executions: Vec<String>,
}

impl Registered {
    fn read(name: &str, hash: &Value, mut executions: Vec<String>) -> Option<Self> {
        let hash = answer::hash(hash).ok().filter(|hash| !hash.is_empty())?;
        let text = |field: &str| hash.get(field).map(|value| String::from_utf8_lossy(value).into_owned());
        let rq = RqWorker::read(name, &hash);
        executions.sort_unstable();
        Some(Self {
            incarnation: text("x_penstock_incarnation"),
            slots: text("x_penstock_slots").and_then(|slots| slots.parse().ok()),
            stop_asked: rq.shutdown_requested_ms.is_some()
                || text("x_penstock_stop").is_some_and(|asked| asked != "0"),
            rq,
            executions,
        })
    }

    fn is_lost(&self, now_ms: i64, after: Duration) -> bool {
        let after = if self.slots.is_some() { after } else { RQ_SILENT };
        let silent_ms = now_ms.saturating_sub(self.rq.last_heartbeat_ms.unwrap_or_default());
        silent_ms > i64::try_from(after.as_millis()).unwrap_or(i64::MAX) || self.process_is_gone()
    }

    fn info(self, now_ms: i64, lost_after: Duration) -> WorkerInfo {
        let lost = self.is_lost(now_ms, lost_after);
        let mut jobs: Vec<JobId> =
            self.executions.iter().map(|member| Keys::split_composite(member).0.into()).collect();
        // RQ before 3 has no set of executions.
        if jobs.is_empty() && self.slots.is_none() {
            jobs.extend(self.rq.current_job.as_deref().map(JobId::from));
        }
        let slots = self.slots.unwrap_or(1);
        let state = if lost {
            WorkerState::Lost
        } else if self.stop_asked {
            WorkerState::Draining
        } else if jobs.len() as u64 >= u64::from(slots) {
            WorkerState::Busy
        } else {
            WorkerState::Idle
        };
        WorkerInfo {
            kind: if self.slots.is_some() { WorkerKind::Penstock } else { WorkerKind::Rq },
            state,
            started_at_ms: self.rq.birth_ms.unwrap_or_default(),
            heard_at_ms: self.rq.last_heartbeat_ms.unwrap_or_default(),
            jobs,
            finished: self.rq.successful_job_count,
            failed: self.rq.failed_job_count,
            spec: WorkerSpec {
                name: self.rq.name,
                host: self.rq.hostname,
                pid: self.rq.pid.unwrap_or_default(),
                incarnation: self.incarnation.filter(|incarnation| !incarnation.is_empty()),
                queues: self.rq.queues,
                slots,
                version: self.rq.version,
            },
        }
    }
}

impl RedisStore {
    /// Registers a worker. Its name must be free, its own, or a lost one's.
    pub(super) async fn register_worker(&self, worker: &WorkerSpec) -> Result<(), StoreError> {
        if worker.name.trim().is_empty() {
            return Err(StoreError::Invalid("a worker needs a name".into()));
        }
        let mut gone = String::new();
        if let Some(holder) = self.read_worker(&worker.name).await?
            && holder.is_lost(self.now_ms().await?, self.tuning.worker_lost_after)
        {
            if holder.process_is_gone() {
                self.rescue_from(&holder.executions).await?;
            }
            gone = self.last_sign(&worker.name).await?;
        }
        let args = self
            .args()
            .with(&worker.name)
            .with(&worker.host)
            .number(worker.pid)
            .with(worker.incarnation.as_deref().unwrap_or_default())
            .with(worker.queues.join(","))
            .number(worker.slots)
            .with(&worker.version)
            .with(gone);
        let word: String = self.call(&REGISTER, args).await?;
        if word == "taken" {
            return Err(StoreError::Invalid(format!(
                "the name {} is taken by a running worker; choose another",
                worker.name
            )));
        }
        self.watch.serve(&worker.name);
        Ok(())
    }

    async fn last_sign(&self, worker: &str) -> Result<String, StoreError> {
        let mut sign = redis::cmd("HGET");
        sign.arg(self.keys().worker(worker)).arg("last_heartbeat");
        let sign: Option<Name> = self.link.run(&sign).await?;
        Ok(sign.map(|Name(sign)| sign).unwrap_or_default())
    }

    pub(super) async fn beat(&self, worker: &str) -> Result<bool, StoreError> {
        let word: String = self.call(&HEARTBEAT, self.args().with(worker)).await?;
        match word.as_str() {
            "unknown" => Err(not_registered(worker)),
            asked => Ok(asked != "0"),
        }
    }

    pub(super) async fn unregister_worker(&self, worker: &str) -> Result<(), StoreError> {
        self.watch.serve_no_more(worker);
        self.call::<String>(&UNREGISTER, self.args().with(worker)).await.map(drop)
    }

    pub(super) async fn ask_worker(&self, worker: &str, now: bool, actor: &Actor) -> Result<(), StoreError> {
        let how = if now { "at once" } else { "after its jobs" };
        let args = self.args().with(JobId::fresh().as_str()).with(&actor.0).with(worker);
        let reply: Value = self.call(&ASK, args.number(if now { 2 } else { 1 }).with(how)).await?;
        match answer::parts(&reply)?.0.as_str() {
            "unknown" => Err(not_registered(worker)),
            _ => answer::done(&reply, Step::Ready),
        }
    }

    pub(super) async fn is_asked_at_once(&self, worker: &str) -> Result<bool, StoreError> {
        let mut fields = redis::cmd("HMGET");
        fields.arg(self.keys().worker(worker)).arg("birth").arg("death").arg("x_penstock_stop");
        let (birth, death, asked): (Option<String>, Option<String>, Option<String>) =
            self.link.run(&fields).await?;
        if birth.is_none() || death.is_some() {
            return Err(not_registered(worker));
        }
        Ok(asked.as_deref() == Some("2"))
    }

    /// The server's clock, in milliseconds since 1970.
    pub(super) async fn now_ms(&self) -> Result<i64, StoreError> {
        let (seconds, micros): (i64, i64) = self.link.run(&redis::cmd("TIME")).await?;
        Ok(seconds * 1000 + micros / 1000)
    }

    async fn read_worker(&self, name: &str) -> Result<Option<Registered>, StoreError> {
        let mut pipe = redis::pipe();
        pipe.hgetall(self.keys().worker(name)).smembers(self.keys().worker_executions(name));
        let (hash, executions): (Value, Vec<Name>) = self.link.pipe(&pipe).await?;
        let executions = executions.into_iter().map(|Name(member)| member).collect();
        Ok(Registered::read(name, &hash, executions).filter(|worker| worker.rq.death_ms.is_none()))
    }

    /// Every worker of ours and of RQ that has not signed off, by name.
    pub(super) async fn read_workers(&self) -> Result<Vec<Registered>, StoreError> {
        let mut members = redis::cmd("SMEMBERS");
        members.arg(self.keys().workers());
        let mut full: Vec<Name> = self.link.run(&members).await?;
        full.sort_unstable();
        let names: Vec<&str> = full.iter().filter_map(|Name(key)| self.keys().worker_of(key)).collect();
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let mut pipe = redis::pipe();
        for name in &names {
            pipe.hgetall(self.keys().worker(name)).smembers(self.keys().worker_executions(name));
        }
        let parts: Vec<Value> = self.link.pipe(&pipe).await?;
        let members = |value: &Value| match value {
            Value::Array(items) | Value::Set(items) => items.iter().filter_map(answer::text).collect(),
            _ => Vec::new(),
        };
        let read = |(name, parts): (&&str, &[Value])| {
            let [hash, executions] = parts else { return None };
            Registered::read(name, hash, members(executions)).filter(|worker| worker.rq.death_ms.is_none())
        };
        Ok(names.iter().zip(parts.chunks_exact(2)).filter_map(read).collect())
    }

    pub(super) async fn list_workers(&self) -> Result<Vec<WorkerInfo>, StoreError> {
        let workers = self.read_workers().await?;
        if workers.is_empty() {
            return Ok(Vec::new());
        }
        let now_ms = self.now_ms().await?;
        Ok(workers.into_iter().map(|worker| worker.info(now_ms, self.tuning.worker_lost_after)).collect())
    }
}
