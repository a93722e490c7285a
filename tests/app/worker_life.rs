//! How a worker starts and ends, as service managers and the systems before Penstock do it.

use crate::drawings::{one_stroke, strokes};
use crate::process::Running;
use crate::shop::{Shop, WORK, text};
use crate::wait::until;
use penstock_testkit::RedisServer;
use rustix::process::Signal;
use serde_json::Value;
use std::time::Duration;

fn workers(shop: &Shop) -> Vec<Value> {
    shop.json(&["workers", "--json"])["workers"].as_array().cloned().unwrap_or_default()
}

#[test]
fn the_first_signal_drains_and_says_so_and_the_second_gives_back() {
    let shop = Shop::open();
    let id = shop.submit(&[&shop.write("long.svg", strokes(150_000, 5))]);
    let worker = shop.worker(&["--name", "w1"]);
    shop.until_state(&id, "running");
    worker.signal(Signal::TERM);
    until(WORK, "the list shows it as draining", || {
        workers(&shop)
            .iter()
            .any(|worker| worker["name"] == "w1" && worker["state"] == "draining")
            .then_some(())
    });
    worker.signal(Signal::TERM);
    let outcome = worker.outcome(WORK);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    let job = shop.job(&id);
    // What was given back costs no attempt. It may also have been done just before.
    assert!(["queued", "finished"].contains(&text(&job["state"]).as_str()), "{job}");
}

#[test]
fn the_environment_names_queues_and_worker_in_strict_order() {
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    let low = shop.submit(&[&file, "--queue", "low"]);
    let high = shop.submit(&[&file, "--queue", "high"]);
    let other = shop.submit(&[&file, "--queue", "other"]);
    let mut command = shop.command(&["worker", "--burst", "--max-jobs", "1"]);
    command.env("RQ_QUEUE_NAMES", "high,low").env("RQ_WORKER_NAME", "from-the-environment");
    assert_eq!(Running::start(&mut command).outcome(WORK).code, Some(0));
    let job = shop.job(&high);
    assert_eq!(
        (job["state"].as_str(), job["worker"].as_str()),
        (Some("finished"), Some("from-the-environment"))
    );
    assert_eq!((shop.state(&low), shop.state(&other)), ("queued".to_owned(), "queued".to_owned()));
}

#[test]
fn lifetimes_come_from_the_environment() {
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    let mut command = shop.command(&["submit", "plot", &file]);
    command.env("RQ_RESULT_TTL", "60").env("RQ_FAILURE_TTL", "-1");
    let outcome = Running::start(&mut command).outcome(WORK);
    let job = shop.job(outcome.stdout.trim());
    assert_eq!((&job["result_ttl_s"], &job["failure_ttl_s"]), (&Value::from(60), &Value::Null));
    let mut command = shop.command(&["submit", "plot", &file]);
    let refused = Running::start(command.env("RQ_RESULT_TTL", "soon")).outcome(WORK);
    assert!(refused.code == Some(2) && refused.stderr.contains("RQ_RESULT_TTL"), "{refused:?}");
}

#[test]
fn an_address_that_is_none_is_refused_before_anything_runs() {
    let shop = Shop::open();
    let refused = shop.call(&["worker", "--burst", "--allow-address", "shop.example/art"]);
    assert!(refused.code == Some(2) && refused.stderr.contains("--allow-address"), "{refused:?}");
}

#[test]
fn a_store_that_is_away_is_exit_code_three() {
    let shop = Shop::open();
    // Nobody listens on port 1 of this computer.
    let words = ["worker", "--burst", "--store", "redis://127.0.0.1:1/0", "--queues", "a"];
    let away = Running::start(&mut shop.command(&words)).outcome(Duration::from_secs(120));
    assert_eq!(away.code, Some(3), "{away:?}");
}

#[test]
fn on_redis_a_worker_takes_only_named_queues_and_runs_another_systems_function() {
    let (shop, redis) = (Shop::open(), RedisServer::start());
    let on_redis = |words: &[&str]| {
        let mut command = shop.command(words);
        command.env_remove("PENSTOCK_STORE").env("REDIS_URL", redis.url()).current_dir(shop.path(""));
        Running::start(&mut command).outcome(WORK)
    };
    let refused = on_redis(&["worker", "--burst"]);
    assert!(refused.code == Some(2) && refused.stderr.contains("--queues"), "{refused:?}");
    shop.write("a.svg", one_stroke(1));
    let function = "workers.svg_tasks.schematic_vector_optimize";
    let arguments = r#"{"svg_url": "a.svg", "schematic_vector_id": "7"}"#;
    let submitted = on_redis(&["submit", "--rq-function", function, "--kwargs", arguments, "--queue", "svg"]);
    assert_eq!(submitted.code, Some(0), "{submitted:?}");
    let worked = on_redis(&["worker", "--burst", "--queues", "svg", "--allow-folder", "."]);
    assert_eq!(worked.code, Some(0), "{worked:?}");
    let job = on_redis(&["job", submitted.stdout.trim(), "--json"]);
    let job: Value = serde_json::from_str(&job.stdout).unwrap();
    assert_eq!(
        (job["state"].as_str(), job["report"]["status"].as_str()),
        (Some("finished"), Some("completed")),
        "{job}"
    );
    let made = "tests/output/generated/schematic-vectors/7/a_optimized.svg";
    assert!(text(&job["report"]["message"]).ends_with(made), "{job}");
    assert!(std::fs::read_to_string(shop.path(made)).unwrap().contains("<svg"));
}
