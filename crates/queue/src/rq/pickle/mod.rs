//! Python's pickle, as far as plain values go: a bounded reader that builds no object and calls nothing,
//! and a writer of protocol 4.
//!
//! The reader is written for hostile input. A pickle is a program for a small stack machine; here it runs
//! on an arena of nodes, so a value that is referred to many times is one node, and the sum of what the
//! references expand to is counted before anything is copied. Where Python would look up a class, the
//! value becomes [`Value::Opaque`] with the name: nothing is ever looked up.

mod equal;
mod expand;
mod input;
mod integer;
mod known;
mod machine;
mod opcode;
mod shown;
mod value;
mod write;

#[cfg(test)]
mod tests;

use super::Unreadable;
pub(super) use equal::dict;
pub(super) use shown::float_repr;
pub use value::Value;
pub use write::write;

/// How much a reader takes. All are checked before room is made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Bytes of the serialised form.
    pub bytes: usize,
    /// Bytes of one text, byte string or whole number.
    pub text_bytes: usize,
    /// Bytes of all texts and byte strings together, after references are expanded.
    pub all_text_bytes: usize,
    /// Values, after references are expanded.
    pub values: usize,
    /// Lists in lists.
    pub depth: usize,
    /// Steps of the stack machine; also bounds its stack and its memo.
    pub steps: usize,
}

impl Default for Limits {
    /// 16 MiB that hold at most 500,000 values, 200 deep.
    fn default() -> Self {
        const MIB: usize = 1 << 20;
        Self {
            bytes: 16 * MIB,
            text_bytes: 16 * MIB,
            all_text_bytes: 32 * MIB,
            values: 500_000,
            depth: 200,
            steps: 1_000_000,
        }
    }
}

/// Reads one pickle of protocol 2 to 5.
///
/// Python's tuples, sets and texts come out as themselves; `frozenset` as a set, `bytearray` as bytes,
/// `OrderedDict` and `defaultdict` as a dict. Of equal keys the last value counts, as in Python.
///
/// # Errors
/// What is wrong with it: over a limit, not a pickle, bytes behind its end, text that is not UTF-8, a value
/// that holds itself.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Value, Unreadable> {
    let (arena, root) = machine::run(bytes, limits)?;
    expand::expand(&arena, root, limits)
}
