use crate::house::House;
use penstock_service::types::{JobsRequest, MoveRequest, MoveTo, NoArgs, QueueRequest, StopWorkerRequest};
use penstock_service::{COMMANDS, Caller, ErrorCode, JobFilter, JobId, JobState, Kind, Options, Service};
use serde_json::json;

pub(crate) async fn each_job_of_a_bulk_act_has_its_verdict() {
    let house = House::open(None).await;
    let (service, caller) = (&house.service, &house.caller);
    let ids = [house.submit_one().await, house.submit_one().await, house.submit_one().await];
    let one = JobsRequest { ids: vec![ids[1].clone()] };
    assert_eq!(service.cancel_jobs(caller, one).await.unwrap().done, 1);

    let mut all = ids.to_vec();
    all.push(JobId::from("no-such-job"));
    all.push(ids[0].clone());
    let reply = service.cancel_jobs(caller, JobsRequest { ids: all }).await.unwrap();
    assert_eq!(reply.done, 2);
    let refused: Vec<_> =
        reply.refused.iter().map(|one| (one.id.as_str(), one.state, one.why.as_str())).collect();
    assert_eq!(
        refused,
        [
            (ids[1].as_str(), Some(JobState::Cancelled), "It is cancelled already"),
            ("no-such-job", None, "There is no such job"),
        ]
    );

    let reply = service.retry_jobs(caller, JobsRequest { ids: vec![ids[0].clone()] }).await.unwrap();
    assert_eq!((reply.done, house.job(&ids[0]).await.state), (1, JobState::Queued));
    let reply = service.retry_jobs(caller, JobsRequest { ids: vec![ids[0].clone()] }).await.unwrap();
    assert_eq!(reply.refused[0].why, "It is queued; only a job that has ended can be tried again");
    let reply = service.delete_jobs(caller, JobsRequest { ids: ids.to_vec() }).await.unwrap();
    assert_eq!((reply.done, reply.refused), (3, vec![]));
    let acts: Vec<String> =
        service.audit(None).await.unwrap().into_iter().map(|entry| entry.action).collect();
    assert_eq!(acts.iter().filter(|act| *act == "delete").count(), 3, "{acts:?}");
}

pub(crate) async fn moved_jobs_keep_their_order() {
    let house = House::open(None).await;
    let (service, caller) = (&house.service, &house.caller);
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(house.submit_one().await);
    }
    service.cancel_jobs(caller, JobsRequest { ids: vec![ids[0].clone()] }).await.unwrap();
    let request =
        MoveRequest { ids: vec![ids[3].clone(), ids[0].clone(), ids[2].clone()], to: MoveTo::Front {} };
    let reply = service.move_jobs(caller, request).await.unwrap();
    assert_eq!((reply.done, reply.refused.len()), (2, 1));
    let filter = JobFilter { states: vec![JobState::Queued], in_start_order: true, ..JobFilter::default() };
    let order: Vec<JobId> =
        service.list_jobs(caller, filter).await.unwrap().jobs.into_iter().map(|job| job.id).collect();
    assert_eq!(order, [ids[2].clone(), ids[3].clone(), ids[1].clone()]);

    let request = MoveRequest { ids: vec![ids[1].clone()], to: MoveTo::Queue("high".into()) };
    service.move_jobs(caller, request).await.unwrap();
    assert_eq!(house.job(&ids[1]).await.queue, "high");
}

pub(crate) async fn a_job_goes_right_before_another() {
    let house = House::open(None).await;
    let (service, caller) = (&house.service, &house.caller);
    let ids = [house.submit_one().await, house.submit_one().await, house.submit_one().await];
    let before = |ids: &[&JobId], next: &JobId| MoveRequest {
        ids: ids.iter().map(|&id| id.clone()).collect(),
        to: MoveTo::Before(next.clone()),
    };
    assert_eq!(service.move_jobs(caller, before(&[&ids[2]], &ids[1])).await.unwrap().done, 1);
    let filter = JobFilter { states: vec![JobState::Queued], in_start_order: true, ..JobFilter::default() };
    let order: Vec<JobId> =
        service.list_jobs(caller, filter).await.unwrap().jobs.into_iter().map(|job| job.id).collect();
    assert_eq!(order, [ids[0].clone(), ids[2].clone(), ids[1].clone()]);

    service.cancel_jobs(caller, JobsRequest { ids: vec![ids[1].clone()] }).await.unwrap();
    let refusal = service.move_jobs(caller, before(&[&ids[0]], &ids[1])).await.unwrap_err();
    assert_eq!(refusal.code, ErrorCode::NotNow);
}

