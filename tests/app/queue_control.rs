//! What a person does to jobs, queues and workers.

use crate::drawings::{one_stroke, strokes};
use crate::shop::{Shop, WORK, text};
use crate::wait::until;
use rustix::process::Signal;
use serde_json::Value;

/// A drawing that keeps a worker busy long enough to do something to it.
fn long() -> String {
    strokes(150_000, 5)
}

#[test]
fn a_running_job_is_cancelled_and_its_worker_goes_on() {
    let shop = Shop::open();
    let first = shop.submit(&[&shop.write("long.svg", long())]);
    let second = shop.submit(&[&shop.write("short.svg", one_stroke(1))]);
    let _worker = shop.worker(&[]);
    shop.until_state(&first, "running");
    assert!(shop.ok(&["cancel", &first]).contains(&first));
    let job = shop.until_state(&first, "cancelled");
    assert_eq!(job["attempts_finished"], 0);
    assert_eq!(job["artifacts"], Value::Array(Vec::new()));
    let actions: Vec<String> =
        job["audit"].as_array().unwrap().iter().map(|entry| text(&entry["action"])).collect();
    assert_eq!(actions, ["submit", "cancel"]);
    assert_eq!(job["audit"][1]["actor"], "cli:tester");
    shop.until_state(&second, "finished");
}

#[test]
fn a_waiting_job_is_cancelled_at_once_and_each_id_gets_its_verdict() {
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    let (one, two) = (shop.submit(&[&file]), shop.submit(&[&file]));
    shop.ok(&["cancel", &one]);
    let again = shop.call(&["cancel", &one, &two]);
    assert_eq!(again.code, Some(1), "one of them was cancelled before: {again:?}");
    let verdict =
        |id: &str| again.stdout.lines().find(|line| line.starts_with(id)).unwrap_or_default().to_owned();
    assert!(verdict(&one).contains("refused") && verdict(&two).contains("cancelled"), "{again:?}");
    assert_eq!(shop.state(&two), "cancelled");
    let unknown = shop.call(&["cancel", "no-such-job"]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.stdout.contains("no-such-job"), "{unknown:?}");
}

#[test]
fn a_paused_queue_gives_nothing_until_it_is_resumed() {
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    let day = shop.submit(&[&file, "--queue", "day"]);
    let night = shop.submit(&[&file, "--queue", "night"]);
    shop.ok(&["pause", "day"]);
    shop.ok(&["worker", "--burst", "--queues", "day,night"]);
    assert_eq!((shop.state(&day), shop.state(&night)), ("queued".to_owned(), "finished".to_owned()));
    let queues = shop.json(&["queues", "--json"]);
    let paused = |name: &str| {
        queues["queues"].as_array().unwrap().iter().find(|queue| queue["name"] == name).unwrap()["paused"]
            .clone()
    };
    assert_eq!((paused("day"), paused("night")), (Value::Bool(true), Value::Bool(false)));
    assert_eq!(queues["all_paused"], false);
    shop.ok(&["resume", "day"]);
    shop.ok(&["worker", "--burst", "--queues", "day,night"]);
    assert_eq!(shop.state(&day), "finished");
}

#[test]
fn all_queues_pause_and_resume_together() {
    let shop = Shop::open();
    let id = shop.submit(&[&shop.write("a.svg", one_stroke(1))]);
    shop.ok(&["pause"]);
    assert_eq!(shop.json(&["queues", "--json"])["all_paused"], true);
    shop.burst();
    assert_eq!(shop.state(&id), "queued");
    shop.ok(&["resume"]);
    shop.burst();
    assert_eq!(shop.state(&id), "finished");
}

