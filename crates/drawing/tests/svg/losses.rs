//! No silent loss: every element that can draw is drawn, or named in a diagnostic.

use penstock_drawing::Diagnostics;
use penstock_drawing::svg::{self, ReadOptions};
use std::collections::HashSet;
use std::path::PathBuf;

const SHAPES: [&str; 9] =
    ["path", "line", "polyline", "polygon", "rect", "circle", "ellipse", "text", "image"];
const ELSEWHERE: [&str; 8] =
    ["defs", "symbol", "clipPath", "mask", "marker", "pattern", "linearGradient", "filter"];

/// Elements that are neither drawn nor named, nor within one that is named.
pub(crate) fn lost(source: &str) -> Vec<String> {
    let mut diagnostics = Diagnostics::default();
    let artwork =
        svg::read_artwork(source.as_bytes(), &ReadOptions::default(), &mut diagnostics, &mut |_, _| true)
            .unwrap_or_else(|error| panic!("{error}"));
    let diagnostics = diagnostics.into_vec();
    let mut known: HashSet<String> = artwork.elements.into_iter().collect();
    known.extend(diagnostics.into_iter().filter_map(|diagnostic| diagnostic.element));
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    let document = roxmltree::Document::parse_with_options(source, options).unwrap();
    let name = |node: roxmltree::Node<'_, '_>| match node.attribute("id").filter(|id| !id.is_empty()) {
        Some(id) => format!("{}#{id}", node.tag_name().name()),
        None => {
            let line = document.text_pos_at(node.range().start).row;
            format!("{}, line {line}", node.tag_name().name())
        }
    };
    let is_shape = |node: &roxmltree::Node<'_, '_>| {
        SHAPES.contains(&node.tag_name().name())
            && !node.ancestors().any(|it| ELSEWHERE.contains(&it.tag_name().name()))
    };
    document
        .descendants()
        .filter(is_shape)
        .filter(|node| !node.ancestors().any(|it| it.is_element() && known.contains(&name(it))))
        .map(name)
        .collect()
}

fn check(files: &[PathBuf]) {
    for file in files {
        let source = std::fs::read_to_string(file).unwrap();
        assert_eq!(lost(&source), Vec::<String>::new(), "{}", file.display());
    }
}

#[test]
fn nothing_of_a_sample_of_icons_is_lost() {
    check(&super::icons::sample(200));
}

#[test]
#[ignore = "reads 6,600 drawings"]
fn nothing_of_all_icons_is_lost() {
    check(&super::icons::all());
}

#[test]
fn what_shows_nothing_is_named() {
    let content = r##"<rect id="flat" width="0" height="9"/><path id="empty" d=""/><path id="none"/><polyline id="one" points="5,5" stroke="red"/>
<circle id="small" r="0" stroke="red"/><g id="clear" opacity="0"><path d="M0 0H9V9"/></g><path id="plain" d="M0 0H9V9" fill="none"/>
<g style="display:none" id="off"><path d="M0 0H9V9"/></g><path id="hidden" visibility="hidden" d="M0 0H9V9"/>
<switch id="choice"><path systemLanguage="xx" d="M0 0H9V9"/><path d="M0 0H9V9"/></switch><line id="thin" x2="9" stroke="none"/>
<use id="nowhere" href="#nothing"/><clipPath id="far"><rect x="90" width="9" height="9"/></clipPath><path id="away" clip-path="url(#far)" d="M0 0H9" stroke="red"/><g clip-path="url(#void)"><path id="cut" d="M0 0H9" stroke="red"/></g><clipPath id="void"/>
<path id="nan" d="NaN"/><image id="photo" width="5" height="5" href="x"/><rect id="shown" width="9" height="9"/>"##;
    let source = super::support::page(content);
    assert_eq!(lost(&source), Vec::<String>::new());
    let (_, diagnostics) = super::support::read(&source);
    for id in [
        "flat", "empty", "none", "one", "small", "clear", "plain", "off", "hidden", "choice", "thin",
        "nowhere", "cut", "nan", "photo", "away",
    ] {
        let named = diagnostics
            .iter()
            .filter(|it| it.element.as_deref().is_some_and(|it| it.ends_with(&format!("#{id}"))));
        assert!(named.count() >= 1, "{id} {diagnostics:#?}");
    }
}
