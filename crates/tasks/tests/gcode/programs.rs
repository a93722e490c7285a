//! Programs of many drawings: LinuxCNC takes them, sees the same motion as we do, and cuts the drawing.

use super::judge::judged;
use super::{circle, dxf, entity, gcode, plate, polygon, text};
use penstock_drawing::{Diagnostics, dxf as reader};
use penstock_tasks::TaskError;
use penstock_toolpath::parts::{Options, Part, find};
use penstock_toolpath::proof::{self, Job, Language, Reading, Small, Stroke, Tabs};
use serde_json::{Value, json};

const KERF_MM: f64 = 1.0;

/// The parts of a DXF without anything of the task.
fn parts(content: &str) -> Vec<Part> {
    let mut diagnostics = Diagnostics::default();
    let read =
        reader::read(content.as_bytes(), &reader::ReadOptions::default(), &mut diagnostics, &mut |_, _| true);
    let options = Options { curve_tolerance_mm: 0.005, ..Options::default() };
    find(&read.unwrap().drawing, &options, &mut |_| true).unwrap().parts
}

/// Every place of some moves is on others.
fn lies_on(some: &[Stroke], others: &[Stroke]) {
    // LinuxCNC prints four decimals, of an inch where the program is in inches.
    const PRINTED_MM: f64 = 0.004;
    for stroke in some {
        for t in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let place = stroke.shape.point(t);
            let apart =
                others.iter().map(|other| other.shape.distance_to(place)).fold(f64::INFINITY, f64::min);
            assert!(apart < PRINTED_MM, "{apart} at {place:?} of {stroke:?}");
        }
    }
}

/// LinuxCNC's own reading of the program cuts the drawing, and is ours.
fn is_judged_right(content: &str, ran: &super::support::Ran) {
    let program = text(ran, "program.ngc");
    let theirs = judged(&program, KERF_MM).unwrap_or_else(|error| panic!("{error}\n{program}"));
    let ours = proof::read(&program, &Reading { language: Language::LinuxCnc, jet_radius_mm: KERF_MM / 2.0 });
    assert!(ours.findings.is_empty());
    assert_eq!(ours.pierces.len(), theirs.pierces.len());
    assert!((ours.dwell_s - theirs.dwell_s).abs() < 1e-6);
    let cuts = |motion: &proof::Motion| {
        motion.strokes.iter().filter(|stroke| stroke.jet).copied().collect::<Vec<_>>()
    };
    let (ours_cut, theirs_cut) = (cuts(&ours), cuts(&theirs));
    // Both ways: what one cuts, the other does.
    lies_on(&ours_cut, &theirs_cut);
    lies_on(&theirs_cut, &ours_cut);
    let parts = parts(content);
    let first = parts[0].bounds();
    let bounds = parts.iter().map(Part::bounds).fold(first, |all, one| all.union(one)).inflate(10.0, 10.0);
    let job = Job {
        parts: &parts,
        kerf_mm: KERF_MM,
        tolerance_mm: 0.02,
        sheet: bounds,
        beyond_sheet_mm: 0.0,
        zero: kurbo::Point::new(bounds.x0, bounds.y1),
        tabs: Tabs::default(),
        small: Small::LeftOut,
        fastest_mm_per_min: f64::INFINITY,
    };
    let proof = proof::prove_motion(theirs, &job, &mut |_| true).unwrap();
    let findings: Vec<String> = proof.findings.list().iter().map(ToString::to_string).collect();
    assert!(proof.holds(), "{findings:?}");
    assert!(proof.max_error_mm <= 0.02);
}

