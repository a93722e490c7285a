//! Jobs whose worker is gone.

use super::Ground;
use super::ground::{DEADLINE, LONG, SHORT, completion, labelled};
use super::workers::dead;
use penstock_jobs::{AttemptOutcome, FailureClass, JobId, JobState, NewJob, Rescued};

pub(super) async fn a_job_whose_lease_ended_comes_first(ground: Ground) {
    let ids = ground.submit_all(&["a", "b"]).await;
    ground.ask(&["default"], SHORT).await.unwrap();
    let rescued = ground.rescue(1).await;
    assert_eq!(rescued, [Rescued { job: ids[0].clone(), worker: "w".into(), state: JobState::Queued }]);
    let attempts = ground.store.attempts(&ids[0]).await.unwrap();
    assert_eq!(attempts[0].outcome, Some(AttemptOutcome::WorkerLost));
    assert_eq!(attempts[0].failure.as_ref().unwrap().class, FailureClass::WorkerLost);
    assert!(attempts[0].ended_at_ms.is_some());
    let again = ground.claim_this(&ids[0]).await;
    assert_eq!(again.job.attempt, 2);
    ground.store.finish(&again.lease, &completion()).await.unwrap();
    assert_eq!(ground.job(&ids[0]).await.attempts_finished, 1);
}

pub(super) async fn a_living_lease_is_left_alone(ground: Ground) {
    let ids = ground.submit_all(&["short", "long"]).await;
    ground.ask(&["default"], SHORT).await.unwrap();
    let long = ground.claim_this(&ids[1]).await;
    ground.rescue(1).await;
    assert_eq!(ground.store.rescue().await.unwrap(), []);
    assert_eq!(ground.state(&ids[1]).await, JobState::Running);
    ground.store.finish(&long.lease, &completion()).await.unwrap();
}

pub(super) async fn a_dead_process_is_noticed_before_its_lease_ends(ground: Ground) {
    if !cfg!(target_os = "linux") {
        // Only Linux tells for certain that a process has ended.
        return;
    }
    let ids = ground.submit_all(&["a", "b"]).await;
    ground.store.register(&dead("ghost")).await.unwrap();
    ground.ask_as("ghost", &["default"], LONG).await.unwrap();
    ground.claim_this(&ids[1]).await;
    let rescued = ground.other.rescue().await.unwrap();
    assert_eq!(rescued, [Rescued { job: ids[0].clone(), worker: "ghost".into(), state: JobState::Queued }]);
    assert_eq!(ground.state(&ids[1]).await, JobState::Running);
}

pub(super) async fn a_job_that_moves_a_machine_is_not_started_again(ground: Ground) {
    let id = ground.submit(NewJob { rerun_after_crash: false, ..labelled("cut") }).await;
    let waits = ground.submit(NewJob { after: vec![id.clone()], ..labelled("then") }).await;
    ground.ask(&["default"], SHORT).await.unwrap();
    assert_eq!(ground.rescue(1).await[0].state, JobState::Held);
    it_waits_for_a_word(&ground, &id).await;
    assert_eq!(ground.state(&waits).await, JobState::Deferred, "whoever waits for it waits on");
    let record = ground.store.attempts(&id).await.unwrap().remove(0);
    assert_eq!((record.outcome, record.failure.unwrap().class), (Some(AttemptOutcome::WorkerLost), WORKER));
    ground.release(&id).await;
    let job = ground.job(&id).await;
    assert_eq!((job.state, job.failure, job.attempt), (JobState::Queued, None, 1));
    ground.finish(&id).await;
    ground.finish(&waits).await;
}

pub(super) async fn a_job_that_moves_a_machine_is_not_started_again_after_an_interruption(ground: Ground) {
    let id = ground.submit(NewJob { rerun_after_crash: false, ..labelled("cut") }).await;
    let claim = ground.claim_this(&id).await;
    ground.store.give_back(&claim.lease).await.unwrap();
    it_waits_for_a_word(&ground, &id).await;
    ground.store.give_back(&claim.lease).await.unwrap();
    ground.cancel(&id).await;
    assert_eq!(ground.state(&id).await, JobState::Cancelled);
    ground.retry(&id).await;
    ground.finish(&id).await;
}

/// It is held, says why, is given to nobody, and its last attempt is closed for good.
pub(super) async fn it_waits_for_a_word(ground: &Ground, id: &JobId) {
    let job = ground.job(id).await;
    let failure = job.failure.expect("why it is held");
    assert_eq!((job.state, job.progress), (JobState::Held, None));
    assert!(failure.advice.unwrap().contains("release"), "what to do is said");
    let why = job.waits_for.unwrap();
    assert!(why.contains(&failure.title) && why.contains("person"), "{why}");
    assert!(ground.ask(&["default"], LONG).await.is_none(), "it was started again by itself");
    assert_eq!(ground.store.rescue().await.unwrap(), []);
}

const WORKER: FailureClass = FailureClass::WorkerLost;

pub(super) async fn a_lost_job_that_was_to_be_cancelled_is_cancelled(ground: Ground) {
    let id = ground.submit(labelled("job")).await;
    ground.ask(&["default"], SHORT).await.unwrap();
    ground.cancel(&id).await;
    assert_eq!(ground.rescue(1).await[0].state, JobState::Cancelled);
    assert_eq!(ground.state(&id).await, JobState::Cancelled);
    super::eventually(DEADLINE, async || ground.store.rescue().await.unwrap().is_empty()).await;
}

pub(super) async fn ten_lost_workers_quarantine_a_job(ground: Ground) {
    let id = ground.submit(labelled("job")).await;
    for round in 1..=10 {
        let claim = ground.ask(&["default"], std::time::Duration::ZERO).await.unwrap();
        assert_eq!(claim.job.attempt, round);
        let expected = if round < 10 { JobState::Queued } else { JobState::Quarantined };
        assert_eq!(ground.rescue(1).await[0].state, expected, "after {round}");
    }
    let job = ground.job(&id).await;
    assert_eq!(job.state, JobState::Quarantined);
    assert!(job.failure.unwrap().title.contains("10 workers"));
    ground.retry(&id).await;
    ground.ask(&["default"], std::time::Duration::ZERO).await.unwrap();
    assert_eq!(ground.rescue(1).await[0].state, JobState::Queued, "the retry did not start afresh");
}
