//! Lists, counts and queues.

use super::Ground;
use super::ground::{actor, from_now_ms, labelled, new_job, worker};
use penstock_jobs::{Failure, FailureClass, JobFilter, JobState, NewJob, Retry, StateCounts};

fn search(text: &str) -> JobFilter {
    JobFilter { search: Some(text.to_owned()), ..JobFilter::default() }
}

fn states(states: &[JobState]) -> JobFilter {
    JobFilter { states: states.to_vec(), ..JobFilter::default() }
}

/// One job in every state, labelled with it; `running` is claimed by `w`.
async fn one_of_each(ground: &Ground) {
    let front = |label: &str| NewJob { at_front: true, ..labelled(label) };
    let finished = ground.submit(front("finished")).await;
    ground.finish(&finished).await;
    let failed = ground.submit(front("failed")).await;
    ground.fail(&failed).await;
    let cancelled = ground.submit(front("cancelled")).await;
    ground.cancel(&cancelled).await;
    let retry = Retry { max: 9, intervals_s: vec![] };
    let quarantined = ground.submit(NewJob { retry, ..front("quarantined") }).await;
    for _ in 0..3 {
        let claim = ground.claim_this(&quarantined).await;
        let crash = Failure::new(FailureClass::Crash, "Died");
        ground.store.fail(&claim.lease, &crash, true).await.unwrap();
    }
    let retry = Retry { max: 1, intervals_s: vec![7200] };
    let retrying = ground.submit(NewJob { retry, ..front("retrying") }).await;
    ground.fail(&retrying).await;
    let running = ground.submit(front("running")).await;
    ground.claim_this(&running).await;
    ground.submit(NewJob { hold: true, ..labelled("held") }).await;
    ground.submit(NewJob { not_before_ms: Some(from_now_ms(3_600_000)), ..labelled("scheduled") }).await;
    ground.submit(NewJob { after: vec![running], ..labelled("deferred") }).await;
    ground.submit(labelled("queued")).await;
}

pub(super) async fn the_newest_comes_first(ground: Ground) {
    let ids = ground.submit_all(&["a", "b", "c"]).await;
    ground.finish(&ids[0]).await;
    ground.store.move_to(&ids[1..2], &penstock_jobs::Target::Back, &actor()).await.unwrap();
    let page = ground.store.list(&JobFilter::default()).await.unwrap();
    let found: Vec<_> = page.jobs.iter().map(|job| job.id.clone()).collect();
    assert_eq!(found, [ids[2].clone(), ids[1].clone(), ids[0].clone()]);
    assert_eq!(page.next, None);
    for job in &page.jobs {
        assert_eq!(job, &ground.job(&job.id).await);
    }
}

pub(super) async fn filters_narrow_a_list(ground: Ground) {
    one_of_each(&ground).await;
    for state in JobState::ALL {
        assert_eq!(ground.labels(states(&[state])).await, [state.as_str()]);
    }
    let two = states(&[JobState::Failed, JobState::Held, JobState::Failed]);
    assert_eq!(ground.labels(two).await, ["held", "failed"]);
    ground.submit(NewJob { queue: "low".into(), ..labelled("low one") }).await;
    ground.submit(NewJob { queue: "low".into(), hold: true, ..labelled("low two") }).await;
    let low = JobFilter { queue: Some("low".into()), ..JobFilter::default() };
    assert_eq!(ground.labels(low.clone()).await, ["low two", "low one"]);
    assert_eq!(ground.labels(JobFilter { states: vec![JobState::Held], ..low.clone() }).await, ["low two"]);
    assert_eq!(ground.labels(JobFilter { search: Some("one".into()), ..low }).await, ["low one"]);
    let nowhere = JobFilter { queue: Some("nowhere".into()), ..JobFilter::default() };
    assert_eq!(ground.labels(nowhere).await, [] as [&str; 0]);
    assert_eq!(
        ground.labels(JobFilter { limit: Some(2), ..JobFilter::default() }).await,
        ["low two", "low one"]
    );
    let none = ground.store.list(&JobFilter { limit: Some(0), ..JobFilter::default() }).await.unwrap();
    assert!(none.jobs.is_empty());
}

