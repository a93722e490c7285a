use crate::house::{DEADLINE, House, drawing, options};
use penstock_service::types::{JobRequest, NoArgs, SubmitRequest};
use penstock_service::{AttemptOutcome, Caller, JobState, Options, Service, Update};
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::broadcast::Receiver;

/// The first update that fits.
async fn first(updates: &mut Receiver<Arc<Update>>, fits: impl Fn(&Update) -> bool) -> Arc<Update> {
    tokio::time::timeout(DEADLINE, async {
        loop {
            let update = updates.recv().await.unwrap();
            if fits(&update) {
                return update;
            }
        }
    })
    .await
    .expect("no such update came")
}

pub(crate) async fn a_job_of_another_process_reaches_every_face() {
    let house = House::open(None).await;
    let other = Service::open(options(house.folder.path(), None)).await.unwrap();
    let (mut here, mut there) = (house.service.updates(), other.updates());
    let began = Instant::now();
    let id = house.submit_one().await;
    for updates in [&mut here, &mut there] {
        let update = first(updates, |update| !update.jobs.is_empty()).await;
        assert_eq!((&update.jobs[0].id, update.jobs[0].state), (&id, JobState::Queued));
        assert_eq!(update.counts.get(&JobState::Queued), Some(&1));
        assert!(update.queues_changed && !update.resync && update.store_trouble.is_none());
    }
    assert!(began.elapsed() < Duration::from_secs(5), "took {:?}", began.elapsed());

    let ids = vec![id.clone()];
    house.service.delete_jobs(&house.caller, penstock_service::types::JobsRequest { ids }).await.unwrap();
    let update = first(&mut there, |update| !update.gone.is_empty()).await;
    assert_eq!(update.gone, [id]);
    assert_eq!(update.counts.values().sum::<u64>(), 0);
}

pub(crate) async fn a_face_is_told_to_read_before_it_hears_of_changes() {
    let house = House::open(None).await;
    house.submit_one().await;
    let mut following = house.service.follow();
    let id = house.submit_one().await;
    let told = following.next().await.unwrap();
    assert!(told.resync && told.queues_changed && told.workers_changed && told.jobs.is_empty());
    assert_eq!(told.counts.get(&JobState::Queued), Some(&2));
    let heard = async {
        // The job of before may still be told: it is as it was read.
        while !following.next().await.unwrap().jobs.iter().any(|job| job.id == id) {}
    };
    tokio::time::timeout(DEADLINE, heard).await.expect("the second job is told");
}

pub(crate) async fn many_changes_become_few_messages() {
    let house = House::open(None).await;
    let mut updates = house.service.updates();
    let began = Instant::now();
    let mut ids = Vec::new();
    for _ in 0..60 {
        ids.push(house.submit_one().await);
    }
    let (mut messages, mut seen) = (0_u32, Vec::new());
    while seen.len() < ids.len() {
        let update = first(&mut updates, |update| !update.jobs.is_empty()).await;
        messages += 1;
        seen.extend(update.jobs.iter().map(|job| job.id.clone()));
    }
    assert_eq!(seen, ids, "each once, in order");
    let allowed = 1.0 + began.elapsed().as_secs_f64() / 0.1;
    assert!(f64::from(messages) <= allowed, "{messages} messages in {:?}", began.elapsed());
}

pub(crate) async fn too_many_changes_tell_to_read_again() {
    let house = House::open(None).await;
    let mut updates = house.service.updates();
    let input = house.service.add_input(&house.write("a.svg", &drawing(1))).await.unwrap();
    let request: SubmitRequest =
        serde_json::from_value(json!({"task": "plot", "inputs": [input], "count": 300})).unwrap();
    house.service.submit(&house.caller, request).await.unwrap();
    let update = first(&mut updates, |update| update.resync || !update.jobs.is_empty()).await;
    assert!(update.resync && update.jobs.is_empty());
    assert_eq!(update.counts.get(&JobState::Queued), Some(&300));
}

pub(crate) async fn files_of_a_second_start_reach_a_face_once() {
    let folder = tempfile::tempdir().unwrap();
    let opened_files = vec![PathBuf::from("/plots/first.svg")];
    let service = Service::open(Options { opened_files, ..options(folder.path(), None) }).await.unwrap();
    let window = crate::house::anna();
    let browser = Caller { may_name_paths: false, ..window.clone() };
    assert!(service.app_info(&browser, NoArgs {}).await.unwrap().opened_files.is_empty());
    assert_eq!(service.app_info(&window, NoArgs {}).await.unwrap().opened_files, ["/plots/first.svg"]);
    assert!(service.app_info(&window, NoArgs {}).await.unwrap().opened_files.is_empty());

    // Nobody listens yet: it waits.
    service.open_files(vec![PathBuf::from("/plots/second.svg")]);
    let mut updates = service.updates();
    let update = first(&mut updates, |update| !update.open_files.is_empty()).await;
    assert_eq!(update.open_files, ["/plots/second.svg"]);
}

pub(crate) async fn shutdown_gives_jobs_back_and_leaves_no_temporary_files() {
    let house = House::open(Some(1)).await;
    let input = house.service.add_input(&house.write("big.svg", &drawing(60_000))).await.unwrap();
    let mut updates = house.service.updates();
    let request: SubmitRequest = serde_json::from_value(json!({"task": "plot", "inputs": [input]})).unwrap();
    let id = house.service.submit(&house.caller, request).await.unwrap().ids.remove(0);
    first(&mut updates, |update| update.jobs.iter().any(|job| job.state == JobState::Running)).await;
    house.service.shutdown_within(Duration::ZERO).await;

    let detail = house.service.get_job(&house.caller, JobRequest { id }).await.unwrap();
    assert_eq!((detail.job.state, detail.job.attempt), (JobState::Queued, 0), "it does not count");
    assert_eq!(detail.attempts[0].outcome, Some(AttemptOutcome::Interrupted));
    let scratch = house.path("queue.db.scratch");
    let left: Vec<_> = std::fs::read_dir(scratch)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name != "service.lock")
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
