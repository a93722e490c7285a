//! Walks usvg's tree and takes what a pen can draw.

use super::clip::Region;
use super::curve;
use super::gather::{Gather, Key};
use super::survey::Survey;
use super::{ReadError, ReadOptions};
use crate::svg::MM_PER_PX;
use crate::{Diagnostic, Diagnostics, Severity};
use kurbo::{Affine, Point};
use std::collections::HashMap;
use std::rc::Rc;
use usvg::{Group, Node};

/// What the nodes of a group share.
#[derive(Clone, Copy)]
pub(super) struct Around {
    pub(super) to_mm: Affine,
    pub(super) layer: Option<usize>,
    /// The innermost element that is known by name.
    element: Option<usize>,
    /// Inside of the outlines of a text.
    pub(super) in_text: bool,
}

/// The walk.
pub(super) struct Tracer<'a> {
    survey: &'a mut Survey,
    pub(super) options: &'a ReadOptions,
    go_on: &'a mut dyn FnMut(f64) -> bool,
    nodes: usize,
    pub(super) gather: Gather,
    diagnostics: Diagnostics,
    pub(super) clips: Vec<Rc<Region>>,
    regions: HashMap<(usize, [u64; 6]), Rc<Region>>,
    pub(super) dashes: f64,
    pub(super) fills: usize,
    pub(super) invisible: usize,
}

impl<'a> Tracer<'a> {
    pub(super) fn new(
        survey: &'a mut Survey,
        options: &'a ReadOptions,
        go_on: &'a mut dyn FnMut(f64) -> bool,
    ) -> Self {
        Self {
            survey,
            options,
            go_on,
            nodes: 0,
            gather: Gather::default(),
            diagnostics: Diagnostics::default(),
            clips: Vec::new(),
            regions: HashMap::new(),
            dashes: 0.0,
            fills: 0,
            invisible: 0,
        }
    }

    /// Takes everything under the root. `scale` is mm for each unit of the tree.
    pub(super) fn trace(mut self, tree: &usvg::Tree) -> Result<(Gather, Diagnostics), ReadError> {
        let around = Around { to_mm: Affine::scale(MM_PER_PX), layer: None, element: None, in_text: false };
        self.remarks_of(0, around, None);
        self.group(tree.root(), around)?;
        self.closing_remarks();
        Ok((self.gather, self.diagnostics))
    }

    fn group(&mut self, group: &Group, mut around: Around) -> Result<(), ReadError> {
        if group.opacity().get() <= 0.0 && !self.options.draw_invisible {
            self.invisible += 1;
            return Ok(());
        }
        around.to_mm *= curve::affine(group.transform());
        self.enter(group.id(), &mut around, group.bounding_box());
        let depth = self.clips.len();
        if let Some(clip_path) = group.clip_path() {
            let region = self.region(clip_path, around.to_mm);
            self.clips.push(region);
        }
        for node in group.children() {
            self.node(node, around)?;
        }
        self.clips.truncate(depth);
        Ok(())
    }

    fn node(&mut self, node: &Node, mut around: Around) -> Result<(), ReadError> {
        self.nodes += 1;
        if self.nodes.is_multiple_of(512) {
            let done = self.nodes as f64 / (self.survey.elements.len() as f64 * 1.2 + 1.0);
            if !(self.go_on)(done.min(0.99)) {
                return Err(ReadError::Stopped);
            }
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

    /// Notes which element and layer this is, and says what is to be said about it.
    fn enter(&mut self, id: &str, around: &mut Around, bounds: usvg::Rect) {
        let Some(&index) = self.survey.by_id.get(id) else { return };
        around.element = Some(index);
        if let Some(layer) = self.survey.elements[index].layer {
            around.layer = Some(layer);
            self.gather.begin(Key::Named(layer), &self.survey.layers[layer]);
        }
        let place = middle(bounds, around.to_mm);
        self.remarks_of(index, *around, place);
    }

    fn remarks_of(&mut self, index: usize, mut around: Around, place: Option<Point>) {
        around.element = Some(index);
        for remark in self.survey.remarks.remove(&index).unwrap_or_default() {
            let message = format!("Line {}: {}", self.survey.elements[index].line, remark.message);
            self.say(remark.kind, Severity::Warning, message, around, place);
        }
    }

    fn text(&mut self, text: &usvg::Text, mut around: Around) -> Result<(), ReadError> {
        let place = middle(text.bounding_box(), around.to_mm);
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

    fn region(&mut self, clip_path: &usvg::ClipPath, to_mm: Affine) -> Rc<Region> {
        let key = (std::ptr::from_ref(clip_path).addr(), to_mm.as_coeffs().map(f64::to_bits));
        let build = || Rc::new(super::clipping::region(clip_path, to_mm));
        Rc::clone(self.regions.entry(key).or_insert_with(build))
    }

    pub(super) fn say(
        &mut self,
        kind: &str,
        severity: Severity,
        message: String,
        around: Around,
        place: Option<Point>,
    ) {
        let element = around.element.map(|index| self.survey.element_name(index));
        let layer =
            around.layer.or_else(|| around.element.and_then(|index| self.survey.elements[index].within));
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

    /// What belongs to elements that usvg left out altogether, and what is said once for all.
    fn closing_remarks(&mut self) {
        let around = Around { to_mm: Affine::IDENTITY, layer: None, element: None, in_text: false };
        let left: Vec<usize> = self.survey.remarks.keys().copied().collect();
        left.into_iter().for_each(|index| self.remarks_of(index, around, None));
        if self.fills > 0 {
            let message =
                format!("{} filled shapes with a line around are drawn as that line only", self.fills);
            self.say("fill", Severity::Note, message, around, None);
        }
        if self.invisible > 0 {
            let message = format!("{} shapes that cannot be seen are left out", self.invisible);
            self.say("invisible", Severity::Note, message, around, None);
        }
    }
}

pub(super) fn middle(bounds: usvg::Rect, to_mm: Affine) -> Option<Point> {
    let middle = Point::new(
        f64::midpoint(f64::from(bounds.left()), f64::from(bounds.right())),
        f64::midpoint(f64::from(bounds.top()), f64::from(bounds.bottom())),
    );
    Some(to_mm * middle).filter(|place| place.is_finite())
}
