//! What is to be said about an element that cannot be carried over as it is.

use super::style::Styles;
use super::survey::own;
use crate::Severity;
use roxmltree::Node;

/// Something to say about an element.
#[derive(Clone, Debug)]
pub(super) struct Remark {
    pub(super) kind: &'static str,
    pub(super) severity: Severity,
    pub(super) message: String,
}

impl Remark {
    pub(super) fn warning(kind: &'static str, message: impl Into<String>) -> Self {
        Self { kind, severity: Severity::Warning, message: message.into() }
    }

    pub(super) fn note(kind: &'static str, message: impl Into<String>) -> Self {
        Self { kind, severity: Severity::Note, message: message.into() }
    }
}

/// What the element's own properties and its kind give reason for.
pub(super) fn about(node: Node<'_, '_>, styles: &Styles<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let is_set =
        |property| styles.value(node, property).is_some_and(|value| !matches!(value, "none" | "inherit"));
    if is_set("filter") {
        remarks.push(Remark::warning("filter", "The filter is left out; the shape is drawn without it"));
    }
    if styles.value(node, "clip-path").is_some_and(|it| it.contains('(') && !it.starts_with("url(")) {
        let message = "A clip path made by a CSS function is left out; the shape is drawn whole";
        remarks.push(Remark::warning("clip-path", message));
    }
    match node.tag_name().name() {
        "image" => {
            let message = "The image is left out: a pen cannot draw it. Trace it to lines first";
            remarks.push(Remark::warning("raster-image", message));
        }
        "foreignObject" | "flowRoot" if own(node, "requiredExtensions").is_none() => {
            remarks.push(Remark::warning("foreign-object", "Content that is not SVG is left out"));
        }
        "switch" => {
            remarks.push(Remark::note("switch", "Of its branches only the first that applies is drawn"));
        }
        _ => {}
    }
    remarks
}
