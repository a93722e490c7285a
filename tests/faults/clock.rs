//! Wall clocks that jump: F11 of the list of faults. `PENSTOCK_CLOCK_AHEAD` names a file with milliseconds
//! that a process of a build with debug assertions adds to its wall clock.

use crate::children::{signal, stop_the_work_of};
use crate::drawings::{one_stroke, strokes};
use crate::process::Running;
use crate::shop::{Shop, WORK};
use penstock_testkit::RedisServer;
use rustix::process::Signal;
use serde_json::json;

const HOUR_MS: i64 = 3_600_000;
/// An hour and a day forth and back, as summer time, a flat battery and a wrong server do it, and half a second.
const JUMPS_MS: [i64; 5] = [HOUR_MS, -HOUR_MS, 24 * HOUR_MS, -24 * HOUR_MS, 500];

#[test]
fn a_clock_that_jumps_ends_no_lease_on_sqlite() {
    jump(&Shop::open());
}

#[test]
fn a_clock_that_jumps_ends_no_lease_on_redis() {
    let server = RedisServer::start();
    jump(&Shop::on(&server.url()));
}

/// A worker whose clock is as far ahead as the file says.
fn worker(shop: &Shop, words: &[&str]) -> Running {
    let mut command = shop.command(&[&["worker"], words].concat());
    Running::start(command.env("PENSTOCK_CLOCK_AHEAD", shop.path("ahead")))
}

fn burst(shop: &Shop, queue: &str) {
    let outcome = worker(shop, &["--burst", "--queues", queue]).outcome(WORK);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
}

fn jump(shop: &Shop) {
    shop.write("ahead", "0");
    let id = shop.submit(&[&shop.write("long.svg", strokes(20_000, 5)), "--queue", "default"]);
    let steady = worker(shop, &["--name", "steady", "--queues", "default"]);
    shop.until_state(&id, "running");
    let work = stop_the_work_of(&steady);
    let file = shop.write("a.svg", one_stroke(1));
    for jump in JUMPS_MS {
        shop.write("ahead", jump.to_string());
        let other = shop.submit(&[&file, "--queue", "other"]);
        // It looks for lost jobs before it takes this one, by the same clock.
        burst(shop, "other");
        assert_eq!(shop.state(&other), "finished", "after a jump of {jump} ms");
        let job = shop.job(&id);
        assert_eq!(
            (&job["state"], &job["attempt"]),
            (&json!("running"), &json!(1)),
            "a jump of {jump} ms: {job}"
        );
    }
    signal(&work, Signal::CONT);
    let job = shop.until_state(&id, "finished");
    assert_eq!((&job["attempt"], &job["worker"]), (&json!(1), &json!("steady")), "{job}");
}

#[test]
fn a_job_for_later_starts_once_however_the_clock_jumps() {
    let shop = Shop::open();
    let id = shop.submit(&[&shop.write("a.svg", one_stroke(1)), "--in", "1h"]);
    for (ahead, state) in [(0, "scheduled"), (-24 * HOUR_MS, "scheduled"), (2 * HOUR_MS, "finished")] {
        shop.write("ahead", ahead.to_string());
        burst(&shop, "default");
        assert_eq!(shop.state(&id), state, "{ahead} ms ahead");
    }
    for ahead in [-24 * HOUR_MS, 0, 48 * HOUR_MS] {
        shop.write("ahead", ahead.to_string());
        burst(&shop, "default");
        let job = shop.job(&id);
        assert_eq!(
            (&job["state"], &job["attempt"]),
            (&json!("finished"), &json!(1)),
            "{ahead} ms ahead: {job}"
        );
    }
}

/// On Redis the server's clock counts: a worker's own may be wrong by as much as it likes.
#[test]
fn a_worker_with_a_wrong_clock_starts_no_job_early_on_redis() {
    let server = RedisServer::start();
    let shop = Shop::on(&server.url());
    let id = shop.submit(&[&shop.write("a.svg", one_stroke(1)), "--in", "1h", "--queue", "default"]);
    for ahead in [2 * HOUR_MS, -24 * HOUR_MS] {
        shop.write("ahead", ahead.to_string());
        burst(&shop, "default");
        assert_eq!(shop.state(&id), "scheduled", "{ahead} ms ahead");
    }
}
