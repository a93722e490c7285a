//! The worked example of the guide, figure for figure.

use super::drawings::Dxf;
use super::{analyze_file, findings};
use serde_json::json;

const GUIDE: &str = include_str!("../../../../docs/tasks/analyze.md");

/// The bracket of the guide: a hole drawn twice, a corner that does not meet, a hole near the edge, and a
/// loose line.
fn bracket() -> Dxf {
    let mut dxf = Dxf::new();
    dxf.layer("CUT").line(0.0, 0.0, 120.0, 0.0).line(120.0, 0.0, 120.0, 80.0);
    dxf.line(120.0, 80.0, 0.0, 80.0).line(0.0, 79.94, 0.0, 0.0);
    dxf.circle(20.0, 20.0, 6.0).circle(20.0, 20.0, 6.0).circle(112.0, 40.0, 6.0);
    dxf.layer("NOTES").line(140.0, 0.0, 160.0, 0.0);
    dxf
}

#[test]
fn the_guide_tells_what_happens() {
    let params = json!({"material": "stainless 304", "thickness_mm": 8, "kerf_mm": 1.0});
    let report = analyze_file("bracket.dxf", bracket().text().as_bytes(), params).unwrap().report;
    let metric = |name: &str| report["metrics"][name].as_f64().unwrap();
    for (name, digits) in
        [("cut_length_mm", 3), ("net_area_mm2", 2), ("mass_kg", 4), ("width_mm", 0), ("height_mm", 0)]
    {
        let line = format!("| `{name}` | {:.digits$} |", metric(name));
        assert!(GUIDE.contains(&line), "the guide does not say {line}");
    }
    for name in ["pierces", "parts", "holes", "open_lines"] {
        let line = format!("| `{name}` | {} |", report["metrics"][name]);
        assert!(GUIDE.contains(&line), "the guide does not say {line}");
    }
    let found = findings(&report);
    for finding in &found {
        let text = |key: &str| finding[key].as_str().unwrap_or("").to_owned();
        let (x, y) = (finding["x_mm"].as_f64().unwrap(), finding["y_mm"].as_f64().unwrap());
        let line = format!(
            "| `{}` | {} | {x:.2}, {y:.2} | {} |",
            text("kind"),
            text("severity"),
            text("explanation")
        );
        assert!(GUIDE.contains(&line), "the guide does not say {line}");
    }
    assert_eq!(found.len(), 4);
}
