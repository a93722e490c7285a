//! Jobs that were submitted together.

use super::Ground;
use super::ground::{LONG, actor, invalid, labelled};
use penstock_jobs::{
    BatchId, BatchRef, JobFilter, JobId, JobState, NewJob, Progress, StateCounts, Step, StoreError, state,
};

/// A job of the batch with this id.
fn of(batch: &str, label: &str) -> NewJob {
    let batch = BatchRef { id: batch.into(), label: format!("{batch}.csv") };
    NewJob { batch: Some(batch), ..labelled(label) }
}

async fn submit(ground: &Ground, jobs: Vec<NewJob>) -> Vec<JobId> {
    ground.store.submit(jobs, &actor()).await.unwrap().into_iter().map(|submitted| submitted.id).collect()
}

fn only(batch: &str) -> JobFilter {
    JobFilter { batch: Some(batch.into()), ..JobFilter::default() }
}

#[track_caller]
fn unknown<T: std::fmt::Debug>(answer: Result<T, StoreError>, id: &str) {
    assert!(matches!(&answer, Err(StoreError::NoSuchBatch(named)) if named.as_str() == id), "{answer:?}");
}

pub(super) async fn a_batch_counts_its_jobs_and_no_others(ground: Ground) {
    let ids = submit(
        &ground,
        vec![
            of("cards", "a"),
            labelled("alone"),
            of("cards", "Zwei"),
            of("parts", "c"),
            NewJob { hold: true, queue: "low".into(), ..of("cards", "d") },
        ],
    )
    .await;
    let batch = ground.other.batch(&"cards".into()).await.unwrap();
    assert_eq!((batch.id.as_str(), batch.label.as_str(), batch.jobs), ("cards", "cards.csv", 3));
    assert_eq!(batch.counts, StateCounts::from([(JobState::Queued, 2), (JobState::Held, 1)]));
    assert_eq!((batch.fraction, batch.has_ended()), (0.0, false));
    assert!((batch.created_at_ms - ground.job(&ids[0]).await.created_at_ms).abs() < 1000);
    assert_eq!(ground.job(&ids[0]).await.batch, of("cards", "").batch);
    assert_eq!(ground.job(&ids[1]).await.batch, None);
    assert_eq!(ground.labels(only("cards")).await, ["d", "Zwei", "a"]);
    let low = JobFilter { queue: Some("low".into()), ..only("cards") };
    assert_eq!(ground.labels(low).await, ["d"]);
    let queued = JobFilter { states: vec![JobState::Queued], search: Some("zwei".into()), ..only("cards") };
    assert_eq!(ground.labels(queued).await, ["Zwei"]);
    assert_eq!(
        ground.labels(JobFilter { in_start_order: true, ..only("cards") }).await,
        ["a", "Zwei", "d"],
        "in the order of starting"
    );
    assert_eq!(ground.labels(only("nowhere")).await, [] as [&str; 0]);
}

pub(super) async fn a_batch_is_as_far_as_its_jobs(ground: Ground) {
    let ids = submit(&ground, ["a", "b", "c", "d"].map(|label| of("cards", label)).into()).await;
    ground.finish(&ids[0]).await;
    ground.fail(&ids[1]).await;
    let claim = ground.claim_this(&ids[2]).await;
    let half = Progress { stage: "Writing".into(), fraction: Some(0.5), at_ms: 1 };
    ground.store.progress(&claim.lease, &half).await.unwrap();
    let batch = ground.store.batch(&"cards".into()).await.unwrap();
    let each = [JobState::Finished, JobState::Failed, JobState::Running, JobState::Queued];
    assert_eq!(batch.counts, each.into_iter().map(|state| (state, 1)).collect());
    assert!((batch.fraction - 0.625).abs() < 1e-6, "{}", batch.fraction);
    ground.store.finish(&claim.lease, &super::ground::completion()).await.unwrap();
    ground.finish(&ids[3]).await;
    let batch = ground.store.batch(&"cards".into()).await.unwrap();
    assert_eq!((batch.fraction, batch.has_ended()), (1.0, true));
}

