//! One card: texts and ornaments at their places, and what the post would say to it.

use super::card::Card;
use super::fit::{DEPTH, Fitted, fitted};
use super::inputs::Inputs;
use super::own::Own;
use super::params::Template;
use super::size::{self, Rules};
use super::zones::{self, Checked, Zone};
use super::{PostcardParams, art, on_path, ornaments};
use kurbo::{Point, Rect};
use penstock_drawing::lettering::{Align, Setting, TextStyle, Typeface};
use penstock_drawing::{Diagnostic, Drawing, Layer, Page, Path, Pen, Segment};
use std::cell::RefCell;

/// Heights of capitals that are tried for the message, in mm.
const MESSAGE_MM: (f64, f64) = (2.0, 4.5);
/// A message this small makes room by a smaller ornament first.
const READABLE_MM: f64 = 2.7;
const SENDER_MM: f64 = 1.8;
/// Tried first on a path that says nothing of its text's size.
const ON_PATH_MM: f64 = 5.0;
/// Between text and what stands beside it.
const GAP_MM: f64 = 4.0;

/// Everything that all cards of a job share.
pub(super) struct Desk<'a> {
    pub(super) params: &'a PostcardParams,
    pub(super) page: Page,
    pub(super) rules: Rules,
    letters: Typeface,
    heading_letters: Typeface,
    own: Option<Own>,
    /// The ornament that was drawn last, with its place: most cards have the same.
    drawn: RefCell<Option<(Rect, Vec<Path>)>>,
}

/// A card that was laid out.
#[derive(Default)]
pub(super) struct Composed {
    pub(super) text: Vec<Path>,
    pub(super) ornaments: Vec<Path>,
    /// Layers of one's own template, below.
    pub(super) below: Vec<Layer>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What does not fit even in the smallest letters.
    pub(super) overflow: Vec<String>,
    pub(super) message_size_mm: Option<f64>,
    pub(super) address_size_mm: Option<f64>,
    address: Option<Rect>,
    stamp_box: Vec<Path>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(params: &'a PostcardParams, inputs: &mut Inputs) -> Self {
        let own = inputs.own.take();
        let page = own.as_ref().map_or_else(|| size::page(params), |own| own.drawing.page);
        Self {
            params,
            page,
            rules: size::rules(params),
            letters: inputs.typeface(params),
            heading_letters: Typeface::from(params.heading_font.face()),
            own,
            drawn: RefCell::default(),
        }
    }

    pub(super) fn zones(&self) -> Vec<Zone> {
        zones::zones(self.rules, self.page)
    }

    /// Lays out a card.
    pub(super) fn compose(&self, card: &Card) -> Composed {
        let mut composed = Composed::default();
        match (self.params.template, &self.own) {
            (Template::Own, Some(own)) => self.on_own(own, card, &mut composed),
            (Template::AddressOnly | Template::Label, _) => self.address_side(card, &mut composed),
            _ if card.address.is_empty() => self.picture_side(card, &mut composed),
            _ => self.both(card, &mut composed),
        }
        self.check(&mut composed);
        composed
    }

    fn inner(&self) -> Rect {
        let margin = self.params.margin_mm;
        Rect::new(margin, margin, self.page.width_mm - margin, self.page.height_mm - margin)
    }

    fn style(&self, align: Align) -> TextStyle {
        TextStyle {
            line_spacing: self.params.line_spacing,
            letter_spacing_mm: self.params.letter_spacing_mm,
            align,
            jitter: self.params.jitter,
            seed: self.params.seed,
            ..TextStyle::default()
        }
    }

    /// Message on the left, address on the right.
    fn both(&self, card: &Card, composed: &mut Composed) {
        let inner = self.inner();
        let middle = self.page.width_mm * 0.485;
        let free = if self.rules == Rules::None { 0.0 } else { zones::blank_bottom_mm(self.rules) };
        let bottom = inner.y1.min(self.page.height_mm - free);
        let mut left = Rect::new(inner.x0, inner.y0, middle - GAP_MM, bottom);
        if self.params.template == Template::Plain {
            composed.ornaments.push(art::line(&[(middle, inner.y0), (middle, bottom)]));
        }
        if !card.sender.is_empty() {
            let area = Rect::new(left.x0, left.y0, left.x1, left.y0 + SENDER_MM * 2.0);
            let text = card.sender.join(" · ");
            let sender = self.put(&text, "sender", area, (1.3, SENDER_MM), false, Align::Start, composed);
            left.y0 += sender.height_mm() + GAP_MM;
        }
        self.picture_and_text(left, card, composed);
        let side = match self.rules {
            Rules::Germany => 15.0,
            Rules::Usa => 12.7,
            Rules::None => self.params.margin_mm,
        };
        let right = Rect::new(
            middle + GAP_MM + 1.0,
            0.0,
            self.page.width_mm - side.max(self.params.margin_mm),
            bottom,
        );
        let top = match self.rules {
            Rules::Germany => 42.0_f64.max(self.page.height_mm * 0.42),
            Rules::Usa => (self.page.height_mm - 2.7 * 25.4).max(self.page.height_mm * 0.42),
            Rules::None => self.page.height_mm * 0.42,
        };
        self.address(&card.address, Rect::new(right.x0, top, right.x1, right.y1), composed);
    }

