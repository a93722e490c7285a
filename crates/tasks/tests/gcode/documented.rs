//! The worked example of docs/tasks/gcode.md.

use super::{gcode, plate, text};
use serde_json::json;

#[test]
fn the_documented_example_gives_the_documented_numbers() {
    let ran = gcode("plate.dxf", &plate(), json!({})).unwrap();
    let report = &ran.report;
    let page = include_str!("../../../../docs/tasks/gcode.md");
    let number = |key: &str, decimals: usize| format!("{:.decimals$}", report[key].as_f64().unwrap());
    for (key, decimals) in [("time_s", 1), ("cut_length_mm", 2), ("pierces", 0), ("feed_mm_per_min", 2)] {
        let row = format!("| `{key}` | {} |", number(key, decimals));
        assert!(page.contains(&row), "docs/tasks/gcode.md does not say {row:?}");
    }
    assert_eq!((&report["proved"], &report["parts"]), (&json!(true), &json!(1)));
    assert!(report["max_error_mm"].as_f64().unwrap() < 0.005);
    let order: Vec<&str> =
        report["order"].as_array().unwrap().iter().map(|cut| cut["contour"].as_str().unwrap()).collect();
    assert_eq!(order.last(), Some(&"outline"));
    assert_eq!(order.len(), 5);
    // Every way beside the line is told, and the cut is longer by them than its contour.
    for cut in report["order"].as_array().unwrap() {
        let leads = cut["leads"].as_array().unwrap();
        assert!(!leads.is_empty() && leads.iter().all(|lead| lead["in_mm"].as_f64().unwrap() > 0.0), "{cut}");
        let beside: f64 =
            leads.iter().map(|lead| lead["in_mm"].as_f64().unwrap() + lead["out_mm"].as_f64().unwrap()).sum();
        assert!(beside < cut["length_mm"].as_f64().unwrap() / 2.0, "{cut}");
    }
    assert_eq!(ran.files, ["program.ngc", "program.svg", "before.preview", "after.preview"]);
    // The first lines stand on the page to the letter.
    let program = text(&ran, "program.ngc");
    let head: String = program.lines().take(12).map(|line| format!("{line}\n")).collect();
    assert!(page.contains(&head), "docs/tasks/gcode.md does not show:\n{head}");
}
