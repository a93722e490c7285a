//! Between Python's values and JSON.

use super::Unreadable;
use super::pickle::{Limits, Value, float_repr};
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;
use std::cell::Cell;
use std::fmt;

/// Reads a JSON document within limits. Its depth is bounded by `serde_json` (128).
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Value, Unreadable> {
    if bytes.len() > limits.bytes {
        return Err(Unreadable::new(format!("it is larger than {} MiB", limits.bytes >> 20)));
    }
    let left = Cell::new(limits.values);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Node(&left)
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value))
        .map_err(|error| Unreadable::new(format!("it is not JSON: {error}")))?;
    Ok(value)
}

/// One value, counted.
#[derive(Clone, Copy)]
struct Node<'a>(&'a Cell<usize>);

impl Node<'_> {
    fn count<E: Error>(self) -> Result<(), E> {
        let left = self.0.get().checked_sub(1).ok_or_else(|| E::custom("too many values"))?;
        self.0.set(left);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.count()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::None)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Int(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(whole(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            self.count()?;
            pairs.push((Value::Text(key), map.next_value_seed(self)?));
        }
        Ok(super::pickle::dict(pairs))
    }
}

fn whole(value: u64) -> Value {
    i64::try_from(value).map_or_else(|_| Value::BigInt(value.to_string()), Value::Int)
}

/// See [`Value::from_json`].
pub(super) fn to_python(value: &Json) -> Value {
    match value {
        Json::Null => Value::None,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(value), _) => Value::Int(value),
            (None, Some(value)) => whole(value),
            (None, None) => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(to_python).collect()),
        Json::Object(pairs) => Value::Dict(
            pairs.iter().map(|(key, value)| (Value::Text(key.clone()), to_python(value))).collect(),
        ),
    }
}

/// See [`Value::to_json`].
pub(super) fn from_python(value: &Value) -> Result<Json, Unreadable> {
    let cannot = || Unreadable::new(format!("JSON has no {}", value.kind()));
    let list = |items: &[Value]| {
        let item = |(at, item)| from_python(item).map_err(|error| error.at(&format!("item {at}")));
        items.iter().enumerate().map(item).collect::<Result<Vec<_>, _>>().map(Json::Array)
    };
    Ok(match value {
        Value::None => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Int(value) => Json::from(*value),
        Value::BigInt(digits) => {
            Json::from(digits.parse::<u64>().map_err(|_| Unreadable::new("a whole number beyond 64 bits"))?)
        }
        Value::Float(value) => {
            let number = serde_json::Number::from_f64(*value);
            Json::Number(number.ok_or_else(|| Unreadable::new("a number that is not finite"))?)
        }
        Value::Text(text) => Json::String(text.clone()),
        Value::List(items) | Value::Tuple(items) => list(items)?,
        Value::Dict(pairs) => {
            let mut object = serde_json::Map::new();
            for (key, value) in pairs {
                let key = key_text(key).ok_or_else(|| Unreadable::new(format!("a key is {}", key.kind())))?;
                let value = from_python(value).map_err(|error| error.at(&key))?;
                object.insert(key, value);
            }
            Json::Object(object)
        }
        Value::Opaque(class) => {
            return Err(Unreadable::new(format!("a Python object ({class}), which is never built")));
        }
        Value::Bytes(_) | Value::Set(_) => return Err(cannot()),
    })
}

/// A key as Python's `json` writes it.
fn key_text(key: &Value) -> Option<String> {
    Some(match key {
        Value::Text(text) => text.clone(),
        Value::Int(value) => value.to_string(),
        Value::BigInt(digits) => digits.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Float(value) => float_repr(*value),
        Value::None => "null".to_owned(),
        _ => return None,
    })
}

/// See [`Value::to_shown_json`].
pub(super) fn shown(value: &Value) -> Json {
    match value {
        Value::List(items) | Value::Tuple(items) | Value::Set(items) => {
            Json::Array(items.iter().map(shown).collect())
        }
        Value::Dict(pairs) => {
            let key = |key: &Value| key_text(key).unwrap_or_else(|| key.repr());
            Json::Object(pairs.iter().map(|(name, value)| (key(name), shown(value))).collect())
        }
        Value::Bytes(bytes) => Json::String(format!("<{} bytes>", bytes.len())),
        Value::Opaque(class) => Json::String(format!("<{class}>")),
        Value::BigInt(digits) => Json::String(digits.clone()),
        Value::Float(value) if !value.is_finite() => Json::String(float_repr(*value)),
        other => from_python(other).unwrap_or(Json::Null),
    }
}