/// Parts of all kinds: arcs, an island in a hole, a thin slot, an inside corner.
fn drawings() -> Vec<String> {
    let arc = |x, y, radius, from: f64, to: f64| {
        entity("ARC", &[(10, x), (20, y), (40, radius), (50, from), (51, to)])
    };
    let slot = super::line((10.0, 0.0), (50.0, 0.0))
        + &arc(50.0, 6.0, 6.0, 270.0, 90.0)
        + &super::line((50.0, 12.0), (10.0, 12.0))
        + &arc(10.0, 6.0, 6.0, 90.0, 270.0)
        + &circle((10.0, 6.0), 2.0);
    let rings = circle((0.0, 0.0), 40.0)
        + &circle((0.0, 0.0), 25.0)
        + &circle((0.0, 0.0), 15.0)
        + &circle((0.0, 0.0), 4.0);
    let ell = polygon(&[(0.0, 0.0), (60.0, 0.0), (60.0, 20.0), (20.0, 20.0), (20.0, 50.0), (0.0, 50.0)]);
    let star: Vec<(f64, f64)> = (0..14)
        .map(|at| {
            let (radius, angle) =
                (if at % 2 == 0 { 40.0 } else { 18.0 }, f64::from(at) * std::f64::consts::PI / 7.0);
            (radius * angle.cos(), radius * angle.sin())
        })
        .collect();
    vec![plate(), dxf(&slot), dxf(&rings), dxf(&ell), dxf(&polygon(&star))]
}

#[test]
fn linuxcnc_takes_every_program_and_cuts_the_drawing() {
    for content in drawings() {
        for params in [
            json!({}),
            json!({ "lead_kind": "line", "overcut_mm": 0 }),
            json!({ "pierce": "moving", "program_units": "in", "thickness_mm": 20 }),
        ] {
            let ran = gcode("part.dxf", &content, params).unwrap();
            assert_eq!(ran.report["proved"], json!(true));
            is_judged_right(&content, &ran);
        }
    }
}

