//! Computes the formula of a line again, from its text and its inputs and nothing else.

use serde_json::{Map, Value};

/// What the formula comes to: sums of products of numbers, names and brackets.
pub(crate) fn value(formula: &str, inputs: &Map<String, Value>) -> f64 {
    let mut reader = Reader { rest: formula, inputs };
    let value = reader.sum();
    assert_eq!(reader.rest.trim(), "", "{formula}");
    value
}

struct Reader<'a> {
    rest: &'a str,
    inputs: &'a Map<String, Value>,
}

impl Reader<'_> {
    fn took(&mut self, sign: char) -> bool {
        let rest = self.rest.trim_start();
        let after = rest.strip_prefix(sign);
        self.rest = after.unwrap_or(rest);
        after.is_some()
    }

    fn sum(&mut self) -> f64 {
        let mut sum = self.product();
        loop {
            if self.took('+') {
                sum += self.product();
            } else if self.took('-') {
                sum -= self.product();
            } else {
                return sum;
            }
        }
    }

    fn product(&mut self) -> f64 {
        let mut product = self.factor();
        loop {
            if self.took('*') {
                product *= self.factor();
            } else if self.took('/') {
                product /= self.factor();
            } else {
                return product;
            }
        }
    }

    fn factor(&mut self) -> f64 {
        if self.took('-') {
            return -self.factor();
        }
        if self.took('(') {
            let value = self.sum();
            assert!(self.took(')'), "a bracket is open before {:?}", self.rest);
            return value;
        }
        let end = self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.')));
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        word.parse().unwrap_or_else(|_| {
            self.inputs.get(word).and_then(Value::as_f64).unwrap_or_else(|| panic!("no input {word:?}"))
        })
    }
}

#[test]
fn formulas_are_computed_by_the_usual_rules() {
    let inputs = serde_json::json!({ "a": 2, "b_c": 0.5 });
    let inputs = inputs.as_object().unwrap();
    for (text, expected) in
        [("a + 3 * b_c", 3.5), ("(a + 3) * b_c", 2.5), ("-(a - 1) / 4", -0.25), ("8 / a / 2 - 1", 1.0)]
    {
        assert!((value(text, inputs) - expected).abs() < 1e-12, "{text}");
    }
}
