//! A nest may be stopped at any time: what was found until then is kept, and said.

use crate::process::Running;
use crate::shop::{Shop, WORK, names_in, text};
use crate::wait::until;
use rustix::process::Signal;
use serde_json::{Value, json};

const PART: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="120mm" height="80mm" viewBox="0 0 120 80"><path fill="none" stroke="black" d="M0 0H120V30H60V80H0Z"/></svg>"#;
/// Far longer than any test waits.
const SETTINGS: [&str; 6] = ["--set", "time_limit_s=3600", "--set", "quantity=20", "--set", "rotations=any"];

fn is_a_kept_nest(report: &Value) {
    assert_eq!(report["stopped_early"], true, "{report}");
    assert_eq!((&report["placed"], &report["checked"]), (&json!(20), &json!(true)), "{report}");
    let kinds = report["diagnostics"].as_array().unwrap().iter().map(|one| text(&one["kind"]));
    assert!(kinds.into_iter().any(|kind| kind == "stopped-early"), "{report}");
}

#[test]
fn a_signal_ends_a_nest_with_the_best_layout_found() {
    let shop = Shop::open();
    let (file, out) = (shop.write("part.svg", PART), shop.path("out"));
    let words = ["run", "nest", &file, "--out", out.to_str().unwrap(), "--json"];
    let mut running = Running::start(shop.command(&words).args(SETTINGS));
    until(WORK, "there is a layout", || {
        assert!(!running.has_ended(), "{}", running.said());
        running.said().contains("Nesting").then_some(())
    });
    running.signal(Signal::INT);
    let outcome = running.outcome(WORK);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    is_a_kept_nest(&serde_json::from_str(&outcome.stdout).unwrap());
    assert!(names_in(&out).contains(&"nest.dxf".to_owned()));
}

#[test]
fn a_cancelled_nest_is_finished_with_the_best_layout_found() {
    let shop = Shop::open();
    let file = shop.write("part.svg", PART);
    let mut words = vec!["submit", "nest", &file];
    words.extend(SETTINGS);
    let id = shop.ok(&words).trim().to_owned();
    let _worker = shop.worker(&["--queue", "nesting"]);
    until(WORK, "there is a layout", || {
        let stage = &shop.job(&id)["progress"]["stage"];
        stage.as_str().is_some_and(|stage| stage.contains("Nesting")).then_some(())
    });
    shop.ok(&["cancel", &id]);
    let job = shop.until_state(&id, "finished");
    is_a_kept_nest(&job["report"]);
}
