//! Accents and other marks, drawn around the ink of a letter. Lengths are in em.

use crate::{Path, Segment};
use kurbo::{Point, Rect};

/// What a letter can bear.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    Grave,
    Acute,
    Circumflex,
    Tilde,
    Diaeresis,
    Ring,
    Caron,
    Breve,
    Macron,
    DotAbove,
    DoubleAcute,
    Cedilla,
    CommaBelow,
    Ogonek,
    /// Slanted through the whole letter, as on Ø.
    Slash,
    /// Slanted through the stem, as on Ł.
    Stroke,
    /// Level through the upper part of the letter.
    Bar,
    /// Level over the whole width, through the upper part.
    HighBar,
    /// A comma on its head above the letter, as on ģ.
    CommaAbove,
    /// A comma beside the top of the letter: the caron of ď, ť and ľ.
    Apostrophe,
    /// The same inside the corner of an Ľ.
    ApostropheInside,
}

/// Between a letter and what stands above it.
const GAP: f64 = 0.09;
/// Half the width of most marks.
const HALF: f64 = 0.13;
/// How high most marks are.
const HEIGHT: f64 = 0.15;
/// Half the width and the height of a caron: smaller ones are read as an acute.
const CARON: (f64, f64) = (0.16, 0.17);
/// How far an acute reaches at its head and at its foot.
const SLOPE: (f64, f64) = (0.11, 0.066);
/// Radius of the ring on a capital: with a broad pen a smaller one closes.
const RING: f64 = 0.125;

impl Mark {
    pub(super) fn stands_above(self) -> bool {
        use Mark::{Apostrophe, ApostropheInside, Bar, Cedilla, CommaBelow, HighBar, Ogonek, Slash, Stroke};
        !matches!(
            self,
            Cedilla | CommaBelow | Ogonek | Slash | Stroke | Bar | HighBar | Apostrophe | ApostropheInside
        )
    }
}

/// The mark of a combining character.
pub(super) fn combining(character: char) -> Option<Mark> {
    Some(match character {
        '\u{300}' => Mark::Grave,
        '\u{301}' => Mark::Acute,
        '\u{302}' => Mark::Circumflex,
        '\u{303}' => Mark::Tilde,
        '\u{304}' => Mark::Macron,
        '\u{306}' => Mark::Breve,
        '\u{307}' => Mark::DotAbove,
        '\u{308}' => Mark::Diaeresis,
        '\u{30a}' => Mark::Ring,
        '\u{30b}' => Mark::DoubleAcute,
        '\u{30c}' => Mark::Caron,
        '\u{326}' => Mark::CommaBelow,
        '\u{327}' => Mark::Cedilla,
        '\u{328}' => Mark::Ogonek,
        '\u{335}' => Mark::Bar,
        '\u{338}' => Mark::Slash,
        _ => return None,
    })
}

