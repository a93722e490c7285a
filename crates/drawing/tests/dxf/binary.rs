//! Binary files of both widths of codes: they read as their text does, whole and damaged.

use super::damage::{BLOCK, RICH, splice, survives};
use super::support::{file, kinds, paths, read, try_read, whole};
use proptest::prelude::*;

const SENTINEL: &[u8] = b"AutoCAD Binary DXF\r\n\x1a\0";

/// The tags of an ASCII DXF as a binary one, with codes of two bytes or, until R12, of one.
pub(crate) fn binary(source: &str, is_wide: bool) -> Vec<u8> {
    let mut out = SENTINEL.to_vec();
    let lines: Vec<&str> = source.lines().collect();
    for tag in lines.chunks(2) {
        let (code, value): (i16, &str) = (tag[0].trim().parse().unwrap(), tag[1].trim());
        match (is_wide, u8::try_from(code)) {
            (false, Ok(code)) => out.push(code),
            (wide, _) => {
                out.extend((!wide).then_some(255));
                out.extend(code.to_le_bytes());
            }
        }
        match code {
            10..=59 | 110..=149 | 210..=239 | 1010..=1059 => {
                out.extend(value.parse::<f64>().unwrap().to_le_bytes());
            }
            60..=79 | 170..=179 | 270..=289 | 370..=389 => {
                out.extend((value.parse::<i64>().unwrap() as i16).to_le_bytes());
            }
            90..=99 | 420..=429 => out.extend(value.parse::<i32>().unwrap().to_le_bytes()),
            290..=299 => out.push(value.parse().unwrap()),
            310..=319 => {
                out.push((value.len() / 2) as u8);
                let bytes = (0..value.len() / 2).map(|n| u8::from_str_radix(&value[2 * n..2 * n + 2], 16));
                out.extend(bytes.map(Result::unwrap));
            }
            _ => out.extend(value.bytes().chain([0])),
        }
    }
    out
}

#[test]
fn a_binary_file_reads_as_its_text_does() {
    let text = whole(BLOCK, RICH);
    let (expected, said) = read(&text);
    for is_wide in [true, false] {
        let (it, diagnostics) = try_read(&binary(&text, is_wide)).unwrap();
        assert_eq!(it.drawing, expected.drawing, "{is_wide}");
        assert_eq!(it.layers, expected.layers);
        assert_eq!(kinds(&diagnostics), kinds(&said));
    }
}

#[test]
fn a_place_in_a_binary_file_is_a_byte() {
    let text = file("0 LINE|10 0|20 0|11 9|21 9|310 00FF00|0 TEXT|8 Notes|10 3|20 1|1 M8");
    for is_wide in [true, false] {
        let source = binary(&text, is_wide);
        let (_, diagnostics) = try_read(&source).unwrap();
        let code: &[u8] = if is_wide { b"\0\0TEXT\0" } else { b"\0TEXT\0" };
        let at = source.windows(code.len()).position(|it| it == code).unwrap();
        // With codes of one byte, the text before ends with the same 0.
        assert_eq!(kinds(&diagnostics), ["text"]);
        assert_eq!(diagnostics[0].element, Some(format!("byte {at}")), "{is_wide}");
        let unit = binary(&text.replace("70\n4\n", "70\n6\n"), is_wide);
        let (it, _) = try_read(&unit).unwrap();
        assert!(it.units.evidence[0].contains("byte "), "{:?}", it.units.evidence);
    }
}

#[test]
fn a_binary_file_cut_off_anywhere_keeps_what_was_whole() {
    let lines = "0 LINE|8 A|10 1|20 2|11 3|21 2|0 CIRCLE|8 A|10 5|20 6|40 7|0 LINE|8 A|10 8|20 9|11 8|21 10";
    let text = file(lines);
    let (all, _) = read(&text);
    let all = paths(&all);
    for is_wide in [true, false] {
        let source = binary(&text, is_wide);
        let begin = source.windows(4).position(|it| it == b"LINE").unwrap() + 5;
        let mut most = 0;
        for end in begin..source.len() {
            let (it, diagnostics) = try_read(&source[..end]).unwrap();
            for path in paths(&it) {
                let is_same = |it: &penstock_drawing::Path| (it.length_mm() - path.length_mm()).abs() < 1e-9;
                assert!(all.iter().any(is_same), "{end}: {path:?}");
            }
            assert!(kinds(&diagnostics).contains(&"no-end"), "{end}: {diagnostics:?}");
            assert!(it.drawing.path_count() >= most, "{end}");
            most = it.drawing.path_count();
        }
        assert_eq!(most, 3);
    }
}

#[test]
fn a_byte_too_many_or_too_few_costs_its_neighbours_and_is_named() {
    let text = file(&"0 LINE|8 A|10 1.25|20 2.5|11 3.75|21 2|".repeat(20));
    for is_wide in [true, false] {
        let source = binary(&text, is_wide);
        let begin = source.windows(4).position(|it| it == b"LINE").unwrap() + 5;
        let end = source.windows(4).rposition(|it| it == b"LINE").unwrap();
        for at in begin..end {
            for damaged in [
                [&source[..at], &source[at + 1..]].concat(),
                [&source[..at], &b"\x07"[..], &source[at..]].concat(),
            ] {
                let (it, diagnostics) = try_read(&damaged).unwrap();
                let count = it.drawing.path_count();
                assert!(count >= 18, "{at}: {count} {diagnostics:?}");
                assert!(count == 20 || !diagnostics.is_empty(), "{at}");
            }
        }
    }
}

#[test]
fn a_file_that_leads_back_and_forth_ends_in_time() {
    // Each chunk holds the beginning of a record whose tags lead into the next chunk: read naively, each
    // of them is read to the end.
    let mut source = SENTINEL.to_vec();
    source.extend(b"\0\0SECTION\0\x02\0ENTITIES\0\0\0LINE\0");
    for _ in 0..20_000 {
        let inner: &[u8] = b"\0\0LINE\0\x36\x01\xf0";
        source.extend([0x36, 0x01, 250]);
        source.extend(inner);
        source.extend(std::iter::repeat_n(7, 250 - inner.len()));
    }
    source.extend([0xff, 0x7f]);
    source.extend([1; 400]);
    let begun = std::time::Instant::now();
    assert!(try_read(&source).is_ok());
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_damage_never_breaks_the_reader_of_binary_files(
        is_wide in any::<bool>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, splice()), 1..5),
    ) {
        let mut source = binary(&whole(BLOCK, RICH), is_wide);
        for (place, removed, by) in changes {
            let at = place.index(source.len() - 21) + 22;
            let end = (at + removed).min(source.len());
            source.splice(at.min(end)..end, by.bytes());
        }
        survives(&source)?;
    }
}
