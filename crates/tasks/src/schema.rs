//! JSON Schema of a type, in the plain form that forms and checks read.

use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// The schema of `T` (2020-12) with every subschema in its place. A choice between words is always
/// `{"type": "string", "enum": […], "x-enum-titles": […], "x-enum-descriptions": […]}`, however it was
/// derived; a word without a title is null there.
pub(crate) fn schema_of<T: JsonSchema>() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.inline_subschemas = true;
    settings.meta_schema = None;
    settings.transforms.push(Box::new(schemars::transform::RecursiveTransform(words_to_enum)));
    settings.transforms.push(Box::new(schemars::transform::RecursiveTransform(kinds_to_conditions)));
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

/// A choice between objects that are told apart by a word, `oneOf` with a `const` each, becomes that word
/// as a plain enum and one condition a word: `{"if": {"properties": {"kind": {"const": "grid"}}}, "then":
/// {"properties": {…}}}`. So forms and checks always have one flat list of fields, and what they show
/// depends on the word.
fn kinds_to_conditions(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    let Some(Value::Array(choices)) = object.get("oneOf") else { return };
    let Some(tag) = choices.first().and_then(tag_of) else { return };
    if !choices.iter().all(|choice| choice.pointer(&format!("/properties/{tag}/const")).is_some()) {
        return;
    }
    let Some(Value::Array(choices)) = object.remove("oneOf") else { return };
    let (mut words, mut titles, mut helps, mut conditions) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for mut choice in choices {
        let Some(fields) = choice.get_mut("properties").and_then(Value::as_object_mut) else { continue };
        let Some(word) = fields.remove(&tag).and_then(|field| field.get("const").cloned()) else { continue };
        let fields = std::mem::take(fields);
        conditions.push(json!({
            "if": { "properties": { &tag: { "const": word } }, "required": [&tag] },
            "then": { "properties": fields },
        }));
        words.push(word);
        titles.push(choice.get("title").cloned().unwrap_or_default());
        helps.push(choice.get("description").cloned().unwrap_or_default());
    }
    let word = json!({
        "type": "string",
        "enum": words,
        "default": words.first(),
        "x-enum-titles": titles,
        "x-enum-descriptions": helps,
    });
    let mut fields = Map::from_iter([(tag, word)]);
    if let Some(Value::Object(shared)) = object.remove("properties") {
        fields.extend(shared);
    }
    object.insert("type".to_owned(), "object".into());
    object.insert("properties".to_owned(), Value::Object(fields));
    object.insert("allOf".to_owned(), Value::Array(conditions));
    object.insert("unevaluatedProperties".to_owned(), false.into());
}

/// The property of a choice that has one value only.
fn tag_of(choice: &Value) -> Option<String> {
    let fields = choice.get("properties")?.as_object()?;
    fields.iter().find(|(_, field)| field.get("const").is_some()).map(|(name, _)| name.clone())
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

    #[derive(JsonSchema, Serialize)]
    struct Tagged {
        #[serde(flatten)]
        shape: Shape,
        /// Shared.
        width: f64,
    }

    #[derive(JsonSchema, Serialize)]
    #[serde(tag = "kind", rename_all = "snake_case")]
    #[expect(dead_code, reason = "only its schema matters")]
    enum Shape {
        /// Round.
        #[schemars(title = "Ring")]
        Ring(Ring),
        /// Flat.
        #[schemars(title = "Bar")]
        Bar(Bar),
    }

    #[derive(JsonSchema, Serialize)]
    struct Ring {
        radius: f64,
    }

    #[derive(JsonSchema, Serialize)]
    struct Bar {
        length: f64,
    }

    #[test]
    fn a_choice_of_kinds_is_one_list_of_fields_with_conditions() {
        let schema = schema_of::<Tagged>();
        let fields: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
        assert_eq!(fields, ["kind", "width"]);
        assert_eq!(schema["properties"]["kind"]["enum"], json!(["ring", "bar"]));
        assert_eq!(schema["properties"]["kind"]["x-enum-titles"], json!(["Ring", "Bar"]));
        assert_eq!(schema["properties"]["kind"]["x-enum-descriptions"], json!(["Round.", "Flat."]));
        assert_eq!(schema["allOf"][1]["if"]["properties"]["kind"]["const"], "bar");
        assert_eq!(schema["allOf"][1]["then"]["properties"]["length"]["type"], "number");
        assert_eq!(schema["unevaluatedProperties"], false);
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
