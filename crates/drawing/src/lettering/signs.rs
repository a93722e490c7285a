//! Letters and signs that are no accented ASCII letters: a few are drawn here, typographic variants are
//! written with their plain forms.

use super::marks::{circle, line, spot};
use super::{Face, Glyph, hershey};
use crate::{Path, Segment};
use kurbo::Point;

/// A sign made of its own strokes, or of letters of the face.
pub(super) fn drawn(face: Face, character: char) -> Option<Glyph> {
    let of = |strokes, advance_em| Glyph { strokes, advance_em, is_stand_in: false };
    Some(match character {
        '_' => of(vec![line(&[(0.0, 0.08), (0.6, 0.08)])], 0.6),
        '~' => hershey::glyph(Face::Sans, '~')?,
        'ß' => of(vec![sharp_s()], 0.68),
        'æ' => ligature(face, 'a', 'e')?,
        'Æ' => ligature(face, 'A', 'E')?,
        'œ' => ligature(face, 'o', 'e')?,
        'Œ' => ligature(face, 'O', 'E')?,
        '¡' => turned(hershey::glyph(face, '!')?, 0.2),
        '¿' => turned(hershey::glyph(face, '?')?, 0.2),
        '°' | 'º' => of(vec![circle(0.2, -0.6, 0.09)], 0.4),
        '·' | '•' => of(vec![spot(0.15, -0.3)], 0.3),
        '×' => of(vec![line(&[(0.15, -0.5), (0.55, -0.1)]), line(&[(0.55, -0.5), (0.15, -0.1)])], 0.7),
        '÷' => of(vec![line(&[(0.1, -0.3), (0.6, -0.3)]), spot(0.35, -0.48), spot(0.35, -0.12)], 0.7),
        '±' => {
            let level = |y| line(&[(0.1, y), (0.6, y)]);
            of(vec![level(-0.35), line(&[(0.35, -0.6), (0.35, -0.1)]), level(0.0)], 0.7)
        }
        '«' => of([0.1, 0.3].map(|x| chevron(x + 0.15, x)).into(), 0.6),
        '»' => of([0.1, 0.3].map(|x| chevron(x, x + 0.15)).into(), 0.6),
        '‹' => of(vec![chevron(0.25, 0.1)], 0.4),
        '›' => of(vec![chevron(0.1, 0.25)], 0.4),
        '€' => {
            let mut glyph = hershey::glyph(face, 'C')?;
            let ink = glyph.ink()?;
            let bar = |y: f64| line(&[(ink.x0 - 0.05, y), (ink.x0 + ink.width() * 0.65, y)]);
            glyph.strokes.extend([bar(-0.41), bar(-0.29)]);
            glyph
        }
        _ => return None,
    })
}

/// The plain form of a typographic variant, in ASCII.
pub(super) fn plain(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\t' => " ",
        '‘' | '’' | '‛' | '′' | 'ʼ' => "'",
        '‚' => ",",
        '“' | '”' | '„' | '‟' | '″' => "\"",
        '‐' | '‑' | '–' | '—' | '−' | '\u{ad}' => "-",
        '…' => "...",
        '⁄' | '∕' => "/",
        'µ' | 'μ' => "u",
        _ => return None,
    })
}

/// Two letters that share the space between them.
fn ligature(face: Face, left: char, right: char) -> Option<Glyph> {
    let (mut whole, right) = (hershey::glyph(face, left)?, hershey::glyph(face, right)?);
    // The ink of the second starts where that of the first ends.
    whole.advance_em = whole.ink()?.x1 - right.ink()?.x0;
    whole.append(right);
    Some(whole)
}

/// The sign on its head, hanging below the baseline by `drop` em.
fn turned(mut glyph: Glyph, drop: f64) -> Glyph {
    let Some(ink) = glyph.ink() else { return glyph };
    let turn = |point: Point| Point::new(ink.x0 + ink.x1 - point.x, ink.y0 + ink.y1 - point.y + drop);
    for stroke in &mut glyph.strokes {
        let segments = stroke.segments.iter().map(|segment| Segment::Line { to: turn(segment.to()) });
        *stroke = Path { start: turn(stroke.start), segments: segments.collect() };
    }
    glyph
}

fn chevron(open: f64, tip: f64) -> Path {
    line(&[(open, -0.45), (tip, -0.3), (open, -0.15)])
}

/// A stem with two bowls, the lower one open.
fn sharp_s() -> Path {
    let at = |x: f64, y: f64| Point::new(x, y);
    let segments = vec![
        Segment::Line { to: at(0.13, -0.5) },
        Segment::Cubic { c1: at(0.13, -0.64), c2: at(0.2, -0.7), to: at(0.32, -0.7) },
        Segment::Cubic { c1: at(0.43, -0.7), c2: at(0.5, -0.64), to: at(0.5, -0.55) },
        Segment::Cubic { c1: at(0.5, -0.46), c2: at(0.43, -0.4), to: at(0.32, -0.39) },
        Segment::Cubic { c1: at(0.48, -0.37), c2: at(0.57, -0.3), to: at(0.57, -0.2) },
        Segment::Cubic { c1: at(0.57, -0.06), c2: at(0.47, 0.0), to: at(0.37, 0.0) },
        Segment::Cubic { c1: at(0.31, 0.0), c2: at(0.26, -0.02), to: at(0.23, -0.05) },
    ];
    Path { start: at(0.13, 0.0), segments }
}
