//! Recipes: named lists of settings. They are JSON files that people can write, keep and share; some ship
//! with the program. The settings of a recipe stand in for defaults, so whatever is set beside it wins.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::sync::LazyLock;

/// Name of the parameter that chooses one.
const FIELD: &str = "recipe";
/// The word for no recipe.
const NONE: &str = "none";

/// A recipe as its file says it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecipeFile {
    /// What it is called in parameters.
    name: String,
    /// What people read.
    title: String,
    /// One sentence: what it is for.
    description: String,
    /// Parameters by name.
    settings: Map<String, Value>,
}

const FILES: [&str; 8] = [
    include_str!("../../recipes/clean-and-sort.json"),
    include_str!("../../recipes/fill-and-sort.json"),
    include_str!("../../recipes/colours-to-pens.json"),
    include_str!("../../recipes/a4.json"),
    include_str!("../../recipes/a3.json"),
    include_str!("../../recipes/letter.json"),
    include_str!("../../recipes/postcard.json"),
    include_str!("../../recipes/postcard-us.json"),
];

#[expect(clippy::expect_used, reason = "the files are part of the program, and a test reads each")]
static SHIPPED: LazyLock<Vec<RecipeFile>> = LazyLock::new(|| {
    FILES.iter().map(|text| serde_json::from_str(text).expect("a shipped recipe is valid JSON")).collect()
});

/// The recipe that was chosen, by its name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Recipe(String);

impl Default for Recipe {
    fn default() -> Self {
        Self(NONE.to_owned())
    }
}

impl JsonSchema for Recipe {
    fn schema_name() -> Cow<'static, str> {
        "Recipe".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let with = |none: &str, of: fn(&RecipeFile) -> &str| -> Vec<Value> {
            std::iter::once(none).chain(SHIPPED.iter().map(of)).map(Value::from).collect()
        };
        json_schema!({
            "type": "string",
            "enum": with(NONE, |recipe| &recipe.name),
            "x-enum-titles": with("None", |recipe| &recipe.title),
            "x-enum-descriptions": with("Only what is set below.", |recipe| &recipe.description),
        })
    }
}

/// For the task's schema: which parameter chooses a recipe, and what each stands for. Forms fill these
/// settings in, and the check takes them for defaults.
pub(super) fn presets() -> Value {
    let settings = SHIPPED.iter().map(|recipe| (recipe.name.clone(), Value::Object(recipe.settings.clone())));
    json!({ "field": FIELD, "settings": settings.collect::<Map<_, _>>() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_recipe_is_a_list_of_known_settings() {
        let mut names = Vec::new();
        for recipe in SHIPPED.iter() {
            let filled = crate::check_params("plot", &Value::Object(recipe.settings.clone()));
            assert!(filled.is_ok(), "{}: {filled:?}", recipe.name);
            assert!(!recipe.settings.is_empty() && !recipe.settings.contains_key(FIELD), "{}", recipe.name);
            assert!(!names.contains(&&recipe.name), "{} is there twice", recipe.name);
            names.push(&recipe.name);
        }
    }

    #[test]
    fn a_recipe_stands_in_for_defaults_and_what_is_set_wins() {
        let params = crate::check_params("plot", &json!({"recipe": "postcard", "margin_mm": 8})).unwrap();
        assert_eq!((&params["paper"], &params["margin_mm"]), (&json!("a6"), &json!(8)));
        // What was filled in once means the same again.
        assert_eq!(crate::check_params("plot", &params).unwrap(), params);
        let fault = &crate::check_params("plot", &json!({"recipe": "cake"})).unwrap_err()[0];
        assert_eq!(fault.name, "recipe");
    }

    #[test]
    fn a_recipe_file_of_ones_own_is_taken_as_parameters() {
        let file = json!({
            "name": "mine",
            "title": "Mine",
            "description": "Fat hatching",
            "settings": {"fill": "hatch", "pen_width_mm": 0.8},
            "fill_angle_deg": 10,
        });
        let params = crate::check_params("plot", &file).unwrap();
        assert_eq!(
            (&params["fill"], &params["pen_width_mm"], &params["fill_angle_deg"]),
            (&json!("hatch"), &json!(0.8), &json!(10))
        );
        let wrong = json!({"name": "mine", "title": "", "description": "", "settings": {"fil": "hatch"}});
        assert_eq!(crate::check_params("plot", &wrong).unwrap_err()[0].name, "fil");
    }
}
