//! Changing the order, and removing jobs.

use super::ground::{DEADLINE, actor, failure, from_now_ms, invalid, labelled, not_now};
use super::{Ground, eventually};
use penstock_jobs::{JobFilter, JobState, NewJob, StoreError, Target};

pub(super) async fn jobs_move_to_the_front_in_their_order(ground: Ground) {
    let ids = ground.submit_all(&["a", "b", "c", "d", "e"]).await;
    let picked = [ids[4].clone(), ids[2].clone()];
    ground.store.move_to(&picked, &Target::Front, &actor()).await.unwrap();
    assert_eq!(ground.drain().await, ["c", "e", "a", "b", "d"]);
}

pub(super) async fn jobs_move_to_the_back_in_their_order(ground: Ground) {
    let ids = ground.submit_all(&["a", "b", "c", "d"]).await;
    let picked = [ids[2].clone(), ids[0].clone(), ids[0].clone()];
    ground.store.move_to(&picked, &Target::Back, &actor()).await.unwrap();
    assert_eq!(ground.drain().await, ["b", "d", "a", "c"]);
}

pub(super) async fn jobs_move_to_another_queue(ground: Ground) {
    let ids = ground.submit_all(&["a", "b", "c"]).await;
    ground.submit(NewJob { queue: "high".into(), ..labelled("h") }).await;
    let target = Target::Queue("high".into());
    ground.store.move_to(&[ids[2].clone(), ids[0].clone()], &target, &actor()).await.unwrap();
    assert_eq!(ground.job(&ids[0]).await.queue, "high");
    assert_eq!(ground.drain_of(&["high"]).await, ["h", "a", "c"]);
    assert_eq!(ground.drain().await, ["b"]);
    let found = JobFilter { search: Some("high".into()), ..JobFilter::default() };
    assert_eq!(
        ground.labels(found).await,
        ["h", "c", "a"],
        "a search still looks in the queue before the move"
    );
    let held = ground.submit(NewJob { hold: true, ..labelled("held") }).await;
    ground.store.move_to(std::slice::from_ref(&held), &target, &actor()).await.unwrap();
    ground.store.release_held(std::slice::from_ref(&held), &actor()).await.unwrap();
    assert_eq!(ground.drain_of(&["high"]).await, ["held"]);
    let next = ground.submit(labelled("next")).await;
    invalid(ground.store.move_to(&[next], &Target::Queue("*".into()), &actor()).await);
}

pub(super) async fn jobs_move_before_another_in_their_order(ground: Ground) {
    let ids = ground.submit_all(&["a", "b", "c", "d", "e"]).await;
    let high = ground.submit(NewJob { queue: "high".into(), ..labelled("h") }).await;
    let before = |at: usize| Target::Before(ids[at].clone());
    let picked = [ids[4].clone(), high, ids[3].clone(), ids[4].clone()];
    ground.store.move_to(&picked, &before(1), &actor()).await.unwrap();
    ground.store.move_to(&ids[..1], &before(2), &actor()).await.unwrap();
    let tail = ground.store.audit(Some(&ids[0])).await.unwrap().pop().unwrap();
    assert_eq!(tail.detail.as_deref(), Some("before c"));

    invalid(ground.store.move_to(&ids[..2], &before(1), &actor()).await);
    let later = ground.submit(NewJob { not_before_ms: Some(from_now_ms(60_000)), ..labelled("later") }).await;
    let to_later = Target::Before(later.clone());
    assert_eq!(
        not_now(ground.store.move_to(&ids[..1], &to_later, &actor()).await),
        JobState::Scheduled,
        "what waits for a time has no place in the line"
    );
    assert_eq!(not_now(ground.store.move_to(&[later], &before(2), &actor()).await), JobState::Scheduled);

    let order = ground.drain().await;
    // Jobs of several queues have no order among themselves but that of their places.
    let at = |label: &str| order.iter().position(|one| one == label).unwrap();
    assert_eq!(order.len(), 6);
    assert!(at("d") < at("e") && at("e") < at("b") && at("h") < at("b"), "{order:?}");
    assert_eq!(order.iter().filter(|one| !["d", "e", "h"].contains(&one.as_str())).count(), 3);
    assert!(at("b") < at("a") && at("a") < at("c"), "{order:?}");
}

pub(super) async fn a_job_that_waits_for_a_time_takes_its_place_when_due(ground: Ground) {
    ground.submit(labelled("ready")).await;
    let id = ground.submit(NewJob { not_before_ms: Some(from_now_ms(150)), ..labelled("moved") }).await;
    ground.store.move_to(std::slice::from_ref(&id), &Target::Front, &actor()).await.unwrap();
    eventually(DEADLINE, async || {
        ground.store.promote_due().await.unwrap();
        ground.state(&id).await == JobState::Queued
    })
    .await;
    assert_eq!(ground.drain().await, ["moved", "ready"]);
}

pub(super) async fn what_runs_or_has_ended_is_not_moved(ground: Ground) {
    let ids = ground.submit_all(&["a", "b"]).await;
    let claim = ground.claim_this(&ids[0]).await;
    for target in [Target::Front, Target::Back, Target::Queue("high".into())] {
        let both = [ids[1].clone(), ids[0].clone()];
        assert_eq!(not_now(ground.store.move_to(&both, &target, &actor()).await), JobState::Running);
    }
    assert_eq!(ground.job(&ids[1]).await.queue, "default");
    ground.store.fail(&claim.lease, &failure(), false).await.unwrap();
    let answer = ground.store.move_to(&ids[..1], &Target::Front, &actor()).await;
    assert_eq!(not_now(answer), JobState::Failed);
}

pub(super) async fn what_runs_is_not_deleted(ground: Ground) {
    let id = ground.submit(labelled("job")).await;
    let claim = ground.claim().await;
    assert_eq!(not_now(ground.store.delete(std::slice::from_ref(&id), &actor()).await), JobState::Running);
    ground.store.give_back(&claim.lease).await.unwrap();
    ground.delete(&id).await;
}

pub(super) async fn a_deleted_job_is_gone(ground: Ground) {
    let ids = ground.submit_all(&["a", "b"]).await;
    ground.finish(&ids[0]).await;
    ground.store.delete(&ids, &actor()).await.unwrap();
    for id in &ids {
        assert!(matches!(ground.store.job(id).await, Err(StoreError::NoSuchJob(_))));
    }
    assert_eq!(ground.labels(JobFilter::default()).await, [] as [&str; 0]);
    assert!(ground.store.counts(None).await.unwrap().is_empty());
    assert_eq!(ground.drain().await, [] as [&str; 0]);
    let again = ground.store.delete(&ids, &actor()).await;
    assert!(matches!(again, Err(StoreError::NoSuchJob(_))));
}
