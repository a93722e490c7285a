use super::{Call, RawHash, Status, Unreadable, time};

/// Longest piece of text that is taken from a field other than `data` and `meta`, in bytes.
const TEXT_BYTES: usize = 64 * 1024;
/// Most ids or intervals that a list in a field may have.
const LIST_LENGTH: usize = 10_000;

/// A Python function that RQ's worker calls after the job. We keep the name and never call it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Callback {
    /// Its dotted path.
    pub name: String,
    /// Seconds it may take.
    pub timeout_s: Option<i64>,
}

/// The hash of one job, understood as far as it can be.
///
/// Reading never fails: what cannot be understood is left out and named in [`RqJob::problems`], since one
/// bad field of somebody else's must not stop a worker, as it stops RQ's.
#[derive(Clone, PartialEq, Debug)]
pub struct RqJob {
    /// From its key.
    pub id: String,
    /// What it calls.
    pub call: Result<Call, Unreadable>,
    /// Bytes of field `data`, as they lie there.
    pub data_bytes: usize,
    /// Times in milliseconds since 1970.
    pub created_at_ms: Option<i64>,
    /// When it was put into its queue last.
    pub enqueued_at_ms: Option<i64>,
    /// Start of its last attempt.
    pub started_at_ms: Option<i64>,
    /// End of its last attempt.
    pub ended_at_ms: Option<i64>,
    /// Last sign of its worker.
    pub last_heartbeat_ms: Option<i64>,
    /// Its queue. RQ hides a job whose origin differs from the queue it is in.
    pub origin: String,
    /// What people read.
    pub description: String,
    /// Where it stands; none for a word that RQ does not know. RQ takes a missing one for `created`.
    pub status: Option<Status>,
    /// Seconds an attempt may take, −1 for no limit; none for RQ's default of 180.
    pub timeout_s: Option<i64>,
    /// Seconds it stays after success, −1 for ever; none for RQ's default of 500.
    pub result_ttl_s: Option<i64>,
    /// Seconds it stays after failure, −1 for ever; none for RQ's default of a year.
    pub failure_ttl_s: Option<i64>,
    /// Seconds it may wait in its queue.
    pub ttl_s: Option<i64>,
    /// Who runs or ran it.
    pub worker_name: Option<String>,
    /// Called after success.
    pub on_success: Option<Callback>,
    /// Called after failure.
    pub on_failure: Option<Callback>,
    /// Called after a stop.
    pub on_stopped: Option<Callback>,
    /// The group it was submitted with.
    pub group_id: Option<String>,
    /// Jobs it waits for.
    pub dependency_ids: Vec<String>,
    /// It runs even when those fail.
    pub allow_dependency_failures: Option<bool>,
    /// It goes to the head when its dependencies are done.
    pub enqueue_at_front: Option<bool>,
    /// Retries that remain; none when none were asked for.
    pub retries_left: Option<u32>,
    /// Seconds before each.
    pub retry_intervals_s: Option<Vec<u64>>,
    /// Retries go to the head.
    pub enqueue_at_front_on_retry: bool,
    /// Retries that its function asked for by what it returned.
    pub number_of_retries: Option<u32>,
    /// Repetitions that remain.
    pub repeats_left: Option<u32>,
    /// Seconds before each.
    pub repeat_intervals_s: Option<Vec<u64>>,
    /// Field `meta` as it lies there: see [`super::read_meta`].
    pub meta: Option<Vec<u8>>,
    /// A list in JSON. Never acted on: an address from Redis is nobody's to call.
    pub webhooks: Option<String>,
    /// The rate limit it counts for.
    pub rate_limit_key: Option<String>,
    /// Slots of that limit.
    pub rate_limit_concurrency: Option<i64>,
    /// What RQ does not know: our own fields (`x_penstock_…`) and those of newer versions.
    pub extra: Vec<(String, Vec<u8>)>,
    /// What could not be understood, one sentence each.
    pub problems: Vec<String>,
}