#[test]
fn jobs_move_within_their_queue_and_to_another() {
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    let ids: Vec<String> = (0..4).map(|_| shop.submit(&[&file, "--queue", "day"])).collect();
    shop.ok(&["move", &ids[2], "--to", "front"]);
    shop.ok(&["move", &ids[0], "--to", "back"]);
    shop.ok(&["move", &ids[1], "--to", "night"]);
    assert_eq!(shop.job(&ids[1])["queue"], "night");
    shop.ok(&["worker", "--burst", "--queue", "day"]);
    let started = |id: &String| text(&shop.job(id)["started_at"]);
    assert!(started(&ids[2]) < started(&ids[3]) && started(&ids[3]) < started(&ids[0]));
    assert_eq!(shop.state(&ids[1]), "queued");
    let late = shop.call(&["move", &ids[0], "--to", "front"]);
    assert_eq!(late.code, Some(1), "a finished job waits nowhere: {late:?}");
}

#[test]
fn a_deleted_job_is_gone_and_a_running_one_stays() {
    let shop = Shop::open();
    let gone = shop.submit(&[&shop.write("a.svg", one_stroke(1))]);
    shop.ok(&["delete", &gone]);
    assert_eq!(shop.call(&["job", &gone]).code, Some(2));
    assert!(shop.jobs().is_empty());
    let runs = shop.submit(&[&shop.write("long.svg", long())]);
    let _worker = shop.worker(&[]);
    shop.until_state(&runs, "running");
    let refused = shop.call(&["delete", &runs]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert_eq!(shop.state(&runs), "running");
}

#[test]
fn failed_jobs_are_queued_again_by_id_or_all_of_a_queue() {
    let shop = Shop::open();
    let bad = shop.write("bad.svg", "no drawing");
    let day = shop.submit(&[&bad, "--queue", "day"]);
    let night = shop.submit(&[&bad, "--queue", "night"]);
    shop.ok(&["worker", "--burst", "--queues", "day,night"]);
    assert_eq!((shop.state(&day), shop.state(&night)), ("failed".to_owned(), "failed".to_owned()));
    shop.ok(&["retry", "--failed", "--queue", "day"]);
    assert_eq!((shop.state(&day), shop.state(&night)), ("queued".to_owned(), "failed".to_owned()));
    shop.ok(&["retry", &night]);
    assert_eq!(shop.state(&night), "queued");
    shop.ok(&["worker", "--burst", "--queues", "day,night"]);
    assert_eq!(shop.job(&day)["attempts"].as_array().unwrap().len(), 2);
}

#[test]
fn one_signal_lets_the_job_end_and_a_second_gives_it_back() {
    let shop = Shop::open();
    let file = shop.write("long.svg", long());
    let first = shop.submit(&[&file]);
    let second = shop.submit(&[&file]);
    let worker = shop.worker(&[]);
    shop.until_state(&first, "running");
    worker.signal(Signal::TERM);
    let outcome = worker.outcome(WORK);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_eq!((shop.state(&first), shop.state(&second)), ("finished".to_owned(), "queued".to_owned()));

    let worker = shop.worker(&["--name", "hurried"]);
    shop.until_state(&second, "running");
    worker.signal(Signal::TERM);
    until(WORK, "the worker heard it", || worker.said().contains("Finishing what runs").then_some(()));
    worker.signal(Signal::INT);
    let outcome = worker.outcome(WORK);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    let job = shop.job(&second);
    assert_eq!((&job["state"], &job["attempts_finished"]), (&Value::from("queued"), &Value::from(0)));
    assert_eq!(job["attempts"][0]["outcome"], "interrupted");
}

#[test]
fn a_worker_is_stopped_from_elsewhere() {
    let shop = Shop::open();
    let id = shop.submit(&[&shop.write("long.svg", long())]);
    let worker = shop.worker(&["--name", "far away"]);
    shop.until_state(&id, "running");
    shop.ok(&["worker-stop", "far away", "--now"]);
    let outcome = worker.outcome(WORK);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_eq!(shop.state(&id), "queued");
    assert_eq!(shop.call(&["worker-stop", "nobody"]).code, Some(2));
}
