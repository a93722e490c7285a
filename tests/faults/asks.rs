//! Work that must not be done twice: after a crash it waits for a person's word. F24, for jobs of a test:
//! no task of ours moves a machine yet, so each is a copy of an honest one with that one answer changed.

use crate::children::{signal, stop_the_work_of};
use crate::drawings::{one_stroke, strokes};
use crate::rest::the_store_is_sound;
use crate::shop::{Shop, text};
use penstock_jobs::{JobId, NewJob, Retry, Store};
use penstock_queue::{RedisSettings, RedisStore, SqliteStore};
use penstock_testkit::{RedisServer, actor, new_job};
use rustix::process::Signal;
use serde_json::json;
use std::sync::Arc;

#[test]
fn what_must_not_be_done_twice_waits_for_a_word_on_sqlite() {
    let shop = Shop::open();
    shop.ok(&["queues"]);
    let path = shop.path("queue.db");
    crash_and_ask(&shop, async || dynamic(SqliteStore::open(&path).unwrap()));
}

#[test]
fn what_must_not_be_done_twice_waits_for_a_word_on_redis() {
    let server = RedisServer::start();
    let shop = Shop::on(&server.url());
    let settings = RedisSettings::parse(&server.url()).unwrap();
    crash_and_ask(&shop, async || dynamic(RedisStore::open(settings.clone()).await.unwrap()));
}

/// How an attempt breaks off: its worker is killed, its child is, or a person stops the worker at once. Each
/// job is in a queue of that name.
const WAYS: [&str; 3] = ["worker", "child", "stop"];

fn dynamic(store: impl Store + 'static) -> Arc<dyn Store> {
    Arc::new(store)
}

/// Jobs as the template's, that must not be done twice.
fn copies(template: &str, open: impl AsyncFn() -> Arc<dyn Store>) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let store = open().await;
        let job = store.job(&JobId::from(template)).await.unwrap();
        let copy = |way: &str| NewJob {
            task_version: job.task_version,
            params: job.params.clone(),
            inputs: job.inputs.clone(),
            queue: way.into(),
            label: format!("{way} goes away"),
            retry: Retry { max: 5, intervals_s: vec![] },
            rerun_after_crash: false,
            ..new_job(&job.task)
        };
        let submitted = store.submit(WAYS.map(copy).to_vec(), &actor()).await.unwrap();
        submitted.into_iter().map(|one| one.id.to_string()).collect()
    })
}

fn crash_and_ask(shop: &Shop, open: impl AsyncFn() -> Arc<dyn Store>) {
    let template = shop.submit(&[&shop.write("long.svg", strokes(20_000, 5)), "--queue", "template"]);
    let ids = copies(&template, open);
    // Nobody takes from its queue, and the doctor would say so.
    shop.ok(&["delete", &template]);
    let file = shop.write("a.svg", one_stroke(1));
    for (id, way) in ids.iter().zip(WAYS) {
        let worker = shop.worker(&["--queues", way, "--name", way]);
        shop.until_state(id, "running");
        let work = stop_the_work_of(&worker);
        match way {
            "worker" => worker.kill(),
            "child" => signal(&work, Signal::KILL),
            _ => drop(shop.ok(&["worker-stop", way, "--now"])),
        }
        // Somebody healthy looks for lost jobs, and does what may be done.
        let healthy = shop.worker(&["--queues", &format!("other,{way}")]);
        let job = shop.until_state(id, "held");
        let why = text(&job["waits_for"]);
        assert!(why.contains(&text(&job["failure"]["title"])) && why.contains("person"), "{way}: {job}");
        let fine = shop.submit(&[&file, "--queue", "other"]);
        shop.until_state(&fine, "finished");
        let job = shop.job(id);
        assert_eq!((&job["state"], &job["attempts_finished"]), (&json!("held"), &json!(0)), "{way}: {job}");
        drop(healthy);
    }
    the_store_is_sound(shop, "while jobs wait for a word");

    let [first, second, third] = ids.as_slice() else { panic!("{ids:?}") };
    shop.ok(&["release", first, third]);
    shop.ok(&["cancel", second]);
    shop.ok(&["worker", "--burst", "--queues", &WAYS.join(",")]);
    for (id, state, finished) in [(first, "finished", 1), (second, "cancelled", 0), (third, "finished", 1)] {
        let job = shop.job(id);
        assert_eq!(
            (text(&job["state"]), &job["attempts_finished"]),
            (state.to_owned(), &json!(finished)),
            "{job}"
        );
    }
    assert_eq!(shop.job(first)["failure"], json!(null), "what was done in the end has no failure");
}
