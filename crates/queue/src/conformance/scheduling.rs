//! Jobs that wait for a time.

use super::ground::{DEADLINE, LONG, actor, from_now_ms, labelled};
use super::{Ground, eventually};
use penstock_jobs::{JobState, NewJob};

fn at(label: &str, due: i64) -> NewJob {
    NewJob { not_before_ms: Some(due), ..labelled(label) }
}

pub(super) async fn a_job_is_not_given_before_its_time(ground: Ground) {
    let due = from_now_ms(400);
    let id = ground.submit(at("later", due)).await;
    assert_eq!(ground.store.next_due_ms().await.unwrap(), Some(due));
    let job = ground.job(&id).await;
    assert_eq!((job.state, job.not_before_ms), (JobState::Scheduled, Some(due)));
    // No maintenance runs here: asking for a job is enough.
    let mut taken = None;
    eventually(DEADLINE, async || {
        taken = ground.ask(&["default"], LONG).await;
        taken.is_some()
    })
    .await;
    assert!(from_now_ms(0) >= due, "it was given too early");
    let job = taken.unwrap().job;
    assert_eq!((job.id, job.not_before_ms), (id, None));
    assert_eq!(ground.store.next_due_ms().await.unwrap(), None);
}

pub(super) async fn a_time_that_has_passed_does_not_delay(ground: Ground) {
    let id = ground.submit(at("past", from_now_ms(-1000))).await;
    let job = ground.job(&id).await;
    assert_eq!((job.state, job.not_before_ms), (JobState::Queued, None));
}

pub(super) async fn due_jobs_are_promoted_in_order_of_time(ground: Ground) {
    let now = from_now_ms(300);
    let jobs = vec![at("b", now + 20), at("a", now), at("c", now + 20), at("never", from_now_ms(3_600_000))];
    let submitted = ground.store.submit(jobs, &actor()).await.unwrap();
    assert_eq!(ground.store.next_due_ms().await.unwrap(), Some(now));
    let mut promoted = 0;
    eventually(DEADLINE, async || {
        promoted += ground.store.promote_due().await.unwrap();
        promoted == 3
    })
    .await;
    assert_eq!(ground.drain().await, ["a", "b", "c"]);
    assert_eq!(ground.state(&submitted[3].id).await, JobState::Scheduled);
}

pub(super) async fn a_scheduled_job_for_the_front_goes_there(ground: Ground) {
    ground.submit(labelled("ready")).await;
    ground.submit(NewJob { at_front: true, ..at("urgent", from_now_ms(50)) }).await;
    eventually(DEADLINE, async || ground.store.promote_due().await.unwrap() == 1).await;
    assert_eq!(ground.drain().await, ["urgent", "ready"]);
}
