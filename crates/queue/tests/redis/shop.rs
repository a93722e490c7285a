//! A server, stores on it, and raw commands as Python's programs would send them.

use penstock_jobs::{Claim, ClaimRequest, Completion, JobId, NewJob, Store, StoreError};
use penstock_queue::conformance::{actor, new_job, worker};
use penstock_queue::rq::pickle::Value;
use penstock_queue::rq::{Call, RqJob, Serializer, Status};
use penstock_queue::{RedisSettings, RedisStore};
use penstock_testkit::RedisServer;
use std::time::Duration;

pub(crate) const DEADLINE: Duration = Duration::from_secs(20);
pub(crate) const LONG: Duration = Duration::from_secs(600);

pub(crate) struct Shop {
    pub(crate) server: RedisServer,
    pub(crate) store: RedisStore,
    pub(crate) raw: redis::Connection,
}

pub(crate) async fn open(url: &str) -> RedisStore {
    RedisStore::open(RedisSettings::parse(url).unwrap()).await.unwrap()
}

/// A job with this label.
pub(crate) fn labelled(label: &str) -> NewJob {
    NewJob { label: label.into(), ..new_job("plot") }
}

pub(crate) fn done() -> Completion {
    Completion { report: serde_json::json!({"paths": 3}), artifacts: vec![] }
}

pub(crate) fn request(worker: &str, queues: &[&str], lease: Duration) -> ClaimRequest {
    let queues = queues.iter().map(|queue| (*queue).to_owned()).collect();
    ClaimRequest { worker: worker.into(), queues, lease }
}

/// The fields of a job as `rq` writes them.
pub(crate) fn python_fields(id: &str, queue: &str, function: &str, serializer: Serializer) -> RqJob {
    let call = Call {
        function: function.into(),
        args: vec![],
        kwargs: vec![("b".into(), Value::Int(3))],
        serializer,
    };
    let mut job = RqJob::new(id, call, queue, now_ms());
    job.status = Some(Status::Queued);
    job.enqueued_at_ms = job.created_at_ms;
    job.timeout_s = Some(180);
    job
}

pub(crate) fn now_ms() -> i64 {
    let since = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

impl Shop {
    pub(crate) async fn open() -> Self {
        Self::open_with(&[]).await
    }

    pub(crate) async fn open_with(options: &[&str]) -> Self {
        let server = RedisServer::start_with(options);
        let raw = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
        let store = open(&server.url()).await;
        Self { server, store, raw }
    }

    /// Sends one command, in words.
    pub(crate) fn say<T: redis::FromRedisValue>(&mut self, words: &[&str]) -> T {
        let mut command = redis::cmd(words[0]);
        command.arg(&words[1..]);
        command.query(&mut self.raw).unwrap()
    }

    pub(crate) fn field(&mut self, id: &str, name: &str) -> String {
        self.say::<Option<String>>(&["HGET", &format!("rq:job:{id}"), name]).unwrap_or_default()
    }

    /// Enqueues as `rq` does.
    pub(crate) fn python_enqueues(&mut self, id: &str, queue: &str, function: &str) {
        self.python_writes(&python_fields(id, queue, function, Serializer::Pickle));
        self.say::<()>(&["SADD", "rq:queues", &format!("rq:queue:{queue}")]);
        self.say::<()>(&["RPUSH", &format!("rq:queue:{queue}"), id]);
    }

    pub(crate) fn python_writes(&mut self, job: &RqJob) {
        let mut write = redis::cmd("HSET");
        write.arg(format!("rq:job:{}", job.id));
        write.arg(job.fields().unwrap());
        write.query::<()>(&mut self.raw).unwrap();
    }

    pub(crate) async fn submit(&self, job: NewJob) -> JobId {
        self.store.submit(vec![job], &actor()).await.unwrap().remove(0).id
    }

    pub(crate) async fn claim(&self) -> Option<Claim> {
        self.store.register(&worker("w", &["default"])).await.unwrap();
        self.store.claim(&request("w", &["default"], LONG)).await.unwrap()
    }

    pub(crate) async fn finish(&self, claim: &Claim) -> Result<(), StoreError> {
        self.store.finish(&claim.lease, &done()).await
    }
}
