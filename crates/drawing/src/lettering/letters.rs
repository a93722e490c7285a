//! Latin letters that are neither a base with a mark nor in a face of ASCII: made of other letters.

use super::marks::{arc, line, spot};
use super::{Glyph, glyph::Bases};
use crate::{Path, Segment};
use kurbo::{Point, Rect};

/// How far letters reach below the baseline, in em.
const DEPTH: f64 = 0.23;
/// Height of a small x against a capital one.
const SMALL: f64 = 2.0 / 3.0;
const FAR: f64 = 10.0;

/// The letter; none when it is not among them, or the face lacks what it is made of.
pub(super) fn made(bases: Bases<'_>, character: char) -> Option<Glyph> {
    Some(match character {
        'ß' => Glyph::of(vec![sharp_s()], 0.68),
        'ẞ' => Glyph::of(vec![sharp_s()], 0.68).scaled(1.02, 0.0),
        'æ' => ligature(bases, 'a', 'e')?,
        'Æ' => ligature(bases, 'A', 'E')?,
        'œ' => ligature(bases, 'o', 'e')?,
        'Œ' => ligature(bases, 'O', 'E')?,
        'Þ' => capital_thorn(bases)?,
        'þ' => small_thorn(bases)?,
        'Ŋ' => hooked(bases('N')?, 0.1)?,
        'ŋ' => hooked(bases('n')?, DEPTH)?,
        'ĸ' => bases('K')?.scaled(SMALL, 0.0),
        'ſ' => Glyph::of(vec![long_s()], 0.4),
        'Ĳ' => beside(bases('I')?, bases('J')?, 0.0),
        'ĳ' => beside(bases('i')?, bases('j')?, 0.0),
        'ŉ' => beside(Glyph::of(vec![apostrophe(0.06)], 0.16), bases('n')?, 0.0),
        'Ŀ' => {
            let mut glyph = bases('L')?;
            let ink = glyph.ink()?;
            glyph.strokes.push(spot(ink.x0 + ink.width() * 0.7, -0.35));
            glyph
        }
        'ŀ' => beside(bases('l')?, Glyph::of(vec![spot(0.02, -0.35)], 0.14), -0.04),
        _ => return None,
    })
}

/// Two letters that share the space between them.
fn ligature(bases: Bases<'_>, left: char, right: char) -> Option<Glyph> {
    let (mut whole, right) = (bases(left)?, bases(right)?);
    // The ink of the second starts where that of the first ends.
    whole.advance_em = whole.ink()?.x1 - right.ink()?.x0;
    whole.append(right);
    Some(whole)
}

/// One behind the other, moved by so much.
fn beside(mut left: Glyph, right: Glyph, moved_em: f64) -> Glyph {
    left.advance_em += moved_em;
    left.append(right);
    left
}

/// An I with the bowl of a P, lowered.
fn capital_thorn(bases: Bases<'_>) -> Option<Glyph> {
    let (stem, letter) = (bases('I')?, bases('P')?);
    let (stem_ink, ink) = (stem.ink()?, letter.ink()?);
    // The stem of the P stands in the middle of the foot it stands on.
    let foot = letter.within(Rect::new(-FAR, -0.1, FAR, 0.1));
    let foot = foot.iter().filter_map(Path::bounds).reduce(|all, one| all.union(one))?;
    let (from, to) = (foot.center().x, stem_ink.center().x);
    let bowl = letter.within(Rect::new(from - 0.01, -FAR, FAR, ink.y1 - ink.height() * 0.3));
    let mut glyph = stem;
    glyph.strokes.extend(bowl.iter().map(|part| part.moved(to - from, ink.height() * 0.2)));
    glyph.advance_em = glyph.ink()?.x1 + (letter.advance_em - ink.x1).max(0.05);
    Some(glyph)
}

/// A b with what hangs down from a p.
fn small_thorn(bases: Bases<'_>) -> Option<Glyph> {
    let (upper, lower) = (bases('b')?, bases('p')?);
    let tail = lower.within(Rect::new(-FAR, 0.0, FAR, FAR));
    let across = |parts: &[Path]| {
        parts.iter().filter_map(Path::bounds).reduce(|all, one| all.union(one)).map(|ink| ink.center().x)
    };
    let stem = across(&upper.within(Rect::new(-FAR, -0.66, FAR, -0.5)))?;
    let from = across(&tail)?;
    let mut glyph = upper;
    glyph.strokes.extend(tail.iter().map(|part| part.moved(stem - from, 0.0)));
    Some(glyph)
}

/// With a hook at its right foot that hangs so deep.
fn hooked(mut glyph: Glyph, depth: f64) -> Option<Glyph> {
    let ink = glyph.ink()?;
    let turn = (ink.x1, depth - 0.08);
    let mut hook = line(&[(ink.x1, ink.y1), turn]);
    hook.segments.push(Segment::Cubic {
        c1: Point::new(turn.0, depth),
        c2: Point::new(turn.0 - 0.05, depth + 0.02),
        to: Point::new(turn.0 - 0.16, depth),
    });
    glyph.strokes.push(hook);
    Some(glyph)
}

/// A raised comma.
pub(super) fn apostrophe(x: f64) -> Path {
    arc((x + 0.04, -0.72), (x, -0.55), 0.25)
}

fn long_s() -> Path {
    let at = |x: f64, y: f64| Point::new(x, y);
    let top = Segment::Cubic { c1: at(0.34, -0.7), c2: at(0.15, -0.74), to: at(0.15, -0.52) };
    Path { start: at(0.34, -0.66), segments: vec![top, Segment::Line { to: at(0.15, 0.0) }] }
}

/// A stem that bends over to a bowl, which opens into a wider one that ends short of the stem.
fn sharp_s() -> Path {
    let at = |x: f64, y: f64| Point::new(x, y);
    let segments = vec![
        Segment::Line { to: at(0.12, -0.5) },
        Segment::Cubic { c1: at(0.12, -0.65), c2: at(0.2, -0.72), to: at(0.31, -0.72) },
        Segment::Cubic { c1: at(0.42, -0.72), c2: at(0.48, -0.65), to: at(0.48, -0.57) },
        Segment::Cubic { c1: at(0.48, -0.46), c2: at(0.34, -0.45), to: at(0.34, -0.36) },
        Segment::Cubic { c1: at(0.34, -0.28), c2: at(0.55, -0.29), to: at(0.55, -0.14) },
        Segment::Cubic { c1: at(0.55, -0.05), c2: at(0.48, 0.01), to: at(0.39, 0.01) },
        Segment::Cubic { c1: at(0.34, 0.01), c2: at(0.3, -0.01), to: at(0.27, -0.04) },
    ];
    Path { start: at(0.12, 0.0), segments }
}
