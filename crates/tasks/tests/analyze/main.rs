//! The analyze task through its front door: parameters and a file in, report and files out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod corpus;
mod documented;
mod drawings;
mod hostile;
#[path = "../support/mod.rs"]
mod support;

use drawings::{Dxf, plate};
use penstock_tasks::{Input, TaskError};
use serde_json::{Value, json};
use support::Ran;

/// Analyses a text as a file of this name.
fn analyze_file(name: &str, bytes: &[u8], params: Value) -> Result<Ran, TaskError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in");
    std::fs::write(&path, bytes).unwrap();
    support::run("analyze", params, &[Input { name: name.to_owned(), path }])
}

fn analyze(dxf: &Dxf, params: Value) -> Ran {
    analyze_file("bracket.dxf", dxf.text().as_bytes(), params).unwrap()
}

fn number(report: &Value, pointer: &str) -> f64 {
    report.pointer(pointer).and_then(Value::as_f64).unwrap_or_else(|| panic!("no {pointer} in {report}"))
}

fn findings(report: &Value) -> Vec<&Value> {
    report["findings"].as_array().unwrap().iter().collect()
}

fn of_kind<'a>(report: &'a Value, kind: &str) -> Vec<&'a Value> {
    findings(report).into_iter().filter(|finding| finding["kind"] == kind).collect()
}

#[test]
fn the_plate_of_the_reference_has_its_figures() {
    let ran = analyze(&plate(), json!({}));
    let report = &ran.report;
    assert!((number(report, "/metrics/cut_length_mm") - 851.327).abs() < 1e-3);
    assert_eq!(report["metrics"]["pierces"], 5);
    assert!((number(report, "/metrics/mass_kg") - 1.47135).abs() < 1e-5);
    assert_eq!((number(report, "/metrics/width_mm"), number(report, "/metrics/height_mm")), (200.0, 100.0));
    assert_eq!((&report["metrics"]["parts"], &report["metrics"]["holes"]), (&json!(1), &json!(4)));
    assert_eq!(report["findings"], json!([]));
    assert_eq!(report["diagnostics"], json!([]));
    assert_eq!(report["units"]["declared"], "millimetres");
    assert_eq!(report["units"]["used"], "millimetres");
    assert!(!report["units"]["evidence"].as_array().unwrap().is_empty());
    for name in ["repaired.dxf", "components.csv", "before.preview", "after.preview"] {
        assert!(ran.files.contains(&name.to_owned()) && ran.folder.path().join(name).is_file(), "{name}");
    }
}

#[test]
fn figures_stand_for_each_part_and_each_layer() {
    let mut dxf = plate();
    dxf.layer("INNER").circle(100.0, 50.0, 15.0).layer("SECOND").square(300.0, 0.0, 40.0);
    let report = analyze(&dxf, json!({"material": "aluminium 6061-T6"})).report;
    let names: Vec<&str> =
        report["parts"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["bracket 1", "bracket 2"]);
    assert!((number(&report, "/parts/1/cut_length_mm") - 160.0).abs() < 1e-9);
    assert!((number(&report, "/parts/1/mass_kg") - 1600.0 * 10.0 * 2.7e-6).abs() < 1e-9);
    let sum = |key: &str, list: &str| -> f64 {
        report[list].as_array().unwrap().iter().map(|it| it[key].as_f64().unwrap()).sum()
    };
    for key in ["cut_length_mm", "pierces", "net_area_mm2"] {
        let whole = number(&report, &format!("/metrics/{key}"));
        assert!(
            (sum(key, "parts") - whole).abs() < 1e-6 && (sum(key, "layers") - whole).abs() < 1e-6,
            "{key}"
        );
    }
    assert_eq!(report["layers_present"], json!(["0", "INNER", "SECOND"]));
    assert_eq!(report["layers"][1]["holes"], 1);
    assert_eq!(of_kind(&report, "several-parts").len(), 1);
}

#[test]
fn every_finding_has_its_keys_and_is_a_diagnostic_too() {
    let mut dxf = plate();
    dxf.layer("LOOSE").line(250.0, 0.0, 260.0, 0.0).circle(100.0, 50.0, 0.6);
    let report = analyze(&dxf, json!({})).report;
    assert!(findings(&report).len() >= 2);
    for finding in findings(&report) {
        for key in ["kind", "severity", "x_mm", "y_mm", "layer", "explanation", "repair"] {
            assert!(finding.get(key).is_some(), "{key} in {finding}");
        }
        assert!(["note", "warning", "error"].contains(&finding["severity"].as_str().unwrap()));
        let told =
            report["diagnostics"].as_array().unwrap().iter().any(|diagnostic| {
                diagnostic["kind"] == finding["kind"] && diagnostic["x_mm"] == finding["x_mm"]
            });
        assert!(told, "{finding}");
    }
    let open = of_kind(&report, "open-contour");
    assert_eq!((open[0]["layer"].as_str(), open[0]["severity"].as_str()), (Some("LOOSE"), Some("error")));
    assert_eq!(of_kind(&report, "small-hole").len(), 1);
}

