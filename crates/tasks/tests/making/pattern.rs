//! `pattern`.

use crate::support::{Ran, run};
use crate::thumbnail::kinds;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn drawing(ran: &Ran) -> penstock_drawing::Drawing {
    let svg = std::fs::read(ran.folder.path().join("pattern.svg")).unwrap();
    let mut diagnostics = penstock_drawing::Diagnostics::default();
    let options = penstock_drawing::svg::ReadOptions::default();
    penstock_drawing::svg::read(&svg, &options, &mut diagnostics, &mut |_, _| true).unwrap()
}

#[test]
fn the_spiral_is_drawscapes() {
    let ran = run("pattern", json!({ "kind": "spiral", "width_mm": 200, "height_mm": 200 }), &[]).unwrap();
    let drawing = drawing(&ran);
    assert_eq!(drawing.path_count(), 1);
    let path = &drawing.layers[0].paths[0];
    assert_eq!(path.segments.len() + 1, 1000);
    assert!(path.start.distance((100.0, 100.0).into()) < 1e-3);
    let radius = |n: usize| 0.9 * 100.0 * n as f64 / 1000.0;
    for n in [1, 2, 10, 500, 999] {
        let angle = 0.1 * n as f64;
        let expected = (100.0 + radius(n) * angle.cos(), 100.0 + radius(n) * angle.sin());
        let point = path.segments[n - 1].to();
        assert!(point.distance(expected.into()) < 1e-3, "point {n}: {point:?}, not {expected:?}");
    }
}

#[test]
fn the_grid_is_drawscapes() {
    let ran = run("pattern", json!({ "kind": "grid", "width_mm": 95, "height_mm": 40 }), &[]).unwrap();
    let drawing = drawing(&ran);
    // 0, 10 … 90 down; 0, 10, 20 and 30 across: the far edge stays free.
    assert_eq!(ran.report["paths"], 14);
    let down: Vec<f64> = drawing.layers[0].paths[..10].iter().map(|path| path.start.x.round()).collect();
    assert_eq!(down, [0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0]);
    assert!(drawing.layers[0].paths[..10].iter().all(|path| (path.length_mm() - 40.0).abs() < 1e-3));
    assert!(drawing.layers[0].paths[10..].iter().all(|path| (path.length_mm() - 95.0).abs() < 1e-3));
}

#[test]
fn every_kind_draws_something_that_stays_on_its_sheet() {
    assert!(kinds().len() > 30);
    for kind in kinds() {
        for (width, height) in [(297.0, 210.0), (100.0, 140.0)] {
            let ran =
                run("pattern", json!({ "kind": kind, "width_mm": width, "height_mm": height }), &[]).unwrap();
            let drawing = drawing(&ran);
            let bounds = drawing.bounds().unwrap_or_else(|| panic!("{kind} draws nothing"));
            assert!(bounds.x0 >= -1e-3 && bounds.y0 >= -1e-3, "{kind} leaves the sheet: {bounds:?}");
            assert!(
                bounds.x1 <= width + 1e-3 && bounds.y1 <= height + 1e-3,
                "{kind} leaves the sheet: {bounds:?}"
            );
            assert!(bounds.width() > 0.4 * width.min(height), "{kind} is tiny: {bounds:?}");
            assert_eq!(ran.report["kind"], kind);
        }
    }
}

/// Seconds of processor time for one kind: two are promised of a release build, which is about five times as
/// quick as this one.
const MOST_S: f64 = 8.0;

#[test]
fn every_kind_is_drawn_in_seconds() {
    let spent = || {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
    };
    for kind in kinds() {
        let before = spent();
        run("pattern", json!({ "kind": kind }), &[]).unwrap();
        let took = spent() - before;
        assert!(took < MOST_S, "{kind} took {took:.1} s");
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_one_another_drawing() {
    let mut by_seed = BTreeMap::new();
    for seed in [1, 1, 2] {
        for kind in ["flow_field", "voronoi", "maze", "truchet", "circle_packing"] {
            let ran = run("pattern", json!({ "kind": kind, "seed": seed }), &[]).unwrap();
            let svg = std::fs::read(ran.folder.path().join("pattern.svg")).unwrap();
            let before = by_seed.entry((kind, seed)).or_insert_with(|| svg.clone());
            assert!(*before == svg, "{kind} with the seed {seed} changed");
        }
    }
    assert_ne!(by_seed[&("maze", 1)], by_seed[&("maze", 2)]);
}

#[test]
fn a_drawing_says_how_to_make_it_again() {
    let given = json!({ "kind": "voronoi", "cells": 40, "seed": 7, "width_mm": 120, "height_mm": 90 });
    let first = run("pattern", given, &[]).unwrap();
    let svg = std::fs::read_to_string(first.folder.path().join("pattern.svg")).unwrap();
    let (_, rest) = svg.split_once("<desc>penstock pattern ").unwrap();
    let params = rest.split_once("</desc>").unwrap().0.replace("&quot;", "\"");
    let params: Value = serde_json::from_str(&params).unwrap();
    let second = run("pattern", params, &[]).unwrap();
    let again = std::fs::read_to_string(second.folder.path().join("pattern.svg")).unwrap();
    assert!(svg == again);
}

#[test]
fn strokes_are_dealt_to_as_many_pens_as_asked_for() {
    let ran = run("pattern", json!({ "kind": "phyllotaxis", "pens": 3 }), &[]).unwrap();
    assert_eq!(drawing(&ran).layers.len(), 3);
}

#[test]
fn a_setting_of_another_kind_is_refused_with_the_kind_it_belongs_to() {
    let faults = penstock_tasks::check_params("pattern", &json!({ "kind": "grid", "cells": 3 })).unwrap_err();
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].name, "cells");
    assert_eq!(faults[0].message, "belongs to kind voronoi");
    let faults =
        penstock_tasks::check_params("pattern", &json!({ "kind": "grid", "spacing_mm": 0 })).unwrap_err();
    assert!(faults[0].message.contains("at least 0.2"), "{}", faults[0].message);
    let faults = penstock_tasks::check_params("pattern", &json!({ "kind": "doily" })).unwrap_err();
    assert_eq!(faults[0].name, "kind");
}

#[test]
fn margins_that_leave_no_room_are_named() {
    let error = run("pattern", json!({ "kind": "maze", "margin_mm": 150 }), &[]).unwrap_err();
    assert!(error.to_string().contains("150 mm"), "{error}");
}