    /// No address: the picture on the left, the text beside it.
    fn picture_side(&self, card: &Card, composed: &mut Composed) {
        let mut inner = self.inner();
        if !card.sender.is_empty() {
            let area = Rect::new(inner.x0, inner.y1 - SENDER_MM * 1.6, inner.x1, inner.y1);
            self.put(
                &card.sender.join(" · "),
                "sender",
                area,
                (1.3, SENDER_MM),
                false,
                Align::Center,
                composed,
            );
            inner.y1 -= SENDER_MM * 1.6 + 2.0;
        }
        if !self.has_picture() {
            self.words(inner, card, MESSAGE_MM.0, composed);
            return;
        }
        if self.params.template == Template::Birthday {
            let height = (self.page.height_mm * 0.15).min(16.0);
            composed.ornaments.extend(ornaments::garland(Rect::new(
                inner.x0,
                inner.y0,
                inner.x1,
                inner.y0 + height,
            )));
            inner.y0 += height * 0.9;
        }
        let has_text =
            [&card.heading, &card.message, &card.signature].into_iter().any(|text| !text.trim().is_empty());
        let share = if has_text { 0.44 } else { 1.0 };
        let picture =
            Rect::new(inner.x0, inner.y0 + 3.0, inner.x0 + inner.width() * share - GAP_MM, inner.y1);
        composed.ornaments.extend(self.picture(picture));
        if has_text {
            let text =
                Rect::new(inner.x0 + inner.width() * share + GAP_MM, inner.y0 + 4.0, inner.x1, inner.y1);
            self.words(text, card, MESSAGE_MM.0, composed);
        }
    }

    /// Only the address and what belongs to it.
    fn address_side(&self, card: &Card, composed: &mut Composed) {
        let page = self.page;
        let is_label = self.params.template == Template::Label;
        let margin = if is_label { 10.0 } else { self.params.margin_mm };
        if is_label {
            composed.stamp_box = dashed(Rect::new(
                page.width_mm - margin - 22.1,
                margin,
                page.width_mm - margin,
                margin + 24.9,
            ));
            composed.text.extend(composed.stamp_box.clone());
        }
        let cap_mm = if is_label { LABEL_CAP_MM } else { 2.2 };
        let sender = Rect::new(margin, margin, page.width_mm * 0.5, page.height_mm * 0.38);
        if !card.sender.is_empty() {
            let text = card.sender.join("\n");
            self.put(&text, "sender", sender, (1.5, cap_mm), false, Align::Start, composed);
        }
        if is_label {
            let area =
                Rect::new(margin, page.height_mm * 0.36, page.width_mm - margin, page.height_mm - 16.0);
            let largest = self.params.address_size_mm.unwrap_or(LABEL_CAP_MM);
            let style = TextStyle { line_spacing: LABEL_PITCH_MM / LABEL_CAP_MM, ..self.style(Align::Start) };
            let block = fitted(&self.letters, &card.address.join("\n"), &style, area, (2.0, largest), false);
            // In the middle by its widest line, its lines flush left.
            let at = Point::new(
                area.center().x - block.setting.longest_mm() / 2.0,
                (area.center().y - block.setting.height_mm / 2.0).max(area.y0),
            );
            self.place(&block, "address", at, composed);
            composed.keep_address(&block, at);
            return;
        }
        let (left, right, top, bottom) = match self.rules {
            Rules::Germany => (0.4, 15.0, 42.0, 16.0),
            Rules::Usa => (0.4, 12.8, page.height_mm - 2.7 * 25.4, 16.5),
            Rules::None => (0.4, margin, page.height_mm * 0.45, margin),
        };
        let area = Rect::new(
            page.width_mm * left,
            top.max(page.height_mm * 0.42),
            page.width_mm - right,
            page.height_mm - bottom,
        );
        self.address(&card.address, area, composed);
    }

