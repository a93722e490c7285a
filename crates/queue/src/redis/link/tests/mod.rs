//! The connection against real servers.

mod breaks;
mod plain;
mod probing;
mod sentinels;
mod tls;

use super::{Link, Settings};
use penstock_jobs::StoreError;
use std::time::{Duration, Instant};

async fn open(url: &str) -> Result<Link, StoreError> {
    Link::open(Settings::parse(url).unwrap()).await
}

async fn set(link: &Link, key: &str, value: &str) -> Result<(), StoreError> {
    link.run(redis::cmd("SET").arg(key).arg(value)).await
}

async fn get(link: &Link, key: &str) -> Result<Option<String>, StoreError> {
    link.run(redis::cmd("GET").arg(key)).await
}

/// Asks until it is so, for 20 s at most.
async fn eventually(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !is_so().await {
        assert!(Instant::now() < end, "{what}: not within 20 s");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
