//! Programs of the plate in every dialect: each is held against its drawing, and so is each that was spoilt.

use super::*;
use crate::jet::find_material;
use crate::leads::Form;
use crate::parts::{Contour, Part};
use crate::proof::{self, Fault, Job, Language, Proof};
use penstock_drawing::{Path, Segment};

pub(super) fn rectangle(x0: f64, y0: f64, x1: f64, y1: f64) -> Contour {
    let to = |x, y| Segment::Line { to: Point::new(x, y) };
    let path =
        Path { start: Point::new(x0, y0), segments: vec![to(x1, y0), to(x1, y1), to(x0, y1), to(x0, y0)] };
    Contour::new(path, 0).unwrap()
}

pub(super) fn circle(x: f64, y: f64, radius: f64) -> Contour {
    let half = |to| Segment::Arc { to, bulge: 1.0 };
    let (left, right) = (Point::new(x - radius, y), Point::new(x + radius, y));
    Contour::new(Path { start: left, segments: vec![half(right), half(left)] }, 0).unwrap()
}

pub(super) fn part(name: &str, outer: Contour, holes: Vec<Contour>) -> Part {
    let holes = holes.into_iter().map(|hole| hole.turned(false)).collect();
    Part { name: name.to_owned(), outer: outer.turned(true), holes, slits: Vec::new() }
}

/// Section 2.3 of the reference, on a sheet of 230 × 130 mm.
fn plate() -> Vec<Part> {
    let holes = [(50.0, 40.0), (180.0, 40.0), (50.0, 90.0), (180.0, 90.0)];
    let holes = holes.map(|(x, y)| circle(x, y, 10.0)).into();
    vec![part("plate", rectangle(15.0, 15.0, 215.0, 115.0), holes)]
}

pub(super) fn settings() -> Settings {
    Settings {
        machine: Machine::default(),
        material: *find_material("mild steel").unwrap().material,
        thickness_mm: 10.0,
        quality: Quality::Clean,
        layer_quality: Vec::new(),
        kerf_mm: 1.0,
        leads: Leads { form: Form::Arc, in_mm: 4.0, out_mm: 2.0, overcut_mm: 1.0 },
        pierce: Pierce::Stationary,
        tabs: Tabs::default(),
        compensation: Compensation::Computed,
        small_holes: SmallHoles::LeaveOut,
        sheet: Rect::new(0.0, 0.0, 230.0, 130.0),
        common_lines: false,
        home: Point::new(0.0, 130.0),
    }
}

fn language(dialect: Dialect) -> Language {
    match dialect {
        Dialect::LinuxCnc => Language::LinuxCnc,
        Dialect::Fanuc => Language::Fanuc,
        Dialect::Mach3 => Language::Mach3,
        Dialect::Grbl => Language::Grbl,
        Dialect::Omx => Language::Omx,
    }
}

pub(super) fn heading(settings: &Settings) -> Heading {
    Heading {
        title: "Test".to_owned(),
        remarks: vec!["kerf (1 mm)".to_owned()],
        zero: settings.home,
        unit: Unit::Millimetre,
        kerf_mm: settings.kerf_mm,
    }
}

pub(super) fn job<'a>(parts: &'a [Part], settings: &Settings) -> Job<'a> {
    let small = match settings.small_holes {
        SmallHoles::LeaveOut => proof::Small::LeftOut,
        SmallHoles::Pierce => proof::Small::Pierced,
    };
    let longest_mm = settings.tabs.width_mm + settings.kerf_mm + 0.5;
    Job {
        parts,
        kerf_mm: settings.kerf_mm,
        tolerance_mm: 0.02,
        sheet: settings.sheet,
        beyond_sheet_mm: settings.beyond_sheet_mm(),
        zero: settings.home,
        tabs: proof::Tabs { count: settings.tabs.count, longest_mm },
        small,
        fastest_mm_per_min: settings.fastest_mm_per_min(),
    }
}

fn text(parts: &[Part], settings: &Settings, dialect: Dialect) -> String {
    let plan = plan(parts, settings, &mut |_| true).unwrap();
    write(&plan, dialect, &heading(settings))
}

