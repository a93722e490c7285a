//! A worker dies at every place of a job's life that has a name, at the first time it passes, the second, and
//! so on until it lives through: F2 of the list of faults.

use crate::process::Running;
use crate::rest::{every_job_finished_once, every_result_is_whole, settle, the_store_is_sound};
use crate::shop::Shop;
use penstock_jobs::CRASH_PLACES;
use penstock_testkit::RedisServer;
use std::collections::BTreeSet;
use std::time::Duration;

const QUEUES: &str = "high,default";
/// A worker that does its two jobs, or dies on the way.
const LIFE: Duration = Duration::from_secs(60);
/// What a place is passed at most in such a life.
const OFTEN: u64 = 60;

#[test]
fn a_death_at_any_place_loses_and_doubles_nothing_on_sqlite() {
    let deaths = at_every_place(|| (Shop::open(), None));
    assert!(deaths.iter().any(|(place, _)| place.starts_with("sqlite.")), "{deaths:?}");
    assert!(deaths.iter().any(|(place, _)| place.starts_with("file.")), "{deaths:?}");
    each_was_passed(&deaths, |place| !place.starts_with("redis."));
}

#[test]
fn a_death_at_any_place_loses_and_doubles_nothing_on_redis() {
    let deaths = at_every_place(|| {
        let server = RedisServer::start();
        (Shop::on(&server.url()), Some(server))
    });
    each_was_passed(&deaths, |place| place.starts_with("redis.") || place.starts_with("worker."));
}

/// A place that no life passes proves nothing.
fn each_was_passed(deaths: &[(&str, u64)], belongs: impl Fn(&str) -> bool) {
    for place in CRASH_PLACES.into_iter().filter(|place| belongs(place)) {
        assert!(deaths.iter().any(|(passed, _)| *passed == place), "no worker died at {place}");
    }
    println!("{} deaths: {deaths:?}", deaths.len());
}

/// Where workers died, and the how-manieth time they were there.
fn at_every_place(open: impl Fn() -> (Shop, Option<RedisServer>)) -> Vec<(&'static str, u64)> {
    let mut deaths = Vec::new();
    for place in CRASH_PLACES {
        let (shop, _server) = open();
        let mut acknowledged = BTreeSet::new();
        for time in 1..=OFTEN {
            let what = format!("{place}:{time}");
            acknowledged.extend(two_jobs(&shop, time));
            let died = dies_at(&shop, &what);
            settle(&shop, QUEUES);
            if !died {
                break;
            }
            deaths.push((place, time));
        }
        every_job_finished_once(&shop, &acknowledged, place);
        every_result_is_whole(&shop, &acknowledged, place);
        the_store_is_sound(&shop, place);
    }
    deaths
}

/// One in each queue: the second waits while the first runs. Their results are like no others, so that every
/// file is written anew.
fn two_jobs(shop: &Shop, time: u64) -> [String; 2] {
    [("high", 20), ("default", 90)].map(|(queue, size)| {
        let width = format!("width_mm={}", size + time);
        let small = ["--set", "kind=grid", "--set", &width, "--set", "height_mm=20"];
        let id = shop.ok(&[&["submit", "pattern", "--queue", queue], &small[..]].concat());
        id.trim().to_owned()
    })
}

/// Whether a worker that was to die there did.
fn dies_at(shop: &Shop, place: &str) -> bool {
    let mut command = shop.command(&["worker", "--burst", "--queues", QUEUES]);
    let outcome = Running::start(command.env("PENSTOCK_CRASH_AT", place)).outcome(LIFE);
    match outcome.code {
        Some(0) => false,
        None => true,
        Some(_) => panic!("the worker neither died nor did its work: {outcome:?}"),
    }
}