pub(crate) async fn failures_of_one_kind_are_one_cause() {
    let house = House::open(Some(1)).await;
    let (service, caller) = (&house.service, &house.caller);
    let mut broken = Vec::new();
    for (name, text) in [("a.svg", "<svg"), ("b.svg", "\n<svg"), ("c.svg", "no drawing at all")] {
        let input = service.add_input(&house.write(name, text)).await.unwrap();
        let request = serde_json::from_value(json!({"task": "plot", "inputs": [input]})).unwrap();
        let id = service.submit(caller, request).await.unwrap().ids.remove(0);
        house.ends(&id, JobState::Failed).await;
        broken.push(id);
    }
    let found = service.failure_causes(caller, NoArgs {}).await.unwrap();
    assert!(!found.more);
    let jobs: Vec<_> = found.causes.iter().flat_map(|cause| cause.jobs.clone()).collect();
    assert_eq!(jobs.len(), 3, "each failed job is in one cause");
    let same = found.causes.iter().find(|cause| cause.jobs.contains(&broken[0])).unwrap();
    assert_eq!(same.jobs, [broken[1].clone(), broken[0].clone()], "{:?}", found.causes);
    assert_eq!(same.newest.iter().map(|job| &job.label).collect::<Vec<_>>(), ["b.svg", "a.svg"]);
    assert!(!same.title.contains("b.svg"), "{}", same.title);
    assert!(same.first_at_ms <= same.last_at_ms);
}

pub(crate) async fn the_outlook_learns_from_what_finished() {
    let house = House::open(Some(1)).await;
    let (service, caller) = (&house.service, &house.caller);
    let first = house.submit_one().await;
    house.ends(&first, JobState::Finished).await;
    service.pause_queue(caller, QueueRequest { queue: None }).await.unwrap();
    let waits = house.submit_one().await;
    let paused = service.outlook(caller, NoArgs {}).await.unwrap();
    assert_eq!((paused.learnt_from, paused.stuck, paused.done_ms), (1, 1, None));
    service.pause_queue(caller, QueueRequest { queue: Some("low".into()) }).await.unwrap();
    service.resume_queue(caller, QueueRequest { queue: None }).await.unwrap();
    house.ends(&waits, JobState::Finished).await;
    let idle = service.outlook(caller, NoArgs {}).await.unwrap();
    assert_eq!((idle.learnt_from, idle.starts.len(), idle.done_ms), (2, 0, None));
}

pub(crate) async fn a_read_only_caller_reads_and_does_nothing_else() {
    let house = House::open(None).await;
    let caller = Caller { may: Kind::Read, ..house.caller.clone() };
    for command in COMMANDS {
        let result = house.service.dispatch(&caller, command.name, json!({})).await;
        let refused = matches!(&result, Err(error) if error.code == ErrorCode::ReadOnly);
        assert_eq!(refused, command.kind != Kind::Read, "{}: {result:?}", command.name);
    }
    let error = house.service.upload(&caller, "a.svg", vec![]).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::ReadOnly);
    let error = house.service.dispatch(&house.caller, "launch", json!({})).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);
    let error = house.service.dispatch(&house.caller, "get_job", json!({"job": 1})).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::BadRequest);
    assert!(error.detail.unwrap().contains("id"));
    let list = house.service.dispatch(&house.caller, "list_jobs", json!(null)).await.unwrap();
    assert_eq!(list["jobs"], json!([]));
}

pub(crate) async fn a_paused_queue_says_so() {
    let house = House::open(None).await;
    house.submit_one().await;
    let plot = Service::tasks().into_iter().find(|task| task.name == "plot").unwrap();
    let request = || QueueRequest { queue: Some(plot.queue.to_owned()) };
    house.service.pause_queue(&house.caller, request()).await.unwrap();
    let paused = |list: &penstock_service::types::QueueList| {
        list.queues.iter().find(|queue| queue.name == plot.queue).map(|queue| (queue.paused, queue.queued))
    };
    let list = house.service.list_queues(&house.caller, NoArgs {}).await.unwrap();
    assert_eq!((paused(&list), list.all_paused), (Some((true, 1)), false));
    house.service.resume_queue(&house.caller, request()).await.unwrap();
    house.service.pause_queue(&house.caller, QueueRequest { queue: None }).await.unwrap();
    let list = house.service.list_queues(&house.caller, NoArgs {}).await.unwrap();
    assert!(list.all_paused);
}

pub(crate) async fn an_unknown_worker_cannot_be_stopped() {
    let house = House::open(None).await;
    let request = StopWorkerRequest { name: "nobody".into(), now: false };
    let error = house.service.stop_worker(&house.caller, request).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);
}

pub(crate) async fn a_backup_opens_as_a_store_and_the_store_is_well() {
    let house = House::open(None).await;
    let id = house.submit_one().await;
    let to = house.path("backup.db");
    for _ in 0..2 {
        let backup = house.service.backup(&to).await.unwrap();
        assert_eq!((backup.jobs, backup.bytes), (1, std::fs::metadata(&to).unwrap().len()));
    }
    let store = Some(format!("sqlite:{}", to.display()));
    let copy = Service::open(Options { store, ..Options::default() }).await.unwrap();
    let list = copy.list_jobs(&house.caller, JobFilter::default()).await.unwrap();
    assert_eq!(list.jobs[0].id, id);
    let report = house.service.check(false).await.unwrap();
    assert!(!report.findings.is_empty() && report.findings.iter().all(|finding| finding.ok), "{report:?}");
}
