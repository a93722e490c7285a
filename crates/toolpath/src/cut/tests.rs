use super::*;
use crate::region::{Indexed, Region};
use proptest::prelude::*;

fn point() -> impl Strategy<Value = Point> {
    (0.0..100.0, 0.0..100.0).prop_map(|(x, y)| Point::new(x, y))
}

fn segment() -> impl Strategy<Value = Segment> {
    prop_oneof![
        point().prop_map(|to| Segment::Line { to }),
        (point(), -3.0..3.0).prop_map(|(to, bulge)| Segment::Arc { to, bulge }),
        (point(), point(), point()).prop_map(|(c1, c2, to)| Segment::Cubic { c1, c2, to }),
    ]
}

fn path() -> impl Strategy<Value = Path> {
    (point(), prop::collection::vec(segment(), 1..4)).prop_map(|(start, segments)| Path { start, segments })
}

fn blades() -> Vec<Box<dyn Blade>> {
    let rect = Rect::new(20.0, 30.0, 80.0, 60.0);
    let framed = Region::rectangle(rect).minus(&Region::rectangle(Rect::new(40.0, 40.0, 50.0, 50.0)));
    vec![
        Box::new(rect),
        Box::new(Disc { center: Point::new(50.0, 45.0), radius: 25.0 }),
        Box::new(Indexed::new(&framed).unwrap()),
    ]
}

fn kept(path: &Path, blade: &dyn Blade, keep: Keep) -> Vec<Path> {
    let mut out = Vec::new();
    cut(path.clone(), blade, keep, &mut out);
    out
}

fn length(paths: &[Path]) -> f64 {
    paths.iter().map(Path::length_mm).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn both_sides_together_are_the_whole_and_each_stays_on_its_side(path in path()) {
        for blade in blades() {
            let (inside, outside) = (kept(&path, &*blade, Keep::Inside), kept(&path, &*blade, Keep::Outside));
            let whole = path.length_mm();
            prop_assert!((length(&inside) + length(&outside) - whole).abs() < 0.01, "{whole}");
            for (pieces, holds) in [(&inside, true), (&outside, false)] {
                for (from, segment) in pieces.iter().flat_map(Path::pieces) {
                    for step in 0..=20 {
                        let at = segment.point(from, f64::from(step) / 20.0);
                        prop_assert!(blade.holds(at) == holds || blade.is_on_border(at, 0.005), "{at:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn cut_ends_lie_on_the_border(path in path()) {
        for blade in blades() {
            for piece in kept(&path, &*blade, Keep::Inside) {
                for end in [piece.start, piece.end()] {
                    let an_end = end == path.start || end == path.end();
                    prop_assert!(an_end || blade.is_on_border(end, 2e-3), "{end:?}");
                }
            }
        }
    }
}

#[test]
fn pieces_of_arcs_and_curves_stay_what_they_are() {
    let disc = Disc { center: Point::ORIGIN, radius: 10.0 };
    let arc = Segment::Arc { to: Point::new(20.0, 0.0), bulge: -1.0 };
    let path = Path { start: Point::ORIGIN, segments: vec![arc] };
    let inside = kept(&path, &disc, Keep::Inside);
    assert_eq!(inside.len(), 1);
    // The half circle around (10, 0) leaves the disc after a third of it: 60 degrees.
    assert!(matches!(inside[0].segments[..], [Segment::Arc { .. }]));
    assert!((inside[0].length_mm() - 10.0 * std::f64::consts::FRAC_PI_3).abs() < 1e-6);
}

#[test]
fn a_closed_path_is_one_stroke_over_its_start() {
    let to = |x: f64, y: f64| Segment::Line { to: Point::new(x, y) };
    let square = Path {
        start: Point::new(5.0, 5.0),
        segments: vec![to(15.0, 5.0), to(15.0, 15.0), to(5.0, 15.0), to(5.0, 5.0)],
    };
    let inside = kept(&square, &Rect::new(0.0, 0.0, 10.0, 10.0), Keep::Inside);
    assert_eq!(inside.len(), 1);
    assert_eq!((inside[0].start, inside[0].end()), (Point::new(5.0, 10.0), Point::new(10.0, 5.0)));
    assert_eq!(kept(&square, &Rect::new(0.0, 0.0, 20.0, 20.0), Keep::Inside), std::slice::from_ref(&square));
    assert!(kept(&square, &Rect::new(0.0, 0.0, 20.0, 20.0), Keep::Outside).is_empty());
}

#[test]
fn what_runs_along_the_border_is_kept_on_both_sides() {
    let line =
        Path { start: Point::new(-5.0, 0.0), segments: vec![Segment::Line { to: Point::new(15.0, 0.0) }] };
    let rect = Rect::new(0.0, 0.0, 10.0, 10.0);
    assert!((length(&kept(&line, &rect, Keep::Inside)) - 10.0).abs() < 1e-9);
    assert!((length(&kept(&line, &rect, Keep::Outside)) - 20.0).abs() < 1e-9);
}

#[test]
fn dots_stay_on_their_side() {
    let dot = |x: f64| Path { start: Point::new(x, 5.0), segments: Vec::new() };
    let rect = Rect::new(0.0, 0.0, 10.0, 10.0);
    assert_eq!(kept(&dot(5.0), &rect, Keep::Inside).len(), 1);
    assert_eq!(kept(&dot(15.0), &rect, Keep::Inside).len(), 0);
    assert_eq!(kept(&dot(5.0), &rect, Keep::Outside).len(), 0);
    assert_eq!(kept(&dot(15.0), &rect, Keep::Outside).len(), 1);
}