/// Fields that [`RqJob`] has a place for, and the two of old that it does not need.
const KNOWN: [&str; 37] = [
    "data",
    "created_at",
    "enqueued_at",
    "started_at",
    "ended_at",
    "last_heartbeat",
    "origin",
    "description",
    "status",
    "timeout",
    "result_ttl",
    "failure_ttl",
    "ttl",
    "worker_name",
    "success_callback_name",
    "success_callback_timeout",
    "failure_callback_name",
    "failure_callback_timeout",
    "stopped_callback_name",
    "stopped_callback_timeout",
    "group_id",
    "dependency_id",
    "dependency_ids",
    "allow_dependency_failures",
    "enqueue_at_front",
    "retries_left",
    "retry_intervals",
    "enqueue_at_front_on_retry",
    "number_of_retries",
    "repeats_left",
    "repeat_intervals",
    "meta",
    "webhooks",
    "rate_limit_key",
    "rate_limit_concurrency",
    "result",
    "exc_info",
];

impl RqJob {
    /// A job that was just made: everything empty but these.
    #[must_use]
    pub fn new(id: impl Into<String>, call: Call, queue: impl Into<String>, now_ms: i64) -> Self {
        let description = call.description();
        let mut job = Self::read(&id.into(), &RawHash::default());
        job.problems.clear();
        job.call = Ok(call);
        job.description = description;
        job.origin = queue.into();
        job.created_at_ms = Some(now_ms);
        job
    }

    /// Reads the hash of a job.
    #[must_use]
    pub fn read(id: &str, hash: &RawHash) -> Self {
        let mut fields = Fields { hash, problems: Vec::new() };
        let call = match hash.get("data") {
            Some(data) => Call::read(data),
            None => Err(Unreadable::new("it has no data: RQ would say that there is no such job")),
        };
        let on = |fields: &mut Fields<'_>, name: &str, timeout: &str| {
            let name = fields.text(name)?;
            Some(Callback { name, timeout_s: fields.number(timeout) })
        };
        let mut job = Self {
            id: id.to_owned(),
            data_bytes: hash.get("data").map_or(0, <[u8]>::len),
            created_at_ms: fields.time("created_at"),
            enqueued_at_ms: fields.time("enqueued_at"),
            started_at_ms: fields.time("started_at"),
            ended_at_ms: fields.time("ended_at"),
            last_heartbeat_ms: fields.time("last_heartbeat"),
            origin: fields.text("origin").unwrap_or_default(),
            description: fields.text("description").unwrap_or_default(),
            status: fields.status(),
            timeout_s: fields.duration("timeout"),
            result_ttl_s: fields.number("result_ttl"),
            failure_ttl_s: fields.number("failure_ttl"),
            ttl_s: fields.number("ttl"),
            worker_name: fields.text("worker_name"),
            on_success: on(&mut fields, "success_callback_name", "success_callback_timeout"),
            on_failure: on(&mut fields, "failure_callback_name", "failure_callback_timeout"),
            on_stopped: on(&mut fields, "stopped_callback_name", "stopped_callback_timeout"),
            group_id: fields.text("group_id"),
            dependency_ids: fields.dependencies(),
            allow_dependency_failures: fields.flag("allow_dependency_failures"),
            enqueue_at_front: fields.flag("enqueue_at_front"),
            retries_left: fields.count("retries_left"),
            retry_intervals_s: fields.intervals("retry_intervals"),
            enqueue_at_front_on_retry: fields.flag("enqueue_at_front_on_retry").unwrap_or_default(),
            number_of_retries: fields.count("number_of_retries"),
            repeats_left: fields.count("repeats_left"),
            repeat_intervals_s: fields.intervals("repeat_intervals"),
            meta: hash.get("meta").map(<[u8]>::to_vec),
            webhooks: fields.text("webhooks"),
            rate_limit_key: fields.text("rate_limit_key"),
            rate_limit_concurrency: fields.number("rate_limit_concurrency"),
            extra: extra(hash),
            problems: Vec::new(),
            call,
        };
        job.problems = fields.problems;
        if !is_fit_id(id) {
            job.problems.push("its id has characters that RQ from 2.8 on refuses".to_owned());
        }
        job
    }

    /// A field of ours or of a newer RQ.
    #[must_use]
    pub fn extra(&self, name: &str) -> Option<&[u8]> {
        self.extra.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_slice())
    }
}

