use super::super::{Message, Script};
use super::{eventually, get, open, set};
use penstock_jobs::StoreError;
use penstock_testkit::RedisServer;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

static ADD: Script = Script::new("add", "return redis.call('INCRBY', KEYS[1], ARGV[1])");

#[tokio::test]
async fn a_script_is_learnt_once_and_again_after_a_restart() {
    let mut server = RedisServer::start();
    let link = open(&server.url()).await.unwrap();
    let add = async || link.script::<i64>(&ADD, &["n".into()], &[b"2".to_vec()]).await.unwrap();
    assert_eq!(add().await, 2);
    assert_eq!(add().await, 4);
    let stats: String = link.run(redis::cmd("INFO").arg("commandstats")).await.unwrap();
    assert!(stats.contains("cmdstat_eval:calls=1,"), "{stats}");
    server.restart();
    assert_eq!(add().await, 2, "the new server knows neither the number nor the script");
}

#[tokio::test]
async fn user_password_database_and_prefix_arrive() {
    let server = RedisServer::start();
    let admin = open(&server.url()).await.unwrap();
    let mut acl = redis::cmd("ACL");
    acl.arg(&["SETUSER", "anna", "on", ">p@ss/w:rd", "~*", "&*", "+@all"]);
    admin.run::<()>(&acl).await.unwrap();
    let base = format!("127.0.0.1:{}", server.port());
    let link = open(&format!("redis://anna:p%40ss%2Fw%3Ard@{base}/3?prefix=%7Bshop%7D")).await.unwrap();
    let who: String = link.run(redis::cmd("CLIENT").arg("INFO")).await.unwrap();
    assert!(who.contains(" db=3 ") && who.contains(" user=anna "), "{who}");
    assert_eq!(link.keys().queues(), "{shop}:queues");
    set(&link, "only", "in 3").await.unwrap();
    assert_eq!(get(&admin, "only").await.unwrap(), None);

    let refused = open(&format!("redis://anna:wrong@{base}")).await.unwrap_err();
    let StoreError::Unavailable(text) = &refused else { panic!("{refused:?}") };
    assert!(text.contains("password") && !text.contains("wrong"), "{text}");
}

#[tokio::test]
async fn a_socket_file_is_as_good_as_a_port() {
    let server = RedisServer::start();
    let link = open(&format!("redis+unix://{}?db=1", server.socket().display())).await.unwrap();
    set(&link, "a", "b").await.unwrap();
    assert_eq!(get(&link, "a").await.unwrap().as_deref(), Some("b"));
    let missing = open("redis+unix:///no/such/redis.sock").await.unwrap_err();
    assert!(
        matches!(&missing, StoreError::Unavailable(text) if text.contains("nothing listens")),
        "{missing}"
    );
}

#[tokio::test]
async fn errors_are_told_apart() {
    let server = RedisServer::start_with(&["--maxmemory", "1mb", "--maxmemory-policy", "noeviction"]);
    let link = open(&server.url()).await.unwrap();
    let full = set(&link, "large", &"x".repeat(2_000_000)).await.err();
    let full = match full {
        Some(full) => full,
        // The first large value may still have fitted before the server looked.
        None => set(&link, "more", "x").await.unwrap_err(),
    };
    assert!(matches!(&full, StoreError::Unavailable(text) if text.contains("memory is full")), "{full}");

    let server = RedisServer::start();
    let link = open(&server.url()).await.unwrap();
    set(&link, "text", "x").await.unwrap();
    let wrong_type = link.run::<()>(redis::cmd("LPUSH").arg("text").arg(1)).await.unwrap_err();
    assert!(matches!(&wrong_type, StoreError::Damaged(_)), "{wrong_type}");
    let not_a_number = link.run::<i64>(redis::cmd("GET").arg("text")).await.unwrap_err();
    assert!(matches!(&not_a_number, StoreError::Damaged(_)), "{not_a_number}");
    link.run::<()>(redis::cmd("REPLICAOF").arg("127.0.0.1").arg(1)).await.unwrap();
    let replica = set(&link, "text", "y").await.unwrap_err();
    assert!(matches!(&replica, StoreError::Unavailable(text) if text.contains("replica")), "{replica}");
    assert_eq!(get(&link, "text").await.unwrap().as_deref(), Some("x"));
}

