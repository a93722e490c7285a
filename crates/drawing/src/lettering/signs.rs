//! Signs that are no letters: drawn here, or written with their plain forms.

use super::letters::apostrophe;
use super::marks::{self, Mark, arc, circle, line, spot};
use super::{Glyph, glyph::Bases};
use crate::{Path, Segment};
use kurbo::{Affine, Point, Rect};

/// What stands above a letter is drawn over a letter of this size when it stands alone.
const NO_LETTER: Rect = Rect { x0: 0.08, y0: -0.47, x1: 0.42, y1: 0.0 };
/// Size of raised and of lowered figures.
const SMALL: f64 = 0.55;

/// A sign made of its own strokes, or of letters of the face.
pub(super) fn drawn(bases: Bases<'_>, character: char) -> Option<Glyph> {
    let of = Glyph::of;
    let alone = |mark| of(marks::at(mark, NO_LETTER), 0.5);
    Some(match character {
        '_' => of(vec![line(&[(0.0, 0.08), (0.6, 0.08)])], 0.6),
        '~' => of(vec![marks::wave(0.35, -0.3, 0.25)], 0.7),
        '¡' => turned(bases('!')?, 0.2),
        '¿' => turned(bases('?')?, 0.2),
        '¨' => alone(Mark::Diaeresis),
        '¯' => alone(Mark::Macron),
        '´' => alone(Mark::Acute),
        '¸' => alone(Mark::Cedilla),
        '°' => of(vec![circle(0.2, -0.6, 0.09)], 0.4),
        '·' => of(vec![spot(0.15, -0.3)], 0.3),
        '•' => of(vec![circle(0.2, -0.3, 0.07), circle(0.2, -0.3, 0.03)], 0.4),
        '×' => of(vec![line(&[(0.15, -0.5), (0.55, -0.1)]), line(&[(0.55, -0.5), (0.15, -0.1)])], 0.7),
        '÷' => of(vec![level(0.1, 0.6, -0.3), spot(0.35, -0.48), spot(0.35, -0.12)], 0.7),
        '±' => {
            of(vec![level(0.1, 0.6, -0.35), line(&[(0.35, -0.6), (0.35, -0.1)]), level(0.1, 0.6, 0.0)], 0.7)
        }
        '−' => of(vec![level(0.1, 0.6, -0.3)], 0.7),
        '¬' => of(vec![line(&[(0.1, -0.35), (0.6, -0.35), (0.6, -0.18)])], 0.7),
        '–' => of(vec![level(0.06, 0.56, -0.28)], 0.62),
        '—' => of(vec![level(0.06, 0.96, -0.28)], 1.02),
        '…' => {
            let mut dots = bases('.')?;
            (0..2).try_for_each(|_| bases('.').map(|dot| dots.append(dot)))?;
            dots
        }
        '‘' => of(vec![opening(0.1)], 0.24),
        '’' | 'ʼ' => of(vec![apostrophe(0.1)], 0.24),
        '‚' => of(vec![apostrophe(0.1).moved(0.0, 0.65)], 0.24),
        '“' => of(vec![opening(0.1), opening(0.22)], 0.38),
        '”' => of(vec![apostrophe(0.1), apostrophe(0.22)], 0.38),
        '„' => of([0.1, 0.22].map(|x| apostrophe(x).moved(0.0, 0.65)).into(), 0.38),
        '«' => of([0.1, 0.3].map(|x| chevron(x + 0.15, x)).into(), 0.6),
        '»' => of([0.1, 0.3].map(|x| chevron(x, x + 0.15)).into(), 0.6),
        '‹' => of(vec![chevron(0.25, 0.1)], 0.4),
        '›' => of(vec![chevron(0.1, 0.25)], 0.4),
        '¦' => of(vec![line(&[(0.15, -0.75), (0.15, -0.35)]), line(&[(0.15, -0.2), (0.15, 0.2)])], 0.3),
        '€' => {
            let mut glyph = bases('C')?;
            let ink = glyph.ink()?;
            let bar = |y: f64| level(ink.x0 - 0.05, ink.x0 + ink.width() * 0.65, y);
            glyph.strokes.extend([bar(-0.41), bar(-0.29)]);
            glyph
        }
        '£' => of(pound(), 0.66),
        '¥' => {
            let mut glyph = bases('Y')?;
            let x = glyph.ink()?.center().x;
            glyph.strokes.extend([-0.3, -0.17].map(|y| level(x - 0.17, x + 0.17, y)));
            glyph
        }
        '¢' => {
            let mut glyph = bases('c')?;
            let ink = glyph.ink()?;
            let x = ink.center().x;
            glyph.strokes.push(line(&[(x, ink.y0 - 0.12), (x, ink.y1 + 0.12)]));
            glyph
        }
        '¤' => {
            let tick = |x: f64, y: f64| {
                line(&[(0.3 + x * 0.12, -0.35 + y * 0.12), (0.3 + x * 0.21, -0.35 + y * 0.21)])
            };
            let ticks = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(x, y)| tick(x, y));
            of([circle(0.3, -0.35, 0.17)].into_iter().chain(ticks).collect(), 0.6)
        }
        '§' => of(section(), 0.5),
        '¶' => of(pilcrow(), 0.6),
        '©' => ringed(&bases('C')?)?,
        '®' => ringed(&bases('R')?)?,
        '™' => {
            let mut both = bases('T')?.scaled(0.5, 0.35);
            both.append(bases('M')?.scaled(0.5, 0.35));
            both
        }
        '¹' => bases('1')?.scaled(SMALL, 0.33),
        '²' => bases('2')?.scaled(SMALL, 0.33),
        '³' => bases('3')?.scaled(SMALL, 0.33),
        'ª' => underlined(bases('a')?.scaled(0.6, 0.38))?,
        'º' => underlined(bases('o')?.scaled(0.6, 0.38))?,
        '¼' => fraction(bases, '1', '4')?,
        '½' => fraction(bases, '1', '2')?,
        '¾' => fraction(bases, '3', '4')?,
        'µ' | 'μ' => {
            let mut glyph = bases('u')?;
            let ink = glyph.ink()?;
            glyph.strokes.push(line(&[(ink.x0, ink.y1 - 0.05), (ink.x0, ink.y1 + 0.23)]));
            glyph
        }
        '†' => of(vec![line(&[(0.25, -0.75), (0.25, 0.15)]), level(0.08, 0.42, -0.5)], 0.5),
        '‡' => of(
            vec![line(&[(0.25, -0.75), (0.25, 0.15)]), level(0.08, 0.42, -0.5), level(0.08, 0.42, -0.1)],
            0.5,
        ),
        '‰' => {
            let mut glyph = bases('%')?;
            let x = glyph.ink()?.x1 + 0.16;
            glyph.strokes.push(circle(x, -0.12, 0.11));
            glyph.advance_em = x + 0.2;
            glyph
        }
        '→' => of(vec![level(0.08, 0.82, -0.3), line(&[(0.66, -0.42), (0.82, -0.3), (0.66, -0.18)])], 0.9),
        '←' => of(vec![level(0.08, 0.82, -0.3), line(&[(0.24, -0.42), (0.08, -0.3), (0.24, -0.18)])], 0.9),
        '♥' | '♡' | '❤' => of(vec![heart()], 0.9),
        '★' | '☆' => of(vec![star()], 0.9),
        '✓' => of(vec![line(&[(0.1, -0.28), (0.28, -0.06), (0.66, -0.6)])], 0.75),
        _ => return None,
    })
}

