//! `quote` and `analyze-csv` through their front door.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../support/mod.rs"]
mod support;

mod bill;
mod components;
mod drawn;
mod formula;
mod paper;

use drawn::{dxf, file, plate_with_four_holes, plate_with_square_hole, rectangle};
use penstock_tasks::{Input, TaskError};
use serde_json::{Value, json};
use support::{Ran, run};
use tempfile::TempDir;

/// Runs `quote` on drawings that are written first.
fn quote(params: Value, files: &[(&str, String)]) -> Result<Ran, TaskError> {
    let folder = tempfile::tempdir().unwrap();
    let inputs: Vec<Input> = files.iter().map(|(name, text)| file(&folder, name, text.as_bytes())).collect();
    run("quote", params, &inputs)
}

fn near(value: &Value, expected: f64, share: f64) {
    let value = value.as_f64().unwrap();
    assert!((value / expected - 1.0).abs() <= share, "{value} is not {expected}");
}

fn line<'a>(report: &'a Value, name: &str) -> &'a Value {
    let lines = report["lines"].as_array().unwrap();
    lines.iter().find(|line| line["name"] == name).unwrap_or_else(|| panic!("no line {name} in {lines:#?}"))
}

#[test]
fn the_plate_of_the_ancestor_costs_422_33() {
    let params = json!({ "rates": "wjp", "formats": "none" });
    let report = quote(params, &[("plate.dxf", plate_with_square_hole())]).unwrap().report;
    assert_eq!(report["currency"], "INR");
    assert_eq!(report["total_minor"], 42_233);
    near(&report["time_s"], 25.0, 1e-9);
    near(&report["parts"][0]["cut_length_mm"], 480.0, 1e-9);
    assert_eq!(report["parts"][0]["pierces"], 2);
    let amounts: Vec<(&str, i64)> = report["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["name"].as_str().unwrap(), line["amount_minor"].as_i64().unwrap()))
        .collect();
    assert_eq!(
        amounts,
        [("Setup", 1500), ("Cutting by length", 39_600), ("Piercing", 300), ("Machine time", 833)]
    );
}

#[test]
fn a_nest_is_quoted_with_the_material_of_its_sheets() {
    let folder = tempfile::tempdir().unwrap();
    let plate = file(&folder, "plate.dxf", plate_with_four_holes().as_bytes());
    let sheet = json!({ "sheet_width_mm": 1000, "sheet_height_mm": 500, "quantity": 5, "steps": "4,1" });
    let nest = run("nest", sheet, std::slice::from_ref(&plate)).unwrap();
    let used_mm = nest.report["sheets"][0]["used_mm"].as_f64().unwrap();
    let nested = Input { name: "nest.dxf".to_owned(), path: nest.folder.path().join("nest.dxf") };
    let params = json!({ "web_mm": 4, "formats": "none" });
    let one = run("quote", json!({ "formats": "none" }), &[plate]).unwrap().report["parts"][0].clone();
    let ran = run("quote", params, std::slice::from_ref(&nested)).unwrap();
    let part = &ran.report["parts"][0];
    // Edges of sheets and labels are neither parts nor cut.
    assert_eq!((&part["parts"], &part["holes"], &part["nested_sheets"]), (&json!(5), &json!(20), &json!(1)));
    near(&part["cut_length_mm"], 5.0 * one["cut_length_mm"].as_f64().unwrap(), 1e-6);
    // Kerf of 1 mm and web beside the rightmost part.
    near(&part["used_area_mm2"], 500.0 * (used_mm + 5.0), 1e-6);
    near(&line(&ran.report, "Material")["inputs"]["used_area_mm2"], 500.0 * (used_mm + 5.0), 1e-6);
    assert!(ran.diagnostics.iter().any(|one| one.kind == "nest"), "{:?}", ran.diagnostics);
    let set =
        run("quote", json!({ "nest_density_percent": 50, "formats": "none" }), &[nested]).unwrap().report;
    near(&set["parts"][0]["used_area_mm2"], 2.0 * part["net_area_mm2"].as_f64().unwrap(), 1e-9);
}

#[test]
fn a_material_may_have_numbers_of_its_own() {
    let quote = |params: Value| {
        let mut all = json!({ "formats": "none" });
        all.as_object_mut().unwrap().extend(params.as_object().unwrap().clone());
        quote(all, &[("plate.dxf", plate_with_four_holes())])
    };
    let feed = |ran: &Ran| ran.report["parts"][0]["cuts"][0]["feed_mm_per_min"].as_f64().unwrap();
    let steel = quote(json!({})).unwrap();
    // The speed grows with the number to the power of 1.15.
    let twice = quote(json!({ "machinability": 175.2 })).unwrap();
    assert!((feed(&twice) / feed(&steel) / 2f64.powf(1.15) - 1.0).abs() < 1e-9);
    assert!(twice.diagnostics.iter().any(|one| one.message.contains("175.2")), "{:?}", twice.diagnostics);
    let named = json!({ "material": "unobtainium", "machinability": 87.6, "density_g_per_cm3": 1.0 });
    let custom = quote(named.clone()).unwrap();
    assert!((feed(&custom) / feed(&steel) - 1.0).abs() < 1e-12);
    near(&custom.report["parts"][0]["mass_kg"], 1.47135 / 7.85, 1e-4);
    assert_eq!(custom.report["parts"][0]["material"], "custom material");
    let Err(TaskError::BadInput { advice: Some(advice), .. }) = quote(json!({ "material": "unobtainium" }))
    else {
        panic!("nobody knows that material");
    };
    assert!(advice.contains("machinability"), "{advice}");
    assert_eq!(quote(json!({ "material": "Messing" })).unwrap().report["parts"][0]["material"], "brass");
}

#[test]
fn what_is_set_beside_the_rates_goes_before_them() {
    let params = json!({ "rates": "wjp", "setup_price": 0, "quantity": 2, "formats": "none" });
    let report = quote(params, &[("plate.dxf", plate_with_square_hole())]).unwrap().report;
    assert_eq!(report["total_minor"], 2 * 39_600 + 2 * 300 + 1667);
}

#[test]
fn the_plate_with_four_holes_measures_what_the_reference_says() {
    let params = json!({ "formats": "none", "slow_down": false, "count_rapids": false });
    let report = quote(params, &[("plate.dxf", plate_with_four_holes())]).unwrap().report;
    let part = &report["parts"][0];
    near(&part["cut_length_mm"], 851.327, 1e-6);
    assert_eq!((&part["pierces"], &part["holes"]), (&json!(5), &json!(4)));
    near(&part["mass_kg"], 1.47135, 1e-4);
    near(&part["cuts"][0]["feed_mm_per_min"], 162.242_210_533_584, 1e-9);
    near(&part["cuts"][0]["cutting_s"], 5.2473 * 60.0, 1e-4);
    // Five pierces of 1.6 s.
    near(&report["time_s"], 5.2473 * 60.0 + 8.0, 1e-4);
    assert_eq!(part["units"], Value::Null);
    assert_eq!(report["units"][0]["used"], "millimetres");
}

#[test]
fn corners_and_rapids_add_to_the_time_and_are_said_apart() {
    let report =
        quote(json!({ "formats": "none" }), &[("plate.dxf", plate_with_four_holes())]).unwrap().report;
    let (part, totals) = (&report["parts"][0], &report["totals"]);
    assert!(totals["corner_s"].as_f64().unwrap() > 1.0 && totals["rapid_s"].as_f64().unwrap() > 1.0);
    let parts = ["cutting_s", "corner_s", "piercing_s", "rapid_s"].map(|name| totals[name].as_f64().unwrap());
    near(&report["time_s"], parts.iter().sum(), 1e-12);
    near(&part["unit_time_constant_s"], parts.iter().sum::<f64>() - parts[1], 1e-12);
    near(&totals["average_mm_per_min"], 851.327 / (parts[0] + parts[1]) * 60.0, 1e-6);
}

#[test]
fn every_line_can_be_computed_again_from_the_report_alone() {
    let all = json!({
        "quantity": 60, "material": "stainless 304", "thickness_mm": 8, "quality": 4, "hole_quality": 5,
        "setup_price": 33.335, "price_per_metre": 1.5, "price_per_pierce": 0.25, "scrap_per_kg": 0.4,
        "margin_percent": 17.5, "quantity_breaks": "10=5, 50=12.5", "tax_percent": 19, "formats": "none",
    });
    let sheet = json!({
        "material_pricing": "sheet", "sheet_price": 310, "nest_density_percent": 71, "scrap_per_kg": 0.1,
        "minimum_charge": 5000, "tax_percent": 7.7, "currency": "JPY", "formats": "none",
    });
    for params in [json!({ "formats": "none" }), json!({ "rates": "wjp", "formats": "none" }), all, sheet] {
        let drawings = [("a.dxf", plate_with_four_holes()), ("b.dxf", plate_with_square_hole())];
        let report = quote(params.clone(), &drawings).unwrap().report;
        let mut sum = 0;
        for line in report["lines"].as_array().unwrap() {
            let inputs = line["inputs"].as_object().unwrap();
            let exact = formula::value(line["formula"].as_str().unwrap(), inputs);
            let amount = line["amount_minor"].as_i64().unwrap();
            assert!((exact - amount as f64).abs() <= 0.5 + 1e-6, "{exact} is not {line:#}");
            sum += amount;
        }
        assert_eq!(report["total_minor"].as_i64().unwrap(), sum, "{params}");
        let net = report["net_minor"].as_i64().unwrap();
        assert_eq!(net + report["tax_minor"].as_i64().unwrap(), sum);
        if let Some(least) = params["minimum_charge"].as_i64() {
            assert_eq!(net, least, "yen have no cents");
        }
    }
}

#[test]
fn lines_agree_with_the_parts_that_they_belong_to() {
    let params = json!({ "quantity": 3, "formats": "none", "quantity_breaks": "3=10" });
    let report = quote(params, &[("a.dxf", plate_with_four_holes()), ("b.dxf", plate_with_square_hole())])
        .unwrap()
        .report;
    for part in report["parts"].as_array().unwrap() {
        let lines = report["lines"].as_array().unwrap().iter().filter(|line| line["part"] == part["name"]);
        let sum: i64 = lines.map(|line| line["amount_minor"].as_i64().unwrap()).sum();
        assert_eq!(part["price_minor"], sum);
    }
    near(&line(&report, "Quantity break")["inputs"]["off_percent"], 10.0, 0.0);
}

#[test]
fn qualities_by_layer_go_before_those_of_holes_and_outlines() {
    let drawing = dxf(&[
        rectangle("OUTER", (0.0, 0.0), (100.0, 100.0)),
        rectangle("FINE", (10.0, 10.0), (20.0, 20.0)),
        rectangle("OTHER", (50.0, 50.0), (20.0, 20.0)),
    ]);
    let params =
        json!({ "quality": 2, "hole_quality": 4, "layer_quality": "fine=Q5, NONE=1", "formats": "none" });
    let report = quote(params, &[("plate.dxf", drawing)]).unwrap().report;
    let cuts: Vec<(u64, f64)> = report["parts"][0]["cuts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cut| (cut["quality"].as_u64().unwrap(), cut["length_mm"].as_f64().unwrap().round()))
        .collect();
    assert_eq!(cuts, [(2, 400.0), (4, 80.0), (5, 80.0)]);
    let said = report["diagnostics"].to_string();
    assert!(said.contains("NONE"), "{said}");
}

#[test]
fn logged_jobs_calibrate_the_machine_and_the_error_is_said() {
    // Cutting takes 1.2 times, piercing 2 times the estimate; one run is 3 % off.
    let log = "estimated_s;piercing_s;rest_s;measured_s\n1000;10;5;1225\n200;200;5;645\n500;50;5;725,85\n";
    let drawings = |log: &str| vec![("plate.dxf", plate_with_four_holes()), ("log.csv", log.to_owned())];
    let report = quote(json!({ "formats": "none", "count_rapids": false }), &drawings(log)).unwrap().report;
    let learnt = &report["calibration"];
    near(&learnt["cutting"], 1.2, 0.03);
    near(&learnt["piercing"], 2.0, 0.05);
    assert_eq!(learnt["jobs"], 3);
    let error = learnt["error_percent"].as_f64().unwrap();
    assert!(
        (0.1..3.0).contains(&error) && error < learnt["error_before_percent"].as_f64().unwrap(),
        "{learnt}"
    );
    assert!(learnt["cutting_error"].as_f64().unwrap() > 0.0);
    near(&report["machine"]["calibration"], learnt["cutting"].as_f64().unwrap(), 1e-12);
    near(&report["parts"][0]["pierce_s"], 1.6 * learnt["piercing"].as_f64().unwrap(), 1e-9);
    for (log, said) in [
        ("estimated_s,measured_s\n100,\n", "line 2"),
        ("estimated_s,measured_s\n100,5\n", "interrupted"),
        ("a,b\n1,2\n", "a, b"),
        ("", "empty"),
    ] {
        let refused = quote(json!({ "formats": "none" }), &drawings(log)).unwrap_err().to_string();
        assert!(refused.contains("log.csv") && refused.contains(said), "{refused}");
    }
}

#[test]
fn glass_is_pierced_at_low_pressure_and_said() {
    let params = json!({ "material": "Glas", "formats": "none" });
    let report = quote(params, &[("plate.dxf", plate_with_four_holes())]).unwrap().report;
    assert_eq!(report["parts"][0]["pierce"], "low pressure");
    let said = report["diagnostics"].to_string();
    assert!(said.contains("cracks") && said.contains("taken as glass"), "{said}");
}

#[test]
fn what_cannot_be_quoted_is_refused_with_the_reason() {
    let plate = [("plate.dxf", plate_with_square_hole())];
    for (params, said) in [
        (json!({ "material": "unobtainium" }), "unobtainium"),
        (json!({ "currency": "€" }), "currency"),
        (json!({ "quantity_breaks": "ten" }), "quantity_breaks"),
        (json!({ "layer_quality": "A=9" }), "layer_quality"),
        (json!({ "formats": "docx" }), "docx"),
        (json!({ "quantity": 1_000_000, "price_per_pierce": 1e6, "currency": "KWD" }), "too large"),
        (json!({ "quality": 6 }), "quality"),
        (json!({ "sped": 6 }), "sped"),
    ] {
        let refused = quote(params, &plate).unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
    let open = dxf(&["  0\nLINE\n  8\n0\n 10\n0\n 20\n0\n 11\n50\n 21\n0\n".to_owned()]);
    let refused = quote(json!({}), &[("line.dxf", open)]).unwrap_err().to_string();
    assert!(refused.contains("line.dxf") && refused.contains("no closed outline"), "{refused}");
    let refused = quote(json!({}), &[("log.csv", "estimated_s,measured_s\n1,1\n".to_owned())]).unwrap_err();
    assert!(refused.to_string().contains("no drawing"), "{refused}");
}

#[test]
fn the_worked_example_of_the_page_is_right() {
    let page = include_str!("../../../../docs/tasks/quote.md");
    let report =
        quote(json!({ "quantity": 10, "formats": "none" }), &[("plate.dxf", plate_with_four_holes())])
            .unwrap()
            .report;
    for line in report["lines"].as_array().unwrap() {
        let amount = line["amount_minor"].as_i64().unwrap() as f64 / 100.0;
        let row = format!("| {} | {amount:.2} |", line["name"].as_str().unwrap());
        assert!(page.contains(&row), "the page lacks {row}");
    }
    let total = format!("| Total | {:.2} |", report["total_minor"].as_i64().unwrap() as f64 / 100.0);
    assert!(page.contains(&total), "the page lacks {total}");
    let time = format!("{:.1} s", report["time_s"].as_f64().unwrap());
    assert!(page.contains(&time), "the page lacks {time}");
}

/// A folder with these files, and the inputs that they are.
fn inputs(files: &[(&str, &[u8])]) -> (TempDir, Vec<Input>) {
    let folder = tempfile::tempdir().unwrap();
    let inputs = files.iter().map(|(name, bytes)| file(&folder, name, bytes)).collect();
    (folder, inputs)
}
