//! rq-dashboard 0.9 on a Redis that Penstock fills.

use crate::drawings::{one_stroke, strokes};
use crate::driver::with_scripts;
use crate::fleet::{Fleet, WITHIN};
use crate::process::Running;
use crate::wait::until;
use penstock_testkit::Python;
use serde_json::{Value, json};
use std::net::{Ipv4Addr, TcpListener};

/// The dashboard as a process.
struct Dashboard {
    process: Running,
    at: String,
}

impl Dashboard {
    fn open(fleet: &Fleet, version: &str) -> Self {
        let environment = Python::rq_dashboard(version);
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        let mut command = with_scripts(environment.program("rq-dashboard"));
        command.args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--redis-url", &fleet.url()]);
        let process = Running::start(&mut command);
        let dashboard = Self { process, at: format!("http://127.0.0.1:{port}") };
        until(WITHIN, "the dashboard answers", || ureq::get(&dashboard.at).call().ok().map(drop));
        dashboard
    }

    /// A page or a document; an error page fails the test.
    fn get(&self, path: &str) -> String {
        let answer = ureq::get(format!("{}{path}", self.at)).call();
        let mut answer = answer.unwrap_or_else(|error| panic!("{path}: {error}\n{}", self.process.said()));
        answer.body_mut().read_to_string().unwrap()
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.get(path)).unwrap()
    }
}

fn shows_everything(version: &str) {
    let fleet = Fleet::open(version);
    let fine = fleet.write("fine.svg", one_stroke(1));
    let done = fleet.submit(&["plot", &fine, "--queue", "default"]);
    let failed = fleet.submit(&["plot", &fleet.write("bad.svg", "no drawing"), "--queue", "default"]);
    fleet.our_burst("default");
    let cancelled = fleet.submit(&["plot", &fine, "--queue", "default"]);
    fleet.ok(&["cancel", &cancelled]);
    let scheduled = fleet.submit(&["plot", &fine, "--queue", "default", "--in", "1000s"]);
    let held = fleet.submit(&["plot", &fine, "--queue", "default", "--at", "2099-01-01T00:00:00Z"]);
    let deferred = fleet.submit(&["plot", &fine, "--queue", "default", "--after", &scheduled]);
    // Looks for a better order until the worker is killed.
    let long = fleet.write("long.svg", strokes(20_000, 3));
    let running = fleet.submit(&["plot", &long, "--queue", "default", "--set", "order_budget_s=500"]);
    let _worker = fleet.our_worker("default", &["--name", "bench 1", "--concurrency", "1"]);
    fleet.until_state(&running, "running");
    let queued = fleet.submit(&["plot", &fine, "--queue", "default"]);

    let dashboard = Dashboard::open(&fleet, version);
    let queues = dashboard.json("/0/data/queues.json");
    assert_eq!(queues["queues"][0]["name"], "default", "{queues:#}");
    for (registry, ids) in [
        ("queued", vec![&queued]),
        ("started", vec![&running]),
        ("finished", vec![&done]),
        ("failed", vec![&failed]),
        ("canceled", vec![&cancelled]),
        ("deferred", vec![&deferred]),
        ("scheduled", vec![&scheduled, &held]),
    ] {
        dashboard.get(&format!("/0/view/jobs/default/{registry}/8/asc/1"));
        let page = dashboard.json(&format!("/0/data/jobs/default/{registry}/8/asc/1.json"));
        let listed: Vec<&Value> = page["jobs"].as_array().unwrap().iter().map(|job| &job["id"]).collect();
        assert_eq!(listed.len(), ids.len(), "{registry}: {page:#}");
        assert!(ids.iter().all(|id| listed.contains(&&json!(id))), "{registry}: {page:#}");
    }
    for (id, status) in [(&done, "finished"), (&failed, "failed"), (&running, "started"), (&queued, "queued")]
    {
        dashboard.get(&format!("/0/view/job/{id}"));
        let job = dashboard.json(&format!("/0/data/job/{id}.json"));
        assert_eq!((&job["status"], &job["origin"]), (&json!(status), &json!("default")), "{job:#}");
        assert!(job["description"].as_str().is_some_and(|text| text.contains("plot")), "{job:#}");
    }
    let job = dashboard.json(&format!("/0/data/job/{done}.json"));
    assert_eq!(job["result"]["paths"], 1, "{job:#}");
    let job = dashboard.json(&format!("/0/data/job/{failed}.json"));
    assert!(job["exc_info"].as_str().unwrap().contains("bad.svg"), "{job:#}");

    dashboard.get("/0/view/workers");
    let workers = dashboard.json("/0/data/workers.json");
    let worker = &workers["workers"][0];
    assert_eq!((&worker["name"], &worker["queues"]), (&json!("bench 1"), &json!(["default"])), "{workers:#}");
    assert!(worker["state"].as_str().unwrap().to_lowercase().ends_with("busy"), "{workers:#}");
    assert!(worker["current_job"].to_string().contains(&running), "{workers:#}");
}

#[test]
fn the_dashboard_on_rq_2_shows_everything_of_ours() {
    shows_everything("2.12.0");
}

#[test]
fn the_dashboard_on_rq_3_shows_everything_of_ours() {
    shows_everything("3.0.0");
}
