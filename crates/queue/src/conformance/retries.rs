//! After a failure.

use super::ground::{DEADLINE, LONG, actor, artifact, completion, failure, from_now_ms, labelled, not_now};
use super::{Ground, eventually};
use penstock_jobs::{
    ArtifactRole, AttemptOutcome, Completion, Failure, FailureClass, JobId, JobState, NewJob, Retry,
};
use serde_json::json;

fn with_retries(max: u32, intervals_s: &[u64]) -> NewJob {
    NewJob { retry: Retry { max, intervals_s: intervals_s.to_vec() }, ..labelled("job") }
}

async fn child_dies(ground: &Ground, id: &JobId) -> JobState {
    let claim = ground.claim_this(id).await;
    let crash = Failure::new(FailureClass::Crash, "The process ended without an answer");
    ground.store.fail(&claim.lease, &crash, true).await.unwrap()
}

pub(super) async fn without_retries_a_failure_is_final(ground: Ground) {
    let id = ground.submit(labelled("job")).await;
    assert_eq!(ground.fail(&id).await, JobState::Failed);
    let job = ground.job(&id).await;
    assert_eq!((job.state, job.failure, job.attempt), (JobState::Failed, Some(failure()), 1));
    assert!(job.ended_at_ms.is_some());
    let attempts = ground.store.attempts(&id).await.unwrap();
    assert_eq!(attempts[0].outcome, Some(AttemptOutcome::Failed));
    assert_eq!(attempts[0].failure, Some(failure()));
    assert_eq!(ground.store.report(&id).await.unwrap(), None);
    assert!(ground.ask(&["default"], LONG).await.is_none());
}

pub(super) async fn a_retry_at_once_goes_to_the_back(ground: Ground) {
    let id = ground.submit(with_retries(2, &[])).await;
    ground.submit_all(&["next"]).await;
    assert_eq!(ground.fail(&id).await, JobState::Queued);
    assert_eq!(ground.claim().await.job.label, "next");
    let again = ground.claim_this(&id).await;
    assert_eq!((again.job.attempt, again.job.failure), (2, Some(failure())));
    ground.store.finish(&again.lease, &completion()).await.unwrap();
    let job = ground.job(&id).await;
    assert_eq!(
        (job.state, job.failure),
        (JobState::Finished, None),
        "what failed before it finished is history"
    );
}

pub(super) async fn a_later_retry_waits_for_its_time(ground: Ground) {
    let id = ground.submit(with_retries(1, &[1])).await;
    let before = from_now_ms(1000);
    assert_eq!(ground.fail(&id).await, JobState::Retrying);
    let job = ground.job(&id).await;
    let due = job.not_before_ms.unwrap();
    assert!((before..=from_now_ms(1000)).contains(&due));
    assert_eq!((job.state, job.ended_at_ms), (JobState::Retrying, None));
    assert_eq!(ground.store.next_due_ms().await.unwrap(), Some(due));
    assert_eq!(ground.store.promote_due().await.unwrap(), 0);
    eventually(DEADLINE, async || ground.store.promote_due().await.unwrap() == 1).await;
    assert!(from_now_ms(0) >= due);
    assert_eq!(ground.fail(&id).await, JobState::Failed);
}

pub(super) async fn the_last_interval_serves_for_all_that_follow(ground: Ground) {
    let id = ground.submit(with_retries(3, &[0])).await;
    for _ in 0..3 {
        assert_eq!(ground.fail(&id).await, JobState::Queued);
    }
    assert_eq!(ground.fail(&id).await, JobState::Failed);
    let id = ground.submit(with_retries(3, &[0, 3600])).await;
    assert_eq!(ground.fail(&id).await, JobState::Queued);
    assert_eq!(ground.fail(&id).await, JobState::Retrying);
    let due = ground.job(&id).await.not_before_ms.unwrap();
    assert!((from_now_ms(3_500_000)..=from_now_ms(3_600_000)).contains(&due));
}

pub(super) async fn what_is_not_worth_retrying_fails_at_once(ground: Ground) {
    for class in [FailureClass::BadInput, FailureClass::UnknownTask] {
        let id = ground.submit(with_retries(5, &[])).await;
        let claim = ground.claim_this(&id).await;
        let state = ground.store.fail(&claim.lease, &Failure::new(class, "No"), false).await.unwrap();
        assert_eq!(state, JobState::Failed, "{class:?}");
    }
}

