//! Drawscape's `workers.svg_tasks.generate_postcard_svg(recipient, message, template)`.
//!
//! Its callers look for `postcard_<recipient>_<template>.svg` in the output folder. The original put the
//! recipient's name into the path as it was; here it is only letters, digits, `-` and `_`.

use super::errand::{Errand, Step, Stepped};
use super::output::{Place, tidy};
use super::{Adapter, Arguments};
use penstock_jobs::{Failure, FailureClass};
use serde_json::{Value, json};

/// The adapter.
pub(super) struct GeneratePostcardSvg;

impl Adapter for GeneratePostcardSvg {
    fn function(&self) -> &'static str {
        "workers.svg_tasks.generate_postcard_svg"
    }

    fn errand(&self, call: &Arguments<'_>) -> Result<Errand, Failure> {
        let (recipient, mut further) =
            call.bind_with("recipient", &["message", "template", "output_filename"])?;
        let recipient = call.text("recipient", &recipient)?;
        let mut take = |name: &str| further.shift_remove(name).filter(|value| !value.is_null());
        let message = take("message").unwrap_or_else(|| json!(""));
        let template = take("template").unwrap_or_else(|| json!("plain"));
        let template = call.text("template", &template)?;
        let name = match take("output_filename") {
            Some(name) => call.text("output_filename", &name)?,
            None => format!("postcard_{}_{}.svg", tidy(&recipient), tidy(&template)),
        };
        let mut params = json!({"recipient": recipient, "message": message, "template": template});
        // Sender, size and whatever else our task knows under the same name.
        if let Some(params) = params.as_object_mut() {
            params.extend(further);
        }
        let keep = Some(("postcard.svg", Place::new(name)?));
        let step = Step { task: "postcard", params, inputs: Vec::new(), check: |_| Ok(()), keep };
        let answer = |done: &[Stepped]| {
            let kept = done.first().and_then(|step| step.kept.clone()).map(Value::String);
            kept.ok_or_else(|| Failure::new(FailureClass::Task, "The postcard was not written"))
        };
        Ok(Errand { steps: vec![step], answer: Box::new(answer) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipient_names_a_file_and_never_a_folder() {
        let adapter = GeneratePostcardSvg;
        for (recipient, name) in
            [("Ann Lee", "postcard_Ann_Lee_birthday.svg"), ("../../x", "postcard_x_birthday.svg")]
        {
            let params = json!({"*args": [recipient, "Hello"], "template": "birthday", "size": "a6"});
            let errand =
                Arguments::read(adapter.function(), &params).and_then(|call| adapter.errand(&call)).unwrap();
            let step = &errand.steps[0];
            assert_eq!(step.keep.as_ref().unwrap().1, Place::new(name.to_owned()).unwrap());
            assert_eq!((&step.params["recipient"], &step.params["size"]), (&json!(recipient), &json!("a6")));
        }
    }
}
