//! JSON Schema of a type, in the plain form that forms and checks read.

use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde_json::{Map, Value};

/// The schema of `T` (2020-12) with every subschema in its place. A choice between words is always
/// `{"type": "string", "enum": […], "x-enum-titles": […], "x-enum-descriptions": […]}`, however it was
/// derived; a word without a title is null there.
pub(crate) fn schema_of<T: JsonSchema>() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.inline_subschemas = true;
    settings.meta_schema = None;
    settings.transforms.push(Box::new(schemars::transform::RecursiveTransform(words_to_enum)));
    settings.into_generator().into_root_schema_for::<T>().to_value()
}

/// schemars writes an enum whose variants have comments as `oneOf` with one `const` each.
fn words_to_enum(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    let Some(Value::Array(choices)) = object.get("oneOf") else { return };
    let Some((words, (titles, descriptions))) =
        choices.iter().map(word).collect::<Option<(Vec<_>, (Vec<_>, Vec<_>))>>()
    else {
        return;
    };
    object.remove("oneOf");
    object.insert("type".to_owned(), "string".into());
    object.insert("enum".to_owned(), Value::Array(words));
    object.insert("x-enum-titles".to_owned(), Value::Array(titles));
    object.insert("x-enum-descriptions".to_owned(), Value::Array(descriptions));
}

fn word(choice: &Value) -> Option<(Value, (Value, Value))> {
    let choice: &Map<String, Value> = choice.as_object()?;
    let word = choice.get("const").filter(|word| word.is_string())?;
    let said = |key| choice.get(key).cloned().unwrap_or_default();
    Some((word.clone(), (said("title"), said("description"))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;
    use serde_json::json;

    #[derive(Default, JsonSchema, Serialize)]
    #[serde(rename_all = "snake_case")]
    #[expect(dead_code, reason = "only its schema matters")]
    enum Choice {
        /// The first.
        #[default]
        One,
        /// The second.
        #[schemars(title = "Two ½")]
        TwoHalves,
    }

    #[derive(Default, JsonSchema, Serialize)]
    #[serde(default)]
    struct Sample {
        /// Which one.
        word: Choice,
    }

    #[test]
    fn a_choice_of_words_reads_as_an_enum_in_its_place() {
        assert_eq!(
            schema_of::<Sample>()["properties"]["word"],
            json!({
                "type": "string",
                "description": "Which one.",
                "default": "one",
                "enum": ["one", "two_halves"],
                "x-enum-titles": [null, "Two ½"],
                "x-enum-descriptions": ["The first.", "The second."],
            })
        );
    }
}
