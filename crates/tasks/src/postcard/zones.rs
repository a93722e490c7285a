//! Zones that a postal service keeps for itself, and what it asks of an address.
//!
//! Germany: Deutsche Post, “Automationsfähige Briefsendungen”. The stamp has 74 × 40 mm at the top right, the
//! code for the machines the lowest 15 mm over 150 mm from the right; the address stands 15 mm from the right
//! and the bottom and 40 mm below the top, on 100 mm at most, in capitals of 2.3 to 4.7 mm.
//! USA: USPS, Domestic Mail Manual 202. The stamp has 1.25 in at the top right, the barcode 4¾ × ⅝ in at the
//! bottom right; the address stands in the lower 2¾ in, ½ in from the sides, in type of 8 points (capitals of
//! 2 mm) at least.

use super::size::Rules;
use kurbo::Rect;
use penstock_drawing::{Diagnostic, Page, Path, Severity};
use schemars::JsonSchema;
use serde::Serialize;

const INCH: f64 = 25.4;

/// A rectangle of the card that has a rule, in mm from its upper left corner.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Zone {
    /// `stamp`, `code` or `address`.
    pub name: String,
    /// Left edge in mm.
    pub x_mm: f64,
    /// Upper edge in mm.
    pub y_mm: f64,
    /// Width in mm.
    pub width_mm: f64,
    /// Height in mm.
    pub height_mm: f64,
    /// Nothing may stand in it; else the address has to.
    pub stays_blank: bool,
}

impl Zone {
    fn new(name: &str, area: Rect, stays_blank: bool) -> Self {
        Self {
            name: name.to_owned(),
            x_mm: area.x0,
            y_mm: area.y0,
            width_mm: area.width(),
            height_mm: area.height(),
            stays_blank,
        }
    }

    pub(super) fn area(&self) -> Rect {
        Rect::new(self.x_mm, self.y_mm, self.x_mm + self.width_mm, self.y_mm + self.height_mm)
    }
}

/// The zones of a card.
pub(super) fn zones(rules: Rules, page: Page) -> Vec<Zone> {
    let (width, height) = (page.width_mm, page.height_mm);
    match rules {
        Rules::None => Vec::new(),
        Rules::Germany => vec![
            Zone::new("stamp", Rect::new((width - 74.0).max(0.0), 0.0, width, 40.0), true),
            Zone::new("code", Rect::new((width - 150.0).max(0.0), height - 15.0, width, height), true),
            Zone::new("address", Rect::new(15.0, 40.0, width - 15.0, height - 15.0), false),
        ],
        Rules::Usa => vec![
            Zone::new("stamp", Rect::new(width - 1.25 * INCH, 0.0, width, 1.25 * INCH), true),
            Zone::new(
                "code",
                Rect::new((width - 4.75 * INCH).max(0.0), height - 0.625 * INCH, width, height),
                true,
            ),
            Zone::new(
                "address",
                Rect::new(
                    0.5 * INCH,
                    (height - 2.75 * INCH).max(0.0),
                    width - 0.5 * INCH,
                    height - 0.625 * INCH,
                ),
                false,
            ),
        ],
    }
}

/// Where the message must end above the bottom, in mm.
pub(super) fn blank_bottom_mm(rules: Rules) -> f64 {
    match rules {
        Rules::Germany => 15.0,
        Rules::Usa => 0.625 * INCH,
        Rules::None => 0.0,
    }
}

/// What is on a card, as the rules see it.
pub(super) struct Checked<'a> {
    pub(super) page: Page,
    pub(super) strokes: &'a [&'a Path],
    pub(super) address: Option<Rect>,
    pub(super) address_cap_mm: Option<f64>,
    pub(super) is_fancy: bool,
    /// A dashed stamp box is no ink in the stamp's zone: it is covered.
    pub(super) ignored: &'a [Path],
}

