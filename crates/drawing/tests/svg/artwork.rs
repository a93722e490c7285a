//! Artwork: what a file shows, before a pen draws it.

use super::support::{assert_near, page};
use penstock_drawing::svg::{self, ReadOptions};
use penstock_drawing::{Artwork, Cap, Color, Diagnostics, FillRule, Join, Mark, Segment, Shape};

fn artwork(content: &str) -> Artwork {
    svg::read_artwork(
        page(content).as_bytes(),
        &ReadOptions::default(),
        &mut Diagnostics::default(),
        &mut |_, _| true,
    )
    .unwrap()
}

fn marks(artwork: &Artwork) -> Vec<&Mark> {
    artwork.layers.iter().flat_map(|layer| &layer.marks).collect()
}

#[test]
fn a_shape_with_area_and_stroke_is_two_marks_in_their_order() {
    let art = artwork(
        r##"<g id="face"><path id="nose" d="M0 0H10V10Z" fill="#00ff00" fill-rule="evenodd" stroke="#ff0000" stroke-width="0.7"
 stroke-linecap="round" stroke-linejoin="bevel" fill-opacity=".5"/><circle r="5" fill="none" stroke="blue"/></g>
<rect width="5" height="5" fill="red" stroke="blue" paint-order="stroke"/>"##,
    );
    let all = marks(&art);
    let by_stack = |stack: u32| *all.iter().find(|mark| mark.stack == stack).unwrap();
    let (area, stroke, circle) = (by_stack(1), by_stack(2), by_stack(3));
    assert!(matches!(&area.shape, Shape::Area { rule: FillRule::EvenOdd, rings } if rings.len() == 1));
    assert_eq!((area.color, area.opaque, area.stroked), (Color { r: 0, g: 255, b: 0 }, false, true));
    assert!(matches!(&stroke.shape, Shape::Stroke(path) if path.is_closed()));
    assert_near(stroke.width_mm.unwrap(), 0.7, 1e-6);
    assert_eq!((stroke.line.cap, stroke.line.join, stroke.opaque), (Cap::Round, Join::Bevel, true));
    assert_eq!(art.elements[area.element.unwrap() as usize], "path#nose");
    assert_eq!(area.element, stroke.element);
    assert!(area.group != 0 && area.group == circle.group);
    assert_eq!((by_stack(4).group, by_stack(5).group), (0, 0));
    assert!(matches!(by_stack(4).shape, Shape::Stroke(_)) && by_stack(5).stroked);
}

#[test]
fn opacity_of_a_group_lets_through_and_a_white_area_is_kept_for_hiding() {
    let art = artwork(
        r#"<g opacity=".5"><rect width="9" height="9"/></g><rect width="9" height="9" fill="white"/>"#,
    );
    let opaque: Vec<_> = marks(&art).iter().map(|mark| mark.opaque).collect();
    assert_eq!(opaque, [false, true]);
    assert_eq!(art.outlines(0.3).path_count(), 1);
    assert_eq!(art.outlines(0.3), art.clone().into_outlines(0.3));
    assert_eq!(art.about_outlines().len(), 1);
}

#[test]
fn strokes_wider_than_the_pen_become_the_areas_that_they_cover() {
    let mut art = artwork(
        r#"<g fill="none" stroke="black"><path d="M10 10H50" stroke-width="4"/><path d="M10 20H50" stroke-width="4" stroke-linecap="square"/>
<path d="M10 30H50" stroke-width=".3"/><path d="M70 70z" stroke-width="6" stroke-linecap="round"/><circle cx="50" cy="60" r="10" stroke-width="2"/>
<path d="M10 80H20V90" stroke-width="2"/></g>"#,
    );
    assert_eq!(art.wide_strokes_as_areas(0.4), 5);
    let areas: Vec<f64> = marks(&art)
        .iter()
        .filter_map(|mark| match &mark.shape {
            Shape::Area { rings, .. } => Some(rings.iter().map(enclosed).sum::<f64>().abs()),
            Shape::Stroke(_) => None,
        })
        .collect();
    let pi = std::f64::consts::PI;
    // The inner side of the corner is wound around twice, which this sum counts twice.
    let right = [160.0, 176.0, 9.0 * pi, pi * (121.0 - 81.0), 40.0 + 1.0];
    assert_eq!(areas.len(), right.len());
    for (area, right) in areas.iter().zip(right) {
        assert_near(*area, right, 0.6);
    }
    assert_eq!(art.wide_strokes_as_areas(0.4), 0);
}

fn enclosed(ring: &penstock_drawing::Path) -> f64 {
    let mut points = Vec::new();
    ring.flatten(0.001, &mut points);
    points.windows(2).map(|ends| ends[0].to_vec2().cross(ends[1].to_vec2()) / 2.0).sum()
}

fn segments(content: &str) -> Vec<Segment> {
    artwork(content)
        .into_outlines(0.3)
        .layers
        .into_iter()
        .flat_map(|layer| layer.paths)
        .flat_map(|path| path.segments)
        .collect()
}

#[test]
fn what_is_round_in_the_source_is_made_of_true_arcs_of_its_radius() {
    for (content, radius, length) in [
        (r#"<circle cx="50" cy="50" r="0.4" stroke="black" fill="none"/>"#, 0.4, 0.8),
        (r#"<circle cx="50" cy="50" r="40" stroke="black" fill="none"/>"#, 40.0, 80.0),
        (r#"<circle cx="5" cy="5" r="4000" stroke="black" fill="none"/>"#, 4000.0, 8000.0),
        (r#"<ellipse cx="50" cy="50" rx="7" ry="7" stroke="black" fill="none"/>"#, 7.0, 14.0),
        (r#"<path d="M10 50A20 20 0 0 1 50 50" stroke="black" fill="none"/>"#, 20.0, 20.0),
        (r#"<path d="M50 30A20 20 0 1 1 30 50" stroke="black" fill="none"/>"#, 20.0, 30.0),
        (r#"<path d="M50 30a20 20 30 0 0 -20 20" stroke="black" fill="none"/>"#, 20.0, 10.0),
        (
            r#"<circle transform="rotate(33) scale(-2 2)" cx="5" cy="5" r="4" stroke="black" fill="none"/>"#,
            8.0,
            16.0,
        ),
    ] {
        let content = artwork(content).into_outlines(0.3);
        let path = &content.layers[0].paths[0];
        assert!(path.segments.len() <= 2, "{path:?}");
        let mut swept = 0.0;
        for (from, segment) in path.pieces() {
            let Segment::Arc { to, bulge } = *segment else { panic!("{path:?}") };
            let chord = (to - from).hypot();
            let found = chord * (1.0 + bulge * bulge) / (4.0 * bulge.abs());
            assert_near(found, radius, radius * 1e-4);
            swept += 4.0 * bulge.abs().atan() * found;
        }
        assert_near(swept, length * std::f64::consts::PI, length * 1e-3);
    }
    let rounded = segments(r#"<rect x="5" y="5" width="50" height="30" rx="4" stroke="black" fill="none"/>"#);
    let arcs = rounded.iter().filter(|it| matches!(it, Segment::Arc { .. })).count();
    assert_eq!((arcs, rounded.len()), (4, 8));
    assert!(
        segments(r#"<rect width="50" height="30" rx="4" ry="2" stroke="black" fill="none"/>"#)
            .iter()
            .all(|it| !matches!(it, Segment::Arc { .. }))
    );
}
