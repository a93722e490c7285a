//! From one shape to the lines that a pen draws.

use super::clip;
use super::curve::{self, Subpath};
use super::dash::Dashes;
use super::gather::Key;
use super::trace::{Around, Tracer, middle};
use crate::svg::DOT_MM;
use crate::{Color, Severity};
use kurbo::{Line, ParamCurve, PathSeg, Point};
use usvg::{LineCap, Paint, Stroke};

/// Points further out than this, in mm, are a fault of the source: 10 km.
const FARTHEST_MM: f64 = 1e7;
/// A drawing is cut into at most this many dashes; what comes after stays whole.
const MOST_DASHES: f64 = 2e6;

impl Tracer<'_> {
    /// Takes the stroke of a shape, or its outline where it is only filled.
    pub(super) fn path(&mut self, path: &usvg::Path, around: Around) {
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
}

/// A fill shows only where there is something between its lines.
fn has_area(subpath: &Subpath) -> bool {
    let is_curved = subpath.segments.iter().any(|segment| !matches!(segment, PathSeg::Line(_)));
    let corners = subpath.segments.len() + usize::from(!subpath.is_closed);
    is_curved || corners > 2
}

/// A fill ends where it started, whether its outline says so or not.
fn close(subpath: &mut Subpath) {
    let Some(end) = subpath.segments.last().map(|segment| segment.end()) else { return };
    if end != subpath.start {
        subpath.segments.push(PathSeg::Line(Line::new(end, subpath.start)));
    }
    subpath.is_closed = true;
}
