//! Walks usvg's tree and takes what it shows.

use super::clip::Region;
use super::curve;
use super::gather::{Gather, Key};
use super::masking::{self, Fidelity};
use super::survey::Survey;
use super::{ReadError, ReadOptions, TextAs};
use crate::svg::MM_PER_PX;
use crate::{ArtworkLayer, Diagnostic, Diagnostics, Severity};
use kurbo::{Affine, Point};
use std::collections::HashMap;
use std::rc::Rc;
use usvg::{BlendMode, Group, Node};

/// Stands for elements that nothing was drawn of yet.
const UNNAMED: u32 = u32::MAX;

/// What the nodes of a group share.
#[derive(Clone, Copy)]
pub(super) struct Around {
    pub(super) to_mm: Affine,
    pub(super) layer: Option<usize>,
    /// The innermost element that is known by name.
    pub(super) element: Option<usize>,
    /// Number of the innermost group of the source.
    pub(super) group: u32,
    /// No group around lets anything through.
    pub(super) opaque: bool,
    /// Inside of the outlines of a text.
    pub(super) in_text: bool,
}

impl Around {
    const NOTHING: Self =
        Self { to_mm: Affine::IDENTITY, layer: None, element: None, group: 0, opaque: true, in_text: false };
}

/// What the walk brought.
pub(super) struct Traced {
    pub(super) layers: Vec<ArtworkLayer>,
    pub(super) elements: Vec<String>,
    pub(super) diagnostics: Diagnostics,
}

/// The walk.
pub(super) struct Tracer<'a> {
    survey: &'a mut Survey,
    pub(super) options: &'a ReadOptions,
    go_on: &'a mut dyn FnMut(f64) -> bool,
    pub(super) is_stopped: bool,
    nodes: usize,
    pub(super) gather: Gather,
    diagnostics: Diagnostics,
    pub(super) clips: Vec<Rc<Region>>,
    regions: HashMap<(usize, [u64; 6]), Rc<Region>>,
    pub(super) clip_work: usize,
    pub(super) dashes: f64,
    pub(super) tiled: f64,
    /// Marks and diagnostics so far.
    pub(super) told: usize,
    /// Within a pattern each tile shows only some of its shapes.
    pub(super) in_tile: bool,
    stack: u32,
    groups: u32,
    /// Names of the elements that something was drawn of, and for each of the survey's which it is.
    names: Vec<String>,
    name_of: Vec<u32>,
    met: Vec<bool>,
}

impl<'a> Tracer<'a> {
    pub(super) fn new(
        survey: &'a mut Survey,
        options: &'a ReadOptions,
        go_on: &'a mut dyn FnMut(f64) -> bool,
    ) -> Self {
        let count = survey.elements.len();
        Self {
            survey,
            options,
            go_on,
            is_stopped: false,
            nodes: 0,
            gather: Gather::default(),
            diagnostics: Diagnostics::default(),
            clips: Vec::new(),
            regions: HashMap::new(),
            clip_work: 0,
            dashes: 0.0,
            tiled: 0.0,
            told: 0,
            in_tile: false,
            stack: 0,
            groups: 0,
            names: Vec::new(),
            name_of: vec![UNNAMED; count],
            met: vec![false; count],
        }
    }

    /// Takes everything under the root.
    pub(super) fn trace(mut self, tree: &usvg::Tree) -> Result<Traced, ReadError> {
        let around = Around { to_mm: Affine::scale(MM_PER_PX), ..Around::NOTHING };
        self.remarks_of(0, around, None);
        self.group(tree.root(), around)?;
        self.closing_remarks();
        Ok(Traced { layers: self.gather.into_layers(), elements: self.names, diagnostics: self.diagnostics })
    }

    pub(super) fn group(&mut self, group: &Group, mut around: Around) -> Result<(), ReadError> {
        around.to_mm *= curve::affine(group.transform());
        let is_layer = self.enter(group.id(), &mut around, group.bounding_box());
        if group.opacity().get() <= 0.0 && !self.options.draw_invisible {
            self.unseen(around, middle(group.bounding_box(), around.to_mm));
            self.meet_all(group);
            return Ok(());
        }
        if !group.id().is_empty() {
            self.groups += 1;
            around.group = if is_layer { 0 } else { self.groups };
        }
        around.opaque &= group.opacity().get() >= 0.99 && group.blend_mode() == BlendMode::Normal;
        let depth = self.clips.len();
        if let Some(clip_path) = group.clip_path() {
            let key = key(clip_path, around.to_mm);
            let build = || Rc::new(super::clipping::region(clip_path, around.to_mm));
            self.clips.push(Rc::clone(self.regions.entry(key).or_insert_with(build)));
        }
        if let Some(mask) = group.mask() {
            self.mask(mask, group, around);
        }
        for node in group.children() {
            self.node(node, around)?;
        }
        self.clips.truncate(depth);
        Ok(())
    }

