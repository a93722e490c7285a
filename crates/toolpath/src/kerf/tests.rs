use super::*;
use penstock_drawing::Path;
use proptest::prelude::*;

fn contour(start: (f64, f64), corners: &[(f64, f64, f64)]) -> Contour {
    let mut from_bulge = 0.0;
    let mut segments = Vec::new();
    for &(x, y, bulge) in corners {
        let to = Point::new(x, y);
        segments.push(if from_bulge == 0.0 {
            Segment::Line { to }
        } else {
            Segment::Arc { to, bulge: from_bulge }
        });
        from_bulge = bulge;
    }
    let to = Point::from(start);
    segments.push(if from_bulge == 0.0 {
        Segment::Line { to }
    } else {
        Segment::Arc { to, bulge: from_bulge }
    });
    Contour::new(Path { start: to, segments }, 0).unwrap()
}

fn rectangle(width: f64, height: f64) -> Contour {
    contour((0.0, 0.0), &[(width, 0.0, 0.0), (width, height, 0.0), (0.0, height, 0.0)])
}

fn circle(x: f64, y: f64, radius: f64) -> Contour {
    let half = |to| Segment::Arc { to, bulge: 1.0 };
    let (left, right) = (Point::new(x - radius, y), Point::new(x + radius, y));
    Contour::new(Path { start: left, segments: vec![half(right), half(left)] }, 0).unwrap()
}

fn length(offset: &Offset) -> f64 {
    offset.contours.iter().map(|contour| contour.path().length_mm()).sum()
}

/// Section 2.3 of the reference: a plate of 200 × 100 mm with holes of 20 mm, kerf 1.0 mm.
#[test]
fn the_plates_centre_paths_have_their_lengths() {
    let outline = offset(&rectangle(200.0, 100.0).turned(true), 0.5).unwrap();
    assert!((length(&outline) - (600.0 + std::f64::consts::PI)).abs() < 1e-6, "{}", length(&outline));
    assert!((length(&outline) - 603.1416).abs() < 1e-4);
    let hole = offset(&circle(50.0, 50.0, 10.0).turned(false), 0.5).unwrap();
    assert!((length(&hole) - 59.6903).abs() < 1e-4, "{}", length(&hole));
    assert!(hole.contours[0].area_mm2() < 0.0 && outline.contours[0].area_mm2() > 0.0);
    assert_eq!((outline.way, hole.way), (Way::Arcs, Way::Arcs));
}

#[test]
fn what_is_smaller_than_the_jet_has_no_offset() {
    let hole = circle(0.0, 0.0, 0.4).turned(false);
    assert!(offset(&hole, 0.5).unwrap().contours.is_empty());
    assert_eq!(offset(&circle(0.0, 0.0, 0.51).turned(false), 0.5).unwrap().contours.len(), 1);
}

#[test]
fn a_hole_with_a_narrow_neck_is_cut_in_two() {
    let bell = contour(
        (0.0, 0.0),
        &[
            (10.0, 0.0, 0.0),
            (10.0, 4.8, 0.0),
            (20.0, 4.8, 0.0),
            (20.0, 0.0, 0.0),
            (30.0, 0.0, 0.0),
            (30.0, 10.0, 0.0),
            (20.0, 10.0, 0.0),
            (20.0, 5.2, 0.0),
            (10.0, 5.2, 0.0),
            (10.0, 10.0, 0.0),
            (0.0, 10.0, 0.0),
        ],
    );
    let found = offset(&bell.turned(false), 0.5).unwrap();
    assert_eq!(found.contours.len(), 2);
    // Two squares of 9 × 9 mm, each with a bump where the neck begins.
    assert!((length(&found) - 72.0).abs() < 0.1, "{}", length(&found));
}

