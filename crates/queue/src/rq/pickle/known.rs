//! The few classes that are read as plain values, by their names.

/// What stands for an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Made {
    /// An empty dict, whose keys are set afterwards.
    Dict,
    /// Only its class is known.
    Unknown,
}

/// What stands for an object of this class made with so many arguments.
pub(super) fn made(class: &str, args: usize) -> Made {
    match (class, args) {
        // Without arguments; keys follow. With arguments, an old Python filled it in another way.
        ("collections.OrderedDict", 0) | ("collections.defaultdict", 0 | 1) => Made::Dict,
        _ => Made::Unknown,
    }
}
