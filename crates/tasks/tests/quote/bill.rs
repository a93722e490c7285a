//! Bills of parts: recognised, checked row by row, quoted as a whole.

use super::drawn::{plate_with_four_holes, plate_with_square_hole};
use super::{inputs, near};
use crate::support::{Ran, run};
use penstock_tasks::TaskError;
use serde_json::{Value, json};

fn analyze(params: Value, list: &[u8]) -> Result<Ran, TaskError> {
    let (plate, square) = (plate_with_four_holes(), plate_with_square_hole());
    let files = [("bill.csv", list), ("Plate.DXF", plate.as_bytes()), ("square.dxf", square.as_bytes())];
    let (_folder, inputs) = inputs(&files);
    run("analyze-csv", params, &inputs)
}

fn plain() -> Value {
    json!({ "formats": "none" })
}

/// Line, kind and severity of each finding.
fn findings(report: &Value) -> Vec<(u64, String, String)> {
    let one = |finding: &Value| {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        (finding["line"].as_u64().unwrap(), text("kind"), text("severity"))
    };
    report["findings"].as_array().unwrap().iter().map(one).collect()
}

fn found(line: u64, kind: &str, severity: &str) -> (u64, String, String) {
    (line, kind.to_owned(), severity.to_owned())
}

#[test]
fn a_german_list_is_understood_and_quoted_as_a_whole() {
    let list = "Datei;Teilenummer;Stückzahl;Werkstoff;Stärke (mm);Qualität;Liefertermin;Kunde;Farbe\r\nzeichnungen\\plate.dxf;P-1;10;Edelstahl;6,5;Q4;30.11.2026;Müller;rot\r\nsquare;P-2;2 Stk;Baustahl;10;3;2026-12-01;Müller;\r\n";
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(list);
    let report = analyze(plain(), &latin).unwrap().report;
    assert_eq!(report["format"], json!({ "encoding": "windows-1252", "separator": ";", "decimal": "comma" }));
    let taken: Vec<&Value> =
        report["headings"].as_array().unwrap().iter().map(|heading| &heading["taken_as"]).collect();
    assert_eq!(
        taken,
        ["file", "part", "quantity", "material", "thickness", "quality", "due", "customer"]
            .map(|word| json!(word))
            .iter()
            .chain([&Value::Null])
            .collect::<Vec<_>>()
    );
    assert_eq!((&report["complete"], &report["quoted_rows"]), (&json!(true), &json!(2)));
    let parts = report["parts"].as_array().unwrap();
    assert_eq!(parts[0]["name"], "P-1");
    assert_eq!(parts[0]["material"], "stainless 304");
    assert_eq!(
        (&parts[0]["quantity"], &parts[0]["quality"], &parts[0]["due"]),
        (&json!(10), &json!(4), &json!("2026-11-30"))
    );
    near(&parts[0]["thickness_mm"], 6.5, 0.0);
    near(&parts[0]["mass_kg"], 18_743.363 * 6.5 * 8.0 / 1e6, 1e-6);
    let sum: i64 =
        report["lines"].as_array().unwrap().iter().map(|line| line["amount_minor"].as_i64().unwrap()).sum();
    assert_eq!(report["total_minor"].as_i64().unwrap(), sum);
    assert_eq!(report["stock"].as_array().unwrap().len(), 2);
    assert_eq!(report["stock"][0]["sheets_at_least"], 1);
}