/// A plate with everything that a repair mends, each once.
fn faulty() -> Dxf {
    let mut dxf = Dxf::new();
    dxf.line(0.0, 0.0, 120.0, 0.0).line(100.0, 0.0, 200.0, 0.0); // an overlap of 20
    dxf.line(200.0, 0.0, 200.0, 99.95).line(200.0, 100.0, 0.0, 100.0); // a gap of 0.05
    dxf.line(0.0, 100.0, 0.0, 50.0).line(0.0, 50.0, 0.0, 49.98).line(0.0, 49.98, 0.0, 0.0); // a tiny one
    dxf.line(0.0, 0.0, 0.0, 0.0); // nothing
    dxf.layer("HOLES").circle(50.0, 50.0, 10.0).circle(50.0, 50.0, 10.0); // a duplicate
    dxf
}

#[test]
fn each_repair_is_a_step_and_the_repaired_file_has_none_of_its_faults() {
    let kinds = ["zero-length", "duplicate", "overlap", "gap", "tiny-segment"];
    let ran = analyze(&faulty(), json!({}));
    let report = &ran.report;
    for kind in kinds {
        let found = of_kind(report, kind);
        assert!(found.len() == 1 && found[0]["repaired"] == true, "{kind}: {found:?}");
    }
    let steps: Vec<&str> =
        report["repairs"].as_array().unwrap().iter().map(|step| step["repair"].as_str().unwrap()).collect();
    assert_eq!(steps, ["zero-length", "duplicates", "overlaps", "gaps", "tiny-segments"]);
    assert!((number(report, "/metrics/cut_length_mm") - (600.0 + 20.0 * std::f64::consts::PI)).abs() < 0.1);

    let repaired = std::fs::read(ran.folder.path().join("repaired.dxf")).unwrap();
    let again = analyze_file("repaired.dxf", &repaired, json!({"repair": "none"})).unwrap().report;
    for kind in kinds {
        assert_eq!(of_kind(&again, kind).len(), 0, "{kind}: {again}");
    }
    assert_eq!(again["layers_present"], json!(["0", "HOLES"]));
    let (before, after) =
        (number(report, "/metrics/cut_length_mm"), number(&again, "/metrics/cut_length_mm"));
    assert!((before - after).abs() < 1e-6, "{before} {after}");
    // True arcs stay arcs.
    assert!(String::from_utf8(repaired).unwrap().contains("CIRCLE"));
}

#[test]
fn a_repair_that_is_left_out_is_undone() {
    for (left_out, kind) in [
        ("zero-length", "zero-length"),
        ("duplicates", "duplicate"),
        ("overlaps", "overlap"),
        ("gaps", "gap"),
        ("tiny-segments", "tiny-segment"),
    ] {
        let all = ["zero-length", "duplicates", "overlaps", "gaps", "tiny-segments"];
        let wanted: Vec<&str> = all.into_iter().filter(|it| *it != left_out).collect();
        let report = analyze(&faulty(), json!({"repair": wanted.join(",")})).report;
        let found = of_kind(&report, kind);
        assert!(!found.is_empty() && found.iter().all(|it| it["repaired"] == false), "{kind}: {report}");
        assert!(!report["repairs"].to_string().contains(&format!("\"{left_out}\"")));
    }
    let report = analyze(&faulty(), json!({"repair": "none"})).report;
    assert_eq!(report["repairs"], json!([]));
}

#[test]
fn keys_that_people_read_are_there_and_filled() {
    let report = analyze(&plate(), json!({"kerf_mm": 1.1})).report;
    assert_eq!(report["file"], "bracket.dxf");
    assert_eq!(report["material"]["name"], "mild steel");
    assert_eq!(report["kerf_mm"], 1.1);
    assert_eq!(report["components"].as_array().unwrap().len(), 5);
    assert_eq!(report["components"][0]["layer"], "OUTER");
    assert_eq!(report["components"][4]["layer"], "HOLE");
    assert_eq!(report["groups"][1]["count"], 4);
    // Holes before their outline.
    assert_eq!(report["toolpath"]["order"], json!([2, 3, 4, 5, 1]));
    assert_eq!(report["quality"]["Open Polylines"], 0);
    assert_eq!(report["quality"]["Duplicate Candidates"], 0);
    assert_eq!(report["geometry_validation"]["min_spacing_violations"], 0);
    assert_eq!(report["geometry_validation"]["min_corner_radius_mm"], 0.55);
    assert_eq!(report["file_integrity"]["open_ok"], true);
    assert_eq!(report["scale"]["units_factor"], 1.0);
    assert_eq!(report["artifacts"]["repaired_dxf"], "repaired.dxf");
    // wjp_analyser counted length_internal and length_outer the same.
    assert!((number(&report, "/metrics/length_outer_mm") - 600.0).abs() < 1e-9);
    assert!((number(&report, "/metrics/length_internal_mm") - 251.327).abs() < 1e-3);
    assert!(!report.to_string().contains("points"), "geometry is in the report");
}

