//! `penstock serve` beside other processes on the same store.

use crate::drawings::one_stroke;
use crate::process::Running;
use crate::shop::{Shop, WORK, text};
use crate::wait::until;
use rustix::process::Signal;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

/// A running server with what a client needs.
pub(crate) struct Server {
    pub(crate) process: Running,
    pub(crate) base: String,
    pub(crate) token: String,
}

impl Server {
    /// Starts it and waits for its address.
    pub(crate) fn start(shop: &Shop, words: &[&str]) -> Self {
        let words = [&["serve", "--listen", "127.0.0.1:0"], words].concat();
        Self::of(shop.command(&words))
    }

    /// Starts this call of `serve` and waits for its address.
    pub(crate) fn of(mut command: std::process::Command) -> Self {
        let (process, stdout) = Running::start_and_read(&mut command);
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let (base, token) =
            line.trim_end().split_once("/#token=").unwrap_or_else(|| panic!("{line:?} is no address"));
        assert!(base.starts_with("http://127.0.0.1:") && token.len() >= 16, "{line:?}");
        Self { process, base: base.to_owned(), token: token.to_owned() }
    }

    pub(crate) fn post(&self, command: &str, body: Value) -> Value {
        let mut reply = ureq::post(format!("{}/api/{command}", self.base))
            .header("Authorization", format!("Bearer {}", self.token))
            .send_json(body)
            .unwrap();
        reply.body_mut().read_json().unwrap()
    }

    /// Updates as they arrive, each with its time.
    fn updates(&self) -> Receiver<(Instant, Value)> {
        let reply = ureq::get(format!("{}/api/events", self.base))
            .header("Authorization", format!("Bearer {}", self.token))
            .call()
            .unwrap();
        let (send, receive) = sync_channel(1_000);
        std::thread::spawn(move || {
            for line in BufReader::new(reply.into_body().into_reader()).lines().map_while(Result::ok) {
                if let Some(data) = line.strip_prefix("data:")
                    && send.send((Instant::now(), serde_json::from_str(data).unwrap())).is_err()
                {
                    return;
                }
            }
        });
        receive
    }
}

fn until_update(updates: &Receiver<(Instant, Value)>, id: &str, state: &str) -> Instant {
    let end = Instant::now() + WORK;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let (at, update) =
            updates.recv_timeout(left).unwrap_or_else(|_| panic!("no update said that {id} is {state}"));
        let jobs = update["jobs"].as_array().cloned().unwrap_or_default();
        if jobs.iter().any(|job| job["id"] == id && job["state"] == state) {
            return at;
        }
    }
}

#[test]
fn a_job_of_another_process_is_seen_within_a_second() {
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    let server = Server::start(&shop, &["--no-worker"]);
    let updates = server.updates();
    let id = shop.submit(&[&file]);
    let accepted = Instant::now();
    let seen = until_update(&updates, &id, "queued");
    let late = seen.saturating_duration_since(accepted);
    assert!(late < Duration::from_secs(1), "it was seen {late:?} after it was accepted");
    shop.burst();
    until_update(&updates, &id, "finished");
}

#[test]
fn its_own_worker_runs_jobs_and_its_api_shows_them() {
    let shop = Shop::open();
    let file = shop.write("a.svg", one_stroke(1));
    let server = Server::start(&shop, &[]);
    let id = shop.submit(&[&file]);
    shop.until_state(&id, "finished");
    let list = server.post("list_jobs", json!({}));
    assert_eq!(list["jobs"][0]["id"], id);
    let detail = server.post("get_job", json!({ "id": id }));
    assert!(detail["report"]["travel_mm"].is_number(), "{detail}");
    let mut plot = ureq::get(format!("{}/api/jobs/{id}/artifacts/plot.svg", server.base))
        .header("Authorization", format!("Bearer {}", server.token))
        .call()
        .unwrap();
    assert!(plot.body_mut().read_to_string().unwrap().contains("<svg"));
}

