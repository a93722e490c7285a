//! `penstock run plot`: what a person gets for a drawing.

use crate::drawings::{LAYER_NAMES, THREE_LAYERS_DRAW_MM, three_layers};
use crate::picture;
use crate::process::Running;
use crate::shop::{Shop, WORK, names_in, number, text};
use crate::wait::until;
use rustix::process::Signal;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A plot of [`three_layers`]: the shop, the drawing, the folder, the report.
fn plotted() -> (Shop, String, PathBuf, Value) {
    let shop = Shop::open();
    let source = three_layers();
    let file = shop.write("three layers.svg", &source);
    let out = shop.path("out/deeper");
    let report = shop.json(&["run", "plot", &file, "--out", out.to_str().unwrap(), "--json"]);
    (shop, source, out, report)
}

#[test]
fn a_plot_leaves_a_drawing_and_a_full_report() {
    let (_shop, _, out, report) = plotted();
    assert_eq!(names_in(&out), ["plot.svg", "report.json"]);
    let file: Value = serde_json::from_slice(&std::fs::read(out.join("report.json")).unwrap()).unwrap();
    assert_eq!(file, report, "what is printed is what stands in report.json");
    for key in [
        "paths",
        "width_mm",
        "height_mm",
        "draw_mm",
        "travel_before_mm",
        "travel_mm",
        "pen_lifts_before",
        "pen_lifts",
        "time_s",
    ] {
        assert!(report[key].is_number(), "{key} is missing in {report}");
    }
    assert!(report["diagnostics"].is_array());
    let layers = report["layers"].as_array().unwrap();
    for layer in layers {
        assert!(layer["name"].is_string(), "{layer}");
        for key in ["paths", "draw_mm", "time_s"] {
            assert!(number(&layer[key]) > 0.0, "{key} in {layer}");
        }
    }
    let sum = |key: &str| layers.iter().map(|layer| number(&layer[key])).sum::<f64>();
    assert!((sum("draw_mm") - number(&report["draw_mm"])).abs() < 0.01);
    assert!((sum("paths") - number(&report["paths"])).abs() < 0.5);
    assert!(
        (number(&report["width_mm"]) - 200.0).abs() < 0.01
            && (number(&report["height_mm"]) - 140.0).abs() < 0.01
    );
}

#[test]
fn layers_keep_their_order_and_their_names_to_the_letter() {
    let (_shop, _, out, report) = plotted();
    let names: Vec<String> =
        report["layers"].as_array().unwrap().iter().map(|layer| text(&layer["name"])).collect();
    assert_eq!(names, LAYER_NAMES);
    let bytes = std::fs::read(out.join("plot.svg")).unwrap();
    let mut diagnostics = penstock_drawing::Diagnostics::default();
    let options = penstock_drawing::svg::ReadOptions::default();
    let read = penstock_drawing::svg::read(&bytes, &options, &mut diagnostics, &mut |_, _| true).unwrap();
    let names: Vec<&str> = read.layers.iter().map(|layer| layer.name.as_str()).collect();
    assert_eq!(names, LAYER_NAMES, "in plot.svg itself");
    let colors: Vec<String> = read.layers.iter().map(|layer| layer.pen.color.to_string()).collect();
    assert_eq!(colors, ["#101010", "#c02020", "#2040c0"]);
}

#[test]
fn travel_gets_shorter_and_only_duplicates_are_left_out() {
    let (_shop, _, out, report) = plotted();
    assert!(number(&report["travel_mm"]) <= number(&report["travel_before_mm"]));
    assert!(
        number(&report["travel_mm"]) < 0.7 * number(&report["travel_before_mm"]),
        "a bad order is worth something: {report}"
    );
    assert!(number(&report["pen_lifts"]) <= number(&report["pen_lifts_before"]));
    let within = |draw_mm: f64| (draw_mm - THREE_LAYERS_DRAW_MM).abs() < 0.002 * THREE_LAYERS_DRAW_MM;
    assert!(within(number(&report["draw_mm"])), "{} is not {THREE_LAYERS_DRAW_MM}", report["draw_mm"]);
    let bytes = std::fs::read(out.join("plot.svg")).unwrap();
    let mut diagnostics = penstock_drawing::Diagnostics::default();
    let options = penstock_drawing::svg::ReadOptions::default();
    let read = penstock_drawing::svg::read(&bytes, &options, &mut diagnostics, &mut |_, _| true).unwrap();
    let drawn: f64 = read.layers.iter().map(penstock_drawing::Layer::draw_mm).sum();
    assert!(within(drawn), "plot.svg itself draws {drawn} mm");
}

#[test]
fn the_plot_is_the_same_picture() {
    let (_shop, source, out, _) = plotted();
    let after = std::fs::read(out.join("plot.svg")).unwrap();
    let difference = picture::compare(source.as_bytes(), &after);
    assert!(difference.inked > 5_000, "{difference:?}");
    assert!(difference.missing == 0 && difference.added == 0, "{difference:?}");
}

