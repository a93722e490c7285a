//! `nest` through its front door.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../support/mod.rs"]
mod support;

use penstock_drawing::{Diagnostics, Drawing, dxf};
use penstock_tasks::Input;
use penstock_toolpath::parts;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use support::{Ran, run};
use tempfile::TempDir;

/// A bracket of 120 × 80 with a rounded corner and two holes, a ring, and a small disc that fits into it.
const BRACKET: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="120mm" height="80mm" viewBox="0 0 120 80">
<path fill="none" stroke="#000" d="M0 0 H120 V30 H60 A30 30 0 0 0 30 60 V80 H0 Z"/>
<circle fill="none" stroke="#000" cx="15" cy="15" r="6"/><circle fill="none" stroke="#000" cx="100" cy="15" r="6"/></svg>"##;
const RING: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="160mm" height="160mm" viewBox="0 0 160 160">
<circle fill="none" stroke="#000" cx="80" cy="80" r="80"/><circle fill="none" stroke="#000" cx="80" cy="80" r="60"/></svg>"##;
const DISC: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="100mm" viewBox="0 0 100 100">
<circle fill="none" stroke="#000" cx="50" cy="50" r="50"/></svg>"##;

struct Files {
    folder: TempDir,
    inputs: Vec<Input>,
}

impl Files {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut made = Self { folder, inputs: Vec::new() };
        files.iter().for_each(|(name, text)| made.add(name, text));
        made
    }

    fn add(&mut self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        self.inputs.push(Input { name: name.to_owned(), path });
    }
}

fn read(path: &Path) -> Drawing {
    let options = dxf::ReadOptions::default();
    let read = dxf::read(&fs::read(path).unwrap(), &options, &mut Diagnostics::default(), &mut |_, _| true);
    read.unwrap().drawing
}

fn placements(ran: &Ran) -> Vec<Value> {
    let sheets = ran.report["sheets"].as_array().unwrap();
    sheets.iter().flat_map(|sheet| sheet["placements"].as_array().unwrap().clone()).collect()
}

#[test]
fn the_worked_example_of_the_page_is_true() {
    let files = Files::new(&[("bracket.svg", BRACKET)]);
    let params = json!({ "sheet_width_mm": 1000, "sheet_height_mm": 500, "margin_mm": 10, "gap_mm": 4, "quantity": 12, "steps": "12,4" });
    let ran = run("nest", params, &files.inputs).unwrap();
    let page = include_str!("../../../../docs/tasks/nest.md");
    let told = |name: &str| {
        let line = page.lines().find(|line| line.starts_with(&format!("| `{name}` |"))).unwrap();
        line.split('|').nth(2).unwrap().trim().parse::<f64>().unwrap()
    };
    let (density, used) =
        (ran.report["density"].as_f64().unwrap(), ran.report["sheets"][0]["used_mm"].as_f64().unwrap());
    assert!((density - told("density")).abs() < 0.0005, "{density}, used {used}");
    assert!((used - told("sheets[0].used_mm")).abs() < 0.05, "{used}");
    assert_eq!(ran.report["placed"], told("placed"));
    // What the report says of itself: area over height times length.
    let area = ran.report["area_mm2"].as_f64().unwrap();
    assert!((density - area / (500.0 * used)).abs() < 1e-9);
    assert_eq!(ran.report["checked"], true);
}

#[test]
fn the_dxf_has_true_arcs_on_its_layers_and_every_part() {
    let files = Files::new(&[("bracket.svg", BRACKET), ("ring.svg", RING)]);
    let params = json!({ "sheet_width_mm": 1200, "sheet_height_mm": 400, "quantity": "bracket.svg,3\nring.svg,2", "steps": "4,1" });
    let ran = run("nest", params, &files.inputs).unwrap();
    for name in ["nest.dxf", "nest.svg", "remnant.dxf", "after.preview"] {
        assert!(ran.files.iter().any(|file| file == name), "{name}: {:?}", ran.files);
    }
    let drawing = read(&ran.folder.path().join("nest.dxf"));
    let mut layers: Vec<&str> = drawing.layers.iter().map(|layer| layer.name.as_str()).collect();
    layers.sort_unstable();
    assert_eq!(layers, ["HOLES", "LABELS", "OUTLINES", "SHEET"]);
    let mut cut = drawing.clone();
    cut.layers.retain(|layer| matches!(layer.name.as_str(), "OUTLINES" | "HOLES"));
    let found = parts::find(&cut, &parts::Options::default(), &mut |_| true).unwrap();
    assert_eq!(found.parts.len(), 5);
    // Areas are those of circles and arcs, to the last digits that a file keeps.
    let area: f64 = found.parts.iter().map(parts::Part::net_area_mm2).sum();
    let ring = std::f64::consts::PI * (80.0 * 80.0 - 60.0 * 60.0);
    let corner = (1.0 - std::f64::consts::FRAC_PI_4) * 30.0 * 30.0;
    let bracket = 120.0 * 30.0 + 30.0 * 50.0 + corner - 2.0 * std::f64::consts::PI * 36.0;
    assert!((area - 3.0 * bracket - 2.0 * ring).abs() < 0.1, "{area}, not {}", 3.0 * bracket + 2.0 * ring);
    assert!((ran.report["area_mm2"].as_f64().unwrap() - area).abs() < 0.1);
}

