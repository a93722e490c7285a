//! Jobs that wait for a time: the first start, the next try, the end of an attempt.

use crate::drawings::{one_stroke, strokes};
use crate::shop::{Shop, WORK, text};
use serde_json::{Value, json};

#[test]
fn a_job_for_later_starts_when_its_time_has_come() {
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    let soon = shop.submit(&[&file, "--in", "2s"]);
    let tomorrow = shop.submit(&[&file, "--in", "1d"]);
    let dated = shop.submit(&[&file, "--at", "2100-01-01T00:00:00Z"]);
    let past = shop.submit(&[&file, "--at", "2001-01-01 08:00"]);
    for id in [&soon, &tomorrow, &dated] {
        assert_eq!(shop.state(id), "scheduled");
    }
    assert_eq!(shop.job(&dated)["not_before"], "2100-01-01T00:00:00.000Z");
    let due = text(&shop.job(&soon)["not_before"]);
    let _worker = shop.worker(&[]);
    shop.until_state(&past, "finished");
    let job = shop.until_state(&soon, "finished");
    assert!(text(&job["started_at"]) >= due, "{job}");
    assert_eq!((shop.state(&tomorrow), shop.state(&dated)), ("scheduled".to_owned(), "scheduled".to_owned()));
}

#[test]
fn an_attempt_beyond_its_time_is_ended_and_tried_again_after_its_interval() {
    let shop = Shop::open();
    let file = shop.write("many.svg", strokes(400_000, 4));
    let id = shop.submit(&[&file, "--timeout", "1", "--retry", "1:2"]);
    let _worker = shop.worker(&[]);
    let waiting = shop.until_state(&id, "retrying");
    assert_eq!(waiting["failure"]["class"], "timeout", "{waiting}");
    let job = shop.until_state(&id, "failed");
    let attempts = job["attempts"].as_array().unwrap();
    assert_eq!(attempts.len(), 2);
    assert_eq!((&job["attempt"], &job["attempts_finished"]), (&json!(2), &json!(0)));
    let (ended, started) = (text(&attempts[0]["ended_at"]), text(&attempts[1]["started_at"]));
    let pause = seconds(&started) - seconds(&ended);
    assert!((1.9..30.0).contains(&pause), "the second try came {pause} s after the first");
}

#[test]
fn a_bad_file_is_not_tried_again() {
    let shop = Shop::open();
    let id = shop.submit(&[&shop.write("bad.svg", "no drawing"), "--retry", "3:1"]);
    shop.burst();
    let job = shop.job(&id);
    assert_eq!((&job["state"], &job["attempt"]), (&json!("failed"), &json!(1)), "{job}");
}

#[test]
fn a_result_goes_when_its_lifetime_is_over() {
    let shop = Shop::open();
    let id = shop.submit(&[&shop.write("a.svg", one_stroke(1)), "--result-ttl", "1"]);
    shop.burst();
    // A worker ends lifetimes once a minute, and when it starts.
    let job = crate::wait::until(WORK, "the files are gone", || {
        shop.burst();
        Some(shop.job(&id)).filter(|job| job["expired"] == true)
    });
    assert_eq!(
        (&job["state"], &job["artifacts"]),
        (&json!("finished"), &Value::Array(Vec::new())),
        "the history stays"
    );
    let outcome = shop.call(&["job", &id, "--fetch", shop.path("out").to_str().unwrap()]);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("lifetime"), "{outcome:?}");
}

/// Seconds within the hour of an RFC 3339 time, good for differences within one hour.
fn seconds(time: &str) -> f64 {
    let clock = time.split_once('T').unwrap().1.trim_end_matches('Z');
    clock.split(':').fold(0.0, |sum, part| sum * 60.0 + part.parse::<f64>().unwrap())
}
