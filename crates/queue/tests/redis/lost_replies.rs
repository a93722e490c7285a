//! The connection breaks after the server did the work and before it could say so.

use crate::shop::{DEADLINE, LONG, Shop, done, labelled, open, request};
use penstock_jobs::{
    Failure, FailureClass, JobFilter, JobState, LeaseStatus, NewJob, Progress, Retry, Store, Target,
};
use penstock_queue::RedisStore;
use penstock_queue::conformance::{actor, eventually, worker};
use penstock_testkit::Proxy;

/// A store behind a line that breaks, on a server of its own.
struct Broken {
    shop: Shop,
    proxy: Proxy,
    store: RedisStore,
}

impl Broken {
    async fn new() -> Self {
        let mut shop = Shop::open().await;
        teach(&shop.server.url()).await;
        shop.say::<()>(&["FLUSHALL"]);
        let proxy = Proxy::before(shop.server.port());
        let store = open(&proxy.url()).await;
        store.register(&worker("w", &["default"])).await.unwrap();
        Self { shop, proxy, store }
    }

    /// The reply to the next request that holds this is cut.
    fn cut(&self, needle: &str) -> usize {
        self.proxy.cut_reply_to(needle.as_bytes());
        self.proxy.replies_cut()
    }

    fn was_cut(&self, before: usize) {
        assert_eq!(self.proxy.replies_cut(), before + 1, "no reply was cut: the test tests nothing");
    }
}

/// Uses every script once: the first reply to a script is otherwise that the server does not know it, and
/// nothing is lost with that one. A server that forgets its keys remembers its scripts.
async fn teach(url: &str) {
    let store = open(url).await;
    store.register(&worker("w", &["default"])).await.unwrap();
    let (actor, soon) = (actor(), Some(crate::shop::now_ms() + 60_000));
    let submit = async |job: NewJob| store.submit(vec![job], &actor).await.unwrap().remove(0).id;
    let claim = async |lease| store.claim(&request("w", &["default"], lease)).await.unwrap().unwrap().lease;
    let held = submit(NewJob { hold: true, ..labelled("held") }).await;
    store.release_held(std::slice::from_ref(&held), &actor).await.unwrap();
    let lease = claim(LONG).await;
    store.progress(&lease, &Progress { stage: "Reading".into(), fraction: None, at_ms: 1 }).await.unwrap();
    store.renew(std::slice::from_ref(&lease), LONG).await.unwrap();
    store.give_back(&lease).await.unwrap();
    store.finish(&claim(LONG).await, &done()).await.unwrap();
    submit(labelled("goes on")).await;
    store.finish_and_claim(&claim(LONG).await, &done(), &request("w", &["default"], LONG)).await.unwrap();
    let ids = [submit(labelled("other")).await];
    store.move_to(&ids, &Target::Front, &actor).await.unwrap();
    store.cancel(&ids, &actor).await.unwrap();
    store.retry(&ids, &actor).await.unwrap();
    store.fail(&claim(LONG).await, &Failure::new(FailureClass::Task, "No"), false).await.unwrap();
    store.delete(&ids, &actor).await.unwrap();
    submit(labelled("lost")).await;
    claim(std::time::Duration::ZERO).await;
    assert_eq!(store.rescue().await.unwrap().len(), 1);
    submit(NewJob { not_before_ms: soon, ..labelled("later") }).await;
    store.promote_due().await.unwrap();
    store.pause(Some("default"), &actor).await.unwrap();
    store.list(&JobFilter::default()).await.unwrap();
    store.heartbeat("w").await.unwrap();
    store.ask_to_stop("w", false, &actor).await.unwrap();
    store.unregister("w").await.unwrap();
}

#[tokio::test]
async fn a_submission_is_written_once_and_is_no_duplicate() {
    let broken = Broken::new().await;
    let before = broken.cut("needle.svg");
    let submitted = broken.store.submit(vec![labelled("needle.svg"), labelled("b")], &actor()).await.unwrap();
    broken.was_cut(before);
    assert!(submitted.iter().all(|submitted| !submitted.duplicate));
    let all = broken.shop.store.list(&JobFilter::default()).await.unwrap().jobs;
    assert_eq!(all.len(), 2);
    assert_eq!(all[1].id, submitted[0].id);
    assert_eq!(broken.shop.store.audit(None).await.unwrap().len(), 2);
    assert_eq!(broken.shop.store.last_event().await.unwrap(), 3, "a worker and two jobs");
}

#[tokio::test]
async fn a_claim_gives_one_job() {
    let broken = Broken::new().await;
    let first = broken.shop.submit(labelled("a")).await;
    broken.shop.submit(labelled("b")).await;
    let before = broken.cut("600000");
    let claim = broken.store.claim(&request("w", &["default"], LONG)).await.unwrap().unwrap();
    broken.was_cut(before);
    assert_eq!(claim.job.id, first);
    let counts = broken.shop.store.counts(None).await.unwrap();
    assert_eq!((counts[&JobState::Running], counts[&JobState::Queued]), (1, 1));
    broken.store.finish(&claim.lease, &done()).await.unwrap();
}

