use super::*;

fn lines(grey: &Grey) -> Vec<Chain> {
    center_lines(grey, 0.5, &mut |_| true).unwrap()
}

/// From one point to another, in pixels.
type Piece = ((f64, f64), (f64, f64));

/// Lightness of strokes of this width along straight pieces.
fn strokes(width: f64, pieces: &[Piece]) -> Grey {
    Grey::from_fn(200, 160, |x, y| {
        let point = Point::new(x, y);
        let distance = |&((x0, y0), (x1, y1)): &Piece| {
            let (from, way) = (Point::new(x0, y0), Point::new(x1, y1) - Point::new(x0, y0));
            let along = ((point - from).dot(way) / way.hypot2()).clamp(0.0, 1.0);
            point.distance(from + way * along)
        };
        pieces.iter().map(distance).fold(f64::INFINITY, f64::min) - width / 2.0 + 0.5
    })
}

#[test]
fn a_stroke_is_one_line_along_its_middle() {
    for width in [1.5, 4.0, 11.0] {
        let found = lines(&strokes(width, &[((30.0, 40.0), (170.0, 95.0))]));
        assert_eq!(found.len(), 1, "{width}");
        let way = kurbo::Vec2::new(140.0, 55.0).normalize();
        for point in &found[0].points {
            let off = (*point - Point::new(30.0, 40.0)).cross(way).abs();
            assert!(off < 1.3, "width {width}: {point:?} is {off} off");
        }
        assert!((found[0].width_px - width).abs() < 1.6, "{width}: {}", found[0].width_px);
        let (first, last) = (found[0].points[0], found[0].points[found[0].points.len() - 1]);
        assert!((first.distance(last) - 150.4).abs() < width + 3.0);
    }
}

#[test]
fn two_strokes_that_cross_stay_two_and_go_straight_through() {
    let found = lines(&strokes(9.0, &[((20.0, 30.0), (180.0, 130.0)), ((20.0, 130.0), (180.0, 30.0))]));
    assert_eq!(found.len(), 2);
    for chain in &found {
        let (first, last) = (chain.points[0], chain.points[chain.points.len() - 1]);
        assert!(first.distance(last) > 170.0, "{first:?} {last:?}");
        let way = (last - first).normalize();
        let off = chain.points.iter().map(|point| (*point - first).cross(way).abs()).fold(0.0, f64::max);
        assert!(off < 2.5, "{off}");
    }
}

#[test]
fn a_branch_ends_on_the_line_it_leaves() {
    let found = lines(&strokes(7.0, &[((20.0, 60.0), (180.0, 60.0)), ((100.0, 60.0), (100.0, 140.0))]));
    assert_eq!(found.len(), 2);
    let branch = found.iter().min_by(|one, other| one.points.len().cmp(&other.points.len())).unwrap();
    let top = branch.points.iter().map(|point| point.y).fold(f64::INFINITY, f64::min);
    assert!((top - 60.0).abs() < 2.0, "{top}");
}

#[test]
fn a_ring_is_closed_and_a_blot_is_a_point_or_a_short_line() {
    let ring = Grey::from_fn(120, 120, |x, y| ((x - 60.0).hypot(y - 60.0) - 40.0).abs() - 3.0);
    let found = lines(&ring);
    assert_eq!(found.len(), 1);
    assert!(found[0].is_closed);
    let blot = lines(&Grey::from_fn(40, 40, |x, y| (x - 20.0).hypot(y - 20.0) - 6.0));
    assert_eq!(blot.len(), 1);
    assert!(blot[0].points.len() < 8, "{:?}", blot[0].points);
}

#[test]
fn a_corner_stays_where_it_was_drawn() {
    for width in [3.0, 7.0, 12.0] {
        let found = lines(&strokes(width, &[((50.0, 30.0), (50.0, 120.0)), ((50.0, 120.0), (150.0, 120.0))]));
        assert_eq!(found.len(), 1, "{width}");
        let corner = Point::new(50.0, 120.0);
        let off = found[0].points.iter().map(|point| point.distance(corner)).fold(f64::INFINITY, f64::min);
        // The middle of the ink of a rounded corner lies a tenth of the width inside of it, and thinning by
        // whole pixels cuts as much again.
        assert!(off < 1.5 + 0.2 * width, "width {width}: {off}");
    }
}

#[test]
fn strokes_that_cross_at_a_small_angle_are_two_and_straight() {
    let found = lines(&strokes(7.0, &[((20.0, 60.0), (180.0, 100.0)), ((20.0, 100.0), (180.0, 60.0))]));
    assert_eq!(found.len(), 2);
    for chain in &found {
        let (first, last) = (chain.points[0], chain.points[chain.points.len() - 1]);
        assert!((first.y - last.y).abs() > 30.0, "{first:?} {last:?}");
        let way = (last - first).normalize();
        let off = chain.points.iter().map(|point| (*point - first).cross(way).abs()).fold(0.0, f64::max);
        assert!(off < 2.0, "{off}");
    }
}

#[test]
fn a_rung_between_two_lines_is_no_crossing() {
    let pieces = [((60.0, 20.0), (60.0, 140.0)), ((76.0, 20.0), (76.0, 140.0)), ((60.0, 80.0), (76.0, 80.0))];
    let found = lines(&strokes(8.0, &pieces));
    let long = found.iter().filter(|chain| chain.points.len() > 90).collect::<Vec<_>>();
    assert_eq!((found.len(), long.len()), (3, 2));
    for chain in long {
        let (first, last) = (chain.points[0], chain.points[chain.points.len() - 1]);
        assert!((first.x - last.x).abs() < 2.0, "{first:?} {last:?}");
    }
}
