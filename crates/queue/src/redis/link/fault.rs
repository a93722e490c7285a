//! What a server's or a network's error means to us.

use penstock_jobs::StoreError;
use redis::{ErrorKind, RedisError, ServerErrorKind};
use std::fmt::Display;

/// Whether the connection it came from is of no more use: broken, silent, or to a server that is not the
/// master any more.
pub(super) fn ends_the_connection(error: &RedisError) -> bool {
    error.is_unrecoverable_error()
        || error.is_io_error()
        || error.is_timeout()
        || matches!(error.code(), Some("READONLY" | "MASTERDOWN" | "LOADING"))
}

/// Whether the server did nothing, so that the same command may be sent again whatever it is.
pub(super) fn was_not_done(error: &RedisError) -> bool {
    matches!(error.code(), Some("READONLY" | "MASTERDOWN" | "LOADING" | "MOVED" | "CLUSTERDOWN" | "TRYAGAIN"))
        || error.is_connection_refusal()
}

/// Whether the reply may have been lost after the server did what it was told.
pub(super) fn may_have_been_done(error: &RedisError) -> bool {
    error.is_io_error() || error.is_timeout()
}

pub(super) fn is_no_script(error: &RedisError) -> bool {
    error.kind() == ErrorKind::Server(ServerErrorKind::NoScript)
}

/// As callers tell errors apart. `place` is the server, for people.
pub(super) fn to_store_error(error: &RedisError, place: &impl Display) -> StoreError {
    match error.kind() {
        ErrorKind::Parse | ErrorKind::UnexpectedReturnType => {
            StoreError::Damaged(format!("{place} holds something else than expected: {}", words(error)))
        }
        ErrorKind::InvalidClientConfig => wrong_settings(error),
        ErrorKind::AuthenticationFailed | ErrorKind::Io => unavailable(place, error),
        _ => match error.code() {
            Some("WRONGTYPE") => StoreError::Damaged(format!(
                "{place} holds a key of ours with another type: {}",
                words(error)
            )),
            Some("CROSSSLOT") => StoreError::Invalid(format!(
                "{place} is a cluster: give all keys one slot with a tag in the prefix, like ?prefix={{rq}}"
            )),
            Some(
                "READONLY" | "OOM" | "LOADING" | "MASTERDOWN" | "MISCONF" | "CLUSTERDOWN" | "MOVED"
                | "TRYAGAIN" | "NOAUTH" | "WRONGPASS" | "NOPERM" | "BUSY" | "NOREPLICAS",
            ) => unavailable(place, error),
            _ => StoreError::Damaged(format!("{place} refused a command: {}", words(error))),
        },
    }
}

fn unavailable(place: &impl Display, error: &RedisError) -> StoreError {
    StoreError::Unavailable(format!("{place}: {}", words(error)))
}

/// A URL that can never work.
fn wrong_settings(error: &RedisError) -> StoreError {
    StoreError::Invalid(format!("the settings of the Redis store cannot be used: {}", words(error)))
}

/// What it is in plain words; the server's own behind them.
pub(super) fn words(error: &RedisError) -> String {
    let said = match error.code() {
        Some("READONLY") => "it is a replica that takes no writes; name its master",
        Some("OOM") => "its memory is full; raise maxmemory or delete finished jobs",
        Some("LOADING") => "it is still reading its data from disk",
        Some("MASTERDOWN") => "it is a replica that lost its master",
        Some("MISCONF") => "it cannot save to its disk and takes no writes",
        Some("CLUSTERDOWN") => "the cluster is down",
        Some("NOAUTH") => "it wants a user or a password",
        Some("WRONGPASS") => "it does not know this user or password",
        Some("NOPERM") => "this user may not do what a store needs",
        Some("BUSY") => "a script of somebody else keeps it busy",
        Some("NOREPLICAS") => "too few replicas are there for it to take writes",
        _ if error.kind() == ErrorKind::AuthenticationFailed => "it does not know this user or password",
        _ if error.is_timeout() => return "it does not answer in time".to_owned(),
        _ if error.is_connection_refusal() => return "nothing listens there".to_owned(),
        _ if error.is_connection_dropped() => return "the connection was cut".to_owned(),
        _ => return error.to_string(),
    };
    match error.detail() {
        Some(detail) if !detail.is_empty() => format!("{said} ({detail})"),
        _ => said.to_owned(),
    }
}
