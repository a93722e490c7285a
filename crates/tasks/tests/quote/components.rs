//! The component export of wjp's analyser.

use super::inputs;
use crate::support::run;
use serde_json::{Value, json};

const EXPORT: &str = "ID,Layer,Group,Area_mm2,Perimeter_mm,Selected\n\
    1,OUTER,G1,10000,400,True\n\
    2,HOLE,G2,314.159,62.832,True\n\
    3,HOLE,G2,50,28,False\n\
    4,HOLE,G2,5,9,False\n\
    5,DECOR,G3,0.5,3,True\n\
    6,DECOR,G3,0,60,False\n";

fn analyze(list: &str, report: Option<&str>) -> Result<Value, String> {
    let mut files = vec![("components.csv", list.as_bytes())];
    files.extend(report.map(|report| ("report.json", report.as_bytes())));
    let (_folder, inputs) = inputs(&files);
    run("analyze-csv", json!({}), &inputs).map(|ran| ran.report).map_err(|error| error.to_string())
}

#[test]
fn statistics_bands_and_sums_are_the_ancestors() {
    let report = analyze(EXPORT, None).unwrap();
    assert_eq!(report["kind"], "components");
    let statistics = &report["statistics"];
    assert_eq!(
        (&statistics["total_objects"], &statistics["selected_count"], &statistics["not_selected_count"]),
        (&json!(6), &json!(3), &json!(3))
    );
    assert_eq!(
        statistics["area_distribution"],
        json!({ "zero": 1, "tiny_lt1": 2, "small_1to10": 1, "medium_10to100": 1, "large_ge100": 2 })
    );
    assert_eq!(
        statistics["perimeter_distribution"],
        json!({ "tiny_lt5": 1, "small_5to50": 2, "medium_50to100": 2, "large_ge100": 1 })
    );
    let close = |value: &Value, expected: f64| {
        assert!((value.as_f64().unwrap() - expected).abs() < 1e-9, "{value} is not {expected}");
    };
    close(&statistics["total_area_mm2"], 10_369.659);
    close(&statistics["total_perimeter_mm"], 562.832);
    close(&statistics["area_stats"]["mean"], 10_369.659 / 6.0);
    close(&statistics["area_stats"]["median"], 27.5);
    close(&statistics["area_stats"]["min"], 0.0);
    close(&statistics["perimeter_stats"]["max"], 400.0);
    assert_eq!(report["layer_distribution"], json!({ "DECOR": 2, "HOLE": 3, "OUTER": 1 }));
    close(&report["layer_statistics"]["HOLE"]["total_area"], 369.159);
    close(&report["layer_statistics"]["HOLE"]["avg_perimeter"], 99.832 / 3.0);
    assert_eq!(report["layer_statistics"]["DECOR"]["zero_area"], 1);
    let ids = |key: &str| -> Vec<String> {
        report["top_objects"][key]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["ID"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids("largest_by_area"), ["1", "2", "3", "4", "5"]);
    assert_eq!(ids("smallest_non_zero"), ["5", "4", "3", "2", "1"]);
    close(&report["summary"]["cutting_length_m"], 0.562_832);
    assert_eq!(report["summary"]["pierces_estimate"], 5);
    assert_eq!(report["recommendations"]["viability_score"], "good");
    let kinds: Vec<&str> = report["recommendations"]["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["zero_area"]);
    assert_eq!(report["recommendations"]["info"][0]["type"], "single_outer");
    assert_eq!(
        (&report["readiness_score"]["score"], &report["readiness_score"]["level"]),
        (&json!(95), &json!("excellent"))
    );
}

#[test]
fn viability_falls_with_the_share_that_encloses_nothing() {
    let list = |zeros: usize| {
        let rows: String =
            (0..10).map(|n| format!("{n},A,G,{},50,1\n", if n < zeros { 0 } else { 200 })).collect();
        format!("ID,Layer,Group,Area_mm2,Perimeter_mm,Selected\n{rows}")
    };
    for (zeros, expected) in [(0, "good"), (3, "good"), (4, "fair"), (5, "fair"), (6, "poor")] {
        let report = analyze(&list(zeros), None).unwrap();
        assert_eq!(report["recommendations"]["viability_score"], expected, "{zeros} of 10");
    }
}

#[test]
fn the_findings_of_a_report_lower_the_readiness() {
    let findings: Vec<Value> = ["error", "error", "warning", "note"]
        .iter()
        .map(|severity| json!({ "severity": severity }))
        .collect();
    let report = analyze(EXPORT, Some(&json!({ "findings": findings }).to_string())).unwrap();
    // 2 errors, 1 warning, and 1 warning about the list.
    assert_eq!(report["readiness_score"]["score"], 70);
    assert_eq!(report["readiness_score"]["report"], "report.json");
    let refused = analyze(EXPORT, Some("{}")).unwrap_err();
    assert!(refused.contains("findings"), "{refused}");
}

#[test]
fn a_malformed_export_is_an_error_with_its_line() {
    for (list, said) in [
        ("ID,Layer,Group,Area_mm2,Selected\n1,A,G,5,1\n", "Perimeter_mm"),
        ("ID,Layer,Group,Area_mm2,Perimeter_mm,Selected\n1,A,G,wide,5,1\n", "line 2"),
        ("ID,Layer,Group,Area_mm2,Perimeter_mm,Selected\n1,A,G,5,5,1\n2,A,G,-5,5,1\n", "line 3"),
        ("ID,Layer,Group,Area_mm2,Perimeter_mm,Selected\n1,A,G,5,5,perhaps\n", "perhaps"),
        ("ID,Layer,Group,Area_mm2,Perimeter_mm,Selected\n1,A,G,5,5,1,7\n", "7 cells"),
    ] {
        let refused = analyze(list, None).unwrap_err();
        assert!(refused.contains("components.csv") && refused.contains(said), "{refused}");
    }
}
