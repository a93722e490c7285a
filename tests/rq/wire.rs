//! The wire alone: our reader on what Python writes, Python on what our writer writes. No store, no worker
//! of ours.

use crate::fleet::Fleet;
use crate::versions::with_each_version;
use penstock_queue::rq::pickle::Value as Python;
use penstock_queue::rq::result::{self, Kind};
use penstock_queue::rq::{Call, Keys, RqJob, RqWorker, Serializer, Status, read_meta, write_meta};
use serde_json::{Value, json};

with_each_version!(
    every_field_that_python_writes_is_read,
    what_python_did_is_read,
    python_reads_every_field_that_we_write,
    python_runs_what_we_write,
    python_reads_results_of_ours,
);

/// One of everything, in the form that `drive.py` makes Python's values of.
fn arguments() -> Value {
    json!([
        null, true, -1, 70_000, {"$int": "-123456789012345678901234567890"}, 1.5, 1e300, "it's\n\u{e9} \u{1f58b}",
        {"$bytes": "AP8n"}, {"$tuple": [1, {"$tuple": []}]}, [[1, 2], []], {"a": {"b": [0.1]}}
    ])
}

/// The same as our reader should see it.
fn values() -> Vec<Python> {
    let text = |text: &str| Python::Text(text.to_owned());
    vec![
        Python::None,
        Python::Bool(true),
        Python::Int(-1),
        Python::Int(70_000),
        Python::BigInt("-123456789012345678901234567890".into()),
        Python::Float(1.5),
        Python::Float(1e300),
        text("it's\n\u{e9} \u{1f58b}"),
        Python::Bytes(vec![0, 255, b'\'']),
        Python::Tuple(vec![Python::Int(1), Python::Tuple(vec![])]),
        Python::List(vec![Python::List(vec![Python::Int(1), Python::Int(2)]), Python::List(vec![])]),
        Python::Dict(vec![(
            text("a"),
            Python::Dict(vec![(text("b"), Python::List(vec![Python::Float(0.1)]))]),
        )]),
    ]
}

fn every_field_that_python_writes_is_read(version: &str) {
    let mut fleet = Fleet::open(version);
    let mut raw = fleet.raw();
    let keys = Keys::default();
    let plain =
        fleet.python.enqueue(json!({"function": "shop.echo", "args": arguments(), "kwargs": {"b": 3}}));
    let job = RqJob::read(&plain, &raw.hash(&keys.job(&plain)));
    assert_eq!(job.problems, [""; 0]);
    let call = job.call.as_ref().unwrap();
    assert_eq!((call.function.as_str(), call.serializer), ("shop.echo", Serializer::Pickle));
    assert_eq!(call.args, values());
    assert_eq!(call.kwarg("b"), Some(&Python::Int(3)));
    assert_eq!(
        (job.status, job.origin.as_str(), job.timeout_s),
        (Some(Status::Queued), "default", Some(180))
    );
    assert!(job.created_at_ms.is_some() && job.enqueued_at_ms >= job.created_at_ms);

    let short = fleet.python.enqueue(json!({"function": "shop.echo", "args": ["x".repeat(90), 1], "kwargs": {"b": 1.0, "a": {"c": [null]}}}));
    let job = RqJob::read(&short, &raw.hash(&keys.job(&short)));
    assert_eq!(job.call.as_ref().unwrap().description(), job.description, "we describe as RQ does");

    let full = fleet.python.enqueue(json!({
        "function": "shop.add", "args": [1, 2],
        "options": {
            "depends_on": plain, "retry": {"max": 2, "interval": [60, 300]}, "meta": {"order": 7},
            "description": "My add", "job_timeout": 600, "result_ttl": 3600, "failure_ttl": 7200,
            "at_front": true,
        }
    }));
    let job = RqJob::read(&full, &raw.hash(&keys.job(&full)));
    assert_eq!(job.problems, [""; 0]);
    assert_eq!(job.status, Some(Status::Deferred));
    assert_eq!((job.timeout_s, job.result_ttl_s, job.failure_ttl_s), (Some(600), Some(3600), Some(7200)));
    assert_eq!((job.retries_left, job.retry_intervals_s), (Some(2), Some(vec![60, 300])));
    assert_eq!((job.dependency_ids, job.description.as_str()), (vec![plain], "My add"));
    assert_eq!(read_meta(&job.meta.unwrap()).unwrap(), [(Python::Text("order".into()), Python::Int(7))]);

    let json = fleet.python.enqueue(json!({"function": "shop.add", "args": [1], "kwargs": {"b": [2.5, "x"]}, "json": true, "queue": "json"}));
    let call = RqJob::read(&json, &raw.hash(&keys.job(&json))).call.unwrap();
    assert_eq!(call.serializer, Serializer::Json);
    assert_eq!(call.kwarg("b").unwrap().to_json().unwrap(), json!([2.5, "x"]));

    let dated = fleet
        .python
        .enqueue(json!({"function": "shop.echo", "kwargs": {"when": {"$date": "2026-01-02"}, "n": 1}}));
    let call = RqJob::read(&dated, &raw.hash(&keys.job(&dated))).call.unwrap();
    assert_eq!(call.kwarg("when"), Some(&Python::Opaque("datetime.datetime".into())));
    assert_eq!(call.kwarg("n"), Some(&Python::Int(1)));
}

