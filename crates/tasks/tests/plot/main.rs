//! The plot task through its front door: parameters and a file in, report and files out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod corpus;
mod fills;
mod settings;
#[path = "../support/mod.rs"]
mod support;

use penstock_tasks::preview::{read_header, read_level};
use penstock_tasks::{
    Cancelled, Context, FileRole, INSPECT, Input, Output, TaskError, catalogue, check_params, find, run,
};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::path::Path;

/// A run in a folder of its own.
struct Bench {
    folder: tempfile::TempDir,
    stages: RefCell<Vec<(String, f64)>>,
    stop_at: Cell<Option<&'static str>>,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("out")).unwrap();
        Self { folder, stages: RefCell::default(), stop_at: Cell::new(None) }
    }

    fn run(&self, task: &str, svg: &str, params: &Value) -> Result<Output<Value>, TaskError> {
        let path = self.folder.path().join("in");
        std::fs::write(&path, svg).unwrap();
        let context = Bounded { bench: self, out: self.folder.path().join("out") };
        run(task, params, &[Input { name: "roses.svg".to_owned(), path }], &context)
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join("out").join(name)).unwrap()
    }
}

struct Bounded<'a> {
    bench: &'a Bench,
    out: std::path::PathBuf,
}

impl Context for Bounded<'_> {
    fn out_dir(&self) -> &Path {
        &self.out
    }

    fn progress(&self, stage: &str, fraction: Option<f64>) -> Result<(), Cancelled> {
        self.bench.stages.borrow_mut().push((stage.to_owned(), fraction.unwrap_or(-1.0)));
        if self.bench.stop_at.get() == Some(stage) { Err(Cancelled) } else { Ok(()) }
    }

    fn diagnose(&self, _: penstock_drawing::Diagnostic) {}
}

