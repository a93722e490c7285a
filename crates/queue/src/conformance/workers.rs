//! Who takes jobs.

use super::ground::{DEADLINE, LONG, actor, completion, failure, from_now_ms, invalid, worker};
use super::{Ground, eventually};
use penstock_jobs::{JobState, WorkerSpec, WorkerState};
use std::process::{Command, Stdio};

/// A worker whose process has ended.
pub(super) fn dead(name: &str) -> WorkerSpec {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .arg("--list")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.wait().unwrap();
    WorkerSpec { pid: child.id(), ..worker(name, &["default"]) }
}

async fn state(ground: &Ground, name: &str) -> Option<WorkerState> {
    let workers = ground.other.workers().await.unwrap();
    workers.into_iter().find(|worker| worker.spec.name == name).map(|worker| worker.state)
}

pub(super) async fn a_worker_is_listed_with_what_it_does(ground: Ground) {
    let spec = WorkerSpec { slots: 2, ..worker("w", &["high", "default"]) };
    let before = from_now_ms(0);
    ground.store.register(&spec).await.unwrap();
    let ids = ground.submit_all(&["a", "b", "c"]).await;
    let a = ground.ask_as("w", &["default"], LONG).await.unwrap();
    let seen = &ground.other.workers().await.unwrap()[0];
    assert_eq!((&seen.spec, seen.state), (&spec, WorkerState::Idle));
    assert_eq!(seen.jobs, ids[..1]);
    assert!((before..=from_now_ms(0)).contains(&seen.started_at_ms));
    let b = ground.ask_as("w", &["default"], LONG).await.unwrap();
    assert_eq!(state(&ground, "w").await, Some(WorkerState::Busy));
    ground.store.finish(&a.lease, &completion()).await.unwrap();
    ground.store.fail(&b.lease, &failure(), false).await.unwrap();
    let c = ground.ask_as("w", &["default"], LONG).await.unwrap();
    ground.store.give_back(&c.lease).await.unwrap();
    let seen = &ground.other.workers().await.unwrap()[0];
    assert_eq!((seen.finished, seen.failed, seen.jobs.len()), (1, 1, 0));
    ground.store.unregister("w").await.unwrap();
    ground.store.unregister("w").await.unwrap();
    assert_eq!(ground.store.workers().await.unwrap(), []);
}

pub(super) async fn a_name_belongs_to_one_living_worker(ground: Ground) {
    ground.register("w").await;
    // The same process under another incarnation is another process, and its pid is alive.
    let other = WorkerSpec { host: "elsewhere".into(), ..worker("w", &["default"]) };
    assert!(invalid(ground.other.register(&other).await).contains('w'));
    assert_eq!(ground.store.workers().await.unwrap()[0].spec.host, "test");
    ground.store.unregister("w").await.unwrap();
    ground.other.register(&other).await.unwrap();
    invalid(ground.store.register(&worker("", &["default"])).await);
}

pub(super) async fn the_same_process_may_register_again(ground: Ground) {
    ground.register("w").await;
    ground.submit_all(&["a"]).await;
    let claim = ground.ask_as("w", &["default"], LONG).await.unwrap();
    ground.store.finish(&claim.lease, &completion()).await.unwrap();
    let first = ground.store.workers().await.unwrap().remove(0);
    ground.store.ask_to_stop("w", false, &actor()).await.unwrap();
    ground.store.register(&WorkerSpec { slots: 4, ..worker("w", &["high"]) }).await.unwrap();
    let again = ground.store.workers().await.unwrap().remove(0);
    assert_eq!((again.spec.slots, again.spec.queues), (4, vec!["high".to_owned()]));
    assert_eq!((again.started_at_ms, again.finished), (first.started_at_ms, 1));
    assert_eq!(again.state, WorkerState::Draining, "a wish that it stops was lost");
}

pub(super) async fn the_name_of_a_dead_worker_is_free(ground: Ground) {
    if !cfg!(target_os = "linux") {
        // Only Linux tells for certain that a process has ended.
        return;
    }
    ground.store.register(&dead("w")).await.unwrap();
    let ids = ground.submit_all(&["a"]).await;
    let claim = ground.ask_as("w", &["default"], LONG).await.unwrap();
    assert_eq!(state(&ground, "w").await, Some(WorkerState::Lost));
    ground.register("w").await;
    assert_eq!(state(&ground, "w").await, Some(WorkerState::Idle));
    assert_eq!(
        ground.state(&ids[0]).await,
        JobState::Queued,
        "its job must not wait for the end of its lease"
    );
    super::ground::not_yours(ground.store.finish(&claim.lease, &completion()).await);
}

pub(super) async fn a_silent_worker_is_lost_until_it_speaks(ground: Ground) {
    ground.register("w").await;
    assert_eq!(state(&ground, "w").await, Some(WorkerState::Idle));
    eventually(DEADLINE + ground.worker_lost_after, async || {
        state(&ground, "w").await == Some(WorkerState::Lost)
    })
    .await;
    assert!(!ground.store.heartbeat("w").await.unwrap());
    assert_eq!(state(&ground, "w").await, Some(WorkerState::Idle));
    eventually(DEADLINE + ground.worker_lost_after, async || {
        state(&ground, "w").await == Some(WorkerState::Lost)
    })
    .await;
    let heir = WorkerSpec { host: "elsewhere".into(), ..worker("w", &["default"]) };
    ground.store.register(&heir).await.unwrap();
    assert_eq!(ground.store.workers().await.unwrap()[0].spec.host, "elsewhere");
}

pub(super) async fn a_worker_that_was_asked_to_stop_takes_nothing_new(ground: Ground) {
    ground.register("w").await;
    ground.submit_all(&["a", "b"]).await;
    let claim = ground.ask_as("w", &["default"], LONG).await.unwrap();
    assert!(!ground.store.heartbeat("w").await.unwrap());
    ground.other.ask_to_stop("w", false, &actor()).await.unwrap();
    assert!(ground.store.heartbeat("w").await.unwrap());
    assert!(!ground.store.stop_is_immediate("w").await.unwrap());
    assert_eq!(state(&ground, "w").await, Some(WorkerState::Draining));
    assert!(ground.ask_as("w", &["default"], LONG).await.is_none());
    ground.store.finish(&claim.lease, &completion()).await.unwrap();
    ground.other.ask_to_stop("w", true, &actor()).await.unwrap();
    assert!(ground.store.stop_is_immediate("w").await.unwrap());
    ground.other.ask_to_stop("w", false, &actor()).await.unwrap();
    assert!(ground.store.stop_is_immediate("w").await.unwrap(), "a milder wish took back the stronger one");
    ground.store.unregister("w").await.unwrap();
    ground.register("w").await;
    assert!(!ground.store.heartbeat("w").await.unwrap(), "the wish was for the worker before");
    assert!(ground.ask_as("w", &["default"], LONG).await.is_some());
}

pub(super) async fn a_worker_that_is_not_registered_is_told_so(ground: Ground) {
    invalid(ground.store.heartbeat("ghost").await);
    invalid(ground.store.ask_to_stop("ghost", true, &actor()).await);
    invalid(ground.store.stop_is_immediate("ghost").await);
    assert_eq!(ground.store.audit(None).await.unwrap(), []);
}
