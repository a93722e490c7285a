//! Every range of every kind is kept: what lies outside is refused before anything is drawn, with the range.

use crate::thumbnail::kinds;
use penstock_tasks::check_params;
use serde_json::{Map, Value, json};

/// The fields of a kind: those of all kinds and its own.
fn fields(schema: &Value, kind: &str) -> Map<String, Value> {
    let mut fields = schema["properties"].as_object().unwrap().clone();
    let rules = schema["allOf"].as_array().unwrap();
    let own = rules.iter().find(|rule| rule["if"]["properties"]["kind"]["const"] == kind).unwrap();
    fields.extend(own["then"]["properties"].as_object().unwrap().clone());
    fields
}

/// A value just outside of each end of the range.
fn outside(field: &Value) -> Vec<Value> {
    let is_whole = field["type"] == "integer";
    let number = |value: f64| if is_whole { json!(value as i64) } else { json!(value) };
    let step = |limit: f64| if is_whole { 1.0 } else { (limit.abs() * 1e-6).max(1e-6) };
    let least = field["minimum"].as_f64().map(|least| number(least - step(least)));
    let most = field["maximum"].as_f64().map(|most| number(most + step(most)));
    least.into_iter().chain(most).collect()
}

#[test]
fn a_value_outside_is_refused_with_the_range_in_every_kind() {
    let schema = penstock_tasks::find("pattern").unwrap().schema;
    let mut ranges = 0;
    for kind in kinds() {
        for (name, field) in fields(&schema, &kind) {
            let is_number = field["type"].as_str().is_some_and(|word| word == "number" || word == "integer");
            if is_number {
                assert_eq!(outside(&field).len(), 2, "{kind}: {name} has no range");
            }
            for value in outside(&field) {
                let faults =
                    check_params("pattern", &json!({ "kind": kind, name.as_str(): value })).unwrap_err();
                assert_eq!(faults.len(), 1, "{kind}: {name} = {value}");
                assert_eq!(faults[0].name, name);
                let least = format!("at least {}", field["minimum"]);
                let most = format!("at most {}", field["maximum"]);
                let spelt = faults[0].message.replace(".0", "");
                let named =
                    spelt.contains(&least.replace(".0", "")) && spelt.contains(&most.replace(".0", ""));
                assert!(named, "{kind}: {name}: {}", faults[0].message);
                ranges += 1;
            }
        }
    }
    assert!(ranges > 300, "{ranges}");
}

#[test]
fn what_a_range_allows_at_its_ends_is_taken() {
    let schema = penstock_tasks::find("pattern").unwrap().schema;
    for kind in kinds() {
        for (name, field) in fields(&schema, &kind) {
            for end in ["minimum", "maximum"] {
                if !field[end].is_null() {
                    let given = json!({ "kind": kind, name.as_str(): field[end] });
                    let checked = check_params("pattern", &given);
                    assert!(checked.is_ok(), "{kind}: {name} = {}: {checked:?}", field[end]);
                }
            }
        }
    }
}
