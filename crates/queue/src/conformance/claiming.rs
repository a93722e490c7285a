//! Taking jobs.

use super::Ground;
use super::ground::{LONG, actor, completion, from_now_ms, invalid, labelled, worker};
use penstock_jobs::{ClaimRequest, JobState, NewJob};
use std::collections::BTreeSet;

pub(super) async fn first_in_is_first_out(ground: Ground) {
    ground.submit_all(&["a", "b"]).await;
    ground.submit_all(&["c"]).await;
    assert_eq!(ground.drain().await, ["a", "b", "c"]);
    assert!(ground.ask(&["default"], LONG).await.is_none());
    assert!(ground.ask(&["nowhere"], LONG).await.is_none());
    assert!(ground.ask(&[], LONG).await.is_none());
}

pub(super) async fn a_job_at_the_front_goes_ahead(ground: Ground) {
    ground.submit_all(&["a"]).await;
    ground.submit(NewJob { at_front: true, ..labelled("b") }).await;
    ground.submit(NewJob { at_front: true, ..labelled("c") }).await;
    ground.submit_all(&["d"]).await;
    assert_eq!(ground.drain().await, ["c", "b", "a", "d"]);
}

pub(super) async fn the_first_queue_that_has_a_job_gives_it(ground: Ground) {
    for queue in ["low", "default", "high", "low", "high"] {
        ground.submit(NewJob { queue: queue.into(), ..labelled(queue) }).await;
    }
    let order = ["high", "default", "low"];
    assert_eq!(ground.drain_of(&order).await, ["high", "high", "default", "low", "low"]);
    ground.submit(NewJob { queue: "high".into(), ..labelled("high") }).await;
    assert!(
        ground.ask(&["low", "default"], LONG).await.is_none(),
        "a queue that was not asked for gave a job"
    );
}

pub(super) async fn a_claim_says_what_runs(ground: Ground) {
    let id = ground.submit(labelled("job")).await;
    let before = from_now_ms(0);
    let claim = ground.claim().await;
    assert_eq!((&claim.lease.job, &claim.job.id), (&id, &id));
    let job = ground.other.job(&id).await.unwrap();
    assert_eq!(job, claim.job);
    assert_eq!((job.state, job.attempt, job.attempts_finished), (JobState::Running, 1, 0));
    assert_eq!((job.worker.as_deref(), job.waits_for, job.ended_at_ms), (Some("w"), None, None));
    let started = job.started_at_ms.unwrap();
    assert!((before..=from_now_ms(0)).contains(&started));
    let attempts = ground.store.attempts(&id).await.unwrap();
    assert_eq!(attempts.len(), 1);
    let attempt = &attempts[0];
    assert_eq!((&attempt.id, &attempt.job, attempt.number), (&claim.lease.attempt, &id, 1));
    assert_eq!((attempt.worker.as_str(), attempt.started_at_ms), ("w", started));
    assert_eq!((attempt.ended_at_ms, attempt.outcome, &attempt.failure), (None, None, &None));
}

pub(super) async fn an_unregistered_worker_gets_nothing(ground: Ground) {
    let id = ground.submit(labelled("job")).await;
    let request = ClaimRequest { worker: "ghost".into(), queues: vec!["default".into()], lease: LONG };
    assert!(invalid(ground.store.claim(&request).await).contains("ghost"));
    assert_eq!(ground.state(&id).await, JobState::Queued);
}

pub(super) async fn no_job_is_given_twice(ground: Ground) {
    const JOBS: usize = 120;
    let jobs = (0..JOBS).map(|number| labelled(&number.to_string())).collect();
    let submitted = ground.store.submit(jobs, &actor()).await.unwrap();
    let mut tasks = Vec::new();
    for side in 0..8 {
        let store = if side % 2 == 0 { ground.store.clone() } else { ground.other.clone() };
        let name = format!("w{side}");
        store.register(&worker(&name, &["default"])).await.unwrap();
        tasks.push(tokio::spawn(async move {
            let request = ClaimRequest { worker: name, queues: vec!["default".into()], lease: LONG };
            let mut mine = Vec::new();
            while let Some(claim) = store.claim(&request).await.unwrap() {
                store.finish(&claim.lease, &completion()).await.unwrap();
                mine.push(claim.job.id);
            }
            mine
        }));
    }
    let mut taken = Vec::new();
    for task in tasks {
        taken.extend(task.await.unwrap());
    }
    assert_eq!(taken.len(), JOBS);
    let all: BTreeSet<_> = submitted.into_iter().map(|submitted| submitted.id).collect();
    assert_eq!(taken.into_iter().collect::<BTreeSet<_>>(), all);
    for id in all {
        let job = ground.job(&id).await;
        assert_eq!((job.state, job.attempt, job.attempts_finished), (JobState::Finished, 1, 1));
    }
}
