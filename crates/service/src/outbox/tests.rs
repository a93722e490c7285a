use super::send::send_all;
use super::{Drawer, Entry, Outbox};
use penstock_jobs::{ArtifactRef, ArtifactRole, Artifacts, JobFilter, JobId, JobState, NewJob};
use penstock_queue::Opened;
use penstock_testkit::{Proxy, RedisServer, new_job};

struct House {
    drawer: Drawer,
    outbox: Outbox,
    _folder: tempfile::TempDir,
}

fn house() -> House {
    let folder = tempfile::tempdir().unwrap();
    let outbox = Outbox::at(folder.path().join("outbox"));
    House { drawer: outbox.drawer("redis shop:6379/0 rq"), outbox, _folder: folder }
}

async fn open(url: &str) -> Opened {
    penstock_queue::open(Some(url)).await.unwrap()
}

/// A batch of `count` jobs with one input, held.
async fn hold(house: &House, count: usize) -> Entry {
    let stored = house.drawer.artifacts().unwrap().put_bytes(b"<svg/>").await.unwrap();
    let input = ArtifactRef {
        name: "a.svg".into(),
        role: ArtifactRole::Input,
        sha256: stored.sha256,
        bytes: stored.bytes,
        media_type: "image/svg+xml".into(),
    };
    let job = || NewJob { id: Some(JobId::fresh()), inputs: vec![input.clone()], ..new_job("default") };
    let jobs = (0..count).map(|_| job()).collect();
    let entry = Entry { jobs, actor: "cli:anna".into(), held_at_ms: 1, refused: None };
    house.drawer.hold(&entry).unwrap();
    entry
}

async fn ids_of(opened: &Opened) -> Vec<JobId> {
    let page = opened.store.list(&JobFilter::default()).await.unwrap();
    let mut ids: Vec<JobId> = page.jobs.into_iter().map(|job| job.id).collect();
    ids.sort();
    ids
}

fn held_ids(entry: &Entry) -> Vec<JobId> {
    entry.jobs.iter().filter_map(|job| job.id.clone()).collect()
}

#[tokio::test]
async fn what_is_held_arrives_once_with_its_inputs() {
    let house = house();
    let entry = hold(&house, 3).await;
    assert_eq!(house.outbox.drawers().unwrap()[0].entries().unwrap(), std::slice::from_ref(&entry));
    let server = RedisServer::start();
    let opened = open(&server.url()).await;
    assert_eq!(send_all(&house.drawer, &*opened.store, &*opened.artifacts).await.unwrap(), 3);
    assert_eq!(ids_of(&opened).await, held_ids(&entry));
    let job = opened.store.job(&held_ids(&entry)[0]).await.unwrap();
    assert_eq!(job.state, JobState::Queued);
    assert_eq!(opened.artifacts.read(&job.inputs[0].sha256).await.unwrap(), b"<svg/>");
    assert_eq!(house.drawer.entries().unwrap(), []);
    assert_eq!(send_all(&house.drawer, &*opened.store, &*opened.artifacts).await.unwrap(), 0);
    // A process that died after the store took them, before it took them out.
    house.drawer.hold(&entry).unwrap();
    assert_eq!(send_all(&house.drawer, &*opened.store, &*opened.artifacts).await.unwrap(), 3);
    assert_eq!(ids_of(&opened).await, held_ids(&entry));
}

#[tokio::test]
async fn a_store_that_goes_away_meanwhile_takes_nothing_from_the_outbox() {
    let house = house();
    let mut server = RedisServer::start_with(&["--appendonly", "yes", "--appendfsync", "always"]);
    let proxy = Proxy::before(server.port());
    let opened = open(&proxy.url()).await;
    let entry = hold(&house, 2).await;
    server.kill();
    send_all(&house.drawer, &*opened.store, &*opened.artifacts).await.unwrap_err();
    assert_eq!(house.drawer.entries().unwrap(), std::slice::from_ref(&entry));
    server.restart();
    // The answer is lost, again and again: nobody knows whether they arrived, and they did.
    for _ in 0..3 {
        proxy.cut_reply_to(held_ids(&entry)[0].as_str().as_bytes());
    }
    let mut tries = 0;
    while send_all(&house.drawer, &*opened.store, &*opened.artifacts).await.is_err() {
        tries += 1;
        assert!(tries < 50, "the store is back and takes nothing");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(proxy.replies_cut() > 0);
    assert_eq!(ids_of(&opened).await, held_ids(&entry));
    assert_eq!(house.drawer.entries().unwrap(), []);
}

#[tokio::test]
async fn several_senders_send_once_and_in_order() {
    let house = house();
    let first = hold(&house, 1).await;
    let second = hold(&house, 1).await;
    let server = RedisServer::start();
    let opened = open(&server.url()).await;
    let senders: Vec<_> = (0..4)
        .map(|_| {
            let (drawer, opened) = (house.drawer.clone(), opened.clone());
            tokio::spawn(async move { send_all(&drawer, &*opened.store, &*opened.artifacts).await.unwrap() })
        })
        .collect();
    let mut sent = 0;
    for sender in senders {
        sent += sender.await.unwrap();
    }
    assert_eq!(sent, 2);
    assert_eq!(ids_of(&opened).await, [held_ids(&first), held_ids(&second)].concat());
}

#[tokio::test]
async fn what_the_store_refuses_stays_and_holds_up_nobody() {
    let house = house();
    let mut refused = hold(&house, 1).await;
    refused.jobs[0].after = vec![JobId::from("no-such-job")];
    house.drawer.hold(&refused).unwrap();
    let next = hold(&house, 1).await;
    let server = RedisServer::start();
    let opened = open(&server.url()).await;
    assert_eq!(send_all(&house.drawer, &*opened.store, &*opened.artifacts).await.unwrap(), 1);
    assert_eq!(ids_of(&opened).await, held_ids(&next));
    let left = house.drawer.entries().unwrap();
    assert_eq!(held_ids(&left[0]), held_ids(&refused));
    assert!(left[0].refused.as_deref().is_some_and(|why| why.contains("no-such-job")), "{left:?}");
    assert!(house.drawer.drop_entry(&left[0]).unwrap());
    assert!(!house.drawer.drop_entry(&left[0]).unwrap());
}
