//! A task's parameters from the command line: `--params FILE.json` first, then every `--set name=value`,
//! read by the type that the task's JSON Schema gives the name.

use crate::failure::Failure;
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// Where a command takes a task's parameters from.
#[derive(clap::Args, Debug)]
pub(crate) struct ParamArgs {
    /// Set one parameter; `penstock tasks` lists them
    #[arg(long = "set", value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// Take parameters from a JSON file; --set wins over it
    #[arg(long, value_name = "FILE.json")]
    params: Option<PathBuf>,
}

impl ParamArgs {
    /// The parameters as they were given, typed but not yet checked for their ranges.
    ///
    /// # Errors
    /// [`Failure::Usage`] naming the file or the parameter.
    pub(crate) fn read(&self, task: &str, schema: &Value) -> Result<Value, Failure> {
        let mut params = match &self.params {
            Some(file) => read_file(file)?,
            None => Map::new(),
        };
        for given in &self.set {
            let Some((name, text)) = given.split_once('=') else {
                return Err(Failure::usage(format!("--set {given}: expected NAME=VALUE")));
            };
            let field = lookup(schema, name).ok_or_else(|| unknown(task, schema, name))?;
            let value = read_value(schema, field, text).map_err(|expected| {
                Failure::usage(format!("--set {name}={text}: {name} takes {expected}"))
            })?;
            place(&mut params, name, value)?;
        }
        Ok(Value::Object(params))
    }
}

/// Whether a task takes a parameter of this name, with dots for nested ones.
pub(crate) fn is_known(schema: &Value, name: &str) -> bool {
    lookup(schema, name).is_some()
}

/// Reads a text by the type that the schema gives the name, and puts it among the parameters.
///
/// # Errors
/// What is wrong with it, in words.
pub(crate) fn typed(
    schema: &Value,
    name: &str,
    text: &str,
    params: &mut Map<String, Value>,
) -> Result<(), String> {
    let field = lookup(schema, name).ok_or_else(|| format!("there is no parameter {name}"))?;
    let value = read_value(schema, field, text)
        .map_err(|expected| format!("{name} is {text:?}, and takes {expected}"))?;
    place(params, name, value).map_err(|_| format!("{name} is no group of parameters"))
}

fn read_file(file: &Path) -> Result<Map<String, Value>, Failure> {
    let fault = |why: String| Failure::usage(format!("--params {}: {why}", file.display()));
    let text = std::fs::read(file).map_err(|error| fault(error.to_string()))?;
    match serde_json::from_slice(&text) {
        Ok(Value::Object(params)) => Ok(params),
        Ok(_) => Err(fault("expected a JSON object of parameters".to_owned())),
        Err(error) => Err(fault(format!("not JSON: {error}"))),
    }
}

fn unknown(task: &str, schema: &Value, name: &str) -> Failure {
    let known: Vec<&str> = properties(schema, schema).map(|(known, _)| known.as_str()).collect();
    Failure::usage(format!("--set {name}: {task} has no parameter {name}; it takes {}", known.join(", ")))
}

/// Follows `$ref` within the schema.
fn resolve<'a>(root: &'a Value, mut field: &'a Value) -> &'a Value {
    // A chain longer than this is a circle.
    for _ in 0..16 {
        let target =
            field.get("$ref").and_then(Value::as_str).and_then(|at| root.pointer(at.strip_prefix('#')?));
        match target {
            Some(target) => field = target,
            None => break,
        }
    }
    field
}

fn properties<'a>(root: &'a Value, field: &'a Value) -> impl Iterator<Item = (&'a String, &'a Value)> {
    resolve(root, field).get("properties").and_then(Value::as_object).into_iter().flatten()
}

/// The schema of a name with dots for nested parameters.
fn lookup<'a>(root: &'a Value, name: &str) -> Option<&'a Value> {
    name.split('.').try_fold(root, |field, part| {
        std::iter::once(field).chain(choices(resolve(root, field))).find_map(|choice| {
            properties(root, choice).find(|(known, _)| *known == part).map(|(_, found)| found)
        })
    })
}

/// The alternatives of a schema; of a condition, what comes with it.
fn choices(field: &Value) -> impl Iterator<Item = &Value> {
    let alternatives =
        ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| field.get(key)?.as_array()).flatten();
    alternatives.map(|choice| choice.get("then").unwrap_or(choice))
}

/// JSON types that a schema admits, through references and alternatives.
fn types(root: &Value, field: &Value, depth: u8, found: &mut Vec<&'static str>) {
    const KNOWN: [&str; 7] = ["null", "boolean", "integer", "number", "string", "array", "object"];
    let field = resolve(root, field);
    let mut add = |word: &str| found.extend(KNOWN.into_iter().find(|known| *known == word));
    match field.get("type") {
        Some(Value::String(word)) => add(word),
        Some(Value::Array(words)) => words.iter().filter_map(Value::as_str).for_each(&mut add),
        _ => {
            let constants = field
                .get("const")
                .into_iter()
                .chain(field.get("enum").and_then(Value::as_array).into_iter().flatten());
            for constant in constants {
                add(match constant {
                    Value::Null => "null",
                    Value::Bool(_) => "boolean",
                    Value::Number(_) => "number",
                    Value::String(_) => "string",
                    Value::Array(_) => "array",
                    Value::Object(_) => "object",
                });
            }
        }
    }
    if depth > 0 {
        choices(field).for_each(|choice| types(root, choice, depth - 1, found));
    }
}