#[test]
fn linuxcnc_shifts_the_jet_as_we_think_it_does() {
    for content in drawings() {
        // Where the drawn line has corners that the jet cannot reach, a controller stops; so do we.
        match gcode("part.dxf", &content, json!({ "compensation": "controller", "lead_in_mm": 5 })) {
            Ok(ran) => is_judged_right(&content, &ran),
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn an_unknown_unit_is_named_where_it_may_be_the_cause() {
    // Two parts that are apart in inches, and one jet in millimetres.
    let close = dxf(&(polygon(&[(0.0, 0.0), (3.0, 0.0), (3.0, 3.0), (0.0, 3.0)])
        + &polygon(&[(3.9, 0.0), (6.0, 0.0), (6.0, 3.0), (3.9, 3.0)])));
    let Err(TaskError::BadInput { message, advice: Some(advice) }) = gcode("part.dxf", &close, json!({}))
    else {
        panic!("0.9 mm are less than the jet");
    };
    assert!(
        message.contains("0.900 mm apart") && advice.contains("does not say its unit"),
        "{message} {advice}"
    );
    gcode("part.dxf", &close, json!({ "units": "in" })).unwrap();
}

#[test]
fn neighbours_a_kerf_apart_share_a_cut_when_asked() {
    let pair = dxf(&(polygon(&[(0.0, 0.0), (60.0, 0.0), (60.0, 40.0), (0.0, 40.0)])
        + &polygon(&[(61.0, 0.0), (101.0, 0.0), (101.0, 40.0), (61.0, 40.0)])));
    let apart = gcode("pair.dxf", &pair, json!({})).unwrap();
    let shared = gcode("pair.dxf", &pair, json!({ "common_lines": true })).unwrap();
    let of = |ran: &super::support::Ran, key: &str| ran.report[key].as_f64().unwrap();
    assert_eq!((of(&apart, "common_mm"), of(&apart, "pierces")), (0.0, 2.0));
    assert!((of(&shared, "common_mm") - 39.0).abs() < 1e-6, "{}", of(&shared, "common_mm"));
    // The edge, and what leads and overcut of the second part were: 7 mm at most.
    let saved = of(&apart, "cut_length_mm") - of(&shared, "cut_length_mm");
    assert!((39.5..46.1).contains(&saved), "{saved}");
    is_judged_right(&pair, &shared);
    let refused =
        gcode("pair.dxf", &pair, json!({ "common_lines": true, "tabs": 2 })).unwrap_err().to_string();
    assert!(refused.contains("common_lines"), "{refused}");
}

#[test]
fn the_head_goes_around_parts_that_are_free() {
    // A row of plates: from the last one home, all others are in the way.
    let row: String = (0..4)
        .map(|at| {
            let x = f64::from(at) * 40.0;
            polygon(&[(x, 0.0), (x + 30.0, 0.0), (x + 30.0, 30.0), (x, 30.0)])
        })
        .collect();
    let content = dxf(&row);
    let ran = gcode("row.dxf", &content, json!({})).unwrap();
    assert_eq!(ran.report["over_parts"], json!(0));
    let program = text(&ran, "program.ngc");
    let motion =
        proof::read(&program, &Reading { language: Language::LinuxCnc, jet_radius_mm: KERF_MM / 2.0 });
    let parts = parts(&content);
    let bounds =
        parts.iter().map(Part::bounds).reduce(|all, one| all.union(one)).unwrap().inflate(10.0, 10.0);
    // Home again over the sheet: every place of the last ways is off every part.
    let last_cut = motion.strokes.iter().rposition(|stroke| stroke.jet).unwrap();
    for stroke in &motion.strokes[last_cut + 1..] {
        for step in 0..=200 {
            let at = stroke.shape.point(f64::from(step) / 200.0);
            let place = kurbo::Point::new(bounds.x0 + at.x, bounds.y1 - at.y);
            assert!(!parts.iter().any(|part| part.contains(place)), "{place:?}");
        }
    }
    is_judged_right(&content, &ran);
}

#[test]
fn every_dialect_has_its_program() {
    for dialect in ["linuxcnc", "fanuc", "mach3", "grbl", "omx"] {
        let ran = gcode("plate.dxf", &plate(), json!({ "dialect": dialect })).unwrap();
        let name = if dialect == "omx" { "program.omx" } else { "program.ngc" };
        assert_eq!(ran.report["program"], json!(name));
        assert!(!text(&ran, name).is_empty());
        assert_eq!(ran.report["pierces"], json!(5));
    }
}

#[test]
fn what_cannot_be_cut_is_refused_with_a_reason() {
    let refused = |content: &str, params: Value| gcode("part.dxf", content, params).unwrap_err().to_string();
    let close = dxf(&(polygon(&[(0.0, 0.0), (30.0, 0.0), (30.0, 30.0), (0.0, 30.0)])
        + &polygon(&[(30.4, 0.0), (60.0, 0.0), (60.0, 30.0), (30.4, 30.0)])));
    let said = refused(&close, json!({}));
    for words in
        ["not released", "the outline of part 1", "the outline of part 2", "0.400 mm apart", "0.600 mm off"]
    {
        assert!(said.contains(words), "{words} is not in: {said}");
    }
    let crossing = dxf(&(polygon(&[(0.0, 0.0), (60.0, 0.0), (60.0, 40.0), (0.0, 40.0)])
        + &circle((20.0, 20.0), 10.0)
        + &circle((33.0, 20.0), 10.0)));
    let said = refused(&crossing, json!({}));
    assert!(said.contains("cross at") && said.contains("x 26.500"), "{said}");
    assert!(
        refused(&plate(), json!({ "sheet_width_mm": 100, "sheet_height_mm": 100 })).contains("does not fit")
    );
    assert!(
        refused(&plate(), json!({ "dialect": "grbl", "compensation": "controller" }))
            .contains("compensation")
    );
    assert!(refused(&plate(), json!({ "kerf_mm": 0 })).contains("kerf_mm"));
    assert!(refused(&dxf(&super::line((0.0, 0.0), (9.0, 9.0))), json!({})).contains("no closed contour"));
}

#[test]
fn what_no_table_holds_is_refused_with_the_unit_that_was_meant() {
    let outline = polygon(&[(0.0, 0.0), (900.0, 0.0), (900.0, 900.0), (0.0, 900.0)]);
    // Declared in metres, drawn in millimetres.
    let metres = "0\nSECTION\n2\nHEADER\n9\n$INSUNITS\n70\n6\n0\nENDSEC\n".to_owned() + &dxf(&outline);
    let error = gcode("plate.dxf", &metres, json!({})).unwrap_err();
    let TaskError::BadInput { message, advice } = error else { panic!("{error}") };
    assert!(message.contains("900.0 × 900.0 m"), "{message}");
    assert!(advice.unwrap().contains("units=mm"));
    assert_eq!(gcode("plate.dxf", &metres, json!({ "units": "mm" })).unwrap().report["proved"], true);
}
