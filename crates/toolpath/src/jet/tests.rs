//! The worked examples: what the equation gives for known cases, and what a real job report says.

use super::*;
use kurbo::Point;
use penstock_drawing::{Path, Segment};

fn material(name: &str) -> &'static Material {
    find_material(name).unwrap().material
}

fn near(value: f64, expected: f64, share: f64) {
    assert!((value / expected - 1.0).abs() <= share, "{value} is not {expected}");
}

fn speeds(name: &str, thickness_mm: f64) -> [f64; 5] {
    Quality::ALL.map(|quality| speed_mm_per_min(&Setup::default(), material(name), thickness_mm, quality))
}

#[test]
fn the_speed_equation_gives_the_worked_examples() {
    for (name, expected) in [
        ("mild steel", [573.92, 258.62, 162.24, 116.54, 90.16]),
        ("aluminium 6061-T6", [1594.45, 718.50, 450.73, 323.77, 250.49]),
        ("stainless 304", [531.19, 239.37, 150.16, 107.87, 83.45]),
    ] {
        for (speed, expected) in speeds(name, 10.0).into_iter().zip(expected) {
            near(speed, expected, 1e-4);
        }
    }
    near(speeds("mild steel", 10.0)[2], 162.242_210_533_584, 1e-11);
    near(speeds("titanium", 10.0)[2], 221.86, 1e-4);
    near(speeds("granite", 10.0)[2], 724.97, 1e-4);
    near(speeds("glass", 10.0)[2], 1471.69, 1e-4);
    near(speeds("aluminium 6061-T6", 25.4)[4], 85.750_338_006_922, 1e-11);
    near(speeds("stainless 304", 6.0)[0], 955.820_024_600_509, 1e-11);
}

#[test]
fn ratios_are_those_of_the_exponents() {
    let [q1, .., q5] = speeds("granite", 7.0);
    near(q1 / q5, 6.365_25, 1e-5);
    near(speeds("mild steel", 20.0)[2] / speeds("mild steel", 10.0)[2], 0.450_625, 1e-5);
}

#[test]
fn the_inch_form_of_the_equation_agrees() {
    // C = 163 with inches, kpsi and lb/min, for mild steel of a quarter inch at quality 2.
    let inches = (87.6 * 60f64.powf(1.594) * 0.014f64.powf(1.374)
        / (163.0 * 2.0 * 0.25 * 0.042f64.powf(0.618)))
    .powf(1.15);
    let setup = find_machine("60-kpsi").unwrap().setup;
    let ours = speed_mm_per_min(&setup, material("mild steel"), 6.35, Quality::Through);
    near(ours / 25.4, inches, 3e-3);
}

#[test]
fn a_published_job_report_agrees() {
    let setup = find_machine("320-mpa").unwrap().setup;
    let speeds = Quality::ALL.map(|q| speed_mm_per_min(&setup, material("stainless 304"), 30.0, q));
    for (speed, expected) in speeds.into_iter().zip([110.46, 49.78, 31.23, 22.43, 17.35]) {
        near(speed, expected, 3e-4);
    }
    // Its 3849.428 mm took 1:18:17 at 49.167 mm/min on average.
    near(speeds[1], 49.167, 0.02);
}

#[test]
fn calibration_makes_cuts_and_pierces_longer() {
    let slow = Setup { calibration: 1.25, pierce_calibration: 2.0, ..Setup::default() };
    let steel = material("mild steel");
    near(speed_mm_per_min(&slow, steel, 10.0, Quality::Clean), 162.2422 / 1.25, 1e-6);
    near(pierce_s(&slow, steel, 10.0, Pierce::Stationary), 3.2, 1e-12);
}

