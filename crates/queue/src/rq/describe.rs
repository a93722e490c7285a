use super::pickle::Value;

/// Longest `repr` of one argument in characters; RQ cuts there.
const ARGUMENT_CHARACTERS: usize = 75;
/// Longest description in characters; this bound is ours.
const CHARACTERS: usize = 200;

/// `tasks.add(1, b=3)`.
pub(super) fn description(function: &str, args: &[Value], kwargs: &[(String, Value)]) -> String {
    let mut words: Vec<String> = args.iter().map(|arg| cut(arg.repr_within(ARGUMENT_CHARACTERS))).collect();
    let mut named: Vec<String> = kwargs
        .iter()
        .map(|(name, value)| format!("{name}={}", cut(value.repr_within(ARGUMENT_CHARACTERS))))
        .collect();
    named.sort();
    words.extend(named);
    let text = format!("{function}({})", words.join(", "));
    if text.chars().count() <= CHARACTERS {
        return text;
    }
    text.chars().take(CHARACTERS - 1).chain(['…']).collect()
}

fn cut(repr: String) -> String {
    match repr.char_indices().nth(ARGUMENT_CHARACTERS) {
        Some((at, _)) => format!("{}...", &repr[..at]),
        None => repr,
    }
}