/// Reads text as the first type that fits it, the narrowest first; the error says what was expected.
fn read_value(root: &Value, field: &Value, text: &str) -> Result<Value, String> {
    let mut types_found = Vec::new();
    types(root, field, 8, &mut types_found);
    types_found.sort_unstable();
    types_found.dedup();
    let takes = |word| types_found.is_empty() || types_found.contains(&word);
    let json = serde_json::from_str::<Value>(text).ok();
    match json {
        Some(Value::Null) if takes("null") => return Ok(Value::Null),
        Some(Value::Bool(yes)) if takes("boolean") => return Ok(Value::Bool(yes)),
        Some(Value::Number(number)) if takes("number") || (takes("integer") && !number.is_f64()) => {
            return Ok(Value::Number(number));
        }
        Some(list @ Value::Array(_)) if takes("array") => return Ok(list),
        Some(object @ Value::Object(_)) if takes("object") => return Ok(object),
        _ => {}
    }
    // `.5`, `+3` and `1.` are numbers to people, not to JSON.
    if takes("number")
        && let Some(number) = text.parse().ok().and_then(serde_json::Number::from_f64)
    {
        return Ok(Value::Number(number));
    }
    if takes("string") {
        return Ok(Value::String(text.to_owned()));
    }
    let expected = types_found.iter().map(|word| match *word {
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        "array" => "a JSON list",
        "object" => "a JSON object",
        other => other,
    });
    Err(expected.collect::<Vec<_>>().join(" or "))
}

fn place(params: &mut Map<String, Value>, name: &str, value: Value) -> Result<(), Failure> {
    match name.split_once('.') {
        None => {
            params.insert(name.to_owned(), value);
            Ok(())
        }
        Some((first, rest)) => match params.entry(first).or_insert_with(|| Value::Object(Map::new())) {
            Value::Object(inner) => place(inner, rest, value),
            _ => Err(Failure::usage(format!("--set {name}: {first} is no group of parameters in --params"))),
        },
    }
}

#[cfg(test)]
mod ranges;
#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn schema() -> Value {
        json!({
            "type": "object",
            "properties": {
                "tolerance_mm": {"type": "number"},
                "count": {"type": "integer"},
                "join": {"type": "boolean"},
                "title": {"type": ["string", "null"]},
                "order": {"$ref": "#/$defs/Order"},
                "layers": {"type": "array", "items": {"type": "string"}},
                "pen": {"anyOf": [{"$ref": "#/$defs/Pen"}, {"type": "null"}]},
            },
            "$defs": {
                "Order": {"oneOf": [{"const": "nearest"}, {"const": "none"}]},
                "Pen": {"type": "object", "properties": {"width_mm": {"type": "number"}}},
            },
        })
    }

    fn read(set: &[&str]) -> Result<Value, String> {
        let args = ParamArgs { set: set.iter().map(|&given| given.to_owned()).collect(), params: None };
        args.read("plot", &schema()).map_err(|failure| match failure {
            Failure::Usage(what) => what,
            other => panic!("{other:?} is no usage failure"),
        })
    }

    #[test]
    fn values_are_read_by_the_type_that_the_schema_gives() {
        let params = read(&[
            "tolerance_mm=.05",
            "count=3",
            "join=false",
            "title=3",
            "order=nearest",
            "layers=[\"a=b\"]",
            "pen.width_mm=0.3",
        ]);
        assert_eq!(
            params.unwrap(),
            json!({
                "tolerance_mm": 0.05, "count": 3, "join": false, "title": "3", "order": "nearest",
                "layers": ["a=b"], "pen": {"width_mm": 0.3},
            })
        );
        assert_eq!(read(&["title=null", "pen=null"]).unwrap(), json!({"title": null, "pen": null}));
    }

    #[test]
    fn an_unknown_name_is_named_with_those_that_exist() {
        let said = read(&["tolerence=1"]).unwrap_err();
        assert!(said.contains("tolerence") && said.contains("tolerance_mm"), "{said}");
        assert!(read(&["pen.colour=1"]).unwrap_err().contains("pen.colour"));
    }

    #[test]
    fn a_value_of_the_wrong_type_is_named_with_what_fits() {
        assert!(read(&["tolerance_mm=thin"]).unwrap_err().contains("tolerance_mm takes a number"));
        assert!(read(&["tolerance_mm=NaN"]).is_err());
        assert!(read(&["count=1.5"]).unwrap_err().contains("a whole number"));
        assert!(read(&["join=maybe"]).unwrap_err().contains("true or false"));
        assert!(read(&["join"]).unwrap_err().contains("NAME=VALUE"));
    }
}