#[test]
fn pierces_take_what_shops_say() {
    let pierce =
        |name: &str, thickness_mm, kind| pierce_s(&Setup::default(), material(name), thickness_mm, kind);
    near(pierce("mild steel", 25.0, Pierce::Stationary), 4.0, 1e-12);
    near(pierce("aluminium 6061-T6", 6.35, Pierce::Stationary), 0.365, 0.01);
    near(pierce("mild steel", 25.0, Pierce::Moving), 2.0, 1e-12);
    near(pierce("mild steel", 6.0, Pierce::Moving), 0.96, 1e-12);
    assert_eq!(pierce("mild steel", 25.0, Pierce::Edge), 0.0);
    assert_eq!(pierce("glass", 25.0, Pierce::PreDrilled), 0.0);
}

#[test]
fn what_is_brittle_is_pierced_at_low_pressure() {
    for material in materials().iter().filter(|material| material.brittle) {
        for pierce in [Pierce::Stationary, Pierce::Moving, Pierce::LowPressure] {
            assert_eq!(pierce.allowed(material), Pierce::LowPressure, "{}", material.name);
        }
        assert_eq!(Pierce::Edge.allowed(material), Pierce::Edge);
    }
    assert!(material("glass").brittle && material("granite").brittle && !material("mild steel").brittle);
    let setup = Setup::default();
    let glass = pierce_s(&setup, material("glass"), 10.0, Pierce::Stationary);
    // 1.6 s over (596/87.6)^1.15 for its machinability, times (380/85)^(1.594 · 1.15) for the pressure.
    near(glass, 1.6 / (596.0_f64 / 87.6).powf(1.15) * (380.0_f64 / 85.0).powf(1.594 * 1.15), 1e-9);
}

#[test]
fn water_and_power_are_those_of_the_orifice() {
    near(Setup::default().water_l_per_min(), 3.523, 1e-3);
    near(Setup::default().hydraulic_kw(), 22.3, 1e-3);
}

fn ring(points: &[(f64, f64)]) -> Path {
    let point = |at: usize| Point::new(points[at % points.len()].0, points[at % points.len()].1);
    Path { start: point(0), segments: (1..=points.len()).map(|at| Segment::Line { to: point(at) }).collect() }
}

fn circle(radius: f64) -> Path {
    let (left, right) = (Point::new(-radius, 0.0), Point::new(radius, 0.0));
    let half = |to| Segment::Arc { to, bulge: 1.0 };
    Path { start: left, segments: vec![half(right), half(left)] }
}

#[test]
fn the_plate_with_four_holes_takes_5_2473_minutes_at_constant_speed() {
    let feeds = Machine::default().feeds(material("mild steel"), 10.0, Quality::Clean);
    let plate = time(&ring(&[(0.0, 0.0), (200.0, 0.0), (200.0, 100.0), (0.0, 100.0)]), &feeds);
    let hole = time(&circle(10.0), &feeds);
    near((plate.constant_s + 4.0 * hole.constant_s) / 60.0, 5.2473, 1e-4);
    near(hole.slowed_s, hole.constant_s, 1e-12);
    // Four right angles: on each side of one 2.5 mm from 162.24 down to 90.16 mm/min.
    let ramp_s = 60.0 * 2.5 * (162.2422_f64 / 90.1624).ln() / (162.2422 - 90.1624);
    near(plate.slowed_s, plate.constant_s + 8.0 * (ramp_s - 60.0 * 2.5 / 162.2422), 1e-5);
}

#[test]
fn small_arcs_are_slower_by_the_root_of_their_radius() {
    let feeds = Machine::default().feeds(material("mild steel"), 20.0, Quality::Clean);
    let small = time(&circle(5.0), &feeds);
    near(small.slowed_s, small.constant_s * 2.0_f64.sqrt(), 1e-9);
    let tiny = time(&circle(0.001), &feeds);
    near(tiny.slowed_s / tiny.constant_s, feeds.straight_mm_per_min / feeds.corner_mm_per_min, 1e-9);
}

