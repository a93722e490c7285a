//! From one shape to the strokes and areas that it shows.

use super::clip;
use super::curve::{self, Subpath};
use super::dash::Dashes;
use super::gather::Key;
use super::paint;
use super::trace::{Around, Tracer, middle};
use crate::svg::DOT_MM;
use crate::{Cap, Color, FillRule, Join, LineStyle, Mark, Path, Severity, Shape};
use kurbo::{Line, ParamCurve, PathSeg, Point, Rect};
use usvg::{Fill, LineCap, LineJoin, Paint, PaintOrder, Stroke};

/// Points further out than this, in mm, are a fault of the source: 10 km.
pub(super) const FARTHEST_MM: f64 = 1e7;
/// A drawing is cut into at most this many dashes; what comes after stays whole.
const MOST_DASHES: f64 = 2e6;
/// Paint that lets less than this share of what is below through counts as opaque.
const OPAQUE: f32 = 0.99;

impl Tracer<'_> {
    /// Takes the stroke and the area of a shape, or says that there is nothing of it to be seen.
    pub(super) fn path(&mut self, path: &usvg::Path, around: Around) {
        let told = self.told;
        let place = middle(path.bounding_box(), around.to_mm);
        self.painted(path, around, place);
        if self.told == told && !self.in_tile {
            self.unseen(around, place);
        }
    }

    fn painted(&mut self, path: &usvg::Path, around: Around, place: Option<Point>) {
        let stroke = path.stroke().filter(|stroke| stroke.opacity().get() > 0.0);
        let fill = path.fill().filter(|fill| fill.opacity().get() > 0.0);
        if !path.is_visible() && (path.stroke().is_some() || path.fill().is_some()) {
            return;
        }
        let subpaths = curve::subpaths(path.data());
        let plain = Drawn { color: Color::BLACK, ..Drawn::default() };
        match (stroke, fill) {
            (None, None) if self.options.draw_invisible => self.strokes(&subpaths, &plain, around, place),
            (None, None) => {}
            (Some(stroke), None) => self.stroke(subpaths, stroke, around, place),
            (None, Some(fill)) => {
                let (areas, lines): (Vec<_>, Vec<_>) = subpaths.into_iter().partition(has_area);
                if self.options.draw_invisible {
                    self.strokes(&lines, &plain, around, place);
                }
                self.fill(areas, fill, false, around, place);
            }
            (Some(stroke), Some(fill)) => {
                let areas = subpaths.iter().filter(|it| has_area(it)).cloned().collect();
                if path.paint_order() == PaintOrder::FillAndStroke {
                    self.fill(areas, fill, true, around, place);
                    self.stroke(subpaths, stroke, around, place);
                } else {
                    self.stroke(subpaths, stroke, around, place);
                    self.fill(areas, fill, true, around, place);
                }
            }
        }
    }

    fn stroke(&mut self, subpaths: Vec<Subpath>, stroke: &Stroke, around: Around, place: Option<Point>) {
        let color = self.color(stroke.paint(), "stroke", around, place);
        let width = f64::from(stroke.width().get()) * around.to_mm.determinant().abs().sqrt();
        let subpaths = self.dashed(subpaths, stroke, around, place);
        let drawn = Drawn {
            color,
            width_mm: Some(width).filter(|width| *width > 0.0 && *width < 1e3),
            line: line_style(stroke),
            is_opaque: around.opaque && is_opaque(stroke.opacity().get(), stroke.paint()),
        };
        self.strokes(&subpaths, &drawn, around, place);
    }

    fn strokes(&mut self, subpaths: &[Subpath], drawn: &Drawn, around: Around, place: Option<Point>) {
        let stack = self.next_stack();
        for subpath in subpaths {
            let mut path = curve::to_path(subpath, around.to_mm);
            let Some(bounds) = near(&path) else {
                self.say_far(around, place);
                continue;
            };
            if is_dot(bounds) {
                if drawn.line.cap == Cap::Butt {
                    continue;
                }
                path.segments.clear();
            }
            let mut pieces = vec![path];
            for region in &self.clips {
                pieces = pieces.into_iter().flat_map(|piece| clip::clip(piece, region)).collect();
            }
            for piece in pieces {
                self.mark(Shape::Stroke(piece), drawn, stack, false, around);
            }
        }
    }

    fn fill(
        &mut self,
        mut subpaths: Vec<Subpath>,
        fill: &Fill,
        stroked: bool,
        around: Around,
        place: Option<Point>,
    ) {
        if subpaths.is_empty() {
            return;
        }
        subpaths.iter_mut().for_each(close);
        let mut rings: Vec<Path> = subpaths.iter().map(|it| curve::to_path(it, around.to_mm)).collect();
        let count = rings.len();
        rings.retain(|ring| near(ring).is_some());
        if rings.len() < count {
            self.say_far(around, place);
        }
        rings.retain(|ring| !ring.bounds().is_none_or(is_dot));
        if rings.is_empty() {
            return;
        }
        let rule = match fill.rule() {
            usvg::FillRule::NonZero => FillRule::NonZero,
            usvg::FillRule::EvenOdd => FillRule::EvenOdd,
        };
        if let Paint::Pattern(pattern) = fill.paint()
            && self.pattern(pattern, &rings, rule, around, place)
        {
            return;
        }
        let drawn = Drawn {
            color: self.color(fill.paint(), "area", around, place),
            is_opaque: around.opaque && is_opaque(fill.opacity().get(), fill.paint()),
            ..Drawn::default()
        };
        self.area(rings, rule, &drawn, stroked, around, place);
    }

    fn area(
        &mut self,
        rings: Vec<Path>,
        rule: FillRule,
        drawn: &Drawn,
        stroked: bool,
        around: Around,
        place: Option<Point>,
    ) {
        let mut area = clip::Area { rings, rule };
        for (done, region) in self.clips.iter().enumerate() {
            match clip::clip_area(area, region, &mut self.clip_work) {
                Ok(left) => area = left,
                Err(whole) => {
                    // Too much to cut: at least its outline is cut right.
                    let regions = &self.clips[done..];
                    let mut pieces = whole.rings;
                    for region in regions {
                        pieces = pieces.into_iter().flat_map(|piece| clip::clip(piece, region)).collect();
                    }
                    let message = "The clip path is too intricate for so many areas; only the outline of \
                                   this one is drawn, cut where the clip path cuts it";
                    self.say("clip-path", Severity::Warning, message.to_owned(), around, place);
                    let stack = self.next_stack();
                    for piece in pieces {
                        self.mark(Shape::Stroke(piece), drawn, stack, false, around);
                    }
                    return;
                }
            }
        }
        if !area.rings.is_empty() {
            let stack = self.next_stack();
            let shape = Shape::Area { rings: area.rings, rule: area.rule };
            self.mark(shape, drawn, stack, stroked, around);
        }
    }

    /// Adds what is drawn to its layer.
    pub(super) fn mark(&mut self, shape: Shape, drawn: &Drawn, stack: u32, stroked: bool, around: Around) {
        let key = around.layer.map_or(Key::Color(drawn.color), Key::Named);
        let element = around.element.map(|index| self.element(index));
        let mark = Mark {
            shape,
            color: drawn.color,
            width_mm: drawn.width_mm,
            line: drawn.line,
            stroked,
            opaque: drawn.is_opaque,
            stack,
            group: around.group,
            element,
        };
        self.told += 1;
        self.gather.add(key, mark);
    }

    fn say_far(&mut self, around: Around, place: Option<Point>) {
        let message = "A part that lies more than 10 km from the page is left out".to_owned();
        let place = place.filter(|place| place.x.abs() <= FARTHEST_MM && place.y.abs() <= FARTHEST_MM);
        self.say("bad-number", Severity::Warning, message, around, place);
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
        if self.dashes + count > MOST_DASHES || count.is_nan() {
            let message = format!("It has {count:.0} dashes; it is drawn as a full line");
            self.say("dashes", Severity::Warning, message, around, place);
            return subpaths;
        }
        self.dashes += count;
        let message = "The dashes are cut into lines".to_owned();
        self.say("dashes", Severity::Note, message, around, place);
        let cut = |subpath: Subpath| {
            if subpath.segments.is_empty() { vec![subpath] } else { dashes.cut(&subpath) }
        };
        subpaths.into_iter().flat_map(cut).collect()
    }

    /// One colour for a paint; says so where that is not what the source shows.
    pub(super) fn color(&mut self, paint: &Paint, what: &str, around: Around, place: Option<Point>) -> Color {
        let color = paint::mean(paint);
        match paint {
            Paint::Color(_) => {}
            Paint::LinearGradient(_) | Paint::RadialGradient(_) => {
                let message = format!("The gradient of the {what} is drawn in its mean colour, {color}");
                self.say("gradient", Severity::Warning, message, around, place);
            }
            Paint::Pattern(_) => {
                let message = format!("The pattern of the {what} is drawn as one colour, {color}");
                self.say("pattern", Severity::Warning, message, around, place);
            }
        }
        color
    }
}

