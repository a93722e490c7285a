//! Reading a list in pages.

use super::Ground;
use super::ground::{actor, from_now_ms, invalid, labelled};
use penstock_jobs::{JobFilter, JobState, NewJob};

/// Every page of a list, joined; checks the length of each.
async fn join(ground: &Ground, filter: &JobFilter, size: u32) -> Vec<String> {
    let mut labels = Vec::new();
    let mut cursor = None;
    loop {
        let filter = JobFilter { limit: Some(size), cursor, ..filter.clone() };
        let page = ground.store.list(&filter).await.unwrap();
        assert!(page.jobs.len() == size as usize || page.next.is_none(), "a page was short");
        labels.extend(page.jobs.into_iter().map(|job| job.label));
        assert!(labels.len() < 1000, "pages without an end");
        cursor = page.next;
        if cursor.is_none() {
            return labels;
        }
    }
}

/// Thirty jobs in many states and queues.
async fn some_jobs(ground: &Ground) {
    let mut jobs = Vec::new();
    for number in 0..30 {
        let queue = ["default", "high", "low", "a.b.c", "x"][number % 5].to_owned();
        // Many share one moment, so that only the second key tells them apart.
        let not_before_ms = (number % 6 == 0).then(|| from_now_ms(3_600_000) / 1000 * 1000);
        let hold = number % 7 == 3;
        jobs.push(NewJob {
            queue,
            not_before_ms,
            hold,
            at_front: number % 3 == 0,
            ..labelled(&format!("j{number}"))
        });
    }
    let submitted = ground.store.submit(jobs, &actor()).await.unwrap();
    for submitted in submitted.iter().skip(20).step_by(2) {
        ground.cancel(&submitted.id).await;
    }
    ground.claim().await;
    ground.claim().await;
}

async fn pages_agree(ground: &Ground, filter: &JobFilter) {
    let whole = ground.labels(filter.clone()).await;
    for size in [1, 2, 3, 7, 29, 30, 31] {
        assert_eq!(join(ground, filter, size).await, whole, "pages of {size}, {filter:?}");
    }
}

async fn filters_agree(ground: &Ground, in_start_order: bool) {
    some_jobs(ground).await;
    let all = JobFilter { in_start_order, ..JobFilter::default() };
    assert_eq!(ground.labels(all.clone()).await.len(), 30);
    pages_agree(ground, &all).await;
    pages_agree(ground, &JobFilter { queue: Some("a.b.c".into()), ..all.clone() }).await;
    let states = vec![JobState::Queued, JobState::Cancelled, JobState::Scheduled];
    pages_agree(ground, &JobFilter { states, ..all.clone() }).await;
    pages_agree(ground, &JobFilter { search: Some("j2".into()), ..all }).await;
}

pub(super) async fn pages_join_without_gap_or_repeat(ground: Ground) {
    filters_agree(&ground, false).await;
}

pub(super) async fn pages_in_the_order_of_starting_join_too(ground: Ground) {
    filters_agree(&ground, true).await;
}

pub(super) async fn a_page_survives_jobs_that_come_and_go(ground: Ground) {
    let ids = ground.submit_all(&["a", "b", "c", "d", "e", "f"]).await;
    let first = ground.store.list(&JobFilter { limit: Some(2), ..JobFilter::default() }).await.unwrap();
    ground.submit_all(&["new"]).await;
    // The last job of the page, and the first of the next one.
    ground.store.delete(&[ids[4].clone(), ids[3].clone()], &actor()).await.unwrap();
    let rest = ground.labels(JobFilter { cursor: first.next, ..JobFilter::default() }).await;
    assert_eq!(rest, ["c", "b", "a"]);
}

pub(super) async fn a_cursor_from_elsewhere_is_refused(ground: Ground) {
    ground.submit_all(&["a", "b", "c"]).await;
    let one = JobFilter { limit: Some(1), ..JobFilter::default() };
    let newest = ground.store.list(&one).await.unwrap().next;
    let in_order = JobFilter { in_start_order: true, ..one.clone() };
    let starting = ground.store.list(&in_order).await.unwrap().next;
    assert!(newest.is_some() && starting.is_some());
    invalid(ground.store.list(&JobFilter { cursor: starting, ..one.clone() }).await);
    invalid(ground.store.list(&JobFilter { cursor: newest, ..in_order.clone() }).await);
    for odd in [
        "",
        "x",
        "n.",
        "n.1; DROP TABLE jobs",
        "s.1.2",
        "s.99.1.1.q",
        "s.1.one.1.q",
        "n.99999999999999999999",
    ] {
        let cursor = Some(odd.to_owned());
        invalid(ground.store.list(&JobFilter { cursor: cursor.clone(), ..one.clone() }).await);
        invalid(ground.store.list(&JobFilter { cursor, ..in_order.clone() }).await);
    }
}
