//! Outcomes of attempts: the entries of stream `results`.

use super::pickle::Value;
use super::{RawHash, Serializer, Unreadable, inflate, time};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What RQ stores in place of a value that its serialiser cannot write.
pub const UNSERIALIZABLE: &str = "Unserializable return value";

/// The text of an attempt that a person stopped.
pub const STOPPED: &str = "Job stopped by user, work-horse terminated.";

/// How an attempt ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// It returned.
    Successful,
    /// It raised, its worker died, or a person stopped it.
    Failed,
    /// Reserved by RQ, never written.
    Stopped,
    /// It returned a wish to be tried again.
    Retried,
    /// It did so once too often.
    RetriesExceeded,
}

impl Kind {
    /// The number in field `type`.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Successful => 1,
            Self::Failed => 2,
            Self::Stopped => 3,
            Self::Retried => 4,
            Self::RetriesExceeded => 5,
        }
    }

    fn read(text: &[u8]) -> Option<Self> {
        [Self::Successful, Self::Failed, Self::Stopped, Self::Retried, Self::RetriesExceeded]
            .into_iter()
            .find(|kind| text == kind.number().to_string().as_bytes())
    }
}

/// One entry of the stream.
#[derive(Clone, PartialEq, Debug)]
pub struct Outcome {
    /// How the attempt ended; none for a type that RQ does not know.
    pub kind: Option<Kind>,
    /// Empty for jobs that were abandoned, and before RQ 2.5.
    pub worker_name: String,
    /// What it returned; none where nothing is stored, which is how RQ writes `None`.
    pub return_value: Option<Result<Value, Unreadable>>,
    /// Why it failed: mostly a traceback.
    pub exc_text: Option<String>,
    /// From RQ 2.8 on.
    pub execution_id: Option<String>,
    /// Milliseconds since 1970, from RQ 2.8 on.
    pub started_at_ms: Option<i64>,
    /// Milliseconds since 1970, from RQ 2.8 on.
    pub ended_at_ms: Option<i64>,
}

/// Field `return_value`, or none for `None`, which is not stored.
///
/// A value that the serialiser cannot write becomes [`UNSERIALIZABLE`], as with RQ.
#[must_use]
pub fn write_return(value: &Value, serializer: Serializer) -> Option<String> {
    if *value == Value::None {
        return None;
    }
    let bytes =
        serializer.write(value).or_else(|_| serializer.write(&Value::Text(UNSERIALIZABLE.to_owned())));
    bytes.ok().map(|bytes| STANDARD.encode(bytes))
}

/// Field `exc_string`. RQ's own tools read the last line as `Type: message`.
#[must_use]
pub fn write_failure(text: &str) -> String {
    STANDARD.encode(inflate::deflate(text.as_bytes()))
}

/// Reads one entry. Each field is read for itself: a bad one spoils no other.
#[must_use]
pub fn read(fields: &[(Vec<u8>, Vec<u8>)]) -> Outcome {
    let fields = RawHash(fields.to_vec());
    let text = |name: &str| fields.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    Outcome {
        kind: fields.get("type").and_then(Kind::read),
        worker_name: text("worker_name").unwrap_or_default(),
        return_value: fields.get("return_value").map(read_return),
        exc_text: fields.get("exc_string").map(read_failure),
        execution_id: text("execution_id"),
        started_at_ms: fields.get("execution_started_at").and_then(time::read_seconds),
        ended_at_ms: fields.get("execution_ended_at").and_then(time::read_seconds),
    }
}

fn read_return(base64: &[u8]) -> Result<Value, Unreadable> {
    let bytes = STANDARD.decode(base64).map_err(|_| Unreadable::new("the result is not base64"))?;
    Serializer::of(&bytes)
        .and_then(|serializer| serializer.read(&bytes))
        .map_err(|error| error.at("the result"))
}

fn read_failure(base64: &[u8]) -> String {
    let read = |bytes: Vec<u8>| {
        let plain = inflate::inflate_or_plain(&bytes)?;
        Ok::<_, Unreadable>(String::from_utf8_lossy(&plain).into_owned())
    };
    match STANDARD.decode(base64) {
        Ok(bytes) => read(bytes).unwrap_or_else(|error| format!("(the text cannot be shown: {error})")),
        Err(_) => "(the text cannot be shown: it is not base64)".to_owned(),
    }
}
