//! A number outside of its range ends with 2 and names the range: every numeric parameter of every task and of
//! every kind of pattern, through the same words, reading and checks as `penstock run`.

use super::ParamArgs;
use penstock_service::Service;
use serde_json::Value;

/// The numeric fields among these properties, with their ranges.
fn numbers(properties: &Value) -> Vec<(String, Option<f64>, Option<f64>, bool)> {
    let fields = properties.as_object().into_iter().flatten();
    let of = |(name, field): (&String, &Value)| {
        let words: Vec<&str> = match &field["type"] {
            Value::String(word) => vec![word],
            Value::Array(words) => words.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let is_whole = words.contains(&"integer");
        let range = (field["minimum"].as_f64(), field["maximum"].as_f64());
        (is_whole || words.contains(&"number")).then(|| (name.clone(), range.0, range.1, is_whole))
    };
    fields.filter_map(of).collect()
}

/// What `penstock run TASK --set …` says and ends with, if these are refused.
fn refused(task: &str, schema: &Value, set: &[String]) -> (u8, String) {
    let args = ParamArgs { set: set.to_vec(), params: None };
    let given = args.read(task, schema).unwrap_or_else(|failure| panic!("{set:?}: {failure:?}"));
    let error = Service::check_params(task, &given).expect_err(&format!("{task} {set:?} is taken"));
    let said = [Some(error.title.clone()), error.detail.clone(), error.field.clone()];
    (error.exit_code(), said.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// Tries both ends of every range; how many were tried.
fn try_all(task: &str, schema: &Value, properties: &Value, first: Option<String>) -> usize {
    let mut tried = 0;
    for (name, least, most, is_whole) in numbers(properties) {
        let step = |limit: f64| if is_whole { 1.0 } else { (limit.abs() * 1e-6).max(1e-6) };
        for value in
            least.map(|least| least - step(least)).into_iter().chain(most.map(|most| most + step(most)))
        {
            let text = if is_whole { format!("{value:.0}") } else { format!("{value}") };
            let set: Vec<String> = first.iter().cloned().chain([format!("{name}={text}")]).collect();
            let (code, said) = refused(task, schema, &set);
            assert_eq!(code, 2, "{task} {set:?}: {said}");
            assert!(said.contains(&name), "{task} {set:?}: {said}");
            let spelt = said.replace(".0", "");
            for (word, end) in [("at least", least), ("at most", most)] {
                let Some(end) = end else { continue };
                assert!(spelt.contains(&format!("{word} {end}").replace(".0", "")), "{task} {set:?}: {said}");
            }
            tried += 1;
        }
    }
    tried
}

#[test]
fn a_number_outside_of_its_range_ends_with_2_and_names_the_range() {
    let mut tried = 0;
    for task in Service::tasks() {
        tried += try_all(task.name, &task.schema, &task.schema["properties"], None);
        for rule in task.schema["allOf"].as_array().into_iter().flatten() {
            let Some(kind) = rule["if"]["properties"]["kind"]["const"].as_str() else { continue };
            let own = &rule["then"]["properties"];
            tried += try_all(task.name, &task.schema, own, Some(format!("kind={kind}")));
        }
    }
    assert!(tried > 450, "{tried}");
}
