use super::pickle::{self, Limits, Value};
use super::{Unreadable, json};

/// How a producer and its workers write calls, results and meta. Nothing in Redis names it; the first
/// byte tells.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Serializer {
    /// Python's own, RQ's default.
    #[default]
    Pickle,
    /// RQ's `JSONSerializer`.
    Json,
}

impl Serializer {
    /// From the first byte of something serialised (after zlib).
    ///
    /// # Errors
    /// Pickle before protocol 2 and serialisers of a project's own are not told apart, and not read.
    pub fn of(bytes: &[u8]) -> Result<Self, Unreadable> {
        match bytes.first() {
            None => Err(Unreadable::new("there is nothing in it")),
            Some(0x80) => Ok(Self::Pickle),
            Some(b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => Ok(Self::Json),
            Some(other) => Err(Unreadable::new(format!(
                "neither pickle from protocol 2 on nor JSON (first byte {other:#04x})"
            ))),
        }
    }

    /// Reads one value, within the usual limits.
    ///
    /// # Errors
    /// What it says.
    pub fn read(self, bytes: &[u8]) -> Result<Value, Unreadable> {
        match self {
            Self::Pickle => pickle::read(bytes, &Limits::default()),
            Self::Json => json::read(bytes, &Limits::default()),
        }
    }

    /// Writes one value. JSON has no bytes, sets and non-text keys: see [`Value::to_json`].
    ///
    /// # Errors
    /// For JSON only: what cannot be said in it.
    pub fn write(self, value: &Value) -> Result<Vec<u8>, Unreadable> {
        match self {
            Self::Pickle => Ok(pickle::write(value)),
            Self::Json => Ok(value.to_json()?.to_string().into_bytes()),
        }
    }
}
