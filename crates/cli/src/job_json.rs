//! A job as `--json` shows it: the wire's words, with times as RFC 3339 text instead of milliseconds.

use crate::times::rfc3339;
use penstock_service::{Attempt, AuditEntry, Job};
use serde::Serialize;
use serde_json::{Map, Value};

/// One job.
pub(crate) fn job(job: &Job) -> Result<Map<String, Value>, serde_json::Error> {
    let mut object = with_times(job)?;
    if let Some(Value::Object(progress)) = object.get_mut("progress") {
        rename_times(progress);
    }
    Ok(object)
}

/// One attempt.
pub(crate) fn attempt(attempt: &Attempt) -> Result<Value, serde_json::Error> {
    with_times(attempt).map(Value::Object)
}

/// One thing that a person did.
pub(crate) fn audit(entry: &AuditEntry) -> Result<Value, serde_json::Error> {
    with_times(entry).map(Value::Object)
}

/// The fields of something, its own times (not those of nested values) as text.
pub(crate) fn with_times(thing: &impl Serialize) -> Result<Map<String, Value>, serde_json::Error> {
    match serde_json::to_value(thing)? {
        Value::Object(mut object) => {
            rename_times(&mut object);
            Ok(object)
        }
        other => Err(serde::ser::Error::custom(format!("{other} is no object"))),
    }
}

/// `created_at_ms: 0` becomes `created_at: "1970-01-01T00:00:00.000Z"`; `not_before_ms` and `at_ms` likewise.
fn rename_times(object: &mut Map<String, Value>) {
    *object = std::mem::take(object)
        .into_iter()
        .map(|(key, value)| match key.strip_suffix("_ms") {
            Some(short) if short == "at" || short.ends_with("_at") || short == "not_before" => {
                let text = value.as_i64().map_or(Value::Null, |ms| Value::String(rfc3339(ms)));
                (short.to_owned(), text)
            }
            _ => (key, value),
        })
        .collect();
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn times_become_text_and_nothing_else_changes() {
        let object = with_times(&json!({
            "created_at_ms": 0, "ended_at_ms": null, "not_before_ms": 1_500, "params": {"at_ms": 7}, "lease_ms": 3,
        }));
        assert_eq!(
            Value::Object(object.unwrap()),
            json!({
                "created_at": "1970-01-01T00:00:00.000Z", "ended_at": null, "not_before": "1970-01-01T00:00:01.500Z",
                "params": {"at_ms": 7}, "lease_ms": 3,
            })
        );
    }
}