/// The plain form of a typographic variant, in ASCII.
pub(super) fn plain(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\t' => " ",
        '‛' | '′' => "'",
        '‟' | '″' => "\"",
        '‐' | '‑' | '\u{ad}' | '‒' | '―' => "-",
        '⁄' | '∕' => "/",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬀ' => "ff",
        _ => return None,
    })
}

fn level(from: f64, to: f64, y: f64) -> Path {
    line(&[(from, y), (to, y)])
}

/// An apostrophe on its head.
fn opening(x: f64) -> Path {
    arc((x, -0.55), (x + 0.04, -0.72), 0.25)
}

fn chevron(open: f64, tip: f64) -> Path {
    line(&[(open, -0.45), (tip, -0.3), (open, -0.15)])
}

/// The sign on its head, hanging below the baseline by `drop` em.
fn turned(mut glyph: Glyph, drop: f64) -> Glyph {
    let Some(ink) = glyph.ink() else { return glyph };
    let turn = Affine::translate((ink.x0 + ink.x1, ink.y0 + ink.y1 + drop)) * Affine::scale(-1.0);
    for stroke in &mut glyph.strokes {
        *stroke = stroke.transformed(turn);
    }
    glyph
}

/// A small capital in a circle.
fn ringed(letter: &Glyph) -> Option<Glyph> {
    let small = letter.scaled(0.5, 0.0);
    let ink = small.ink()?;
    let (x, y) = (0.45 - ink.center().x, -0.35 - ink.center().y);
    let mut strokes = vec![circle(0.45, -0.35, 0.37)];
    strokes.extend(small.strokes.iter().map(|stroke| stroke.moved(x, y)));
    Some(Glyph::of(strokes, 0.9))
}

