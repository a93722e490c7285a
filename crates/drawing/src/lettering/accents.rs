//! Accented Latin letters: a base letter and a mark at its place; and letters made of two.

use super::marks::{self, Mark};
use super::{Glyph, glyph::Bases, letters};
use crate::Path;

/// A letter and its base, in turn, for each mark: Latin-1, Latin Extended-A, and the Romanian letters with
/// a comma.
const LETTERS: [(Mark, &str); 21] = [
    (Mark::Grave, "ÀAÈEÌIÒOÙUàaèeìiòoùuǸNǹnẀWẁwỲYỳy"),
    (Mark::Acute, "ÁAÉEÍIÓOÚUÝYáaéeíióoúuýyĆCćcĹLĺlŃNńnŔRŕrŚSśsŹZźzẂWẃwǼÆǽæǾØǿø"),
    (Mark::Circumflex, "ÂAÊEÎIÔOÛUâaêeîiôoûuĈCĉcĜGĝgĤHĥhĴJĵjŜSŝsŴWŵwŶYŷy"),
    (Mark::Tilde, "ÃAÑNÕOãañnõoĨIĩiŨUũuẼEẽe"),
    (Mark::Diaeresis, "ÄAËEÏIÖOÜUäaëeïiöoüuÿyŸYẄWẅw"),
    (Mark::Ring, "ÅAåaŮUůu"),
    (Mark::Caron, "ČCčcĎDĚEěeŇNňnŘRřrŠSšsŤTŽZžzǍAǎaǏIǐiǑOǒoǓUǔu"),
    (Mark::Apostrophe, "ďdťtľl"),
    (Mark::ApostropheInside, "ĽL"),
    (Mark::Breve, "ĂAăaĔEĕeĞGğgĬIĭiŎOŏoŬUŭu"),
    (Mark::Macron, "ĀAāaĒEēeĪIīiŌOōoŪUūu"),
    (Mark::DotAbove, "ĊCċcĖEėeĠGġgİIŻZżz"),
    (Mark::DoubleAcute, "ŐOőoŰUűu"),
    (Mark::Cedilla, "ÇCçcŞSşsŢTţt"),
    (Mark::CommaBelow, "ĢGĶKķkĻLļlŅNņnŖRŗrȘSșsȚTțt"),
    (Mark::CommaAbove, "ģg"),
    (Mark::Ogonek, "ĄAąaĘEęeĮIįiŲUųu"),
    (Mark::Slash, "ØOøo"),
    (Mark::Stroke, "ŁLłl"),
    (Mark::Bar, "ÐDðdĐDđdŦTŧt"),
    (Mark::HighBar, "ĦHħh"),
];

/// The letter with its mark, or a letter made of others; none for what is neither, or where the face lacks
/// the base.
pub(super) fn composed(bases: Bases<'_>, character: char) -> Option<Glyph> {
    if character == 'ı' {
        return bases('i').map(without_dot);
    }
    let Some((mark, base)) = parts(character) else { return letters::made(bases, character) };
    let mut glyph = match bases(base) {
        Some(glyph) => glyph,
        // Æ and Ø may be made themselves.
        None if base.is_ascii() => return None,
        None => super::glyph::made_of(bases, base)?,
    };
    if matches!(base, 'i' | 'j') && mark.stands_above() {
        glyph = without_dot(glyph);
    }
    let ink = glyph.ink()?;
    glyph.strokes.extend(marks::at(mark, ink));
    if mark == Mark::Apostrophe {
        // It stands beside the letter: the next one must not run into it.
        glyph.advance_em += 0.08;
    }
    Some(glyph)
}

/// The letter that a base and a combining mark are together.
pub(super) fn joined(base: char, combining: char) -> Option<char> {
    let mark = marks::combining(combining)?;
    let alike = |listed: Mark| {
        listed == mark
            || (mark == Mark::Caron && matches!(listed, Mark::Apostrophe | Mark::ApostropheInside))
            || (mark == Mark::Cedilla && matches!(listed, Mark::CommaBelow | Mark::CommaAbove))
    };
    LETTERS.iter().filter(|(listed, _)| alike(*listed)).find_map(|(_, list)| {
        pairs(list)
            .find(|(letter, of)| *of == base && !matches!(letter, 'Ș' | 'ș' | 'Ț' | 'ț'))
            .map(|(letter, _)| letter)
    })
}

fn parts(character: char) -> Option<(Mark, char)> {
    LETTERS.iter().find_map(|(mark, list)| {
        pairs(list).find(|(letter, _)| *letter == character).map(|(_, base)| (*mark, base))
    })
}

fn pairs(list: &str) -> impl Iterator<Item = (char, char)> + '_ {
    let mut list = list.chars();
    std::iter::from_fn(move || Some((list.next()?, list.next()?)))
}

/// A small i or j without what stands above the rest.
fn without_dot(mut glyph: Glyph) -> Glyph {
    let bottom_of = |stroke: &Path| stroke.bounds().map_or(0.0, |it| it.y1);
    let lowest = glyph.strokes.iter().map(bottom_of).fold(f64::NEG_INFINITY, f64::max);
    let height = glyph.ink().map_or(0.0, |ink| ink.height());
    glyph.strokes.retain(|stroke| bottom_of(stroke) > lowest - height * 0.7);
    glyph
}
