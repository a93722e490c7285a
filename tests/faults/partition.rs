//! A worker and its Redis lose sight of each other for longer than a lease: F10, and with it F9.

use crate::children::{are_dead_within, stop_the_work_of};
use crate::drawings::{one_stroke, strokes};
use crate::rest::the_store_is_sound;
use crate::shop::{Shop, text};
use penstock_testkit::{Proxy, RedisServer};
use serde_json::json;
use std::time::{Duration, SystemTime};

/// A lease, and what a busy computer may need to see that it is over.
const LEASE: Duration = Duration::from_secs(25);

#[test]
fn a_worker_that_cannot_see_its_store_stops_before_another_starts_the_job() {
    let server = RedisServer::start();
    let proxy = Proxy::before(server.port());
    let shop = Shop::on(&server.url());
    let id = shop.submit(&[&shop.write("long.svg", strokes(40_000, 5)), "--queue", "default"]);
    let mut cut_off = shop.worker(&["--store", &proxy.url(), "--name", "cut-off", "--queues", "default"]);
    shop.until_state(&id, "running");
    // The work of this one takes longer than any lease.
    let work = stop_the_work_of(&cut_off);
    proxy.silence(Duration::from_secs(600));
    let healthy = shop.worker(&["--name", "healthy", "--queues", "default"]);
    are_dead_within(LEASE, &work);
    let died = SystemTime::now();

    let job = shop.until_state(&id, "finished");
    let attempts = job["attempts"].as_array().unwrap();
    assert_eq!((attempts.len(), &attempts[0]["outcome"]), (2, &json!("worker_lost")), "{job}");
    let started: jiff::Timestamp = text(&attempts[1]["started_at"]).parse().unwrap();
    let early = died.duration_since(SystemTime::from(started)).unwrap_or_default();
    // Deaths are looked for every 25 ms, and starts are cut to milliseconds.
    assert!(
        early < Duration::from_secs(1),
        "the job was started again {early:?} before its first run had ended"
    );
    assert_eq!((&job["attempts_finished"], &job["worker"]), (&json!(1), &json!("healthy")), "{job}");

    healthy.kill();
    proxy.speak();
    let next = shop.submit(&[&shop.write("a.svg", one_stroke(1)), "--queue", "default"]);
    assert_eq!(shop.until_state(&next, "finished")["worker"], "cut-off", "it goes on when the line is back");
    assert!(!cut_off.has_ended(), "{}", cut_off.said());
    the_store_is_sound(&shop, "after the line was back");
}
