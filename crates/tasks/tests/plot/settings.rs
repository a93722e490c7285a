//! Settings of the plot task, one by one, through the front door.

use super::fills::plotted;
use super::support::run;
use penstock_tasks::Input;
use serde_json::{Value, json};

/// Two overlapping shapes in two colours and widths, each in a group, the upper one filled white.
const SHAPES: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="60mm" viewBox="0 0 100 60">
    <g><rect x="10" y="10" width="30" height="30" fill="none" stroke="#ff0000" stroke-width="0.3"/>
       <path d="M5,50H95" fill="none" stroke="#0000ff" stroke-width="0.3"/></g>
    <g><rect x="25" y="20" width="30" height="30" fill="white" stroke="#0000ff" stroke-width="0.8"/></g></svg>"##;

fn number(report: &Value, name: &str) -> f64 {
    report[name].as_f64().unwrap_or_else(|| panic!("{name} in {report}"))
}

fn near(value: f64, expected: f64) {
    assert!((value - expected).abs() <= 1e-3 * expected.abs().max(1.0), "{value} is not {expected}");
}

fn names(report: &Value, list: &str, field: &str) -> Vec<String> {
    let list = report[list].as_array().unwrap();
    list.iter().map(|entry| entry[field].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn hidden_lines_go_and_the_hiding_shape_keeps_its_own() {
    let (whole, _, _) = plotted(SHAPES, json!({}));
    near(number(&whole, "draw_mm"), 120.0 + 90.0 + 120.0);
    let (report, _, _) = plotted(SHAPES, json!({"hidden_lines": true}));
    // Of the red square 15 and 20 mm lie under the white one, of the line the 30 mm along its edge do not.
    near(number(&report, "draw_mm"), 120.0 - 35.0 + 90.0 + 120.0);
    assert_eq!(report["steps"][0]["name"], "hidden_lines");
    near(number(&report["steps"][0], "draw_mm_before"), 330.0);
    near(number(&report["steps"][0], "draw_mm_after"), 295.0);
}

#[test]
fn a_drawing_is_laid_out_turned_and_cropped() {
    let params = json!({"paper": "a4", "orientation": "portrait", "fit": "fit", "margin_mm": 10});
    let (report, drawing, _) = plotted(SHAPES, params);
    assert_eq!((number(&report, "width_mm"), number(&report, "height_mm")), (210.0, 297.0));
    let bounds = drawing.bounds().unwrap();
    near(bounds.x0, 10.0);
    near(bounds.x1, 200.0);
    let (report, _, _) = plotted(SHAPES, json!({"rotate_deg": 90}));
    assert_eq!((number(&report, "width_mm"), number(&report, "height_mm")), (60.0, 100.0));
    let crop = json!({"crop": "rectangle", "crop_x_mm": 0, "crop_y_mm": 0, "crop_width_mm": 100, "crop_height_mm": 15});
    let (report, _, _) = plotted(SHAPES, crop);
    near(number(&report, "draw_mm"), 30.0 + 5.0 + 5.0);
    let circle =
        json!({"crop": "circle", "crop_x_mm": 50, "crop_y_mm": 50, "crop_width_mm": 20, "join": false});
    let (report, drawing, _) = plotted(SHAPES, circle);
    assert!(drawing.bounds().unwrap().x1 <= 60.001);
    assert!(names(&report, "steps", "name").contains(&"crop".to_owned()));
}

#[test]
fn pens_are_made_by_colour_and_numbered_by_a_map() {
    let (report, _, _) = plotted(SHAPES, json!({"pens_by": "width"}));
    assert_eq!(names(&report, "layers", "name"), ["0.3 mm", "0.8 mm"]);
    let params = json!({"pens_by": "colour", "pen_map": "#0000ff=1, #ff0000=3, green=9", "pause_between_layers": true});
    let (report, _, folder) = plotted(
        SHAPES,
        json!({"formats": "svg,json,hpgl", "machine": "hp7475a", "paper": "a4", "fit": "fit", "margin_mm": 30, "pens_by": "colour", "pen_map": params["pen_map"], "pause_between_layers": true}),
    );
    let pens: Vec<_> = report["layers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|layer| (layer["name"].clone(), layer["pen"].clone()))
        .collect();
    assert_eq!(pens, [(json!("#0000ff"), json!(1)), (json!("#ff0000"), json!(3))]);
    assert!(names(&report, "diagnostics", "kind").contains(&"pen-map".to_owned()));
    assert!(number(&report["time"], "pen_changes_s") > 0.0);
    let hpgl = std::fs::read_to_string(folder.path().join("plot.hpgl")).unwrap();
    assert!(hpgl.contains("SP1;") && hpgl.contains("SP3;"));
}

#[test]
fn time_is_the_sum_of_its_parts_before_and_after() {
    let (report, _, _) = plotted(SHAPES, json!({}));
    for (total, parts) in [("time_s", "time"), ("time_before_s", "time_before")] {
        let sum: f64 = ["draw_s", "lifts_s", "travel_s", "pen_changes_s", "pauses_s"]
            .iter()
            .map(|part| number(&report[parts], part))
            .sum();
        near(sum, number(&report[parts], "total_s"));
        near(sum, number(&report, total));
    }
}

#[test]
fn strokes_are_repeated_taken_apart_and_left_out() {
    let plain = json!({"order": "keep", "join": false, "remove_duplicates": false});
    let with = |extra: Value| {
        let mut params = plain.clone();
        params.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        plotted(SHAPES, params).0
    };
    near(number(&with(json!({"passes": 3})), "draw_mm"), 3.0 * 330.0);
    assert_eq!(with(json!({"passes": 3}))["paths"], 3);
    assert_eq!(with(json!({"split": "all"}))["paths"], 4 + 1 + 4);
    assert_eq!(with(json!({"split": "length", "split_length_mm": 50}))["paths"], 3 + 2 + 3);
    assert_eq!(with(json!({"filter_shorter_mm": 100}))["paths"], 2);
    let seams = |seed: u32| plotted(SHAPES, json!({"random_seam": true, "seed": seed})).1;
    assert_eq!(seams(1), seams(1));
    assert_ne!(seams(1), seams(2));
}

#[test]
fn every_rule_of_order_keeps_the_lines() {
    for rule in ["none", "group", "inner-first"] {
        let (report, _, _) = plotted(SHAPES, json!({"order_rule": rule}));
        near(number(&report, "draw_mm"), 330.0);
        assert_eq!(names(&report, "layers", "name"), ["#ff0000", "#0000ff"], "{rule}");
    }
}

#[test]
fn every_format_is_written_and_what_does_not_fit_is_refused_with_the_reason() {
    let all = "svg,hpgl,dmpl,gcode,pdf,png,json,csv";
    let (_, _, folder) = plotted(SHAPES, json!({"formats": all}));
    for format in all.split(',') {
        let bytes = std::fs::read(folder.path().join(format!("plot.{format}"))).unwrap();
        assert!(bytes.len() > 20, "{format}");
    }
    let csv = std::fs::read_to_string(folder.path().join("plot.csv")).unwrap();
    assert_eq!(csv.lines().count(), 1 + 3);

    let source = tempfile::tempdir().unwrap();
    let path = source.path().join("in.svg");
    std::fs::write(&path, SHAPES).unwrap();
    let refused = |params: Value| {
        run("plot", params, &[Input { name: "in.svg".to_owned(), path: path.clone() }])
            .unwrap_err()
            .to_string()
    };
    let large = refused(json!({"formats": "hpgl", "machine": "hp7475a", "paper": "a1"}));
    assert!(large.starts_with("plot.hpgl cannot be written: "), "{large}");
    assert!(refused(json!({"formats": "dxf"})).contains("formats: \"dxf\" is not one of"));
    assert!(refused(json!({"pen_map": "red"})).contains("pen_map: \"red\" is not a name and a pen"));
}

#[test]
fn a_page_of_its_own_size_lies_on_the_smallest_sheet_that_holds_it() {
    let square = r##"<svg xmlns="http://www.w3.org/2000/svg" width="150mm" height="120mm" viewBox="0 0 150 120"><path d="M50 50h50v50h-50z" fill="none" stroke="#000"/></svg>"##;
    let (report, _, folder) = plotted(square, json!({"formats": "svg,hpgl", "machine": "hp7475a"}));
    let hpgl = std::fs::read_to_string(folder.path().join("plot.hpgl")).unwrap();
    // Pen down at 50, 50 mm of an A4 sheet: the golden line's first place.
    assert!(hpgl.contains("PS4;") && hpgl.contains("PU1608,6270;"), "{hpgl}");
    let kinds: Vec<_> =
        report["diagnostics"].as_array().unwrap().iter().map(|found| &found["kind"]).collect();
    assert_eq!(kinds, ["placed-on-sheet"]);
}

#[test]
fn a_recipe_does_what_its_settings_do() {
    let (one, _, _) = plotted(SHAPES, json!({"recipe": "postcard"}));
    let (other, _, _) = plotted(SHAPES, json!({"paper": "a6", "fit": "fit", "margin_mm": 5}));
    assert_eq!(one, other);
    assert_eq!(number(&one, "width_mm"), 148.0);
}

#[test]
fn what_was_read_another_way_is_counted() {
    let dashed = r#"<svg xmlns="http://www.w3.org/2000/svg" width="50mm" height="50mm" viewBox="0 0 50 50">
        <image width="5" height="5" href="photo.png"/><path d="M0,5H50" stroke="black"/></svg>"#;
    let (report, _, _) = plotted(dashed, json!({}));
    let import = &report["import"][0];
    assert!(import["count"].as_u64().unwrap() >= 1 && import["example"].is_string(), "{report}");
    assert!(names(&report, "diagnostics", "kind").contains(&import["kind"].as_str().unwrap().to_owned()));
}
