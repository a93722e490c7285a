//! The connection to a Redis server.
//!
//! Commands share one connection and wait at most [`ANSWER_WITHIN`] for an answer. What blocks (waiting
//! for events) and pub/sub have connections of their own. All of them come back by themselves.
//!
//! When a reply is lost, what only looks ([`reads`]) and every [`Script`] is sent again: scripts are made
//! to be repeated. Any other command whose reply was lost is the caller's to repeat.

mod dial;
mod events;
mod fault;
mod listen;
mod live;
mod probe;
mod reads;
mod script;
mod secret;
mod settings;
mod shown;
#[cfg(test)]
mod tests;
mod tls;
mod url;

pub(crate) use listen::Message;
pub use probe::{ProbeStep, Verdict, probe};
pub(crate) use script::Script;
pub use settings::Settings;

use crate::rq::Keys;
use events::Follower;
use live::Live;
use penstock_jobs::{StoreError, crash_point};
use redis::{Cmd, FromRedisValue, Pipeline, RedisError};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::broadcast;

/// A command that is not answered for this long is given up, and its connection with it.
const ANSWER_WITHIN: Duration = Duration::from_secs(4);
/// How often something is sent again when its reply was lost.
const REPEATS: u32 = 3;
/// A command that the server refused without doing anything (a fail-over, a move) is sent again so often.
const REDIRECTIONS: u32 = 3;

/// A server, and how it is reached. Clones share their connections.
#[derive(Clone)]
pub(crate) struct Link {
    live: Arc<Live>,
    keys: Arc<Keys>,
    followers: Arc<Mutex<HashMap<String, Follower>>>,
}

impl Link {
    /// Connects; the server must answer a PING.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it cannot be reached or refuses us, [`StoreError::Invalid`] when
    /// the settings cannot work (a certificate that is no file).
    pub(crate) async fn open(settings: Settings) -> Result<Self, StoreError> {
        Self::open_with(settings, ANSWER_WITHIN).await
    }

    /// As [`Link::open`], for commands that may take longer: large values over slow lines.
    pub(crate) async fn open_with(settings: Settings, answer_within: Duration) -> Result<Self, StoreError> {
        let keys =
            Keys::with_prefix(settings.prefix()).map_err(|bad| StoreError::Invalid(bad.to_string()))?;
        let link = Self {
            live: Arc::new(Live::new(settings, answer_within)),
            keys: Arc::new(keys),
            followers: Arc::default(),
        };
        link.run::<()>(&redis::cmd("PING")).await?;
        Ok(link)
    }

    /// One command, one round trip.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the server is away, silent, or takes no writes now: the command may
    /// have been done. [`StoreError::Damaged`] when the answer or the key is not what was expected.
    pub(crate) async fn run<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, StoreError> {
        self.attempt(&Sent::Command(command)).await.map_err(|error| error.into_store_error(&self.live))
    }

    /// Several commands, one round trip; with `atomic()`, a transaction.
    ///
    /// # Errors
    /// As [`Link::run`].
    pub(crate) async fn pipe<T: FromRedisValue>(&self, pipeline: &Pipeline) -> Result<T, StoreError> {
        self.attempt(&Sent::Pipeline(pipeline)).await.map_err(|error| error.into_store_error(&self.live))
    }

    /// Runs a script by its hash, and by its source where the server does not know it yet. Sends it again
    /// when its reply was lost.
    ///
    /// # Errors
    /// As [`Link::run`], when it did not work repeatedly.
    pub(crate) async fn script<T: FromRedisValue>(
        &self,
        script: &Script,
        keys: &[String],
        args: &[Vec<u8>],
    ) -> Result<T, StoreError> {
        crash_point("redis.before-script");
        let mut done = self.attempt(&Sent::Script(&script.by_hash(keys, args))).await;
        if let Err(Trouble::Server(error)) = &done
            && fault::is_no_script(error)
        {
            tracing::debug!(script = script.name(), "the server learns a script");
            done = self.attempt(&Sent::Script(&script.by_source(keys, args))).await;
        }
        crash_point("redis.after-script");
        done.map_err(|error| error.into_store_error(&self.live))
    }

    /// Sends it, and again as long as the server did nothing and said so, or repeating is harmless.
    async fn attempt<T: FromRedisValue>(&self, what: &Sent<'_>) -> Result<T, Trouble> {
        let (mut repeats, mut redirections) = (0, 0);
        loop {
            let mut borrowed = self.live.borrow().await.map_err(Trouble::Away)?;
            let answer = match what {
                Sent::Command(command) | Sent::Script(command) => {
                    command.query_async(&mut borrowed.wire.connection).await
                }
                Sent::Pipeline(pipeline) => pipeline.query_async(&mut borrowed.wire.connection).await,
            };
            let error = match answer {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            self.live.look_at(&borrowed, &error).await;
            if fault::was_not_done(&error) && redirections < REDIRECTIONS {
                redirections += 1;
                tokio::time::sleep(live::pause(redirections)).await;
            } else if fault::may_have_been_done(&error) && repeats < REPEATS && what.may_be_repeated() {
                repeats += 1;
                tracing::debug!(%error, "a reply was lost; sent again");
            } else {
                return Err(Trouble::Server(error));
            }
        }
    }

    /// What these channels say, on a connection that subscribes again when it breaks; then, and at the
    /// start, a [`Message::is_resumed`] comes. Ends when the receiver is dropped.
    pub(crate) fn listen(&self, channels: Vec<String>) -> broadcast::Receiver<Message> {
        listen::listen(Arc::clone(&self.live), channels)
    }

    /// Returns when the stream `key` holds something after `after`, when something may have been missed,
    /// or when the time is up. What is no id (`$`) means: after now.
    pub(crate) async fn wait_for_events(&self, key: &str, after: &str, within: Duration) {
        let waiting = {
            let mut followers = self.followers.lock().unwrap_or_else(PoisonError::into_inner);
            let follower = followers
                .entry(key.to_owned())
                .or_insert_with(|| Follower::start(&self.live, key.to_owned()));
            follower.wait(after, within)
        };
        waiting.await;
    }

    /// The names of all keys, under this store's prefix.
    pub(crate) fn keys(&self) -> &Keys {
        &self.keys
    }

    /// What it was opened with.
    pub(crate) fn settings(&self) -> &Settings {
        self.live.settings()
    }
}

/// What goes over the connection.
enum Sent<'a> {
    Command(&'a Cmd),
    Pipeline(&'a Pipeline),
    Script(&'a Cmd),
}

impl Sent<'_> {
    fn may_be_repeated(&self) -> bool {
        match self {
            Self::Command(command) => reads::only_looks(command),
            Self::Pipeline(pipeline) => pipeline.cmd_iter().all(reads::only_looks),
            Self::Script(_) => true,
        }
    }
}

/// Why there is no answer.
enum Trouble {
    /// Nothing was sent.
    Away(StoreError),
    /// It was sent.
    Server(RedisError),
}

impl Trouble {
    fn into_store_error(self, live: &Live) -> StoreError {
        match self {
            Self::Away(error) => error,
            Self::Server(error) => live.explain(&error),
        }
    }
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Link").field("settings", self.settings()).finish_non_exhaustive()
    }
}
