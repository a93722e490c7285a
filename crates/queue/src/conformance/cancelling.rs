//! Stopping jobs.

use super::Ground;
use super::ground::{LONG, SHORT, actor, completion, failure, from_now_ms, invalid, labelled, not_now};
use penstock_jobs::{AttemptOutcome, JobState, LeaseStatus, NewJob, Retry};

pub(super) async fn what_waits_is_cancelled_at_once(ground: Ground) {
    let queued = ground.submit(labelled("queued")).await;
    let retry = Retry { max: 1, intervals_s: vec![3600] };
    let retrying = ground.submit(NewJob { at_front: true, retry, ..labelled("retrying") }).await;
    ground.fail(&retrying).await;
    let waiting = [
        retrying,
        ground.submit(NewJob { hold: true, ..labelled("held") }).await,
        ground.submit(NewJob { not_before_ms: Some(from_now_ms(3_600_000)), ..labelled("scheduled") }).await,
        ground.submit(NewJob { after: vec![queued.clone()], ..labelled("deferred") }).await,
        queued,
    ];
    ground.store.cancel(&waiting[..4], &actor()).await.unwrap();
    ground.cancel(&waiting[4]).await;
    for id in &waiting {
        let job = ground.job(id).await;
        assert_eq!(
            (job.state, job.not_before_ms, job.waits_for),
            (JobState::Cancelled, None, None),
            "{}",
            job.label
        );
        assert!(job.ended_at_ms.is_some());
    }
    assert!(ground.ask(&["default"], LONG).await.is_none());
    assert_eq!(ground.store.next_due_ms().await.unwrap(), None);
}

pub(super) async fn what_runs_is_asked(ground: Ground) {
    let id = ground.submit(labelled("job")).await;
    let claim = ground.claim().await;
    ground.other.cancel(std::slice::from_ref(&id), &actor()).await.unwrap();
    ground.cancel(&id).await;
    let job = ground.job(&id).await;
    assert_eq!((job.state, job.cancel_requested), (JobState::Running, true));
    let status = ground.store.renew(std::slice::from_ref(&claim.lease), LONG).await.unwrap();
    assert_eq!(status, [LeaseStatus::CancelRequested]);
    ground.store.cancelled(&claim.lease).await.unwrap();
    ground.store.cancelled(&claim.lease).await.unwrap();
    let job = ground.job(&id).await;
    assert_eq!(job.state, JobState::Cancelled);
    assert!(job.ended_at_ms.is_some());
    let attempts = ground.store.attempts(&id).await.unwrap();
    assert_eq!(attempts[0].outcome, Some(AttemptOutcome::Cancelled));
}

pub(super) async fn a_cancelled_job_never_starts_again(ground: Ground) {
    let retry = Retry { max: 9, intervals_s: vec![] };
    let ids = [
        ground.submit(NewJob { retry: retry.clone(), ..labelled("fails") }).await,
        ground.submit(labelled("is given back")).await,
        ground.submit(NewJob { retry, ..labelled("dies") }).await,
    ];
    let mut leases = Vec::new();
    for id in &ids {
        leases.push(ground.claim_this(id).await.lease);
    }
    ground.store.cancel(&ids, &actor()).await.unwrap();
    assert_eq!(ground.store.fail(&leases[0], &failure(), false).await.unwrap(), JobState::Cancelled);
    ground.store.give_back(&leases[1]).await.unwrap();
    assert_eq!(ground.store.fail(&leases[2], &failure(), true).await.unwrap(), JobState::Cancelled);
    for id in &ids {
        assert_eq!(ground.state(id).await, JobState::Cancelled);
    }
    assert!(ground.ask(&["default"], SHORT).await.is_none());
    ground.retry(&ids[0]).await;
    let again = ground.claim_this(&ids[0]).await;
    assert!(!again.job.cancel_requested, "a wish to cancel outlived the retry");
}

pub(super) async fn work_that_was_done_in_spite_of_it_counts(ground: Ground) {
    let id = ground.submit(labelled("job")).await;
    let claim = ground.claim().await;
    ground.cancel(&id).await;
    ground.store.finish(&claim.lease, &completion()).await.unwrap();
    let job = ground.job(&id).await;
    assert_eq!((job.state, job.cancel_requested, job.attempts_finished), (JobState::Finished, false, 1));
}

pub(super) async fn what_has_ended_is_not_cancelled(ground: Ground) {
    let ids = ground.submit_all(&["finished", "failed", "cancelled"]).await;
    ground.finish(&ids[0]).await;
    ground.fail(&ids[1]).await;
    ground.cancel(&ids[2]).await;
    for (id, state) in ids.iter().zip([JobState::Finished, JobState::Failed, JobState::Cancelled]) {
        let answer = ground.store.cancel(std::slice::from_ref(id), &actor()).await;
        assert_eq!(not_now(answer), state);
        assert_eq!(ground.state(id).await, state);
    }
}

pub(super) async fn a_worker_does_not_cancel_by_itself(ground: Ground) {
    let id = ground.submit(labelled("job")).await;
    let claim = ground.claim().await;
    invalid(ground.store.cancelled(&claim.lease).await);
    assert_eq!(ground.state(&id).await, JobState::Running);
}

pub(super) async fn people_act_on_all_or_on_none(ground: Ground) {
    let ids = ground.submit_all(&["a", "b", "c"]).await;
    ground.finish(&ids[0]).await;
    let mixed = [ids[1].clone(), ids[0].clone(), ids[2].clone()];
    assert_eq!(not_now(ground.store.cancel(&mixed, &actor()).await), JobState::Finished);
    assert_eq!(ground.state(&ids[1]).await, JobState::Queued);
    assert_eq!(
        ground.store.audit(Some(&ids[1])).await.unwrap().len(),
        1,
        "what did not happen was written down"
    );
    assert_eq!(
        not_now(ground.store.retry(&[ids[0].clone(), ids[1].clone()], &actor()).await),
        JobState::Queued
    );
    assert_eq!(ground.state(&ids[0]).await, JobState::Finished);
    ground.claim_this(&ids[1]).await;
    assert_eq!(
        not_now(ground.store.delete(&[ids[2].clone(), ids[1].clone()], &actor()).await),
        JobState::Running
    );
    assert_eq!(ground.state(&ids[2]).await, JobState::Queued);
}