    /// A person's own template.
    fn on_own(&self, own: &Own, card: &Card, composed: &mut Composed) {
        composed.below.clone_from(&own.drawing.layers);
        let whole = card.address.join("\n");
        let (name, rest) = match card.address.split_first() {
            Some((name, rest)) if own.place("address").is_some() => (name.clone(), rest.join("\n")),
            _ => (whole, String::new()),
        };
        let texts = [
            ("recipient", name),
            ("address", rest),
            ("message", card.message.clone()),
            ("sender", card.sender.join("\n")),
            ("heading", card.heading.clone()),
            ("signature", card.signature.clone()),
        ];
        for (id, text) in texts.into_iter().filter(|(_, text)| !text.trim().is_empty()) {
            let Some(place) = own.place(id) else {
                composed.overflow.push(format!("the template has no place for the {id}"));
                continue;
            };
            let size: Option<f64> = place.data.get("size-mm").and_then(|size| size.parse().ok());
            let size = size.filter(|size| (0.5..=100.0).contains(size));
            let align = match place.data.get("align").map(String::as_str) {
                Some("center" | "middle") => Align::Center,
                Some("right" | "end") => Align::End,
                Some("justify") => Align::Justify,
                Some(_) => Align::Start,
                None if id == "message" => self.params.align.into(),
                None => Align::Start,
            };
            if let Some(path) = &place.path {
                let largest = size.unwrap_or(ON_PATH_MM);
                self.put_on_path(&text, id, path, (largest * 0.6, largest), align, composed);
                continue;
            }
            let sizes = size.map_or((1.5, place.area.height().clamp(1.5, 6.0)), |size| (size * 0.6, size));
            let wraps = matches!(id, "message" | "heading");
            let block = self.put(&text, id, place.area, sizes, wraps, align, composed);
            match id {
                "message" => composed.message_size_mm = Some(block.cap_height_mm),
                "recipient" | "address" => composed.keep_address(&block, place.area.origin()),
                _ => {}
            }
        }
    }

    fn has_picture(&self) -> bool {
        matches!(self.params.template, Template::Birthday | Template::ThankYou | Template::Invitation)
    }

    /// The picture over the text, as large as the text leaves room for.
    fn picture_and_text(&self, area: Rect, card: &Card, composed: &mut Composed) {
        if !self.has_picture() {
            self.words(area, card, MESSAGE_MM.0, composed);
            return;
        }
        let mut area = area;
        if self.params.template == Template::Birthday {
            let height = area.height() * 0.12;
            composed.ornaments.extend(ornaments::garland(Rect::new(
                area.x0,
                area.y0,
                area.x1,
                area.y0 + height,
            )));
            area.y0 += height * 0.9;
        }
        const SHARES: [f64; 4] = [0.52, 0.44, 0.36, 0.28];
        for (number, share) in SHARES.into_iter().enumerate() {
            let is_last = number + 1 == SHARES.len();
            let edge = area.y0 + area.height() * share;
            let below = Rect::new(area.x0, edge + 2.5, area.x1, area.y1);
            let mut trial = Composed::default();
            let least = if is_last { MESSAGE_MM.0 } else { READABLE_MM };
            self.words(below, card, least, &mut trial);
            if trial.overflow.is_empty() || is_last {
                composed.ornaments.extend(self.picture(Rect::new(area.x0, area.y0, area.x1, edge)));
                composed.text.append(&mut trial.text);
                composed.diagnostics.append(&mut trial.diagnostics);
                composed.overflow.append(&mut trial.overflow);
                composed.message_size_mm = trial.message_size_mm;
                return;
            }
        }
    }

    fn picture(&self, area: Rect) -> Vec<Path> {
        if let Some((_, paths)) = self.drawn.borrow().as_ref().filter(|(drawn, _)| *drawn == area) {
            return paths.clone();
        }
        let paths = match self.params.template {
            Template::Birthday => ornaments::cake(area),
            Template::ThankYou => ornaments::bouquet(area),
            Template::Invitation => ornaments::party(area),
            Template::Plain | Template::AddressOnly | Template::Label | Template::Own => Vec::new(),
        };
        *self.drawn.borrow_mut() = Some((area, paths.clone()));
        paths
    }

