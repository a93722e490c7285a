//! One walk over the XML before usvg sees it: finds what usvg would drop without a word (Inkscape's layer
//! names, bad numbers, effects), and gives every drawn element an id, so that what usvg makes can be led
//! back to its source.

use super::ReadError;
use super::edits::Edits;
use super::loops::circular_uses;
use super::numbers;
use super::remarks::{self, Remark};
use super::style::Styles;
use crate::svg::INKSCAPE;
use roxmltree::{Attribute, Document, Node};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

const SVG: &str = "http://www.w3.org/2000/svg";
const DEEPEST: usize = 1_000;

/// An element of the source that may be drawn.
#[derive(Clone, Debug)]
pub(super) struct Element {
    /// Its tag name.
    pub(super) tag: &'static str,
    /// Its id in the source.
    pub(super) id: Option<Box<str>>,
    /// Its line in the source.
    pub(super) line: u32,
    /// The layer that it makes, as an index into [`Survey::layers`].
    pub(super) layer: Option<usize>,
    /// The layer that it is in.
    pub(super) within: Option<usize>,
}

/// What was found.
#[derive(Default)]
pub(super) struct Survey {
    /// Everything with an id for usvg.
    pub(super) elements: Vec<Element>,
    /// Elements by the id that usvg will know them by.
    pub(super) by_id: HashMap<String, usize>,
    /// Ids made here start with this and stand for nothing in the source.
    pub(super) made_id: String,
    /// Names of Inkscape's layers, in document order.
    pub(super) layers: Vec<String>,
    /// Remarks by element, said with the place once the element turns up in the drawing, or without it at
    /// the end.
    pub(super) remarks: BTreeMap<usize, Vec<Remark>>,
    /// What makes the text for usvg out of the source.
    pub(super) edits: Edits,
    /// There is text to set.
    pub(super) texts: usize,
    /// Its characters beyond ASCII.
    pub(super) characters: BTreeSet<char>,
    /// There are filters or masks to take away.
    pub(super) has_effects: bool,
}

/// Whether what is found in a place will be drawn.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Drawn,
    /// Drawn where a `use` says so, or part of a clip path.
    Indirect,
    /// Hidden, or part of something that is not drawn anyway.
    Out,
}

#[derive(Clone, Copy)]
struct Inherited {
    place: Place,
    layer: Option<usize>,
    depth: usize,
    in_text: bool,
}

/// Walks the document.
pub(super) fn survey<'a>(
    document: &'a Document<'a>,
    text: &str,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Survey, ReadError> {
    let has_effects = text.contains("filter") || text.contains("mask");
    let mut survey = Survey { made_id: made_id(text), has_effects, ..Survey::default() };
    let styles = Styles::of(document, &["filter", "mask", "clip-path", "display"]);
    let lines = Lines::of(text);
    let has_use = document.descendants().any(|node| node.has_tag_name("use"));
    let circular = if has_use { circular_uses(document) } else { HashSet::new() };
    let root = document.root_element();
    let outside = Inherited { place: Place::Drawn, layer: None, depth: 0, in_text: false };
    // By the node's number: a parent always comes before its children.
    let mut inherited =
        vec![outside; document.root().descendants().next_back().map_or(0, |it| it.id().get_usize()) + 1];

    for (count, node) in root.descendants().enumerate() {
        if count.is_multiple_of(4096) && !go_on() {
            return Err(ReadError::Stopped);
        }
        let mut here = match node.parent() {
            Some(parent) => inherited[parent.id().get_usize()],
            None => outside,
        };
        if node.is_text() && here.in_text && here.place != Place::Out {
            survey.characters.extend(node.text().unwrap_or_default().chars().filter(|c| !c.is_ascii()));
        }
        if !node.is_element() {
            continue;
        }
        here.depth += 1;
        let line = lines.number(node.range().start);
        if here.depth > DEEPEST {
            return Err(ReadError::too_large(format!("Elements within elements (line {line})"), "1,000"));
        }
        here.place = here.place.max(place(node, &styles, has_use));
        if let Some(tag) = known(node) {
            let is_layer = tag == "g" && node.attribute((INKSCAPE, "groupmode")) == Some("layer");
            let id = own(node, "id").filter(|id| !id.is_empty()).map(Box::from);
            let element = Element { tag, id, line, layer: None, within: here.layer };
            let index = survey.add(node, element, root, text);
            if is_layer && here.place == Place::Drawn {
                here.layer = Some(survey.layers.len());
                survey.elements[index].layer = here.layer;
                let name = node.attribute((INKSCAPE, "label")).or_else(|| own(node, "id"));
                let number = survey.layers.len() + 1;
                survey.layers.push(name.map_or_else(|| format!("Layer {number}"), str::to_owned));
            }
            survey.examine(index, node, &styles, text, here.place);
            if circular.contains(&node.id()) {
                survey.edits.leave_out(node, text);
                let message = "It refers to something that it is part of, so it is left out".to_owned();
                survey.remarks.entry(index).or_default().push(Remark { kind: "circular-use", message });
            }
            here.in_text |= tag == "text";
        }
        inherited[node.id().get_usize()] = here;
    }
    survey.fix_page_size(root);
    Ok(survey)
}

