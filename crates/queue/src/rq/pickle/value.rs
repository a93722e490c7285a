use super::super::{Unreadable, json};

/// A value as Python has it.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// A whole number within 64 bits.
    Int(i64),
    /// A whole number beyond them, in decimal digits.
    BigInt(String),
    /// A `float`.
    Float(f64),
    /// A `str`.
    Text(String),
    /// `bytes` or `bytearray`.
    Bytes(Vec<u8>),
    /// A `list`.
    List(Vec<Value>),
    /// A `tuple`.
    Tuple(Vec<Value>),
    /// A `set` or `frozenset`, each member once.
    Set(Vec<Value>),
    /// A `dict`, each key once, in order.
    Dict(Vec<(Value, Value)>),
    /// Something that only Python can make, by the name of its class. It is shown, never built.
    Opaque(String),
}

impl Value {
    /// The same in Python's terms.
    #[must_use]
    pub fn from_json(value: &serde_json::Value) -> Self {
        json::to_python(value)
    }

    /// The same in JSON, as Python's `json` module would say it: tuples become lists, keys text.
    ///
    /// # Errors
    /// For what JSON cannot say, with its place: bytes, sets, numbers beyond its range, classes.
    pub fn to_json(&self) -> Result<serde_json::Value, Unreadable> {
        json::from_python(self)
    }

    /// The same for people: always possible, with words in angle brackets for what JSON cannot say.
    #[must_use]
    pub fn to_shown_json(&self) -> serde_json::Value {
        json::shown(self)
    }

    /// As Python's `repr` shows it.
    #[must_use]
    pub fn repr(&self) -> String {
        self.repr_within(usize::MAX)
    }

    /// The same, or a beginning of more than `most` characters.
    #[must_use]
    pub fn repr_within(&self, most: usize) -> String {
        super::shown::repr(self, most)
    }

    /// It holds no [`Value::Opaque`]: writing it loses nothing.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        match self {
            Self::Opaque(_) => false,
            Self::List(items) | Self::Tuple(items) | Self::Set(items) => items.iter().all(Self::is_plain),
            Self::Dict(pairs) => pairs.iter().all(|(key, value)| key.is_plain() && value.is_plain()),
            _ => true,
        }
    }

    /// The value under a text key of a dict.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Dict(pairs) = self else { return None };
        pairs.iter().find(|(name, _)| matches!(name, Self::Text(name) if name == key)).map(|(_, value)| value)
    }

    /// The text of a text.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// What kind it is, as Python calls it.
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Self::None => "None",
            Self::Bool(_) => "bool",
            Self::Int(_) | Self::BigInt(_) => "int",
            Self::Float(_) => "float",
            Self::Text(_) => "str",
            Self::Bytes(_) => "bytes",
            Self::List(_) => "list",
            Self::Tuple(_) => "tuple",
            Self::Set(_) => "set",
            Self::Dict(_) => "dict",
            Self::Opaque(class) => class,
        }
    }
}
