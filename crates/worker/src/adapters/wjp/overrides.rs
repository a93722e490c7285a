//! What calls of wjp_analyser override, in our words.

use penstock_jobs::{Failure, FailureClass};
use serde_json::{Map, Value, json};

/// What the original calls a material that nobody named.
const NO_MATERIAL: &str = "generic material";
/// Materials whose name in the original means one of ours by another name.
const MATERIALS: [(&str, &str); 3] =
    [("steel", "mild steel"), ("aluminum", "aluminium 6061-T6"), ("titanium", "titanium Ti-6Al-4V")];

/// Settings of a call, taken one after the other; what is left is named.
pub(super) struct Overrides {
    given: Map<String, Value>,
    /// Parameters of our task.
    pub(super) params: Map<String, Value>,
    /// What people should know of the answer.
    pub(super) notes: Vec<String>,
}

impl Overrides {
    /// Of keyword arguments, of `args_overrides` among them too.
    pub(super) fn read(mut keyword: Map<String, Value>) -> Result<Self, Failure> {
        match keyword.shift_remove("args_overrides") {
            None | Some(Value::Null) => (),
            Some(Value::Object(more)) => keyword.extend(more),
            Some(other) => {
                return Err(bad(format!("args_overrides is {other}, and must be settings by name")));
            }
        }
        keyword.retain(|_, value| !value.is_null());
        Ok(Self { given: keyword, params: Map::new(), notes: Vec::new() })
    }

    /// Material, thickness and kerf, under whichever of their names they came.
    pub(super) fn stock(&mut self) -> Result<(), Failure> {
        match self.take(&["material"]) {
            None => self.assume("material", "mild steel"),
            Some(Value::String(name)) if name.eq_ignore_ascii_case(NO_MATERIAL) => {
                self.assume("material", "mild steel");
            }
            Some(Value::String(name)) => {
                let ours = MATERIALS.iter().find(|(theirs, _)| name.eq_ignore_ascii_case(theirs));
                self.params.insert("material".to_owned(), json!(ours.map_or(&*name, |(_, ours)| ours)));
            }
            Some(other) => return Err(bad(format!("material is {other}, and must be a name"))),
        }
        self.number("thickness_mm", &["thickness", "thickness_mm"])?;
        self.number("kerf_mm", &["kerf", "kerf_mm"])
    }

    /// A number, if it was given.
    pub(super) fn number(&mut self, ours: &str, theirs: &[&str]) -> Result<(), Failure> {
        if let Some(value) = self.take(theirs) {
            let number = value
                .as_f64()
                .ok_or_else(|| bad(format!("{} is {value}, and must be a number", theirs[0])))?;
            self.params.insert(ours.to_owned(), json!(number));
        }
        Ok(())
    }

    /// A value under the first of these names that was given.
    pub(super) fn take(&mut self, names: &[&str]) -> Option<Value> {
        names.iter().find_map(|name| self.given.shift_remove(*name))
    }

    fn assume(&mut self, what: &str, value: &str) {
        self.notes.push(format!("{what}: {value} was assumed"));
    }

    /// The parameters and the notes; what nobody took is named in them.
    pub(super) fn done(mut self) -> (Value, Vec<String>) {
        for name in self.given.keys() {
            self.notes.push(format!("{name}: this setting has no effect here"));
        }
        (Value::Object(self.params), self.notes)
    }
}

fn bad(title: String) -> Failure {
    Failure::new(FailureClass::BadInput, title)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(keyword: &Value) -> Result<(Value, Vec<String>), Failure> {
        let mut overrides = Overrides::read(keyword.as_object().unwrap().clone())?;
        overrides.stock()?;
        Ok(overrides.done())
    }

    #[test]
    fn settings_come_by_either_way() {
        let plain = json!({"material": "Steel", "thickness": 6, "kerf": 1.1});
        let (params, notes) = read(&plain).unwrap();
        assert_eq!(params, json!({"material": "mild steel", "thickness_mm": 6.0, "kerf_mm": 1.1}));
        assert!(notes.is_empty(), "{notes:?}");
        assert_eq!(read(&json!({"args_overrides": plain})).unwrap().0, params);
    }

    #[test]
    fn what_is_assumed_or_unknown_is_said() {
        let (params, notes) =
            read(&json!({"args_overrides": null, "material": "Generic Material", "frame": 9})).unwrap();
        assert_eq!(params, json!({}));
        assert_eq!(notes, ["material: mild steel was assumed", "frame: this setting has no effect here"]);
        for wrong in [json!({"thickness": "thick"}), json!({"material": 3}), json!({"args_overrides": [1]})] {
            assert_eq!(read(&wrong).unwrap_err().class, FailureClass::BadInput, "{wrong}");
        }
    }
}
