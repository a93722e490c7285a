//! One small SVG for each feature. The page is 100 × 100 mm; lengths are those of the pen while it is down.

use super::support::{assert_near, kinds, page, read, read_page, read_with};
use penstock_drawing::svg::ReadOptions;
use penstock_drawing::{Segment, Severity};

/// Paths and length of what is drawn.
#[track_caller]
fn check(content: &str, paths: usize, length_mm: f64, tolerance: f64) {
    let (drawing, diagnostics) = read_page(content);
    assert_eq!(drawing.path_count(), paths, "{drawing:#?} {diagnostics:#?}");
    assert_near(drawing.draw_mm(), length_mm, tolerance);
}

const LINE: &str = r#"<path d="M0 50H100" stroke="black"/>"#;

#[test]
fn a_line_clipped_to_half_is_half_as_long() {
    let clip = r#"<clipPath id="c"><rect width="50" height="100"/></clipPath>"#;
    check(&format!(r#"{clip}<g clip-path="url(#c)">{LINE}</g>"#), 1, 50.0, 1e-3);
    let (drawing, _) = read_page(&format!(r#"{clip}<g clip-path="url(#c)">{LINE}</g>"#));
    assert_near(drawing.bounds().unwrap().x1, 50.0, 1e-3);
}

#[test]
fn a_line_masked_to_half_is_half_as_long_and_nothing_needs_to_be_said() {
    let content = format!(
        r#"<mask id="m"><rect width="50" height="100" fill="white"/></mask><g id="veil" mask="url(#m)">{LINE}</g>"#
    );
    // By default a mask reaches one tenth of its box beyond it; the box of a level line has no height.
    let wide = content
        .replace(r#"<mask id="m">"#, r#"<mask id="m" maskUnits="userSpaceOnUse" width="100" height="100">"#);
    check(&wide, 1, 50.0, 1e-3);
    assert!(read_page(&wide).1.is_empty());
}

#[test]
fn dashes_become_lines_with_one_note() {
    let content = r#"<line id="d" x2="100" y1="5" y2="5" stroke="black" stroke-dasharray="5,5"/>"#;
    check(content, 10, 50.0, 1e-3);
    let (_, diagnostics) = read_page(content);
    assert_eq!(kinds(&diagnostics), ["dashes"]);
    assert_eq!(diagnostics[0].severity, Severity::Note);
    assert_eq!(diagnostics[0].element.as_deref(), Some("line#d"));
}

#[test]
fn dashes_without_length_are_dots_and_the_offset_counts() {
    let dots =
        r#"<line x2="100" y1="5" y2="5" stroke="black" stroke-linecap="round" stroke-dasharray="0,10"/>"#;
    let (drawing, _) = read_page(dots);
    assert_eq!(drawing.path_count(), 10);
    assert!(drawing.layers[0].paths.iter().all(|path| path.segments.is_empty()));
    check(
        r#"<line x2="100" stroke="black" stroke-dasharray="20 30" stroke-dashoffset="10"/>"#,
        3,
        40.0,
        1e-3,
    );
    check(
        r#"<circle cx="50" cy="50" r="10" fill="none" stroke="black" stroke-dasharray="1"/>"#,
        32,
        31.832,
        0.02,
    );
}

#[test]
fn two_uses_by_both_kinds_of_href_are_two_lines() {
    let content = r##"<defs><path id="l" d="M0 0H10" stroke="black"/></defs><use xlink:href="#l"/><use href="#l" y="10"/>"##;
    check(content, 2, 20.0, 1e-3);
}

#[test]
fn a_symbol_is_scaled_to_its_use() {
    let content = r##"<symbol id="s" viewBox="0 0 10 10"><path d="M0 5H10" stroke="black"/></symbol><use href="#s" width="50" height="50"/>"##;
    check(content, 1, 50.0, 1e-3);
}

#[test]
fn a_marker_is_drawn_with_its_line() {
    let content = r#"<marker id="m" viewBox="0 0 10 10" markerWidth="10" markerHeight="10" refX="5" refY="5"
 markerUnits="userSpaceOnUse"><path d="M0 0H10V10" fill="none" stroke="black"/></marker>
<path d="M20 20H80" stroke="black" marker-end="url(#m)"/>"#;
    check(content, 2, 80.0, 1e-3);
}

#[test]
fn a_switch_draws_one_branch() {
    let content = format!(r#"<switch><g systemLanguage="de">{LINE}</g><g>{LINE}</g></switch>"#);
    check(&content, 1, 100.0, 1e-3);
}

#[test]
fn zero_length_dots_survive_in_every_form_with_round_and_square_caps() {
    for cap in ["round", "square"] {
        for dot in [
            r#"<path d="M20 30z"/>"#,
            r#"<path d="M20 30h0"/>"#,
            r#"<path d="M20 30v0"/>"#,
            r#"<path d="M20 30l0 0"/>"#,
            r#"<path d="M20 30L20 30"/>"#,
            r#"<path d="m20 30 0 0z"/>"#,
            r#"<path d="M20 30c0 0 0 0 0 0"/>"#,
            r#"<path d="M20 30q0 0 0 0"/>"#,
            r#"<path d="M20 30a5 5 0 0 1 0 0"/>"#,
            r#"<line x1="20" y1="30" x2="20" y2="30"/>"#,
            r#"<polyline points="20,30 20,30"/>"#,
            r#"<polygon points="20,30 20,30"/>"#,
            r#"<path transform="translate(10 10)" d="M10 20z"/>"#,
        ] {
            let content = format!(r#"<g stroke="black" stroke-width="2" stroke-linecap="{cap}">{dot}</g>"#);
            let (drawing, diagnostics) = read_page(&content);
            assert_eq!(drawing.path_count(), 1, "{dot} {diagnostics:?}");
            let path = &drawing.layers[0].paths[0];
            assert!(path.segments.is_empty(), "{dot}");
            assert_near(path.start.x, 20.0, 1e-5);
            assert_near(path.start.y, 30.0, 1e-5);
        }
    }
    let (drawing, _) = read_page(
        r#"<path d="M10 10zM20 20h0M30 30l0 0" fill="none" stroke="black" stroke-linecap="round"/>"#,
    );
    assert_eq!(drawing.path_count(), 3);
    let (drawing, _) = read_page(r#"<path d="M20 20l0 0" stroke="black"/>"#);
    assert_eq!(drawing.path_count(), 0, "a flat end has nothing to show");
}

#[test]
fn a_rectangle_without_fill_and_stroke_is_drawn_only_on_demand() {
    let source = page(r#"<rect x="10" y="10" width="20" height="20" fill="none"/>"#);
    let (drawing, diagnostics) = read(&source);
    assert_eq!(drawing.path_count(), 0);
    assert_eq!(kinds(&diagnostics), ["invisible"]);
    let options = ReadOptions { draw_invisible: true, ..ReadOptions::default() };
    let (drawing, _) = read_with(source.as_bytes(), &options).unwrap();
    assert_near(drawing.draw_mm(), 80.0, 1e-3);
}

#[test]
fn hidden_things_are_not_drawn() {
    let hidden = r#"<g style="display:none">"#;
    check(&format!("{hidden}{LINE}</g>{LINE}"), 1, 100.0, 1e-3);
    check(&format!(r#"<g visibility="hidden">{LINE}</g>{LINE}"#), 1, 100.0, 1e-3);
    check(&format!(r#"<g opacity="0">{LINE}</g>{LINE}"#), 1, 100.0, 1e-3);
    check(&format!(r#"<path d="M0 0H9" stroke="red" stroke-opacity="0"/>{LINE}"#), 1, 100.0, 1e-3);
}

#[test]
fn the_lines_of_a_pattern_are_drawn_within_the_shape() {
    let pattern = r#"<pattern id="p" width="4" height="4" patternUnits="userSpaceOnUse"><path d="M0 2H4" stroke="red"/></pattern>"#;
    // 50 mm hold 12 whole tiles and a half one, whose line is on its middle.
    let content = format!(r#"{pattern}<rect id="a" width="50" height="51" fill="url(#p)"/>"#);
    let (drawing, diagnostics) = read_page(&content);
    assert_eq!(kinds(&diagnostics), ["pattern"]);
    assert_eq!(diagnostics[0].severity, Severity::Note);
    assert_eq!(diagnostics[0].element.as_deref(), Some("rect#a"));
    assert_near(diagnostics[0].x_mm.unwrap(), 25.0, 1e-3);
    assert_eq!(drawing.layers[0].name, "#ff0000");
    assert_near(drawing.draw_mm(), 13.0 * 50.0, 1e-3);
    assert_near(drawing.bounds().unwrap().x1, 50.0, 1e-3);
    // A round shape cuts them to its chords.
    let round = format!(r#"{pattern}<circle cx="50" cy="50" r="40" fill="url(#p)"/>"#);
    let chord = |y: f64| 2.0 * (1600.0 - (y - 50.0) * (y - 50.0)).max(0.0).sqrt();
    let chords: f64 = (0..25).map(|tile| chord(f64::from(tile) * 4.0 + 2.0)).sum();
    assert_near(read_page(&round).0.draw_mm(), chords, 0.5);
}

#[test]
fn a_pattern_may_be_moved_turned_scaled_to_its_shape_and_hold_a_view_box() {
    let lines = |attributes: &str, shape: &str| {
        let content = format!(
            r#"<pattern id="p" {attributes}><path d="M0 .5H1" stroke-width=".1" stroke="red"/></pattern>{shape}"#
        );
        let (drawing, diagnostics) = read_page(&content);
        assert_eq!(kinds(&diagnostics), ["pattern"], "{attributes}");
        drawing
    };
    let square = r#"<rect x="20" y="20" width="40" height="40" fill="url(#p)"/>"#;
    let four = lines(r#"width=".25" height=".25" viewBox="0 0 1 1""#, square);
    assert_near(four.draw_mm(), 160.0, 1e-2);
    assert_near(four.bounds().unwrap().y0, 25.0, 1e-3);
    let content_units = lines(r#"width="1" height="1" patternContentUnits="objectBoundingBox""#, square);
    assert_near(content_units.draw_mm(), 40.0, 1e-2);
    assert_near(content_units.bounds().unwrap().y0, 40.0, 1e-2);
    let turned = lines(
        r#"width="1" height="1" patternUnits="userSpaceOnUse" patternTransform="translate(20 20) rotate(90) scale(4)""#,
        square,
    );
    assert_near(turned.draw_mm(), 400.0, 1e-2);
    let bounds = turned.bounds().unwrap();
    assert_near(bounds.x0, 22.0, 1e-2);
    assert_near(bounds.height(), 40.0, 1e-2);
}

#[test]
fn a_pattern_of_too_many_tiles_is_one_colour_and_named() {
    let content = r#"<pattern id="p" width=".01" height=".01" patternUnits="userSpaceOnUse"><path d="M0 0H4" stroke="red"/></pattern>
<rect id="a" width="50" height="50" fill="url(#p)"/>"#;
    let (drawing, diagnostics) = read_page(content);
    assert_eq!(kinds(&diagnostics), ["pattern"]);
    assert_eq!(diagnostics[0].severity, Severity::Warning);
    assert_eq!(drawing.layers[0].name, "#ff0000");
    assert_near(drawing.draw_mm(), 200.0, 1e-3);
}

#[test]
fn gradients_are_areas_in_their_mean_colour() {
    let content = r##"<linearGradient id="g"><stop stop-color="#102030"/><stop offset="1" stop-color="#304050"/></linearGradient>
<radialGradient id="r"><stop offset=".5" stop-color="#fe0000"/><stop offset=".5" stop-color="#0000fe"/></radialGradient>
<rect id="b" width="20" height="20" fill="url(#g)"/><circle id="c" cx="50" cy="50" r="9" fill="url(#r)"/>"##;
    let (drawing, diagnostics) = read_page(content);
    assert_eq!(kinds(&diagnostics), ["gradient", "gradient"]);
    assert_eq!(diagnostics[0].element.as_deref(), Some("rect#b"));
    assert_near(diagnostics[0].x_mm.unwrap(), 10.0, 1e-3);
    assert_eq!(drawing.layers[0].name, "#203040");
    assert_eq!(drawing.layers[1].name, "#7f007f");
}

#[test]
fn css_and_transforms_apply() {
    let content = r#"<style>.pen { stroke: #ff0000; fill: none } #big { transform: none }</style>
<g transform="translate(10 10) scale(2)"><path class="pen" d="M0 0H10"/></g>"#;
    let (drawing, _) = read_page(content);
    assert_eq!(drawing.layers[0].name, "#ff0000");
    assert_near(drawing.draw_mm(), 20.0, 1e-3);
    assert_near(drawing.bounds().unwrap().x0, 10.0, 1e-3);
}

#[test]
fn a_nested_svg_has_its_own_units_and_cuts_what_hangs_over() {
    let content = r#"<svg x="10" y="10" width="50" height="50" viewBox="0 0 10 10"><path d="M0 5H20" stroke="black"/></svg>"#;
    check(content, 1, 50.0, 1e-3);
}

#[test]
fn a_filled_shape_gives_its_outline_closed() {
    check(r#"<path d="M0 0H30V40" fill="red"/>"#, 1, 120.0, 1e-3);
    check(r#"<line x2="30" fill="red"/>"#, 0, 0.0, 0.0);
}

#[test]
fn circles_stay_arcs_and_ellipses_curves() {
    let (drawing, _) = read_page(r#"<circle cx="50" cy="50" r="40" fill="none" stroke="black"/>"#);
    let path = &drawing.layers[0].paths[0];
    assert!(path.segments.iter().all(|segment| matches!(segment, Segment::Arc { .. })), "{path:?}");
    assert!(path.is_closed());
    assert_near(path.length_mm(), 80.0 * std::f64::consts::PI, 1e-3);
    let (drawing, _) = read_page(r#"<ellipse cx="50" cy="50" rx="40" ry="20" fill="none" stroke="black"/>"#);
    assert!(drawing.layers[0].paths[0].segments.iter().all(|it| matches!(it, Segment::Cubic { .. })));
}

#[test]
fn subpaths_are_paths_of_their_own() {
    check(r#"<path d="M0 0H10M0 10H20Z" stroke="black" fill="none"/>"#, 2, 50.0, 1e-3);
}

#[test]
fn images_are_named_with_their_place_and_never_opened() {
    let content = r#"<image id="photo" x="20" y="40" width="40" height="20" href="/etc/passwd"/>
<g inkscape:groupmode="layer" inkscape:label="Bilder"><image width="10" height="10" href="data:image/png;base64,iVBORw0KGgo="/></g>"#;
    let (drawing, diagnostics) = read_page(content);
    assert_eq!(drawing.path_count(), 0);
    assert_eq!(kinds(&diagnostics), ["raster-image", "raster-image"]);
    assert_eq!(diagnostics[0].element.as_deref(), Some("image#photo"));
    assert_near(diagnostics[0].x_mm.unwrap(), 40.0, 1e-3);
    assert_near(diagnostics[0].y_mm.unwrap(), 50.0, 1e-3);
    assert_eq!(diagnostics[1].layer.as_deref(), Some("Bilder"));
    assert_eq!(diagnostics[1].element.as_deref(), Some("image, line 4"));
}

#[test]
fn filters_cost_nothing_and_their_shapes_are_drawn() {
    let filter = r#"<filter id="f" width="9999999" height="9999999"><feTurbulence baseFrequency="9" numOctaves="9999"/><feGaussianBlur stdDeviation="99999"/></filter>"#;
    for shape in [
        r#"<rect id="r" width="10" height="10" stroke="black" fill="none" filter="url(#f)"/>"#,
        r#"<rect id="r" width="10" height="10" stroke="black" fill="none" filter="url(#nowhere)"/>"#,
        r#"<rect id="r" width="10" height="10" stroke="black" fill="none" style="filter:blur(5px) !important"/>"#,
        r#"<style>rect { filter: url(#f) !important }</style><rect id="r" width="10" height="10" stroke="black" fill="none"/>"#,
        r#"<style>rect { filter: url(#nowhere) }</style><rect id="r" width="10" height="10" stroke="black" fill="none"/>"#,
    ] {
        let (drawing, diagnostics) = read_page(&format!("{filter}{shape}"));
        assert_near(drawing.draw_mm(), 40.0, 1e-3);
        assert_eq!(kinds(&diagnostics), ["filter"], "{shape}");
        assert_eq!(diagnostics[0].element.as_deref(), Some("rect#r"));
        assert_near(diagnostics[0].x_mm.unwrap(), 5.0, 1e-3);
    }
}

#[test]
fn an_area_in_the_colour_of_the_paper_is_no_frame() {
    let (drawing, diagnostics) =
        read_page(&format!(r#"<rect width="100" height="100" fill="white"/>{LINE}"#));
    assert_near(drawing.draw_mm(), 100.0, 1e-3);
    assert_eq!(kinds(&diagnostics), ["paper-coloured"]);
    let framed = r#"<rect width="100" height="100" fill="white" stroke="black"/>"#;
    check(framed, 1, 400.0, 1e-3);
}

#[test]
fn a_filled_shape_with_a_line_is_its_line_with_one_note_for_all() {
    let (drawing, diagnostics) = read_page(
        r#"<rect width="10" height="10" fill="red" stroke="black"/><rect width="9" height="9" fill="red" stroke="black"/>"#,
    );
    assert_eq!(drawing.path_count(), 2);
    assert_eq!(kinds(&diagnostics), ["fill"]);
    assert!(diagnostics[0].message.starts_with("2 filled shapes"));
}

#[test]
fn foreign_content_is_named() {
    let (_, diagnostics) = read_page(
        r#"<foreignObject id="f" width="10" height="10"><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>"#,
    );
    assert_eq!(kinds(&diagnostics), ["foreign-object"]);
}