    fn mask(&mut self, mask: &usvg::Mask, group: &Group, around: Around) {
        let place = middle(group.bounding_box(), around.to_mm);
        let key = key(mask, around.to_mm);
        if let Some(region) = self.regions.get(&key) {
            self.clips.push(Rc::clone(region));
            return;
        }
        let (region, fidelity) = masking::region(mask, around.to_mm);
        let inner = || group.children().iter().find_map(|node| self.survey.find(node.id()));
        let around =
            Around { element: self.survey.find(group.id()).or_else(inner).or(around.element), ..around };
        let message = match fidelity {
            Fidelity::Exact => None,
            Fidelity::Halved => {
                Some("The mask lets some of it through by a part; a pen draws where that is half or more")
            }
            Fidelity::Unknown => {
                Some("The mask is made of images and left out; what it masks is drawn whole")
            }
        };
        if let Some(message) = message {
            self.say("mask", Severity::Warning, message.to_owned(), around, place);
        }
        if fidelity != Fidelity::Unknown {
            let region = Rc::new(region);
            self.regions.insert(key, Rc::clone(&region));
            self.clips.push(region);
        }
    }

    fn node(&mut self, node: &Node, mut around: Around) -> Result<(), ReadError> {
        self.nodes += 1;
        if self.nodes.is_multiple_of(512) {
            let done = self.nodes as f64 / (self.survey.elements.len() as f64 * 1.2 + 1.0);
            self.is_stopped |= !(self.go_on)(done.min(0.99));
        }
        if self.is_stopped {
            return Err(ReadError::Stopped);
        }
        match node {
            Node::Group(group) => self.group(group, around),
            Node::Path(path) => {
                self.enter(path.id(), &mut around, path.bounding_box());
                self.path(path, around);
                Ok(())
            }
            Node::Text(text) => {
                self.enter(text.id(), &mut around, text.bounding_box());
                self.text(text, around)
            }
            Node::Image(image) => {
                self.enter(image.id(), &mut around, image.bounding_box());
                // Any other image has said so by the group around it, which bears its name.
                if around.in_text {
                    let place = middle(image.bounding_box(), around.to_mm);
                    let message = "A character that is a picture in its font is left out".to_owned();
                    self.say("missing-character", Severity::Warning, message, around, place);
                }
                Ok(())
            }
        }
    }

    /// Notes which element and layer this is, and says what is to be said about it. True when it is a layer.
    fn enter(&mut self, id: &str, around: &mut Around, bounds: usvg::Rect) -> bool {
        let Some(index) = self.survey.find(id) else { return false };
        self.met[index] = true;
        around.element = Some(index);
        let layer = self.survey.elements[index].layer();
        if let Some(layer) = layer {
            around.layer = Some(layer);
            self.gather.begin(Key::Named(layer), &self.survey.layers[layer]);
        }
        if self.survey.remarks.contains_key(&index) {
            let place = middle(bounds, around.to_mm);
            let stretch = around.to_mm.as_coeffs();
            let size = (
                f64::from(bounds.width()) * stretch[0].hypot(stretch[1]),
                f64::from(bounds.height()) * stretch[2].hypot(stretch[3]),
            );
            self.survey.complete_image(index, size);
            self.remarks_of(index, *around, place);
        }
        layer.is_some()
    }

    /// Names what is in the source but cannot be seen.
    pub(super) fn unseen(&mut self, around: Around, place: Option<Point>) {
        let message = "It cannot be seen (no paint, no size, hidden or cut away) and is not drawn".to_owned();
        self.say("invisible", Severity::Note, message, around, place);
    }

