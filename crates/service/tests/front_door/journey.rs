use crate::house::{House, drawing};
use penstock_service::types::{
    FileSource, InspectRequest, JobRequest, OpenPreviewRequest, Side, SubmitRequest,
};
use penstock_service::{AdapterSettings, JobState, WorkerRun};
use serde_json::json;

/// Number of paths in one level of a preview, as `docs/preview-format.md` has it.
fn paths_in(level: &[u8]) -> u32 {
    u32::from_le_bytes(level[..4].try_into().unwrap())
}

pub(crate) async fn a_drawing_goes_from_the_drop_to_the_result() {
    let house = House::open(Some(1)).await;
    let (service, caller) = (&house.service, &house.caller);
    let path = house.write("lamp.svg", &drawing(200));

    let seen = house.inspect(&path).await.unwrap();
    assert_eq!((seen.width_mm, seen.height_mm), (200.0, 100.0));
    let names: Vec<&str> = seen.layers.iter().map(|layer| layer.name.as_str()).collect();
    assert_eq!(names, ["Outline", "Hatch"]);
    assert_eq!(seen.tasks.first().map(String::as_str), Some("plot"));
    assert!(!seen.tasks.iter().any(|task| task == "trace"), "a drawing is no picture: {:?}", seen.tasks);
    assert_eq!(
        (seen.input.name.as_str(), seen.input.bytes),
        ("lamp.svg", std::fs::metadata(&path).unwrap().len())
    );
    let picture_before = seen.preview.clone().unwrap();
    let finest = u32::try_from(picture_before.levels.len() - 1).unwrap();
    let level = service.preview_level(&picture_before.handle, finest).await.unwrap();
    assert_eq!(paths_in(&level), 400);
    assert_eq!(level.len() as u64, picture_before.levels.last().unwrap().bytes);

    let request: SubmitRequest =
        serde_json::from_value(json!({"task": "plot", "inputs": [seen.input]})).unwrap();
    let reply = service.submit(caller, request).await.unwrap();
    let job = house.ends(&reply.ids[0], JobState::Finished).await;
    assert_eq!((job.label.as_str(), job.attempts_finished), ("lamp.svg", 1));

    let detail = service.get_job(caller, JobRequest { id: job.id.clone() }).await.unwrap();
    let report = detail.report.unwrap();
    assert!(report["travel_mm"].as_f64().unwrap() < report["travel_before_mm"].as_f64().unwrap(), "{report}");
    assert_eq!(report["layers"][1]["name"], "Hatch");
    assert_eq!(detail.attempts.len(), 1);
    assert_eq!(detail.audit[0].actor, "test:anna");

    let (artifact, content) = service.artifact(&job.id, "plot.svg").await.unwrap();
    assert_eq!(artifact.bytes, content.len() as u64);
    let to = house.path("taken.svg");
    service.save_artifact(&job.id, "plot.svg", &to).await.unwrap();
    assert_eq!(std::fs::read(&to).unwrap(), content);

    for side in [Side::Before, Side::After] {
        let request = OpenPreviewRequest { id: job.id.clone(), side };
        let picture = service.open_preview(caller, request.clone()).await.unwrap();
        assert!(!service.preview_level(&picture.handle, 0).await.unwrap().is_empty());
        let again = service.open_preview(caller, request).await.unwrap();
        assert_eq!(again.handle, picture.handle, "the same picture is not made twice");
    }
    service.shutdown().await;
}

pub(crate) async fn the_sample_can_be_inspected_and_queued() {
    let house = House::open(None).await;
    let request = InspectRequest { source: FileSource::Sample {} };
    let seen = house.service.inspect(&house.caller, request).await.unwrap();
    assert!(seen.layers.len() >= 3, "{:?}", seen.layers);
    let submit = serde_json::from_value(json!({"task": "plot", "inputs": [seen.input]})).unwrap();
    let id = house.service.submit(&house.caller, submit).await.unwrap().ids.remove(0);

    // It has not run: its picture is made from its input.
    let before = OpenPreviewRequest { id: id.clone(), side: Side::Before };
    let picture = house.service.open_preview(&house.caller, before).await.unwrap();
    assert_eq!(picture.handle, seen.preview.unwrap().handle);
    let after = OpenPreviewRequest { id, side: Side::After };
    let error = house.service.open_preview(&house.caller, after).await.unwrap_err();
    assert_eq!(error.code, penstock_service::ErrorCode::NotNow);
}

pub(crate) async fn a_worker_for_the_command_line_runs_until_nothing_is_left() {
    let house = House::open(None).await;
    let ids = [house.submit_one().await, house.submit_one().await];
    let run = WorkerRun {
        name: Some("burst".into()),
        queues: vec![],
        slots: 1,
        burst: true,
        max_jobs: None,
        adapters: AdapterSettings::default(),
    };
    let worker = house.service.start_worker(run).await.unwrap();
    assert_eq!(worker.name(), "burst");
    let summary = worker.ended().await;
    assert_eq!((summary.finished, summary.failed, summary.error), (2, 0, None));
    for id in &ids {
        assert_eq!(house.job(id).await.state, JobState::Finished);
    }
}