#[tokio::test]
async fn a_server_that_is_away_is_said_within_seconds_and_then_at_once() {
    let mut server = RedisServer::start();
    let link = open(&server.url()).await.unwrap();
    server.kill();
    let start = Instant::now();
    let away = get(&link, "a").await.unwrap_err();
    assert!(matches!(&away, StoreError::Unavailable(text) if text.contains("nothing listens")), "{away}");
    assert!(start.elapsed() < Duration::from_secs(10), "it took {:?}", start.elapsed());
    eventually("failing at once", async || {
        let start = Instant::now();
        get(&link, "a").await.unwrap_err();
        start.elapsed() < Duration::from_millis(50)
    })
    .await;
    server.restart();
    eventually("the connection is back", async || get(&link, "a").await.is_ok()).await;
}

#[tokio::test]
async fn a_short_restart_goes_unnoticed() {
    let mut server = RedisServer::start_with(&["--appendonly", "yes", "--appendfsync", "always"]);
    let link = open(&server.url()).await.unwrap();
    set(&link, "kept", "yes").await.unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let asking = {
        let (link, stop) = (link.clone(), Arc::clone(&stop));
        tokio::spawn(async move {
            let mut answers = Vec::new();
            while !stop.load(Ordering::SeqCst) {
                answers.push(get(&link, "kept").await);
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            answers
        })
    };
    let restart = tokio::task::spawn_blocking(move || {
        let start = Instant::now();
        server.restart();
        (start.elapsed(), server)
    });
    let (away, _server) = restart.await.unwrap();
    eventually("it answers again", async || get(&link, "kept").await.is_ok()).await;
    stop.store(true, Ordering::SeqCst);
    let answers = asking.await.unwrap();
    // On a busy computer the restart itself may take longer than a command waits.
    if away < Duration::from_secs(2) {
        assert!(
            answers.iter().all(|answer| matches!(answer, Ok(Some(value)) if value == "yes")),
            "{answers:?}"
        );
    }
}

#[tokio::test]
async fn pub_sub_is_heard_and_comes_back() {
    let mut server = RedisServer::start();
    let link = open(&server.url()).await.unwrap();
    let mut heard = link.listen(vec!["rq:pubsub:w1".into(), "rq:pubsub:w2".into()]);
    let publish = async |channel: &str, text: &str| {
        let mut publish = redis::cmd("PUBLISH");
        publish.arg(channel).arg(text);
        link.run::<i64>(&publish).await.unwrap()
    };
    assert!(heard.recv().await.unwrap().is_resumed());
    assert_eq!(publish("rq:pubsub:w2", "shutdown").await, 1);
    let message = Message { channel: "rq:pubsub:w2".into(), payload: b"shutdown".to_vec() };
    assert_eq!(heard.recv().await.unwrap(), message);
    server.restart();
    assert!(heard.recv().await.unwrap().is_resumed());
    assert_eq!(publish("rq:pubsub:w1", "again").await, 1);
    assert_eq!(heard.recv().await.unwrap().payload, b"again");
    drop(heard);
    eventually("nobody listens any more", async || {
        link.run::<Vec<String>>(redis::cmd("PUBSUB").arg("CHANNELS")).await.unwrap().is_empty()
    })
    .await;
}

#[tokio::test]
async fn events_wake_everybody_who_waits() {
    let mut server = RedisServer::start();
    let link = open(&server.url()).await.unwrap();
    let add = async || {
        let mut add = redis::cmd("XADD");
        add.arg("events").arg("*").arg("a").arg("b");
        link.run::<String>(&add).await.unwrap()
    };
    let first = add().await;
    let waiters: Vec<_> = (0..3)
        .map(|_| {
            let (link, first) = (link.clone(), first.clone());
            tokio::spawn(async move { link.wait_for_events("events", &first, Duration::from_secs(60)).await })
        })
        .collect();
    let second = add().await;
    for waiter in waiters {
        tokio::time::timeout(Duration::from_secs(10), waiter).await.unwrap().unwrap();
    }
    // What is there already is no wait at all.
    let start = Instant::now();
    link.wait_for_events("events", &first, Duration::from_secs(60)).await;
    assert!(start.elapsed() < Duration::from_secs(1));
    // Nothing new: the time is up.
    let start = Instant::now();
    link.wait_for_events("events", &second, Duration::from_millis(100)).await;
    assert!(start.elapsed() >= Duration::from_millis(100));
    // A server that was away may have missed something.
    let waiting = {
        let link = link.clone();
        tokio::spawn(async move { link.wait_for_events("events", &second, Duration::from_secs(60)).await })
    };
    server.restart();
    tokio::time::timeout(Duration::from_secs(15), waiting).await.unwrap().unwrap();
}
