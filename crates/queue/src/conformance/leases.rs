//! Leases, and who may write.

use super::Ground;
use super::ground::{LONG, SHORT, artifact, completion, failure, from_now_ms, labelled, not_yours};
use penstock_jobs::{
    ArtifactRole, AttemptId, AttemptOutcome, Completion, JobState, Lease, LeaseStatus, NewJob, Progress,
    Retry,
};
use serde_json::json;
use std::time::{Duration, Instant};

fn progress(stage: &str, fraction: Option<f64>) -> Progress {
    Progress { stage: stage.into(), fraction, at_ms: from_now_ms(0) }
}

pub(super) async fn a_lease_holds_as_long_as_it_is_renewed(ground: Ground) {
    let lease = Duration::from_millis(400);
    let id = ground.submit(labelled("job")).await;
    let claim = ground.ask(&["default"], lease).await.unwrap();
    let end = Instant::now() + lease * 3;
    while Instant::now() < end {
        let status = ground.store.renew(std::slice::from_ref(&claim.lease), lease).await.unwrap();
        assert_eq!(status, [LeaseStatus::Held]);
        assert_eq!(ground.other.rescue().await.unwrap(), []);
        ground.store.changed(Duration::from_millis(20)).await;
    }
    assert_eq!(ground.state(&id).await, JobState::Running);
    ground.rescue(1).await;
    assert_eq!(ground.state(&id).await, JobState::Queued);
}

pub(super) async fn a_late_writer_is_refused(ground: Ground) {
    let id = ground.submit(labelled("job")).await;
    let late = ground.ask(&["default"], SHORT).await.unwrap().lease;
    ground.rescue(1).await;
    for round in 0..2 {
        // First nobody holds the job, then somebody else does.
        let current = if round == 0 { None } else { Some(ground.claim_this(&id).await) };
        let before = ground.job(&id).await;
        not_yours(ground.store.finish(&late, &completion()).await);
        not_yours(ground.store.fail(&late, &failure(), true).await);
        not_yours(ground.store.cancelled(&late).await);
        not_yours(ground.store.give_back(&late).await);
        not_yours(ground.store.progress(&late, &progress("late", None)).await);
        let status = ground.store.renew(std::slice::from_ref(&late), LONG).await.unwrap();
        assert_eq!(status, [LeaseStatus::Lost]);
        assert_eq!(ground.job(&id).await, before, "a refused writer changed something");
        if let Some(current) = current {
            ground.store.finish(&current.lease, &completion()).await.unwrap();
            not_yours(ground.store.finish(&late, &completion()).await);
        }
    }
    let job = ground.job(&id).await;
    assert_eq!((job.state, job.attempts_finished), (JobState::Finished, 1));
}

pub(super) async fn a_lease_from_nowhere_is_refused(ground: Ground) {
    let ids = ground.submit_all(&["a", "b"]).await;
    let a = ground.claim_this(&ids[0]).await.lease;
    let b = ground.claim_this(&ids[1]).await.lease;
    let mixed = Lease { job: a.job.clone(), attempt: b.attempt.clone() };
    not_yours(ground.store.finish(&mixed, &completion()).await);
    let invented = Lease { job: a.job.clone(), attempt: AttemptId::fresh() };
    not_yours(ground.store.fail(&invented, &failure(), false).await);
    ground.store.finish(&b, &completion()).await.unwrap();
    not_yours(ground.store.finish(&mixed, &completion()).await);
    assert_eq!(ground.state(&ids[0]).await, JobState::Running);
}

pub(super) async fn renewing_answers_in_order(ground: Ground) {
    let ids = ground.submit_all(&["a", "b", "c"]).await;
    let mut leases = Vec::new();
    for id in &ids {
        leases.push(ground.claim_this(id).await.lease);
    }
    ground.store.finish(&leases[1], &completion()).await.unwrap();
    ground.cancel(&ids[2]).await;
    let status = ground.store.renew(&leases, LONG).await.unwrap();
    assert_eq!(status, [LeaseStatus::Held, LeaseStatus::Lost, LeaseStatus::CancelRequested]);
    assert_eq!(ground.store.renew(&[], LONG).await.unwrap(), []);
}

