use crate::house::{House, drawing, until};
use penstock_service::types::{DropPlanRequest, Plan, PlanRequest};
use penstock_service::{ArtifactRef, ErrorCode, WireError};
use serde_json::json;
use std::sync::Arc;

async fn plan(house: &House, name: &str, input: &ArtifactRef) -> Result<Plan, WireError> {
    let request = PlanRequest {
        name: name.into(),
        task: "plot".into(),
        params: json!({}),
        inputs: vec![input.clone()],
    };
    house.service.plan(&house.caller, request).await
}

async fn input(house: &House, strokes: u32) -> ArtifactRef {
    house.service.add_input(&house.write("plan.svg", &drawing(strokes))).await.unwrap()
}

pub(crate) async fn a_plan_shows_before_and_after() {
    let house = House::open(None).await;
    let input = input(&house, 50).await;
    let plan = plan(&house, "window", &input).await.unwrap();
    assert_eq!(plan.report["diagnostics"], json!([]));
    for picture in [plan.before.unwrap(), plan.after.unwrap()] {
        assert!(!house.service.preview_level(&picture.handle, 0).await.unwrap().is_empty());
    }
    let jobs = house.service.list_jobs(&house.caller, Default::default()).await.unwrap();
    assert!(jobs.jobs.is_empty(), "a plan is no job");

    let request = PlanRequest { name: "w".into(), task: "plot".into(), params: json!({}), inputs: vec![] };
    let error = house.service.plan(&house.caller, request).await.unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::BadRequest, Some("inputs")));
}

pub(crate) async fn a_later_plan_with_the_same_name_stops_the_earlier_one() {
    let house = House::open(None).await;
    let input = input(&house, 5_000).await;
    let (first, second, other) = tokio::join!(
        plan(&house, "same", &input),
        plan(&house, "same", &input),
        plan(&house, "other", &input)
    );
    assert!(other.is_ok(), "{:?}", other.err());
    let errors: Vec<ErrorCode> =
        [first, second].into_iter().filter_map(|plan| Some(plan.err()?.code)).collect();
    assert_eq!(errors, [ErrorCode::Superseded], "one of the two stops, and it says why");
}

pub(crate) async fn a_dropped_plan_stops_and_its_pictures_are_forgotten() {
    let house = Arc::new(House::open(None).await);
    let done_input = input(&house, 5).await;
    let done = plan(&house, "done", &done_input).await.unwrap();
    let big = input(&house, 20_000).await;
    let running = tokio::spawn({
        let (house, big) = (Arc::clone(&house), big.clone());
        async move { plan(&house, "running", &big).await }
    });
    until("the plan is stopped", || async {
        for name in ["done", "running"] {
            house.service.drop_plan(&house.caller, DropPlanRequest { name: name.into() }).await.unwrap();
        }
        running.is_finished().then_some(())
    })
    .await;
    assert_eq!(running.await.unwrap().unwrap_err().code, ErrorCode::Superseded);
    let handle = done.after.unwrap().handle;
    assert_eq!(house.service.preview_level(&handle, 0).await.unwrap_err().code, ErrorCode::NotFound);
}