fn underlined(mut glyph: Glyph) -> Option<Glyph> {
    let ink = glyph.ink()?;
    glyph.strokes.push(level(ink.x0, ink.x1, ink.y1 + 0.08));
    Some(glyph)
}

fn fraction(bases: Bases<'_>, above: char, below: char) -> Option<Glyph> {
    let mut glyph = bases(above)?.scaled(0.5, 0.35);
    let x = glyph.advance_em;
    glyph.strokes.push(line(&[(x - 0.1, 0.0), (x + 0.3, -0.7)]));
    glyph.advance_em = x + 0.16;
    glyph.append(bases(below)?.scaled(0.5, 0.0));
    Some(glyph)
}

fn curve(start: (f64, f64), bends: &[[(f64, f64); 3]]) -> Path {
    let bend = |[c1, c2, to]: &[(f64, f64); 3]| Segment::Cubic {
        c1: Point::from(*c1),
        c2: Point::from(*c2),
        to: Point::from(*to),
    };
    Path { start: start.into(), segments: bends.iter().map(bend).collect() }
}

fn pound() -> Vec<Path> {
    let body = curve(
        (0.55, -0.58),
        &[
            [(0.5, -0.72), (0.24, -0.74), (0.24, -0.52)],
            [(0.24, -0.36), (0.34, -0.2), (0.1, 0.0)],
            [(0.25, -0.06), (0.4, 0.06), (0.58, -0.06)],
        ],
    );
    vec![body, level(0.12, 0.45, -0.33)]
}

/// Two hooks that hold a bowl between them.
fn section() -> Vec<Path> {
    let upper = curve(
        (0.42, -0.62),
        &[
            [(0.38, -0.76), (0.1, -0.75), (0.1, -0.58)],
            [(0.1, -0.42), (0.42, -0.4), (0.42, -0.2)],
            [(0.42, -0.1), (0.34, -0.07), (0.28, -0.06)],
        ],
    );
    let lower = curve(
        (0.08, 0.05),
        &[
            [(0.12, 0.2), (0.4, 0.19), (0.4, 0.02)],
            [(0.4, -0.14), (0.08, -0.16), (0.08, -0.36)],
            [(0.08, -0.46), (0.16, -0.5), (0.22, -0.51)],
        ],
    );
    vec![upper, lower]
}

fn pilcrow() -> Vec<Path> {
    let bowl = Path {
        start: Point::new(0.5, -0.7),
        segments: vec![
            Segment::Line { to: Point::new(0.28, -0.7) },
            Segment::Arc { to: Point::new(0.28, -0.34), bulge: -1.0 },
            Segment::Line { to: Point::new(0.35, -0.34) },
        ],
    };
    vec![bowl, line(&[(0.35, -0.7), (0.35, 0.15)]), line(&[(0.48, -0.7), (0.48, 0.15)])]
}

fn heart() -> Path {
    curve(
        (0.45, -0.5),
        &[
            [(0.38, -0.72), (0.08, -0.7), (0.08, -0.44)],
            [(0.08, -0.26), (0.3, -0.14), (0.45, 0.02)],
            [(0.6, -0.14), (0.82, -0.26), (0.82, -0.44)],
            [(0.82, -0.7), (0.52, -0.72), (0.45, -0.5)],
        ],
    )
}

fn star() -> Path {
    let corner = |n: u32| {
        let radius = if n.is_multiple_of(2) { 0.38 } else { 0.15 };
        let angle = std::f64::consts::PI * (f64::from(n) / 5.0 - 0.5);
        (0.45 + radius * angle.cos(), -0.33 + radius * angle.sin())
    };
    line(&(0..=10).map(|n| corner(n % 10)).collect::<Vec<_>>())
}
