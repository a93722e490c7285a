//! Whole programs of random sheets: planned, written, read again, and swept by brute force.
//!
//! The judge here is neither the planner nor the proof, but a ruler: along every drawn line, the nearest place
//! of the jet's centre must be half a kerf away within what the proof forgives. The proof has to agree.

use super::{Job, Language, Reading, Small, Tabs, prove, read};
use crate::jet::{Machine, Pierce, Quality, find_material};
use crate::leads::{Form, Leads};
use crate::parts::{Contour, Part};
use crate::program::{self, Compensation, Dialect, Heading, Settings, SmallHoles, Unit};
use kurbo::{Point, Rect};
use penstock_drawing::{Path, Segment};
use proptest::prelude::*;

const TOLERANCE_MM: f64 = 0.02;
/// Between places of the jet: a disc of 0.3 mm then misses less than a micrometre.
const STEP_MM: f64 = 0.04;
/// Between places of a drawn line.
const LOOK_MM: f64 = 0.35;

/// A plate with rounded corners and round holes.
#[derive(Clone, Debug)]
struct Plate {
    width_mm: f64,
    corner_mm: f64,
    /// In cells of a row along the plate: radius as a share of the cell, none for no hole.
    holes: Vec<Option<f64>>,
}

const HEIGHT_MM: f64 = 26.0;

impl Plate {
    fn at(&self, x: f64, y: f64, name: &str) -> Part {
        let (w, h, r) = (self.width_mm, HEIGHT_MM, self.corner_mm);
        let line = |dx, dy| Segment::Line { to: Point::new(x + dx, y + dy) };
        let arc =
            |dx, dy| Segment::Arc { to: Point::new(x + dx, y + dy), bulge: std::f64::consts::SQRT_2 - 1.0 };
        let segments = vec![
            line(w - r, 0.0),
            arc(w, r),
            line(w, h - r),
            arc(w - r, h),
            line(r, h),
            arc(0.0, h - r),
            line(0.0, r),
            arc(r, 0.0),
        ];
        let outer = Contour::new(Path { start: Point::new(x + r, y), segments }, 0).unwrap().turned(true);
        let cell = w / self.holes.len() as f64;
        let holes = self.holes.iter().enumerate().filter_map(|(at, share)| {
            let radius = (*share)? * cell.min(h) / 2.0;
            let (cx, cy) = (x + (at as f64 + 0.5) * cell, y + h / 2.0);
            let half = |dx| Segment::Arc { to: Point::new(cx + dx, cy), bulge: 1.0 };
            let path =
                Path { start: Point::new(cx - radius, cy), segments: vec![half(radius), half(-radius)] };
            Some(Contour::new(path, 0).unwrap().turned(false))
        });
        Part { name: name.to_owned(), holes: holes.collect(), outer, slits: Vec::new() }
    }
}

fn plate() -> impl Strategy<Value = Plate> {
    let hole = prop::option::weighted(0.8, 0.25..0.7f64);
    (24.0..45.0f64, 0.5..6.0f64, prop::collection::vec(hole, 1..4))
        .prop_map(|(width_mm, corner_mm, holes)| Plate { width_mm, corner_mm, holes })
}

fn settings(kerf_mm: f64, leads: Leads, common_lines: bool, sheet: Rect) -> Settings {
    Settings {
        machine: Machine::default(),
        material: *find_material("mild steel").unwrap().material,
        thickness_mm: 5.0,
        quality: Quality::Clean,
        layer_quality: Vec::new(),
        kerf_mm,
        leads,
        pierce: Pierce::Stationary,
        tabs: program::Tabs::default(),
        compensation: Compensation::Computed,
        small_holes: SmallHoles::LeaveOut,
        sheet,
        common_lines,
        home: Point::new(sheet.x0, sheet.y1),
    }
}

