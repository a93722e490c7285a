use super::*;
use crate::Path;

fn length(glyph: &Glyph) -> f64 {
    glyph.strokes.iter().map(Path::length_mm).sum()
}

#[test]
fn every_face_has_every_printable_ascii_character() {
    for face in Face::ALL {
        assert_eq!(Face::from_name(face.name()), Some(face));
        for character in ' '..='~' {
            let glyph = glyph(face, character).unwrap_or_else(|| panic!("{} {character}", face.name()));
            assert!(glyph.advance_em > 0.1 && glyph.advance_em < 1.6, "{} {character}", face.name());
            assert_eq!(glyph.strokes.is_empty(), character == ' ', "{} {character}", face.name());
            assert!(!glyph.is_stand_in);
        }
    }
    assert_eq!(Face::from_name("comic"), None);
}

#[test]
fn no_letter_holds_strokes_of_another_and_none_is_lost() {
    for face in Face::ALL {
        for character in '!'..='~' {
            let glyph = glyph(face, character).unwrap();
            let ink = glyph.ink().unwrap();
            assert!(
                ink.y0 > -1.0 && ink.y1 < 0.5 && ink.width() < 1.5,
                "{} {character} {ink:?}",
                face.name()
            );
            assert!(ink.x0 > -0.3 && ink.x1 < glyph.advance_em + 0.5, "{} {character} {ink:?}", face.name());
        }
    }
    // In the data of this face the nine follows a full line of the eight.
    let (eight, nine) = (glyph(Face::SansBold, '8').unwrap(), glyph(Face::SansBold, '9').unwrap());
    assert!((eight.ink().unwrap().height() - nine.ink().unwrap().height()).abs() < 0.05);
    assert!(nine.advance_em == eight.advance_em && nine.ink().unwrap().x0 > 0.0);
}

#[test]
fn capitals_stand_on_the_baseline_and_are_seven_tenths_of_an_em() {
    let ink = glyph(Face::Sans, 'H').unwrap().ink().unwrap();
    assert!(ink.y1.abs() < 1e-9 && (ink.y0 + 0.7).abs() < 1e-9, "{ink:?}");
    let hanging = glyph(Face::Sans, 'p').unwrap().ink().unwrap();
    assert!(hanging.y1 > 0.1);
}

#[test]
fn every_character_of_latin_1_and_latin_extended_a_is_drawn_in_every_face_and_differs_from_its_base() {
    let latin_1 = ('\u{a1}'..='\u{ff}').filter(|character| *character != '\u{ad}');
    let extended = '\u{100}'..='\u{17f}';
    for face in Face::ALL {
        let plain: Vec<Glyph> = ('!'..='~').map(|character| glyph(face, character).unwrap()).collect();
        for character in latin_1.clone().chain(extended.clone()) {
            let drawn = glyph(face, character).unwrap_or_else(|| panic!("{} {character}", face.name()));
            assert!(!drawn.is_stand_in, "{} {character}", face.name());
            // A point is all there is of some signs.
            assert!(length(&drawn) > 0.1, "{} {character}", face.name());
            assert!(
                plain.iter().all(|letter| letter.strokes != drawn.strokes),
                "{} {character}",
                face.name()
            );
            let ink = drawn.ink().unwrap();
            assert!(ink.y0 > -1.1 && ink.y1 < 0.5, "{} {character} {ink:?}", face.name());
            assert!(ink.x0 > -0.35 && ink.x1 < drawn.advance_em + 0.5, "{} {character} {ink:?}", face.name());
        }
    }
}

#[test]
fn what_letters_are_full_of_is_drawn_and_not_replaced() {
    for character in "€„“”‘’‚–—…•™†‡‰«»‹›−→←♥★✓ẞȘșȚțẀẃỲ".chars()
    {
        let drawn = glyph(Face::Sans, character).unwrap_or_else(|| panic!("{character}"));
        assert!(!drawn.is_stand_in && !drawn.strokes.is_empty(), "{character}");
    }
    let width = |character| glyph(Face::Sans, character).unwrap().ink().unwrap().width();
    assert!(width('—') > width('–') && width('–') > 0.4);
    let top = |character| glyph(Face::Sans, character).unwrap().ink().unwrap().y0;
    assert!(top('„') > -0.2 && top('“') < -0.6);
}

#[test]
fn an_accent_stands_above_its_letter_and_replaces_its_dot() {
    let (plain, accented) = (glyph(Face::Sans, 'e').unwrap(), glyph(Face::Sans, 'é').unwrap());
    assert_eq!(plain.advance_em, accented.advance_em);
    assert!(accented.ink().unwrap().y0 < plain.ink().unwrap().y0 - 0.1);
    assert!(length(&accented) > length(&plain));
    let (dotless, dotted) = (glyph(Face::Sans, 'ı').unwrap(), glyph(Face::Sans, 'i').unwrap());
    assert!(dotless.strokes.len() < dotted.strokes.len());
    let mut combined = plain.clone();
    assert!(combined.add_mark('\u{301}') && !combined.add_mark('x'));
    assert_eq!(combined, accented);
}

#[test]
fn typographic_variants_are_written_plainly_and_say_so() {
    let (prime, straight) = (glyph(Face::Serif, '″').unwrap(), glyph(Face::Serif, '"').unwrap());
    assert!(prime.is_stand_in);
    assert_eq!(prime.strokes, straight.strokes);
    let dots = glyph(Face::Serif, '…').unwrap();
    assert!((dots.advance_em - 3.0 * glyph(Face::Serif, '.').unwrap().advance_em).abs() < 1e-9);
}

#[test]
fn what_no_face_has_is_none() {
    for character in ['你', 'Ω', '\u{378}', '\n', '😀'] {
        assert_eq!(glyph(Face::Sans, character), None, "{character:?}");
    }
}
