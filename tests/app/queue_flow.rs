//! One job from submission to its files, and what decides which job goes first.

use crate::drawings::{one_stroke, strokes, three_layers};
use crate::process::Running;
use crate::shop::{Shop, WORK, names_in, number, text};
use crate::wait::until;
use serde_json::{Value, json};

#[test]
fn a_job_is_submitted_run_listed_and_fetched() {
    let shop = Shop::open();
    let file = shop.write("three layers.svg", three_layers());
    let id = shop.submit(&[&file]);
    assert_eq!(shop.state(&id), "queued");
    shop.burst();

    let list = shop.json(&["jobs", "--json"]);
    assert_eq!(list["next"], Value::Null);
    let keys: Vec<&String> = list.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["jobs", "next"]);
    let job = &list["jobs"][0];
    for (key, value) in [
        ("id", json!(id)),
        ("task", json!("plot")),
        ("state", json!("finished")),
        ("attempt", json!(1)),
        ("attempts_finished", json!(1)),
        ("label", json!("three layers.svg")),
    ] {
        assert_eq!(job[key], value, "{key}");
    }
    assert!(
        text(&job["created_at"]).ends_with('Z') && text(&job["created_at"]).contains('T'),
        "{}",
        job["created_at"]
    );
    assert!(job["queue"].is_string());

    let out = shop.path("fetched/here");
    shop.ok(&["job", &id, "--fetch", out.to_str().unwrap()]);
    assert_eq!(names_in(&out), ["plot.svg", "report.json"]);
    let direct = shop.path("direct");
    shop.ok(&["run", "plot", &file, "--out", direct.to_str().unwrap()]);
    for name in ["plot.svg", "report.json"] {
        let (queued, run) =
            (std::fs::read(out.join(name)).unwrap(), std::fs::read(direct.join(name)).unwrap());
        assert!(queued == run, "{name} is the same whether it was queued or run");
    }
}

#[test]
fn every_state_is_listed_newest_first_and_pages_follow_each_other() {
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    let ids: Vec<String> = (0..5).map(|_| shop.submit(&[&file])).collect();
    let held = shop.submit(&[&file, "--hold"]);
    shop.ok(&["cancel", &ids[0]]);
    let newest_first: Vec<String> = std::iter::once(&held).chain(ids.iter().rev()).cloned().collect();
    let listed: Vec<String> = shop.jobs().iter().map(|job| text(&job["id"])).collect();
    assert_eq!(listed, newest_first);

    let first = shop.json(&["jobs", "--json", "--limit", "4"]);
    let second = shop.json(&["jobs", "--json", "--limit", "4", "--cursor", &text(&first["next"])]);
    let paged = [&first, &second].into_iter().flat_map(|page| page["jobs"].as_array().unwrap().clone());
    assert_eq!(paged.map(|job| text(&job["id"])).collect::<Vec<_>>(), newest_first);
    assert_eq!(second["next"], Value::Null);

    let of =
        |words: &[&str]| shop.json(&[&["jobs", "--json"], words].concat())["jobs"].as_array().unwrap().len();
    assert_eq!(of(&["--state", "cancelled"]), 1);
    assert_eq!(of(&["--state", "held"]), 1);
    assert_eq!(of(&["--state", "queued"]), 4);
    assert_eq!(of(&["--search", "a.svg"]), 6);
    assert_eq!(of(&["--search", "b.svg"]), 0);
    assert_eq!(of(&["--queue", "nobody"]), 0);

    shop.ok(&["release", &held]);
    assert_eq!((of(&["--state", "held"]), of(&["--state", "queued"])), (0, 5));
}

#[test]
fn many_jobs_of_a_kind_are_one_submission() {
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    let printed = shop.ok(&["submit", "plot", &file, "--count", "7"]);
    let mut ids: Vec<&str> = printed.lines().collect();
    assert_eq!(ids.len(), 7);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 7, "each has an id of its own");
    assert_eq!(shop.jobs().len(), 7);
}

#[test]
fn a_job_waits_for_those_it_comes_after() {
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    let (one, two) = (shop.submit(&[&file]), shop.submit(&[&file]));
    let last = shop.submit(&[&file, "--after", &one, "--after", &two, "--front"]);
    assert_eq!(shop.state(&last), "deferred");
    shop.burst();
    let ended = |id: &str| text(&shop.job(id)["ended_at"]);
    let started = text(&shop.job(&last)["started_at"]);
    assert_eq!(shop.state(&last), "finished");
    assert!(ended(&one) <= started && ended(&two) <= started);
}

#[test]
fn what_waits_for_a_failure_fails_with_its_reason() {
    let shop = Shop::open();
    let bad = shop.write("bad.svg", "no drawing");
    let good = shop.write("good.svg", one_stroke(1));
    let first = shop.submit(&[&bad]);
    let second = shop.submit(&[&good, "--after", &first]);
    shop.burst();
    assert_eq!(shop.state(&first), "failed");
    let second = shop.job(&second);
    assert_eq!(second["state"], "failed");
    assert!(text(&second["failure"]["title"]).len() > 10, "{second}");
}

