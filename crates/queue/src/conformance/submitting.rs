//! New jobs.

use super::Ground;
use super::ground::{
    LONG, actor, artifact, completion, failure, from_now_ms, invalid, labelled, new_job, not_now,
};
use penstock_jobs::{ArtifactRole, JobFilter, JobId, JobState, NewJob, Retry, StoreError};
use serde_json::json;

pub(super) async fn a_job_comes_back_as_it_was_submitted(ground: Ground) {
    let other = ground.submit(labelled("other")).await;
    ground.finish(&other).await;
    let new = NewJob {
        id: Some(JobId::fresh()),
        task_version: 7,
        params: json!({"größe": [1, 2.5, null, {"": "\u{1}\n\"'%_"}], "big": 9_007_199_254_740_993_u64}),
        inputs: vec![artifact("a b's.svg", ArtifactRole::Input)],
        queue: "svg-generation".into(),
        label: "Straße; DROP TABLE jobs;--".into(),
        after: vec![other],
        retry: Retry { max: 3, intervals_s: vec![1, 20, 300] },
        timeout_s: 4_000_000_000,
        result_ttl_s: Some(86_400),
        failure_ttl_s: Some(0),
        idempotency_key: Some("key".into()),
        rerun_after_crash: false,
        ..new_job("plot")
    };
    let before = from_now_ms(0);
    let submitted = ground.store.submit(vec![new.clone()], &actor()).await.unwrap();
    assert_eq!(Some(&submitted[0].id), new.id.as_ref());
    let job = ground.other.job(&submitted[0].id).await.unwrap();
    assert!((before..=from_now_ms(0)).contains(&job.created_at_ms));
    assert_eq!(job.state, JobState::Queued);
    assert_eq!(Some(&job.id), new.id.as_ref());
    assert_eq!((&job.task, job.task_version, &job.params), (&new.task, new.task_version, &new.params));
    assert_eq!(
        (&job.inputs, &job.queue, &job.label, &job.after),
        (&new.inputs, &new.queue, &new.label, &new.after)
    );
    assert_eq!((&job.retry, job.timeout_s), (&new.retry, new.timeout_s));
    assert_eq!((job.result_ttl_s, job.failure_ttl_s), (new.result_ttl_s, new.failure_ttl_s));
    assert_eq!((&job.idempotency_key, job.rerun_after_crash), (&new.idempotency_key, false));
    assert_eq!((job.attempt, job.attempts_finished, job.cancel_requested, job.expired), (0, 0, false, false));
    assert_eq!((job.worker, job.progress, job.failure, job.artifacts), (None, None, None, vec![]));
    assert_eq!((job.not_before_ms, job.started_at_ms, job.ended_at_ms), (None, None, None));
    assert_eq!(ground.store.report(&job.id).await.unwrap(), None);
    assert_eq!(ground.store.attempts(&job.id).await.unwrap(), []);
}

pub(super) async fn a_batch_is_written_whole_or_not_at_all(ground: Ground) {
    let wrong = NewJob { after: vec![JobId::fresh()], ..labelled("second") };
    let answer = ground.store.submit(vec![labelled("first"), wrong, labelled("third")], &actor()).await;
    assert!(matches!(answer, Err(StoreError::NoSuchJob(_))), "{answer:?}");
    assert_eq!(ground.labels(JobFilter::default()).await, [] as [&str; 0]);
    assert_eq!(ground.store.last_event().await.unwrap(), 0, "what was not written was told");
    let labels: Vec<String> = (0..1000).map(|number| number.to_string()).collect();
    let jobs = labels.iter().map(|label| labelled(label)).collect();
    let submitted = ground.store.submit(jobs, &actor()).await.unwrap();
    for (submitted, label) in submitted.iter().zip(&labels).step_by(97) {
        assert_eq!(&ground.job(&submitted.id).await.label, label);
    }
    assert_eq!(ground.claim().await.job.label, "0");
    assert_eq!(ground.store.submit(vec![], &actor()).await.unwrap(), []);
}

pub(super) async fn a_known_key_yields_the_first_job(ground: Ground) {
    let keyed = |label: &str| NewJob { idempotency_key: Some("order 7".into()), ..labelled(label) };
    let first = ground.submit(keyed("first")).await;
    let again = ground.other.submit(vec![keyed("again"), keyed("and again")], &actor()).await.unwrap();
    assert!(again.iter().all(|submitted| submitted.duplicate && submitted.id == first));
    assert_eq!(ground.labels(JobFilter::default()).await, ["first"]);
    ground.finish(&first).await;
    let later = ground.store.submit(vec![keyed("later")], &actor()).await.unwrap();
    assert_eq!(
        (&later[0].id, later[0].duplicate),
        (&first, true),
        "a job that has ended still answers for its key"
    );
    ground.delete(&first).await;
    assert_ne!(ground.submit(keyed("new")).await, first, "a deleted job's key is free");
}

pub(super) async fn a_known_id_yields_the_first_job(ground: Ground) {
    let id = JobId::fresh();
    let named = |label: &str| NewJob { id: Some(id.clone()), ..labelled(label) };
    let both = ground.store.submit(vec![named("first"), named("repeat")], &actor()).await.unwrap();
    assert_eq!((both[0].duplicate, both[1].duplicate), (false, true));
    let again = ground.store.submit(vec![named("again")], &actor()).await.unwrap();
    assert_eq!((&again[0].id, again[0].duplicate), (&id, true));
    assert_eq!(ground.labels(JobFilter::default()).await, ["first"]);
}

