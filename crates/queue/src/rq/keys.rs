/// Every key of RQ and of ours, under one prefix.
///
/// RQ's prefix is `rq`, and fixed before 3.0. With a tag in braces, like `{shop}`, all keys of a queue
/// system fall into one slot of a Redis Cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keys {
    prefix: String,
}

/// A prefix that RQ would refuse.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a key prefix is made of letters, digits and _ . : - {{ }}")]
pub struct BadPrefix;

impl Default for Keys {
    fn default() -> Self {
        Self { prefix: "rq".to_owned() }
    }
}

/// Methods that only put a name behind words.
macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident($($arg:ident),*) = $form:literal;)*) => {
        impl Keys {
            $($(#[$doc])*
            #[must_use]
            pub fn $name(&self $(, $arg: &str)*) -> String {
                format!($form, prefix = self.prefix $(, $arg = $arg)*)
            })*
        }
    };
}

keys! {
    /// Set of the full keys of all queues.
    queues() = "{prefix}:queues";
    /// List of job ids; the head is next.
    queue(queue) = "{prefix}:queue:{queue}";
    /// List of ids between the pop and the start.
    intermediate(queue) = "{prefix}:queue:{queue}:intermediate";
    /// String: when maintenance first saw an id in the intermediate list.
    intermediate_first_seen(queue, job) = "{prefix}:queue:{queue}:intermediate:first_seen:{job}";
    /// Hash of one job.
    job(job) = "{prefix}:job:{job}";
    /// Set of ids that wait for this job.
    dependents(job) = "{prefix}:job:{job}:dependents";
    /// Set of ids that this job waits for. The second colon is RQ's.
    dependencies(job) = "{prefix}:job::{job}:dependencies";
    /// Stream of outcomes.
    results(job) = "{prefix}:results:{job}";
    /// Sorted set of started jobs, by the deadline of their heartbeat.
    wip(queue) = "{prefix}:wip:{queue}";
    /// Sorted set of finished jobs, by the time they may go.
    finished(queue) = "{prefix}:finished:{queue}";
    /// Sorted set of failed and stopped jobs, by the time they may go.
    failed(queue) = "{prefix}:failed:{queue}";
    /// Sorted set of jobs that wait for others.
    deferred(queue) = "{prefix}:deferred:{queue}";
    /// Sorted set of jobs that wait for a time, by that time.
    scheduled(queue) = "{prefix}:scheduled:{queue}";
    /// Sorted set of cancelled jobs, by the time of it.
    canceled(queue) = "{prefix}:canceled:{queue}";
    /// Sorted set of dependents released and not yet pushed (RQ 3).
    ready(queue) = "{prefix}:ready:{queue}";
    /// Hash of one attempt that runs.
    execution(job, execution) = "{prefix}:execution:{job}:{execution}";
    /// Sorted set of the attempts of a job that run.
    executions(job) = "{prefix}:executions:{job}";
    /// Set of the full keys of all workers.
    workers() = "{prefix}:workers";
    /// Set of the full keys of the workers on a queue.
    workers_of(queue) = "{prefix}:workers:{queue}";
    /// Hash of one worker.
    worker(worker) = "{prefix}:worker:{worker}";
    /// Set of what a worker runs, as `job:execution` (RQ 3).
    worker_executions(worker) = "{prefix}:worker:{worker}:executions";
    /// Channel of a worker's commands.
    pubsub(worker) = "{prefix}:pubsub:{worker}";
    /// String: while it exists nobody takes jobs.
    suspended() = "{prefix}:suspended";
    /// Lock of the maintenance of a queue's registries.
    clean_registries(queue) = "{prefix}:clean_registries:{queue}";
    /// Lock of the scheduler of a queue.
    scheduler_lock(queue) = "{prefix}:scheduler-lock:{queue}";
    /// Hash of one scheduler (from 2.10).
    scheduler(name) = "{prefix}:scheduler:{name}";
    /// Set of the ids of a group.
    group(group) = "{prefix}:group:{group}";
    /// Set of the names of groups.
    groups() = "{prefix}:groups";
    /// Set of the names of rate limits (RQ 3).
    rate_limits() = "{prefix}:rl-keys";
    /// Hash of one rate limit.
    rate_limit(key) = "{prefix}:rl:{key}";
    /// Sorted set of the holders of a rate limit's slots.
    rate_limit_allowed(key) = "{prefix}:rl:{key}:allowed";
    /// Sorted set of those that wait for a slot.
    rate_limit_waiting(key) = "{prefix}:rl:{key}:rate_limited";

    /// Ours: string with the attempt that holds the job; its time to live is the lease.
    lease(job) = "{prefix}:penstock:lease:{job}";
    /// Ours: stream of events, trimmed.
    events() = "{prefix}:penstock:events";
    /// Ours: set of queues that are paused one by one.
    paused() = "{prefix}:penstock:paused";
    /// Ours: one blob or its first piece, by the SHA-256 of the content.
    blob(sha256) = "{prefix}:penstock:blob:{sha256}";
    /// Ours: any other key, by its name.
    ours(name) = "{prefix}:penstock:{name}";
}