    /// Nothing below here is missed.
    fn meet_all(&mut self, group: &Group) {
        for node in group.children() {
            if let Some(index) = self.survey.find(node.id()) {
                self.met[index] = true;
            }
            if let Node::Group(group) = node {
                self.meet_all(group);
            }
        }
    }

    fn remarks_of(&mut self, index: usize, mut around: Around, place: Option<Point>) {
        around.element = Some(index);
        for remark in self.survey.remarks.remove(&index).unwrap_or_default() {
            let message = format!("Line {}: {}", self.survey.elements[index].line, remark.message);
            self.say(remark.kind, remark.severity, message, around, place);
        }
    }

    fn text(&mut self, text: &usvg::Text, mut around: Around) -> Result<(), ReadError> {
        let place = middle(text.bounding_box(), around.to_mm);
        match self.options.text {
            TextAs::Outlines => {}
            TextAs::SingleLine { face } => {
                self.letters(text, face, around, place);
                return Ok(());
            }
            TextAs::LeaveOut => {
                let words: String = text.chunks().iter().map(usvg::TextChunk::text).collect();
                let words: String = words.chars().take(60).collect();
                let message = format!("The text is left out: {words}");
                self.say("text", Severity::Warning, message, around, place);
                return Ok(());
            }
        }
        self.say(
            "text",
            Severity::Note,
            "Text is drawn as the outlines of its letters".to_owned(),
            around,
            place,
        );
        let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
        for glyph in glyphs.filter(|glyph| glyph.id.0 == 0 && !glyph.text.trim().is_empty()) {
            let at = curve::affine(glyph.transform()) * Point::ORIGIN;
            let codes: Vec<_> = glyph.text.chars().map(|c| format!("U+{:04X}", c as u32)).collect();
            let message =
                format!("No font of this computer has the character {} ({})", glyph.text, codes.join(" "));
            self.say("missing-character", Severity::Warning, message, around, Some(around.to_mm * at));
        }
        around.in_text = true;
        self.group(text.flattened(), around)
    }

    pub(super) fn say(
        &mut self,
        kind: &str,
        severity: Severity,
        message: String,
        around: Around,
        place: Option<Point>,
    ) {
        self.told += 1;
        let element = around.element.map(|index| self.survey.element_name(index));
        let layer =
            around.layer.or_else(|| around.element.and_then(|index| self.survey.elements[index].within()));
        self.diagnostics.add(Diagnostic {
            kind: kind.to_owned(),
            severity,
            message,
            layer: layer.map(|layer| self.survey.layers[layer].clone()),
            element,
            x_mm: place.map(|place| place.x),
            y_mm: place.map(|place| place.y),
        });
    }

    /// The number of the next thing in the stack.
    pub(super) fn next_stack(&mut self) -> u32 {
        self.stack += 1;
        self.stack
    }

    /// The number that marks know an element by.
    pub(super) fn element(&mut self, index: usize) -> u32 {
        if self.name_of[index] == UNNAMED {
            self.name_of[index] = self.names.len() as u32;
            self.names.push(self.survey.element_name(index));
        }
        self.name_of[index]
    }

    /// What belongs to elements that usvg left out altogether, and what is said once for all.
    fn closing_remarks(&mut self) {
        let around = Around::NOTHING;
        let named: Vec<usize> = self.survey.remarks.keys().copied().collect();
        for index in named {
            self.remarks_of(index, around, None);
            self.met[index] = true;
        }
        for index in 0..self.met.len() {
            if !self.met[index] && self.survey.elements[index].is_expected {
                let message = format!(
                    "Line {}: Nothing of it can be seen, so nothing is drawn",
                    self.survey.elements[index].line
                );
                let around = Around { element: Some(index), ..around };
                self.say("nothing-to-draw", Severity::Note, message, around, None);
            }
        }
    }
}

/// What a region is known by: its source and its place.
fn key<T>(source: &T, to_mm: Affine) -> (usize, [u64; 6]) {
    (std::ptr::from_ref(source).addr(), to_mm.as_coeffs().map(f64::to_bits))
}

pub(super) fn middle(bounds: usvg::Rect, to_mm: Affine) -> Option<Point> {
    let middle = Point::new(
        f64::midpoint(f64::from(bounds.left()), f64::from(bounds.right())),
        f64::midpoint(f64::from(bounds.top()), f64::from(bounds.bottom())),
    );
    Some(to_mm * middle).filter(|place| place.is_finite())
}
