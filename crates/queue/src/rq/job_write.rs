use super::{Call, RqJob, Unreadable, time};

impl RqJob {
    /// Every field to write for a new job, the empty ones that RQ writes included.
    ///
    /// Only for a job that is being made. Later, write the fields that changed and no other: RQ's processes
    /// and ours share the hash.
    ///
    /// # Errors
    /// When the call could not be read, or JSON cannot say it.
    pub fn fields(&self) -> Result<Vec<(String, Vec<u8>)>, Unreadable> {
        let data = self.call.as_ref().map_err(Clone::clone).and_then(Call::write)?;
        let mut out = Out(Vec::new());
        let time = |ms: Option<i64>| ms.map(time::write);
        out.put("data", data);
        out.always("created_at", time(self.created_at_ms));
        for (name, callback) in
            [("success", &self.on_success), ("failure", &self.on_failure), ("stopped", &self.on_stopped)]
        {
            out.always(&format!("{name}_callback_name"), callback.as_ref().map(|callback| &callback.name));
            let timeout = callback.as_ref().and_then(|callback| callback.timeout_s);
            out.some(&format!("{name}_callback_timeout"), timeout);
        }
        out.always("started_at", time(self.started_at_ms));
        out.always("ended_at", time(self.ended_at_ms));
        out.always("last_heartbeat", time(self.last_heartbeat_ms));
        out.always("worker_name", self.worker_name.as_ref());
        out.always("group_id", self.group_id.as_ref());
        out.some("origin", Some(&self.origin));
        out.some("description", Some(&self.description));
        out.some("enqueued_at", time(self.enqueued_at_ms));
        out.some("status", self.status.map(super::Status::word));
        out.some("timeout", self.timeout_s);
        out.some("result_ttl", self.result_ttl_s);
        out.some("failure_ttl", self.failure_ttl_s);
        out.some("ttl", self.ttl_s);
        if let Some(first) = self.dependency_ids.first() {
            out.some("dependency_id", Some(first));
            out.some("dependency_ids", Some(serde_json::Value::from(self.dependency_ids.clone())));
        }
        out.some("allow_dependency_failures", self.allow_dependency_failures.map(u8::from));
        out.some("enqueue_at_front", self.enqueue_at_front.map(u8::from));
        out.some("retries_left", self.retries_left);
        out.some("retry_intervals", self.retry_intervals_s.clone().map(serde_json::Value::from));
        out.some("enqueue_at_front_on_retry", self.enqueue_at_front_on_retry.then_some(1));
        out.some("number_of_retries", self.number_of_retries);
        out.some("repeats_left", self.repeats_left);
        out.some("repeat_intervals", self.repeat_intervals_s.clone().map(serde_json::Value::from));
        if let Some(meta) = &self.meta {
            out.put("meta", meta.clone());
        }
        out.some("webhooks", self.webhooks.as_ref());
        out.some("rate_limit_key", self.rate_limit_key.as_ref());
        out.some("rate_limit_concurrency", self.rate_limit_concurrency);
        for (name, value) in &self.extra {
            out.put(name, value.clone());
        }
        Ok(out.0)
    }
}

struct Out(Vec<(String, Vec<u8>)>);

impl Out {
    fn put(&mut self, name: &str, value: Vec<u8>) {
        self.0.push((name.to_owned(), value));
    }

    fn some(&mut self, name: &str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.put(name, value.to_string().into_bytes());
        }
    }

    fn always(&mut self, name: &str, value: Option<impl ToString>) {
        self.put(name, value.map(|value| value.to_string().into_bytes()).unwrap_or_default());
    }
}