#[test]
fn the_slower_way_finds_the_same_lines_with_their_arcs() {
    let slot = contour((0.0, 0.0), &[(40.0, 0.0, 1.0), (40.0, 12.0, 0.0), (0.0, 12.0, 1.0)]);
    for (contour, distance_mm) in [
        (slot.clone().turned(true), 0.5),
        (slot.turned(false), 0.5),
        (rectangle(30.0, 20.0).turned(true), 0.75),
        (rectangle(30.0, 20.0).turned(false), 0.75),
        (circle(5.0, 5.0, 3.0).turned(false), 0.6),
    ] {
        let keen = offset(&contour, distance_mm).unwrap();
        let lines = Lines::of_contours([&contour]);
        let flat = flat::offset(&contour, &lines, distance_mm);
        let fault = check::first_fault(&contour, &lines, distance_mm, &flat);
        assert_eq!(fault, None, "{contour:?}");
        let flat = Offset { contours: flat, way: Way::Edges };
        assert!((length(&flat) - length(&keen)).abs() < 0.02, "{} {}", length(&flat), length(&keen));
        let pieces = |offset: &Offset| offset.contours.iter().map(|c| c.path().segments.len()).sum::<usize>();
        assert!(pieces(&flat) <= 3 * pieces(&keen), "{} {}", pieces(&flat), pieces(&keen));
    }
}

#[test]
fn a_wrong_offset_is_noticed() {
    let plate = rectangle(30.0, 20.0).turned(true);
    let lines = Lines::of_contours([&plate]);
    let right = offset(&plate, 0.5).unwrap().contours;
    assert_eq!(check::first_fault(&plate, &lines, 0.5, &right), None);
    let too_far = offset(&plate, 0.51).unwrap().contours;
    assert!(check::first_fault(&plate, &lines, 0.5, &too_far).is_some());
    let wrong_side = offset(&plate, -0.5).unwrap().contours;
    assert!(check::first_fault(&plate, &lines, 0.5, &wrong_side).is_some());
    assert!(check::first_fault(&plate, &lines, 0.5, &[]).is_some());
    let mut short_cut = right[0].path().clone();
    short_cut.segments.remove(2);
    let short_cut = Contour::new(short_cut, 0).unwrap();
    assert!(check::first_fault(&plate, &lines, 0.5, &[short_cut]).is_some());
}

prop_compose! {
    /// A star-shaped contour: corners at growing angles, straight or bulged between them.
    fn star()(
        count in 3usize..14,
        radii in prop::collection::vec(4.0f64..30.0, 14),
        bulges in prop::collection::vec(prop_oneof![Just(0.0), -0.3f64..0.3], 14),
    ) -> Option<Contour> {
        let corner = |at: usize| {
            let angle = at as f64 / count as f64 * std::f64::consts::TAU;
            Point::new(200.0 + radii[at] * angle.cos(), 100.0 + radii[at] * angle.sin())
        };
        let mut path = Path { start: corner(0), segments: Vec::new() };
        for (at, &bulge) in bulges[..count].iter().enumerate() {
            let to = corner((at + 1) % count);
            path.segments.push(if bulge == 0.0 { Segment::Line { to } } else { Segment::Arc { to, bulge } });
        }
        // Bulges may make neighbours cross; what crosses itself is no part.
        let flat = crate::region::Region::new(std::slice::from_ref(&path), penstock_drawing::FillRule::NonZero, 1e-3);
        let contour = Contour::new(path, 0).ok()?;
        ((flat.area_mm2() - contour.area_mm2().abs()).abs() < 0.1 && flat.parts().count() == 1).then_some(contour)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// `offset` measures itself; here it is held to always find a line, in and out, whatever the shape.
    #[test]
    fn every_simple_contour_has_its_offset(contour in star(), distance_mm in 0.2f64..2.0, outline in any::<bool>()) {
        prop_assume!(contour.is_some());
        let contour = contour.unwrap().turned(outline);
        let found = offset(&contour, distance_mm);
        prop_assert!(found.is_ok(), "{:?}", found);
        if outline {
            let grown: f64 = found.unwrap().contours.iter().map(Contour::area_mm2).sum();
            // Steiner: a convex outline grows by its length times the distance and a disc; others by less.
            let most = contour.area_mm2() + contour.path().length_mm() * distance_mm
                + std::f64::consts::PI * distance_mm * distance_mm;
            prop_assert!(grown > contour.area_mm2() && grown < most + 0.01, "{grown} {most}");
        }
    }
}