/// A grid of 12 × 8 squares as single lines in a hostile order, on one layer, with one line twice; and
/// three circles on another.
fn sample() -> String {
    let mut lines = Vec::new();
    for y in 0..=8 {
        for x in 0..=12 {
            let (left, top) = (10 + 10 * x, 10 + 10 * y);
            if x < 12 {
                lines.push(format!(r#"<path d="M{left},{top}h10"/>"#));
            }
            if y < 8 {
                lines.push(format!(r#"<path d="M{left},{}v-10"/>"#, top + 10));
            }
        }
    }
    let count = lines.len();
    lines = (0..count).map(|at| lines[at * 83 % count].clone()).collect();
    lines.push(r#"<path d="M20,10h-10"/>"#.to_owned());
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
          width="150mm" height="110mm" viewBox="0 0 150 110">
        <g inkscape:groupmode="layer" inkscape:label="grid" fill="none" stroke="#1f4e9e" stroke-width="0.4">{}</g>
        <g inkscape:groupmode="layer" inkscape:label="Rosen" fill="none" stroke="#c00000" stroke-width="0.4">
          <circle cx="140" cy="20" r="5"/><circle cx="140" cy="90" r="5"/><circle cx="140" cy="50" r="5"/></g>
        </svg>"##,
        lines.concat()
    )
}

fn number(report: &Value, name: &str) -> f64 {
    report[name].as_f64().unwrap_or_else(|| panic!("{name} in {report}"))
}

fn near(value: f64, expected: f64) {
    assert!((value - expected).abs() <= 1e-3 * expected.abs().max(1.0), "{value} is not {expected}");
}

#[test]
fn the_bar_does_not_stand_where_a_search_with_a_given_time_begins() {
    let bench = Bench::new();
    bench.run("plot", &sample(), &json!({ "order_budget_s": 1 })).unwrap();
    let stages = bench.stages.borrow();
    let bar: Vec<f64> =
        stages.iter().filter(|(what, _)| what.contains("ordering")).map(|&(_, at)| at).collect();
    assert!(bar.len() > 10 && bar[..10].is_sorted_by(|a, b| a < b), "{bar:?}");
}

#[test]
fn a_grid_is_drawn_once_in_the_fewest_strokes() {
    let bench = Bench::new();
    let Output { report, files } = bench.run("plot", &sample(), &Value::Null).unwrap();

    near(number(&report, "width_mm"), 150.0);
    near(number(&report, "height_mm"), 110.0);
    // (13 + 9 - 2) · 2 inner border nodes have three edges: 36 odd ends make 18 strokes; and 3 circles.
    assert_eq!(report["paths"], 18 + 3);
    assert_eq!(report["pen_lifts"], 18 + 3);
    assert_eq!(report["paths_before"], 212 + 1 + 3);
    assert_eq!(report["pen_lifts_before"], 212 + 1 + 3);
    assert_eq!(report["duplicates_removed"], 1);
    let circles_mm = 3.0 * std::f64::consts::TAU * 5.0;
    near(number(&report, "draw_before_mm"), 2130.0 + circles_mm);
    near(number(&report, "draw_mm"), 2120.0 + circles_mm);
    near(number(&report, "joined_gap_mm"), 0.0);
    assert!(number(&report, "travel_mm") < 0.1 * number(&report, "travel_before_mm"));
    assert!(number(&report, "time_s") < 0.6 * number(&report, "time_before_s"));

    let layers = report["layers"].as_array().unwrap();
    let names: Vec<_> =
        layers.iter().map(|layer| (&layer["name"], &layer["color"], &layer["paths"])).collect();
    assert_eq!(
        names,
        [(&json!("grid"), &json!("#1f4e9e"), &json!(18)), (&json!("Rosen"), &json!("#c00000"), &json!(3))]
    );
    for name in ["draw_mm", "travel_mm", "time_s"] {
        near(layers.iter().map(|layer| number(layer, name)).sum(), number(&report, name));
    }
    assert_eq!(report["diagnostics"], json!([]));

    let names: Vec<_> = files.iter().map(|file| (file.name.as_str(), file.role)).collect();
    assert_eq!(
        names,
        [
            ("plot.svg", FileRole::Result),
            ("before.preview", FileRole::Preview),
            ("after.preview", FileRole::Preview)
        ]
    );
    let out = bench.folder.path().join("out");
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 3, "nothing but the three files");
    let header = read_header(&out.join("after.preview")).unwrap();
    near(header.time_s, number(&report, "time_s"));
    assert_eq!(header.layers.iter().map(|layer| layer.paths).collect::<Vec<_>>(), [18, 3]);
    let level = read_level(&out.join("after.preview"), &header, 0).unwrap();
    assert_eq!(u32::from_le_bytes(level[..4].try_into().unwrap()), 21);

    let stages = bench.stages.borrow();
    assert!(stages.iter().all(|(_, fraction)| (0.0..=1.0).contains(fraction)), "{stages:?}");
    assert!(stages.is_sorted_by(|a, b| a.1 <= b.1), "{stages:?}");
}

#[test]
fn the_result_plots_again_without_change() {
    let first = Bench::new();
    let one = first.run("plot", &sample(), &Value::Null).unwrap().report;
    let second = Bench::new();
    let again = String::from_utf8(first.bytes("plot.svg")).unwrap();
    let two = second.run("plot", &again, &Value::Null).unwrap().report;
    for name in ["paths", "duplicates_removed"] {
        assert_eq!(two[name], if name == "paths" { one[name].clone() } else { json!(0) });
    }
    near(number(&two, "draw_mm"), number(&one, "draw_mm"));
    near(number(&two, "travel_before_mm"), number(&one, "travel_mm"));
    assert!(number(&two, "travel_mm") <= number(&two, "travel_before_mm"));
}

#[test]
fn the_same_input_makes_the_same_bytes() {
    let (one, two) = (Bench::new(), Bench::new());
    let first = one.run("plot", &sample(), &json!({"order": "best"})).unwrap();
    let second = two.run("plot", &sample(), &json!({})).unwrap();
    assert_eq!(first, second);
    for name in ["plot.svg", "before.preview", "after.preview"] {
        assert_eq!(one.bytes(name), two.bytes(name), "{name}");
    }
}

#[test]
fn with_everything_off_the_drawing_stays_as_it_is() {
    let bench = Bench::new();
    let off = json!({"join": false, "remove_duplicates": false, "order": "keep"});
    let report = bench.run("plot", &sample(), &off).unwrap().report;
    for name in ["paths", "draw", "travel", "time"] {
        let (after, before) = match name {
            "paths" => ("paths".to_owned(), "paths_before".to_owned()),
            "time" => ("time_s".to_owned(), "time_before_s".to_owned()),
            _ => (format!("{name}_mm"), format!("{name}_before_mm")),
        };
        assert_eq!(report[&after], report[&before], "{name}");
    }
}

#[test]
fn travel_never_grows_even_where_lines_are_drawn_twice_to_save_it() {
    // Three spokes, each drawn out and back: without the way back the pen would have to travel.
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="100mm" viewBox="0 0 100 100">
        <g fill="none" stroke="black"><path d="M50,50L90,50"/><path d="M90,50L50,50"/><path d="M50,50L20,90"/>
        <path d="M20,90L50,50"/><path d="M50,50L20,10"/><path d="M20,10L50,50"/></g></svg>"#;
    let bench = Bench::new();
    let report = bench.run("plot", svg, &Value::Null).unwrap().report;
    assert_eq!(report["travel_before_mm"], 0.0);
    assert_eq!(report["travel_mm"], 0.0);
    assert_eq!(report["duplicates_removed"], 0);
    assert_eq!(report["paths"], 1);
    assert_eq!(report["diagnostics"][0]["kind"], "step-left-out");
}

#[test]
fn an_empty_drawing_is_a_result_with_a_warning() {
    let bench = Bench::new();
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="50mm" viewBox="0 0 100 50"/>"#;
    let report = bench.run("plot", svg, &Value::Null).unwrap().report;
    for name in ["paths", "pen_lifts", "pen_lifts_before"] {
        assert_eq!(report[name], 0);
    }
    for name in ["draw_mm", "travel_mm", "travel_before_mm", "time_s"] {
        assert_eq!(report[name], 0.0);
    }
    assert_eq!(report["width_mm"], 100.0);
    let kinds: Vec<_> = report["diagnostics"].as_array().unwrap().iter().map(|d| d["kind"].clone()).collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "empty-drawing").count(), 1);
    assert!(String::from_utf8(bench.bytes("plot.svg")).unwrap().contains("</svg>"));
}

#[test]
fn a_file_that_is_no_drawing_is_refused_by_name_and_place() {
    for svg in ["", "no xml", "<svg xmlns='http://www.w3.org/2000/svg'>\n<g></svg>"] {
        let bench = Bench::new();
        let error = bench.run("plot", svg, &Value::Null).unwrap_err();
        assert!(matches!(error, TaskError::BadInput { .. }), "{error:?}");
        assert!(error.to_string().starts_with("roses.svg: "), "{error}");
        assert_eq!(std::fs::read_dir(bench.folder.path().join("out")).unwrap().count(), 0);
    }
}

#[test]
fn every_step_can_be_stopped() {
    for stage in [
        "Reading the drawing",
        "Measuring the drawing as it is",
        "Joining and ordering paths",
        "Measuring the result",
        "Writing plot.svg",
    ] {
        let bench = Bench::new();
        bench.stop_at.set(Some(stage));
        let result = bench.run("plot", &sample(), &Value::Null);
        assert!(matches!(result, Err(TaskError::Cancelled(_))), "{stage}: {result:?}");
        assert_eq!(bench.stages.borrow().last().map(|last| last.0.clone()).as_deref(), Some(stage));
        assert!(!bench.folder.path().join("out/plot.svg").exists());
    }
}

#[test]
fn inspect_shows_the_drawing_as_it_is() {
    let bench = Bench::new();
    let Output { report, files } = bench.run(INSPECT, &sample(), &Value::Null).unwrap();
    assert_eq!((&report["width_mm"], &report["height_mm"]), (&json!(150.0), &json!(110.0)));
    assert_eq!(report["layers"][0]["paths"], 213);
    assert_eq!(report["layers"][1]["name"], "Rosen");
    assert_eq!(report["diagnostics"], json!([]));
    assert_eq!((files.len(), files[0].name.as_str()), (1, "drawing.preview"));
    let header = read_header(&bench.folder.path().join("out/drawing.preview")).unwrap();
    assert_eq!(header.layers[0].paths, 213);
}

#[test]
fn wrong_calls_are_refused_before_anything_runs() {
    let bench = Bench::new();
    let message = |task: &str, params: Value| bench.run(task, &sample(), &params).unwrap_err().to_string();
    assert_eq!(message("plott", json!({})), r#"There is no task "plott""#);
    assert!(
        message("plot", json!({"jion": true}))
            .contains("jion: there is no such parameter; did you mean join?")
    );
    assert!(message("plot", json!({"join_tolerance_mm": 9})).contains("at least 0 and at most 5 mm"));
    let context = Bounded { bench: &bench, out: bench.folder.path().join("out") };
    let none = run("plot", &Value::Null, &[], &context).unwrap_err().to_string();
    assert_eq!(none, "Plot takes 1 file(s), not 0");
    assert!(bench.stages.borrow().is_empty());
}

#[test]
fn the_catalogue_describes_every_parameter() {
    assert!(catalogue().iter().any(|task| task.name == "plot"));
    assert_eq!(find(INSPECT).unwrap().name, INSPECT);
    assert_eq!(find("nothing"), None);
    let known = [
        "title",
        "description",
        "type",
        "default",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "enum",
        "maxLength",
        "format",
        "x-unit",
        "x-group",
        "x-advanced",
        "x-enum-titles",
        "x-enum-descriptions",
    ];
    for task in catalogue().into_iter().filter(|task| task.name == "plot") {
        let properties = task.schema["properties"].as_object().unwrap();
        assert!(!properties.is_empty());
        for (name, field) in properties {
            for needed in ["title", "description", "default", "type", "x-group"] {
                assert!(field.get(needed).is_some(), "{name} has no {needed}: {field}");
            }
            let measured = name.contains("_mm") || name.ends_with("_deg") || name.ends_with("_s");
            assert_eq!(measured, field.get("x-unit").is_some(), "{name}: what is measured has its unit");
            for word in field.as_object().unwrap().keys() {
                assert!(known.contains(&word.as_str()), "{name}: neither forms nor the check know {word:?}");
            }
        }
        assert!(task.report_schema["properties"]["travel_mm"]["description"].is_string());
        // Defaults in the schema are the defaults in the code, and pass their own check.
        let filled = check_params(task.name, &Value::Null).unwrap();
        assert_eq!(filled.as_object().unwrap().len(), properties.len());
        assert_eq!(check_params(task.name, &filled).unwrap(), filled);
    }
    assert_eq!(check_params("plot", &json!({"order": "fast"})).unwrap_err()[0].name, "order");
}
