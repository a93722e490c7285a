//! `worker_calculate_cost(dxf_path, **kwargs)`: the original's rates on what is really cut.
//!
//! The original counts each hole twice: its own plate of 100 mm with one square hole of 20 mm comes to 491.33
//! there and to 422.33 here.

use super::overrides::Overrides;
use super::{always_fine, only, with_notes};
use crate::adapters::errand::{Errand, Step, Stepped};
use crate::adapters::source::Source;
use crate::adapters::{Adapter, Arguments};
use penstock_jobs::{Failure, FailureClass};
use serde_json::{Value, json};

/// The adapter.
pub(crate) struct WorkerCalculateCost;

impl Adapter for WorkerCalculateCost {
    fn function(&self) -> &'static str {
        "wjp_analyser.api.queue_manager.worker_calculate_cost"
    }

    fn errand(&self, call: &Arguments<'_>) -> Result<Errand, Failure> {
        let (path, keyword) = call.bind_first("dxf_path")?;
        let path = call.text("dxf_path", &path)?;
        let mut overrides = Overrides::read(keyword)?;
        overrides.stock()?;
        for (ours, theirs) in [
            ("price_per_metre", "rate_per_m"),
            ("price_per_pierce", "pierce_cost"),
            ("setup_price", "setup_cost"),
            ("feed_mm_per_min", "cutting_speed"),
        ] {
            overrides.number(ours, &[theirs])?;
        }
        overrides.params.insert("rates".to_owned(), json!("wjp"));
        // Nobody takes files away from this function.
        overrides.params.insert("formats".to_owned(), json!("csv"));
        let (params, notes) = overrides.done();
        let source = Source::read(&path);
        let step = Step {
            task: "quote",
            params,
            inputs: vec![(source.name("dxf"), source)],
            check: always_fine,
            keep: None,
        };
        let answer = move |done: &[Stepped]| Ok(with_notes(cost(&only(done)?.report)?, notes));
        Ok(Errand { steps: vec![step], answer: Box::new(answer) })
    }
}

/// The original's keys, in money and not in its hundredths.
fn cost(report: &Value) -> Result<Value, Failure> {
    let odd = || Failure::new(FailureClass::Task, "The quote has no total");
    let per_major = report["minor_per_major"].as_f64().filter(|minor| *minor > 0.0).ok_or_else(odd)?;
    let total = report["total_minor"].as_f64().ok_or_else(odd)? / per_major;
    let lines = report["lines"].as_array().map(Vec::as_slice).unwrap_or_default();
    let line = |name: &str| -> f64 {
        let these = lines.iter().filter(|line| line["name"] == name);
        these.filter_map(|line| line["amount_minor"].as_f64()).fold(0.0, std::ops::Add::add) / per_major
    };
    let totals = &report["totals"];
    let number = |name: &str| totals[name].as_f64().unwrap_or_default();
    let length_mm = number("cut_length_mm");
    Ok(json!({
        "total_cost": total,
        "material_cost": line("Material"),
        "cutting_cost": line("Cutting by length"),
        "machine_cost": line("Machine time"),
        "pierce_cost": line("Piercing"),
        "setup_cost": line("Setup"),
        "waste_cost": 0.0,
        "currency": report["currency"],
        "metrics": {
            "length_mm": length_mm,
            "length_m": length_mm / 1000.0,
            "pierce_count": totals["pierces"],
            "cutting_minutes": number("cutting_s") / 60.0,
            "machine_minutes": report["time_s"].as_f64().unwrap_or_default() / 60.0,
        },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_has_the_originals_keys() {
        let report = json!({
            "currency": "INR", "minor_per_major": 100, "total_minor": 42233, "time_s": 25.0,
            "lines": [
                {"name": "Setup", "amount_minor": 1500}, {"name": "Cutting by length", "amount_minor": 39600},
                {"name": "Piercing", "amount_minor": 300}, {"name": "Machine time", "amount_minor": 833},
            ],
            "totals": {"cut_length_mm": 480.0, "pierces": 2, "cutting_s": 24.0},
        });
        let cost = cost(&report).unwrap();
        assert_eq!((&cost["total_cost"], &cost["cutting_cost"]), (&json!(422.33), &json!(396.0)));
        assert_eq!((&cost["machine_cost"], &cost["setup_cost"]), (&json!(8.33), &json!(15.0)));
        assert_eq!(
            (&cost["metrics"]["pierce_count"], &cost["metrics"]["length_m"]),
            (&json!(2), &json!(0.48))
        );
        assert!(super::cost(&json!({})).is_err());
    }
}
