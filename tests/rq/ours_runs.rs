//! Python enqueues, our worker runs, and Python sees and rules it.

use crate::drawings::{one_stroke, strokes};
use crate::driver::Driver;
use crate::fleet::{Fleet, WITHIN};
use crate::process::Running;
use crate::versions::with_each_version;
use crate::wait::until;
use rustix::process::Signal;
use serde_json::{Value, json};

with_each_version!(
    python_reads_what_our_worker_made,
    python_reads_why_our_worker_failed,
    chains_go_back_and_forth_and_delays_end,
    python_rules_our_worker,
);

/// A `plot` of this drawing, as Python enqueues it by hand.
fn plot(svg: &str) -> Value {
    let file = json!({"name": "a.svg", "content": {"$bytes": base64(svg.as_bytes())}});
    json!({"function": "penstock.tasks.plot", "kwargs": {"inputs": [file]}})
}

/// The same with options of RQ.
fn plot_with(svg: &str, options: Value) -> Value {
    let mut request = plot(svg);
    request["options"] = options;
    request
}

/// A drawing that keeps a worker for many seconds.
fn long_drawing() -> String {
    strokes(120_000, 3)
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn last_line(text: &Value) -> &str {
    text.as_str().and_then(|text| text.trim_end().lines().last()).unwrap_or_else(|| panic!("{text}"))
}

fn python_reads_what_our_worker_made(version: &str) {
    let mut fleet = Fleet::open(version);
    let id = fleet.python.enqueue(plot_with(
        &one_stroke(1),
        json!({"meta": {"order": 7}, "description": "Plate 7", "result_ttl": 600}),
    ));
    fleet.our_burst("default");
    let seen = fleet.python.job(&id);
    assert_eq!(
        (&seen["status"], &seen["result_type"]),
        (&json!("finished"), &json!("SUCCESSFUL")),
        "{seen:#}"
    );
    assert_eq!((&seen["description"], &seen["meta"]["order"]), (&json!("Plate 7"), &json!(7)));
    let report = &seen["return_value"];
    assert_eq!(report["paths"], 1, "{report:#}");
    let made = &report["artifacts"][0];
    assert_eq!(
        (&made["name"], made["sha256"].as_str().unwrap().len()),
        (&json!("plot.svg"), 64),
        "{report:#}"
    );
    for time in ["enqueued_at", "started_at", "ended_at"] {
        assert!(seen[time].is_string(), "{time}: {seen:#}");
    }
    assert!(seen["worker_name"].is_string());
    let lists = fleet.python.registries("default");
    assert_eq!(lists["finished"], json!([id]));
    for empty in ["queued", "started", "failed"] {
        assert_eq!(lists[empty], json!([]), "{empty}");
    }
    let life: i64 = fleet.raw().run("TTL", &[format!("rq:job:{id}")]);
    assert!((1..=600).contains(&life), "{life}");

    // The same drawing once more, by its hash, from a fleet that writes JSON.
    let input = &fleet.job(&id)["inputs"][0];
    let file = json!({"name": "a.svg", "sha256": input["sha256"], "bytes": input["bytes"]});
    let again = fleet.python.enqueue(json!({
        "function": "penstock.tasks.plot", "kwargs": {"inputs": [file]}, "json": true, "queue": "json",
        "options": {"meta": {"order": 8}},
    }));
    fleet.our_burst("json");
    let seen = fleet.python.ask(&json!({"do": "job", "id": again, "json": true, "queue": "json"}));
    assert_eq!(seen["status"], "finished", "{seen:#}");
    assert_eq!(seen["return_value"]["artifacts"][0]["sha256"], made["sha256"]);
    assert_eq!(seen["meta"]["order"], 8);
}

fn python_reads_why_our_worker_failed(version: &str) {
    let mut fleet = Fleet::open(version);
    let bad = fleet.python.enqueue(plot("no drawing"));
    let unknown = fleet.python.enqueue(json!({"function": "shop.add", "args": [1, 2]}));
    let slow =
        fleet.python.enqueue(plot_with(&long_drawing(), json!({"job_timeout": 1, "retry": {"max": 1}})));
    let wrong = fleet.python.enqueue(json!({
        "function": "penstock.tasks.plot", "kwargs": {"no_such_parameter": 1},
    }));
    fleet.our_burst("default");
    for (id, words) in
        [(&bad, "a.svg"), (&unknown, "shop.add"), (&slow, "1 s"), (&wrong, "no_such_parameter")]
    {
        let seen = fleet.python.job(id);
        assert_eq!((&seen["status"], &seen["result_type"]), (&json!("failed"), &json!("FAILED")), "{seen:#}");
        let (class, message) = last_line(&seen["exc_string"]).split_once(": ").unwrap();
        assert!(!class.is_empty() && !class.contains(' '), "a type before the message: {seen:#}");
        assert!(message.contains(words), "{message:?} should say {words:?}");
        assert!(seen["ended_at"].is_string() && seen["return_value"].is_null());
    }
    let seen = fleet.python.job(&slow);
    assert_eq!(seen["retries_left"], 0, "tried again once");
    assert_eq!(fleet.job(&slow)["attempt"], 2);
    let mut failed = fleet.python.registries("default")["failed"].as_array().unwrap().len();
    assert_eq!(failed, 4);

    // Python puts one back; our worker takes it, and it fails again.
    fleet.python.act("requeue", &bad);
    assert_eq!(fleet.python.job(&bad)["status"], "queued");
    failed = fleet.python.registries("default")["failed"].as_array().unwrap().len();
    assert_eq!(failed, 3);
    fleet.our_burst("default");
    let seen = fleet.python.job(&bad);
    assert_eq!((&seen["status"], &seen["results"]), (&json!("failed"), &json!(2)));
}

fn chains_go_back_and_forth_and_delays_end(version: &str) {
    let mut fleet = Fleet::open(version);
    let drawing = one_stroke(1);
    let late = fleet.python.enqueue({
        let mut late = plot(&drawing);
        late["in_s"] = json!(1);
        late
    });
    let first = fleet.python.enqueue(plot(&drawing));
    let second = fleet.python.enqueue(json!({
        "function": "shop.add", "args": [1, 2], "queue": "theirs", "options": {"depends_on": first},
    }));
    let third = fleet.python.enqueue(plot_with(&drawing, json!({"depends_on": second})));
    assert_eq!(fleet.python.job(&second)["status"], "deferred");
    assert_eq!(fleet.python.job(&late)["status"], "scheduled");
    assert_eq!(fleet.job(&third)["state"], "deferred");
    let _ours = fleet.our_worker("default", &[]);
    let _theirs = fleet.python_worker("theirs-1", "theirs");
    for id in [&first, &second, &third, &late] {
        fleet.python.until_status(id, "finished", WITHIN);
    }
    let at = |python: &mut Driver, id: &str, field: &str| python.job(id)[field].as_str().unwrap().to_owned();
    assert!(at(&mut fleet.python, &first, "ended_at") <= at(&mut fleet.python, &second, "started_at"));
    assert!(at(&mut fleet.python, &second, "ended_at") <= at(&mut fleet.python, &third, "started_at"));
    assert_eq!(fleet.python.registries("default")["scheduled"], json!([]));
}

fn python_rules_our_worker(version: &str) {
    let mut fleet = Fleet::open(version);
    let mut worker = fleet.our_worker("default", &["--name", "bench 1"]);
    until(WITHIN, "RQ sees our worker", || {
        let workers = fleet.python.ask(&json!({"do": "workers"}));
        (workers[0]["name"] == "bench 1" && workers[0]["state"] == "idle").then_some(())
    });

    // Suspended, an idle worker of ours takes nothing; RQ's own would take one more.
    fleet.python.ask(&json!({"do": "suspend"}));
    let waiting = fleet.python.enqueue(plot(&one_stroke(1)));
    let dropped = fleet.python.enqueue(plot(&one_stroke(2)));
    assert_eq!(fleet.python.job(&waiting)["status"], "queued");
    fleet.python.act("cancel", &dropped);
    assert_eq!(fleet.job(&dropped)["state"], "cancelled");
    assert_eq!(fleet.python.job(&waiting)["status"], "queued", "nobody took it meanwhile");
    fleet.python.ask(&json!({"do": "resume"}));
    fleet.python.until_status(&waiting, "finished", WITHIN);
    assert_eq!(fleet.python.job(&dropped)["status"], "canceled", "nor ran what was cancelled");

    let long = fleet.python.enqueue(plot(&long_drawing()));
    fleet.python.until_status(&long, "started", WITHIN);
    let seen = &fleet.python.ask(&json!({"do": "workers"}))[0];
    assert_eq!(
        (&seen["state"], &seen["current_job"], &seen["queues"]),
        (&json!("busy"), &json!(long), &json!(["default"])),
        "{seen:#}"
    );
    until(WITHIN, "RQ sees progress", || {
        let meta = fleet.python.job(&long)["meta"].clone();
        meta["stage"].is_string().then_some(())
    });
    rq_info_shows(&fleet, &["bench 1", "busy", "default", "1 workers"]);
    fleet.python.act("stop", &long);
    until(WITHIN, "the job is stopped", || {
        let seen = fleet.python.job(&long);
        assert!(seen["status"] != "finished", "{seen:#}");
        ["stopped", "canceled"].iter().any(|end| seen["status"] == *end).then_some(())
    });
    assert_eq!(fleet.job(&long)["state"], "cancelled");
    let lists = fleet.python.registries("default");
    assert_eq!(lists["started"], json!([]), "{lists}");

    fleet.python.ask(&json!({"do": "shutdown", "worker": "bench 1"}));
    until(WITHIN, "our worker ends", || worker.has_ended().then_some(()));
    assert_eq!(fleet.python.ask(&json!({"do": "workers"})), json!([]));
}

fn rq_info_shows(fleet: &Fleet, words: &[&str]) {
    let info = Running::start(&mut fleet.rq(&["info"])).outcome(WITHIN);
    assert_eq!(info.code, Some(0), "{info:?}");
    for word in words {
        assert!(info.stdout.contains(word), "rq info should show {word:?}: {}", info.stdout);
    }
}

#[test]
fn a_killed_worker_of_ours_leaves_nothing_that_rq_trips_over() {
    let mut fleet = Fleet::open("3.0.0");
    let worker = fleet.our_worker("default", &["--name", "lost"]);
    let long = fleet.python.enqueue(plot(&long_drawing()));
    fleet.python.until_status(&long, "started", WITHIN);
    worker.signal(Signal::KILL);
    // RQ's maintenance runs when one of its workers starts, and in `rq info`.
    rq_info_shows(&fleet, &["default"]);
    fleet.python.ask(&json!({"do": "burst", "queue": "default"}));
    let seen = fleet.python.job(&long);
    assert_eq!(seen["status"], "started", "RQ leaves it to us: {seen:#}");
    let _other = fleet.our_worker("default", &["--name", "other"]);
    until(WITHIN, "another worker of ours has it", || {
        let seen = fleet.python.job(&long);
        (seen["worker_name"] == "other" && seen["status"] == "started").then_some(())
    });
}
