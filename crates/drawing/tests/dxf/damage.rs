//! Files that are cut off, spoiled, out of step or written by programs with habits of their own.

use super::support::{assert_near, file, kinds, paths, read, tags, try_read, whole};
use proptest::prelude::*;
use std::time::{Duration, Instant};

const LINES: &str =
    "0 LINE|8 A|10 1|20 2|11 3|21 2|0 CIRCLE|8 A|10 5|20 6|40 7|0 LINE|8 A|10 8|20 9|11 8|21 10";

#[test]
fn every_line_end_reads_the_same() {
    let source = file(LINES);
    let (expected, _) = read(&source);
    for end in ["\r\n", "\r", "\r\r\n"] {
        assert_eq!(read(&source.replace('\n', end)).0, expected);
    }
    let mut turn = 0;
    let mixed: String = source
        .lines()
        .map(|line| {
            turn += 1;
            format!("{line}{}", ["\n", "\r\n", "\r"][turn % 3])
        })
        .collect();
    assert_eq!(read(&mixed).0, expected);
}

#[test]
fn a_file_cut_off_anywhere_keeps_what_was_whole() {
    let source = file(LINES);
    let (whole, _) = read(&source);
    let all = paths(&whole);
    let begin = source.find("LINE").unwrap();
    for end in begin..source.len() {
        let (it, diagnostics) = try_read(&source.as_bytes()[..end]).unwrap();
        assert!(it.drawing.path_count() <= 3);
        for path in paths(&it) {
            assert!(
                all.iter().any(|it| it.start.distance(path.start) < 1e-9
                    && (it.length_mm() - path.length_mm()).abs() < 1e-9),
                "{end}: {path:?}"
            );
        }
        let is_complete = source[..end].trim_end().ends_with("EOF");
        assert_eq!(kinds(&diagnostics).contains(&"no-end"), !is_complete, "{end}");
    }
}

#[test]
fn a_lost_line_costs_at_most_its_entity() {
    let source = file(LINES);
    let lines: Vec<&str> = source.lines().collect();
    let first = lines.iter().position(|it| *it == "LINE").unwrap();
    let last = lines.iter().rposition(|it| *it == "ENDSEC").unwrap() - 1;
    for lost in first - 1..last {
        let mut kept = lines.clone();
        kept.remove(lost);
        let (it, diagnostics) = try_read(kept.join("\n").as_bytes()).unwrap();
        assert!(it.drawing.path_count() >= 2, "line {lost} ({}): {diagnostics:?}", lines[lost]);
    }
}

#[test]
fn decimal_commas_measure_what_points_measure() {
    let entities = "0 LINE|10 0|20 0|11 26.999999999999801|21 0.5|0 CIRCLE|10 5.25|20 6|40 7.125";
    let (point, _) = read(&file(entities));
    let (comma, diagnostics) = read(&file(&entities.replace('.', ",")));
    assert_eq!(comma.drawing, point.drawing);
    assert_eq!(kinds(&diagnostics), ["decimal-comma"]);
}

#[test]
fn variables_after_their_section_are_read() {
    let source = tags(
        "0 SECTION|2 HEADER|9 $ACADVER|1 AC1009|0 ENDSEC|9 $INSUNITS|70 1|0 SECTION|2 ENTITIES|\
         0 LINE|10 0|20 0|11 2|21 0|0 ENDSEC|0 EOF",
    );
    let (it, diagnostics) = read(&source);
    assert_near(it.drawing.draw_mm(), 50.8, 1e-9);
    assert!(kinds(&diagnostics).contains(&"misplaced-variable"));
}

#[test]
fn entities_without_any_section_and_a_polyline_without_its_end_are_read() {
    let (it, _) = read(&tags(
        "0 LINE|10 0|20 0|11 3|21 4|0 POLYLINE|0 VERTEX|10 0|20 0|0 VERTEX|10 0|20 9|0 LINE|10 0|20 0|11 1|21 0|0 EOF",
    ));
    assert_near(it.drawing.draw_mm(), 15.0, 1e-9);
    // Cut off within: half a polyline is no polyline.
    let (it, diagnostics) = read(&tags(
        "0 SECTION|2 ENTITIES|0 LINE|10 0|20 0|11 3|21 4|0 POLYLINE|0 VERTEX|10 0|20 0|0 VERTEX|10 0|20 9|0 VERTEX|10 5",
    ));
    assert_near(it.drawing.draw_mm(), 5.0, 1e-9);
    assert!(kinds(&diagnostics).contains(&"damaged"));
}