fn what_python_did_is_read(version: &str) {
    let mut fleet = Fleet::open(version);
    let mut raw = fleet.raw();
    let keys = Keys::default();
    let good = fleet.python.enqueue(json!({"function": "shop.add", "args": [1, 2]}));
    let bad = fleet.python.enqueue(json!({"function": "shop.fail", "args": ["no paper"]}));
    let json = fleet
        .python
        .enqueue(json!({"function": "shop.add", "args": [[1], ["x"]], "json": true, "queue": "json"}));
    let worker = fleet.python.ask(&json!({"do": "burst"})).as_str().unwrap().to_owned();
    fleet.python.ask(&json!({"do": "burst", "json": true, "queue": "json"}));

    let outcome = result::read(&raw.newest(&keys.results(&good)));
    assert_eq!((outcome.kind, outcome.return_value), (Some(Kind::Successful), Some(Ok(Python::Int(3)))));
    let outcome = result::read(&raw.newest(&keys.results(&bad)));
    assert_eq!(outcome.kind, Some(Kind::Failed));
    assert_eq!(outcome.exc_text.unwrap().trim_end().lines().last(), Some("ValueError: no paper"));
    let outcome = result::read(&raw.newest(&keys.results(&json)));
    let value = outcome.return_value.unwrap().unwrap();
    assert_eq!(value, Python::List(vec![Python::Int(1), Python::Text("x".into())]));

    let job = RqJob::read(&good, &raw.hash(&keys.job(&good)));
    assert_eq!((job.status, job.worker_name.as_deref()), (Some(Status::Finished), Some(worker.as_str())));
    assert!(job.started_at_ms.is_some() && job.ended_at_ms >= job.started_at_ms);
    let seen = RqWorker::read(&worker, &raw.hash(&keys.worker(&worker)));
    assert_eq!(seen.queues, ["default"]);
    assert_eq!((seen.successful_job_count, seen.failed_job_count), (1, 1));
    assert!(seen.pid.is_some() && seen.birth_ms.is_some() && seen.death_ms.is_some(), "{seen:?}");
}

/// Puts a job of ours where RQ's workers look.
fn plant(fleet: &Fleet, job: &RqJob) {
    let (mut raw, keys) = (fleet.raw(), Keys::default());
    raw.set_fields(&keys.job(&job.id), &job.fields().unwrap());
    let _: i64 = raw.run("SADD", &[keys.queues(), keys.queue(&job.origin)]);
    let _: i64 = raw.run("RPUSH", &[keys.queue(&job.origin), job.id.clone()]);
}

fn new_job(id: &str, function: &str, args: Vec<Python>, serializer: Serializer) -> RqJob {
    let kwargs = Vec::new();
    let call = Call { function: function.to_owned(), args, kwargs, serializer };
    let mut job = RqJob::new(id, call, "default", 1_795_353_871_598);
    job.status = Some(Status::Queued);
    job.enqueued_at_ms = Some(1_795_353_871_599);
    job
}