#[test]
fn units_are_taken_as_given_and_doubted_once() {
    let mut inches = Dxf::new();
    inches.units(1).rectangle(0.0, 0.0, 8.0, 4.0).circle(2.0, 2.0, 0.25);
    let report = analyze(&inches, json!({})).report;
    assert!((number(&report, "/metrics/width_mm") - 203.2).abs() < 1e-9);
    assert_eq!(report["units"]["declared"], "inches");
    let report = analyze(&inches, json!({"units": "mm"})).report;
    assert!((number(&report, "/metrics/width_mm") - 8.0).abs() < 1e-9);
    assert_eq!(
        (&report["units"]["used"], &report["scale"]["units_mode"]),
        (&json!("millimetres"), &json!("given"))
    );
    // Metres that are millimetres: read as declared, and said.
    let mut metres = Dxf::new();
    metres.units(6).rectangle(0.0, 0.0, 200.0, 100.0).circle(50.0, 50.0, 10.0);
    let report = analyze(&metres, json!({})).report;
    assert!((number(&report, "/metrics/width_mm") - 200_000.0).abs() < 1e-6);
    assert_eq!((&report["units"]["ask"], &report["units"]["likely"]), (&json!(true), &json!("millimetres")));
    assert_eq!(of_kind(&report, "units").len(), 1);
    assert_eq!(of_kind(&report, "larger-than-sheet").len(), 1);
}

#[test]
fn text_and_dimensions_are_told() {
    let mut dxf = plate();
    dxf.note(10.0, 10.0, "PART 7").entity("DIMENSION", &[(8, "DIM"), (10, "1.0"), (20, "2.0"), (70, "0")]);
    let report = analyze(&dxf, json!({})).report;
    assert_eq!(of_kind(&report, "live-text")[0]["severity"], "warning");
    assert_eq!(of_kind(&report, "dimension").len(), 1);
    assert_eq!(report["metrics"]["pierces"], 5);
}

#[test]
fn an_svg_is_taken_too() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="40mm" viewBox="0 0 60 40">
        <rect x="5" y="5" width="50" height="30" fill="none" stroke="black"/>
        <circle cx="30" cy="20" r="5" fill="none" stroke="black"/></svg>"#;
    let report = analyze_file("plate.svg", svg.as_bytes(), json!({"thickness_mm": 5})).unwrap().report;
    assert_eq!(report["metrics"]["pierces"], 2);
    let expected = 160.0 + 10.0 * std::f64::consts::PI;
    assert!((number(&report, "/metrics/cut_length_mm") - expected).abs() < 0.02, "{}", report["metrics"]);
}

#[test]
fn a_material_that_is_close_is_said_and_an_unknown_one_refused() {
    let report = analyze(&plate(), json!({"material": "stainless"})).report;
    assert_eq!(report["material"]["name"], "stainless 304");
    assert!(report["diagnostics"].to_string().contains("stainless 304"));
    let refused =
        analyze_file("a.dxf", plate().text().as_bytes(), json!({"material": "unobtainium"})).unwrap_err();
    assert!(refused.to_string().contains("material"), "{refused}");
    for (params, name) in [
        (json!({"quality": 6}), "quality"),
        (json!({"thicknes_mm": 3}), "thickness_mm"),
        (json!({"repair": "everything"}), "repair"),
        (json!({"units": "furlong"}), "units"),
    ] {
        let refused = analyze_file("a.dxf", plate().text().as_bytes(), params).unwrap_err();
        assert!(refused.to_string().contains(name), "{refused}");
    }
}

#[test]
fn the_same_file_gives_the_same_bytes() {
    let once = || {
        let ran = analyze(&faulty(), json!({}));
        let files = ["repaired.dxf", "components.csv", "after.preview"];
        (ran.report.to_string(), files.map(|name| std::fs::read(ran.folder.path().join(name)).unwrap()))
    };
    assert_eq!(once(), once());
}
