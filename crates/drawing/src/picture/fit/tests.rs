use super::*;
use crate::picture::{Grey, outlines};

/// Outlines of shapes given by their signed distance in pixels, negative inside, as a renderer covers
/// pixels.
fn traced(width: usize, height: usize, distance: impl Fn(f64, f64) -> f64) -> Vec<Fitted> {
    let grey = Grey::from_fn(width, height, |x, y| distance(x, y) + 0.5);
    let (found, _) = outlines(&grey, 0.5, 2.0, &mut |_| true).unwrap();
    found.iter().map(|outline| ring(&outline.points, 0.35)).collect()
}

fn square(x: f64, y: f64, half: f64) -> f64 {
    x.abs().max(y.abs()) - half
}

fn kinds(path: &Path) -> (usize, usize) {
    let arcs = path.segments.iter().filter(|segment| matches!(segment, Segment::Arc { .. })).count();
    (path.segments.len() - arcs, arcs)
}

#[test]
fn a_disc_is_one_circle_in_its_place() {
    for (radius, x, y) in [(200.0, 310.3, 255.8), (41.7, 60.1, 70.9), (6.2, 30.5, 31.0)] {
        let found = traced(620, 520, |px, py| (px - x).hypot(py - y) - radius);
        assert_eq!(found.len(), 1);
        assert!(found[0].is_circle);
        let start = found[0].path.start;
        let center = start.midpoint(found[0].path.segments[0].to());
        assert!(center.distance(Point::new(x, y)) < 0.05, "{center:?}");
        assert!((start.distance(center) - radius).abs() < 0.08, "{}", start.distance(center) - radius);
    }
}

#[test]
fn a_square_has_four_lines_and_sharp_corners_however_it_is_turned() {
    for turn_deg in [0.0, 7.0, 30.0, 45.0] {
        let (sin, cos) = f64::to_radians(turn_deg).sin_cos();
        let found = traced(160, 150, |x, y| {
            let (x, y) = (x - 80.2, y - 75.4);
            square(x * cos + y * sin, y * cos - x * sin, 40.3)
        });
        assert_eq!(found.len(), 1);
        assert_eq!(kinds(&found[0].path), (4, 0), "{turn_deg}°: {:?}", found[0].path);
        assert!(found[0].worst <= 0.35);
        for (from, _) in found[0].path.pieces() {
            let (x, y) = (from.x - 80.2, from.y - 75.4);
            let (x, y) = (x * cos + y * sin, y * cos - x * sin);
            assert!((x.abs() - 40.3).abs() < 0.2 && (y.abs() - 40.3).abs() < 0.2, "{turn_deg}°: {x} {y}");
        }
    }
}

#[test]
fn a_rounded_rectangle_has_four_lines_and_four_arcs() {
    let found = traced(240, 180, |x, y| {
        let (x, y) = ((x - 120.0).abs() - 70.0, (y - 90.0).abs() - 40.0);
        x.max(0.0).hypot(y.max(0.0)) + x.max(y).min(0.0) - 20.0
    });
    assert_eq!(kinds(&found[0].path), (4, 4), "{:?}", found[0].path);
    for (from, segment) in found[0].path.pieces() {
        if let Segment::Arc { to, bulge } = *segment {
            let radius = from.distance(to) * (1.0 + bulge * bulge) / (4.0 * bulge.abs());
            assert!((radius - 20.0).abs() < 1.5, "{radius}");
        }
    }
}

#[test]
fn a_half_disc_is_an_arc_and_a_line() {
    let found = traced(200, 200, |x, y| ((x - 100.0).hypot(y - 100.0) - 60.0).max(y - 110.0));
    assert_eq!(kinds(&found[0].path), (1, 1), "{:?}", found[0].path);
}

#[test]
fn every_point_is_within_the_tolerance_of_an_outline_without_any_line_or_arc() {
    for tolerance in [0.3, 0.6, 1.5] {
        let wave = |n: usize| {
            let angle = n as f64 * std::f64::consts::TAU / 900.0;
            Point::new(200.0, 150.0)
                + Vec2::from_angle(angle) * (100.0 + 20.0 * (3.0 * angle).sin() + 5.0 * (11.0 * angle).cos())
        };
        let points: Vec<Point> = (0..900).map(wave).collect();
        let fitted = ring(&points, tolerance);
        assert!(fitted.path.is_closed());
        assert!(fitted.worst <= tolerance, "{} of {tolerance}", fitted.worst);
        let mut fine = Vec::new();
        fitted.path.flatten(0.01, &mut fine);
        let off = |point: &Point| {
            fine.windows(2).map(|pair| shape::to_line(pair[0], pair[1], *point)).fold(f64::INFINITY, f64::min)
        };
        let worst = points.iter().map(off).fold(0.0, f64::max);
        // What is reported is what is there, but for the two points beside a joint that looks like a corner.
        assert!(worst > fitted.worst - 0.02, "{worst}, reported {}", fitted.worst);
        assert!(worst < 1.1 * tolerance, "{worst} of {tolerance}");
        assert!(fitted.path.segments.len() < 60, "{}", fitted.path.segments.len());
    }
}

#[test]
fn an_open_chain_keeps_its_ends() {
    let points: Vec<Point> = (0..=100)
        .map(f64::from)
        .map(|n| if n < 50.0 { Point::new(n, 10.0) } else { Point::new(50.0, 10.0 + (n - 50.0)) })
        .collect();
    let fitted = strand(&points, 0.3);
    assert_eq!(kinds(&fitted.path), (2, 0), "{:?}", fitted.path);
    assert!(fitted.path.start.distance(points[0]) < 1e-6);
    assert!(fitted.path.end().distance(points[100]) < 1e-6);
    assert!(fitted.path.segments[0].to().distance(Point::new(50.0, 10.0)) < 1e-6);
}

#[test]
fn chains_of_a_point_or_two_are_taken_as_they_are() {
    assert_eq!(ring(&[], 0.3).path.segments, []);
    assert_eq!(strand(&[Point::new(1.0, 2.0)], 0.3).path.start, Point::new(1.0, 2.0));
    assert_eq!(strand(&[Point::ZERO, Point::new(1.0, 2.0)], 0.3).path.segments.len(), 1);
}