fn python_reads_every_field_that_we_write(version: &str) {
    let mut fleet = Fleet::open(version);
    let mut job = new_job("ours-1", "shop.echo", values(), Serializer::Pickle);
    job.timeout_s = Some(600);
    job.result_ttl_s = Some(3600);
    job.failure_ttl_s = Some(-1);
    job.retries_left = Some(2);
    job.retry_intervals_s = Some(vec![60, 300]);
    job.dependency_ids = vec!["ours-0".into()];
    job.description = "Plate 7 é".into();
    job.meta = Some(write_meta(&[("progress", Python::Float(0.5))], Serializer::Pickle).unwrap());
    job.extra = vec![("x_penstock_state".into(), b"held".to_vec())];
    plant(&fleet, &job);
    let seen = fleet.python.job("ours-1");
    for (name, value) in [
        ("status", json!("queued")),
        ("origin", json!("default")),
        ("description", json!("Plate 7 é")),
        ("function", json!("shop.echo")),
        ("args", json!(Python::Tuple(values()).repr())),
        ("kwargs", json!("[]")),
        ("meta", json!({"progress": 0.5})),
        ("timeout", json!(600)),
        ("result_ttl", json!(3600)),
        ("failure_ttl", json!(-1)),
        ("retries_left", json!(2)),
        ("retry_intervals", json!([60, 300])),
        ("dependencies", json!(["ours-0"])),
        ("worker_name", json!(null)),
        ("started_at", json!(null)),
        ("position", json!(0)),
    ] {
        assert_eq!(seen[name], value, "{name}");
    }
    assert!(seen["created_at"].as_str().unwrap().starts_with("2026-11-22T13:24:31.598"), "{seen}");
}

fn python_runs_what_we_write(version: &str) {
    let mut fleet = Fleet::open(version);
    plant(&fleet, &new_job("ours-1", "shop.echo", values(), Serializer::Pickle));
    let added = vec![Python::Int(1), Python::Float(0.5)];
    plant(&fleet, &RqJob { origin: "json".into(), ..new_job("ours-2", "shop.add", added, Serializer::Json) });
    fleet.python.ask(&json!({"do": "burst"}));
    let seen = fleet.python.job("ours-1");
    assert_eq!(seen["status"], "finished", "{seen:#}");
    // Python's own words for what it was given are our words for what we gave.
    assert_eq!(seen["return_value"]["args"], json!(Python::Tuple(values()).repr()));
    fleet.python.ask(&json!({"do": "burst", "json": true, "queue": "json"}));
    let seen = fleet.python.ask(&json!({"do": "job", "id": "ours-2", "json": true, "queue": "json"}));
    assert_eq!((&seen["status"], &seen["return_value"]), (&json!("finished"), &json!(1.5)));
}

fn python_reads_results_of_ours(version: &str) {
    let mut fleet = Fleet::open(version);
    let (mut raw, keys) = (fleet.raw(), Keys::default());
    for serializer in [Serializer::Pickle, Serializer::Json] {
        let is_json = serializer == Serializer::Json;
        let id = if is_json { "json-1" } else { "pickle-1" };
        let job = RqJob { status: Some(Status::Finished), ..new_job(id, "shop.add", vec![], serializer) };
        plant(&fleet, &job);
        let report =
            json!({"paths": 3, "page": [210.0, 297.0], "artifacts": [{"name": "plot.svg", "bytes": 12}]});
        let value = result::write_return(&Python::from_json(&report), serializer).unwrap();
        let _: String = raw
            .run("XADD", &[&keys.results(id), "*", "type", "1", "worker_name", "w", "return_value", &value]);
        let seen = fleet.python.ask(&json!({"do": "job", "id": id, "json": is_json}));
        assert_eq!(seen["return_value"], report);
        let text = "Traceback (most recent call last):\nBadInput: zu groß";
        let failure = result::write_failure(text);
        let _: String = raw
            .run("XADD", &[&keys.results(id), "*", "type", "2", "worker_name", "w", "exc_string", &failure]);
        let seen = fleet.python.ask(&json!({"do": "job", "id": id, "json": is_json}));
        assert_eq!((&seen["result_type"], &seen["exc_string"]), (&json!("FAILED"), &json!(text)));
        assert_eq!(seen["results"], 2);
    }
}
