//! What scripts answer, taken apart.

use crate::rq::RawHash;
use penstock_jobs::{IllegalTransition, JobState, Step, StoreError};
use redis::{FromRedisValue, ParsingError, Value};

/// An answer that no script of ours gives.
pub(super) fn odd(answer: &Value) -> StoreError {
    StoreError::Damaged(format!("a script answered {answer:?}"))
}

/// A name that somebody else wrote. What is not UTF-8 is shown with marks in its place: no key has the
/// name then, and nothing is found under it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Name(pub(super) String);

impl FromRedisValue for Name {
    fn from_redis_value(value: Value) -> Result<Self, ParsingError> {
        Vec::<u8>::from_redis_value(value).map(|bytes| Self(String::from_utf8_lossy(&bytes).into_owned()))
    }
}

/// A text.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::BulkString(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        Value::SimpleString(text) => Some(text.clone()),
        Value::Int(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The parts of an answer, of which the first is a word.
pub(super) fn parts(answer: &Value) -> Result<(String, &[Value]), StoreError> {
    let Value::Array(parts) = answer else { return Err(odd(answer)) };
    let (first, rest) = parts.split_first().ok_or_else(|| odd(answer))?;
    Ok((text(first).ok_or_else(|| odd(answer))?, rest))
}

/// A hash, as HGETALL gives it inside a script or outside.
pub(super) fn hash(value: &Value) -> Result<RawHash, StoreError> {
    let bytes = |value: &Value| match value {
        Value::BulkString(bytes) => Some(bytes.clone()),
        _ => None,
    };
    let pairs: Option<Vec<_>> = match value {
        Value::Map(pairs) => pairs.iter().map(|(name, value)| Some((bytes(name)?, bytes(value)?))).collect(),
        Value::Array(items) => {
            items.chunks_exact(2).map(|pair| Some((bytes(&pair[0])?, bytes(&pair[1])?))).collect()
        }
        _ => None,
    };
    pairs.map(RawHash).ok_or_else(|| odd(value))
}

/// The state with this word.
pub(super) fn state(word: &str) -> Result<JobState, StoreError> {
    JobState::parse(word).ok_or_else(|| StoreError::Damaged(format!("a job in the unknown state {word}")))
}

/// Nothing, or why a request about jobs was refused.
pub(super) fn done(answer: &Value, step: Step) -> Result<(), StoreError> {
    let (word, rest) = parts(answer)?;
    let named = rest.first().and_then(text).unwrap_or_default();
    match word.as_str() {
        "done" => Ok(()),
        "missing" => Err(StoreError::NoSuchJob(named.into())),
        "no" => Err(IllegalTransition { from: state(&named)?, step }.into()),
        _ => Err(odd(answer)),
    }
}
