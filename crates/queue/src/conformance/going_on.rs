//! The end of one job and the start of the next, in one step.

use super::Ground;
use super::ground::{LONG, SHORT, actor, completion, labelled, not_yours};
use penstock_jobs::{AttemptOutcome, Claim, ClaimRequest, JobState, NewJob, StoreError};

fn request(worker: &str) -> ClaimRequest {
    ClaimRequest { worker: worker.into(), queues: vec!["default".into()], lease: LONG }
}

impl Ground {
    async fn go_on(&self, from: &Claim, worker: &str) -> Result<Option<Claim>, StoreError> {
        self.store.finish_and_claim(&from.lease, &completion(), &request(worker)).await
    }
}

pub(super) async fn the_next_job_comes_with_the_end(ground: Ground) {
    let ids = ground.submit_all(&["a", "b"]).await;
    let first = ground.claim_this(&ids[0]).await;
    let second = ground.go_on(&first, "w").await.unwrap().unwrap();
    assert_eq!((&second.lease.job, second.job.attempt), (&ids[1], 1));
    assert_eq!(second.job, ground.other.job(&ids[1]).await.unwrap());
    let done = ground.other.job(&ids[0]).await.unwrap();
    assert_eq!((done.state, done.attempts_finished), (JobState::Finished, 1));
    assert_eq!(ground.other.report(&ids[0]).await.unwrap(), Some(completion().report));
    let [worker] = ground.other.workers().await.unwrap().try_into().unwrap();
    assert_eq!((worker.jobs, worker.finished), (vec![ids[1].clone()], 1));
    assert_eq!(ground.go_on(&second, "w").await.unwrap(), None);
    let [worker] = ground.other.workers().await.unwrap().try_into().unwrap();
    assert_eq!((worker.jobs, worker.finished), (vec![], 2));
    for id in &ids {
        let attempts = ground.store.attempts(id).await.unwrap();
        let outcomes: Vec<_> = attempts.iter().map(|one| one.outcome).collect();
        assert_eq!(outcomes, [Some(AttemptOutcome::Finished)]);
    }
}

pub(super) async fn who_waited_for_a_job_may_come_with_its_end(ground: Ground) {
    let first = ground.submit(labelled("first")).await;
    let second = ground.submit(NewJob { after: vec![first.clone()], ..labelled("second") }).await;
    let claim = ground.claim_this(&first).await;
    assert_eq!(ground.go_on(&claim, "w").await.unwrap().unwrap().job.id, second);
}

pub(super) async fn a_late_end_takes_nothing(ground: Ground) {
    let ids = ground.submit_all(&["a", "b"]).await;
    let late = ground.ask(&["default"], SHORT).await.unwrap();
    ground.rescue(1).await;
    not_yours(ground.go_on(&late, "w").await);
    for id in &ids {
        assert_eq!(ground.state(id).await, JobState::Queued);
    }
}

pub(super) async fn an_end_stands_when_nothing_can_be_taken(ground: Ground) {
    let ids = ground.submit_all(&["a", "b", "c", "d"]).await;
    let claims = [
        ground.claim_this(&ids[0]).await,
        ground.claim_this(&ids[1]).await,
        ground.claim_this(&ids[2]).await,
    ];
    ground.store.pause(Some("default"), &actor()).await.unwrap();
    assert_eq!(ground.go_on(&claims[0], "w").await.unwrap(), None);
    ground.store.resume(Some("default"), &actor()).await.unwrap();
    assert_eq!(ground.go_on(&claims[1], "ghost").await.unwrap(), None);
    ground.store.ask_to_stop("w", false, &actor()).await.unwrap();
    assert_eq!(ground.go_on(&claims[2], "w").await.unwrap(), None);
    for id in &ids[..3] {
        assert_eq!(ground.state(id).await, JobState::Finished);
    }
    assert_eq!(ground.state(&ids[3]).await, JobState::Queued);
}

pub(super) async fn going_on_twice_finishes_once(ground: Ground) {
    let ids = ground.submit_all(&["a", "b", "c"]).await;
    let first = ground.claim_this(&ids[0]).await;
    let next = ground.go_on(&first, "w").await.unwrap().unwrap();
    let more = ground.go_on(&first, "w").await.unwrap().unwrap();
    assert_eq!((&next.job.id, &more.job.id), (&ids[1], &ids[2]));
    assert_eq!(ground.job(&ids[0]).await.attempts_finished, 1);
    let [worker] = ground.store.workers().await.unwrap().try_into().unwrap();
    assert_eq!(worker.finished, 1);
}
