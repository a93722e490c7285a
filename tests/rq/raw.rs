//! Redis below RQ: what lies there, and what nobody should put there.

use penstock_queue::rq::RawHash;
use penstock_testkit::RedisServer;
use redis::{Connection, ToRedisArgs};

/// A connection with nothing on top.
pub(crate) struct Raw(Connection);

impl Raw {
    /// To this server.
    pub(crate) fn connect(server: &RedisServer) -> Self {
        Self(redis::Client::open(server.url()).unwrap().get_connection().unwrap())
    }

    /// Runs one command.
    pub(crate) fn run<T: redis::FromRedisValue>(&mut self, command: &str, args: &[impl ToRedisArgs]) -> T {
        redis::cmd(command).arg(args).query(&mut self.0).unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// The whole of a hash.
    pub(crate) fn hash(&mut self, key: &str) -> RawHash {
        RawHash(self.run("HGETALL", &[key]))
    }

    /// The fields of the newest entry of a stream.
    pub(crate) fn newest(&mut self, stream: &str) -> Vec<(Vec<u8>, Vec<u8>)> {
        type Entries = Vec<(String, Vec<(Vec<u8>, Vec<u8>)>)>;
        let entries: Entries = redis::cmd("XREVRANGE")
            .arg(stream)
            .arg("+")
            .arg("-")
            .arg("COUNT")
            .arg(1)
            .query(&mut self.0)
            .unwrap();
        entries.into_iter().next().map(|(_, fields)| fields).unwrap_or_default()
    }

    /// Sets fields of a hash.
    pub(crate) fn set_fields<N: ToRedisArgs, V: ToRedisArgs>(&mut self, key: &str, fields: &[(N, V)]) {
        redis::cmd("HSET").arg(key).arg(fields).exec(&mut self.0).unwrap();
    }
}
