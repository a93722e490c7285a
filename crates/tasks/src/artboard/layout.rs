//! Where everything stands on the sheet.

use super::ArtboardParams;
use super::params::{Orientation, RenderStyle};
use crate::TaskError;
use crate::postcard::fit::{DEPTH, fitted};
use kurbo::{Affine, Point, Rect, Vec2};
use penstock_drawing::lettering::{Align, TextStyle, Typeface};
use penstock_drawing::{Diagnostic, Drawing, Layer, Page, Path, Pen, Segment, Severity};

const SHEET: &str = "Sheet";
/// Between the drawing and what stands around it, as a share of the sheet's shorter side.
const GAP: f64 = 0.025;
const SMALLEST_MM: f64 = 1.5;
/// Least width and height that is left for the drawing.
const SMALLEST_ROOM_MM: f64 = 10.0;

/// A sheet that was laid out.
pub(super) struct Board {
    pub(super) drawing: Drawing,
    pub(super) scale: f64,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Lines and letters of the sheet itself.
struct Sheet<'a> {
    params: &'a ArtboardParams,
    letters: Typeface,
    /// Shorter side of the paper: everything is in proportion to it.
    side: f64,
    strokes: Vec<Path>,
    diagnostics: Vec<Diagnostic>,
}

/// Lays a drawing out.
///
/// # Errors
/// Bad input when border and text leave no room.
pub(super) fn laid_out(params: &ArtboardParams, drawing: &Drawing) -> Result<Board, TaskError> {
    let content =
        drawing.bounds().unwrap_or(Rect::new(0.0, 0.0, drawing.page.width_mm, drawing.page.height_mm));
    let page = page(params, content);
    let mut sheet = Sheet {
        params,
        letters: Typeface::from(params.font.face()),
        side: page.width_mm.min(page.height_mm),
        strokes: Vec::new(),
        diagnostics: Vec::new(),
    };
    let border = params.border_mm;
    let frame = Rect::new(border, border, page.width_mm - border, page.height_mm - border);
    let room = match params.render_style {
        RenderStyle::Blueprint => sheet.blueprint(frame),
        RenderStyle::Airport => sheet.airport(frame),
        RenderStyle::Basic => sheet.basic(frame),
    };
    let gap = sheet.side * GAP;
    if room.width() - 2.0 * gap < SMALLEST_ROOM_MM || room.height() - 2.0 * gap < SMALLEST_ROOM_MM {
        return Err(TaskError::BadInput {
            message: "Border, title and legend leave no room for the drawing".to_owned(),
            advice: Some("Take larger paper, a smaller border or fewer lines in the legend".to_owned()),
        });
    }
    let (placed, scale) = placed(drawing, content, room.inset(-gap), params.fill);
    let pen = Pen { color: params.pen(), width_mm: params.pen_width_mm };
    let mut layers = placed;
    if params.one_color {
        let paths = layers.into_iter().flat_map(|layer| layer.paths).collect();
        layers = vec![Layer { name: "Drawing".to_owned(), pen, paths }];
    }
    layers.push(Layer { name: SHEET.to_owned(), pen, paths: sheet.strokes });
    layers.retain(|layer| !layer.paths.is_empty());
    Ok(Board { drawing: Drawing { page, layers }, scale, diagnostics: sheet.diagnostics })
}

fn page(params: &ArtboardParams, content: Rect) -> Page {
    let (short, long) = params.size.sides_mm();
    let across = match params.orientation {
        Orientation::Auto => content.width() > content.height(),
        Orientation::Portrait => false,
        Orientation::Landscape => true,
    };
    let (width_mm, height_mm) = if across { (long, short) } else { (short, long) };
    Page { width_mm, height_mm }
}

