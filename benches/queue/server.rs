//! The Redis that all share.

use anyhow::Context as _;
use penstock_queue::{RedisSettings, RedisStore};
use penstock_testkit::RedisServer;

/// A server without persistence, and a plain connection to it.
pub(super) struct Server {
    server: RedisServer,
    client: redis::Client,
}

impl Server {
    pub(super) fn start() -> anyhow::Result<Self> {
        let server = RedisServer::start();
        let client = redis::Client::open(server.url())?;
        Ok(Self { server, client })
    }

    pub(super) fn url(&self) -> String {
        self.server.url()
    }

    /// Its own connection.
    pub(super) fn connect(&self) -> anyhow::Result<redis::Connection> {
        self.client.get_connection().context("Redis answers")
    }

    /// As if it were new.
    pub(super) fn empty(&self) -> anyhow::Result<()> {
        Ok(redis::cmd("FLUSHALL").query(&mut self.connect()?)?)
    }

    /// A store of ours on it.
    pub(super) async fn store(&self) -> anyhow::Result<RedisStore> {
        Ok(RedisStore::open(RedisSettings::parse(&self.url())?).await?)
    }
}
