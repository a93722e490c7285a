//! Checks parameters against the schema that was derived from their type, and fills in defaults.
//!
//! It knows the part of JSON Schema that our own types use: `type`, `enum`, `minimum`, `maximum`,
//! `exclusiveMinimum`, `exclusiveMaximum`, `maxLength`, `items`, `properties`, `required`,
//! `additionalProperties: false`, `default`, and `allOf` of conditions on a word (`check/conditions.rs`). A test holds every task of the catalogue to this part.

mod conditions;
mod presets;

use crate::ParamFault;
use serde_json::{Map, Value};

/// The given parameters with defaults filled in, or everything that is wrong with them.
pub(crate) fn check(schema: &Value, given: &Value) -> Result<Value, Vec<ParamFault>> {
    let empty = Value::Object(Map::new());
    let given = if given.is_null() { &empty } else { given };
    let mut faults = Vec::new();
    let checked = value(schema, &presets::apply(schema, given), "", &mut faults);
    if faults.is_empty() { Ok(checked) } else { Err(faults) }
}

fn value(schema: &Value, given: &Value, name: &str, faults: &mut Vec<ParamFault>) -> Value {
    let mut fault = |message: String| faults.push(ParamFault { name: name.to_owned(), message });
    if !has_type(schema, given) {
        fault(format!("is {}, but has to be {}", kind(given), types(schema).join(" or ")));
        return given.clone();
    }
    if let Some(Value::Array(choices)) = schema.get("enum")
        && !choices.contains(given)
    {
        let choices: Vec<String> = choices.iter().map(Value::to_string).collect();
        fault(format!("{given} is not one of {}", choices.join(", ")));
    }
    if let Some(number) = given.as_f64()
        && let Some(range) = outside(schema, number)
    {
        fault(format!("{given} is out of range: {range}"));
    }
    if let (Some(text), Some(longest)) = (given.as_str(), schema.get("maxLength").and_then(Value::as_u64))
        && text.chars().count() as u64 > longest
    {
        fault(format!("is longer than {longest} characters"));
    }
    match given {
        Value::Object(fields) => object(schema, fields, name, faults),
        Value::Array(items) => {
            let each = schema.get("items").unwrap_or(&Value::Null);
            let items = items.iter().enumerate();
            Value::Array(items.map(|(at, item)| value(each, item, &dotted(name, at), faults)).collect())
        }
        _ => given.clone(),
    }
}

fn object(schema: &Value, given: &Map<String, Value>, name: &str, faults: &mut Vec<ParamFault>) -> Value {
    let known = conditions::fields(schema, given);
    let no = |word| schema.get(word) == Some(&Value::Bool(false));
    let closed = no("additionalProperties") || no("unevaluatedProperties");
    let mut checked = Map::new();
    for (field, given) in given {
        let full = dotted(name, field);
        if let Some((_, schema)) = known.iter().find(|(name, _)| *name == field) {
            checked.insert(field.clone(), value(schema, given, &full, faults));
        } else if closed {
            let elsewhere = conditions::elsewhere(schema, field);
            let message = elsewhere.unwrap_or_else(|| unknown(field, known.iter().map(|(name, _)| *name)));
            faults.push(ParamFault { message, name: full });
        } else {
            checked.insert(field.clone(), given.clone());
        }
    }
    let required = schema.get("required").and_then(Value::as_array);
    for (field, schema) in known {
        if checked.contains_key(field) || given.contains_key(field) {
            continue;
        }
        if let Some(default) = schema.get("default") {
            checked.insert(field.clone(), default.clone());
        } else if required.is_some_and(|names| names.iter().any(|name| name == field)) {
            let message = "is missing and has no default".to_owned();
            faults.push(ParamFault { name: dotted(name, field), message });
        }
    }
    Value::Object(checked)
}

fn dotted(name: &str, field: impl std::fmt::Display) -> String {
    if name.is_empty() { field.to_string() } else { format!("{name}.{field}") }
}

fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn has_type(schema: &Value, given: &Value) -> bool {
    let types = types(schema);
    types.is_empty()
        || types.iter().any(|&name| match name {
            "integer" => given.is_u64() || given.is_i64() || given.as_f64().is_some_and(|n| n.fract() == 0.0),
            name => name == kind(given),
        })
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The range in words, if the number lies outside it.
fn outside(schema: &Value, number: f64) -> Option<String> {
    let limit = |word: &str| schema.get(word).and_then(Value::as_f64);
    let below = limit("minimum").is_some_and(|least| number < least)
        || limit("exclusiveMinimum").is_some_and(|least| number <= least);
    let above = limit("maximum").is_some_and(|most| number > most)
        || limit("exclusiveMaximum").is_some_and(|most| number >= most);
    if !below && !above {
        return None;
    }
    let from = limit("minimum")
        .map(|least| format!("at least {least}"))
        .or_else(|| limit("exclusiveMinimum").map(|least| format!("more than {least}")));
    let to = limit("maximum")
        .map(|most| format!("at most {most}"))
        .or_else(|| limit("exclusiveMaximum").map(|most| format!("less than {most}")));
    let unit =
        schema.get("x-unit").and_then(Value::as_str).map(|unit| format!(" {unit}")).unwrap_or_default();
    Some(format!("{}{unit}", [from, to].into_iter().flatten().collect::<Vec<_>>().join(" and ")))
}

fn unknown<'a>(field: &str, known: impl Iterator<Item = &'a String>) -> String {
    let nearest = known
        .map(|name| (edits(field, name), name))
        .filter(|(edits, name)| *edits <= 1 + name.len() / 3 || name.contains(field))
        .min_by_key(|(edits, _)| *edits);
    match nearest {
        Some((_, name)) => format!("there is no such parameter; did you mean {name}?"),
        None => "there is no such parameter".to_owned(),
    }
}

/// How many letters have to be inserted, dropped or replaced to make `b` of `a` (Levenshtein).
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    // A hostile name must not cost more than a look at its beginning.
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().take(100).enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, &other) in b.iter().enumerate() {
            let kept = diagonal + usize::from(letter != other);
            diagonal = row[j + 1];
            row[j + 1] = kept.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn schema() -> Value {
        json!({
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "tolerance_mm": {"type": "number", "minimum": 0, "maximum": 5, "default": 0.05, "x-unit": "mm"},
                "copies": {"type": "integer", "exclusiveMinimum": 0, "default": 1},
                "order": {"type": "string", "enum": ["best", "keep"], "default": "best"},
                "speed": {"type": ["number", "null"], "default": null},
                "pen": {"type": "object", "properties": {"up": {"type": "boolean", "default": true}}, "default": {"up": true}},
            },
        })
    }

    fn faults(given: &Value) -> Vec<(String, String)> {
        check(&schema(), given).unwrap_err().into_iter().map(|f| (f.name, f.message)).collect()
    }

    #[test]
    fn missing_parameters_take_their_defaults() {
        let all =
            json!({"tolerance_mm": 0.05, "copies": 1, "order": "best", "speed": null, "pen": {"up": true}});
        assert_eq!(check(&schema(), &Value::Null), Ok(all.clone()));
        assert_eq!(check(&schema(), &json!({})), Ok(all));
        assert_eq!(check(&schema(), &json!({"copies": 3})).unwrap()["copies"], 3);
    }

    #[test]
    fn an_unknown_parameter_is_named_with_the_nearest_one() {
        let found = faults(&json!({"tolerence_mm": 1}));
        assert_eq!(found[0].0, "tolerance_mm".replace("ance", "ence"));
        assert!(found[0].1.contains("did you mean tolerance_mm?"), "{found:?}");
        assert_eq!(faults(&json!({"zzzzzzzzzz": 1}))[0].1, "there is no such parameter");
    }

    #[test]
    fn a_number_out_of_range_is_refused_with_the_range() {
        assert_eq!(
            faults(&json!({"tolerance_mm": -1})),
            [("tolerance_mm".to_owned(), "-1 is out of range: at least 0 and at most 5 mm".to_owned())]
        );
        assert_eq!(faults(&json!({"copies": 0}))[0].1, "0 is out of range: more than 0");
    }

    #[test]
    fn types_and_choices_are_checked_at_every_depth() {
        assert_eq!(faults(&json!({"order": "fast"}))[0].1, r#""fast" is not one of "best", "keep""#);
        assert_eq!(faults(&json!({"copies": 1.5}))[0].1, "is number, but has to be integer");
        assert_eq!(faults(&json!({"speed": "x"}))[0].1, "is string, but has to be number or null");
        assert_eq!(faults(&json!({"pen": {"up": 1}}))[0].0, "pen.up");
        assert_eq!(faults(&json!([]))[0].1, "is array, but has to be object");
    }

    #[test]
    fn edits_count_letters() {
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("abc", "abc"), 0);
    }
}
