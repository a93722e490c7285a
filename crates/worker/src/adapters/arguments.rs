//! The arguments of a call, read as Python would bind them.

use penstock_jobs::{Failure, FailureClass};
use serde_json::{Map, Value};

/// Key of the positional arguments among the keyword arguments.
const POSITIONAL: &str = "*args";
/// Longest text that is taken, in characters.
const LONGEST_TEXT: usize = 4_096;

/// One call's arguments.
pub(crate) struct Arguments<'a> {
    function: &'static str,
    positional: &'a [Value],
    keyword: Map<String, Value>,
}

impl<'a> Arguments<'a> {
    /// The arguments in a job's parameters.
    ///
    /// # Errors
    /// A failure when they are no call at all.
    pub(crate) fn read(function: &'static str, params: &'a Value) -> Result<Self, Failure> {
        let no_call =
            || Failure::new(FailureClass::BadInput, format!("The call of {function} cannot be read"));
        let object = params.as_object().ok_or_else(no_call)?;
        let positional = match object.get(POSITIONAL) {
            None => &[],
            Some(Value::Array(values)) => values.as_slice(),
            Some(_) => return Err(no_call()),
        };
        let keyword = object.iter().filter(|(name, _)| *name != POSITIONAL);
        Ok(Self {
            function,
            positional,
            keyword: keyword.map(|(name, value)| (name.clone(), value.clone())).collect(),
        })
    }

    /// Binds the arguments to these names, in the order of the function's signature; all are needed.
    ///
    /// # Errors
    /// A failure that names what is missing, unknown or given twice.
    pub(crate) fn bind<const N: usize>(&self, names: [&str; N]) -> Result<[Value; N], Failure> {
        if self.positional.len() > N {
            let given = self.positional.len();
            return Err(self.fault(&format!("it takes {N} arguments, and {given} were given")));
        }
        if let Some(unknown) = self.keyword.keys().find(|name| !names.contains(&name.as_str())) {
            return Err(self.fault(&format!("it has no argument {unknown:?}")));
        }
        let mut bound = [const { Value::Null }; N];
        for (at, name) in names.iter().enumerate() {
            bound[at] = match (self.positional.get(at), self.keyword.get(*name)) {
                (Some(_), Some(_)) => return Err(self.fault(&format!("{name} was given twice"))),
                (Some(value), None) | (None, Some(value)) => value.clone(),
                (None, None) => return Err(self.fault(&format!("{name} is missing"))),
            };
        }
        Ok(bound)
    }

    /// Binds the first argument to this name; the others are keyword arguments, whatever they are called.
    ///
    /// # Errors
    /// As [`Self::bind`].
    pub(crate) fn bind_first(&self, name: &str) -> Result<(Value, Map<String, Value>), Failure> {
        self.bind_with(name, &[])
    }

    /// As [`Self::bind_first`], with names for further positional arguments.
    ///
    /// # Errors
    /// As [`Self::bind`].
    pub(crate) fn bind_with(
        &self,
        name: &str,
        further: &[&str],
    ) -> Result<(Value, Map<String, Value>), Failure> {
        let mut rest = self.keyword.clone();
        let names: Vec<&str> = std::iter::once(name).chain(further.iter().copied()).collect();
        if self.positional.len() > names.len() {
            let (most, given) = (names.len(), self.positional.len());
            return Err(self.fault(&format!("it takes {most} positional arguments, and {given} were given")));
        }
        for (name, value) in names.iter().zip(self.positional) {
            if rest.insert((*name).to_owned(), value.clone()).is_some() {
                return Err(self.fault(&format!("{name} was given twice")));
            }
        }
        let first = rest.shift_remove(name).ok_or_else(|| self.fault(&format!("{name} is missing")))?;
        Ok((first, rest))
    }

    /// Text of an argument that was bound.
    ///
    /// # Errors
    /// A failure when it is none, empty, or too long.
    pub(crate) fn text(&self, name: &str, value: &Value) -> Result<String, Failure> {
        let text = value.as_str().filter(|text| (1..=LONGEST_TEXT).contains(&text.chars().count()));
        text.map(str::to_owned)
            .ok_or_else(|| self.fault(&format!("{name} must be a text of 1 to {LONGEST_TEXT} characters")))
    }

    fn fault(&self, what: &str) -> Failure {
        Failure::new(FailureClass::BadInput, format!("{} cannot be called like this: {what}", self.function))
            .advise("Compare the call with the function's signature")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn bound(params: &Value) -> Result<[Value; 2], String> {
        Arguments::read("f", params).and_then(|call| call.bind(["a", "b"])).map_err(|failure| failure.title)
    }

    #[test]
    fn positional_and_keyword_arguments_bind_as_in_python() {
        for params in [json!({"a": 1, "b": 2}), json!({"*args": [1, 2]}), json!({"*args": [1], "b": 2})] {
            assert_eq!(bound(&params).unwrap(), [json!(1), json!(2)], "{params}");
        }
    }

    #[test]
    fn a_call_that_python_would_refuse_is_refused_with_the_argument() {
        for (params, word) in [
            (json!({"a": 1}), "b is missing"),
            (json!({"a": 1, "b": 2, "c": 3}), "\"c\""),
            (json!({"*args": [1, 2], "b": 2}), "twice"),
            (json!({"*args": [1, 2, 3]}), "3 were given"),
            (json!({"*args": "ab"}), "cannot be read"),
            (json!([1, 2]), "cannot be read"),
        ] {
            let refused = bound(&params).unwrap_err();
            assert!(refused.contains(word), "{params}: {refused}");
        }
    }
}