impl Keys {
    /// With another prefix than `rq`.
    ///
    /// # Errors
    /// [`BadPrefix`] for one that RQ would refuse.
    pub fn with_prefix(prefix: &str) -> Result<Self, BadPrefix> {
        let fit = |byte: u8| byte.is_ascii_alphanumeric() || b"_.:-{}".contains(&byte);
        if prefix.is_empty() || !prefix.bytes().all(fit) {
            return Err(BadPrefix);
        }
        Ok(Self { prefix: prefix.to_owned() })
    }

    /// What stands before the first colon of ours.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The name in the full key of a queue, as set `queues` holds it.
    #[must_use]
    pub fn queue_of<'a>(&self, key: &'a str) -> Option<&'a str> {
        self.behind(key, "queue")
    }

    /// The name in the full key of a worker, as the sets of workers hold it.
    #[must_use]
    pub fn worker_of<'a>(&self, key: &'a str) -> Option<&'a str> {
        self.behind(key, "worker")
    }

    /// The member of `wip` and of a worker's executions: `job:execution`.
    #[must_use]
    pub fn composite(job: &str, execution: &str) -> String {
        format!("{job}:{execution}")
    }

    /// Job and execution in a member of `wip`; RQ 1 writes the bare job id.
    #[must_use]
    pub fn split_composite(member: &str) -> (&str, Option<&str>) {
        let hex = |text: &str| text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        match member.rsplit_once(':') {
            Some((job, execution)) if hex(execution) => (job, Some(execution)),
            _ => (member, None),
        }
    }

    fn behind<'a>(&self, key: &'a str, word: &str) -> Option<&'a str> {
        key.strip_prefix(self.prefix.as_str())?.strip_prefix(':')?.strip_prefix(word)?.strip_prefix(':')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_where_rq_looks_for_them() {
        let keys = Keys::default();
        assert_eq!(keys.job("j1"), "rq:job:j1");
        assert_eq!(keys.dependents("j1"), "rq:job:j1:dependents");
        assert_eq!(keys.dependencies("j1"), "rq:job::j1:dependencies", "two colons");
        assert_eq!(keys.intermediate("high"), "rq:queue:high:intermediate");
        assert_eq!(keys.execution("j1", "e1"), "rq:execution:j1:e1");
        assert_eq!(keys.scheduler_lock("high"), "rq:scheduler-lock:high");
        assert_eq!(keys.lease("j1"), "rq:penstock:lease:j1");
    }

    #[test]
    fn names_are_found_in_full_keys() {
        let keys = Keys::with_prefix("{shop}:rq").unwrap();
        assert_eq!(keys.queue_of(&keys.queue("a:b")), Some("a:b"));
        assert_eq!(keys.worker_of(&keys.worker("bench 1")), Some("bench 1"));
        assert_eq!(keys.queue_of("rq:queue:a"), None);
        assert_eq!(keys.worker_of(&keys.queue("a")), None);
        let execution = "5459ed4ffe5d4e7bbf2b07f801a83969";
        assert_eq!(Keys::split_composite(&Keys::composite("job", execution)), ("job", Some(execution)));
        assert_eq!(Keys::split_composite("job"), ("job", None));
        assert_eq!(Keys::split_composite("a:b"), ("a:b", None), "RQ 1 allowed any id");
    }

    #[test]
    fn a_prefix_is_what_rq_allows() {
        for bad in ["", "a b", "é", "a*", "a/b"] {
            assert_eq!(Keys::with_prefix(bad), Err(BadPrefix), "{bad}");
        }
        assert_eq!(Keys::with_prefix("{tag}.x-1:y").unwrap().queues(), "{tag}.x-1:y:queues");
    }
}
