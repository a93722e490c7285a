//! Jobs that wait for jobs.

use super::ground::{DEADLINE, actor, from_now_ms, invalid, labelled};
use super::{Ground, eventually};
use penstock_jobs::{Failure, FailureClass, JobId, JobState, NewJob, Retry, StoreError};

fn after(label: &str, others: &[&JobId]) -> NewJob {
    NewJob { after: others.iter().map(|id| (*id).clone()).collect(), ..labelled(label) }
}

pub(super) async fn a_job_waits_until_all_others_finished(ground: Ground) {
    let others = ground.submit_all(&["a", "b"]).await;
    let id = ground.submit(after("c", &[&others[0], &others[1]])).await;
    let job = ground.job(&id).await;
    assert_eq!((job.state, &job.after), (JobState::Deferred, &others));
    assert!(job.waits_for.unwrap().contains('2'));
    ground.finish(&others[0]).await;
    let job = ground.job(&id).await;
    assert_eq!(job.state, JobState::Deferred);
    assert!(job.waits_for.unwrap().contains("“b”"));
    ground.finish(&others[1]).await;
    assert_eq!(ground.state(&id).await, JobState::Queued);
    ground.finish(&id).await;
    assert_eq!(ground.job(&id).await.after, others);
}

pub(super) async fn a_job_fails_when_one_that_it_waits_for_does_not_finish(ground: Ground) {
    let others = ground.submit_all(&["fails", "cancelled", "deleted", "dies", "fine"]).await;
    let mut ids = Vec::new();
    for other in &others {
        ids.push(ground.submit(after("waits", &[other, &others[4]])).await);
    }
    ground.fail(&others[0]).await;
    ground.cancel(&others[1]).await;
    ground.delete(&others[2]).await;
    let claim = ground.claim_this(&others[3]).await;
    let bad = Failure::new(FailureClass::BadInput, "Not a drawing");
    ground.store.fail(&claim.lease, &bad, false).await.unwrap();
    for (id, word) in ids.iter().zip(["failed", "cancelled", "deleted", "failed"]) {
        let job = ground.job(id).await;
        assert_eq!(job.state, JobState::Failed, "{word}");
        let failure = job.failure.unwrap();
        assert!(failure.title.contains(word), "{}", failure.title);
        assert!(job.ended_at_ms.is_some() && job.attempt == 0);
    }
    assert_eq!(ground.state(&ids[4]).await, JobState::Deferred);
    ground.finish(&others[4]).await;
    assert_eq!(ground.state(&ids[4]).await, JobState::Queued);
}

pub(super) async fn a_failure_goes_down_a_whole_chain(ground: Ground) {
    // Long enough that a recursion without an end would show.
    const LINKS: usize = 400;
    let mut chain = vec![NewJob { id: Some(JobId::fresh()), ..labelled("0") }];
    for link in 1..LINKS {
        let before = chain[link - 1].id.clone().unwrap();
        chain.push(NewJob { id: Some(JobId::fresh()), ..after(&link.to_string(), &[&before]) });
    }
    let submitted = ground.store.submit(chain, &actor()).await.unwrap();
    assert_eq!(ground.store.counts(None).await.unwrap()[&JobState::Deferred], LINKS as u64 - 1);
    ground.cancel(&submitted[0].id).await;
    let counts = ground.store.counts(None).await.unwrap();
    assert_eq!((counts[&JobState::Cancelled], counts[&JobState::Failed]), (1, LINKS as u64 - 1));
    assert_eq!(counts.len(), 2);
}

pub(super) async fn a_dependency_that_ended_before_counts(ground: Ground) {
    let others = ground.submit_all(&["done", "broken"]).await;
    ground.finish(&others[0]).await;
    ground.fail(&others[1]).await;
    let ready = ground.submit(after("ready", &[&others[0]])).await;
    assert_eq!(ground.state(&ready).await, JobState::Queued);
    let hopeless = ground.submit(after("hopeless", &[&others[0], &others[1]])).await;
    let job = ground.job(&hopeless).await;
    assert_eq!(job.state, JobState::Failed);
    assert!(job.failure.unwrap().title.contains("“broken”"));
}

pub(super) async fn a_dependency_that_finished_once_stays_met(ground: Ground) {
    let others = ground.submit_all(&["a", "b"]).await;
    let id = ground.submit(after("c", &[&others[0], &others[1]])).await;
    ground.finish(&others[0]).await;
    ground.delete(&others[0]).await;
    assert_eq!(ground.state(&id).await, JobState::Deferred);
    ground.finish(&others[1]).await;
    assert_eq!(ground.state(&id).await, JobState::Queued);
}

pub(super) async fn a_retrying_job_keeps_others_waiting(ground: Ground) {
    let retry = Retry { max: 1, intervals_s: vec![] };
    let other = ground.submit(NewJob { retry, ..labelled("a") }).await;
    let id = ground.submit(after("b", &[&other])).await;
    assert_eq!(ground.fail(&other).await, JobState::Queued);
    assert_eq!(ground.state(&id).await, JobState::Deferred);
    ground.finish(&other).await;
    assert_eq!(ground.state(&id).await, JobState::Queued);
}

pub(super) async fn dependencies_that_cannot_be_are_refused(ground: Ground) {
    let unknown = JobId::fresh();
    let answer = ground.store.submit(vec![after("a", &[&unknown])], &actor()).await;
    assert!(matches!(&answer, Err(StoreError::NoSuchJob(id)) if *id == unknown), "{answer:?}");
    let itself = JobId::fresh();
    let job = NewJob { id: Some(itself.clone()), ..after("b", &[&itself]) };
    invalid(ground.store.submit(vec![job], &actor()).await);
}

pub(super) async fn a_job_may_wait_for_another_and_for_a_time(ground: Ground) {
    let other = ground.submit(labelled("a")).await;
    let due = from_now_ms(700);
    let id = ground.submit(NewJob { not_before_ms: Some(due), ..after("b", &[&other]) }).await;
    assert_eq!(ground.state(&id).await, JobState::Deferred);
    let claim = ground.claim_this(&other).await;
    ground.store.finish(&claim.lease, &super::ground::completion()).await.unwrap();
    let job = ground.job(&id).await;
    if from_now_ms(0) < due {
        assert_eq!((job.state, job.not_before_ms), (JobState::Scheduled, Some(due)));
    }
    eventually(DEADLINE, async || {
        ground.store.promote_due().await.unwrap();
        ground.state(&id).await == JobState::Queued
    })
    .await;
    assert!(from_now_ms(0) >= due);
}
