//! Inkscape's layers by name, other drawings by colour.

use super::support::{assert_near, read_page};
use penstock_drawing::Color;

fn names(content: &str) -> Vec<String> {
    read_page(content).0.layers.into_iter().map(|layer| layer.name).collect()
}

#[test]
fn layers_keep_their_names_to_the_letter_in_document_order() {
    let content = r#"<g inkscape:groupmode="layer" inkscape:label="1 – Küste &amp; Höhe  &quot;x&quot;" id="layer1"><path d="M0 0H1" stroke="red"/></g>
<g inkscape:groupmode="layer" inkscape:label="blue"><path d="M0 0H1" stroke="red"/></g>
<g inkscape:groupmode="layer" inkscape:label="blue"><path d="M0 0H1" stroke="red"/></g>
<g inkscape:groupmode="layer" id="nameless"><path d="M0 0H1" stroke="red"/></g>"#;
    assert_eq!(names(content), ["1 – Küste & Höhe  \"x\"", "blue", "blue", "nameless"]);
}

#[test]
fn hidden_and_empty_layers_do_not_appear() {
    let content = r#"<g inkscape:groupmode="layer" inkscape:label="off" style="display:none"><path d="M0 0H1" stroke="red"/></g>
<g inkscape:groupmode="layer" inkscape:label="empty"/>
<g inkscape:groupmode="layer" inkscape:label="on"><path d="M0 0H1" stroke="red"/></g>"#;
    assert_eq!(names(content), ["on"]);
}

#[test]
fn a_path_belongs_to_the_innermost_layer_around_it() {
    let content = r#"<g inkscape:groupmode="layer" inkscape:label="outer" transform="translate(1 1)"><g><path d="M0 0H1" stroke="red"/></g>
<g inkscape:groupmode="layer" inkscape:label="inner" clip-path="url(#none)" opacity=".5"><path d="M0 0H2" stroke="red"/></g>
<path d="M0 0H3" stroke="red"/></g>"#;
    let (drawing, _) = read_page(content);
    let lengths: Vec<_> =
        drawing.layers.iter().map(|layer| (layer.name.as_str(), layer.draw_mm().round())).collect();
    assert_eq!(lengths, [("outer", 4.0), ("inner", 2.0)]);
}

#[test]
fn without_layers_there_is_one_for_each_colour() {
    let content = r#"<path d="M0 0H1" stroke="red"/><path d="M0 0H2" stroke="rgb(0,0,255)"/><path d="M0 0H4" stroke="red"/>"#;
    assert_eq!(names(content), ["#ff0000", "#0000ff"]);
}

#[test]
fn paths_outside_of_layers_get_layers_by_colour_in_their_place() {
    let content = r#"<g inkscape:groupmode="layer" inkscape:label="a"><path d="M0 0H1" stroke="red"/></g>
<path d="M0 0H1" stroke="red"/>
<g inkscape:groupmode="layer" inkscape:label="b"><path d="M0 0H1" stroke="red"/></g>"#;
    assert_eq!(names(content), ["a", "#ff0000", "b"]);
}

#[test]
fn the_pen_is_what_most_paths_ask_for() {
    let content = r#"<g inkscape:groupmode="layer" inkscape:label="a" stroke-width="0.5">
<path d="M0 0H1" stroke="blue" stroke-width="2"/><path d="M0 0H1" stroke="red"/><path d="M0 0H1" stroke="red"/></g>"#;
    let (drawing, _) = read_page(content);
    assert_eq!(drawing.layers[0].pen.color, Color { r: 255, g: 0, b: 0 });
    assert_near(drawing.layers[0].pen.width_mm, 0.5, 1e-9);
}

#[test]
fn a_layer_that_is_only_used_by_reference_gives_its_paths_to_the_place_of_use() {
    let content = r##"<g inkscape:groupmode="layer" inkscape:label="a" id="a"><path d="M0 0H1" stroke="red"/></g>
<g inkscape:groupmode="layer" inkscape:label="b"><use href="#a" y="5"/></g>"##;
    let (drawing, _) = read_page(content);
    let counts: Vec<_> =
        drawing.layers.iter().map(|layer| (layer.name.as_str(), layer.paths.len())).collect();
    assert_eq!(counts, [("a", 1), ("b", 1)]);
}
