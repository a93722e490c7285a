//! Artifacts in a bucket of a server that nobody here wrote.

use crate::{ABC, alike};
use penstock_jobs::{Artifacts, StoreError};
use penstock_queue::{ArtifactsChoice, RedisSettings};
use penstock_testkit::S3Server;
use std::sync::Arc;
use std::time::Duration;

async fn open(place: &str) -> Arc<dyn Artifacts> {
    let redis = RedisSettings::parse("redis://localhost").unwrap();
    ArtifactsChoice::read(Some(place)).unwrap().open(&redis).await.unwrap()
}

#[tokio::test]
async fn it_does_what_every_artifact_store_does() {
    let server = S3Server::start();
    let artifacts = open(&format!("{}/drawings", server.place())).await;
    alike::check(&*artifacts, async |sha256: &str| server.age(&format!("drawings/{sha256}"), 7200)).await;
}

#[tokio::test]
async fn a_long_file_goes_in_parts_and_comes_back_whole() {
    let server = S3Server::start();
    let artifacts = open(&server.place()).await;
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("long"), folder.path().join("copy"));
    // Three parts, the last a short one.
    let long: Vec<u8> = (0..4_800_001_u32).flat_map(u32::to_le_bytes).collect();
    std::fs::write(&from, &long).unwrap();
    let stored = artifacts.put_file(&from).await.unwrap();
    artifacts.fetch(&stored.sha256, &to).await.unwrap();
    assert!(std::fs::read(&to).unwrap() == long);
}

#[tokio::test]
async fn damage_is_noticed_and_a_put_mends_it() {
    let server = S3Server::start();
    let artifacts = open(&server.place()).await;
    let folder = tempfile::tempdir().unwrap();
    artifacts.put_bytes(b"abc").await.unwrap();
    server.spoil(ABC, "abd");
    let to = folder.path().join("copy");
    let fetched = artifacts.fetch(ABC, &to).await;
    assert!(matches!(fetched, Err(StoreError::Damaged(_))), "{fetched:?}");
    assert!(!to.exists(), "nothing half is left");
    artifacts.put_bytes(b"abc").await.unwrap();
    assert_eq!(artifacts.read(ABC).await.unwrap(), b"abc");
}

#[tokio::test]
async fn what_else_lies_in_the_bucket_is_left_alone() {
    let server = S3Server::start();
    let ours = open(&format!("{}/ours", server.place())).await;
    let theirs = open(&server.place()).await;
    theirs.put_bytes(b"theirs").await.unwrap();
    let hash = ours.put_bytes(b"abc").await.unwrap().sha256;
    assert_eq!(ours.list(Duration::ZERO).await.unwrap(), [hash]);
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_named_without_the_key() {
    let server = S3Server::start();
    let artifacts = open(&server.place().replace("/shop", "/nowhere")).await;
    let put = artifacts.put_bytes(b"abc").await.unwrap_err();
    assert!(matches!(&put, StoreError::Unavailable(text) if text.contains("nowhere")), "{put}");
    assert!(!put.to_string().contains("secret"), "{put}");
}
