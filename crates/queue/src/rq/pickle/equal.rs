//! When two keys are one key: `1`, `1.0` and `True` are, in Python.

use super::Value;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Bytes that are the same for equal keys; none for a value that cannot be a key.
pub(super) fn normal_form(key: &Value) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    push(key, &mut out).then_some(out)
}

fn push(value: &Value, out: &mut Vec<u8>) -> bool {
    let mut tagged = |tag: u8, bytes: &[u8]| {
        out.push(tag);
        out.extend(bytes.len().to_le_bytes());
        out.extend(bytes);
        true
    };
    match value {
        Value::None => tagged(b'n', b""),
        Value::Bool(value) => tagged(b'i', &i64::from(*value).to_le_bytes()),
        Value::Int(value) => tagged(b'i', &value.to_le_bytes()),
        Value::BigInt(digits) => tagged(b'I', digits.as_bytes()),
        // A float that is a whole number is that number's key; beyond 2^53 the two are kept apart.
        Value::Float(value) if value.fract() == 0.0 && value.abs() <= 9e15 => {
            tagged(b'i', &(*value as i64).to_le_bytes())
        }
        Value::Float(value) => tagged(b'f', &value.to_bits().to_le_bytes()),
        Value::Text(text) => tagged(b't', text.as_bytes()),
        Value::Bytes(bytes) => tagged(b'b', bytes),
        Value::Opaque(class) => tagged(b'o', class.as_bytes()),
        Value::Tuple(items) => {
            out.push(b'(');
            let fit = items.iter().all(|item| push(item, out));
            out.push(b')');
            fit
        }
        Value::Set(members) => {
            let Some(mut members) = members.iter().map(normal_form).collect::<Option<Vec<_>>>() else {
                return false;
            };
            members.sort_unstable();
            out.push(b'{');
            out.extend(members.concat());
            out.push(b'}');
            true
        }
        Value::List(_) | Value::Dict(_) => false,
    }
}

/// Pairs by key: the first key stays, the last value counts, as in a Python dict.
pub(super) struct Keyed<T> {
    places: HashMap<Vec<u8>, usize>,
    pairs: Vec<(Value, T)>,
}

impl<T> Default for Keyed<T> {
    fn default() -> Self {
        Self { places: HashMap::new(), pairs: Vec::new() }
    }
}

impl<T> Keyed<T> {
    pub(super) fn insert(&mut self, normal: Vec<u8>, key: Value, value: T) {
        match self.places.entry(normal) {
            Entry::Occupied(place) => self.pairs[*place.get()].1 = value,
            Entry::Vacant(place) => {
                place.insert(self.pairs.len());
                self.pairs.push((key, value));
            }
        }
    }

    pub(super) fn into_pairs(self) -> impl Iterator<Item = (Value, T)> {
        self.pairs.into_iter()
    }
}

/// A dict of texts: of equal keys the last value counts.
pub(in super::super) fn dict(pairs: Vec<(Value, Value)>) -> Value {
    let mut keyed = Keyed::default();
    for (key, value) in pairs {
        keyed.insert(normal_form(&key).unwrap_or_default(), key, value);
    }
    Value::Dict(keyed.into_pairs().collect())
}
