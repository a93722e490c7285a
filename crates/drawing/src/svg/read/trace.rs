//! Walks usvg's tree and takes what a pen can draw.

use super::clip::{self, Region};
use super::curve::{self, Subpath};
use super::dash::Dashes;
use super::gather::{Gather, Key};
use super::survey::Survey;
use super::{ReadError, ReadOptions};
use crate::svg::{DOT_MM, MM_PER_PX};
use crate::{Color, Diagnostic, Severity};
use kurbo::{Affine, Point};
use std::collections::HashMap;
use std::rc::Rc;
use usvg::{Group, LineCap, Node, Paint, Stroke};

/// Points further out than this, in mm, are a fault of the source: 10 km.
const FARTHEST_MM: f64 = 1e7;
/// A drawing is cut into at most this many dashes; what comes after stays whole.
const MOST_DASHES: f64 = 2e6;

/// What the nodes of a group share.
#[derive(Clone, Copy)]
struct Around {
    to_mm: Affine,
    layer: Option<usize>,
    /// The innermost element that is known by name.
    element: Option<usize>,
    /// Inside of the outlines of a text.
    in_text: bool,
}

/// The walk.
pub(super) struct Tracer<'a> {
    survey: &'a mut Survey,
    options: &'a ReadOptions,
    go_on: &'a mut dyn FnMut(f64) -> bool,
    nodes: usize,
    gather: Gather,
    diagnostics: Vec<Diagnostic>,
    clips: Vec<Rc<Region>>,
    regions: HashMap<(usize, [u64; 6]), Rc<Region>>,
    dashes: f64,
    fills: usize,
    invisible: usize,
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
            diagnostics: Vec::new(),
            clips: Vec::new(),
            regions: HashMap::new(),
            dashes: 0.0,
            fills: 0,
            invisible: 0,
        }
    }

    /// Takes everything under the root. `scale` is mm for each unit of the tree.
    pub(super) fn trace(mut self, tree: &usvg::Tree) -> Result<(Gather, Vec<Diagnostic>), ReadError> {
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
        if self.nodes % 512 == 0 {
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

    fn path(&mut self, path: &usvg::Path, around: Around) {
        let stroke = path.stroke().filter(|stroke| stroke.opacity().get() > 0.0);
        let fill = path.fill().filter(|fill| fill.opacity().get() > 0.0);
        let is_hidden = !path.is_visible() && (path.stroke().is_some() || path.fill().is_some());
        if is_hidden {
            return;
        }
        let place = middle(path.bounding_box(), around.to_mm);
        let mut subpaths = curve::subpaths(path.data());
        if let Some(stroke) = stroke {
            self.fills += usize::from(fill.is_some() && !around.in_text && subpaths.iter().any(has_area));
            let color = self.color(stroke.paint(), "stroke", around, place);
            let width = f64::from(stroke.width().get()) * around.to_mm.determinant().abs().sqrt();
            let subpaths = self.dashed(subpaths, stroke, around, place);
            let has_dots = stroke.linecap() != LineCap::Butt;
            self.draw(&subpaths, has_dots, color, Some(width), around, place);
            return;
        }
        let color = match fill {
            Some(fill) => self.color(fill.paint(), "fill", around, place),
            None if self.options.draw_invisible => Color::BLACK,
            None => {
                self.invisible += 1;
                return;
            }
        };
        if fill.is_some() {
            if !self.options.draw_invisible {
                let count = subpaths.len();
                subpaths.retain(has_area);
                self.invisible += usize::from(subpaths.is_empty() && count > 0);
            }
            subpaths.iter_mut().for_each(close);
        }
        self.draw(&subpaths, false, color, None, around, place);
    }

    fn draw(
        &mut self,
        subpaths: &[Subpath],
        has_dots: bool,
        color: Color,
        width_mm: Option<f64>,
        around: Around,
        place: Option<Point>,
    ) {
        let width_mm = width_mm.filter(|width| *width > 0.0 && *width < 1e3);
        let key = around.layer.map_or(Key::Color(color), Key::Named);
        let mut is_out = false;
        for subpath in subpaths {
            let mut path = curve::to_path(subpath, around.to_mm);
            let Some(bounds) = path
                .bounds()
                .filter(|it| [it.x0, it.y0, it.x1, it.y1].iter().all(|v| v.abs() <= FARTHEST_MM))
            else {
                is_out = true;
                continue;
            };
            if bounds.width() <= DOT_MM * 1.5 && bounds.height() <= DOT_MM * 1.5 {
                if !has_dots {
                    continue;
                }
                path.segments.clear();
            }
            let mut pieces = vec![path];
            for region in &self.clips {
                pieces = pieces.into_iter().flat_map(|piece| clip::clip(piece, region)).collect();
            }
            pieces.into_iter().for_each(|piece| self.gather.add(key, color, width_mm, piece));
        }
        if is_out {
            let message = "A part that lies more than 10 km from the page is left out".to_owned();
            let place = place.filter(|place| place.x.abs() <= FARTHEST_MM && place.y.abs() <= FARTHEST_MM);
            self.say("bad-number", Severity::Warning, message, around, place);
        }
    }

    fn dashed(
        &mut self,
        subpaths: Vec<Subpath>,
        stroke: &Stroke,
        around: Around,
        place: Option<Point>,
    ) -> Vec<Subpath> {
        let dashes = stroke.dasharray().and_then(|it| Dashes::new(it, stroke.dashoffset()));
        let Some(dashes) = dashes else { return subpaths };
        let count: f64 = subpaths.iter().map(|subpath| dashes.count(subpath)).sum();
        self.dashes += count;
        if !(self.dashes <= MOST_DASHES) {
            self.dashes -= count;
            let message = format!("It has {count:.0} dashes; it is drawn as a full line");
            self.say("dashes", Severity::Warning, message, around, place);
            return subpaths;
        }
        let message = "The dashes are cut into lines".to_owned();
        self.say("dashes", Severity::Note, message, around, place);
        let cut = |subpath: Subpath| {
            if subpath.segments.is_empty() { vec![subpath] } else { dashes.cut(&subpath) }
        };
        subpaths.into_iter().flat_map(cut).collect()
    }

    fn color(&mut self, paint: &Paint, what: &str, around: Around, place: Option<Point>) -> Color {
        let of = |color: usvg::Color| Color { r: color.red, g: color.green, b: color.blue };
        let stops = match paint {
            Paint::Color(color) => return of(*color),
            Paint::LinearGradient(gradient) => gradient.stops(),
            Paint::RadialGradient(gradient) => gradient.stops(),
            Paint::Pattern(_) => {
                let message = format!("The pattern of the {what} is left out; the outline is drawn");
                self.say("pattern", Severity::Warning, message, around, place);
                return Color::BLACK;
            }
        };
        let message =
            format!("The gradient of the {what} is left out; the outline is drawn in its first colour");
        self.say("gradient", Severity::Warning, message, around, place);
        stops.first().map_or(Color::BLACK, |stop| of(stop.color()))
    }

    fn region(&mut self, clip_path: &usvg::ClipPath, to_mm: Affine) -> Rc<Region> {
        let key = (std::ptr::from_ref(clip_path).addr(), to_mm.as_coeffs().map(f64::to_bits));
        let build = || Rc::new(super::clipping::region(clip_path, to_mm));
        Rc::clone(self.regions.entry(key).or_insert_with(build))
    }

    fn say(&mut self, kind: &str, severity: Severity, message: String, around: Around, place: Option<Point>) {
        let element = around.element.map(|index| self.survey.element_name(index));
        let layer =
            around.layer.or_else(|| around.element.and_then(|index| self.survey.elements[index].within));
        self.diagnostics.push(Diagnostic {
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

fn middle(bounds: usvg::Rect, to_mm: Affine) -> Option<Point> {
    let middle = Point::new(
        f64::midpoint(f64::from(bounds.left()), f64::from(bounds.right())),
        f64::midpoint(f64::from(bounds.top()), f64::from(bounds.bottom())),
    );
    Some(to_mm * middle).filter(|place| place.is_finite())
}

/// A fill shows only where there is something between its lines.
fn has_area(subpath: &Subpath) -> bool {
    let is_curved = subpath.segments.iter().any(|segment| !matches!(segment, kurbo::PathSeg::Line(_)));
    let corners = subpath.segments.len() + usize::from(!subpath.is_closed);
    is_curved || corners > 2
}

/// A fill ends where it started, whether its outline says so or not.
fn close(subpath: &mut Subpath) {
    use kurbo::ParamCurve;
    let Some(end) = subpath.segments.last().map(|segment| segment.end()) else { return };
    if end != subpath.start {
        subpath.segments.push(kurbo::PathSeg::Line(kurbo::Line::new(end, subpath.start)));
    }
    subpath.is_closed = true;
}