#[test]
fn a_disc_goes_into_the_hole_of_a_ring() {
    let files = Files::new(&[("ring.svg", RING), ("disc.svg", DISC)]);
    // No room beside each other.
    let params = json!({ "sheet_width_mm": 200, "sheet_height_mm": 200, "sheet_stock": 1, "steps": "4,1" });
    let ran = run("nest", params, &files.inputs).unwrap();
    assert_eq!(ran.report["placed"], 2, "{:?}", ran.report["unplaced"]);
}

#[test]
fn two_sheet_sizes_are_used_up_and_what_is_left_is_named() {
    let files = Files::new(&[("disc.svg", DISC)]);
    let params = json!({
        "sheet_width_mm": 250, "sheet_height_mm": 130, "sheet_stock": 1, "more_sheets": "130x130*2@0.001",
        "quantity": 6, "steps": "4,1",
    });
    let ran = run("nest", params, &files.inputs).unwrap();
    let widths: Vec<f64> =
        ran.report["sheets"].as_array().unwrap().iter().map(|s| s["width_mm"].as_f64().unwrap()).collect();
    assert_eq!(widths, [130.0, 130.0, 250.0]);
    assert_eq!(
        ran.report["unplaced"],
        json!([{ "part": "disc", "copies": 2, "reason": "all sheets are used up" }])
    );
    assert!(ran.files.contains(&"sheet-3.dxf".to_owned()), "{:?}", ran.files);
}

#[test]
fn the_remnant_of_one_nest_is_the_sheet_of_the_next() {
    let mut files = Files::new(&[("disc.svg", DISC)]);
    let params = json!({ "sheet_width_mm": 500, "sheet_height_mm": 130, "quantity": 1, "steps": "2,1" });
    let ran = run("nest", params, &files.inputs).unwrap();
    let remnant = fs::read_to_string(ran.folder.path().join("remnant.dxf")).unwrap();
    files.add("left.dxf", &remnant);
    let params = json!({ "remnants": "left.dxf", "sheet_stock": 0, "quantity": 3, "steps": "2,1" });
    let ran = run("nest", params, &files.inputs).unwrap();
    assert_eq!(ran.report["placed"], 3, "{}", ran.report);
    assert_eq!(ran.report["sheets"][0]["kind"], "left");
    assert!((ran.report["sheets"][0]["width_mm"].as_f64().unwrap() - (500.0 - 110.0 - 3.0)).abs() < 1e-3);
}

#[test]
fn the_same_seed_and_steps_give_the_same_bytes() {
    let files = Files::new(&[("bracket.svg", BRACKET), ("disc.svg", DISC)]);
    let nest = |seed: u64| {
        let params = json!({ "sheet_width_mm": 900, "sheet_height_mm": 300, "quantity": 3, "steps": "6,2", "seed": seed });
        let ran = run("nest", params, &files.inputs).unwrap();
        (placements(&ran), fs::read(ran.folder.path().join("nest.dxf")).unwrap())
    };
    assert_eq!(nest(4), nest(4));
    assert_ne!(nest(4).0, nest(5).0);
}

#[test]
fn a_timed_nest_comes_out_again_from_its_steps() {
    let files = Files::new(&[("bracket.svg", BRACKET), ("disc.svg", DISC)]);
    let sheet = json!({ "sheet_width_mm": 900, "sheet_height_mm": 300, "quantity": 3 });
    let nest = |more: Value| {
        let mut params = sheet.clone();
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        run("nest", params, &files.inputs).unwrap()
    };
    // Time enough for the first placing on a loaded machine: what is cut off there does not come out again.
    let timed = nest(json!({ "time_limit_s": 3 }));
    assert_eq!(timed.report["placed"], 6);
    let steps = &timed.report["steps"];
    let again = nest(json!({ "steps": format!("{},{}", steps["explored"], steps["compressed"]) }));
    assert_eq!(again.report["steps"], *steps);
    assert_eq!(placements(&again), placements(&timed));
}