pub(crate) const RICH: &str = "0 ARC|8 Ä|10 1|20 2|40 3|50 4|51 5|0 ELLIPSE|10 1|20 2|11 30|21 0|40 0.5|41 0|42 5|\
0 SPLINE|70 4|71 2|40 0|40 0|40 0|40 1|40 1|40 1|41 1|41 2|41 1|10 10|20 0|10 10|20 10|10 0|20 10|\
0 SPLINE|71 3|11 0|21 0|11 10|21 5|11 20|21 -5|0 LWPOLYLINE|90 3|70 1|10 0|20 -5|42 1|10 20|20 -5|10 9|20 9|\
0 POLYLINE|70 1|0 VERTEX|10 0|20 -5|42 0.5|0 VERTEX|10 20|20 -5|0 SEQEND|0 INSERT|2 P|10 1|20 1|41 2|42 -3|50 9|70 3|71 2|44 9|45 8|\
0 HATCH|91 2|92 1|93 2|72 1|10 0|20 0|11 10|21 0|72 2|10 10|20 5|40 5|50 270|51 450|73 0|97 0|\
92 3|72 1|73 1|93 2|10 0|20 0|42 1|10 2|20 0|97 0|75 1|0 MTEXT|1 \\U+00F6|10 1|20 2|0 CIRCLE|10 1|20 2|40 3|210 0.1|220 0|230 -1|0 POINT|10 0|20 0";
pub(crate) const BLOCK: &str = "0 BLOCK|2 P|10 0|20 0|0 LINE|8 0|10 0|20 0|11 1|21 0|0 CIRCLE|10 1|20 2|40 3|0 INSERT|2 Q|10 1|20 1|0 ENDBLK|\
0 BLOCK|2 Q|10 0|20 0|0 LINE|8 0|10 0|20 0|11 1|21 0|0 INSERT|2 P|10 1|20 1|0 ENDBLK";

pub(crate) fn splice() -> impl Strategy<Value = String> {
    let words = vec![
        "1e300",
        "NaN",
        "-",
        "0",
        "\n",
        "\n0\n",
        "\r",
        "1,5",
        "999999999999",
        "-3",
        "LINE",
        "\n0\nENDSEC\n",
        "2147483647",
        "\n70\n30000\n",
        "\n71\n30\n",
        "\n210\n1\n",
        "\u{0}",
        "é",
        "\\U+",
        "*",
    ];
    prop_oneof!["[0-9]{1,3}", prop::sample::select(words).prop_map(str::to_owned)]
}

/// Reads it and looks at what came of it.
pub(crate) fn survives(source: &[u8]) -> Result<(), TestCaseError> {
    let begun = Instant::now();
    if let Ok((it, _)) = try_read(source) {
        for path in it.drawing.layers.iter().flat_map(|layer| &layer.paths) {
            prop_assert!(path.bounds().is_some(), "{}", String::from_utf8_lossy(source));
        }
    }
    prop_assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    Ok(())
}

fn mutated(changes: Vec<(prop::sample::Index, usize, String)>) -> Vec<u8> {
    let mut source = whole(BLOCK, RICH).into_bytes();
    for (place, removed, by) in changes {
        let at = place.index(source.len() + 1);
        let end = (at + removed).min(source.len());
        source.splice(at..end, by.bytes());
    }
    source
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_damage_never_breaks_the_reader(
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, splice()), 1..5),
    ) {
        survives(&mutated(changes))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "a million mutations take minutes"]
    fn a_million_mutations_never_break_the_reader(
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, splice()), 1..5),
    ) {
        survives(&mutated(changes))?;
    }
}

#[test]
fn two_entities_that_run_into_each_other_are_left_out() {
    // A piece from within one line to within the next is gone; what is left looks like one line.
    let source = file("0 LINE|8 A|10 1|20 2|8 A|10 5|20 6|11 7|21 8|0 LINE|8 A|10 0|20 0|11 1|21 0");
    let (it, diagnostics) = read(&source);
    assert_eq!((it.drawing.path_count(), kinds(&diagnostics)), (1, vec!["damaged"]));
    let again = source.lines().enumerate().filter(|(_, line)| *line == "A").nth(1).unwrap().0 + 1;
    assert_eq!(diagnostics[0].element, Some(format!("line {again}")));
}
