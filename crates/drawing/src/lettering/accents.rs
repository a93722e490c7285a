//! Accented Latin letters: a base letter and a mark at its place.

use super::marks::{self, Mark};
use super::{Face, Glyph, hershey};
use crate::Path;

/// A letter and its base, in turn, for each mark: Latin-1, Latin Extended-A, and the Romanian letters with
/// a comma.
const LETTERS: [(Mark, &str); 16] = [
    (Mark::Grave, "ÀAÈEÌIÒOÙUàaèeìiòoùuǸNǹnẀWẁwỲYỳy"),
    (Mark::Acute, "ÁAÉEÍIÓOÚUÝYáaéeíióoúuýyĆCćcĹLĺlŃNńnŔRŕrŚSśsŹZźzẂWẃw"),
    (Mark::Circumflex, "ÂAÊEÎIÔOÛUâaêeîiôoûuĈCĉcĜGĝgĤHĥhĴJĵjŜSŝsŴWŵwŶYŷy"),
    (Mark::Tilde, "ÃAÑNÕOãañnõoĨIĩiŨUũuẼEẽe"),
    (Mark::Diaeresis, "ÄAËEÏIÖOÜUäaëeïiöoüuÿyŸYẄWẅw"),
    (Mark::Ring, "ÅAåaŮUůu"),
    (Mark::Caron, "ČCčcĎDďdĚEěeŇNňnŘRřrŠSšsŤTťtŽZžzĽLľlǍAǎaǏIǐiǑOǒoǓUǔu"),
    (Mark::Breve, "ĂAăaĔEĕeĞGğgĬIĭiŎOŏoŬUŭu"),
    (Mark::Macron, "ĀAāaĒEēeĪIīiŌOōoŪUūu"),
    (Mark::DotAbove, "ĊCċcĖEėeĠGġgİIŻZżz"),
    (Mark::DoubleAcute, "ŐOőoŰUűu"),
    (Mark::Cedilla, "ÇCçcŞSşsŢTţt"),
    (Mark::CommaBelow, "ĢGģgĶKķkĻLļlŅNņnŖRŗrȘSșsȚTțt"),
    (Mark::Ogonek, "ĄAąaĘEęeĮIįiŲUųu"),
    (Mark::Stroke, "ØOøoŁLłl"),
    (Mark::Bar, "ÐDðdĐDđdĦHħhŦTŧt"),
];

/// The letter with its mark; none for what is no such letter, or where the face lacks the base.
pub(super) fn composed(face: Face, character: char) -> Option<Glyph> {
    if character == 'ı' {
        return hershey::glyph(face, 'i').map(without_dot);
    }
    let (mark, base) = LETTERS.iter().find_map(|(mark, pairs)| {
        let mut pairs = pairs.chars();
        std::iter::from_fn(|| Some((pairs.next()?, pairs.next()?)))
            .find(|(letter, _)| *letter == character)
            .map(|(_, base)| (*mark, base))
    })?;
    let mut glyph = hershey::glyph(face, base)?;
    if matches!(base, 'i' | 'j') && mark.stands_above() {
        glyph = without_dot(glyph);
    }
    let ink = glyph.ink()?;
    glyph.strokes.extend(marks::at(mark, ink));
    Some(glyph)
}

/// A small i or j without what stands above the rest.
fn without_dot(mut glyph: Glyph) -> Glyph {
    let bottom_of = |stroke: &Path| stroke.bounds().map_or(0.0, |it| it.y1);
    let lowest = glyph.strokes.iter().map(bottom_of).fold(f64::NEG_INFINITY, f64::max);
    let height = glyph.ink().map_or(0.0, |ink| ink.height());
    glyph.strokes.retain(|stroke| bottom_of(stroke) > lowest - height * 0.7);
    glyph
}
