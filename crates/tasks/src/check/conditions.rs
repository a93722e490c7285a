//! Fields that are there only beside a certain word: `allOf` of `if`/`then`, as `schema.rs` writes it.

use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// One condition: the field that decides, its word, and what comes with it.
struct Condition<'a> {
    field: &'a String,
    word: &'a Value,
    then: &'a Value,
}

impl<'a> Condition<'a> {
    fn fields(&self) -> Option<&'a Map<String, Value>> {
        self.then.get("properties")?.as_object()
    }
}

fn conditions(schema: &Value) -> impl Iterator<Item = Condition<'_>> {
    schema.get("allOf").and_then(Value::as_array).into_iter().flatten().filter_map(|rule| {
        let (field, word) = rule.get("if")?.get("properties")?.as_object()?.iter().next()?;
        Some(Condition { field, word: word.get("const")?, then: rule.get("then")? })
    })
}

/// Every field that these parameters may have, by name. A deciding field that is not given has its
/// default.
pub(super) fn fields<'a>(schema: &'a Value, given: &Map<String, Value>) -> Vec<(&'a String, &'a Value)> {
    let always = schema.get("properties").and_then(Value::as_object);
    let decided = |field: &str| {
        given.get(field).or_else(|| always.and_then(|fields| fields.get(field))?.get("default"))
    };
    let with_word = conditions(schema).filter(|rule| decided(rule.field) == Some(rule.word));
    let with_word = with_word.filter_map(|rule| rule.fields()).flatten();
    always.into_iter().flatten().chain(with_word).collect()
}

/// Where else a field belongs, in words, if it belongs anywhere.
pub(super) fn elsewhere(schema: &Value, field: &str) -> Option<String> {
    let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for rule in
        conditions(schema).filter(|rule| rule.fields().is_some_and(|fields| fields.contains_key(field)))
    {
        let word = rule.word.as_str().map_or_else(|| rule.word.to_string(), str::to_owned);
        places.entry(rule.field).or_default().push(word);
    }
    let places: Vec<String> =
        places.into_iter().map(|(field, words)| format!("{field} {}", words.join(", "))).collect();
    (!places.is_empty()).then(|| format!("belongs to {}", places.join(" or ")))
}
