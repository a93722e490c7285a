//! Penstock enqueues, a Python worker runs, and Penstock sees and rules it.

use crate::fleet::{Fleet, WITHIN};
use crate::versions::with_each_version;
use crate::wait::until;
use serde_json::json;

with_each_version!(penstock_reads_what_python_did, penstock_rules_a_python_worker);

/// The words that submit a function of `shop.py`.
fn function<'a>(name: &'a str, kwargs: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["--rq-function", name, "--kwargs", kwargs, "--queue", "theirs"], more].concat()
}

fn penstock_reads_what_python_did(version: &str) {
    let mut fleet = Fleet::open(version);
    let kwargs = r#"{"text": "zu groß", "number": 1.5, "list": [1, [null, true]], "deep": {"a": {}}}"#;
    let echo = fleet.submit(&function("shop.echo", kwargs, &[]));
    let fail = fleet.submit(&function("shop.fail", r#"{"message": "no paper"}"#, &[]));
    let flaky = fleet.submit(&function("shop.flaky", r#"{"failures": 1}"#, &["--retry", "1"]));
    let after = fleet.submit(&function("shop.add", r#"{"a": 1, "b": 2}"#, &["--after", &echo]));
    let late = fleet.submit(&function("shop.add", r#"{"a": "x", "b": "y"}"#, &["--in", "1s"]));
    let lost = fleet.submit(&function("shop.no_such_function", "{}", &[]));

    let seen = fleet.python.job(&echo);
    assert_eq!((&seen["status"], &seen["function"]), (&json!("queued"), &json!("shop.echo")));
    assert!(seen["description"].as_str().unwrap().starts_with("shop.echo("), "{seen:#}");
    assert_eq!(fleet.python.job(&after)["status"], "deferred");
    assert_eq!(fleet.python.job(&late)["status"], "scheduled");
    assert_eq!(fleet.job(&echo)["task"], "shop.echo");

    let _worker = fleet.python_worker("theirs-1", "theirs");
    fleet.until_state(&echo, "finished");
    assert_eq!(
        fleet.python.job(&echo)["return_value"]["kwargs"],
        "[('deep', {'a': {}}), ('list', [1, [None, True]]), ('number', 1.5), ('text', 'zu groß')]"
    );
    let failed = fleet.until_state(&fail, "failed");
    assert!(failed["failure"]["title"].as_str().unwrap().contains("no paper"), "{failed:#}");
    assert!(failed["failure"]["detail"].as_str().unwrap().contains("ValueError: no paper"), "{failed:#}");
    let unknown = fleet.until_state(&lost, "failed");
    assert!(unknown["failure"]["detail"].as_str().unwrap().contains("no_such_function"), "{unknown:#}");
    fleet.until_state(&flaky, "finished");
    assert_eq!(fleet.python.job(&flaky)["return_value"], 2);
    assert_eq!(fleet.until_state(&after, "finished")["report"], 3);
    assert_eq!(fleet.until_state(&late, "finished")["report"], "xy");

    // Back into the queue, by us.
    fleet.ok(&["retry", &fail]);
    until(WITHIN, "it failed again", || {
        let seen = fleet.python.job(&fail);
        (seen["status"] == "failed" && seen["results"] == 2).then_some(())
    });
}

fn penstock_rules_a_python_worker(version: &str) {
    let mut fleet = Fleet::open(version);
    let dropped = fleet.submit(&function("shop.add", r#"{"a": 1, "b": 2}"#, &[]));
    fleet.ok(&["cancel", &dropped]);
    assert_eq!(fleet.python.job(&dropped)["status"], "canceled");
    let running = fleet.submit(&function("shop.progress", "{}", &[]));
    let next = fleet.submit(&function("shop.wait_for", r#"{"key": "test:never"}"#, &[]));
    let mut worker = fleet.python_worker("theirs-1", "theirs");
    until(WITHIN, "Penstock shows how far a Python job is", || {
        let job = fleet.job(&running);
        (job["progress"]["fraction"] == 0.5 && job["progress"]["stage"] == "halfway").then_some(())
    });
    let workers = fleet.json(&["workers", "--json"]);
    let seen = &workers["workers"][0];
    assert_eq!(
        (&seen["name"], &seen["state"], &seen["jobs"]),
        (&json!("theirs-1"), &json!("busy"), &json!([running])),
        "{workers:#}"
    );

    // A pause of ours is RQ's suspension.
    fleet.ok(&["pause"]);
    assert_eq!(fleet.python.ask(&json!({"do": "suspended"})), true);
    fleet.python.ask(&json!({"do": "set", "key": "test:go"}));
    fleet.until_state(&running, "finished");
    until(WITHIN, "RQ's worker is suspended", || {
        (fleet.python.ask(&json!({"do": "workers"}))[0]["state"] == "suspended").then_some(())
    });
    assert_eq!(fleet.job(&next)["state"], "queued");
    fleet.ok(&["resume"]);

    fleet.until_state(&next, "running");
    fleet.ok(&["cancel", &next]);
    let stopped = fleet.until_state(&next, "cancelled");
    assert_eq!(fleet.python.job(&next)["status"], "stopped", "{stopped:#}");
    fleet.ok(&["worker-stop", "theirs-1"]);
    until(WITHIN, "RQ's worker ends", || worker.has_ended().then_some(()));
}
