use crate::house::{House, drawing};
use penstock_service::types::{
    BatchRequest, JobsRequest, SubmitBatchReply, SubmitBatchRequest, SubmitReply, SubmitRequest,
};
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

async fn submit_batch(house: &House, items: Value, more: Value) -> Result<SubmitBatchReply, WireError> {
    let mut request =
        json!({"label": "mazes", "job": {"task": "pattern", "params": {"kind": "maze"}}, "items": items});
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let request: SubmitBatchRequest = serde_json::from_value(request).unwrap();
    house.service.submit_batch(&house.caller, request).await
}

pub(crate) async fn a_batch_is_queued_whole_or_without_what_is_named() {
    let house = House::open(None).await;
    let items =
        json!([{"params": {"seed": 1}}, {"params": {"seed": -1}, "place": "line 3"}, {"params": {"hue": 1}}]);
    let error = submit_batch(&house, items.clone(), json!({})).await.unwrap_err();
    assert_eq!((error.code, error.exit_code()), (ErrorCode::BadParameter, 2));
    let detail = error.detail.unwrap();
    assert!(detail.contains("line 3: ") && detail.contains("Item 3: "), "{detail}");
    assert_eq!(count(&house).await, 0);
    let reply = submit_batch(&house, items, json!({"skip_bad": true})).await.unwrap();
    let left_out: Vec<u32> = reply.left_out.iter().map(|one| one.item).collect();
    assert_eq!((reply.ids.len(), left_out), (1, vec![2, 3]));
    let batch = house.service.get_batch(&house.caller, BatchRequest { id: reply.batch }).await.unwrap();
    assert_eq!((batch.jobs, batch.label.as_str()), (1, "mazes"));
    for wrong in [json!([]), json!([{"params": {"hue": 1}}]), json!([{"params": 7}])] {
        let error = submit_batch(&house, wrong.clone(), json!({"skip_bad": true})).await.unwrap_err();
        assert_eq!(error.exit_code(), 2, "{wrong}");
    }
    let too_many = json!({"job": {"task": "pattern", "params": {"kind": "maze"}, "count": 10_000}});
    assert_eq!(
        submit_batch(&house, json!([{}, {}]), too_many).await.unwrap_err().field.as_deref(),
        Some("items")
    );
    assert_eq!(count(&house).await, 1);
}

pub(crate) async fn several_of_a_kind_are_a_batch_and_one_is_not() {
    let house = House::open(None).await;
    assert_eq!(submit(&house, json!({})).await.unwrap().batch, None);
    let several = submit(&house, json!({"count": 3, "label": "tile", "key": "k"})).await.unwrap();
    let id = several.batch.unwrap();
    let batch = house.service.get_batch(&house.caller, BatchRequest { id: id.clone() }).await.unwrap();
    assert_eq!((batch.jobs, batch.label.as_str()), (3, "3 × tile"));
    let again = submit(&house, json!({"count": 3, "label": "tile", "key": "k"})).await.unwrap();
    assert_eq!(again.batch, None, "nothing new was written");
    let cancelled = house.service.cancel_batch(&house.caller, BatchRequest { id }).await.unwrap();
    assert_eq!((cancelled.cancelled, cancelled.batch.has_ended()), (3, true));
}