/// Places of the jet's centre while it is on, in mm of the drawing.
fn centers(text: &str, kerf_mm: f64, zero: Point) -> Vec<Point> {
    let motion = read(text, &Reading { language: Language::LinuxCnc, jet_radius_mm: kerf_mm / 2.0 });
    assert!(motion.findings.is_empty());
    let mut centers = Vec::new();
    for stroke in motion.strokes.iter().filter(|stroke| stroke.jet) {
        let steps = (stroke.shape.length_mm() / STEP_MM).ceil().max(1.0) as usize;
        centers.extend((0..=steps).map(|step| {
            let at = stroke.shape.point(step as f64 / steps as f64);
            Point::new(zero.x + at.x, zero.y - at.y)
        }));
    }
    centers
}

/// By how much the nearest centre is off half a kerf, at worst.
fn worst_mm(parts: &[Part], centers: &[Point], kerf_mm: f64) -> f64 {
    let mut worst = 0.0f64;
    for (from, segment) in parts.iter().flat_map(Part::contours).flat_map(|contour| contour.path().pieces()) {
        let steps = (segment.length_mm(from) / LOOK_MM).ceil().max(1.0) as usize;
        for step in 0..steps {
            let place = segment.point(from, step as f64 / steps as f64);
            let least = centers.iter().map(|center| (*center - place).hypot2()).fold(f64::INFINITY, f64::min);
            worst = worst.max((least.sqrt() - kerf_mm / 2.0).abs());
        }
    }
    worst
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn the_swept_sheet_is_the_drawing(
        first in plate(),
        second in plate(),
        kerf_mm in 0.6..1.4f64,
        beside in prop::option::of(0.0..8.0f64),
        form in prop::sample::select(vec![Form::Line, Form::Arc]),
        (in_mm, out_mm, overcut_mm) in (0.0..5.0f64, 0.0..3.0f64, 0.0..2.0f64),
    ) {
        // Half of them lie a kerf apart, and share a cut.
        let apart = kerf_mm + beside.unwrap_or(0.0);
        let parts = vec![
            first.at(12.0, 12.0, "first"),
            second.at(12.0 + first.width_mm + apart, 12.0, "second"),
        ];
        let sheet = Rect::new(0.0, 0.0, 24.0 + first.width_mm + apart + second.width_mm, 24.0 + HEIGHT_MM);
        let settings = settings(kerf_mm, Leads { form, in_mm, out_mm, overcut_mm }, beside.is_none(), sheet);
        let plan = program::plan(&parts, &settings, &mut |_| true).unwrap();
        let straight_mm = HEIGHT_MM - 2.0 * first.corner_mm.max(second.corner_mm);
        if beside.is_none() && straight_mm > 8.0 {
            prop_assert!((plan.common_mm - (straight_mm - 1.0)).abs() < 1e-6, "{} of {straight_mm}", plan.common_mm);
        }
        let heading = Heading {
            title: "Random".to_owned(),
            remarks: Vec::new(),
            zero: settings.home,
            unit: Unit::Millimetre,
            kerf_mm,
        };
        let text = program::write(&plan, Dialect::LinuxCnc, &heading);
        let worst = worst_mm(&parts, &centers(&text, kerf_mm, settings.home), kerf_mm);
        prop_assert!(worst <= TOLERANCE_MM, "{worst} mm off\n{text}");
        let job = Job {
            parts: &parts,
            kerf_mm,
            tolerance_mm: TOLERANCE_MM,
            sheet,
            beyond_sheet_mm: 0.0,
            zero: settings.home,
            tabs: Tabs::default(),
            small: Small::LeftOut,
            fastest_mm_per_min: settings.fastest_mm_per_min(),
        };
        let proof = prove(&text, Language::LinuxCnc, &job, &mut |_| true).unwrap();
        let findings: Vec<String> = proof.findings.list().iter().map(ToString::to_string).collect();
        prop_assert!(proof.holds(), "{findings:?}\n{text}");
        prop_assert!((proof.max_error_mm - worst).abs() < 0.01, "{} {worst}", proof.max_error_mm);
    }
}