#[test]
fn the_front_and_the_order_of_queues_decide_who_goes_first() {
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    let plain = shop.submit(&[&file, "--queue", "day"]);
    let front = shop.submit(&[&file, "--queue", "day", "--front"]);
    let urgent = shop.submit(&[&file, "--queue", "urgent"]);
    let other = shop.submit(&[&file, "--queue", "elsewhere"]);
    shop.ok(&["worker", "--burst", "--queues", "urgent,day"]);
    let mut ran: Vec<(String, String)> = [&plain, &front, &urgent]
        .into_iter()
        .map(|id| (text(&shop.job(id)["started_at"]), id.clone()))
        .collect();
    ran.sort();
    let order: Vec<&String> = ran.iter().map(|(_, id)| id).collect();
    assert_eq!(order, [&urgent, &front, &plain]);
    assert_eq!(shop.state(&other), "queued", "nobody was told to take it");
}

#[test]
fn a_known_key_yields_the_first_job() {
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    let first = shop.submit(&[&file, "--key", "order 17"]);
    assert_eq!(shop.submit(&[&file, "--key", "order 17"]), first);
    shop.burst();
    assert_eq!(shop.submit(&[&file, "--key", "order 17"]), first, "after it finished too");
    assert_ne!(shop.submit(&[&file, "--key", "order 18"]), first);
    assert_eq!(shop.jobs().len(), 2);
}

#[test]
fn watching_follows_a_job_to_its_end_and_tells_by_the_exit_code() {
    let shop = Shop::open();
    let good = shop.submit(&[&shop.write("good.svg", strokes(3_000, 1))]);
    let bad = shop.submit(&[&shop.write("bad.svg", "no drawing")]);
    let watching = |id: &str| Running::start(&mut shop.command(&["job", id, "--watch", "--json"]));
    let (watch_good, watch_bad) = (watching(&good), watching(&bad));
    until(WORK, "it is seen waiting", || watch_good.said().contains("queued").then_some(()));
    shop.burst();
    let seen = watch_good.outcome(WORK);
    assert_eq!(seen.code, Some(0), "{seen:?}");
    let printed: Value = serde_json::from_str(&seen.stdout).unwrap();
    assert_eq!(printed["state"], "finished");
    assert!(seen.stderr.lines().any(|line| line.starts_with("queued")), "{}", seen.stderr);
    let seen = watch_bad.outcome(WORK);
    assert_eq!(seen.code, Some(1), "{seen:?}");
    let printed: Value = serde_json::from_str(&seen.stdout).unwrap();
    assert_eq!(printed["failure"]["class"], "bad_input", "{printed}");
    assert!(text(&printed["failure"]["title"]).contains("bad.svg"), "{printed}");
}

#[test]
fn nothing_is_fetched_from_a_job_without_a_result() {
    let shop = Shop::open();
    let id = shop.submit(&[&shop.write("bad.svg", "no drawing")]);
    shop.burst();
    let out = shop.path("out");
    let outcome = shop.call(&["job", &id, "--fetch", out.to_str().unwrap()]);
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(outcome.stderr.contains("failed"), "{outcome:?}");
    assert!(!out.exists());
    assert_eq!(shop.call(&["job", "no-such-job"]).code, Some(2));
}

#[test]
fn a_worker_ends_after_as_many_jobs_as_it_was_told() {
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    shop.ok(&["submit", "plot", &file, "--count", "4"]);
    shop.ok(&["worker", "--max-jobs", "3"]);
    let finished = shop.jobs().iter().filter(|job| job["state"] == "finished").count();
    assert_eq!(finished, 3);
}

#[test]
fn a_running_job_tells_how_far_it_is() {
    let shop = Shop::open();
    let id = shop.submit(&[&shop.write("many.svg", strokes(150_000, 2))]);
    let _worker = shop.worker(&["--name", "bench 1"]);
    let job = until(WORK, "there is progress", || {
        let job = shop.job(&id);
        assert!(job["state"] == "queued" || job["state"] == "running", "{job}");
        job["progress"]["fraction"].is_number().then_some(job)
    });
    assert!((0.0..=1.0).contains(&number(&job["progress"]["fraction"])));
    assert!(!text(&job["progress"]["stage"]).is_empty());
    assert_eq!(job["worker"], "bench 1");
    let workers = shop.json(&["workers", "--json"]);
    assert_eq!(workers["workers"][0]["name"], "bench 1");
    assert_eq!(workers["workers"][0]["state"], "busy");
    assert_eq!(workers["workers"][0]["jobs"], json!([id]));
}