/// How a mark is painted.
#[derive(Clone, Copy)]
pub(super) struct Drawn {
    pub(super) color: Color,
    pub(super) width_mm: Option<f64>,
    pub(super) line: LineStyle,
    pub(super) is_opaque: bool,
}

impl Default for Drawn {
    fn default() -> Self {
        Self { color: Color::BLACK, width_mm: None, line: LineStyle::default(), is_opaque: true }
    }
}

fn is_opaque(opacity: f32, paint: &Paint) -> bool {
    opacity >= OPAQUE && paint::is_opaque(paint, OPAQUE)
}

pub(super) fn line_style(stroke: &Stroke) -> LineStyle {
    LineStyle {
        cap: match stroke.linecap() {
            LineCap::Butt => Cap::Butt,
            LineCap::Round => Cap::Round,
            LineCap::Square => Cap::Square,
        },
        join: match stroke.linejoin() {
            LineJoin::Miter | LineJoin::MiterClip => Join::Miter,
            LineJoin::Round => Join::Round,
            LineJoin::Bevel => Join::Bevel,
        },
        miter_limit: f64::from(stroke.miterlimit().get()),
    }
}

/// The box around a path that is not too far out to be real.
fn near(path: &Path) -> Option<Rect> {
    path.bounds().filter(|it| [it.x0, it.y0, it.x1, it.y1].iter().all(|v| v.abs() <= FARTHEST_MM))
}

fn is_dot(bounds: Rect) -> bool {
    bounds.width() <= DOT_MM * 1.5 && bounds.height() <= DOT_MM * 1.5
}

/// A fill shows only where there is something between its lines.
pub(super) fn has_area(subpath: &Subpath) -> bool {
    let is_curved = subpath.segments.iter().any(|segment| !matches!(segment, PathSeg::Line(_)));
    let corners = subpath.segments.len() + usize::from(!subpath.is_closed);
    is_curved || corners > 2
}

/// A fill ends where it started, whether its outline says so or not.
pub(super) fn close(subpath: &mut Subpath) {
    let Some(end) = subpath.segments.last().map(|segment| segment.end()) else { return };
    if end != subpath.start {
        subpath.segments.push(PathSeg::Line(Line::new(end, subpath.start)));
    }
    subpath.is_closed = true;
}