#[test]
fn a_dense_drawing_is_the_same_picture_with_far_less_travel() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/service/sample/flow-field.svg");
    let shop = Shop::open();
    let out = shop.path("out");
    let words = ["run", "plot", source.to_str().unwrap(), "--out", out.to_str().unwrap(), "--json"];
    let report = shop.json(&words);
    assert!(
        number(&report["paths"]) > 5_000.0 && report["layers"].as_array().unwrap().len() == 3,
        "{report}"
    );
    assert!(number(&report["travel_mm"]) < 0.1 * number(&report["travel_before_mm"]), "{report}");
    let after = std::fs::read(out.join("plot.svg")).unwrap();
    let difference = picture::compare(&std::fs::read(&source).unwrap(), &after);
    assert!(difference.inked > 20_000, "{difference:?}");
    assert!(difference.missing == 0 && difference.added == 0, "{difference:?}");
}

#[test]
fn the_same_drawing_gives_the_same_bytes() {
    let (shop, source, out, _) = plotted();
    let again = shop.path("again");
    let file = shop.write("three layers.svg", source);
    shop.ok(&["run", "plot", &file, "--out", again.to_str().unwrap()]);
    for name in ["plot.svg", "report.json"] {
        assert!(
            std::fs::read(out.join(name)).unwrap() == std::fs::read(again.join(name)).unwrap(),
            "{name} differs"
        );
    }
}

#[test]
fn people_read_what_was_saved() {
    let shop = Shop::open();
    let file = shop.write("a.svg", three_layers());
    let out = shop.path("out");
    let said = shop.ok(&["run", "plot", &file, "--out", out.to_str().unwrap()]);
    for part in ["Travel", "→", "%", "Lifts", "Time", LAYER_NAMES[2], out.to_str().unwrap()] {
        assert!(said.contains(part), "{part} is not in:\n{said}");
    }
}

#[test]
fn a_wrong_call_names_what_is_wrong_and_writes_nothing() {
    let shop = Shop::open();
    let file = shop.write("a.svg", three_layers());
    let out = shop.path("out");
    let out_text = out.to_str().unwrap();
    let schema = shop.json(&["tasks", "--json"])["tasks"][0]["schema"]["properties"].clone();
    let bounded = schema
        .as_object()
        .unwrap()
        .iter()
        .find_map(|(name, field)| Some((name.clone(), field.get("maximum")?.as_f64()?)));
    let (bounded, maximum) = bounded.expect("plot has a parameter with a maximum");
    let beyond = format!("{bounded}={}", maximum * 10.0 + 1.0);
    let nonsense = format!("{bounded}=much");
    let params = shop.write("params.json", r#"{"tolerence": 1}"#);
    let list = shop.write("list.json", "[1]");
    for (words, named) in [
        (vec!["run", "plott", &file, "--out", out_text], "plott"),
        (vec!["run", "plot", &file, "--out", out_text, "--set", "tolerence=1"], "tolerence"),
        (vec!["run", "plot", &file, "--out", out_text, "--set", &beyond], &bounded),
        (vec!["run", "plot", &file, "--out", out_text, "--set", &nonsense], &bounded),
        (vec!["run", "plot", &file, "--out", out_text, "--params", &params], "tolerence"),
        (vec!["run", "plot", &file, "--out", out_text, "--params", &list], "list.json"),
        (vec!["run", "plot", "nowhere.svg", "--out", out_text], "nowhere.svg"),
        (vec!["run", "plot", "--out", out_text], "file"),
        (vec!["run", "plot", &file], "--out"),
        (vec!["run", "plot", &file, "--out", out_text, "--sett", "a=1"], "--sett"),
    ] {
        let outcome = shop.call(&words);
        assert_eq!(outcome.code, Some(2), "{words:?}: {outcome:?}");
        assert!(outcome.stderr.contains(named), "{named} is not named: {outcome:?}");
        assert_eq!(outcome.stdout, "", "{words:?}");
        assert!(!out.exists(), "{words:?}");
    }
}

#[test]
fn a_stopped_run_leaves_nothing_behind() {
    let shop = Shop::open();
    let file = shop.write("many.svg", crate::drawings::strokes(150_000, 1));
    let out = shop.path("out");
    let words = ["run", "plot", &file, "--out", out.to_str().unwrap()];
    for signal in [Signal::INT, Signal::TERM] {
        let mut running = Running::start(&mut shop.command(&words));
        let child = until(WORK, "the task's process runs", || {
            assert!(!running.has_ended(), "the run ended before it could be stopped");
            children_of(running.id()).into_iter().next()
        });
        running.signal(signal);
        let outcome = running.outcome(WORK);
        assert_eq!(outcome.code, Some(1), "{outcome:?}");
        let child = PathBuf::from(format!("/proc/{child}"));
        until(WORK, "the killed child is gone", || (!child.exists()).then_some(()));
        assert_eq!(names_in(&out), Vec::<String>::new());
        assert_eq!(names_in(&shop.path("tmp")), Vec::<String>::new());
        assert_eq!(
            names_in(&shop.path(""))
                .iter()
                .filter(|name| !["many.svg", "tmp", "out"].contains(&name.as_str()))
                .count(),
            0
        );
    }
}

fn children_of(pid: u32) -> Vec<u32> {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten();
    let lists = tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("children")).ok());
    lists
        .flat_map(|list| list.split_whitespace().map(|pid| pid.parse().unwrap()).collect::<Vec<_>>())
        .collect()
}