/// The drawing's layers in the middle of their room, and how much larger they are.
fn placed(drawing: &Drawing, content: Rect, room: Rect, fill: f64) -> (Vec<Layer>, f64) {
    let scales = [room.width() / content.width(), room.height() / content.height()];
    let scale = scales.into_iter().filter(|scale| scale.is_finite()).fold(f64::INFINITY, f64::min);
    // A drawing without extent has no size to change.
    let scale = if scale.is_finite() { scale * fill } else { 1.0 };
    let place = Affine::translate(room.center().to_vec2())
        * Affine::scale(scale)
        * Affine::translate(-content.center().to_vec2());
    let layers = drawing.layers.iter().map(|layer| Layer {
        paths: layer.paths.iter().map(|path| path.transformed(place)).collect(),
        ..layer.clone()
    });
    (layers.collect(), scale)
}

impl Sheet<'_> {
    /// A title in the middle under the drawing, the legend in one line at the foot.
    fn basic(&mut self, frame: Rect) -> Rect {
        self.rect(frame);
        let side = self.side;
        let pad = side * 0.03;
        let mut foot = frame.y1 - pad;
        let legend: Vec<String> = self.entries().map(|(label, content)| joined(&label, &content)).collect();
        if !legend.is_empty() {
            let cap = side * 0.011;
            let area = Rect::new(frame.x0 + pad, foot - cap * 4.0, frame.x1 - pad, foot);
            foot -= self.block(&legend.join("   ·   "), "legend", area, cap, Align::Center, true, true)
                + pad * 0.7;
        }
        for (text, what, size) in
            [(self.params.subtitle.clone(), "subtitle", 0.016), (self.params.title.clone(), "title", 0.032)]
        {
            if !text.trim().is_empty() {
                let cap = side * size;
                let area = Rect::new(frame.x0 + pad, foot - cap * 4.5, frame.x1 - pad, foot);
                foot -= self.block(text.trim(), what, area, cap, Align::Center, true, true) + cap * 0.9;
            }
        }
        Rect::new(frame.x0, frame.y0, frame.x1, foot)
    }

    /// A large title at the top left over a rule, the legend in columns under another one.
    fn airport(&mut self, frame: Rect) -> Rect {
        let side = self.side;
        let mut top = frame.y0;
        let has_title = !self.params.title.trim().is_empty();
        if has_title {
            let cap = side * 0.075;
            let text = self.params.title.trim().to_uppercase();
            let area = Rect::new(frame.x0, top, frame.x1, top + cap * 2.6);
            top += self.block(&text, "title", area, cap, Align::Start, false, false) + side * 0.022;
        }
        if !self.params.subtitle.trim().is_empty() {
            let cap = side * 0.022;
            let text = self.params.subtitle.trim().to_owned();
            let area = Rect::new(frame.x0, top, frame.x1, top + cap * 4.0);
            top += self.block(&text, "subtitle", area, cap, Align::Start, true, false) + side * 0.02;
        }
        if top > frame.y0 {
            self.rule(frame, top, 3);
            top += side * 0.006;
        }
        let entries: Vec<(String, String)> = self.entries().collect();
        let mut foot = frame.y1;
        if !entries.is_empty() {
            let columns = entries.len().min(if frame.width() > frame.height() { 5 } else { 3 });
            let rows = entries.len().div_ceil(columns);
            let (label_cap, cap, gap) = (side * 0.010, side * 0.017, side * 0.03);
            let width = (frame.width() - gap * (columns - 1) as f64) / columns as f64;
            let pitch = label_cap * 1.9 + cap * 2.2;
            foot = frame.y1 - pitch * rows as f64;
            for (number, (label, content)) in entries.iter().enumerate() {
                let x = frame.x0 + (width + gap) * (number % columns) as f64;
                let y = foot + pitch * (number / columns) as f64 + cap * 0.4;
                let label_area = Rect::new(x, y, x + width, y + label_cap * 1.9);
                self.block(
                    &label.to_uppercase(),
                    "legend",
                    label_area,
                    label_cap,
                    Align::Start,
                    false,
                    false,
                );
                let y = y + label_cap * 1.9;
                self.block(
                    content,
                    "legend",
                    Rect::new(x, y, x + width, y + cap * 1.6),
                    cap,
                    Align::Start,
                    false,
                    false,
                );
            }
            foot -= side * 0.012;
            self.rule(frame, foot, 1);
        }
        Rect::new(frame.x0, top, frame.x1, foot)
    }

    /// A double border with coordinates along it, and a block for title and legend at the bottom right.
    fn blueprint(&mut self, frame: Rect) -> Rect {
        let side = self.side;
        let band = side * 0.024;
        let inner = frame.inset(-band);
        self.rect(frame);
        self.rect(inner);
        self.coordinates(frame, inner);
        let entries: Vec<(String, String)> = self.entries().collect();
        let (title, subtitle) = (self.params.title.trim().to_owned(), self.params.subtitle.trim().to_owned());
        if title.is_empty() && subtitle.is_empty() && entries.is_empty() {
            return inner;
        }
        let (cap, row) = (side * 0.012, side * 0.034);
        let width = (inner.width() * 0.5).max(side * 0.42).min(inner.width());
        let title_height = if title.is_empty() && subtitle.is_empty() { 0.0 } else { side * 0.085 };
        let rows = entries.len().div_ceil(2);
        let height = title_height + row * rows as f64;
        let block = Rect::new(inner.x1 - width, inner.y1 - height, inner.x1, inner.y1);
        self.line((block.x0, block.y0), (block.x1, block.y0));
        self.line((block.x0, block.y0), (block.x0, block.y1));
        let pad = cap * 0.9;
        if title_height > 0.0 {
            let cap = side * 0.024;
            let top = block.y0 + side * if subtitle.is_empty() { 0.03 } else { 0.017 };
            let area = Rect::new(block.x0 + pad, top, block.x1 - pad, top + cap * 1.4);
            self.block(&title.to_uppercase(), "title", area, cap, Align::Start, false, false);
            let top = top + cap * 1.75;
            let area = Rect::new(block.x0 + pad, top, block.x1 - pad, top + side * 0.024);
            self.block(&subtitle, "subtitle", area, side * 0.014, Align::Start, false, false);
        }
        for (number, (label, content)) in entries.iter().enumerate() {
            let is_left = number % 2 == 0;
            let y = block.y0 + title_height + row * (number / 2) as f64;
            let x = if is_left { block.x0 } else { block.center().x };
            if is_left {
                self.line((block.x0, y), (block.x1, y));
            } else {
                self.line((block.center().x, y), (block.center().x, y + row));
            }
            let x1 = if is_left && number + 1 < entries.len() { block.center().x } else { block.x1 };
            let small = cap * 0.62;
            let area = Rect::new(x + pad, y + row * 0.13, x1 - pad, y + row * 0.42);
            self.block(&label.to_uppercase(), "legend", area, small, Align::Start, false, false);
            let area = Rect::new(x + pad, y + row * 0.48, x1 - pad, y + row * 0.95);
            self.block(content, "legend", area, cap, Align::Start, false, false);
        }
        // The block takes a band off the room: nothing of the drawing lies under it.
        Rect::new(inner.x0, inner.y0, inner.x1, block.y0)
    }

    /// Ticks and signs in the band between two borders: figures across, letters down.
    fn coordinates(&mut self, frame: Rect, inner: Rect) {
        let band = inner.x0 - frame.x0;
        let count = |length: f64| (length / (self.side / 4.0)).round().clamp(2.0, 12.0) as u32;
        let (across, down) = (count(inner.width()), count(inner.height()));
        let cap = band * 0.42;
        for n in 0..across {
            let step = inner.width() / f64::from(across);
            let x = inner.x0 + step * f64::from(n);
            for (y0, y1) in [(frame.y0, inner.y0), (inner.y1, frame.y1)] {
                if n > 0 {
                    self.line((x, y0), (x, y1));
                }
                self.sign(&(n + 1).to_string(), Point::new(x + step / 2.0, (y0 + y1) / 2.0), cap);
            }
        }
        for (n, letter) in (0..down).zip('A'..='Z') {
            let step = inner.height() / f64::from(down);
            let y = inner.y0 + step * f64::from(n);
            for (x0, x1) in [(frame.x0, inner.x0), (inner.x1, frame.x1)] {
                if n > 0 {
                    self.line((x0, y), (x1, y));
                }
                self.sign(&letter.to_string(), Point::new((x0 + x1) / 2.0, y + step / 2.0), cap);
            }
        }
    }

    /// A short text around a place.
    fn sign(&mut self, text: &str, at: Point, cap_mm: f64) {
        let half = Vec2::new(cap_mm * 4.0, cap_mm / 2.0);
        let area = Rect::from_points(at - half, at + half + Vec2::new(0.0, cap_mm));
        self.block(text, "coordinates", area, cap_mm, Align::Center, false, false);
    }

    fn entries(&self) -> impl Iterator<Item = (String, String)> + use<> {
        let entries: Vec<(String, String)> = self
            .params
            .legend
            .iter()
            .map(|entry| (entry.label.trim().to_owned(), entry.content.trim().to_owned()))
            .filter(|(label, content)| !label.is_empty() || !content.is_empty())
            .collect();
        entries.into_iter()
    }

    /// Sets a text, smaller where it would not fit; from the top of its area, or standing on its foot.
    /// Returns how high it is.
    #[expect(clippy::too_many_arguments, reason = "each says one thing about a block of text")]
    fn block(
        &mut self,
        text: &str,
        what: &str,
        area: Rect,
        cap_mm: f64,
        align: Align,
        wraps: bool,
        on_foot: bool,
    ) -> f64 {
        if text.is_empty() {
            return 0.0;
        }
        let style = TextStyle { align, ..TextStyle::default() };
        let largest = cap_mm.max(SMALLEST_MM);
        let block = fitted(&self.letters, text, &style, area, (SMALLEST_MM, largest), wraps);
        let left = match align {
            _ if wraps => area.x0,
            Align::Start | Align::Justify => area.x0,
            Align::Center => area.center().x - block.setting.width_mm / 2.0,
            Align::End => area.x1 - block.setting.width_mm,
        };
        let top = if on_foot { area.y1 - block.height_mm() } else { area.y0 };
        self.strokes.extend(block.placed(Point::new(left, top)));
        let remarks = block.setting.remarks.iter();
        self.diagnostics.extend(remarks.map(|remark| remark.diagnostic(self.letters.name(), what)));
        if !block.fits {
            self.diagnostics.push(Diagnostic {
                kind: "overflow".to_owned(),
                severity: Severity::Warning,
                message: format!("The {what} “{text}” is too long for its place; shorten it"),
                layer: Some(SHEET.to_owned()),
                element: Some(what.to_owned()),
                x_mm: Some(left),
                y_mm: Some(top + block.cap_height_mm * DEPTH),
            });
        }
        block.height_mm()
    }

    fn line(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.strokes.push(Path { start: from.into(), segments: vec![Segment::Line { to: to.into() }] });
    }

    /// A rule of so many lines side by side: a pen's way to a thick one.
    fn rule(&mut self, frame: Rect, y: f64, lines: u32) {
        for n in 0..lines {
            let y = y + f64::from(n) * self.params.pen_width_mm * 0.9;
            self.line((frame.x0, y), (frame.x1, y));
        }
    }

    fn rect(&mut self, area: Rect) {
        let corners = [(area.x1, area.y0), (area.x1, area.y1), (area.x0, area.y1), (area.x0, area.y0)];
        let segments = corners.map(|corner| Segment::Line { to: corner.into() }).into();
        self.strokes.push(Path { start: area.origin(), segments });
    }
}

fn joined(label: &str, content: &str) -> String {
    match (label.is_empty(), content.is_empty()) {
        (false, false) => format!("{label}: {content}"),
        _ => format!("{label}{content}"),
    }
}
