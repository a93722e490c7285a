use crate::house::{House, drawing};
use penstock_service::types::{JobsRequest, SubmitReply, SubmitRequest};
use penstock_service::{ErrorCode, JobState, WireError};
use serde_json::{Value, json};

async fn submit(house: &House, more: Value) -> Result<SubmitReply, WireError> {
    let path = house.write("a.svg", &drawing(2));
    let input = house.service.add_input(&path).await.unwrap();
    let mut request = json!({"task": "plot", "inputs": [input]});
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let request: SubmitRequest = serde_json::from_value(request).unwrap();
    house.service.submit(&house.caller, request).await
}

async fn count(house: &House) -> usize {
    house.service.list_jobs(&house.caller, Default::default()).await.unwrap().jobs.len()
}

pub(crate) async fn a_wrong_parameter_is_named_and_nothing_is_queued() {
    let house = House::open(None).await;
    let error = submit(&house, json!({"params": {"tolerence": 1}})).await.unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::BadParameter, Some("tolerence")));
    assert_eq!(error.exit_code(), 2);
    let error = submit(&house, json!({"task": "embroider"})).await.unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::BadRequest, Some("task")));
    assert!(error.advice.unwrap().contains("plot"));
    assert_eq!(count(&house).await, 0);
}

pub(crate) async fn a_known_key_yields_the_same_jobs() {
    let house = House::open(None).await;
    let first = submit(&house, json!({"key": "monday", "count": 3})).await.unwrap();
    assert_eq!((first.ids.len(), first.duplicates), (3, vec![false; 3]));
    let again = submit(&house, json!({"key": "monday", "count": 3})).await.unwrap();
    assert_eq!((again.ids, again.duplicates), (first.ids, vec![true; 3]));
    assert_eq!(count(&house).await, 3);
}

pub(crate) async fn limits_are_named() {
    let house = House::open(None).await;
    for (more, field) in [
        (json!({"count": 0}), "count"),
        (json!({"count": 10_001}), "count"),
        (json!({"timeout_s": 0}), "timeout_s"),
        (json!({"queue": "a:b"}), "queue"),
        (json!({"key": ""}), "key"),
        (json!({"retry": {"max": 5000, "intervals_s": []}}), "retry"),
        (json!({"label": "x".repeat(301)}), "label"),
        (json!({"inputs": []}), "inputs"),
    ] {
        let error = submit(&house, more.clone()).await.unwrap_err();
        assert_eq!((error.field.as_deref(), error.exit_code()), (Some(field), 2), "{more}");
    }
    assert_eq!(count(&house).await, 0);
}

pub(crate) async fn a_held_job_waits_for_its_release() {
    let house = House::open(Some(1)).await;
    let id = submit(&house, json!({"hold": true, "label": "later"})).await.unwrap().ids.remove(0);
    assert_eq!(house.job(&id).await.state, JobState::Held);
    let request = JobsRequest { ids: vec![id.clone()] };
    assert_eq!(house.service.release_jobs(&house.caller, request.clone()).await.unwrap().done, 1);
    assert_eq!(house.ends(&id, JobState::Finished).await.label, "later");
    let again = house.service.release_jobs(&house.caller, request).await.unwrap();
    assert_eq!((again.done, again.refused[0].why.as_str()), (0, "It is finished, not held"));
    house.service.shutdown().await;
}