pub(super) async fn one_key_from_many_sides_makes_one_job(ground: Ground) {
    let tasks: Vec<_> = (0..16)
        .map(|side| {
            let store = if side % 2 == 0 { ground.store.clone() } else { ground.other.clone() };
            let job = NewJob { idempotency_key: Some("once".into()), ..labelled("job") };
            tokio::spawn(async move { store.submit(vec![job], &actor()).await.unwrap().remove(0) })
        })
        .collect();
    let mut submitted = Vec::new();
    for task in tasks {
        submitted.push(task.await.unwrap());
    }
    assert_eq!(submitted.iter().filter(|submitted| !submitted.duplicate).count(), 1);
    assert!(submitted.iter().all(|one| one.id == submitted[0].id));
}

pub(super) async fn names_that_cannot_be_are_refused(ground: Ground) {
    for queue in ["", " ", "*", "a,b", "a\nb", &"q".repeat(1000)] {
        let answer =
            ground.store.submit(vec![NewJob { queue: queue.into(), ..labelled("job") }], &actor()).await;
        invalid(answer);
    }
    for id in ["", "rq:job:1", "a\nb"] {
        let answer =
            ground.store.submit(vec![NewJob { id: Some(id.into()), ..labelled("job") }], &actor()).await;
        invalid(answer);
    }
    invalid(ground.store.submit(vec![new_job("")], &actor()).await);
    invalid(ground.store.submit(vec![NewJob { timeout_s: u64::MAX, ..labelled("job") }], &actor()).await);
    assert_eq!(ground.labels(JobFilter::default()).await, [] as [&str; 0]);
    let odd = ground.submit(NewJob { queue: "Größe 2/ö'\"%_".into(), ..labelled("odd") }).await;
    let claim = ground.ask(&["Größe 2/ö'\"%_"], LONG).await.unwrap();
    assert_eq!(claim.job.id, odd);
}

pub(super) async fn a_held_job_waits_for_its_release(ground: Ground) {
    let id = ground.submit(NewJob { hold: true, ..labelled("held") }).await;
    assert_eq!(ground.state(&id).await, JobState::Held);
    assert!(ground.ask(&["default"], LONG).await.is_none());
    ground.store.release_held(std::slice::from_ref(&id), &actor()).await.unwrap();
    assert_eq!(ground.state(&id).await, JobState::Queued);
    let again = ground.store.release_held(std::slice::from_ref(&id), &actor()).await;
    assert_eq!(not_now(again), JobState::Queued);
    ground.claim_this(&id).await;
}

pub(super) async fn a_held_job_goes_where_it_belongs(ground: Ground) {
    let open = ground.submit(labelled("open")).await;
    let done = ground.submit(NewJob { at_front: true, ..labelled("done") }).await;
    ground.finish(&done).await;
    let broken = ground.submit(NewJob { at_front: true, ..labelled("broken") }).await;
    ground.fail(&broken).await;
    let held = |job: NewJob| NewJob { hold: true, ..job };
    let later = Some(from_now_ms(3_600_000));
    let ids = [
        ground.submit(held(NewJob { not_before_ms: later, ..labelled("later") })).await,
        ground.submit(held(NewJob { after: vec![open.clone()], ..labelled("waits") })).await,
        ground.submit(held(NewJob { after: vec![done], ..labelled("ready") })).await,
        ground.submit(held(NewJob { after: vec![broken.clone()], ..labelled("hopeless") })).await,
        ground.submit(held(NewJob { at_front: true, ..labelled("front") })).await,
    ];
    ground.store.release_held(&ids, &actor()).await.unwrap();
    let mut states = Vec::new();
    for id in &ids {
        states.push(ground.state(id).await);
    }
    let words: Vec<&str> = states.iter().map(|state| state.as_str()).collect();
    assert_eq!(words, ["scheduled", "deferred", "queued", "failed", "queued"]);
    assert_eq!(ground.job(&ids[0]).await.not_before_ms, later);
    ground.claim_this(&ids[4]).await;
    ground.finish(&open).await;
    assert_eq!(ground.state(&ids[1]).await, JobState::Queued);
}

pub(super) async fn a_job_that_nobody_knows_is_named(ground: Ground) {
    let id = JobId::fresh();
    let ids = [id.clone()];
    let unknown = |answer: Result<(), StoreError>| {
        assert!(matches!(&answer, Err(StoreError::NoSuchJob(named)) if *named == id), "{answer:?}");
    };
    let store = &ground.store;
    unknown(store.job(&id).await.map(drop));
    unknown(store.report(&id).await.map(drop));
    unknown(store.attempts(&id).await.map(drop));
    unknown(store.cancel(&ids, &actor()).await);
    unknown(store.retry(&ids, &actor()).await);
    unknown(store.delete(&ids, &actor()).await);
    unknown(store.move_to(&ids, &penstock_jobs::Target::Front, &actor()).await);
    unknown(store.release_held(&ids, &actor()).await);
    let lease = penstock_jobs::Lease { job: id.clone(), attempt: penstock_jobs::AttemptId::fresh() };
    super::ground::not_yours(store.finish(&lease, &completion()).await);
    super::ground::not_yours(store.fail(&lease, &failure(), false).await);
}
