//! Drawscape's `workers.svg_tasks.generate_complex_svg(width, height, pattern_type, output_filename)` and
//! `batch_generate_svgs(job_list)`.
//!
//! The original writes `tests/output/generated/<output_filename>` and answers that path; a batch answers
//! the paths of all. Where the original wrote an empty drawing for a pattern that it does not know, the
//! job fails; so does a name that would leave the folder.

use super::errand::{Errand, Step, Stepped};
use super::output::Place;
use super::{Adapter, Arguments};
use penstock_jobs::{Failure, FailureClass};
use serde_json::{Value, json};

/// The patterns that the original knows; ours have the same names.
const PATTERNS: [&str; 2] = ["spiral", "grid"];
/// Drawings of one batch: each takes a child process of its own.
const MOST: usize = 1_000;

/// One drawing.
pub(super) struct GenerateComplexSvg;

/// A list of drawings.
pub(super) struct BatchGenerateSvgs;

impl Adapter for GenerateComplexSvg {
    fn function(&self) -> &'static str {
        "workers.svg_tasks.generate_complex_svg"
    }

    fn errand(&self, call: &Arguments<'_>) -> Result<Errand, Failure> {
        let [width, height, pattern, name] =
            call.bind(["width", "height", "pattern_type", "output_filename"])?;
        let step = step(&width, &height, &pattern, &name)?;
        let answer = |done: &[Stepped]| paths(done).map(|mut paths| paths.swap_remove(0));
        Ok(Errand { steps: vec![step], answer: Box::new(answer) })
    }
}

impl Adapter for BatchGenerateSvgs {
    fn function(&self) -> &'static str {
        "workers.svg_tasks.batch_generate_svgs"
    }

    fn errand(&self, call: &Arguments<'_>) -> Result<Errand, Failure> {
        let [list] = call.bind(["job_list"])?;
        let list = list.as_array().filter(|list| (1..=MOST).contains(&list.len()));
        let list = list.ok_or_else(|| refused(format!("job_list must be a list of 1 to {MOST} drawings")))?;
        let steps = list.iter().enumerate().map(|(number, one)| {
            let step = step(&one["width"], &one["height"], &one["pattern_type"], &one["filename"]);
            step.map_err(|failure| Failure {
                title: format!("job_list[{number}]: {}", failure.title),
                ..failure
            })
        });
        let steps = steps.collect::<Result<_, _>>()?;
        Ok(Errand { steps, answer: Box::new(|done| paths(done).map(Value::Array)) })
    }
}

fn step(width: &Value, height: &Value, pattern: &Value, name: &Value) -> Result<Step, Failure> {
    let Some(pattern) = pattern.as_str().filter(|pattern| PATTERNS.contains(pattern)) else {
        return Err(refused(format!("there is no pattern {pattern}; there are {}", PATTERNS.join(" and "))));
    };
    let side = |name: &str, value: &Value| {
        let fits = |side: &f64| (10.0..=3000.0).contains(side);
        value
            .as_f64()
            .filter(fits)
            .ok_or_else(|| refused(format!("{name} is {value}, and must be 10 to 3000 mm")))
    };
    let Some(name) = name.as_str() else {
        return Err(refused(format!("the file name is {name}, and must be a text")));
    };
    Ok(Step {
        task: "pattern",
        params: json!({
            "kind": pattern,
            "width_mm": side("width", width)?,
            "height_mm": side("height", height)?,
            "pen_width_mm": if pattern == "spiral" { 0.5 } else { 0.3 },
        }),
        inputs: Vec::new(),
        check: |_| Ok(()),
        keep: Some(("pattern.svg", Place::new(name.to_owned())?)),
    })
}

/// Where the drawings are now.
fn paths(done: &[Stepped]) -> Result<Vec<Value>, Failure> {
    let paths = done.iter().map(|step| step.kept.clone().map(Value::String)).collect::<Option<Vec<_>>>();
    paths
        .filter(|paths| !paths.is_empty())
        .ok_or_else(|| Failure::new(FailureClass::Task, "A drawing was not written"))
}

fn refused(title: String) -> Failure {
    Failure::new(FailureClass::BadInput, title)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errand(adapter: &dyn Adapter, params: &Value) -> Result<Errand, Failure> {
        Arguments::read(adapter.function(), params).and_then(|call| adapter.errand(&call))
    }

    #[test]
    fn a_call_of_drawscape_becomes_a_pattern() {
        let call = json!({"width": 200, "height": 100, "pattern_type": "grid", "output_filename": "g.svg"});
        let errand = errand(&GenerateComplexSvg, &call).unwrap();
        assert_eq!(errand.steps.len(), 1);
        assert_eq!(errand.steps[0].task, "pattern");
        assert_eq!(
            (&errand.steps[0].params["kind"], &errand.steps[0].params["width_mm"]),
            (&json!("grid"), &json!(200.0))
        );
        let done = [Stepped { report: json!({}), kept: Some("tests/output/generated/g.svg".into()) }];
        assert_eq!((errand.answer)(&done).unwrap(), json!("tests/output/generated/g.svg"));
    }

    #[test]
    fn what_the_original_hid_fails_the_job() {
        let call = json!({"width": 200, "height": 100, "pattern_type": "grid", "output_filename": "g.svg"});
        for (key, value, word) in [
            ("pattern_type", json!("doily"), "doily"),
            ("width", json!(-1), "width"),
            ("height", json!("tall"), "height"),
            ("output_filename", json!("../../x.svg"), "leave"),
        ] {
            let mut call = call.clone();
            call[key] = value;
            let failure =
                errand(&GenerateComplexSvg, &call).err().unwrap_or_else(|| panic!("{call} was taken"));
            assert!(failure.title.contains(word), "{}", failure.title);
        }
    }

    #[test]
    fn a_batch_answers_every_path_and_names_the_entry_that_is_wrong() {
        let one = |name: &str| json!({"width": 50, "height": 50, "pattern_type": "spiral", "filename": name});
        let both = errand(&BatchGenerateSvgs, &json!({"job_list": [one("a.svg"), one("b.svg")]})).unwrap();
        let kept = |path: &str| Stepped { report: json!({}), kept: Some(path.into()) };
        assert_eq!(
            (both.answer)(&[kept("o/a.svg"), kept("o/b.svg")]).unwrap(),
            json!(["o/a.svg", "o/b.svg"])
        );
        let bad = errand(&BatchGenerateSvgs, &json!({"job_list": [one("a.svg"), one("/b.svg")]}));
        assert!(bad.err().unwrap().title.starts_with("job_list[1]: "));
        assert!(errand(&BatchGenerateSvgs, &json!({"job_list": []})).is_err());
    }
}