#[test]
fn every_fault_is_named_with_its_line_and_the_rest_is_quoted() {
    let list = "file,part,qty,material,thickness,quality,due\n\
        plate.dxf,A,5,mild steel,6mm,3,2026-11-30\n\
        plate.dxf,B,2.5,mild steel,6,3,\n\
        \n\
        plate.dxf,C,5,unobtainium,6,3,\n\
        plate.dxf,D,5,mild steel,1/4,3,\n\
        plate.dxf,A,5,mild steel,8,3,\n\
        plate.dxf,A,1,mild steel,6,3,\n\
        gone.dxf,E,5,mild steel,6,3,\n\
        plate.dxf,F,0,mild steel,six,9,soon\n\
        plate.dxf,G,1,mild steel,6,3,03/04/2026\n\
        plate.dxf,H,1,mild steel,7,3,,too,many\n\
        ,I,1,mild steel,6,3,\n";
    let params = json!({ "formats": "none", "stock_mm": "6, 1/4 in" });
    let report = analyze(params, list.as_bytes()).unwrap().report;
    assert_eq!(
        findings(&report),
        [
            found(2, "unit", "note"),
            found(3, "quantity", "error"),
            found(5, "material", "error"),
            found(6, "unit", "warning"),
            found(7, "stock", "warning"),
            found(7, "conflict", "error"),
            found(8, "repeated", "warning"),
            found(9, "missing-file", "error"),
            found(10, "quantity", "error"),
            found(10, "thickness", "error"),
            found(10, "quality", "error"),
            found(10, "date", "warning"),
            found(11, "date", "warning"),
            found(12, "cells", "error"),
            found(12, "stock", "warning"),
            found(13, "no-file", "error"),
        ]
    );
    assert_eq!(report["left_out_lines"], json!([3, 5, 7, 9, 10, 12, 13]));
    assert_eq!(report["quoted_lines"], json!([2, 6, 8, 11]));
    assert_eq!(report["findings"][0]["message"], "the thickness \"6mm\" is read as 6.000 mm");
    let left_out = report["left_out"].as_array().unwrap();
    assert_eq!(left_out.len(), 7);
    assert_eq!(
        left_out[4],
        json!({"line": 10, "part": "F", "file": "plate.dxf", "quantity": "0", "material": "mild steel", "thickness": "six"})
    );
    assert_eq!((&left_out[6]["file"], &left_out[6]["part"]), (&Value::Null, &json!("I")));
    assert_eq!(report["missing_files"], json!(["gone.dxf"]));
    assert_eq!(report["unused_files"], json!(["square.dxf"]));
    assert_eq!((&report["complete"], &report["quoted_rows"]), (&json!(false), &json!(4)));
    let names: Vec<&str> =
        report["parts"].as_array().unwrap().iter().map(|part| part["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["A", "D", "A (line 8)", "G"]);
    let column = report["findings"][1]["column"].as_str();
    assert_eq!(column, Some("qty"));
    assert!(report["diagnostics"].to_string().contains("bill.csv, line 9: gone.dxf is not among the files"));
}

#[test]
fn what_a_list_leaves_out_comes_from_the_parameters() {
    let params =
        json!({ "formats": "none", "material": "copper", "thickness_mm": 3, "quality": 5, "quantity": 7 });
    let report = analyze(params, b"dxf\nplate.dxf\n").unwrap().report;
    let part = &report["parts"][0];
    assert_eq!(
        (&part["material"], &part["quality"], &part["quantity"]),
        (&json!("copper"), &json!(5), &json!(7))
    );
    assert_eq!(part["name"], "plate");
}

#[test]
fn a_list_whose_drawings_are_all_missing_is_checked_and_has_no_price() {
    let (_folder, inputs) = inputs(&[("bill.csv", b"file,qty\na.dxf,1\nb.dxf,2\n")]);
    let report = run("analyze-csv", plain(), &inputs).unwrap().report;
    assert_eq!(report["missing_files"], json!(["a.dxf", "b.dxf"]));
    assert_eq!(report["complete"], false);
    assert!(report.get("total_minor").is_none());
}

#[test]
fn a_damaged_drawing_is_a_fault_of_its_row() {
    let square = plate_with_square_hole();
    let list: &[u8] = b"file,qty\nbroken.dxf,1\nsquare.dxf,2\n";
    let (_folder, inputs) =
        inputs(&[("bill.csv", list), ("broken.dxf", b"no drawing"), ("square.dxf", square.as_bytes())]);
    let report = run("analyze-csv", plain(), &inputs).unwrap().report;
    assert_eq!(findings(&report), [found(2, "unreadable-file", "error")]);
    assert_eq!(report["quoted_rows"], 1);
}

#[test]
fn a_malformed_list_is_an_error() {
    for (list, said) in [
        (b"".as_slice(), "empty"),
        (b"file,qty\n", "no row"),
        (b"file,qty\n\"plate.dxf,1\n", "line 2"),
        (b"colour,size\nred,1\n", "colour, size"),
        (b"\x00\x01\x02\x03", "no text"),
    ] {
        let refused = analyze(plain(), list).unwrap_err().to_string();
        assert!(refused.contains("bill.csv") && refused.contains(said), "{refused}");
    }
}

#[test]
fn hostile_cells_run_nowhere() {
    let list = b"file,part,qty,customer,due\nplate.dxf,\"=cmd|' /C calc'!A0\",1,@SUM(1),+1\n";
    let ran = analyze(json!({ "formats": "csv, html" }), list).unwrap();
    let text = |name: &str| std::fs::read_to_string(ran.folder.path().join(name)).unwrap();
    assert!(text("quote.csv").contains("'=cmd|") && !text("quote.csv").contains(",=cmd"));
    let html = text("quote.html");
    assert!(!html.contains(">=cmd") && !html.contains(">@SUM") && !html.contains(">+1<"));
}

#[test]
fn the_worked_example_of_the_page_is_right() {
    let page = include_str!("../../../../docs/tasks/analyze-csv.md");
    let list = page.split("```csv\n").nth(1).unwrap().split("```").next().unwrap();
    let report = analyze(plain(), list.as_bytes()).unwrap().report;
    for finding in report["findings"].as_array().unwrap() {
        let row = format!("| {} | {} |", finding["line"], finding["message"].as_str().unwrap());
        assert!(page.contains(&row), "the page lacks {row}");
    }
    for part in report["parts"].as_array().unwrap() {
        let price = part["price_minor"].as_i64().unwrap() as f64 / 100.0;
        let row = format!("| {} | {} | {price:.2} |", part["name"].as_str().unwrap(), part["quantity"]);
        assert!(page.contains(&row), "the page lacks {row}");
    }
    let total = format!("**{:.2} EUR**", report["total_minor"].as_i64().unwrap() as f64 / 100.0);
    assert!(page.contains(&total), "the page lacks {total}");
}