pub(super) fn proved(text: &str, parts: &[Part], settings: &Settings, dialect: Dialect) -> Proof {
    proof::prove(text, language(dialect), &job(parts, settings), &mut |_| true).unwrap()
}

pub(super) fn findings(proof: &Proof) -> Vec<String> {
    proof.findings.list().iter().map(ToString::to_string).collect()
}

const DIALECTS: [Dialect; 5] =
    [Dialect::LinuxCnc, Dialect::Fanuc, Dialect::Mach3, Dialect::Grbl, Dialect::Omx];

#[test]
fn the_plate_is_proved_in_every_dialect_and_unit() {
    let (parts, settings) = (plate(), settings());
    for dialect in DIALECTS {
        for unit in [Unit::Millimetre, Unit::Inch] {
            let plan = plan(&parts, &settings, &mut |_| true).unwrap();
            let text = write(&plan, dialect, &Heading { unit, ..heading(&settings) });
            let proof = proved(&text, &parts, &settings, dialect);
            assert!(proof.holds(), "{dialect:?} {unit:?}: {:?}\n{text}", findings(&proof));
            assert!(proof.max_error_mm < 0.005, "{dialect:?} {}", proof.max_error_mm);
            assert_eq!(proof.pierces, 5);
            // Four holes and the outline, overcuts and leads.
            let expected = 603.1416 + 4.0 * 59.6903 + 5.0 * (1.0 + 4.0 + 2.0);
            assert!((proof.cut_length_mm - expected).abs() < 0.1, "{} {expected}", proof.cut_length_mm);
        }
    }
}

#[test]
fn the_seconds_of_the_text_are_those_of_the_plan() {
    let (parts, settings) = (plate(), settings());
    let plan = plan(&parts, &settings, &mut |_| true).unwrap();
    let time = plan.time(&settings.machine);
    for dialect in [Dialect::LinuxCnc, Dialect::Fanuc, Dialect::Mach3, Dialect::Grbl] {
        let text = write(&plan, dialect, &heading(&settings));
        let proof = proved(&text, &parts, &settings, dialect);
        assert!((proof.feed_s / time.cut_s - 1.0).abs() < 1e-3, "{} {}", proof.feed_s, time.cut_s);
        assert!((proof.dwell_s - time.pierce_s).abs() < 0.01);
        let rapid_s: f64 = proof.rapids_mm.iter().map(|&mm| settings.machine.rapid_s(mm)).sum();
        assert!((rapid_s - time.rapid_s).abs() < 0.01, "{rapid_s} {}", time.rapid_s);
    }
}

#[test]
fn holes_come_before_their_outline_and_islands_before_what_holds_them() {
    let ring = part("ring", circle(60.0, 60.0, 40.0), vec![circle(60.0, 60.0, 25.0)]);
    let island = part("island", circle(60.0, 60.0, 15.0), vec![circle(60.0, 60.0, 5.0)]);
    let parts = vec![ring, island];
    let settings = Settings { sheet: Rect::new(0.0, 0.0, 120.0, 120.0), ..settings() };
    let plan = plan(&parts, &settings, &mut |_| true).unwrap();
    let order: Vec<(usize, Kind)> = plan.cuts.iter().map(|cut| (cut.part, cut.kind)).collect();
    assert_eq!(order, [(1, Kind::Hole(0)), (1, Kind::Outline), (0, Kind::Hole(0)), (0, Kind::Outline)]);
    let text = write(&plan, Dialect::LinuxCnc, &heading(&settings));
    let proof = proved(&text, &parts, &settings, Dialect::LinuxCnc);
    assert!(proof.holds(), "{:?}", findings(&proof));
    // The other way round, the proof says so.
    let mut wrong = plan;
    wrong.cuts.reverse();
    let text = write(&wrong, Dialect::LinuxCnc, &heading(&settings));
    assert!(proved(&text, &parts, &settings, Dialect::LinuxCnc).findings.has(Fault::Order));
}