impl Survey {
    fn add(&mut self, node: Node<'_, '_>, element: Element, root: Node<'_, '_>, text: &str) -> usize {
        let index = self.elements.len();
        let id = match &element.id {
            Some(id) => id.to_string(),
            None => {
                let id = format!("{}{index}", self.made_id);
                self.edits.insert(node, "id", &id, text, root.range().start);
                id
            }
        };
        self.elements.push(element);
        self.by_id.entry(id).or_insert(index);
        index
    }

    /// Cures what would hurt usvg, wherever it stands, and notes what is to be said about it.
    fn examine(&mut self, index: usize, node: Node<'_, '_>, styles: &Styles<'_>, text: &str, place: Place) {
        let mut remarks = Vec::new();
        for attribute in node.attributes().filter(|attribute| attribute.namespace().is_none()) {
            // Those of the page are dealt with at the end.
            let is_page_size = index == 0 && matches!(attribute.name(), "width" | "height");
            if let Some(fault) = numbers::check(attribute.name(), attribute.value()).filter(|_| !is_page_size)
            {
                remarks.push(Remark { kind: fault.kind, message: fault.message });
                self.edits.cure(node, attribute, fault.cure, text);
            }
        }
        self.tame(node, text);
        if place == Place::Out {
            return;
        }
        remarks.extend(remarks::about(node, styles));
        if !remarks.is_empty() {
            self.remarks.insert(index, remarks);
        }
        self.texts += usize::from(node.tag_name().name() == "text");
    }

    /// Simplifies what is never drawn. usvg panics where the place of an image or a pattern comes out
    /// with no width in 32-bit floats.
    fn tame(&mut self, node: Node<'_, '_>, text: &str) {
        let body = node.document().root_element().range().start;
        let set: &[(&str, &str)] = match node.tag_name().name() {
            "image" => &[("preserveAspectRatio", "none")],
            "pattern" => &[
                ("x", "0"),
                ("y", "0"),
                ("width", "1"),
                ("height", "1"),
                ("patternUnits", "userSpaceOnUse"),
                ("patternContentUnits", "userSpaceOnUse"),
                ("patternTransform", ""),
                ("viewBox", ""),
            ],
            _ => return,
        };
        for (name, value) in set {
            self.edits.set(node, name, value, text, body);
        }
    }

    /// What to call an element in a diagnostic: `rect#frame`, or `rect` with its line.
    pub(super) fn element_name(&self, index: usize) -> String {
        let element = &self.elements[index];
        match &element.id {
            Some(id) => format!("{}#{id}", element.tag),
            None => format!("{}, line {}", element.tag, element.line),
        }
    }

    /// A page size that usvg would refuse is taken away, so that the viewBox or the content decides.
    fn fix_page_size(&mut self, root: Node<'_, '_>) {
        for name in ["width", "height"] {
            let Some(attribute) = own_attribute(root, name) else { continue };
            let length = attribute.value().trim().parse::<svgtypes::Length>();
            if !length.is_ok_and(|length| (0.01..=1e6).contains(&length.number)) {
                self.edits.remove(attribute);
                let message =
                    format!("{name}=\"{}\" is no size for a page; it is ignored", attribute.value());
                self.remarks.entry(0).or_default().push(Remark { kind: "bad-number", message });
            }
        }
    }
}

/// An attribute without a prefix. roxmltree alone would also find `inkscape:width` by `width`.
pub(super) fn own_attribute<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Attribute<'a, 'input>> {
    node.attributes().find(|attribute| attribute.namespace().is_none() && attribute.name() == name)
}

/// The value of an attribute without a prefix.
pub(super) fn own<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    own_attribute(node, name).map(|attribute| attribute.value())
}

fn place(node: Node<'_, '_>, styles: &Styles<'_>, has_use: bool) -> Place {
    if styles.value(node, "display") == Some("none") {
        return Place::Out;
    }
    match node.tag_name().name() {
        "clipPath" | "marker" | "pattern" => Place::Indirect,
        "defs" | "symbol" if has_use => Place::Indirect,
        "defs" | "symbol" | "mask" | "filter" | "font" | "metadata" => Place::Out,
        _ => Place::Drawn,
    }
}

fn known(node: Node<'_, '_>) -> Option<&'static str> {
    const KNOWN: [&str; 21] = [
        "path",
        "line",
        "polyline",
        "polygon",
        "rect",
        "circle",
        "ellipse",
        "g",
        "use",
        "text",
        "tspan",
        "image",
        "svg",
        "a",
        "switch",
        "foreignObject",
        "flowRoot",
        "clipPath",
        "marker",
        "pattern",
        "symbol",
    ];
    let name = node.tag_name();
    if !matches!(name.namespace(), None | Some(SVG)) {
        return None;
    }
    KNOWN.into_iter().find(|known| *known == name.name())
}

/// The start of an id that the text holds nowhere.
fn made_id(text: &str) -> String {
    let mut id = "source-".to_owned();
    while text.contains(&id) {
        id.push('-');
    }
    id
}

/// Line numbers by offset.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at).collect())
    }

    fn number(&self, offset: usize) -> u32 {
        self.0.partition_point(|&newline| newline < offset) as u32 + 1
    }
}
