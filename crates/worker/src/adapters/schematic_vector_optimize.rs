//! Drawscape's `workers.svg_tasks.schematic_vector_optimize(svg_url, schematic_vector_id)`.
//!
//! The original fetches a drawing, joins ends within 0.1 mm, orders the strokes, simplifies within 0.05 mm,
//! and sends the result back to its own service. Here the result goes below the output folder, as
//! `schematic-vectors/<id>/<stem>_optimized.svg`, and into the job's artifacts. The answer has the same
//! keys; where the original answered `status: error`, or `completed` for a drawing with nothing in it, the
//! job fails.

use super::errand::{Errand, Step, Stepped};
use super::output::{Place, tidy};
use super::source::Source;
use super::{Adapter, Arguments};
use penstock_jobs::{Failure, FailureClass};
use serde_json::{Value, json};

/// Longest id in characters, as the original's own check has it.
const LONGEST_ID: usize = 100;

/// The adapter.
pub(super) struct SchematicVectorOptimize;

impl Adapter for SchematicVectorOptimize {
    fn function(&self) -> &'static str {
        "workers.svg_tasks.schematic_vector_optimize"
    }

    fn errand(&self, call: &Arguments<'_>) -> Result<Errand, Failure> {
        let [svg_url, id] = call.bind(["svg_url", "schematic_vector_id"])?;
        let address = call.text("svg_url", &svg_url)?;
        let id = id_of(call, &id)?;
        let source = Source::read(&address);
        let name = format!("{}_optimized.svg", tidy(&source.stem()));
        let place = Place::new(format!("schematic-vectors/{id}/{name}"))?;
        let step = Step {
            task: "plot",
            params: json!({
                "join": true,
                "join_tolerance_mm": 0.1,
                "order": "best",
                "simplify_tolerance_mm": 0.05,
            }),
            inputs: vec![(format!("{}.svg", source.stem()), source)],
            check: has_strokes,
            keep: Some(("plot.svg", place)),
        };
        let answer = move |done: &[Stepped]| answer(done, &svg_url, &id);
        Ok(Errand { steps: vec![step], answer: Box::new(answer) })
    }
}

/// The original called an empty drawing completed.
fn has_strokes(report: &Value) -> Result<(), Failure> {
    if report["paths"].as_u64().is_some_and(|paths| paths > 0) {
        return Ok(());
    }
    Err(Failure::new(FailureClass::BadInput, "There is nothing to draw in this drawing")
        .advise("Check that its shapes have a stroke and are not hidden"))
}

fn answer(done: &[Stepped], svg_url: &Value, id: &str) -> Result<Value, Failure> {
    let Some(Stepped { report, kept: Some(place) }) = done.first() else {
        return Err(Failure::new(FailureClass::Task, "The drawing was not written"));
    };
    Ok(json!({
        "schematic_vector_id": id,
        "svg_url": svg_url,
        "status": "completed",
        "message": format!("Optimized {} paths to {}, written to {place}", report["paths_before"], report["paths"]),
    }))
}

/// The id: text of 1 to 100 characters, or a whole number.
fn id_of(call: &Arguments<'_>, value: &Value) -> Result<String, Failure> {
    let id = match value {
        Value::Number(number) if number.is_u64() => number.to_string(),
        other => call.text("schematic_vector_id", other)?,
    };
    if id.chars().count() > LONGEST_ID || id.contains('/') {
        return Err(Failure::new(
            FailureClass::BadInput,
            format!("schematic_vector_id {id:?} cannot name a folder"),
        )
        .advise("Use at most 100 characters without a slash"));
    }
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errand(params: &Value) -> Result<Errand, Failure> {
        let adapter = SchematicVectorOptimize;
        Arguments::read(adapter.function(), params).and_then(|call| adapter.errand(&call))
    }

    #[test]
    fn an_id_that_would_leave_the_folder_fails_the_job() {
        for id in ["..", "../../etc", "a/b", "", &"x".repeat(101), "a\u{0}b"] {
            let params = json!({"svg_url": "https://shop.example/a.svg", "schematic_vector_id": id});
            let failure = errand(&params).err().unwrap_or_else(|| panic!("{id:?} was taken"));
            assert_eq!(failure.class, FailureClass::BadInput, "{id:?}");
        }
        assert!(errand(&json!({"*args": ["https://shop.example/a.svg", 12]})).is_ok());
    }

    #[test]
    fn the_answer_has_the_originals_keys_and_an_empty_drawing_fails() {
        let step = |paths: u64| Stepped {
            report: json!({"paths": paths, "paths_before": 9}),
            kept: Some("out/a_optimized.svg".into()),
        };
        let given = json!("https://shop.example/a.svg");
        let value = answer(&[step(4)], &given, "12").unwrap();
        has_strokes(&step(4).report).unwrap();
        let keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["schematic_vector_id", "svg_url", "status", "message"]);
        assert_eq!(has_strokes(&step(0).report).unwrap_err().class, FailureClass::BadInput);
    }
}
