//! How long things stay.

use super::ground::{DEADLINE, artifact, completion, failure, labelled};
use super::{Ground, eventually};
use penstock_jobs::{ArtifactRole, Completion, JobId, JobState, NewJob, StoreError};
use serde_json::json;

async fn finish_with(ground: &Ground, id: &JobId, file: &str) -> String {
    let made = artifact(file, ArtifactRole::Result);
    let lease = ground.claim_this(id).await.lease;
    let done = Completion { report: json!({"paths": 1}), artifacts: vec![made.clone()] };
    ground.store.finish(&lease, &done).await.unwrap();
    made.sha256
}

async fn named(ground: &Ground, hashes: &[&String]) -> Vec<String> {
    let hashes: Vec<String> = hashes.iter().map(|hash| (*hash).clone()).collect();
    ground.other.named_artifacts(&hashes).await.unwrap()
}

pub(super) async fn results_end_after_their_time(ground: Ground) {
    let id = ground.submit(NewJob { result_ttl_s: Some(1), ..labelled("job") }).await;
    let hash = finish_with(&ground, &id, "plot.svg").await;
    assert_eq!(named(&ground, &[&hash]).await, vec![hash.clone()]);
    let ended = ground.job(&id).await.ended_at_ms.unwrap();
    eventually(DEADLINE, async || ground.store.expire().await.unwrap() == 1).await;
    assert!(super::ground::from_now_ms(0) >= ended + 1000, "it was taken too early");
    let job = ground.job(&id).await;
    assert_eq!((job.state, job.expired, job.artifacts), (JobState::Finished, true, vec![]));
    assert_eq!(ground.store.report(&id).await.unwrap(), Some(json!({"paths": 1})), "the report is history");
    assert_eq!(named(&ground, &[&hash]).await, [] as [String; 0]);
    assert_eq!(ground.store.expire().await.unwrap(), 0);
}

pub(super) async fn failed_jobs_go_after_their_time(ground: Ground) {
    let gone = ground.submit(NewJob { failure_ttl_s: Some(0), ..labelled("gone") }).await;
    ground.fail(&gone).await;
    let kept = ground.submit(NewJob { failure_ttl_s: Some(3600), ..labelled("kept") }).await;
    ground.fail(&kept).await;
    let fine = ground.submit(NewJob { failure_ttl_s: Some(0), ..labelled("fine") }).await;
    ground.finish(&fine).await;
    let waiting = ground.submit(NewJob { failure_ttl_s: Some(0), ..labelled("waiting") }).await;
    eventually(DEADLINE, async || ground.store.expire().await.unwrap() == 1).await;
    assert!(matches!(ground.store.job(&gone).await, Err(StoreError::NoSuchJob(_))));
    assert_eq!(ground.store.audit(Some(&gone)).await.unwrap(), [], "the trail outlived the history");
    assert_eq!(ground.state(&kept).await, JobState::Failed);
    assert_eq!(ground.state(&fine).await, JobState::Finished);
    assert_eq!(ground.state(&waiting).await, JobState::Queued);
}

pub(super) async fn without_a_lifetime_everything_stays(ground: Ground) {
    let ids = ground.submit_all(&["a", "b"]).await;
    let hash = finish_with(&ground, &ids[0], "plot.svg").await;
    ground.fail(&ids[1]).await;
    assert_eq!(ground.store.expire().await.unwrap(), 0);
    assert_eq!(ground.job(&ids[0]).await.artifacts.len(), 1);
    assert_eq!(ground.state(&ids[1]).await, JobState::Failed);
    assert_eq!(named(&ground, &[&hash]).await, [hash]);
}

pub(super) async fn artifacts_are_named_as_long_as_a_job_needs_them(ground: Ground) {
    let input = artifact("in.svg", ArtifactRole::Input);
    let with_input = |label: &str| NewJob { inputs: vec![input.clone(), input.clone()], ..labelled(label) };
    let ids = [ground.submit(with_input("a")).await, ground.submit(with_input("b")).await];
    let made = finish_with(&ground, &ids[0], "plot.svg").await;
    let unknown = artifact("unknown", ArtifactRole::Input).sha256;
    let both = [input.sha256.clone(), made.clone()];
    assert_eq!(named(&ground, &[&input.sha256, &unknown, &made]).await, both);
    ground.delete(&ids[0]).await;
    assert_eq!(named(&ground, &[&input.sha256, &unknown, &made]).await, both[..1]);
    ground.delete(&ids[1]).await;
    assert_eq!(named(&ground, &[&input.sha256, &made]).await, [] as [String; 0]);
    assert_eq!(named(&ground, &[]).await, [] as [String; 0]);
}

pub(super) async fn an_expired_job_can_be_run_again(ground: Ground) {
    let input = artifact("in.svg", ArtifactRole::Input);
    let job = NewJob { result_ttl_s: Some(0), inputs: vec![input.clone()], ..labelled("job") };
    let id = ground.submit(job).await;
    finish_with(&ground, &id, "plot.svg").await;
    eventually(DEADLINE, async || ground.store.expire().await.unwrap() == 1).await;
    assert_eq!(
        named(&ground, &[&input.sha256]).await,
        vec![input.sha256.clone()],
        "its input is still needed"
    );
    ground.retry(&id).await;
    assert!(!ground.job(&id).await.expired);
    let lease = ground.claim_this(&id).await.lease;
    ground.store.fail(&lease, &failure(), false).await.unwrap();
    ground.retry(&id).await;
    let lease = ground.claim_this(&id).await.lease;
    ground.store.finish(&lease, &completion()).await.unwrap();
    let job = ground.job(&id).await;
    assert_eq!((job.state, job.expired), (JobState::Finished, false));
}
