//! Changes that Python's programs make behind our back.

use crate::shop::{DEADLINE, LONG, Shop, done, labelled, python_fields, request};
use penstock_jobs::{EventKind, JobFilter, JobState, LeaseStatus, NewJob, Retry, Store, Target, WorkerKind};
use penstock_queue::conformance::{actor, eventually, worker};
use penstock_queue::rq::{Serializer, result};

#[tokio::test]
async fn a_job_of_python_is_listed_counted_and_told() {
    let mut shop = Shop::open().await;
    shop.python_enqueues("j1", "default", "tasks.add");
    let job = shop.store.job(&"j1".into()).await.unwrap();
    assert_eq!(
        (job.state, job.task.as_str(), job.label.as_str()),
        (JobState::Queued, "tasks.add", "tasks.add(b=3)")
    );
    assert_eq!((job.timeout_s, job.result_ttl_s, job.params["b"].as_i64()), (180, Some(500), Some(3)));
    assert_eq!(shop.store.counts(Some("default")).await.unwrap()[&JobState::Queued], 1);
    let listed = shop.store.list(&JobFilter::default()).await.unwrap().jobs;
    assert_eq!(listed, [shop.store.job(&"j1".into()).await.unwrap()]);
    let events = shop.store.events_after(0, 10).await.unwrap();
    assert_eq!(events[0].what, EventKind::Job { job: "j1".into(), state: JobState::Queued });
}

#[tokio::test]
async fn a_waiter_hears_of_a_job_that_python_enqueued() {
    let mut shop = Shop::open().await;
    let before = shop.store.last_event().await.unwrap();
    shop.store.changed(std::time::Duration::from_millis(1)).await;
    shop.python_enqueues("j1", "default", "tasks.add");
    eventually(DEADLINE, async || {
        shop.store.changed(DEADLINE).await;
        shop.store.last_event().await.unwrap() > before
    })
    .await;
}

#[tokio::test]
async fn a_job_of_python_runs_here_and_ends_as_python_expects() {
    let mut shop = Shop::open().await;
    shop.python_enqueues("j1", "default", "penstock.tasks.plot");
    let json = python_fields("j2", "default", "penstock.tasks.plot", Serializer::Json);
    shop.python_writes(&json);
    shop.say::<()>(&["RPUSH", "rq:queue:default", "j2"]);
    for id in ["j1", "j2"] {
        let claim = shop.claim().await.unwrap();
        assert_eq!((claim.job.id.as_str(), claim.job.task.as_str()), (id, "plot"));
        assert_eq!(shop.say::<u32>(&["ZCARD", "rq:wip:default"]), 1);
        assert_eq!(shop.field(id, "status"), "started");
        shop.finish(&claim).await.unwrap();
        assert_eq!(shop.field(id, "status"), "finished");
        assert!(shop.say::<i64>(&["TTL", &format!("rq:job:{id}")]) > 490);
        assert!(shop.say::<i64>(&["TTL", &format!("rq:results:{id}")]) > 490);
        assert!(shop.say::<Option<f64>>(&["ZSCORE", "rq:finished:default", id]).is_some());
        let entries: redis::Value =
            shop.say(&["XREVRANGE", &format!("rq:results:{id}"), "+", "-", "COUNT", "1"]);
        let text = format!("{entries:?}");
        let first = if id == "j1" { "gA" } else { "eyJ" };
        assert!(text.contains(first), "{id}: {text}");
        assert_eq!(shop.store.report(&id.into()).await.unwrap(), Some(serde_json::json!({"paths": 3})));
    }
    assert_eq!(shop.say::<u32>(&["ZCARD", "rq:wip:default"]), 0);
    assert_eq!(shop.say::<String>(&["HGET", "rq:worker:w", "successful_job_count"]), "2");
}

