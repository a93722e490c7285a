//! The trail of what people did.

use super::Ground;
use super::ground::{LONG, actor, completion, from_now_ms, labelled};
use penstock_jobs::{Actor, AuditEntry, NewJob, Target};

fn actions(entries: &[AuditEntry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.action.as_str()).collect()
}

pub(super) async fn everything_that_a_person_does_is_written_down(ground: Ground) {
    let store = &ground.store;
    let before = from_now_ms(0);
    let id = ground.submit(NewJob { hold: true, ..labelled("job") }).await;
    let ids = [id.clone()];
    let boris = Actor("http:tablet".into());
    store.release_held(&ids, &boris).await.unwrap();
    store.move_to(&ids, &Target::Front, &boris).await.unwrap();
    store.move_to(&ids, &Target::Back, &actor()).await.unwrap();
    store.move_to(&ids, &Target::Queue("high".into()), &actor()).await.unwrap();
    store.cancel(&ids, &actor()).await.unwrap();
    store.retry(&ids, &actor()).await.unwrap();
    store.pause(Some("high"), &actor()).await.unwrap();
    store.pause(None, &actor()).await.unwrap();
    store.resume(None, &boris).await.unwrap();
    ground.register("w").await;
    store.ask_to_stop("w", true, &actor()).await.unwrap();
    let mine = ground.other.audit(Some(&id)).await.unwrap();
    assert_eq!(actions(&mine), ["submit", "release", "move", "move", "move", "cancel", "retry"]);
    assert!(mine.iter().all(|entry| entry.job.as_ref() == Some(&id)));
    assert!(mine.iter().all(|entry| (before..=from_now_ms(0)).contains(&entry.at_ms)));
    let actors: Vec<&str> = mine.iter().map(|entry| entry.actor.as_str()).collect();
    assert_eq!(actors[..4], ["test:anna", "http:tablet", "http:tablet", "test:anna"]);
    assert!(mine[4].detail.as_ref().unwrap().contains("high"));
    let all = ground.store.audit(None).await.unwrap();
    assert_eq!(all[..7], mine);
    assert_eq!(actions(&all[7..]), ["pause", "pause", "resume", "worker-stop"]);
    assert_eq!((all[7].detail.as_deref(), all[8].detail.as_deref()), (Some("high"), Some("*")));
    assert!(all[10].detail.as_ref().unwrap().starts_with('w'));
}

pub(super) async fn what_workers_do_is_not(ground: Ground) {
    let ids = ground.submit_all(&["a", "b", "c"]).await;
    ground.finish(&ids[0]).await;
    ground.fail(&ids[1]).await;
    let claim = ground.ask(&["default"], LONG).await.unwrap();
    ground.store.give_back(&claim.lease).await.unwrap();
    let claim = ground.ask(&["default"], LONG).await.unwrap();
    ground.cancel(&ids[2]).await;
    ground.store.cancelled(&claim.lease).await.unwrap();
    ground.store.finish(&claim.lease, &completion()).await.unwrap_err();
    let all = ground.store.audit(None).await.unwrap();
    assert_eq!(actions(&all), ["submit", "submit", "submit", "cancel"]);
}

pub(super) async fn a_deleted_job_leaves_its_trail(ground: Ground) {
    let id = ground.submit(labelled("secret plan.svg")).await;
    ground.delete(&id).await;
    let trail = ground.store.audit(Some(&id)).await.unwrap();
    assert_eq!(actions(&trail), ["submit", "delete"]);
    assert!(trail[1].detail.as_ref().unwrap().contains("secret plan.svg"));
}
