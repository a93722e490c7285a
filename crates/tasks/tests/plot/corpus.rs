//! Real drawings from elsewhere, where they are at hand.

use super::support::run;
use penstock_drawing::gcode::{Profile, read};
use penstock_drawing::{Drawing, Page};
use penstock_tasks::Input;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

#[expect(clippy::print_stdout, reason = "what is not checked is said")]
fn drawings(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus").join(folder);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("{} is not here: nothing is checked", folder.display());
        return Vec::new();
    };
    let files = entries.map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|it| it == "svg")).collect()
}

fn plot(path: &Path, params: Value) -> super::support::Ran {
    let input =
        Input { name: path.file_name().unwrap().to_string_lossy().into_owned(), path: path.to_owned() };
    run("plot", params, &[input]).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_drawing_is_plotted_with_no_more_travel_than_it_has() {
    for path in drawings("svg").into_iter().chain(drawings("svg-gcode")) {
        let ran = plot(&path, json!({"formats": "svg,gcode,hpgl,json", "gcode_profile": "bare"}));
        let number = |name: &str| ran.report[name].as_f64().unwrap();
        assert!(number("travel_mm") <= number("travel_before_mm"), "{}", path.display());
        assert_eq!(ran.files.len(), 6);
    }
}

#[test]
fn every_drawing_is_filled_and_cleared_of_hidden_lines() {
    // The three largest are lines only, and take long without optimisation.
    let small = |path: &PathBuf| std::fs::metadata(path).unwrap().len() < 400_000;
    for path in drawings("svg").into_iter().chain(drawings("svg-gcode")).filter(small) {
        for fill in ["hatch", "concentric"] {
            plot(
                &path,
                json!({"fill": fill, "pen_width_mm": 0.5, "hidden_lines": true, "wide_strokes": "area"}),
            );
        }
    }
}

/// Our G-code draws what the other program's does, in whatever order.
#[test]
fn the_expected_gcode_is_met_by_the_whole_task() {
    let profile = Profile::named("bare").unwrap();
    let mut count = 0;
    for path in drawings("svg-gcode").into_iter().filter(|path| path.with_extension("gcode").is_file()) {
        // The other program draws every line, also where nothing says how.
        let params = json!({"formats": "gcode", "gcode_profile": "bare", "draw_invisible": true});
        let ran = plot(&path, params);
        let number = |name: &str| ran.report[name].as_f64().unwrap();
        let page = Page { width_mm: number("width_mm"), height_mm: number("height_mm") };
        let drawing = |bytes: Vec<u8>| read(&bytes, &profile, page).unwrap();
        let ours = drawing(std::fs::read(ran.folder.path().join("plot.gcode")).unwrap());
        let theirs = drawing(std::fs::read(path.with_extension("gcode")).unwrap());
        for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
            let away_mm = furthest(one, other);
            assert!(away_mm < 0.03, "{}: {away_mm} mm apart", path.display());
        }
        count += 1;
    }
    assert!(count == 0 || count > 5, "{count} pairs");
}

/// How far any point of one drawing is from the lines of the other.
fn furthest(one: &Drawing, other: &Drawing) -> f64 {
    let flat = |drawing: &Drawing| {
        let mut lines = Vec::new();
        for path in drawing.layers.iter().flat_map(|layer| &layer.paths) {
            let mut points = Vec::new();
            path.flatten(0.002, &mut points);
            lines.push(points);
        }
        lines
    };
    let others = flat(other);
    let away = |point: kurbo::Point| {
        let pieces = others.iter().flat_map(|line| line.windows(2));
        let distance = |ends: &[kurbo::Point]| {
            let along = ends[1] - ends[0];
            let t = ((point - ends[0]).dot(along) / along.hypot2()).clamp(0.0, 1.0);
            (ends[0] + along * if t.is_nan() { 0.0 } else { t }).distance(point)
        };
        pieces.map(distance).fold(f64::INFINITY, f64::min)
    };
    flat(one).into_iter().flatten().map(away).fold(0.0, f64::max)
}