/// The strokes of a mark on a letter with this ink.
pub(super) fn at(mark: Mark, ink: Rect) -> Vec<Path> {
    let x = f64::midpoint(ink.x0, ink.x1);
    let low = ink.y0 - GAP;
    let high = low - HEIGHT;
    let middle = low - HEIGHT / 2.0;
    match mark {
        Mark::Grave => vec![line(&[(x - SLOPE.0, high), (x + SLOPE.1, low)])],
        Mark::Acute => vec![line(&[(x + SLOPE.0, high), (x - SLOPE.1, low)])],
        Mark::Circumflex => vec![line(&[(x - HALF, low), (x, high), (x + HALF, low)])],
        Mark::Caron => {
            let high = low - CARON.1;
            vec![line(&[(x - CARON.0, high), (x, low), (x + CARON.0, high)])]
        }
        Mark::Macron => vec![line(&[(x - HALF, middle), (x + HALF, middle)])],
        Mark::Tilde => vec![wave(x, middle, HALF)],
        Mark::Breve => vec![arc((x - HALF, high), (x + HALF, high), -0.8)],
        Mark::Diaeresis => vec![spot(x - HALF, middle), spot(x + HALF, middle)],
        Mark::DotAbove => vec![spot(x, middle)],
        // On the point of an A it stands, over a small letter it floats.
        Mark::Ring if ink.height() > 0.6 => vec![circle(x, ink.y0 - RING, RING)],
        Mark::Ring => vec![circle(x, low - RING * 0.8, RING * 0.8)],
        Mark::DoubleAcute => [-0.6, 0.6]
            .map(|side| x + side * HALF)
            .map(|x| line(&[(x + HALF * 0.5, high), (x - HALF * 0.5, low)]))
            .into(),
        Mark::Cedilla => {
            let at = |dx: f64, dy: f64| Point::new(x + dx, ink.y1 + dy);
            let neck = Segment::Line { to: at(-0.02, 0.07) };
            let bow = Segment::Cubic { c1: at(0.05, 0.07), c2: at(0.1, 0.1), to: at(0.1, 0.155) };
            let tail = Segment::Cubic { c1: at(0.1, 0.21), c2: at(0.04, 0.24), to: at(-0.1, 0.22) };
            vec![Path { start: at(0.0, 0.0), segments: vec![neck, bow, tail] }]
        }
        Mark::CommaBelow => vec![line(&[(x + 0.02, ink.y1 + 0.08), (x - 0.03, ink.y1 + 0.2)])],
        Mark::Ogonek => vec![arc((ink.x1 - 0.05, ink.y1), (ink.x1 + 0.03, ink.y1 + 0.17), -0.7)],
        Mark::Stroke => {
            // L and l have their stem at the left.
            let y = f64::midpoint(ink.y0, ink.y1);
            vec![line(&[(ink.x0 - 0.1, y + 0.07), (ink.x0 + 0.19, y - 0.13)])]
        }
        Mark::Slash => {
            let (reach, rise) = ((ink.width() * 0.5).max(HALF) + 0.03, ink.height() * 0.3);
            let y = f64::midpoint(ink.y0, ink.y1);
            vec![line(&[(x - reach, y + rise), (x + reach, y - rise)])]
        }
        Mark::Bar => {
            let y = ink.y0 + ink.height() * if ink.height() > 0.6 { 0.25 } else { 0.4 };
            vec![line(&[(x - HALF, y), (x + HALF * 1.6, y)])]
        }
        Mark::HighBar => {
            let y = ink.y0 + ink.height() * 0.2;
            vec![line(&[(ink.x0 - 0.06, y), (ink.x1 + 0.06, y)])]
        }
        Mark::CommaAbove => vec![arc((x + 0.03, high - 0.03), (x - 0.02, low), -0.25)],
        Mark::Apostrophe => {
            vec![arc((ink.x1 + 0.09, ink.y0 - 0.02), (ink.x1 + 0.04, ink.y0 + 0.2), 0.1)]
        }
        Mark::ApostropheInside => vec![arc((x + 0.07, ink.y0 - 0.02), (x + 0.03, ink.y0 + 0.15), 0.25)],
    }
}

/// Straight from point to point.
pub(super) fn line(points: &[(f64, f64)]) -> Path {
    let mut points = points.iter().map(|&(x, y)| Point::new(x, y));
    let start = points.next().unwrap_or_default();
    Path { start, segments: points.map(|to| Segment::Line { to }).collect() }
}

/// A circular arc by its bulge.
pub(super) fn arc(from: (f64, f64), to: (f64, f64), bulge: f64) -> Path {
    Path { start: from.into(), segments: vec![Segment::Arc { to: to.into(), bulge }] }
}

/// A whole circle.
pub(super) fn circle(x: f64, y: f64, radius: f64) -> Path {
    let half = |x: f64| Segment::Arc { to: Point::new(x, y), bulge: 1.0 };
    Path { start: Point::new(x + radius, y), segments: vec![half(x - radius), half(x + radius)] }
}

/// A dot that is wide enough to be seen with a fine pen.
pub(super) fn spot(x: f64, y: f64) -> Path {
    circle(x, y, 0.03)
}

/// A rise and a fall around this place.
pub(super) fn wave(x: f64, y: f64, half: f64) -> Path {
    let at = |dx: f64, dy: f64| Point::new(x + dx * half, y + dy * HEIGHT);
    let rise = Segment::Cubic { c1: at(-0.6, -0.7), c2: at(-0.4, -0.6), to: at(0.0, 0.0) };
    let fall = Segment::Cubic { c1: at(0.4, 0.6), c2: at(0.6, 0.7), to: at(1.0, -0.35) };
    Path { start: at(-1.0, 0.35), segments: vec![rise, fall] }
}
