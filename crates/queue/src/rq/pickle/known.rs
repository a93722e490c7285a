//! The few classes that are read as plain values, by their names. Nothing here calls anything.

use super::machine::{Id, Node};

/// What stands for an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Made {
    /// An empty dict, whose keys are set afterwards.
    Dict,
    /// The same as one of its arguments.
    Same(Id),
    /// Bytes, written as the characters of their values by protocols that have no bytes.
    Latin1(Id),
    /// Only its class is known.
    Unknown,
}

/// What stands for an object of this class made with these arguments.
pub(super) fn made(arena: &[Node<'_>], module: &str, name: &str, args: &[Id]) -> Made {
    let node = |id: &Id| &arena[*id as usize];
    match (module, name, args) {
        // Without arguments; keys follow. With arguments, an old Python filled it in another way.
        ("collections", "OrderedDict", []) | ("collections", "defaultdict", [] | [_]) => Made::Dict,
        ("builtins" | "__builtin__", "bytearray", [bytes])
            if matches!(node(bytes), Node::Bytes(_) | Node::Latin1(_)) =>
        {
            Made::Same(*bytes)
        }
        ("_codecs", "encode", [text, codec])
            if matches!(node(text), Node::Text(text) if text.chars().all(|c| u32::from(c) < 256))
                && matches!(node(codec), Node::Text("latin1" | "latin-1")) =>
        {
            Made::Latin1(*text)
        }
        _ => Made::Unknown,
    }
}
