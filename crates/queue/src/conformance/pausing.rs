//! Pausing queues.

use super::Ground;
use super::ground::{LONG, actor, completion, invalid, labelled};
use penstock_jobs::{JobId, JobState, NewJob};

async fn why(ground: &Ground, id: &JobId) -> String {
    ground.job(id).await.waits_for.unwrap_or_default()
}

async fn paused_queues(ground: &Ground) -> (Vec<String>, bool) {
    let (queues, all) = ground.other.queues().await.unwrap();
    (queues.into_iter().filter(|queue| queue.paused).map(|queue| queue.name).collect(), all)
}

pub(super) async fn a_paused_queue_gives_nothing(ground: Ground) {
    ground.submit(labelled("default")).await;
    ground.submit(NewJob { queue: "low".into(), ..labelled("low") }).await;
    ground.store.pause(Some("default"), &actor()).await.unwrap();
    ground.store.pause(Some("default"), &actor()).await.unwrap();
    assert_eq!(paused_queues(&ground).await, (vec!["default".to_owned()], false));
    assert_eq!(ground.drain_of(&["default", "low"]).await, ["low"]);
    ground.store.resume(Some("default"), &actor()).await.unwrap();
    ground.store.resume(Some("default"), &actor()).await.unwrap();
    assert_eq!(paused_queues(&ground).await, (vec![], false));
    assert_eq!(ground.drain().await, ["default"]);
    invalid(ground.store.pause(Some("*"), &actor()).await);
}

pub(super) async fn a_pause_of_all_is_a_switch_of_its_own(ground: Ground) {
    ground.submit(labelled("default")).await;
    ground.submit(NewJob { queue: "low".into(), ..labelled("low") }).await;
    ground.store.pause(Some("low"), &actor()).await.unwrap();
    ground.store.pause(None, &actor()).await.unwrap();
    assert_eq!(paused_queues(&ground).await, (vec!["low".to_owned()], true));
    assert!(ground.ask(&["default", "low"], LONG).await.is_none());
    ground.store.resume(None, &actor()).await.unwrap();
    assert_eq!(paused_queues(&ground).await, (vec!["low".to_owned()], false));
    assert_eq!(
        ground.drain_of(&["default", "low"]).await,
        ["default"],
        "a single pause ended with that of all"
    );
}

pub(super) async fn what_runs_goes_on_while_its_queue_is_paused(ground: Ground) {
    let id = ground.submit(labelled("job")).await;
    let claim = ground.claim().await;
    ground.store.pause(Some("default"), &actor()).await.unwrap();
    ground.store.pause(None, &actor()).await.unwrap();
    ground.store.renew(std::slice::from_ref(&claim.lease), LONG).await.unwrap();
    ground.store.finish(&claim.lease, &completion()).await.unwrap();
    assert_eq!(ground.state(&id).await, JobState::Finished);
}

pub(super) async fn a_waiting_job_says_why(ground: Ground) {
    let id = ground.submit(labelled("job")).await;
    assert!(why(&ground, &id).await.contains("No worker takes from the queue default"));
    ground.register("w").await;
    assert!(why(&ground, &id).await.contains("free worker"));
    ground.store.pause(Some("default"), &actor()).await.unwrap();
    assert!(why(&ground, &id).await.contains("default is paused"));
    ground.store.pause(None, &actor()).await.unwrap();
    assert!(why(&ground, &id).await.contains("All queues are paused"));
    ground.store.resume(None, &actor()).await.unwrap();
    ground.store.resume(Some("default"), &actor()).await.unwrap();
    let claim = ground.claim().await;
    assert_eq!(ground.job(&id).await.waits_for, None);
    ground.store.finish(&claim.lease, &completion()).await.unwrap();
    assert_eq!(ground.job(&id).await.waits_for, None);
}
