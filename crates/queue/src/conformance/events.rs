//! Following what happens.

use super::Ground;
use super::ground::{DEADLINE, LONG, actor, completion, from_now_ms, labelled};
use penstock_jobs::{Event, EventKind, JobId, JobState, NewJob, Progress, Store, Target};
use std::sync::Arc;
use std::time::{Duration, Instant};

async fn all(ground: &Ground) -> Vec<Event> {
    ground.other.events_after(0, 10_000).await.unwrap()
}

fn about(job: &JobId, state: JobState) -> EventKind {
    EventKind::Job { job: job.clone(), state }
}

pub(super) async fn every_step_is_told_in_order(ground: Ground) {
    assert_eq!(ground.store.last_event().await.unwrap(), 0);
    ground.register("w").await;
    let id = ground.submit(labelled("job")).await;
    let claim = ground.ask_as("w", &["default"], LONG).await.unwrap();
    let progress = Progress { stage: "Reading".into(), fraction: None, at_ms: from_now_ms(0) };
    ground.store.progress(&claim.lease, &progress).await.unwrap();
    ground.cancel(&id).await;
    ground.store.finish(&claim.lease, &completion()).await.unwrap();
    ground.retry(&id).await;
    ground.store.move_to(std::slice::from_ref(&id), &Target::Front, &actor()).await.unwrap();
    ground.store.pause(Some("default"), &actor()).await.unwrap();
    ground.store.resume(None, &actor()).await.unwrap();
    ground.cancel(&id).await;
    let waits = ground.submit(NewJob { hold: true, after: vec![id.clone()], ..labelled("waits") }).await;
    ground.delete(&id).await;
    ground.store.ask_to_stop("w", false, &actor()).await.unwrap();
    let worker = || EventKind::Worker { worker: "w".into() };
    let queue = |name: &str| EventKind::Queue { queue: name.into() };
    let expected = [
        worker(),
        about(&id, JobState::Queued),
        about(&id, JobState::Running),
        EventKind::Progress { job: id.clone() },
        about(&id, JobState::Running),
        about(&id, JobState::Finished),
        about(&id, JobState::Queued),
        about(&id, JobState::Queued),
        queue("default"),
        queue("*"),
        about(&id, JobState::Cancelled),
        about(&waits, JobState::Held),
        EventKind::Deleted { job: id.clone() },
        worker(),
    ];
    let events = all(&ground).await;
    assert_eq!(events.iter().map(|event| event.what.clone()).collect::<Vec<_>>(), expected);
    assert!(events.windows(2).all(|pair| pair[0].seq < pair[1].seq && pair[0].at_ms <= pair[1].at_ms));
}

pub(super) async fn events_are_read_from_where_one_left_off(ground: Ground) {
    ground.submit_all(&["a", "b", "c", "d", "e"]).await;
    let events = all(&ground).await;
    assert_eq!(events.len(), 5);
    assert_eq!(ground.store.last_event().await.unwrap(), events[4].seq);
    let store = &ground.store;
    assert_eq!(store.events_after(events[1].seq, 100).await.unwrap(), events[2..]);
    assert_eq!(store.events_after(events[1].seq, 2).await.unwrap(), events[2..4]);
    assert_eq!(store.events_after(events[4].seq, 100).await.unwrap(), []);
    assert_eq!(store.events_after(u64::MAX, 100).await.unwrap(), []);
    assert_eq!(store.events_after(0, 0).await.unwrap(), []);
}

/// Waits for a change on one side while a job is submitted on the other; how long the wait took.
async fn wait_while_submitting(waits: Arc<dyn Store>, submits: Arc<dyn Store>) -> Duration {
    // What changed a moment ago also ends a wait: let that pass first.
    let deadline = Instant::now() + DEADLINE;
    loop {
        assert!(Instant::now() < deadline, "a store at rest keeps saying that it changed");
        let begun = Instant::now();
        waits.changed(Duration::from_millis(400)).await;
        if begun.elapsed() >= Duration::from_millis(400) {
            break;
        }
    }
    let before = waits.last_event().await.unwrap();
    let begun = Instant::now();
    let waiting = tokio::spawn(async move {
        while waits.last_event().await.unwrap() == before {
            waits.changed(DEADLINE * 2).await;
        }
    });
    submits.submit(vec![labelled("job")], &actor()).await.unwrap();
    tokio::time::timeout(DEADLINE, waiting).await.expect("nothing was noticed").unwrap();
    begun.elapsed()
}

pub(super) async fn a_change_here_is_noticed(ground: Ground) {
    let took = wait_while_submitting(ground.store.clone(), ground.store.clone()).await;
    assert!(took < DEADLINE);
}

pub(super) async fn a_change_elsewhere_is_noticed(ground: Ground) {
    let took = wait_while_submitting(ground.store.clone(), ground.other.clone()).await;
    assert!(took < DEADLINE);
    let took = wait_while_submitting(ground.other.clone(), ground.store.clone()).await;
    assert!(took < DEADLINE);
}

pub(super) async fn without_a_change_the_time_runs_out(ground: Ground) {
    let within = Duration::from_millis(150);
    let deadline = Instant::now() + DEADLINE;
    loop {
        let begun = Instant::now();
        ground.store.changed(within).await;
        assert_eq!(ground.store.rescue().await.unwrap(), []);
        if begun.elapsed() >= within {
            break;
        }
        assert!(
            Instant::now() < deadline,
            "looking for jobs to rescue, and finding none, counts as a change"
        );
    }
}
