//! One job from every side: the command line, the queue, HTTP and Python's RQ make the same files to the byte.
//! `tests/window/job.rs` and `tests/browser/main-job.test.ts` hold the window and the browser against the
//! command line.

use crate::drawings::three_layers;
use crate::fleet::{Fleet, WITHIN};
use crate::process::Running;
use crate::wait::until;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;

type Files = BTreeMap<String, Vec<u8>>;

fn files(folder: &Path) -> Files {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
        .collect()
}

/// Queues the drawing through `penstock serve`; the id.
fn over_http(fleet: &Fleet, drawing: &str) -> String {
    let mut command = fleet.command(&["serve", "--listen", "127.0.0.1:0", "--no-worker"]);
    let (_server, stdout) = Running::start_and_read(&mut command);
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line).unwrap();
    let (base, token) = line.trim_end().split_once("/#token=").unwrap_or_else(|| panic!("{line:?}"));
    let mut reply = ureq::post(format!("{base}/jobs"))
        .header("Authorization", format!("Bearer {token}"))
        .send_json(json!({"task": "plot", "inputs": [{"name": "layers.svg", "text": drawing}]}))
        .unwrap();
    let accepted: Value = reply.body_mut().read_json().unwrap();
    accepted["job_id"].as_str().unwrap_or_else(|| panic!("{accepted}")).to_owned()
}

#[test]
fn the_same_job_from_every_side_makes_the_same_files() {
    use base64::Engine;
    let mut fleet = Fleet::open("3.0.0");
    let drawing = three_layers();
    let file = fleet.write("layers.svg", &drawing);
    let content = base64::engine::general_purpose::STANDARD.encode(&drawing);
    let made_in = |name: &str| fleet.path(name).into_os_string().into_string().unwrap();
    fleet.ok(&["run", "plot", &file, "--out", &made_in("run")]);
    let wanted = files(&fleet.path("run"));
    assert!(wanted.contains_key("plot.svg") && wanted.contains_key("report.json"), "{:?}", wanted.keys());

    let python = fleet.python.enqueue(json!({
        "function": "penstock.tasks.plot",
        "kwargs": {"inputs": [{"name": "layers.svg", "content": {"$bytes": content}}]},
    }));
    let sides = [
        ("queue", fleet.submit(&["plot", &file])),
        ("http", over_http(&fleet, &drawing)),
        ("python", python),
    ];
    fleet.our_burst("default");
    for (side, id) in sides {
        until(WITHIN, "it is finished", || (fleet.job(&id)["state"] == "finished").then_some(()));
        let folder = fleet.path(side).into_os_string().into_string().unwrap();
        fleet.ok(&["job", &id, "--fetch", &folder]);
        let made = files(&fleet.path(side));
        assert_eq!(made.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>(), "{side}");
        for (name, bytes) in &made {
            assert!(bytes == &wanted[name], "{name} by {side} is not what `penstock run` makes");
        }
    }
}
