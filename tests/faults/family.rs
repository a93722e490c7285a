//! Death in the family: F5 (the parent dies, the child must), and F1 for the child alone.

use crate::children::{are_dead_within, children, lives, signal, stop_the_work_of};
use crate::drawings::{one_stroke, strokes};
use crate::process::Running;
use crate::shop::Shop;
use crate::wait::until;
use rustix::process::Signal;
use serde_json::json;
use std::time::Duration;

/// What is promised is 2 s; a busy computer may be late to look.
const SOON: Duration = Duration::from_secs(5);

#[test]
fn the_children_of_a_killed_worker_die_with_it() {
    let shop = Shop::open();
    let id = shop.submit(&[&shop.write("long.svg", strokes(150_000, 5))]);
    let worker = shop.worker(&["--name", "doomed"]);
    shop.until_state(&id, "running");
    // Stopped, they can do nothing about it themselves.
    let orphans = stop_the_work_of(&worker);
    worker.kill();
    are_dead_within(SOON, &orphans);
}

#[test]
fn the_death_of_a_child_costs_one_attempt_and_not_the_worker() {
    let shop = Shop::open();
    let id = shop.submit(&[&shop.write("long.svg", strokes(60_000, 5)), "--retry", "1:0"]);
    let mut worker: Running = shop.worker(&["--name", "parent"]);
    shop.until_state(&id, "running");
    let victims = until(SOON, "the worker has a child", || {
        Some(children(&worker)).filter(|children| !children.is_empty())
    });
    assert!(victims.iter().all(|victim| lives(*victim)));
    signal(&victims, Signal::KILL);
    let job = shop.until_state(&id, "finished");
    let outcomes: Vec<_> =
        job["attempts"].as_array().unwrap().iter().map(|one| one["outcome"].clone()).collect();
    assert_eq!(outcomes, [json!("child_died"), json!("finished")], "{job}");
    assert!(!worker.has_ended(), "{}", worker.said());
    let next = shop.submit(&[&shop.write("a.svg", one_stroke(1))]);
    assert_eq!(shop.until_state(&next, "finished")["worker"], "parent");
}
