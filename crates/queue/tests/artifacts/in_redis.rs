//! Artifacts in pieces in Redis.

use crate::{ABC, alike};
use penstock_jobs::{Artifacts, StoreError};
use penstock_queue::{RedisArtifacts, RedisSettings};
use penstock_testkit::{Proxy, RedisServer};

const MIB: u64 = 1 << 20;

async fn open(url: &str, most_bytes: u64) -> RedisArtifacts {
    RedisArtifacts::open(RedisSettings::parse(url).unwrap(), most_bytes).await.unwrap()
}

/// Straight to the server.
async fn ask<T: redis::FromRedisValue>(server: &RedisServer, words: &[&str]) -> T {
    let client = redis::Client::open(server.url()).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let mut command = redis::cmd(words[0]);
    command.arg(&words[1..]);
    command.query_async(&mut connection).await.unwrap()
}

#[tokio::test]
async fn it_does_what_every_artifact_store_does() {
    let server = RedisServer::start();
    let artifacts = open(&format!("{}?prefix=%7Bshop%7D", server.url()), 64 * MIB).await;
    alike::check(&artifacts, async |sha256: &str| {
        let two_hours_ms = (-7_200_000_i64).to_string();
        ask::<f64>(&server, &["ZINCRBY", "{shop}:penstock:blobs", &two_hours_ms, sha256]).await;
    })
    .await;
    let keys: Vec<String> = ask(&server, &["KEYS", "*"]).await;
    assert!(keys.iter().all(|key| key.starts_with("{shop}:penstock:blob")), "{keys:?}");
}

#[tokio::test]
async fn pieces_have_a_lifetime_that_use_renews() {
    let server = RedisServer::start();
    let artifacts = open(&server.url(), MIB).await;
    artifacts.put_bytes(b"abc").await.unwrap();
    let keys = [format!("rq:penstock:blob:{ABC}"), format!("rq:penstock:blob:{ABC}:0")];
    for use_it in ["read", "put", "renew"] {
        for key in &keys {
            assert_eq!(ask::<i64>(&server, &["EXPIRE", key, "100"]).await, 1);
        }
        match use_it {
            "read" => assert_eq!(artifacts.read(ABC).await.unwrap(), b"abc"),
            "put" => assert_eq!(artifacts.put_bytes(b"abc").await.unwrap().bytes, 3),
            _ => artifacts.renew(&[ABC.to_owned()]).await.unwrap(),
        }
        for key in &keys {
            assert!(ask::<i64>(&server, &["TTL", key]).await > 24 * 3600, "{use_it} {key}");
        }
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused_before_it_is_sent() {
    let server = RedisServer::start();
    let artifacts = open(&server.url(), 2 * MIB).await;
    let folder = tempfile::tempdir().unwrap();
    let large = folder.path().join("large");
    std::fs::write(&large, vec![7; 2 * 1024 * 1024 + 1]).unwrap();
    let refused = artifacts.put_file(&large).await.unwrap_err();
    assert!(matches!(&refused, StoreError::Invalid(text) if text.contains("2 MiB")), "{refused}");
    assert_eq!(ask::<i64>(&server, &["DBSIZE"]).await, 0);
}

#[tokio::test]
async fn damage_is_noticed_and_a_put_mends_it() {
    let server = RedisServer::start();
    let artifacts = open(&server.url(), MIB).await;
    let folder = tempfile::tempdir().unwrap();
    artifacts.put_bytes(b"abc").await.unwrap();
    let piece = format!("rq:penstock:blob:{ABC}:0");
    ask::<()>(&server, &["SET", &piece, "abd"]).await;
    let to = folder.path().join("copy");
    let fetched = artifacts.fetch(ABC, &to).await;
    assert!(matches!(fetched, Err(StoreError::Damaged(_))), "{fetched:?}");
    assert!(!to.exists(), "nothing half is left");
    artifacts.put_bytes(b"abc").await.unwrap();
    assert_eq!(artifacts.read(ABC).await.unwrap(), b"abc");
    // A piece that Redis threw out is missing, not damaged.
    ask::<i64>(&server, &["DEL", &piece]).await;
    assert!(matches!(artifacts.read(ABC).await, Err(StoreError::Invalid(_))));
    artifacts.put_bytes(b"abc").await.unwrap();
    assert_eq!(artifacts.read(ABC).await.unwrap(), b"abc");
    // A header that somebody else wrote.
    ask::<i64>(&server, &["HSET", &format!("rq:penstock:blob:{ABC}"), "pieces", "99999999999"]).await;
    assert!(matches!(artifacts.read(ABC).await, Err(StoreError::Damaged(_))));
    artifacts.put_bytes(b"abc").await.unwrap();
    assert_eq!(artifacts.read(ABC).await.unwrap(), b"abc");
}

#[tokio::test]
async fn a_lost_reply_loses_no_piece() {
    let server = RedisServer::start();
    let proxy = Proxy::before(server.port());
    let artifacts = open(&proxy.url(), 64 * MIB).await;
    let content: Vec<u8> = (0..3 * MIB).map(|at| (at % 251) as u8).collect();
    proxy.cut_reply_to(b":1\r\n");
    proxy.cut_reply_to(b"bytes");
    let stored = artifacts.put_bytes(&content).await.unwrap();
    assert!(proxy.replies_cut() >= 1);
    proxy.cut_reply_to(b":2\r\n");
    assert!(artifacts.read(&stored.sha256).await.unwrap() == content);
}
