//! Masks cut lines and areas like clip paths do, by what they let through.

use super::support::{assert_near, kinds, page, read_page};
use penstock_drawing::svg::{self, ReadOptions};
use penstock_drawing::{Artwork, Diagnostics, FillRule, Shape};

const WHOLE: &str = r#"maskUnits="userSpaceOnUse" x="0" y="0" width="100" height="100""#;

/// Draws level lines at 10, 30, 50, 70 and 90 mm through a mask of the whole page.
#[track_caller]
fn masked(attributes: &str, mask: &str, length_mm: f64, said: &[&str]) {
    let (drawing, diagnostics) = read_page(&format!(
        r#"<mask id="m" {WHOLE} {attributes}>{mask}</mask><path mask="url(#m)" stroke="black" fill="none" d="M0 10H100M0 30H100M0 50H100M0 70H100M0 90H100"/>"#
    ));
    assert_near(drawing.draw_mm(), length_mm, 0.05);
    let mut all = said.to_vec();
    // What is cut away altogether is named.
    all.extend((length_mm == 0.0).then_some("invisible"));
    assert_eq!(kinds(&diagnostics), all, "{diagnostics:?}");
    assert!(diagnostics.iter().filter(|it| it.kind == "mask").all(|it| it.element.is_some()));
}

