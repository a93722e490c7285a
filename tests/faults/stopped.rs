//! A worker stands still for longer than its lease and then goes on: F4 of the list of faults.

use crate::children::is_stopped;
use crate::drawings::strokes;
use crate::process::Running;
use crate::rest::the_store_is_sound;
use crate::shop::Shop;
use crate::wait::until;
use penstock_testkit::RedisServer;
use rustix::process::Signal;
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn a_worker_that_stood_still_on_sqlite_is_refused_when_it_goes_on() {
    stand_still(&Shop::open());
}

#[test]
fn a_worker_that_stood_still_on_redis_is_refused_when_it_goes_on() {
    let server = RedisServer::start();
    stand_still(&Shop::on(&server.url()));
}

fn stand_still(shop: &Shop) {
    let file = shop.write("long.svg", strokes(40_000, 5));
    let id = shop.submit(&[&file, "--queue", "default"]);
    let sleeper = shop.worker(&["--name", "sleeper", "--queues", "default"]);
    shop.until_state(&id, "running");
    // Its child works on, and its answer waits in the pipe: that is the late writer.
    stop_between_two_writes(&sleeper);
    let _healthy = shop.worker(&["--name", "healthy", "--queues", "default"]);
    let job = shop.until_state(&id, "finished");
    assert_eq!(job["worker"], "healthy", "{job}");
    let before = shop.job(&id)["artifacts"].clone();
    sleeper.signal(Signal::CONT);
    until(Duration::from_secs(30), "the late writer is refused, and says so", || {
        sleeper.said().contains("dropped").then_some(())
    });
    let job = shop.job(&id);
    assert_eq!(
        (outcomes(&job), &job["attempts_finished"]),
        (vec![json!("worker_lost"), json!("finished")], &json!(1))
    );
    assert_eq!((&job["worker"], &job["artifacts"]), (&json!("healthy"), &before), "the first result stands");
    the_store_is_sound(shop, "after the sleeper woke");
}

/// Stops it where it holds no lock on the file: with one, SQLite lets nobody else write until it goes on or is
/// killed, which is the limit that the docs name.
fn stop_between_two_writes(worker: &Running) {
    until(Duration::from_secs(20), "the worker is stopped between two writes", || {
        worker.signal(Signal::STOP);
        until(Duration::from_secs(20), "every thread stands still", || is_stopped(worker.id()).then_some(()));
        if !holds_a_lock(worker.id()) {
            return Some(());
        }
        worker.signal(Signal::CONT);
        None
    });
}

/// Whether a process holds a write lock on part of a file (`proc_locks(5)`), as SQLite's writers do.
fn holds_a_lock(process: u32) -> bool {
    let locks = std::fs::read_to_string("/proc/locks").unwrap_or_default();
    let process = process.to_string();
    locks.lines().any(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words.contains(&"POSIX") && words.contains(&"WRITE") && words.contains(&process.as_str())
    })
}

fn outcomes(job: &Value) -> Vec<Value> {
    job["attempts"].as_array().unwrap().iter().map(|attempt| attempt["outcome"].clone()).collect()
}
