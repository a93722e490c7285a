//! Field `meta`: a dict of the user's own, into which progress goes.

use super::pickle::{Limits, Value};
use super::{Serializer, Unreadable};

/// Largest field that is read, in bytes: it is read at every look at a job.
const BYTES: usize = 1 << 20;

/// Reads the field. It is a dict, or it is refused.
///
/// # Errors
/// As [`Serializer::read`].
pub fn read_meta(bytes: &[u8]) -> Result<Vec<(Value, Value)>, Unreadable> {
    if bytes.len() > BYTES.min(Limits::default().bytes) {
        return Err(Unreadable::new(format!("the meta field has {} bytes", bytes.len())));
    }
    match Serializer::of(bytes)?.read(bytes)? {
        Value::Dict(pairs) => Ok(pairs),
        other => Err(Unreadable::new(format!("the meta field is of kind {}, not a dict", other.kind()))),
    }
}

/// The field for these keys and values.
///
/// # Errors
/// As [`Serializer::write`].
pub fn write_meta(pairs: &[(&str, Value)], serializer: Serializer) -> Result<Vec<u8>, Unreadable> {
    with_ours(None, pairs, serializer)
}

/// The field with these keys set and all others kept. The serialiser is that of what is there.
///
/// # Errors
/// When what is there cannot be kept, because it cannot be read or has values that only Python can write.
pub fn with_ours(
    there: Option<&[u8]>,
    ours: &[(&str, Value)],
    serializer: Serializer,
) -> Result<Vec<u8>, Unreadable> {
    let (mut pairs, serializer) = match there {
        None => (Vec::new(), serializer),
        Some(bytes) => (read_meta(bytes)?, Serializer::of(bytes)?),
    };
    if !pairs.iter().all(|(key, value)| key.is_plain() && value.is_plain()) {
        return Err(Unreadable::new("the meta field has values that only Python can write"));
    }
    for (name, value) in ours {
        match pairs.iter_mut().find(|(key, _)| key.as_text() == Some(name)) {
            Some((_, there)) => *there = value.clone(),
            None => pairs.push((Value::Text((*name).to_owned()), value.clone())),
        }
    }
    serializer.write(&Value::Dict(pairs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_user_wrote_stays() {
        let theirs =
            b"\x80\x05\x95\x1e\0\0\0\0\0\0\0}\x94(\x8c\x08progress\x94K\0\x8c\x05stage\x94\x8c\x01x\x94u.";
        let merged = with_ours(Some(theirs), &[("progress", Value::Float(0.5))], Serializer::Json).unwrap();
        assert_eq!(
            read_meta(&merged).unwrap(),
            [
                (Value::Text("progress".into()), Value::Float(0.5)),
                (Value::Text("stage".into()), Value::Text("x".into()))
            ]
        );
        let json = with_ours(Some(b"{\"a\": 1}"), &[("b", Value::Int(2))], Serializer::Pickle).unwrap();
        assert_eq!(json, b"{\"a\":1,\"b\":2}");
    }

    #[test]
    fn what_cannot_be_kept_is_not_replaced() {
        let datetime = b"\x80\x04}\x8c\x04when\x8c\x08datetime\x8c\x04date\x93C\x04\x07\xe8\x01\x01\x85Rs.";
        assert!(read_meta(datetime).is_ok());
        for theirs in [datetime.as_slice(), b"\x80\x04K\x01.", b"gibberish", b"[1]", &[b' '; 2 << 20]] {
            assert!(with_ours(Some(theirs), &[("a", Value::None)], Serializer::Pickle).is_err());
        }
    }
}