#[test]
fn nothing_is_answered_without_the_token() {
    let shop = Shop::open();
    let server = Server::start(&shop, &["--no-worker"]);
    for token in ["", "Bearer wrong"] {
        let refused = ureq::post(format!("{}/api/list_jobs", server.base))
            .header("Authorization", token)
            .send_json(json!({}));
        assert!(matches!(refused, Err(ureq::Error::StatusCode(401))), "{refused:?}");
    }
}

#[test]
fn the_same_link_works_after_a_restart_and_a_named_token_until_it_is_revoked() {
    let shop = Shop::open();
    let first = Server::start(&shop, &["--no-worker"]);
    let (token, named) = (first.token.clone(), shop.ok(&["token", "add", "tablet", "--kind", "read"]));
    first.process.kill();
    let again = Server::start(&shop, &["--no-worker"]);
    assert_eq!(again.token, token, "it was made at the first start and kept");
    let stats = |header: &str, token: &str| {
        let reply = ureq::get(format!("{}/monitoring/queue/stats", again.base)).header(header, token).call();
        match reply {
            Ok(reply) => reply.status().as_u16(),
            Err(ureq::Error::StatusCode(status)) => status,
            Err(error) => panic!("{error}"),
        }
    };
    let named = named.trim();
    assert_eq!(stats("X-INTERNAL-TOKEN", named), 200);
    assert_eq!(stats("Authorization", &format!("Bearer {named}")), 200);
    let refused =
        ureq::post(format!("{}/jobs", again.base)).header("X-INTERNAL-TOKEN", named).send_json(json!({}));
    assert!(matches!(refused, Err(ureq::Error::StatusCode(403))), "{refused:?}");
    assert!(shop.ok(&["token", "list"]).contains("tablet"));
    assert!(!shop.ok(&["token", "list", "--json"]).contains(named));
    shop.ok(&["token", "revoke", "tablet"]);
    until(WORK, "the token is refused", || (stats("X-INTERNAL-TOKEN", named) == 401).then_some(()));
    assert_eq!(shop.call(&["token", "revoke", "tablet"]).code, Some(2));
}

#[test]
fn a_token_of_the_environment_is_the_servers_own() {
    let shop = Shop::open();
    let mut command = shop.command(&["serve", "--listen", "127.0.0.1:0", "--no-worker"]);
    let (_process, stdout) =
        Running::start_and_read(command.env("INTERNAL_SERVICE_TOKEN", "given-by-the-environment"));
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line).unwrap();
    assert!(line.trim_end().ends_with("/#token=given-by-the-environment"), "{line:?}");
    assert!(!shop.path(".config/penstock/service-token").exists());
}

#[test]
fn a_signal_ends_it_in_order() {
    let shop = Shop::open();
    let server = Server::start(&shop, &[]);
    // A client that listens must not hold it up.
    let _updates = server.updates();
    until(WORK, "its worker is registered", || {
        let workers = shop.json(&["workers", "--json"]);
        workers["workers"].as_array().is_some_and(|workers| !workers.is_empty()).then_some(())
    });
    server.process.signal(Signal::TERM);
    let outcome = server.process.outcome(Duration::from_secs(20));
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    let workers = shop.json(&["workers", "--json"]);
    assert_eq!(workers["workers"], json!([]), "its worker said goodbye");
}

#[test]
fn a_port_that_is_taken_is_named() {
    let shop = Shop::open();
    let server = Server::start(&shop, &["--no-worker"]);
    let address = server.base.trim_start_matches("http://").to_owned();
    let outcome = shop.call(&["serve", "--no-worker", "--listen", &address]);
    assert_ne!(outcome.code, Some(0));
    assert!(outcome.stderr.contains(&address), "{outcome:?}");
    assert!(text(&server.post("app_info", json!({}))["version"]).contains('.'));
}
