//! The one connection that commands share, made again when it breaks.
//!
//! A command waits a short time for a server that is coming back, so that a restart goes unnoticed. While
//! a server is known to be away, commands fail at once with what was last heard of it; connections are
//! tried again with growing, uneven pauses, so that a fleet does not come back in step.

use super::dial::Wire;
use super::settings::{Address, Settings};
use super::{dial, fault};
use penstock_jobs::StoreError;
use redis::RedisError;
use redis::aio::PubSub;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

/// Commands wait this long, from the moment it went away, for the server to come back.
const PATIENCE: Duration = Duration::from_secs(3);
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// A connection that comes back.
pub(super) struct Live {
    settings: Settings,
    answer_within: Duration,
    current: RwLock<Option<Current>>,
    making: Mutex<Making>,
}

#[derive(Clone)]
struct Current {
    /// So that only the connection that failed is put away, and not its successor.
    number: u64,
    wire: Wire,
}

/// What is known while there is no connection.
#[derive(Default)]
struct Making {
    number: u64,
    failures: u32,
    away_since: Option<Instant>,
    not_before: Option<Instant>,
    heard: Option<StoreErrorText>,
    moved: Option<Address>,
}

/// A [`StoreError`] that can be said again.
#[derive(Clone)]
enum StoreErrorText {
    Unavailable(String),
    Invalid(String),
}

/// The connection that a command went over.
pub(super) struct Borrowed {
    number: u64,
    pub(super) wire: Wire,
}

impl Live {
    pub(super) fn new(settings: Settings, answer_within: Duration) -> Self {
        Self { settings, answer_within, current: RwLock::new(None), making: Mutex::new(Making::default()) }
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The connection, made when there is none.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the server is away, [`StoreError::Invalid`] when the settings
    /// cannot work.
    pub(super) async fn borrow(&self) -> Result<Borrowed, StoreError> {
        if let Some(current) = self.current() {
            return Ok(Borrowed { number: current.number, wire: current.wire });
        }
        let mut making = self.making.lock().await;
        loop {
            // Another caller may have made it while we waited for the lock.
            if let Some(current) = self.current() {
                return Ok(Borrowed { number: current.number, wire: current.wire });
            }
            let away_since = *making.away_since.get_or_insert_with(Instant::now);
            let patient_until = away_since + PATIENCE;
            if let (Some(not_before), Some(heard)) = (making.not_before, &making.heard)
                && not_before > Instant::now()
            {
                if Instant::now() >= patient_until {
                    return Err(heard.clone().into());
                }
                sleep_until(not_before.min(patient_until)).await;
            }
            match dial::wire(&self.settings, making.moved.as_ref(), Some(self.answer_within)).await {
                Ok(wire) => {
                    let number = making.number + 1;
                    let moved = making.moved.take();
                    *making = Making { number, moved, ..Making::default() };
                    let current = Current { number, wire };
                    *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(current.clone());
                    return Ok(Borrowed { number, wire: current.wire });
                }
                Err(error) => {
                    making.failures = making.failures.saturating_add(1);
                    making.not_before = Some(Instant::now() + pause(making.failures));
                    making.moved = None;
                    let heard = StoreErrorText::from(error);
                    let hopeless = matches!(heard, StoreErrorText::Invalid(_));
                    making.heard = Some(heard.clone());
                    if hopeless || Instant::now() >= patient_until {
                        return Err(heard.into());
                    }
                }
            }
        }
    }

    /// A connection of the caller's own, with no limit on how long an answer takes.
    pub(super) async fn own(&self) -> Result<Wire, StoreError> {
        dial::wire(&self.settings, None, None).await
    }

    /// A connection of the caller's own for pub/sub.
    pub(super) async fn own_pubsub(&self) -> Result<PubSub, StoreError> {
        dial::pubsub(&self.settings).await
    }

    /// Looks at the error of a command, and puts the connection away when it is of no more use.
    pub(super) async fn look_at(&self, borrowed: &Borrowed, error: &RedisError) {
        let moved = error.redirect_node().and_then(|(address, _)| read_node(address));
        if moved.is_none() && !fault::ends_the_connection(error) {
            return;
        }
        let put_away = {
            let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
            let same = current.as_ref().is_some_and(|current| current.number == borrowed.number);
            same.then(|| current.take()).flatten()
        };
        if put_away.is_some() {
            let mut making = self.making.lock().await;
            making.moved = moved;
            tracing::debug!(server = %self.settings, %error, "a connection to Redis ended");
        }
    }

    pub(super) fn explain(&self, error: &RedisError) -> StoreError {
        fault::to_store_error(error, &self.settings)
    }

    /// The connection, unless it is known to be over: what is sent over it then would only be lost.
    fn current(&self) -> Option<Current> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        current.clone().filter(|current| !current.wire.is_over())
    }
}

/// `host:port` of a redirection; an empty host is the one that was asked, which we cannot tell here.
fn read_node(text: &str) -> Option<Address> {
    let (host, port) = text.rsplit_once(':')?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    (!host.is_empty()).then_some(())?;
    Some(Address { host: host.to_owned(), port: port.parse().ok()? })
}

/// Doubles with each failure, and is cut by a random half.
pub(super) fn pause(failures: u32) -> Duration {
    let whole = FIRST_PAUSE.saturating_mul(1 << failures.saturating_sub(1).min(10)).min(LONGEST_PAUSE);
    let dice = getrandom::u32().unwrap_or(u32::MAX);
    whole.mul_f64(0.5 + 0.5 * f64::from(dice) / f64::from(u32::MAX))
}

impl From<StoreError> for StoreErrorText {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Invalid(text) => Self::Invalid(text),
            StoreError::Unavailable(text) => Self::Unavailable(text),
            other => Self::Unavailable(other.to_string()),
        }
    }
}

impl From<StoreErrorText> for StoreError {
    fn from(text: StoreErrorText) -> Self {
        match text {
            StoreErrorText::Invalid(text) => Self::Invalid(text),
            StoreErrorText::Unavailable(text) => Self::Unavailable(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_are_never_in_step() {
        for failures in 1..40 {
            let longest = FIRST_PAUSE.saturating_mul(1 << (failures - 1).min(10)).min(LONGEST_PAUSE);
            let pause = pause(failures);
            assert!(pause <= longest && pause * 2 >= longest, "{failures}: {pause:?}");
        }
        let some: std::collections::HashSet<_> = (0..20).map(|_| pause(8)).collect();
        assert!(some.len() > 10, "the pauses are not random");
    }

    #[test]
    fn a_cluster_says_where_keys_are() {
        let node = |text| read_node(text).map(|address| address.to_string());
        assert_eq!(node("10.0.0.1:7001").as_deref(), Some("10.0.0.1:7001"));
        assert_eq!(node("fe80::1:7001").as_deref(), Some("[fe80::1]:7001"));
        assert_eq!(node(":7001"), None);
    }
}