/// RQ from 2.8 on takes this id; others make its workers end.
#[must_use]
pub fn is_fit_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

fn extra(hash: &RawHash) -> Vec<(String, Vec<u8>)> {
    let known = |name: &str| KNOWN.contains(&name);
    hash.0
        .iter()
        .filter_map(|(name, value)| Some((std::str::from_utf8(name).ok()?, value)))
        .filter(|(name, _)| !known(name))
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect()
}

/// Reads fields one by one, and keeps what was wrong with them.
struct Fields<'a> {
    hash: &'a RawHash,
    problems: Vec<String>,
}

impl<'a> Fields<'a> {
    /// The field when it is there, is of a bearable size, and `read` understands it.
    fn understood<T>(
        &mut self,
        name: &str,
        wanted: &str,
        read: impl FnOnce(&'a str) -> Option<T>,
    ) -> Option<T> {
        let bytes = self.hash.get(name)?;
        if bytes.len() > TEXT_BYTES {
            self.problems.push(format!("field {name} has {} bytes", bytes.len()));
            return None;
        }
        let value = std::str::from_utf8(bytes).ok().and_then(read);
        if value.is_none() {
            self.problems.push(format!("field {name} is not {wanted}"));
        }
        value
    }

    fn text(&mut self, name: &str) -> Option<String> {
        self.understood(name, "UTF-8 text", |text| Some(text.to_owned()))
    }

    fn time(&mut self, name: &str) -> Option<i64> {
        self.understood(name, "a time as RQ writes it", |text| time::read(text.as_bytes()))
    }

    fn number(&mut self, name: &str) -> Option<i64> {
        self.understood(name, "a whole number", |text| text.trim().parse().ok())
    }

    fn count(&mut self, name: &str) -> Option<u32> {
        self.understood(name, "a count", |text| text.trim().parse().ok())
    }

    /// A number, or one with `d`, `h`, `m` or `s` behind it.
    fn duration(&mut self, name: &str) -> Option<i64> {
        self.understood(name, "a number of seconds", |text| {
            let text = text.trim();
            let unit = text.chars().next_back()?;
            let seconds = match unit.to_ascii_lowercase() {
                'd' => 86_400,
                'h' => 3_600,
                'm' => 60,
                's' => 1,
                _ => return text.parse().ok(),
            };
            text[..text.len() - 1].parse::<i64>().ok()?.checked_mul(seconds)
        })
    }

    fn flag(&mut self, name: &str) -> Option<bool> {
        self.understood(name, "0 or 1", |text| Some(text.trim().parse::<i64>().ok()? != 0))
    }

    fn status(&mut self) -> Option<Status> {
        if self.hash.get("status").is_none() {
            return Some(Status::Created);
        }
        self.understood("status", "a status that RQ knows", |word| Status::read(word.as_bytes()))
    }

    fn dependencies(&mut self) -> Vec<String> {
        let ids = self.understood("dependency_ids", "a JSON list of ids", |text| {
            serde_json::from_str::<Vec<String>>(text).ok().filter(|ids| ids.len() <= LIST_LENGTH)
        });
        ids.or_else(|| Some(vec![self.text("dependency_id")?])).unwrap_or_default()
    }

    fn intervals(&mut self, name: &str) -> Option<Vec<u64>> {
        self.understood(name, "a JSON list of seconds", |text| {
            // RQ before 2 stores fractions as they were given.
            let seconds: Vec<f64> = serde_json::from_str(text).ok()?;
            let fit = |second: &f64| (0.0..1e12).contains(second);
            (seconds.len() <= LIST_LENGTH && seconds.iter().all(fit))
                .then(|| seconds.into_iter().map(|second| second.round() as u64).collect())
        })
    }
}
