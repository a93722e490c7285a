//! Many jobs at once for a server that is away: one batch here, and the same batch there.

use crate::serve::Server;
use crate::shop::{Shop, WORK};
use crate::wait::until;
use penstock_testkit::{Proxy, RedisServer};
use serde_json::json;

#[test]
fn a_batch_that_was_held_is_the_same_batch_when_the_server_is_back() {
    let redis = RedisServer::start();
    let line = Proxy::before(redis.port());
    let shop = Shop::on(&line.url());
    let server = Server::start(&shop, &["--no-worker"]);
    line.refuse(true);
    line.cut();
    let job = json!({"task": "pattern", "params": {"kind": "maze"}});
    let items = json!([{"params": {"seed": 1}}, {"params": {"seed": 2}}, {"params": {"kind": "no such"}}]);
    let batch = json!({"label": "mazes", "job": job, "items": items, "skip_bad": true});
    let held = server.post("hold_batch", json!({"batch": batch}));
    assert_eq!(held["ids"].as_array().map(Vec::len), Some(2), "{held}");
    assert_eq!(held["left_out"][0]["item"], 3, "{held}");
    let outbox = server.post("list_outbox", json!({}));
    assert_eq!(outbox.as_array().map(Vec::len), Some(1), "{outbox}");
    assert_eq!((&outbox[0]["label"], &outbox[0]["batch"]), (&json!("mazes"), &held["batch"]), "{outbox}");
    assert_eq!(outbox[0]["ids"], held["ids"]);
    line.refuse(false);
    until(WORK, "an empty outbox", || (server.post("list_outbox", json!({})) == json!([])).then_some(()));
    let there = server.post("get_batch", json!({"id": held["batch"]}));
    assert_eq!((&there["label"], &there["jobs"]), (&json!("mazes"), &json!(2)), "{there}");
    let listed = server.post("list_jobs", json!({"batch": held["batch"]}));
    let mut seeds: Vec<_> =
        listed["jobs"].as_array().unwrap().iter().map(|job| &job["params"]["seed"]).collect();
    seeds.reverse();
    assert_eq!(seeds, [&json!(1), &json!(2)], "{listed}");
}