#[test]
fn leads_pierces_tabs_and_compensation_are_proved_too() {
    let parts = plate();
    let standard = settings();
    let leads = |form| Leads { form, ..standard.leads };
    let tries = [
        Settings { leads: leads(Form::Line), ..settings() },
        Settings { leads: leads(Form::Tangent), ..settings() },
        Settings { leads: Leads { in_mm: 0.0, out_mm: 0.0, overcut_mm: 0.0, form: Form::Arc }, ..settings() },
        Settings { pierce: Pierce::Moving, ..settings() },
        Settings { pierce: Pierce::LowPressure, ..settings() },
        Settings { pierce: Pierce::Edge, ..settings() },
        Settings { tabs: Tabs { count: 3, width_mm: 0.5 }, ..settings() },
        Settings { kerf_mm: 0.8, ..settings() },
    ];
    for settings in tries {
        for dialect in DIALECTS {
            let text = text(&parts, &settings, dialect);
            let proof = proved(&text, &parts, &settings, dialect);
            assert!(proof.holds(), "{settings:?} {dialect:?}: {:?}", findings(&proof));
        }
    }
    let controller = Settings { compensation: Compensation::Controller, ..settings() };
    for dialect in [Dialect::LinuxCnc, Dialect::Fanuc, Dialect::Mach3] {
        let text = text(&parts, &controller, dialect);
        assert_eq!(text.matches("G41 D1").count(), 5, "{text}");
        let proof = proved(&text, &parts, &controller, dialect);
        assert!(proof.holds(), "{dialect:?}: {:?}\n{text}", findings(&proof));
    }
    // Grbl has no compensation, and OMAX paths would need a side: both are refused, not guessed.
    for dialect in [Dialect::Grbl, Dialect::Omx] {
        let text = text(&parts, &controller, dialect);
        assert!(!proved(&text, &parts, &controller, dialect).holds());
    }
}

#[test]
fn a_hole_smaller_than_the_jet_is_left_out_or_pierced_and_named() {
    let parts = vec![part("plate", rectangle(15.0, 15.0, 65.0, 45.0), vec![circle(40.0, 30.0, 0.4)])];
    let sheet = Rect::new(0.0, 0.0, 80.0, 60.0);
    for (small_holes, pierces) in [(SmallHoles::LeaveOut, 1), (SmallHoles::Pierce, 2)] {
        let settings = Settings { small_holes, sheet, ..settings() };
        let plan = plan(&parts, &settings, &mut |_| true).unwrap();
        assert!(plan.notes.iter().any(|note| note.kind == "smaller-than-the-jet"), "{:?}", plan.notes);
        for dialect in [Dialect::LinuxCnc, Dialect::Fanuc] {
            let text = write(&plan, dialect, &heading(&settings));
            let proof = proved(&text, &parts, &settings, dialect);
            assert!(proof.holds(), "{dialect:?} {:?}", findings(&proof));
            assert_eq!(proof.pierces, pierces);
        }
    }
}

#[test]
fn corners_that_the_jet_cannot_reach_are_no_error_but_said() {
    let ell = {
        let to = |x, y| Segment::Line { to: Point::new(x, y) };
        let corners = vec![
            to(60.0, 20.0),
            to(60.0, 40.0),
            to(40.0, 40.0),
            to(40.0, 60.0),
            to(20.0, 60.0),
            to(20.0, 20.0),
        ];
        Contour::new(Path { start: Point::new(20.0, 20.0), segments: corners }, 0).unwrap()
    };
    let parts = vec![part("ell", ell, Vec::new())];
    let settings = Settings { sheet: Rect::new(0.0, 0.0, 80.0, 80.0), ..settings() };
    let text = text(&parts, &settings, Dialect::LinuxCnc);
    let proof = proved(&text, &parts, &settings, Dialect::LinuxCnc);
    assert!(proof.holds(), "{:?}", findings(&proof));
    // (√2 − 1) · r stays in a right angle.
    let expected = 0.5 * (std::f64::consts::SQRT_2 - 1.0);
    assert!((proof.corner_rest_mm - expected).abs() < 0.01, "{} {expected}", proof.corner_rest_mm);
}
