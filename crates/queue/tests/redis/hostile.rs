//! Content that somebody wrote with bad intent, or with a bad program.

use crate::shop::{DEADLINE, Shop, labelled};
use penstock_jobs::{JobFilter, JobState, Store};
use penstock_queue::conformance::eventually;

#[tokio::test]
async fn a_malformed_job_fails_and_the_next_one_runs() {
    let mut shop = Shop::open().await;
    let wrong: [(&str, &[u8]); 9] = [
        ("timeout", b"soon"),
        ("status", b"on fire"),
        ("data", b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x04true\x85R."),
        ("data", b"gibberish"),
        ("data", b"\x80\x04(((((((((."),
        ("data", b""),
        ("created_at", b"yesterday"),
        ("retry_intervals", b"{]"),
        ("origin", b"\xff\xfe"),
    ];
    for (number, (name, value)) in wrong.iter().enumerate() {
        let id = format!("bad{number}");
        shop.python_enqueues(&id, "default", "penstock.tasks.plot");
        redis::cmd("HSET")
            .arg(format!("rq:job:{id}"))
            .arg(*name)
            .arg(*value)
            .query::<()>(&mut shop.raw)
            .unwrap();
    }
    let fine = shop.submit(labelled("fine")).await;
    let mut taken = vec![];
    while let Some(claim) = shop.claim().await {
        shop.finish(&claim).await.unwrap();
        taken.push(claim.job.id);
    }
    assert!(taken.contains(&fine));
    for (number, (name, _)) in wrong.iter().enumerate() {
        let id = format!("bad{number}");
        // A time or a list that nothing hangs on may be read around; the rest must have failed, in words.
        let status = shop.field(&id, "status");
        if status != "finished" {
            assert_eq!(status, "failed", "{name}");
            assert_eq!(shop.say::<u32>(&["XLEN", &format!("rq:results:{id}")]), 1, "{name}");
            let job = shop.store.job(&id.as_str().into()).await.unwrap();
            assert!(job.failure.unwrap().title.contains("cannot be read"), "{name}");
        }
    }
    for id in ["bad0", "bad1", "bad2", "bad3", "bad4", "bad5"] {
        assert_eq!(shop.field(id, "status"), "failed", "{id}");
    }
    let job = shop.store.job(&"bad2".into()).await.unwrap();
    assert_eq!((job.task.as_str(), job.state), ("unreadable", JobState::Failed));
    assert!(job.params["reason"].as_str().is_some_and(|reason| !reason.is_empty()));
    let page = shop.store.list(&JobFilter::default()).await.unwrap();
    assert!(page.jobs.len() >= 10);
    shop.store.delete(&["bad2".into()], &penstock_queue::conformance::actor()).await.unwrap();
    assert_eq!(shop.say::<u32>(&["LLEN", "rq:queue:default:intermediate"]), 0);
}

#[tokio::test]
async fn an_id_or_a_key_that_is_none_of_rqs_stops_nobody() {
    let mut shop = Shop::open().await;
    shop.say::<()>(&["SET", "rq:job:text", "not a hash"]);
    shop.say::<()>(&["RPUSH", "rq:queue:default", "text", "a:b", "with space", "gone"]);
    redis::cmd("RPUSH").arg("rq:queue:default").arg(b"\xff\x00").query::<()>(&mut shop.raw).unwrap();
    shop.python_enqueues("a:b", "default", "tasks.add");
    redis::cmd("HSET").arg(b"rq:job:\xff\x00").arg("data").arg("x").query::<()>(&mut shop.raw).unwrap();
    let fine = shop.submit(labelled("fine")).await;
    eventually(DEADLINE, async || shop.claim().await.is_some_and(|claim| claim.job.id == fine)).await;
    assert_eq!(shop.say::<u32>(&["LLEN", "rq:queue:default:intermediate"]), 0);
    assert_eq!(shop.field("a:b", "status"), "failed");
    shop.store.list(&JobFilter::default()).await.unwrap();
    shop.store.counts(None).await.unwrap();
    shop.store.check(true).await.unwrap();
    assert_eq!(shop.store.job(&"text".into()).await.unwrap().task, "unreadable");
}

#[tokio::test]
async fn a_call_of_many_megabytes_is_left_out_of_lists() {
    let mut shop = Shop::open().await;
    shop.python_enqueues("big", "default", "tasks.add");
    let noise: Vec<u8> = (0..20_u32 << 20).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    redis::cmd("HSET").arg("rq:job:big").arg("data").arg(noise).query::<()>(&mut shop.raw).unwrap();
    let page = shop.store.list(&JobFilter::default()).await.unwrap();
    assert_eq!(page.jobs[0].task, "unreadable");
    assert_eq!(page.jobs[0].params["bytes"], 20 << 20);
    assert!(shop.claim().await.is_none());
    assert_eq!(shop.field("big", "status"), "failed");
}

#[tokio::test]
async fn a_key_of_another_type_stops_only_its_own_queue() {
    let mut shop = Shop::open().await;
    shop.say::<()>(&["SADD", "rq:queues", "rq:queue:a", "rq:queue:b", "rq:queue:c"]);
    shop.say::<()>(&["SET", "rq:queue:a", "text"]);
    shop.say::<()>(&["SET", "rq:wip:b", "text"]);
    shop.say::<()>(&["SET", "rq:scheduled:c", "text"]);
    shop.python_enqueues("waits", "b", "penstock.tasks.plot");
    let fine = shop.submit(labelled("fine")).await;
    let worker = penstock_queue::conformance::worker("w", &["a", "b", "c", "default"]);
    shop.store.register(&worker).await.unwrap();
    let request = crate::shop::request("w", &["a", "b", "c", "default"], crate::shop::LONG);
    assert_eq!(shop.store.claim(&request).await.unwrap().unwrap().job.id, fine);
    assert_eq!(shop.say::<u32>(&["LLEN", "rq:queue:b"]), 1, "a job was taken that cannot be started");
}
