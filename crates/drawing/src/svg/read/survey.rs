//! One walk over the XML before usvg sees it: finds what usvg would drop without a word (Inkscape's layer
//! names, bad numbers, effects), and gives every drawn element an id, so that what usvg makes can be led
//! back to its source.

use super::ReadError;
use super::edits::Edits;
use super::element::{Element, Tag};
use super::expansion;
use super::loops::circular_uses;
use super::numbers;
use super::remarks::{self, Remark};
use super::style::Styles;
use crate::svg::INKSCAPE;
use roxmltree::{Attribute, Document, Node};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write;

const SVG: &str = "http://www.w3.org/2000/svg";
const DEEPEST: usize = 1_000;

/// What was found.
#[derive(Default)]
pub(super) struct Survey {
    /// Everything with an id for usvg.
    pub(super) elements: Vec<Element>,
    /// Elements by their id in the source.
    by_id: HashMap<Box<str>, u32>,
    /// Ids made here start with this, which stands nowhere in the source; the element's number follows.
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
    /// There are filters to take away.
    pub(super) has_filters: bool,
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
    in_text: bool,
    in_switch: bool,
    depth: u16,
    layer: Option<u32>,
}

/// Walks the document.
pub(super) fn survey<'a>(
    document: &'a Document<'a>,
    text: &str,
    tame_patterns: bool,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Survey, ReadError> {
    let has_filters = text.contains("filter");
    let mut survey = Survey { made_id: made_id(text), has_filters, ..Survey::default() };
    let properties: Vec<_> = ["filter", "display"].into_iter().chain(expansion::REFERRING).collect();
    let styles = Styles::of(document, &properties);
    expansion::check(document, &styles, text)?;
    let lines = Lines::of(text);
    let has_use = document.descendants().any(|node| node.has_tag_name("use"));
    let circular = if has_use { circular_uses(document) } else { HashSet::new() };
    let root = document.root_element();
    let outside = Inherited { place: Place::Drawn, layer: None, depth: 0, in_text: false, in_switch: false };
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
        if usize::from(here.depth) > DEEPEST {
            return Err(ReadError::too_large(format!("Elements within elements (line {line})"), "1,000"));
        }
        let around = here.place;
        let is_hidden = styles.value(node, "display") == Some("none");
        here.place = around.max(if is_hidden { Place::Out } else { place(node, has_use) });
        if let Some(tag) = known(node) {
            let is_layer = tag.name() == "g" && node.attribute((INKSCAPE, "groupmode")) == Some("layer");
            let id = own(node, "id").filter(|id| !id.is_empty());
            let within = here.layer.map(|layer| layer as usize);
            let index = survey.add(node, Element::new(tag, id, line, within), root, text);
            if is_layer && here.place == Place::Drawn {
                let layer = survey.layers.len();
                here.layer = Some(layer as u32);
                survey.elements[index].set_layer(layer);
                let name = node.attribute((INKSCAPE, "label")).or_else(|| own(node, "id"));
                survey.layers.push(name.map_or_else(|| format!("Layer {}", layer + 1), str::to_owned));
            }
            survey.elements[index].is_expected = tag.draws() && here.place == Place::Drawn && !here.in_switch;
            survey.examine(index, node, &styles, text, here.place);
            survey.tame(node, tame_patterns, text);
            if circular.contains(&node.id()) {
                survey.edits.leave_out(node, text);
                let message = "It refers to something that it is part of, so it is left out";
                survey.remark(index, Remark::warning("circular-use", message));
            }
            if is_hidden && around == Place::Drawn {
                survey.remark(index, Remark::note("hidden", "It is hidden (display: none) and not drawn"));
            }
            here.in_text |= tag.name() == "text";
            here.in_switch |= tag.name() == "switch";
        }
        inherited[node.id().get_usize()] = here;
    }
    survey.fix_page_size(root);
    Ok(survey)
}

impl Survey {
    fn add(&mut self, node: Node<'_, '_>, element: Element, root: Node<'_, '_>, text: &str) -> usize {
        let index = self.elements.len();
        match &element.id {
            Some(id) => {
                self.by_id.entry(id.clone()).or_insert(index as u32);
            }
            None => self.edits.insert_id(node, index as u32, text, root.range().start),
        }
        self.elements.push(element);
        index
    }

    /// The element that usvg knows by this id.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        match id.strip_prefix(self.made_id.as_str()) {
            Some(number) => number.parse().ok().filter(|&index| index < self.elements.len()),
            None if id.is_empty() => None,
            None => self.by_id.get(id).map(|&index| index as usize),
        }
    }

    fn remark(&mut self, index: usize, remark: Remark) {
        self.remarks.entry(index).or_default().push(remark);
    }

    /// Adds to what is said of an image how large it is, in mm.
    pub(super) fn complete_image(&mut self, index: usize, (width, height): (f64, f64)) {
        let remarks = self.remarks.get_mut(&index).into_iter().flatten();
        for remark in remarks.filter(|remark| remark.kind == "raster-image") {
            let _infallible = write!(remark.message, " (it is {width:.1} × {height:.1} mm)");
        }
    }

    /// Cures what would hurt usvg, wherever it stands, and notes what is to be said about it.
    fn examine(&mut self, index: usize, node: Node<'_, '_>, styles: &Styles<'_>, text: &str, place: Place) {
        let mut remarks = Vec::new();
        for attribute in node.attributes().filter(|attribute| attribute.namespace().is_none()) {
            // Those of the page are dealt with at the end.
            let is_page_size = index == 0 && matches!(attribute.name(), "width" | "height");
            if let Some(fault) = numbers::check(attribute.name(), attribute.value()).filter(|_| !is_page_size)
            {
                remarks.push(Remark::warning(fault.kind, fault.message));
                self.edits.cure(node, attribute, fault.cure, text);
            }
        }
        if place == Place::Out {
            return;
        }
        remarks.extend(remarks::about(node, styles));
        if !remarks.is_empty() {
            self.remarks.entry(index).or_default().extend(remarks);
        }
        self.texts += usize::from(node.tag_name().name() == "text");
    }

    /// Simplifies images, which are never drawn, and on demand patterns. usvg panics where the place of one
    /// of these comes out with no width in 32-bit floats.
    fn tame(&mut self, node: Node<'_, '_>, patterns: bool, text: &str) {
        let body = node.document().root_element().range().start;
        let set: &[(&str, &str)] = match node.tag_name().name() {
            "image" => &[("preserveAspectRatio", "none")],
            "pattern" if patterns => &[
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
            Some(id) => format!("{}#{id}", element.tag.name()),
            None => format!("{}, line {}", element.tag.name(), element.line),
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
                self.remark(0, Remark::warning("bad-number", message));
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

fn place(node: Node<'_, '_>, has_use: bool) -> Place {
    match node.tag_name().name() {
        "clipPath" | "marker" | "pattern" | "mask" => Place::Indirect,
        "defs" | "symbol" if has_use => Place::Indirect,
        "defs" | "symbol" | "filter" | "font" | "metadata" => Place::Out,
        _ => Place::Drawn,
    }
}

fn known(node: Node<'_, '_>) -> Option<Tag> {
    let name = node.tag_name();
    matches!(name.namespace(), None | Some(SVG)).then(|| Tag::of(name.name())).flatten()
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