#[test]
fn the_time_limit_holds_for_the_first_placing_too() {
    let files = Files::new(&[("bracket.svg", BRACKET), ("disc.svg", DISC)]);
    let params = json!({ "quantity": 10_000, "rotations": "any", "time_limit_s": 0.3, "labels": false });
    let started = std::time::Instant::now();
    let ran = run("nest", params, &files.inputs).unwrap();
    // Checking and writing what was placed takes its time; placing all of it would take minutes.
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
    let placed = ran.report["placed"].as_u64().unwrap();
    assert!(placed < 20_000);
    let unplaced = ran.report["unplaced"].as_array().unwrap();
    let left: u64 = unplaced.iter().map(|left| left["copies"].as_u64().unwrap()).sum();
    assert_eq!(placed + left, 20_000);
    for left in unplaced {
        assert!(left["reason"].as_str().unwrap().contains("time limit"), "{left}");
    }
    assert_eq!(ran.report["checked"], true);
}

#[test]
fn room_for_leads_is_kept_or_missed_aloud() {
    let files = Files::new(&[("disc.svg", DISC)]);
    let nest = |more: Value| {
        let mut params =
            json!({ "sheet_width_mm": 500, "sheet_height_mm": 250, "quantity": 2, "steps": "1,1" });
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        run("nest", params, &files.inputs).unwrap()
    };
    let said = |ran: &Ran, kind: &str| ran.diagnostics.iter().any(|one| one.kind == kind);
    let tight = nest(json!({ "gap_mm": 1.5 }));
    assert!(said(&tight, "no-room-for-leads"), "{:?}", tight.diagnostics);
    assert_eq!(tight.report["lead_room_mm"], json!(0.5));
    let roomy = nest(json!({ "gap_mm": 1.5, "lead_in_mm": 4 }));
    assert!(said(&roomy, "room-for-leads") && !said(&roomy, "no-room-for-leads"));
    assert_eq!(roomy.report["lead_room_mm"], json!(4.0));
}

#[test]
fn an_outline_is_a_remnant_and_the_sheet_of_the_next_nest() {
    let mut files = Files::new(&[("disc.svg", DISC)]);
    let sheet = json!({ "sheet_width_mm": 600, "sheet_height_mm": 260, "quantity": 3, "steps": "2,1" });
    let with = |shape: &str| {
        let mut params = sheet.clone();
        params["remnant_shape"] = json!(shape);
        run("nest", params, &files.inputs).unwrap()
    };
    let area = |ran: &Ran| ran.report["remnant"]["area_mm2"].as_f64().unwrap();
    let (rectangle, outline) = (with("rectangle"), with("outline"));
    // Two discs above each other and one beside: room below or above that one.
    assert!(area(&outline) > area(&rectangle) + 1000.0, "{} {}", area(&outline), area(&rectangle));
    files.add("left.dxf", &fs::read_to_string(outline.folder.path().join("remnant.dxf")).unwrap());
    let params = json!({ "remnants": "left.dxf", "sheet_stock": 0, "quantity": 2, "steps": "1,1" });
    let ran = run("nest", params, &files.inputs).unwrap();
    assert_eq!((&ran.report["placed"], &ran.report["sheets"][0]["kind"]), (&json!(2), &json!("left")));
}

#[test]
fn what_cannot_be_nested_is_said_with_the_parameter_or_the_file() {
    let files = Files::new(&[("disc.svg", DISC)]);
    for (params, said) in [
        (json!({ "rotations": "sideways" }), "rotations"),
        (json!({ "quantity": "other.dxf,3\nmore.dxf,2" }), "other.dxf"),
        (json!({ "more_sheets": "large" }), "more_sheets"),
        (json!({ "steps": "many" }), "steps"),
        (json!({ "remnants": "away.dxf" }), "away.dxf"),
    ] {
        let error = run("nest", params, &files.inputs).unwrap_err().to_string();
        assert!(error.contains(said), "{said}: {error}");
    }
    let tiny = json!({ "sheet_width_mm": 60, "sheet_height_mm": 60, "steps": "1,1" });
    let ran = run("nest", tiny, &files.inputs).unwrap();
    assert_eq!((ran.report["placed"].as_u64(), ran.report["density"].as_f64()), (Some(0), Some(0.0)));
    assert_eq!(
        ran.report["unplaced"][0]["reason"],
        "larger than any sheet within its margin, however it may be turned"
    );
    // The picture is the sheet that stayed empty, and nothing has no sign.
    assert_eq!(ran.report["mass_kg"].to_string(), "0.0");
    let sheet = read(&ran.folder.path().join("nest.dxf"));
    assert_eq!((sheet.page.width_mm, sheet.page.height_mm), (60.0, 60.0));
}