pub(super) async fn cancelling_a_batch_stops_what_has_not_ended(ground: Ground) {
    let first = submit(&ground, vec![of("cards", "done"), of("cards", "running")]).await;
    let rest = submit(
        &ground,
        vec![
            of("cards", "queued"),
            NewJob { after: vec![first[1].clone()], ..of("cards", "deferred") },
            labelled("alone"),
        ],
    )
    .await;
    ground.finish(&first[0]).await;
    let claim = ground.claim_this(&first[1]).await;
    assert_eq!(ground.other.cancel_batch(&"cards".into(), &actor()).await.unwrap(), 3);
    assert_eq!(ground.state(&first[0]).await, JobState::Finished);
    assert!(ground.job(&first[1]).await.cancel_requested);
    assert_eq!(ground.state(&rest[0]).await, JobState::Cancelled);
    assert_eq!(ground.state(&rest[1]).await, JobState::Cancelled, "and not failed for what it waits for");
    assert_eq!(ground.state(&rest[2]).await, JobState::Queued);
    ground.store.cancelled(&claim.lease).await.unwrap();
    assert!(ground.store.batch(&"cards".into()).await.unwrap().has_ended());
    assert_eq!(ground.store.cancel_batch(&"cards".into(), &actor()).await.unwrap(), 0, "nothing is left");
    let trail = ground.store.audit(Some(&rest[0])).await.unwrap();
    assert_eq!(trail.last().map(|entry| entry.action.as_str()), Some("cancel"));
    assert!(state::next(JobState::Cancelled, Step::Cancel).is_err());
    ground.claim_this(&rest[2]).await;
}

pub(super) async fn a_batch_goes_with_its_last_job(ground: Ground) {
    let ids = submit(&ground, vec![of("cards", "a"), of("cards", "b")]).await;
    ground.delete(&ids[0]).await;
    assert_eq!(ground.store.batch(&"cards".into()).await.unwrap().jobs, 1);
    ground.delete(&ids[1]).await;
    unknown(ground.store.batch(&"cards".into()).await, "cards");
    assert_eq!(ground.other.batches(10).await.unwrap(), []);
    submit(&ground, vec![of("cards", "again")]).await;
    assert_eq!(ground.store.batch(&"cards".into()).await.unwrap().jobs, 1, "the name is free again");
}

pub(super) async fn a_batch_that_nobody_knows_is_named(ground: Ground) {
    let nowhere = BatchId::from("nowhere");
    unknown(ground.store.batch(&nowhere).await, "nowhere");
    unknown(ground.store.cancel_batch(&nowhere, &actor()).await, "nowhere");
    for id in ["", "a:b", "a\nb"] {
        invalid(ground.store.submit(vec![of(id, "job")], &actor()).await);
    }
    assert_eq!(ground.store.batches(10).await.unwrap(), []);
}

pub(super) async fn the_newest_batch_comes_first(ground: Ground) {
    for batch in ["one", "two", "three"] {
        submit(&ground, vec![of(batch, "job")]).await;
    }
    submit(&ground, vec![of("one", "late")]).await;
    let named = |batches: Vec<penstock_jobs::Batch>| -> Vec<(String, u64)> {
        batches.into_iter().map(|batch| (batch.id.to_string(), batch.jobs)).collect()
    };
    let all = named(ground.store.batches(10).await.unwrap());
    assert_eq!(all, [("three".into(), 1), ("two".into(), 1), ("one".into(), 2)]);
    assert_eq!(named(ground.other.batches(1).await.unwrap()), [("three".into(), 1)]);
    assert_eq!(named(ground.store.batches(0).await.unwrap()), []);
}

pub(super) async fn pages_of_a_batch_join_without_gap_or_repeat(ground: Ground) {
    let labels: Vec<String> = (0..450).map(|number| number.to_string()).collect();
    let mut jobs: Vec<NewJob> = labels.iter().map(|label| of("cards", label)).collect();
    jobs.extend((0..30).map(|_| labelled("other")));
    submit(&ground, jobs).await;
    for in_start_order in [false, true] {
        let mut found = Vec::new();
        let mut filter = JobFilter { limit: Some(170), in_start_order, ..only("cards") };
        loop {
            let page = ground.store.list(&filter).await.unwrap();
            found.extend(page.jobs.into_iter().map(|job| job.label));
            filter.cursor = page.next;
            if filter.cursor.is_none() {
                break;
            }
        }
        if !in_start_order {
            found.reverse();
        }
        assert_eq!(found, labels, "in the order of starting: {in_start_order}");
    }
    let odd = JobFilter { cursor: Some("elsewhere".into()), ..only("cards") };
    invalid(ground.store.list(&odd).await);
}

pub(super) async fn a_repeat_stays_in_the_batch_that_it_was_in(ground: Ground) {
    let keyed = |batch: &str| NewJob { idempotency_key: Some("row 1".into()), ..of(batch, "job") };
    let first = ground.submit(keyed("cards")).await;
    let again = ground.store.submit(vec![keyed("repeat")], &actor()).await.unwrap();
    assert_eq!((&again[0].id, again[0].duplicate), (&first, true));
    assert_eq!(ground.job(&first).await.batch, keyed("cards").batch);
    unknown(ground.store.batch(&"repeat".into()).await, "repeat");
    let claim = ground.ask(&["default"], LONG).await.unwrap();
    assert_eq!(claim.job.batch, keyed("cards").batch, "a worker sees it too");
}