#[tokio::test]
async fn an_end_is_told_once() {
    let mut broken = Broken::new().await;
    let retry = Retry { max: 1, intervals_s: vec![] };
    for label in ["finish", "give back", "cancel"] {
        broken.shop.submit(labelled(label)).await;
    }
    broken.shop.submit(NewJob { retry, ..labelled("fail") }).await;
    let mut claims = vec![];
    for _ in 0..4 {
        claims.push(broken.store.claim(&request("w", &["default"], LONG)).await.unwrap().unwrap());
    }
    let said = Progress { stage: "Reading".into(), fraction: Some(0.5), at_ms: 1 };
    let before = broken.cut("Reading");
    broken.store.progress(&claims[0].lease, &said).await.unwrap();
    broken.was_cut(before);

    let before = broken.cut(claims[0].lease.attempt.as_str());
    broken.store.finish(&claims[0].lease, &done()).await.unwrap();
    broken.was_cut(before);

    let before = broken.cut(claims[1].lease.attempt.as_str());
    broken.store.give_back(&claims[1].lease).await.unwrap();
    broken.was_cut(before);

    let before = broken.cut(claims[2].lease.job.as_str());
    broken.store.cancel(&[claims[2].lease.job.clone()], &actor()).await.unwrap();
    broken.was_cut(before);
    let before = broken.cut(claims[2].lease.attempt.as_str());
    let status = broken.store.renew(&[claims[2].lease.clone()], LONG).await.unwrap();
    broken.was_cut(before);
    assert_eq!(status, [LeaseStatus::CancelRequested]);
    let before = broken.cut(claims[2].lease.attempt.as_str());
    broken.store.cancelled(&claims[2].lease).await.unwrap();
    broken.was_cut(before);

    let before = broken.cut(claims[3].lease.attempt.as_str());
    let failure = Failure::new(FailureClass::Task, "No");
    assert_eq!(broken.store.fail(&claims[3].lease, &failure, false).await.unwrap(), JobState::Queued);
    broken.was_cut(before);

    assert_eq!(broken.shop.say::<u32>(&["LLEN", "rq:queue:default"]), 2, "something was put back twice");
    let counters = ["successful_job_count", "failed_job_count"]
        .map(|name| broken.shop.say::<String>(&["HGET", "rq:worker:w", name]));
    assert_eq!(counters, ["1", "1"]);
    let attempts = broken.shop.store.attempts(&claims[1].lease.job).await.unwrap();
    assert_eq!((attempts.len(), broken.shop.store.job(&claims[1].lease.job).await.unwrap().attempt), (1, 0));
    assert_eq!(broken.shop.say::<u32>(&["XLEN", &format!("rq:results:{}", claims[0].lease.job)]), 1);
}

#[tokio::test]
async fn an_end_that_takes_the_next_job_takes_one() {
    let mut broken = Broken::new().await;
    for label in ["first", "second", "third"] {
        broken.shop.submit(labelled(label)).await;
    }
    let request = request("w", &["default"], LONG);
    let first = broken.store.claim(&request).await.unwrap().unwrap();
    let before = broken.cut(first.lease.attempt.as_str());
    let second = broken.store.finish_and_claim(&first.lease, &done(), &request).await.unwrap().unwrap();
    broken.was_cut(before);
    assert_eq!(second.job.label, "second");
    assert_eq!(broken.shop.say::<u32>(&["LLEN", "rq:queue:default"]), 1, "a job was taken that nobody has");
    assert_eq!(broken.shop.say::<u32>(&["ZCARD", "rq:penstock:leases"]), 1);
    assert_eq!(broken.shop.say::<String>(&["HGET", "rq:worker:w", "successful_job_count"]), "1");
    broken.store.finish(&second.lease, &done()).await.unwrap();
}

#[tokio::test]
async fn what_people_do_happens_once() {
    let mut broken = Broken::new().await;
    let id = broken.shop.submit(labelled("a")).await;
    let ids = [id.clone()];
    let before = broken.cut(id.as_str());
    broken.store.move_to(&ids, &Target::Front, &actor()).await.unwrap();
    broken.was_cut(before);
    let before = broken.cut(id.as_str());
    broken.store.cancel(&ids, &actor()).await.unwrap();
    broken.was_cut(before);
    let before = broken.cut(id.as_str());
    broken.store.retry(&ids, &actor()).await.unwrap();
    broken.was_cut(before);
    let before = broken.cut("default");
    broken.store.pause(Some("default"), &actor()).await.unwrap();
    broken.was_cut(before);
    let before = broken.cut(id.as_str());
    broken.store.delete(&ids, &actor()).await.unwrap();
    broken.was_cut(before);
    let held = broken.shop.submit(NewJob { hold: true, ..labelled("held") }).await;
    let before = broken.cut(held.as_str());
    broken.store.release_held(std::slice::from_ref(&held), &actor()).await.unwrap();
    broken.was_cut(before);
    let before = broken.cut("after its jobs");
    broken.store.ask_to_stop("w", false, &actor()).await.unwrap();
    broken.was_cut(before);
    let trail = broken.shop.store.audit(None).await.unwrap();
    let actions: Vec<&str> = trail.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(
        actions,
        ["submit", "move", "cancel", "retry", "pause", "delete", "submit", "release", "worker-stop"]
    );
    assert_eq!(
        broken.shop.say::<Vec<String>>(&["LRANGE", "rq:queue:default", "0", "-1"]),
        [held.to_string()]
    );
}