/// Everything that the service would mind.
pub(super) fn check(rules: Rules, card: &Checked<'_>) -> Vec<Diagnostic> {
    if rules == Rules::None {
        return Vec::new();
    }
    let mut found: Vec<Diagnostic> = size(rules, card.page).into_iter().collect();
    for zone in zones(rules, card.page) {
        let area = zone.area();
        if zone.stays_blank {
            let ink = card
                .strokes
                .iter()
                .filter(|path| !card.ignored.contains(path))
                .filter_map(|path| path.bounds());
            if let Some(over) = ink.map(|ink| overlap(ink, area)).find(|over| is_real(*over)) {
                let message =
                    format!("Something is drawn in the zone for the {}; the post keeps it blank", zone.name);
                found.push(warning(message, Some(over.center().into())));
            }
        } else if let Some(address) = card.address
            && !(area.inflate(0.05, 0.05).contains_rect(address))
        {
            let message = format!(
                "The address reaches out of its zone, which is {:.0} × {:.0} mm: {}",
                area.width(),
                area.height(),
                beyond(address, area)
            );
            found.push(warning(message, Some(address.center().into())));
        }
    }
    let widest = 100.0;
    if let Some(address) = card.address.filter(|it| rules == Rules::Germany && it.width() > widest) {
        let message = format!("The address is {:.0} mm wide; the post reads {widest:.0} mm", address.width());
        found.push(warning(message, Some(address.center().into())));
    }
    let (least, most) = if rules == Rules::Germany { (2.3, 4.7) } else { (2.0, 30.0) };
    if let Some(cap_mm) = card.address_cap_mm.filter(|cap_mm| !(least - 0.01..=most + 0.01).contains(cap_mm))
    {
        let message =
            format!("Capitals of the address are {cap_mm:.1} mm high; machines read {least} to {most} mm");
        found.push(warning(message, None));
    }
    if card.is_fancy && card.address.is_some() {
        found.push(warning("Machines of the post read no slanted, joined or black letters".to_owned(), None));
    }
    found
}

fn size(rules: Rules, page: Page) -> Option<Diagnostic> {
    let (width, height) = (page.width_mm, page.height_mm);
    let (fits, wanted) = match rules {
        Rules::Germany => (
            (140.0..=235.0).contains(&width) && (90.0..=125.0).contains(&height) && width >= 1.4 * height,
            "140 to 235 by 90 to 125 mm, and at least 1.4 times as wide as high",
        ),
        _ => (
            (126.9..=152.5).contains(&width) && (88.8..=108.1).contains(&height),
            "5 to 6 by 3.5 to 4.25 in; larger ones cost as much as a letter",
        ),
    };
    (!fits).then(|| warning(format!("The card is {width:.0} × {height:.0} mm; a postcard is {wanted}"), None))
}

fn overlap(a: Rect, b: Rect) -> Rect {
    Rect::new(a.x0.max(b.x0), a.y0.max(b.y0), a.x1.min(b.x1), a.y1.min(b.y1))
}

/// Lines have no width: a stroke along the edge of a zone is not in it.
fn is_real(over: Rect) -> bool {
    over.x1 - over.x0 >= 0.0 && over.y1 - over.y0 >= 0.0 && (over.x1 - over.x0) + (over.y1 - over.y0) > 0.3
}

fn beyond(ink: Rect, area: Rect) -> String {
    let sides = [
        ("left", area.x0 - ink.x0),
        ("top", area.y0 - ink.y0),
        ("right", ink.x1 - area.x1),
        ("bottom", ink.y1 - area.y1),
    ];
    let over =
        sides.iter().filter(|(_, by)| *by > 0.05).map(|(side, by)| format!("{by:.1} mm at the {side}"));
    over.collect::<Vec<_>>().join(", ")
}

fn warning(message: String, at: Option<(f64, f64)>) -> Diagnostic {
    Diagnostic {
        kind: "postal-zone".to_owned(),
        severity: Severity::Warning,
        message,
        layer: None,
        element: None,
        x_mm: at.map(|at| at.0),
        y_mm: at.map(|at| at.1),
    }
}