pub(super) async fn finishing_twice_is_harmless(ground: Ground) {
    let id = ground.submit(labelled("job")).await;
    let lease = ground.claim().await.lease;
    ground.store.finish(&lease, &completion()).await.unwrap();
    let first = ground.job(&id).await;
    let other =
        Completion { report: json!({"paths": 99}), artifacts: vec![artifact("x", ArtifactRole::Result)] };
    ground.other.finish(&lease, &other).await.unwrap();
    assert_eq!(ground.job(&id).await, first);
    assert_eq!(ground.store.report(&id).await.unwrap(), Some(completion().report));
    not_yours(ground.store.fail(&lease, &failure(), false).await);
    not_yours(ground.store.give_back(&lease).await);
}

pub(super) async fn failing_twice_says_the_same(ground: Ground) {
    let retry = Retry { max: 1, intervals_s: vec![] };
    let id = ground.submit(NewJob { retry, ..labelled("job") }).await;
    let first = ground.claim_this(&id).await.lease;
    assert_eq!(ground.store.fail(&first, &failure(), false).await.unwrap(), JobState::Queued);
    assert_eq!(ground.store.fail(&first, &failure(), false).await.unwrap(), JobState::Queued);
    let second = ground.claim_this(&id).await.lease;
    assert_eq!(ground.store.fail(&first, &failure(), false).await.unwrap(), JobState::Queued);
    assert_eq!(ground.state(&id).await, JobState::Running, "a repeat reached the next attempt");
    not_yours(ground.store.finish(&first, &completion()).await);
    assert_eq!(ground.store.fail(&second, &failure(), false).await.unwrap(), JobState::Failed);
    assert_eq!(ground.store.attempts(&id).await.unwrap().len(), 2);
}

pub(super) async fn a_job_given_back_comes_first_and_its_attempt_does_not_count(ground: Ground) {
    let ids = ground.submit_all(&["a", "b"]).await;
    let first = ground.claim_this(&ids[0]).await;
    ground.store.give_back(&first.lease).await.unwrap();
    ground.store.give_back(&first.lease).await.unwrap();
    let job = ground.job(&ids[0]).await;
    assert_eq!((job.state, job.attempt), (JobState::Queued, 0));
    not_yours(ground.store.finish(&first.lease, &completion()).await);
    let second = ground.claim_this(&ids[0]).await;
    assert_eq!(second.job.attempt, 1);
    ground.store.finish(&second.lease, &completion()).await.unwrap();
    let attempts = ground.store.attempts(&ids[0]).await.unwrap();
    let outcomes: Vec<_> = attempts.iter().map(|attempt| attempt.outcome).collect();
    assert_eq!(outcomes, [Some(AttemptOutcome::Interrupted), Some(AttemptOutcome::Finished)]);
    assert!(attempts.iter().all(|attempt| attempt.ended_at_ms >= Some(attempt.started_at_ms)));
}

pub(super) async fn progress_is_shown_while_it_runs(ground: Ground) {
    let id = ground.submit(labelled("job")).await;
    let lease = ground.claim().await.lease;
    let said = progress("Ordering paths", Some(0.25));
    ground.store.progress(&lease, &said).await.unwrap();
    assert_eq!(ground.other.job(&id).await.unwrap().progress, Some(said));
    let unknown = progress("Writing", None);
    ground.store.progress(&lease, &unknown).await.unwrap();
    assert_eq!(ground.job(&id).await.progress, Some(unknown));
    ground.store.progress(&lease, &progress("Odd", Some(f64::NAN))).await.unwrap();
    assert_eq!(ground.job(&id).await.progress.unwrap().fraction, None);
    ground.store.give_back(&lease).await.unwrap();
    assert_eq!(ground.job(&id).await.progress, None);
}

pub(super) async fn a_finished_job_keeps_what_it_made(ground: Ground) {
    let id = ground.submit(labelled("job")).await;
    let lease = ground.claim().await.lease;
    let made =
        vec![artifact("plot.svg", ArtifactRole::Result), artifact("after.preview", ArtifactRole::Preview)];
    let report = json!({"paths": 12, "layers": [{"name": "Größe"}], "diagnostics": []});
    let completion = Completion { report: report.clone(), artifacts: made.clone() };
    let before = from_now_ms(0);
    ground.store.finish(&lease, &completion).await.unwrap();
    let job = ground.other.job(&id).await.unwrap();
    assert_eq!((job.state, &job.artifacts, job.attempts_finished), (JobState::Finished, &made, 1));
    assert!((before..=from_now_ms(0)).contains(&job.ended_at_ms.unwrap()));
    assert_eq!((job.progress, job.failure, job.expired), (None, None, false));
    assert_eq!(ground.other.report(&id).await.unwrap(), Some(report));
}
