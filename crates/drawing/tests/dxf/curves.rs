//! Ellipses and splines against what they are by definition.

use super::support::{assert_at, assert_near, file, kinds, only, read};
use kurbo::Point;
use penstock_drawing::{Path, Segment};
use std::f64::consts::{PI, TAU};

fn points(path: &Path) -> Vec<Point> {
    let mut points = Vec::new();
    path.flatten(1e-5, &mut points);
    points
}

#[test]
fn an_ellipse_is_within_its_tolerance_and_closed() {
    let path = only(&format!("0 ELLIPSE|10 5|20 6|11 100|21 0|40 0.4|41 0|42 {TAU}"));
    assert!(path.is_closed());
    for (from, segment) in path.pieces() {
        for step in 0..=10 {
            let point = segment.point(from, f64::from(step) / 10.0);
            let radius = ((point.x - 5.0) / 100.0).hypot((point.y - 6.0) / 40.0);
            assert_near(radius, 1.0, 7e-8);
        }
    }
    // Complete elliptic integral: 4·100·E(√0.84) by its arithmetic-geometric mean.
    let (mut a, mut b, mut c2, mut sum, mut power) = (1.0_f64, 0.4_f64, 0.84_f64, 0.42, 0.5);
    while c2 > 1e-30 {
        let (next, c) = ((a + b) / 2.0, (a - b) / 2.0);
        (a, b, c2, power) = (next, (a * b).sqrt(), c * c, power * 2.0);
        sum += power * c2;
    }
    assert_near(path.length_mm(), 100.0 * TAU / a * (1.0 - sum), 1e-4);
}

#[test]
fn an_ellipse_runs_from_its_first_parameter_to_its_last_and_a_round_one_is_an_arc() {
    let path = only("0 ELLIPSE|10 0|20 0|11 0|21 10|40 0.5|41 0|42 1.5707963267948966");
    assert_at(path.start, 0.0, 10.0);
    assert_at(path.end(), -5.0, 0.0);
    let mirrored =
        only("0 ELLIPSE|10 0|20 0|11 0|21 10|40 0.5|41 0|42 1.5707963267948966|210 0|220 0|230 -1");
    assert_at(mirrored.end(), 5.0, 0.0);
    let round = only("0 ELLIPSE|10 0|20 0|11 3|21 4|40 1|41 0|42 1");
    assert!(matches!(round.segments[..], [Segment::Arc { .. }]), "{round:?}");
    assert_near(round.length_mm(), 5.0, 1e-9);
}

#[test]
fn a_cubic_spline_is_its_bezier_curves_to_the_digit() {
    let path = only(
        "0 SPLINE|70 8|71 3|40 0|40 0|40 0|40 0|40 1|40 1|40 1|40 1|10 0|20 0|10 1|20 3|10 4|20 3|10 5|20 0",
    );
    let Segment::Cubic { c1, c2, to } = path.segments[0] else { panic!("{path:?}") };
    assert_at(path.start, 0.0, 0.0);
    assert_at(c1, 1.0, 3.0);
    assert_at(c2, 4.0, 3.0);
    assert_at(to, 5.0, 0.0);
    assert_eq!(path.segments.len(), 1);
}

#[test]
fn a_spline_without_clamped_ends_begins_inside() {
    // Uniform cubic: begins at (p0 + 4·p1 + p2)/6.
    let path = only(
        "0 SPLINE|71 3|40 0|40 1|40 2|40 3|40 4|40 5|40 6|40 7|40 8|10 0|20 0|10 6|20 0|10 12|20 6|10 12|20 12|10 6|20 18",
    );
    assert_eq!(path.segments.len(), 2);
    assert_at(path.start, 6.0, 1.0);
    assert_at(path.end(), (12.0 + 48.0 + 6.0) / 6.0, (6.0 + 48.0 + 18.0) / 6.0);
}

#[test]
fn a_rational_quadratic_is_the_circle_it_says() {
    let weight = 0.5_f64.sqrt();
    let path = only(&format!(
        "0 SPLINE|70 12|71 2|40 0|40 0|40 0|40 1|40 1|40 2|40 2|40 2|41 1|41 {weight}|41 1|41 {weight}|41 1|\
         10 10|20 0|10 10|20 10|10 0|20 10|10 -10|20 10|10 -10|20 0"
    ));
    for point in points(&path) {
        assert_near(point.to_vec2().hypot(), 10.0, 1.2e-5);
    }
    assert_near(path.length_mm(), 10.0 * PI, 1e-5);
    assert!(path.segments.len() <= 64, "{}", path.segments.len());
}

#[test]
fn a_spline_of_degree_one_is_lines_and_one_of_degree_five_is_followed() {
    let lines = only("0 SPLINE|71 1|40 0|40 0|40 1|40 2|40 2|10 0|20 0|10 3|20 4|10 3|20 5");
    assert_eq!(lines.segments.len(), 2);
    assert_near(lines.length_mm(), 6.0, 1e-12);
    // Points at x = 0, 1 … 5 make x(t) = 5t; y(t) = 10·10·t³(1 − t)² from its fourth control point.
    let knots = "40 0|".repeat(6) + &"40 1|".repeat(6);
    let path =
        only(&format!("0 SPLINE|71 5|{knots}10 0|20 0|10 1|20 0|10 2|20 0|10 3|20 10|10 4|20 0|10 5|20 0"));
    for point in points(&path) {
        let t = point.x / 5.0;
        assert_near(point.y, 100.0 * t.powi(3) * (1.0 - t).powi(2), 3e-5);
    }
}

#[test]
fn fit_points_are_met() {
    let path =
        only("0 SPLINE|70 8|71 3|74 4|11 0|21 0|11 10|21 5|11 20|21 -5|11 30|21 0|12 1|22 0|13 0|23 -1");
    let ends: Vec<_> = path.segments.iter().map(Segment::to).collect();
    assert_eq!(ends, [Point::new(10.0, 5.0), Point::new(20.0, -5.0), Point::new(30.0, 0.0)]);
    let Segment::Cubic { c1, .. } = path.segments[0] else { panic!("{path:?}") };
    assert_near(c1.y, 0.0, 1e-12);
    let Segment::Cubic { c2, .. } = path.segments[2] else { panic!("{path:?}") };
    assert!((c2.x - 30.0).abs() < 1e-12 && c2.y > 0.0, "{c2:?}");
}

#[test]
fn an_impossible_spline_is_left_out_with_its_line() {
    for wrong in [
        "40 0|40 1|10 0|20 0|10 1|20 1",
        "40 1|40 0|40 0|40 0|40 0|40 0|40 0|40 0|10 0|20 0|10 1|20 0|10 2|20 0|10 3|20 0",
    ] {
        let (it, diagnostics) = read(&file(&format!("0 SPLINE|71 3|{wrong}")));
        assert_eq!(it.drawing.path_count(), 0);
        assert_eq!(kinds(&diagnostics), ["bad-spline", "nothing-to-cut"]);
        assert!(diagnostics[0].element.as_deref().unwrap().starts_with("line "));
    }
}
