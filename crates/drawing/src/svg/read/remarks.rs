//! What is to be said about an element that cannot be carried over as it is.

use super::style::Styles;
use super::survey::own;
use roxmltree::Node;

/// Something to say about an element.
#[derive(Clone, Debug)]
pub(super) struct Remark {
    pub(super) kind: &'static str,
    pub(super) message: String,
}

/// What the element's own properties and its kind give reason for.
pub(super) fn about(node: Node<'_, '_>, styles: &Styles<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut say = |kind, message: &str| remarks.push(Remark { kind, message: message.to_owned() });
    let is_set =
        |property| styles.value(node, property).is_some_and(|value| !matches!(value, "none" | "inherit"));
    if is_set("filter") {
        say("filter", "The filter is left out; the shape is drawn without it");
    }
    if is_set("mask") {
        say("mask", "The mask is left out; the shape is drawn whole");
    }
    if styles.value(node, "clip-path").is_some_and(|it| it.contains('(') && !it.starts_with("url(")) {
        say("clip-path", "A clip path made by a CSS function is left out; the shape is drawn whole");
    }
    match node.tag_name().name() {
        "image" => say("raster-image", "The image is left out: a pen cannot draw it"),
        "foreignObject" | "flowRoot" if own(node, "requiredExtensions").is_none() => {
            say("foreign-object", "Content that is not SVG is left out");
        }
        _ => {}
    }
    remarks
}