pub(super) async fn a_task_or_a_worker_narrows_a_list_by_its_whole_name(ground: Ground) {
    one_of_each(&ground).await;
    ground.submit(NewJob { label: "a quote".into(), ..new_job("quote") }).await;
    let task = |name: &str| JobFilter { task: Some(name.to_owned()), ..JobFilter::default() };
    assert_eq!(ground.labels(task("quote")).await, ["a quote"]);
    assert_eq!(ground.labels(JobFilter { in_start_order: true, ..task("quote") }).await, ["a quote"]);
    assert_eq!(ground.labels(JobFilter { search: Some("plot".into()), ..task("quote") }).await, [""; 0]);
    assert_eq!(ground.labels(task("quot")).await, [""; 0]);
    let running = ground.store.list(&states(&[JobState::Running])).await.unwrap();
    let whose = running.jobs[0].worker.clone().expect("a running job has a worker");
    let worker = |name: &str| JobFilter {
        worker: Some(name.to_owned()),
        states: vec![JobState::Running, JobState::Queued],
        ..JobFilter::default()
    };
    assert_eq!(ground.labels(worker(&whose)).await, ["running"]);
    assert_eq!(ground.labels(JobFilter { in_start_order: true, ..worker(&whose) }).await, ["running"]);
    assert_eq!(ground.labels(worker(&format!("{whose}-2"))).await, [""; 0]);
}

pub(super) async fn a_search_finds_every_word_anywhere(ground: Ground) {
    ground
        .submit(NewJob { label: "Große Blumen.svg".into(), queue: "gcode".into(), ..new_job("plot") })
        .await;
    let broken = ground.submit(NewJob { at_front: true, ..labelled("kaputt.dxf") }).await;
    ground.submit(labelled("andere.svg")).await;
    let claim = ground.claim_this(&broken).await;
    let failure = Failure::new(FailureClass::BadInput, "Layer “Kante” is empty");
    ground.store.fail(&claim.lease, &failure, false).await.unwrap();
    assert_eq!(ground.labels(search("blumen")).await, ["Große Blumen.svg"]);
    assert_eq!(ground.labels(search("  GROSSE ")).await, [] as [&str; 0]);
    assert_eq!(ground.labels(search("GROßE  svg GCode")).await, ["Große Blumen.svg"]);
    assert_eq!(ground.labels(search("kante LAYER dxf")).await, ["kaputt.dxf"]);
    assert_eq!(ground.labels(search("kante blumen")).await, [] as [&str; 0]);
    assert_eq!(ground.labels(search("plot svg")).await, ["andere.svg", "Große Blumen.svg"]);
    assert_eq!(ground.labels(search(broken.as_str())).await, ["kaputt.dxf"]);
    let in_order = |text| JobFilter { in_start_order: true, ..search(text) };
    assert_eq!(ground.labels(in_order("VG plo")).await, ["andere.svg", "Große Blumen.svg"]);
    let failed = JobFilter { states: vec![JobState::Failed], ..search("dxf") };
    assert_eq!(ground.labels(failed).await, ["kaputt.dxf"]);
    assert_eq!(ground.labels(search(" ")).await.len(), 3);
    ground.retry(&broken).await;
    assert_eq!(
        ground.labels(search("kante")).await,
        [] as [&str; 0],
        "a failure that is gone is still found"
    );
}

pub(super) async fn a_search_takes_every_character_as_it_is(ground: Ground) {
    for label in ["100%.svg", "100x.svg", "a_b.svg", "axb.svg", "c\\d.svg", "it's \"one\".svg"] {
        ground.submit(labelled(label)).await;
    }
    assert_eq!(ground.labels(search("100%")).await, ["100%.svg"]);
    assert_eq!(ground.labels(search("a_b")).await, ["a_b.svg"]);
    assert_eq!(ground.labels(search("c\\d")).await, ["c\\d.svg"]);
    assert_eq!(ground.labels(search("it's")).await, ["it's \"one\".svg"]);
    assert_eq!(ground.labels(search("\"one\"")).await, ["it's \"one\".svg"]);
    assert_eq!(ground.labels(search("%' OR 1=1 --")).await, [] as [&str; 0]);
}