#[test]
fn a_circle_of_chords_is_hardly_slower_than_the_circle() {
    let feeds = Machine::default().feeds(material("mild steel"), 10.0, Quality::Clean);
    let points: Vec<(f64, f64)> = (0..360).map(|at| f64::from(at).to_radians().sin_cos()).collect();
    let chords: Vec<(f64, f64)> = points.into_iter().map(|(sin, cos)| (30.0 * cos, 30.0 * sin)).collect();
    let cut = time(&ring(&chords), &feeds);
    assert!((1.0..1.02).contains(&(cut.slowed_s / cut.constant_s)), "{cut:?}");
}

#[test]
fn time_does_not_depend_on_where_a_closed_cut_begins_or_on_split_sides() {
    let feeds = Machine::default().feeds(material("mild steel"), 40.0, Quality::Through);
    let whole = time(&ring(&[(0.0, 0.0), (50.0, 0.0), (50.0, 20.0), (0.0, 20.0)]), &feeds);
    let turned = time(&ring(&[(50.0, 20.0), (0.0, 20.0), (0.0, 0.0), (50.0, 0.0)]), &feeds);
    let split = time(
        &ring(&[(3.0, 0.0), (50.0, 0.0), (50.0, 20.0), (50.0, 20.0), (0.0, 20.0), (0.0, 0.0), (1.0, 0.0)]),
        &feeds,
    );
    near(turned.slowed_s, whole.slowed_s, 1e-12);
    near(split.slowed_s, whole.slowed_s, 1e-9);
    assert!(whole.slowed_s > 1.2 * whole.constant_s, "{whole:?}");
}

#[test]
fn without_slow_down_both_times_agree() {
    let machine = Machine { corners: Corners::NONE, ..Machine::default() };
    let feeds = machine.feeds(material("glass"), 10.0, Quality::Separation);
    let cut = time(&ring(&[(0.0, 0.0), (50.0, 0.0), (50.0, 20.0), (0.0, 20.0)]), &feeds);
    near(cut.slowed_s, cut.constant_s, 1e-12);
    assert_eq!(time(&Path { start: Point::ORIGIN, segments: Vec::new() }, &feeds), CutTime::default());
}

#[test]
fn rapids_accelerate() {
    let machine = Machine::default();
    near(machine.rapid_s(1.0), 2.0 * (1.0_f64 / 500.0).sqrt(), 1e-12);
    near(machine.rapid_s(1000.0), 6.0 + 1.0 / 3.0, 1e-9);
    assert_eq!(machine.rapid_s(0.0), 0.0);
    let joint = 10_000.0_f64.powi(2) / 3600.0 / 500.0;
    near(machine.rapid_s(joint - 1e-9), machine.rapid_s(joint + 1e-9), 1e-6);
}

#[test]
fn rapids_visit_holes_by_nearness_and_the_outline_last() {
    use crate::parts::{Contour, Part};
    let contour = |points: &[(f64, f64)], outer| Contour::new(ring(points), 0).unwrap().turned(outer);
    let hole = |x: f64| contour(&[(x, 10.0), (x + 1.0, 10.0), (x + 1.0, 11.0)], false);
    let part = Part {
        name: "bar".to_owned(),
        outer: contour(&[(0.0, 0.0), (100.0, 0.0), (100.0, 20.0), (0.0, 20.0)], true),
        holes: vec![hole(90.0), hole(10.0), hole(50.0)],
        slits: Vec::new(),
    };
    let machine = Machine::default();
    let way = rapids(std::slice::from_ref(&part), &machine);
    let legs = [200.0_f64.sqrt(), 40.0, 40.0, 8200.0_f64.sqrt(), 100.0];
    near(way.length_mm, legs.iter().sum(), 1e-12);
    near(way.time_s, legs.iter().map(|&leg| machine.rapid_s(leg)).sum(), 1e-12);
    near(rapids(&[part.clone(), part], &machine).length_mm, 2.0 * way.length_mm, 1e-12);
}
