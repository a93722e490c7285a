use super::super::Script;
use super::{get, open, set};
use penstock_jobs::StoreError;
use penstock_testkit::{Proxy, RedisServer};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Harmless to repeat: a token remembers that it was done.
static ONCE: Script = Script::new(
    "once",
    "if redis.call('SET', KEYS[2], 1, 'NX', 'EX', 60) then redis.call('INCR', KEYS[1]) end return redis.call('GET', KEYS[1])",
);

#[tokio::test]
async fn a_script_whose_reply_is_lost_is_sent_again_and_a_plain_write_is_not() {
    let server = RedisServer::start();
    let proxy = Proxy::before(server.port());
    let link = open(&proxy.url()).await.unwrap();
    proxy.cut_reply_to(b"token-1");
    let answer: i64 = link.script(&ONCE, &["n".into(), "token-1".into()], &[]).await.unwrap();
    assert_eq!((answer, proxy.replies_cut()), (1, 1));

    proxy.cut_reply_to(b"plain");
    let lost = link.run::<i64>(redis::cmd("INCR").arg("plain")).await.unwrap_err();
    assert!(matches!(lost, StoreError::Unavailable(_)), "{lost}");
    assert_eq!(get(&link, "plain").await.unwrap().as_deref(), Some("1"));

    proxy.cut_reply_to(b"plain");
    assert_eq!(get(&link, "plain").await.unwrap().as_deref(), Some("1"), "a look is repeated");
    assert_eq!(proxy.replies_cut(), 3);
}

#[tokio::test]
async fn a_half_open_connection_is_noticed_within_ten_seconds() {
    let server = RedisServer::start();
    let proxy = Proxy::before(server.port());
    let link = open(&proxy.url()).await.unwrap();
    let mut heard = link.listen(vec!["channel".into()]);
    assert!(heard.recv().await.unwrap().is_resumed());
    proxy.silence(Duration::from_secs(30));
    let start = Instant::now();
    let writing = set(&link, "a", "b").await.unwrap_err();
    assert!(matches!(&writing, StoreError::Unavailable(_)), "{writing}");
    assert!(start.elapsed() < Duration::from_secs(10), "noticed after {:?}", start.elapsed());
    // A listener whom nobody speaks to notices by itself.
    let before = proxy.connections();
    let listening = async || proxy.connections() > before;
    super::eventually("the listener tries again", listening).await;
    assert!(start.elapsed() < Duration::from_secs(10), "noticed after {:?}", start.elapsed());
    proxy.speak();
    let resumed = tokio::time::timeout(Duration::from_secs(15), heard.recv()).await;
    assert!(resumed.unwrap().unwrap().is_resumed());
    super::eventually("commands are answered again", async || get(&link, "a").await.is_ok()).await;
}

#[tokio::test]
#[ignore = "waits for time-outs of several seconds"]
async fn waiting_for_events_survives_a_half_open_connection() {
    let server = RedisServer::start();
    let proxy = Proxy::before(server.port());
    let link = open(&proxy.url()).await.unwrap();
    let direct = open(&server.url()).await.unwrap();
    link.wait_for_events("events", "0-0", Duration::from_millis(300)).await;
    proxy.silence(Duration::from_secs(30));
    let mut add = redis::cmd("XADD");
    add.arg("events").arg("*").arg("a").arg("b");
    direct.run::<String>(&add).await.unwrap();
    let before = proxy.connections();
    super::eventually("a new connection is tried", async || proxy.connections() > before).await;
    proxy.speak();
    let start = Instant::now();
    link.wait_for_events("events", "0-0", Duration::from_secs(60)).await;
    assert!(start.elapsed() < Duration::from_secs(20), "the event came after {:?}", start.elapsed());
}

#[tokio::test]
async fn many_callers_survive_many_cuts_without_a_double_effect() {
    let server = RedisServer::start();
    let proxy = Arc::new(Proxy::before(server.port()));
    let link = open(&proxy.url()).await.unwrap();
    let callers = (0..8).map(|caller| {
        let (link, proxy) = (link.clone(), Arc::clone(&proxy));
        tokio::spawn(async move {
            for number in 0..25 {
                let token = format!("token-{caller}-{number}-");
                if number % 5 == caller % 5 {
                    proxy.cut_reply_to(token.as_bytes());
                }
                // Who is told that it is away tries again with the same token.
                while link.script::<i64>(&ONCE, &["n".into(), token.clone()], &[]).await.is_err() {}
            }
        })
    });
    for caller in callers.collect::<Vec<_>>() {
        caller.await.unwrap();
    }
    assert!(proxy.replies_cut() > 10, "only {} replies were cut", proxy.replies_cut());
    let direct = open(&server.url()).await.unwrap();
    assert_eq!(get(&direct, "n").await.unwrap().as_deref(), Some("200"));
}