pub(super) async fn the_order_of_starting_puts_what_runs_first(ground: Ground) {
    one_of_each(&ground).await;
    for (queue, label) in [("low", "low"), ("high", "high 1"), ("default", "default 2"), ("high", "high 0")] {
        let at_front = label == "high 0";
        ground.submit(NewJob { queue: queue.into(), at_front, ..labelled(label) }).await;
    }
    let in_order = JobFilter { in_start_order: true, ..JobFilter::default() };
    let running_first =
        ["running", "high 0", "high 1", "queued", "default 2", "low", "scheduled", "retrying"];
    let then = ["deferred", "held", "quarantined", "cancelled", "failed", "finished"];
    assert_eq!(ground.labels(in_order.clone()).await, [&running_first[..], &then[..]].concat());
    let queued = JobFilter { states: vec![JobState::Queued, JobState::Held], ..in_order.clone() };
    assert_eq!(ground.labels(queued).await, ["high 0", "high 1", "queued", "default 2", "low", "held"]);
    let high = JobFilter { queue: Some("high".into()), ..in_order.clone() };
    assert_eq!(ground.labels(high).await, ["high 0", "high 1"]);
    let found = JobFilter { search: Some("LOW".into()), ..in_order };
    assert_eq!(ground.labels(found).await, ["low"]);
}

pub(super) async fn counts_follow_every_step(ground: Ground) {
    assert!(ground.store.counts(None).await.unwrap().is_empty());
    one_of_each(&ground).await;
    let each: StateCounts = JobState::ALL.into_iter().map(|state| (state, 1)).collect();
    assert_eq!(ground.other.counts(None).await.unwrap(), each);
    let low = ground.submit(NewJob { queue: "low".into(), ..labelled("low") }).await;
    assert_eq!(ground.store.counts(Some("low")).await.unwrap(), StateCounts::from([(JobState::Queued, 1)]));
    assert_eq!(ground.store.counts(Some("default")).await.unwrap(), each);
    assert_eq!(ground.store.counts(None).await.unwrap()[&JobState::Queued], 2);
    ground.store.move_to(&[low], &penstock_jobs::Target::Queue("high".into()), &actor()).await.unwrap();
    assert!(ground.store.counts(Some("low")).await.unwrap().is_empty());
    let labels = ground.labels(JobFilter::default()).await.len() as u64;
    assert_eq!(ground.store.counts(None).await.unwrap().values().sum::<u64>(), labels);
}

pub(super) async fn queues_exist_while_something_names_them(ground: Ground) {
    assert_eq!(ground.store.queues().await.unwrap(), (vec![], false));
    ground.store.register(&worker("anna", &["high", "default"])).await.unwrap();
    ground.store.register(&worker("berta", &["high"])).await.unwrap();
    one_of_each(&ground).await;
    ground.store.unregister("w").await.unwrap();
    ground.store.pause(Some("low"), &actor()).await.unwrap();
    let low = ground.submit(NewJob { queue: "gcode".into(), ..labelled("gcode") }).await;
    let (queues, _) = ground.other.queues().await.unwrap();
    let names: Vec<&str> = queues.iter().map(|queue| queue.name.as_str()).collect();
    assert_eq!(names, ["high", "default", "gcode", "low"]);
    assert_eq!(queues[0].workers, ["anna", "berta"]);
    let default = &queues[1];
    assert_eq!((default.queued, default.running, default.waiting, default.failed), (1, 1, 3, 2));
    assert_eq!((default.workers.as_slice(), default.paused), (&["anna".to_owned()][..], false));
    assert_eq!((queues[2].queued, queues[2].workers.len(), queues[3].paused), (1, 0, true));
    ground.delete(&low).await;
    ground.store.resume(Some("low"), &actor()).await.unwrap();
    let (queues, _) = ground.store.queues().await.unwrap();
    assert_eq!(queues.len(), 2);
}