#[tokio::test]
async fn a_job_without_a_result_lifetime_of_its_own_is_gone_at_once_when_python_said_zero() {
    let mut shop = Shop::open().await;
    let mut job = python_fields("j1", "default", "penstock.tasks.plot", Serializer::Pickle);
    job.result_ttl_s = Some(0);
    shop.python_writes(&job);
    shop.say::<()>(&["RPUSH", "rq:queue:default", "j1"]);
    let claim = shop.claim().await.unwrap();
    shop.finish(&claim).await.unwrap();
    shop.finish(&claim).await.unwrap();
    assert!(!shop.say::<bool>(&["EXISTS", "rq:job:j1"]));
    assert!(shop.store.counts(None).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_a_worker_of_python_did_shows() {
    let mut shop = Shop::open().await;
    for id in ["a", "b", "c"] {
        shop.python_enqueues(id, "default", "tasks.add");
    }
    assert_eq!(shop.store.counts(None).await.unwrap()[&JobState::Queued], 3);
    shop.say::<()>(&["LREM", "rq:queue:default", "1", "a"]);
    shop.say::<()>(&["LREM", "rq:queue:default", "1", "b"]);
    shop.say::<()>(&["HSET", "rq:job:a", "status", "started", "worker_name", "py"]);
    shop.say::<()>(&["ZADD", "rq:wip:default", "99999999999", "a:e1"]);
    shop.say::<()>(&["HSET", "rq:job:b", "status", "failed", "ended_at", "2026-11-22T13:24:31.598399Z"]);
    shop.say::<()>(&["ZADD", "rq:failed:default", "99999999999", "b"]);
    let text = result::write_failure("Traceback\nValueError: no pen");
    shop.say::<()>(&[
        "XADD",
        "rq:results:b",
        "*",
        "type",
        "2",
        "worker_name",
        "py",
        "exc_string",
        &text,
        "execution_id",
        "e0",
    ]);
    let counts = shop.store.counts(None).await.unwrap();
    assert_eq!((counts[&JobState::Running], counts[&JobState::Failed], counts[&JobState::Queued]), (1, 1, 1));
    let failed = JobFilter { states: vec![JobState::Failed], ..JobFilter::default() };
    let failed = shop.store.list(&failed).await.unwrap().jobs.remove(0);
    assert_eq!(failed.failure.unwrap().title, "ValueError: no pen");
    let attempts = shop.store.attempts(&"b".into()).await.unwrap();
    assert_eq!((attempts.len(), attempts[0].worker.as_str()), (1, "py"));
    // A job of Python's that fell out of everything.
    shop.say::<()>(&["DEL", "rq:job:a"]);
    shop.say::<()>(&["ZREM", "rq:wip:default", "a:e1"]);
    let counts = shop.store.counts(None).await.unwrap();
    assert_eq!(counts.get(&JobState::Running), None);
}

#[tokio::test]
async fn a_job_that_python_cancels_while_it_runs_here_is_stopped() {
    let mut shop = Shop::open().await;
    let id = shop.submit(labelled("job")).await;
    let claim = shop.claim().await.unwrap();
    shop.say::<()>(&["HSET", &format!("rq:job:{id}"), "status", "canceled"]);
    shop.say::<()>(&["ZADD", "rq:canceled:default", "1", id.as_str()]);
    let status = shop.store.renew(std::slice::from_ref(&claim.lease), LONG).await.unwrap();
    assert_eq!(status, [LeaseStatus::CancelRequested]);
    shop.store.cancelled(&claim.lease).await.unwrap();
    assert_eq!(shop.store.job(&id).await.unwrap().state, JobState::Cancelled);
    assert_eq!(shop.store.counts(None).await.unwrap().len(), 1);
    assert!(shop.store.check(false).await.unwrap().findings.iter().all(|finding| finding.ok));
}

#[tokio::test]
async fn a_list_entry_that_is_left_over_is_not_run_again() {
    let mut shop = Shop::open().await;
    let id = shop.submit(labelled("job")).await;
    shop.say::<()>(&["RPUSH", "rq:queue:default", id.as_str(), id.as_str(), "gone"]);
    let claim = shop.claim().await.unwrap();
    assert!(shop.claim().await.is_none(), "a job was given twice");
    shop.finish(&claim).await.unwrap();
    shop.say::<()>(&["RPUSH", "rq:queue:default", id.as_str()]);
    assert!(shop.claim().await.is_none(), "a finished job was given again");
    assert_eq!(shop.say::<u32>(&["LLEN", "rq:queue:default"]), 0);
    assert_eq!(shop.say::<u32>(&["LLEN", "rq:queue:default:intermediate"]), 0);
}

#[tokio::test]
async fn a_scheduler_of_rq_that_holds_its_lock_keeps_its_jobs() {
    let mut shop = Shop::open().await;
    let mut job = python_fields("j1", "default", "tasks.add", Serializer::Pickle);
    job.status = Some(penstock_queue::rq::Status::Scheduled);
    shop.python_writes(&job);
    shop.say::<()>(&["SADD", "rq:queues", "rq:queue:default"]);
    shop.say::<()>(&["ZADD", "rq:scheduled:default", "1000", "j1"]);
    shop.say::<()>(&["SET", "rq:scheduler-lock:default", "4711", "EX", "61"]);
    assert_eq!(shop.store.job(&"j1".into()).await.unwrap().not_before_ms, Some(1_000_000));
    assert_eq!(shop.store.promote_due().await.unwrap(), 0);
    assert!(shop.claim().await.is_none());
    shop.say::<()>(&["DEL", "rq:scheduler-lock:default"]);
    assert_eq!(shop.store.promote_due().await.unwrap(), 1);
    assert_eq!(shop.say::<Vec<String>>(&["LRANGE", "rq:queue:default", "0", "-1"]), ["j1"]);
}

#[tokio::test]
async fn dependents_of_python_are_released_and_stay_after_a_failure() {
    let mut shop = Shop::open().await;
    for (parent, child) in [("p1", "c1"), ("p2", "c2"), ("p3", "c3")] {
        shop.python_enqueues(parent, "default", "penstock.tasks.plot");
        let mut job = python_fields(child, "default", "tasks.add", Serializer::Pickle);
        job.status = Some(penstock_queue::rq::Status::Deferred);
        job.dependency_ids = vec![parent.into()];
        job.allow_dependency_failures = (child == "c3").then_some(true);
        shop.python_writes(&job);
        shop.say::<()>(&["ZADD", "rq:deferred:default", "1700000000", child]);
        shop.say::<()>(&["SADD", &format!("rq:job:{parent}:dependents"), child]);
        shop.say::<()>(&["SADD", &format!("rq:job::{child}:dependencies"), parent]);
    }
    let claim = shop.claim().await.unwrap();
    shop.finish(&claim).await.unwrap();
    for _ in 0..2 {
        let claim = shop.claim().await.unwrap();
        let failure = penstock_jobs::Failure::new(penstock_jobs::FailureClass::Task, "No");
        shop.store.fail(&claim.lease, &failure, false).await.unwrap();
    }
    assert_eq!(["c1", "c2", "c3"].map(|id| shop.field(id, "status")), ["queued", "deferred", "queued"]);
    assert_eq!(shop.say::<Vec<String>>(&["LRANGE", "rq:queue:default", "0", "-1"]), ["c1", "c3"]);
    assert_eq!(shop.say::<Vec<String>>(&["ZRANGE", "rq:deferred:default", "0", "-1"]), ["c2"]);
}

#[tokio::test]
async fn retries_follow_rqs_rule_for_intervals() {
    let mut shop = Shop::open().await;
    let mut job = python_fields("j1", "default", "penstock.tasks.plot", Serializer::Pickle);
    job.retries_left = Some(2);
    job.retry_intervals_s = Some(vec![60, 300]);
    shop.python_writes(&job);
    shop.say::<()>(&["RPUSH", "rq:queue:default", "j1"]);
    let claim = shop.claim().await.unwrap();
    let failure = penstock_jobs::Failure::new(penstock_jobs::FailureClass::Task, "No");
    assert_eq!(shop.store.fail(&claim.lease, &failure, false).await.unwrap(), JobState::Retrying);
    assert_eq!(
        (shop.field("j1", "status").as_str(), shop.field("j1", "retries_left").as_str()),
        ("scheduled", "1")
    );
    let due: f64 = shop.say(&["ZSCORE", "rq:scheduled:default", "j1"]);
    let from_now = due - crate::shop::now_ms() as f64 / 1000.0;
    assert!((55.0..=60.0).contains(&from_now), "{from_now}");
    assert!(!shop.say::<bool>(&["EXISTS", "rq:results:j1"]), "a retry leaves no result");
    assert_eq!(shop.say::<String>(&["HGET", "rq:worker:w", "failed_job_count"]), "1");
}

#[tokio::test]
async fn a_job_that_repeats_is_queued_again_by_rqs_rule() {
    let mut shop = Shop::open().await;
    shop.python_enqueues("j1", "default", "penstock.tasks.plot");
    shop.say::<()>(&["HSET", "rq:job:j1", "repeats_left", "3", "repeat_intervals", "[0, 300]"]);
    shop.say::<()>(&["HSET", "rq:job:j1", "result_ttl", "60"]);
    let claim = shop.claim().await.unwrap();
    shop.finish(&claim).await.unwrap();
    // Said again, as after a lost reply: it is not repeated twice.
    shop.finish(&claim).await.unwrap();
    assert_eq!(shop.say::<Vec<String>>(&["LRANGE", "rq:queue:default", "0", "-1"]), ["j1"]);
    let left =
        |shop: &mut Shop| ["status", "repeats_left", "repeat_intervals"].map(|name| shop.field("j1", name));
    assert_eq!(left(&mut shop), ["queued", "2", "[300]"]);
    assert_eq!(shop.say::<i64>(&["TTL", "rq:job:j1"]), -1, "it would end while it waits");
    assert_eq!(shop.say::<u32>(&["XLEN", "rq:results:j1"]), 1);
    let claim = shop.claim().await.unwrap();
    shop.finish(&claim).await.unwrap();
    assert_eq!(left(&mut shop), ["scheduled", "1", "[300]"]);
    let due: f64 = shop.say(&["ZSCORE", "rq:scheduled:default", "j1"]);
    assert!((290.0..=300.0).contains(&(due - crate::shop::now_ms() as f64 / 1000.0)), "{due}");
    shop.say::<()>(&["ZADD", "rq:scheduled:default", "1", "j1"]);
    let claim = shop.claim().await.unwrap();
    shop.finish(&claim).await.unwrap();
    shop.say::<()>(&["ZADD", "rq:scheduled:default", "1", "j1"]);
    let claim = shop.claim().await.unwrap();
    shop.finish(&claim).await.unwrap();
    assert_eq!(left(&mut shop), ["finished", "0", "[300]"]);
    assert!(shop.claim().await.is_none());
    assert!(shop.say::<i64>(&["TTL", "rq:job:j1"]) > 0);
    let job = shop.store.job(&"j1".into()).await.unwrap();
    assert_eq!((job.state, job.attempt), (JobState::Finished, 4));
    let report = shop.store.check(false).await.unwrap();
    assert!(report.findings.iter().all(|finding| finding.ok), "{report:?}");
}

#[tokio::test]
async fn workers_of_both_kinds_are_listed_and_python_is_asked_by_command() {
    let mut shop = Shop::open().await;
    shop.store.register(&worker("ours", &["default"])).await.unwrap();
    let now = penstock_queue::rq::time::write(crate::shop::now_ms());
    shop.say::<()>(&["SADD", "rq:workers", "rq:worker:py"]);
    shop.say::<()>(&[
        "HSET",
        "rq:worker:py",
        "birth",
        &now,
        "last_heartbeat",
        &now,
        "queues",
        "default,low",
        "pid",
        "7",
        "hostname",
        "vm",
        "version",
        "2.12.0",
        "state",
        "busy",
        "current_job",
        "j9",
        "successful_job_count",
        "5",
    ]);
    let workers = shop.store.workers().await.unwrap();
    assert_eq!(
        workers.iter().map(|worker| worker.kind).collect::<Vec<_>>(),
        [WorkerKind::Penstock, WorkerKind::Rq]
    );
    assert_eq!(
        (workers[1].jobs[0].as_str(), workers[1].finished, workers[1].spec.queues.len()),
        ("j9", 5, 2)
    );
    let mut ear = redis::Client::open(shop.server.url()).unwrap().get_connection().unwrap();
    let mut ear = ear.as_pubsub();
    ear.subscribe("rq:pubsub:py").unwrap();
    ear.set_read_timeout(Some(DEADLINE)).unwrap();
    shop.store.ask_to_stop("py", false, &actor()).await.unwrap();
    assert_eq!(ear.get_message().unwrap().get_payload::<String>().unwrap(), "{\"command\":\"shutdown\"}");
    shop.python_enqueues("j9", "default", "tasks.add");
    shop.say::<()>(&["HSET", "rq:job:j9", "status", "started", "worker_name", "py"]);
    shop.store.cancel(&["j9".into()], &actor()).await.unwrap();
    let said: serde_json::Value =
        serde_json::from_str(&ear.get_message().unwrap().get_payload::<String>().unwrap()).unwrap();
    assert_eq!(said, serde_json::json!({"command": "stop-job", "job_id": "j9"}));
}

#[tokio::test]
async fn commands_of_rqs_tools_reach_a_worker_of_ours() {
    let mut shop = Shop::open().await;
    let retry = Retry { max: 3, intervals_s: vec![] };
    let ids =
        [shop.submit(labelled("stopped")).await, shop.submit(NewJob { retry, ..labelled("killed") }).await];
    let claim = shop.claim().await.unwrap();
    eventually(DEADLINE, async || {
        let stop = format!("{{\"command\": \"stop-job\", \"job_id\": \"{}\"}}", ids[0]);
        shop.say::<()>(&["PUBLISH", "rq:pubsub:w", &stop]);
        shop.store.job(&ids[0]).await.unwrap().cancel_requested
    })
    .await;
    shop.store.cancelled(&claim.lease).await.unwrap();
    assert_eq!(shop.field(ids[0].as_str(), "status"), "stopped");
    assert!(shop.say::<Option<f64>>(&["ZSCORE", "rq:failed:default", ids[0].as_str()]).is_some());
    assert_eq!(shop.store.job(&ids[0]).await.unwrap().state, JobState::Cancelled);
    assert_eq!(shop.store.counts(None).await.unwrap()[&JobState::Cancelled], 1);
    let claim = shop.claim().await.unwrap();
    shop.say::<()>(&["PUBLISH", "rq:pubsub:w", "{\"command\": \"kill-horse\"}"]);
    eventually(DEADLINE, async || shop.store.job(&ids[1]).await.unwrap().state == JobState::Queued).await;
    let status = shop.store.renew(std::slice::from_ref(&claim.lease), LONG).await.unwrap();
    assert_eq!(status, [LeaseStatus::Lost]);
    shop.say::<()>(&["PUBLISH", "rq:pubsub:w", "{\"command\": \"shutdown\"}"]);
    eventually(DEADLINE, async || shop.store.heartbeat("w").await.unwrap()).await;
}

#[tokio::test]
async fn suspending_is_rqs_own() {
    let mut shop = Shop::open().await;
    shop.submit(labelled("job")).await;
    shop.store.pause(None, &actor()).await.unwrap();
    assert!(shop.say::<bool>(&["EXISTS", "rq:suspended"]));
    shop.store.resume(None, &actor()).await.unwrap();
    shop.say::<()>(&["SET", "rq:suspended", "1"]);
    assert!(shop.store.queues().await.unwrap().1);
    assert!(shop.claim().await.is_none());
}

#[tokio::test]
async fn a_requeued_job_does_not_vanish_in_its_queue() {
    let mut shop = Shop::open().await;
    let id = shop.submit(NewJob { failure_ttl_s: Some(30), ..labelled("job") }).await;
    let claim = shop.claim().await.unwrap();
    let failure = penstock_jobs::Failure::new(penstock_jobs::FailureClass::Task, "No");
    shop.store.fail(&claim.lease, &failure, false).await.unwrap();
    assert!(shop.say::<i64>(&["TTL", &format!("rq:job:{id}")]) > 0);
    shop.store.retry(std::slice::from_ref(&id), &actor()).await.unwrap();
    assert_eq!(shop.say::<i64>(&["TTL", &format!("rq:job:{id}")]), -1);
}

#[tokio::test]
async fn a_moved_job_is_in_one_queue_for_python_too() {
    let mut shop = Shop::open().await;
    let id = shop.submit(labelled("job")).await;
    shop.store.move_to(std::slice::from_ref(&id), &Target::Queue("high".into()), &actor()).await.unwrap();
    assert_eq!(shop.field(id.as_str(), "origin"), "high");
    assert_eq!(shop.say::<u32>(&["LLEN", "rq:queue:default"]), 0);
    assert!(shop.say::<bool>(&["SISMEMBER", "rq:queues", "rq:queue:high"]));
    shop.store.register(&worker("w", &["high"])).await.unwrap();
    let claim = shop.store.claim(&request("w", &["high"], LONG)).await.unwrap().unwrap();
    shop.store.finish(&claim.lease, &done()).await.unwrap();
    assert!(shop.say::<Option<f64>>(&["ZSCORE", "rq:finished:high", id.as_str()]).is_some());
}