    /// Heading, message and signature, one under the other.
    fn words(&self, area: Rect, card: &Card, smallest_mm: f64, composed: &mut Composed) {
        let mut area = area;
        if !card.heading.trim().is_empty() {
            let room = Rect::new(area.x0, area.y0, area.x1, area.y0 + (area.height() * 0.3).max(6.0));
            let style = self.style(Align::Center);
            let largest = (area.width() * 0.085).clamp(4.0, 9.0);
            let heading =
                fitted(&self.heading_letters, card.heading.trim(), &style, room, (2.5, largest), true);
            self.place_in(&self.heading_letters, &heading, "heading", area.origin(), composed);
            area.y0 += heading.height_mm() + heading.cap_height_mm * 0.9 + 1.5;
        }
        let mut foot = area.y1;
        if !card.signature.trim().is_empty() {
            let room = Rect::new(area.x0, area.y1 - area.height() * 0.3, area.x1, area.y1);
            let largest = self.params.message_size_mm.unwrap_or(4.0);
            let style = self.style(Align::End);
            let signature =
                fitted(&self.letters, card.signature.trim(), &style, room, (1.8, largest.max(1.8)), true);
            let top = area.y1 - signature.height_mm() - signature.cap_height_mm * DEPTH;
            self.place(&signature, "signature", Point::new(area.x0, top), composed);
            foot = top - signature.cap_height_mm * 0.9;
        }
        if !card.message.trim().is_empty() {
            let sizes = self.params.message_size_mm.map_or((smallest_mm, MESSAGE_MM.1), |size| (size, size));
            let room = Rect::new(area.x0, area.y0, area.x1, foot.max(area.y0));
            let message = self.put(
                card.message.trim_end(),
                "message",
                room,
                sizes,
                true,
                self.params.align.into(),
                composed,
            );
            composed.message_size_mm = Some(message.cap_height_mm);
        }
    }

    /// The address, in the middle of its height.
    fn address(&self, lines: &[String], area: Rect, composed: &mut Composed) {
        if lines.is_empty() {
            return;
        }
        let smallest = if self.rules == Rules::Germany { 2.3 } else { 2.0 };
        let sizes = self.params.address_size_mm.map_or((smallest, 3.2), |size| (size, size));
        let block = fitted(&self.letters, &lines.join("\n"), &self.style(Align::Start), area, sizes, false);
        let rest = area.height() - block.height_mm() - block.cap_height_mm * DEPTH;
        let at = Point::new(area.x0, area.y0 + (rest * 0.45).max(0.0));
        self.place(&block, "address", at, composed);
        composed.keep_address(&block, at);
    }

    #[expect(clippy::too_many_arguments, reason = "each says one thing about a block of text")]
    fn put(
        &self,
        text: &str,
        what: &str,
        area: Rect,
        sizes: (f64, f64),
        wraps: bool,
        align: Align,
        composed: &mut Composed,
    ) -> Fitted {
        let block = fitted(&self.letters, text, &self.style(align), area, sizes, wraps);
        let left = match align {
            _ if wraps => area.x0,
            Align::Start | Align::Justify => area.x0,
            Align::Center => area.center().x - block.setting.width_mm / 2.0,
            Align::End => area.x1 - block.setting.width_mm,
        };
        self.place(&block, what, Point::new(left, area.y0), composed);
        block
    }

    /// Writes a text along a path.
    fn put_on_path(
        &self,
        text: &str,
        what: &str,
        path: &Path,
        sizes: (f64, f64),
        align: Align,
        composed: &mut Composed,
    ) {
        let laid = on_path::laid(&self.letters, text, &self.style(align), path, sizes);
        composed.diagnostics.extend(laid.setting.remarks.iter().map(|remark| Diagnostic {
            layer: Some(TEXT.to_owned()),
            x_mm: Some(path.start.x),
            y_mm: Some(path.start.y),
            ..remark.diagnostic(self.letters.name(), what)
        }));
        if !laid.fits {
            let cap_mm = laid.cap_height_mm;
            let missing = laid.setting.width_mm - path.length_mm();
            let too_long = format!(
                "the {what} does not fit: its path is {missing:.1} mm too short for capitals of {cap_mm:.1} mm"
            );
            composed.overflow.push(too_long);
        }
        if what == "message" {
            composed.message_size_mm = Some(laid.cap_height_mm);
        }
        composed.text.extend(laid.setting.strokes);
    }