#[tokio::test]
async fn what_keeps_a_worker_known_happens_once() {
    let mut broken = Broken::new().await;
    let events = broken.shop.store.last_event().await.unwrap();
    let before = broken.cut("second");
    broken.store.register(&worker("second", &["default"])).await.unwrap();
    broken.was_cut(before);
    assert_eq!(broken.shop.say::<u32>(&["SCARD", "rq:workers"]), 2);
    let before = broken.cut("second");
    assert!(!broken.store.heartbeat("second").await.unwrap());
    broken.was_cut(before);
    broken.store.ask_to_stop("second", true, &actor()).await.unwrap();
    let before = broken.cut("second");
    assert!(broken.store.stop_is_immediate("second").await.unwrap());
    broken.was_cut(before);
    let before = broken.cut("second");
    broken.store.unregister("second").await.unwrap();
    broken.was_cut(before);
    assert_eq!(broken.shop.say::<Vec<String>>(&["SMEMBERS", "rq:workers"]), ["rq:worker:w"]);
    assert!(broken.shop.store.last_event().await.unwrap() <= events + 4, "told more often than it happened");
    broken.store.pause(None, &actor()).await.unwrap();
    let before = broken.cut("test:anna");
    broken.store.resume(None, &actor()).await.unwrap();
    broken.was_cut(before);
    let trail = broken.shop.store.audit(None).await.unwrap();
    let resumed = trail.iter().filter(|entry| entry.action == "resume").count();
    assert_eq!(resumed, 1);
}

#[tokio::test]
async fn what_keeps_the_queues_going_happens_once() {
    let mut broken = Broken::new().await;
    let retry = Retry { max: 2, intervals_s: vec![] };
    let lost = broken.shop.submit(NewJob { retry, ..labelled("lost") }).await;
    let claim = broken.store.claim(&request("w", &["default"], std::time::Duration::ZERO)).await.unwrap();
    assert_eq!(claim.unwrap().lease.job, lost);
    // The script that takes the job back names it.
    let before = broken.cut(&format!("\r\n{lost}\r\n"));
    let mut rescued = broken.store.rescue().await.unwrap();
    rescued.extend(broken.store.rescue().await.unwrap());
    broken.was_cut(before);
    assert!(rescued.len() <= 1, "{rescued:?}");
    assert_eq!(broken.shop.say::<Vec<String>>(&["LRANGE", "rq:queue:default", "0", "-1"]), [lost.as_str()]);
    assert_eq!(broken.shop.field(lost.as_str(), "x_penstock_lost"), "1", "one dead worker was counted twice");

    let due = crate::shop::now_ms() + 300;
    let later = broken
        .shop
        .submit(NewJob { not_before_ms: Some(due), queue: "later".into(), ..labelled("later") })
        .await;
    eventually(DEADLINE, async || crate::shop::now_ms() > due).await;
    let before = broken.cut("later");
    broken.store.promote_due().await.unwrap();
    broken.was_cut(before);
    assert_eq!(broken.shop.say::<Vec<String>>(&["LRANGE", "rq:queue:later", "0", "-1"]), [later.as_str()]);
}

#[tokio::test]
async fn a_look_whose_reply_is_lost_is_looked_again() {
    let broken = Broken::new().await;
    let id = broken.shop.submit(labelled("a")).await;
    let filter = JobFilter::default();
    let looks = 8;
    for look in 0..looks {
        let before = broken.cut("");
        match look {
            0 => assert_eq!(broken.store.job(&id).await.unwrap().id, id),
            1 => assert_eq!(broken.store.list(&filter).await.unwrap().jobs.len(), 1),
            2 => assert_eq!(broken.store.counts(None).await.unwrap()[&JobState::Queued], 1),
            3 => assert_eq!(broken.store.queues().await.unwrap().0.len(), 1),
            4 => assert_eq!(broken.store.workers().await.unwrap().len(), 1),
            5 => assert_eq!(broken.store.attempts(&id).await.unwrap().len(), 0),
            6 => assert!(broken.store.last_event().await.unwrap() > 0),
            _ => assert_eq!(broken.store.audit(Some(&id)).await.unwrap().len(), 1),
        }
        broken.was_cut(before);
    }
}