#[test]
fn what_is_painted_last_counts() {
    masked("", r#"<rect width="50" height="100" fill="white"/>"#, 250.0, &[]);
    masked("", r#"<rect width="50" height="100"/>"#, 0.0, &[]);
    masked(
        "",
        r#"<rect width="100" height="100" fill="white"/><rect x="20" y="20" width="60" height="60"/>"#,
        320.0,
        &[],
    );
    masked("", r#"<rect width="100" height="60"/><rect width="100" height="20" fill="white"/>"#, 100.0, &[]);
}

#[test]
fn luminance_and_opacity_decide_and_alpha_masks_go_by_opacity_alone() {
    masked("", r#"<rect width="100" height="100" fill="lime"/>"#, 500.0, &["mask"]);
    masked("", r#"<rect width="100" height="100" fill="blue"/>"#, 0.0, &["mask"]);
    masked("", r#"<rect width="100" height="100" fill="white" opacity=".4"/>"#, 0.0, &["mask"]);
    masked(
        "",
        r#"<rect width="100" height="100" fill="white" fill-opacity=".4"/><rect width="100" height="20" fill="white" fill-opacity=".4"/>"#,
        100.0,
        &["mask"],
    );
    masked(r#"mask-type="alpha""#, r#"<rect width="50" height="100"/>"#, 250.0, &[]);
}

#[test]
fn strokes_text_clips_and_masks_within_a_mask_count() {
    masked("", r#"<path d="M0 30H60" stroke="white" stroke-width="10"/>"#, 60.0, &[]);
    masked("", r#"<path d="M0 30H60" stroke="white" stroke-width="10" stroke-linecap="square"/>"#, 65.0, &[]);
    masked("", r#"<path d="M0 30H60" stroke="white" stroke-width="10" stroke-dasharray="10"/>"#, 30.0, &[]);
    let clip = r#"<clipPath id="c"><rect width="30" height="100"/></clipPath>"#;
    masked(
        "",
        &format!(r#"{clip}<rect width="50" height="100" fill="white" clip-path="url(#c)"/>"#),
        150.0,
        &[],
    );
    let inner = format!(r#"<mask id="n" {WHOLE}><rect width="20" height="100" fill="white"/></mask>"#);
    masked("", &format!(r#"{inner}<rect width="50" height="100" fill="white" mask="url(#n)"/>"#), 100.0, &[]);
    masked(
        r##"mask="url(#o)""##,
        &format!(r#"<rect width="50" height="100" fill="white"/>{}"#, inner.replace("\"n\"", "\"o\"")),
        100.0,
        &[],
    );
}

#[test]
fn the_box_of_the_mask_cuts_and_units_of_the_bounding_box_apply() {
    let line = r#"<rect x="10" y="10" width="80" height="80" fill="none" stroke="black" mask="url(#m)"/>"#;
    let (drawing, _) = read_page(&format!(
        r#"<mask id="m" width="0.6" height="2" y="-.5" x="-.1"><rect width="100" height="100" fill="white"/></mask>{line}"#
    ));
    assert_near(drawing.draw_mm(), 80.0 + 40.0 + 40.0, 0.01);
    let (drawing, _) = read_page(&format!(
        r#"<mask id="m" maskContentUnits="objectBoundingBox"><rect y="-.1" x="-.1" width=".6" height="2" fill="white"/></mask>{line}"#
    ));
    assert_near(drawing.draw_mm(), 80.0 + 40.0 + 40.0, 0.01);
}

#[test]
fn a_gradient_in_a_mask_cuts_where_it_is_half() {
    let stops = r#"<stop stop-color="white"/><stop offset="1"/>"#;
    let fill = r#"<rect width="100" height="100" fill="url(#g)"/>"#;
    masked("", &format!(r#"<linearGradient id="g">{stops}</linearGradient>{fill}"#), 250.0, &["mask"]);
    masked(
        "",
        &format!(r#"<linearGradient id="g" x2=".5" spreadMethod="reflect">{stops}</linearGradient>{fill}"#),
        250.0,
        &["mask"],
    );
    masked(
        "",
        &format!(r#"<linearGradient id="g" x2=".25" spreadMethod="repeat">{stops}</linearGradient>{fill}"#),
        250.0,
        &["mask"],
    );
    // Half of a radius of 50 mm around the middle: whole on the line through it, chords 20 mm beside it.
    masked(
        "",
        &format!(r#"<radialGradient id="g">{stops}</radialGradient>{fill}"#),
        50.0 + 2.0 * 30.0,
        &["mask"],
    );
    // Seen through by as much as it is dark.
    let fade = r#"<stop stop-color="white"/><stop offset="1" stop-color="white" stop-opacity="0"/>"#;
    masked(
        "",
        &format!(
            r#"<linearGradient id="g" gradientTransform="translate(.2 0)">{fade}</linearGradient>{fill}"#
        ),
        350.0,
        &["mask"],
    );
}

#[test]
fn a_mask_of_an_image_is_left_out_and_said_so() {
    masked("", r#"<image width="100" height="100" href="x.png"/>"#, 500.0, &["mask", "raster-image"]);
}

#[test]
fn a_line_along_the_edge_of_what_is_hidden_stays() {
    masked(
        "",
        r#"<rect width="100" height="100" fill="white"/><rect y="30" width="100" height="30"/>"#,
        400.0,
        &[],
    );
}

fn artwork(content: &str) -> Artwork {
    svg::read_artwork(
        page(content).as_bytes(),
        &ReadOptions::default(),
        &mut Diagnostics::default(),
        &mut |_, _| true,
    )
    .unwrap()
}

/// Enclosed by the rings, by the shoelace formula; holes turn the other way.
fn area(artwork: &Artwork) -> f64 {
    let mut sum = 0.0;
    for mark in artwork.layers.iter().flat_map(|layer| &layer.marks) {
        let Shape::Area { rings, rule } = &mark.shape else { continue };
        assert_eq!(*rule, FillRule::NonZero);
        for ring in rings {
            assert!(ring.is_closed());
            let mut points = Vec::new();
            ring.flatten(0.001, &mut points);
            sum +=
                points.windows(2).map(|ends| ends[0].to_vec2().cross(ends[1].to_vec2()) / 2.0).sum::<f64>();
        }
    }
    sum.abs()
}

#[test]
fn areas_are_cut_by_clips_and_masks() {
    let square = r#"<rect x="10" y="10" width="80" height="80" fill="red"/>"#;
    assert_near(area(&artwork(square)), 6400.0, 0.1);
    let clip = r#"<clipPath id="c"><circle cx="50" cy="50" r="20"/></clipPath>"#;
    let disc = std::f64::consts::PI * 400.0;
    assert_near(area(&artwork(&format!(r#"{clip}<g clip-path="url(#c)">{square}</g>"#))), disc, 1.0);
    let ring =
        r#"<clipPath id="c"><path clip-rule="evenodd" d="M0 0H50V100H0ZM20 20H40V40H20Z"/></clipPath>"#;
    assert_near(
        area(&artwork(&format!(r#"{ring}<g clip-path="url(#c)">{square}</g>"#))),
        3200.0 - 400.0,
        0.1,
    );
    let mask = format!(
        r#"<mask id="m" {WHOLE}><rect width="100" height="100" fill="white"/><circle cx="50" cy="50" r="20"/><rect x="45" y="45" width="10" height="10" fill="white" fill-opacity=".6"/></mask>"#
    );
    assert_near(
        area(&artwork(&format!(r#"{mask}<g mask="url(#m)">{square}</g>"#))),
        6400.0 - disc + 100.0,
        1.0,
    );
    let within =
        artwork(&format!(r#"{clip}<g clip-path="url(#c)"><circle cx="50" cy="50" r="5" fill="red"/></g>"#));
    let Shape::Area { rings, .. } = &within.layers[0].marks[0].shape else { panic!("{within:?}") };
    assert!(rings[0].segments.iter().all(|it| matches!(it, penstock_drawing::Segment::Arc { .. })));
    let outside =
        artwork(&format!(r#"{clip}<g clip-path="url(#c)"><circle cx="5" cy="5" r="5" fill="red"/></g>"#));
    assert!(outside.layers.is_empty());
}
