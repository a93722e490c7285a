//! Settings that a name stands for: `x-presets` of a schema, `{"field": "recipe", "settings": {name:
//! {…}}}`. And whole files of such settings, `{"name", "title", "description", "settings": {…}}`, which
//! may stand wherever parameters do.

use serde_json::{Map, Value};

/// The given parameters over those that their preset, or the file that they are, stands for.
pub(super) fn apply(schema: &Value, given: &Value) -> Value {
    let (Some(presets), Value::Object(given)) = (schema.get("x-presets"), given) else {
        return given.clone();
    };
    let mut given = given.clone();
    let mut base = Map::new();
    if let Some(Value::Object(settings)) = given.get("settings").cloned() {
        for word in ["settings", "name", "title", "description"] {
            given.shift_remove(word);
        }
        base = settings;
    }
    base.extend(given);
    let field = presets.get("field").and_then(Value::as_str).unwrap_or_default();
    let chosen = base.get(field).and_then(Value::as_str);
    let settings = chosen.and_then(|name| presets.get("settings")?.get(name)?.as_object());
    for (name, value) in settings.into_iter().flatten() {
        if !base.contains_key(name) {
            base.insert(name.clone(), value.clone());
        }
    }
    Value::Object(base)
}