    fn place(&self, block: &Fitted, what: &str, at: Point, composed: &mut Composed) {
        self.place_in(&self.letters, block, what, at, composed);
    }

    fn place_in(&self, letters: &Typeface, block: &Fitted, what: &str, at: Point, composed: &mut Composed) {
        composed.text.extend(block.placed(at));
        let remarks = block.setting.remarks.iter().map(|remark| Diagnostic {
            layer: Some(TEXT.to_owned()),
            x_mm: Some(at.x),
            y_mm: Some(at.y),
            ..remark.diagnostic(letters.name(), what)
        });
        composed.diagnostics.extend(remarks);
        if !block.fits {
            composed.overflow.push(overflow(what, &block.setting, block.cap_height_mm));
        }
    }

    fn check(&self, composed: &mut Composed) {
        // A side without an address is not what the post looks at.
        if composed.address.is_none() {
            return;
        }
        let below = composed.below.iter().flat_map(|layer| &layer.paths);
        let strokes: Vec<&Path> = composed.text.iter().chain(&composed.ornaments).chain(below).collect();
        let found = zones::check(
            self.rules,
            &Checked {
                page: self.page,
                strokes: &strokes,
                address: composed.address,
                address_cap_mm: composed.address_size_mm,
                is_fancy: self.params.font.is_fancy(),
                ignored: &composed.stamp_box,
            },
        );
        composed.diagnostics.extend(found);
    }

    /// The card as a drawing: a layer for each colour.
    pub(super) fn drawing(&self, composed: &Composed) -> Drawing {
        let mut layers = composed.below.clone();
        let pen = |color| Pen { color, width_mm: self.params.pen_width_mm };
        let (ink, ornament) = (self.params.ink_color, self.params.ornament_color);
        if ink == ornament {
            let paths = composed.ornaments.iter().chain(&composed.text).cloned().collect();
            layers.push(Layer { name: "Card".to_owned(), pen: pen(ink), paths });
        } else {
            let of = |name: &str, color, paths: &[Path]| Layer {
                name: name.to_owned(),
                pen: pen(color),
                paths: paths.to_vec(),
            };
            layers.push(of(ORNAMENTS, ornament, &composed.ornaments));
            layers.push(of(TEXT, ink, &composed.text));
        }
        layers.retain(|layer| !layer.paths.is_empty());
        Drawing { page: self.page, layers }
    }
}

/// Names of layers.
const TEXT: &str = "Text";
const ORNAMENTS: &str = "Ornaments";

/// Drawscape's label: its letters are Hershey's at a scale of 0.15, its lines 6 mm apart.
const LABEL_CAP_MM: f64 = 21.0 * 0.15;
const LABEL_PITCH_MM: f64 = 6.0;

impl Composed {
    fn keep_address(&mut self, block: &Fitted, at: Point) {
        let ink = block.setting.ink().map(|ink| ink + block.corner(at).to_vec2());
        self.address = match (self.address, ink) {
            (Some(before), Some(ink)) => Some(before.union(ink)),
            (before, ink) => before.or(ink),
        };
        let smallest =
            self.address_size_mm.map_or(block.cap_height_mm, |before| before.min(block.cap_height_mm));
        self.address_size_mm = Some(smallest);
    }
}

fn overflow(what: &str, setting: &Setting, cap_height_mm: f64) -> String {
    format!(
        "the {what} does not fit: {} lines in capitals of {cap_height_mm:.1} mm need {:.0} × {:.0} mm",
        setting.lines.len(),
        setting.longest_mm(),
        setting.height_mm + cap_height_mm * DEPTH
    )
}

/// A box of dashes.
fn dashed(area: Rect) -> Vec<Path> {
    const DASH_MM: f64 = 2.0;
    let corners =
        [(area.x0, area.y0), (area.x1, area.y0), (area.x1, area.y1), (area.x0, area.y1), (area.x0, area.y0)];
    let sides = corners.windows(2).flat_map(|side| {
        let (from, to) = (Point::from(side[0]), Point::from(side[1]));
        // An odd number of equal parts begins and ends each side with a dash.
        let parts = ((from.distance(to) / DASH_MM / 2.0).round().max(1.0) as u32) * 2 + 1;
        let at = move |n: u32| from.lerp(to, f64::from(n) / f64::from(parts));
        (0..parts)
            .step_by(2)
            .map(move |n| Path { start: at(n), segments: vec![Segment::Line { to: at(n + 1) }] })
    });
    sides.collect()
}