pub(super) async fn three_dead_children_quarantine_a_job(ground: Ground) {
    let id = ground.submit(with_retries(10, &[])).await;
    assert_eq!(child_dies(&ground, &id).await, JobState::Queued);
    assert_eq!(ground.fail(&id).await, JobState::Queued, "a plain failure does not count as a death");
    assert_eq!(child_dies(&ground, &id).await, JobState::Queued);
    assert_eq!(child_dies(&ground, &id).await, JobState::Quarantined);
    let job = ground.job(&id).await;
    assert_eq!((job.state, job.attempt), (JobState::Quarantined, 4));
    assert!(job.failure.unwrap().title.contains("3 times"));
    assert!(ground.ask(&["default"], LONG).await.is_none());
    let died = Some(AttemptOutcome::ChildDied);
    let attempts = ground.store.attempts(&id).await.unwrap();
    assert_eq!(attempts.iter().filter(|attempt| attempt.outcome == died).count(), 3);
}

pub(super) async fn a_machine_job_is_not_retried_after_its_child_died(ground: Ground) {
    let id = ground.submit(NewJob { rerun_after_crash: false, ..with_retries(5, &[]) }).await;
    assert_eq!(
        ground.fail(&id).await,
        JobState::Queued,
        "a failure that the task reported is retried as asked"
    );
    assert_eq!(child_dies(&ground, &id).await, JobState::Held);
    super::rescue::it_waits_for_a_word(&ground, &id).await;
    ground.release(&id).await;
    let claim = ground.claim_this(&id).await;
    let late = Failure::new(FailureClass::Timeout, "It took longer than 600 s");
    let state = ground.store.fail(&claim.lease, &late, false).await.unwrap();
    assert_eq!(state, JobState::Failed, "what was ended in its middle is not tried again by itself");
    ground.retry(&id).await;
    ground.finish(&id).await;
}

pub(super) async fn a_retry_by_hand_starts_afresh(ground: Ground) {
    let id = ground.submit(with_retries(3, &[])).await;
    for _ in 0..2 {
        assert_eq!(child_dies(&ground, &id).await, JobState::Queued);
    }
    assert_eq!(child_dies(&ground, &id).await, JobState::Quarantined);
    let next = ground.submit(labelled("next")).await;
    ground.retry(&id).await;
    let job = ground.job(&id).await;
    assert_eq!((job.state, job.failure, job.ended_at_ms), (JobState::Queued, None, None));
    ground.finish(&next).await;
    for _ in 0..2 {
        assert_eq!(
            child_dies(&ground, &id).await,
            JobState::Queued,
            "the deaths before the retry still counted"
        );
    }
    let claim = ground.claim_this(&id).await;
    assert_eq!(claim.job.attempt, 6, "numbers of attempts go on");
    let made = vec![artifact("plot.svg", ArtifactRole::Result)];
    let hashes = [made[0].sha256.clone()];
    let done = Completion { report: json!({"n": 1}), artifacts: made };
    ground.store.finish(&claim.lease, &done).await.unwrap();
    assert_eq!(ground.store.named_artifacts(&hashes).await.unwrap(), hashes);
    ground.retry(&id).await;
    assert_eq!(
        ground.store.named_artifacts(&hashes).await.unwrap(),
        [] as [String; 0],
        "nothing needs it any more"
    );
    let job = ground.job(&id).await;
    assert_eq!((job.state, job.attempts_finished, job.artifacts), (JobState::Queued, 0, vec![]));
    assert_eq!(ground.store.report(&id).await.unwrap(), None);
    ground.finish(&id).await;
    let numbers: Vec<u32> =
        ground.store.attempts(&id).await.unwrap().iter().map(|attempt| attempt.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(ground.job(&id).await.attempts_finished, 1);
}

pub(super) async fn a_job_that_has_not_ended_is_not_retried_by_hand(ground: Ground) {
    let id = ground.submit(labelled("job")).await;
    let ids = [id.clone()];
    assert_eq!(not_now(ground.store.retry(&ids, &actor()).await), JobState::Queued);
    ground.claim_this(&id).await;
    assert_eq!(not_now(ground.store.retry(&ids, &actor()).await), JobState::Running);
}
